// SPDX-License-Identifier: MIT
/**
 * Keys under a lock: AES-GCM with a key that the browser made, keeps, and does not give away, not
 * even to this page. What is sealed are 32 bytes of the secret and then the entropy, if there is
 * one; the address goes along as additional data, so that no record passes for another.
 */

import { joined, utf8 } from '../base/bytes';
import type { Keys } from './key';

export interface Sealed {
  readonly address: string;
  /** UNIX milliseconds of when it was last put to use; 0 for what was only put aside. */
  readonly time: number;
  readonly lock: CryptoKey;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

const SECRET_BYTES = 32;
const IV_BYTES = 12;
const ALGORITHM = 'AES-GCM';

export async function seal(keys: Keys, address: string, time: number): Promise<Sealed> {
  const parameters = { name: ALGORITHM, length: 256 };
  const lock = await crypto.subtle.generateKey(parameters, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const plain = joined(keys.secret, keys.entropy ?? new Uint8Array());
  const bytes = await crypto.subtle.encrypt(terms(iv, address), lock, plain);
  plain.fill(0);
  return { address, time, lock, iv, bytes };
}

/** Throws when the record is not what `seal` made. */
export async function unseal({ address, lock, iv, bytes }: Sealed): Promise<Keys> {
  const plain = new Uint8Array(await crypto.subtle.decrypt(terms(iv, address), lock, bytes));
  const secret = plain.slice(0, SECRET_BYTES);
  const entropy = plain.slice(SECRET_BYTES);
  plain.fill(0);
  return entropy.length > 0 ? { secret, entropy } : { secret };
}

function terms(iv: Uint8Array<ArrayBuffer>, address: string): AesGcmParams {
  return { name: ALGORITHM, iv, additionalData: utf8(address) };
}
