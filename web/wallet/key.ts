// SPDX-License-Identifier: MIT
/** What the wallet's key is and does: it has an address, and it signs. */

import { getPublicKeyAsync, signAsync } from '@noble/ed25519';
import { utf8 } from '../base/bytes';
import { encode_address } from './strkey';
import type { WalletWords } from './words';

export interface Keys {
  readonly secret: Uint8Array;
  /** What the recovery words stand for; absent for keys that came without words. */
  readonly entropy?: Uint8Array;
}

/** What a browser refuses or has lost, as the name of a sentence for the reader. */
export class NoKey extends Error {
  constructor(readonly reason: keyof WalletWords) {
    super(reason);
  }
}

export interface Signer {
  readonly address: string;
  /** Throws NoKey when the browser does not give the key any more. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Where keys lie, and come out of for as long as something is done with them. */
export interface Opener {
  readonly address: string;
  use<T>(work: (keys: Keys) => Promise<T>): Promise<T>;
}

export function signer_of(opener: Opener): Signer {
  const sign = (bytes: Uint8Array): Promise<Uint8Array> =>
    opener.use(({ secret }) => signAsync(bytes, secret));
  return { address: opener.address, sign };
}

export async function address_of(secret: Uint8Array): Promise<string> {
  if (!crypto.subtle) throw new NoKey('needs_https');
  return encode_address(await getPublicKeyAsync(secret));
}

/** What is wiped cannot be read out of a dump of the memory later. */
export function wipe({ secret, entropy }: Keys): void {
  secret.fill(0);
  entropy?.fill(0);
}

/** The text whose signature proves to one server, on one connection, that the key is ours. */
export function login_text(audience: string, network: string, nonce: string): Uint8Array {
  return utf8(['farthing.wallet.v1', audience, network, nonce].join('\n'));
}
