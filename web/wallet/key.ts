// SPDX-License-Identifier: MIT
/**
 * The wallet's key: 32 random bytes, kept as hex in the localStorage of the platform's origin.
 *
 * One key serves every network: an address means nothing on a network where it has no account, and
 * what is signed always names its network.
 */

import { getPublicKeyAsync, signAsync } from '@noble/ed25519';
import { from_hex, to_hex, utf8 } from '../base/bytes';
import { alone } from './alone';
import { encode_address } from './strkey';

const ENTRY = 'farthing.key';

export interface Signer {
  readonly address: string;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** What a browser refuses or has lost, as a sentence for the reader. */
export class NoKey extends Error {}

/** The key of this browser, made on the first visit. Two tabs at once end up with the same one. */
export async function open_key(storage: () => Storage): Promise<Signer> {
  if (!crypto.subtle)
    throw new NoKey('The wallet works only on pages that were loaded over https.');
  const secret = await alone(ENTRY, () => load_or_create(storage));
  const address = encode_address(await getPublicKeyAsync(secret));
  return { address, sign: (bytes) => signAsync(bytes, secret) };
}

/** The text whose signature proves to one server, on one connection, that the key is ours. */
export function login_text(audience: string, network: string, nonce: string): Uint8Array {
  return utf8(['farthing.wallet.v1', audience, network, nonce].join('\n'));
}

function load_or_create(storage: () => Storage): Uint8Array {
  const stored = read(storage);
  if (stored === null) return create(storage());
  const secret = from_hex(stored);
  // It may hold somebody's money in a form that only a newer wallet knows: it is never overwritten.
  if (secret?.length !== 32)
    throw new NoKey('This browser holds a wallet that this page cannot read.');
  return secret;
}

function read(storage: () => Storage): string | null {
  try {
    return storage().getItem(ENTRY);
  } catch {
    throw new NoKey(
      'This browser does not let the wallet keep its key. Allow site data for this page.',
    );
  }
}

function create(storage: Storage): Uint8Array {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  try {
    storage.setItem(ENTRY, to_hex(secret));
  } catch {
    throw new NoKey('This browser has no room for the wallet to keep its key.');
  }
  return secret;
}
