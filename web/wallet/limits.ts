// SPDX-License-Identifier: MIT
/** How much the reader lets a click pay without a question; theirs to set, one for all networks. */

import { parse_stroops } from '../base/lumens';
import { is_object, text } from '../base/shape';

export interface Limits {
  /** For one purchase. */
  readonly click: bigint;
  /** For all purchases of the last 24 hours together. */
  readonly day: bigint;
}

export const LIMITS_AT_FIRST: Limits = { click: 10_000_000n, day: 100_000_000n };

const ENTRY = 'farthing.limits';

/** What cannot be read counts as never set. */
export function load_limits(storage: Storage): Limits {
  try {
    const stored: unknown = JSON.parse(storage.getItem(ENTRY) ?? 'null');
    if (!is_object(stored)) return LIMITS_AT_FIRST;
    const click = parse_stroops(text(stored, 'click', 20) ?? '');
    const day = parse_stroops(text(stored, 'day', 20) ?? '');
    return click === undefined || day === undefined ? LIMITS_AT_FIRST : { click, day };
  } catch {
    return LIMITS_AT_FIRST;
  }
}

/** Whether there was room for them. */
export function save_limits(storage: Storage, { click, day }: Limits): boolean {
  try {
    storage.setItem(ENTRY, JSON.stringify({ click: String(click), day: String(day) }));
    return true;
  } catch {
    return false;
  }
}
