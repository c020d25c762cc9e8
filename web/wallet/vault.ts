// SPDX-License-Identifier: MIT
/**
 * The keys that this browser keeps, as hex in the localStorage of the platform's origin: the one in
 * use, and those that were put aside when another took its place. Nothing is ever deleted here.
 *
 * One key serves every network: an address means nothing on a network where it has no account, and
 * what is signed always names its network.
 */

import { from_hex, same_bytes, to_hex } from '../base/bytes';
import { is_object, text } from '../base/shape';
import type { WalletWords } from './words';
import { alone } from './alone';

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

export const KEY_ENTRY = 'farthing.key';
const PHRASE_ENTRY = 'farthing.phrase';
const FORMER_ENTRY = 'farthing.former';
const BACKED_UP_ENTRY = 'farthing.backed_up';
const FORMER_MAX = 50;

/** The keys of this browser, made on the first visit. Two tabs at once end up with the same. */
export async function open_vault(storage: () => Storage, make: () => Promise<Keys>): Promise<Keys> {
  const known = load_keys(reachable(storage));
  if (known) return known;
  const made = await make();
  return alone(KEY_ENTRY, () => load_keys(storage()) ?? store_keys(storage(), made));
}

export function load_keys(storage: Storage): Keys | undefined {
  const stored = storage.getItem(KEY_ENTRY);
  if (stored === null) return undefined;
  const secret = from_hex(stored);
  // It may hold somebody's money in a form that only a newer wallet knows: it is never overwritten.
  if (secret?.length !== 32) throw new NoKey('unreadable_key');
  const [mark, phrase] = (storage.getItem(PHRASE_ENTRY) ?? '').split(':');
  // Words of another key, left by a crash between two writes, would be no backup of this one.
  return with_entropy(secret, mark === mark_of(secret) ? phrase : undefined);
}

/** Puts the keys in use aside and these in their place. */
export function replace_keys(storage: Storage, next: Keys): Promise<void> {
  return alone(KEY_ENTRY, () => {
    const present = load_keys(storage);
    const others = load_former(storage).filter(({ secret }) => !same_bytes(secret, next.secret));
    const former = present && !same_bytes(present.secret, next.secret) ? [present] : [];
    save_former(storage, [...former, ...others]);
    storage.removeItem(BACKED_UP_ENTRY);
    store_keys(storage, next);
  });
}

export function load_former(storage: Storage): readonly Keys[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(FORMER_ENTRY) ?? '[]');
    return Array.isArray(stored) ? stored.map(read_keys).filter((keys) => keys !== undefined) : [];
  } catch {
    return [];
  }
}

export function is_backed_up(storage: Storage): boolean {
  const keys = load_keys(storage);
  return keys !== undefined && storage.getItem(BACKED_UP_ENTRY) === mark_of(keys.secret);
}

/** Belongs to these keys only, so that it says nothing of the next ones. */
export function mark_backed_up(storage: Storage): void {
  const keys = load_keys(storage);
  if (keys) storage.setItem(BACKED_UP_ENTRY, mark_of(keys.secret));
}

/** Tells keys apart. */
function mark_of(secret: Uint8Array): string {
  return to_hex(secret.subarray(0, 4));
}

function reachable(storage: () => Storage): Storage {
  try {
    const place = storage();
    place.getItem(KEY_ENTRY);
    return place;
  } catch {
    throw new NoKey('no_storage');
  }
}

/** The words go first: a key without its words would be harder to back up. */
function store_keys(storage: Storage, keys: Keys): Keys {
  try {
    if (keys.entropy)
      storage.setItem(PHRASE_ENTRY, `${mark_of(keys.secret)}:${to_hex(keys.entropy)}`);
    else storage.removeItem(PHRASE_ENTRY);
    storage.setItem(KEY_ENTRY, to_hex(keys.secret));
    return keys;
  } catch {
    throw new NoKey('no_room');
  }
}

function save_former(storage: Storage, former: readonly Keys[]): void {
  if (former.length > FORMER_MAX) throw new NoKey('no_room');
  const stored = former.map(({ secret, entropy }) => ({
    key: to_hex(secret),
    ...(entropy && { phrase: to_hex(entropy) }),
  }));
  try {
    storage.setItem(FORMER_ENTRY, JSON.stringify(stored));
  } catch {
    throw new NoKey('no_room');
  }
}

function read_keys(value: unknown): Keys | undefined {
  if (!is_object(value)) return undefined;
  const secret = from_hex(text(value, 'key', 64) ?? '');
  return secret?.length === 32 ? with_entropy(secret, text(value, 'phrase', 64)) : undefined;
}

function with_entropy(secret: Uint8Array, stored: string | undefined): Keys {
  const entropy = from_hex(stored ?? '');
  return entropy && entropy.length >= 16 ? { secret, entropy } : { secret };
}
