// SPDX-License-Identifier: MIT
/** Checks on values that came from elsewhere and are `unknown` until they passed. */

export type Fields = Readonly<Record<string, unknown>>;

export function is_object(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own field of that name when it is a string within bounds. */
export function text(fields: Fields, name: string, length_max = 16384): string | undefined {
  const value = own(fields, name);
  return typeof value === 'string' && value.length <= length_max ? value : undefined;
}

/** The own field of that name when it is an integer of zero or more. */
export function count(fields: Fields, name: string): number | undefined {
  const value = own(fields, name);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export function list(
  fields: Fields,
  name: string,
  length_max: number,
): readonly unknown[] | undefined {
  const value = own(fields, name);
  return Array.isArray(value) && value.length <= length_max ? value : undefined;
}

export function own(fields: Fields, name: string): unknown {
  return Object.prototype.hasOwnProperty.call(fields, name) ? fields[name] : undefined;
}

/** The ids of the registry: 24 hex digits. */
export function is_good_id(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{24}$/.test(value);
}
