// SPDX-License-Identifier: MIT
/**
 * Recovery words: English BIP-39 words whose seed gives the key at m/44'/148'/0', as SEP-5 has it
 * for the first account of a Stellar wallet. Loaded only when a wallet is made, shown or restored,
 * because of the list of words.
 *
 * A path of hardened steps (SLIP-10, ed25519): each is HMAC-SHA-512, by the parent's chain code,
 * over 0, the parent's key and the number of the step; its halves are the new key and chain code.
 */

import { hmac } from '@noble/hashes/hmac.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeedWebcrypto } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { joined, utf8 } from '../base/bytes';
import type { Keys } from './key';

const FIRST_ACCOUNT = [44, 148, 0];
const HARDENED = 0x80000000;
const NEW_WALLET_BYTES = 16;

/** A new wallet of twelve words. */
export function make_keys(): Promise<Keys> {
  return keys_of(crypto.getRandomValues(new Uint8Array(NEW_WALLET_BYTES)));
}

/** The keys of the first account that the words stand for. */
export async function keys_of(entropy: Uint8Array): Promise<Keys> {
  const seed = await mnemonicToSeedWebcrypto(phrase_of(entropy));
  return { entropy, secret: derived(seed, FIRST_ACCOUNT) };
}

export function phrase_of(entropy: Uint8Array): string {
  return entropyToMnemonic(entropy, wordlist);
}

/**
 * What the words stand for, however they are spaced or capitalised; undefined when a word is wrong
 * or their checksum is.
 */
export function entropy_of(text: string): Uint8Array | undefined {
  const phrase = text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean)
    .join(' ');
  try {
    return new Uint8Array(mnemonicToEntropy(phrase, wordlist));
  } catch {
    return undefined;
  }
}

function derived(seed: Uint8Array, path: readonly number[]): Uint8Array {
  let node = hmac(sha512, utf8('ed25519 seed'), seed);
  for (const step of path) {
    const number = new Uint8Array(4);
    new DataView(number.buffer).setUint32(0, HARDENED + step);
    node = hmac(sha512, node.subarray(32), joined(Uint8Array.of(0), node.subarray(0, 32), number));
  }
  return Uint8Array.from(node.subarray(0, 32));
}
