// SPDX-License-Identifier: MIT
/** Bytes and their text forms. Decoders are strict: one text per value, undefined for any other. */

export function to_hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function from_hex(text: string): Uint8Array | undefined {
  if (!/^([0-9a-f]{2})*$/.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function to_base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function from_base64(text: string): Uint8Array | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    // atob forgives spaces, missing padding and stray low bits; the round trip does not.
    return to_base64(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

export function same_bytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return joined(new TextEncoder().encode(text));
}
