// SPDX-License-Identifier: MIT
/**
 * Account addresses (`G...`) and secret keys (`S...`) as text (SEP-23): base32 of one version byte,
 * 32 key bytes and a checksum.
 *
 * 35 bytes are 280 bits, which is exactly 56 base32 characters: there is no padding to be strict
 * about. The checksum is CRC16-XMODEM over version and key, low byte first.
 */

import { joined, same_bytes } from '../base/bytes';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const VERSION_ACCOUNT = 6 << 3;
const VERSION_SECRET = 18 << 3;
const ADDRESS = /^G[A-Z2-7]{55}$/;
const SECRET = /^S[A-Z2-7]{55}$/;

export function encode_address(key: Uint8Array): string {
  return encode(VERSION_ACCOUNT, key);
}

export function encode_secret(key: Uint8Array): string {
  return encode(VERSION_SECRET, key);
}

/** The 32 key bytes of a `G...` address; undefined for anything else, muxed addresses included. */
export function decode_address(text: string): Uint8Array | undefined {
  return ADDRESS.test(text) ? decode(VERSION_ACCOUNT, text) : undefined;
}

/** The 32 bytes of an `S...` secret key; undefined for anything else. */
export function decode_secret(text: string): Uint8Array | undefined {
  return SECRET.test(text) ? decode(VERSION_SECRET, text) : undefined;
}

function encode(version: number, key: Uint8Array): string {
  const body = joined(Uint8Array.of(version), key);
  return base32(joined(body, checksum(body)));
}

function decode(version: number, text: string): Uint8Array | undefined {
  const bytes = unbase32(text);
  const body = bytes.subarray(0, 33);
  const valid = body[0] === version && same_bytes(bytes.subarray(33), checksum(body));
  return valid ? body.slice(1) : undefined;
}

function checksum(bytes: Uint8Array): Uint8Array {
  let crc = 0;
  for (const byte of bytes) crc = crc16_step(crc ^ (byte << 8));
  return Uint8Array.of(crc & 0xff, crc >> 8);
}

function crc16_step(crc: number): number {
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc & 0xffff;
}

function base32(bytes: Uint8Array): string {
  return regroup(bytes, 8, 5)
    .map((digit) => ALPHABET.charAt(digit))
    .join('');
}

function unbase32(text: string): Uint8Array {
  const digits = Array.from(text, (character) => ALPHABET.indexOf(character));
  return Uint8Array.from(regroup(digits, 5, 8));
}

/** The same bits, most significant first, in groups of another width; a rest is dropped. */
function regroup(values: Iterable<number>, from: number, to: number): number[] {
  const groups: number[] = [];
  let bits = 0;
  let held = 0;
  for (const value of values) {
    held = ((held << from) | value) & 0xffff;
    for (bits += from; bits >= to; bits -= to) groups.push((held >> (bits - to)) & ((1 << to) - 1));
  }
  return groups;
}
