// SPDX-License-Identifier: MIT
/** What the wallet's key does: it has an address, and it signs. */

import { getPublicKeyAsync, signAsync } from '@noble/ed25519';
import { utf8 } from '../base/bytes';
import { encode_address } from './strkey';
import { NoKey } from './vault';

export interface Signer {
  readonly address: string;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

export async function signer_of(secret: Uint8Array): Promise<Signer> {
  return { address: await address_of(secret), sign: (bytes) => signAsync(bytes, secret) };
}

export async function address_of(secret: Uint8Array): Promise<string> {
  if (!crypto.subtle) throw new NoKey('needs_https');
  return encode_address(await getPublicKeyAsync(secret));
}

/** The text whose signature proves to one server, on one connection, that the key is ours. */
export function login_text(audience: string, network: string, nonce: string): Uint8Array {
  return utf8(['farthing.wallet.v1', audience, network, nonce].join('\n'));
}
