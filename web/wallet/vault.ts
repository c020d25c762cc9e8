// SPDX-License-Identifier: MIT
/**
 * The keys that this browser keeps for the platform's origin: the one in use, and those that were
 * put aside when another took its place. Nothing is ever deleted here.
 *
 * They lie sealed in IndexedDB, and localStorage holds only the address of the one in use, behind
 * `sealed:`. Wallets of before that, and browsers that keep no such seals, have them as hex in
 * localStorage: `farthing.key` and `farthing.phrase`, and `farthing.former`, a list. They are
 * sealed as soon as that can be done, in an order that any end of the page leaves whole: the seal
 * is written, opened again, and only then takes the place of the clear key.
 *
 * One key serves every network: an address means nothing on a network where it has no account, and
 * what is signed always names its network.
 */

import { from_hex, same_bytes, to_hex } from '../base/bytes';
import { is_object, text } from '../base/shape';
import { address_of, NoKey, wipe, type Keys, type Opener } from './key';
import { alone, type Place } from './place';
import { seal, unseal } from './seal';

export const KEY_ENTRY = 'farthing.key';
const PHRASE_ENTRY = 'farthing.phrase';
const FORMER_ENTRY = 'farthing.former';
const BACKED_UP_ENTRY = 'farthing.backed_up';
const LOST_ENTRY = 'farthing.lost';
const SEALED = 'sealed:';
const FORMER_MAX = 50;

/** The keys in use. */
export class Vault implements Opener {
  constructor(
    readonly place: Place,
    readonly address: string,
    readonly has_words: boolean,
  ) {}

  /** What `work` is given is wiped when it ends. */
  async use<T>(work: (keys: Keys) => Promise<T>): Promise<T> {
    const keys = await keys_at(this.place, this.address);
    if (!keys) throw new NoKey('unreadable_key');
    try {
      return await work(keys);
    } finally {
      wipe(keys);
    }
  }

  /** Whether another tab put other keys to use, when it wrote this. */
  is_replaced_by(stored: string | null): boolean {
    return stored !== SEALED + this.address;
  }
}

/** The keys of this browser, made on the first visit. Two tabs at once end up with the same. */
export async function open_vault(place: Place, make: () => Promise<Keys>): Promise<Vault> {
  const known = await alone(place, KEY_ENTRY, () => present(place));
  if (known) return known;
  const made = await make();
  try {
    return await alone(place, KEY_ENTRY, async () => (await present(place)) ?? keep(place, made));
  } finally {
    wipe(made);
  }
}

/** The keys in use, if there are any; none are made. */
export function find_vault(place: Place): Promise<Vault | undefined> {
  return alone(place, KEY_ENTRY, () => present(place));
}

/** Puts the keys in use aside and these in their place. */
export function replace_keys(place: Place, next: Keys): Promise<void> {
  return alone(place, KEY_ENTRY, async () => {
    const { storage } = place;
    // Throws where there is something that this version cannot read: that must stay.
    await present(place);
    const unsealed = clear_keys(storage);
    const former = distinct([...(unsealed ? [unsealed] : []), ...clear_former(storage)]);
    save_former(storage, former);
    await keep(place, next);
    save_former(
      storage,
      former.filter(({ secret }) => !same_bytes(secret, next.secret)),
    );
  });
}

/** Keeps keys beside those in use, or as those in use where there are none. */
export function add_keys(place: Place, keys: Keys): Promise<void> {
  return alone(place, KEY_ENTRY, async () => {
    if (!(await present(place))) await keep(place, keys);
    else if (!(await try_seal(place, keys, 0)))
      save_former(place.storage, distinct([keys, ...clear_former(place.storage)]));
  });
}

/** The addresses of all keys but those in use. */
export async function load_former(place: Place, in_use: string): Promise<readonly string[]> {
  const unsealed = await Promise.all(
    clear_former(place.storage).map(({ secret }) => address_of(secret)),
  );
  const sealed = (await place.safe?.addresses().catch(() => [])) ?? [];
  return [...new Set([...unsealed, ...sealed])].filter((address) => address !== in_use);
}

/** Theirs who asks to wipe. */
export async function keys_at(place: Place, address: string): Promise<Keys | undefined> {
  const record = await place.safe?.get(address).catch(() => undefined);
  const sealed = record && (await unseal(record).catch(() => undefined));
  if (sealed) return sealed;
  const unsealed = clear_keys(place.storage);
  for (const keys of [...(unsealed ? [unsealed] : []), ...clear_former(place.storage)])
    if ((await address_of(keys.secret)) === address) return keys;
  return undefined;
}

export function is_backed_up({ place, address }: Vault): boolean {
  return address !== '' && place.storage.getItem(BACKED_UP_ENTRY) === address;
}

/** Belongs to these keys only, so that it says nothing of the next ones. */
export function mark_backed_up({ place, address }: Vault): void {
  place.storage.setItem(BACKED_UP_ENTRY, address);
}

/** The address of keys that were here and that the browser has thrown away. */
export function lost_address({ place, address }: Vault): string | undefined {
  const lost = place.storage.getItem(LOST_ENTRY);
  return lost === address ? undefined : (lost ?? undefined);
}

export function forget_lost({ place }: Vault): void {
  place.storage.removeItem(LOST_ENTRY);
}

async function present(place: Place): Promise<Vault | undefined> {
  const stored = read(place.storage, KEY_ENTRY);
  if (stored === null) return newest(place);
  if (stored.startsWith(SEALED)) return sealed_vault(place, stored.slice(SEALED.length));
  const keys = clear_keys(place.storage);
  // It may hold somebody's money in a form that only a newer wallet knows: it is never overwritten.
  if (!keys) throw new NoKey('unreadable_key');
  await seal_former(place);
  return seal_present(place, keys);
}

function read(storage: Storage, entry: string): string | null {
  try {
    return storage.getItem(entry);
  } catch {
    throw new NoKey('no_storage');
  }
}

/** What is in the safe although localStorage knows of nothing: somebody emptied only that. */
async function newest(place: Place): Promise<Vault | undefined> {
  const [address] = (await place.safe?.addresses().catch(() => [])) ?? [];
  if (address === undefined) return undefined;
  point_to(place.storage, address);
  return sealed_vault(place, address);
}

async function sealed_vault(place: Place, address: string): Promise<Vault | undefined> {
  const record = await place.safe?.get(address).catch(unreadable);
  if (!place.safe) throw new NoKey('unreadable_key');
  if (!record) return lost(place, address);
  const keys = await unseal(record).catch(unreadable);
  const vault = new Vault(place, address, keys.entropy !== undefined);
  wipe(keys);
  // Left by an end of the page between two writes.
  place.storage.removeItem(PHRASE_ENTRY);
  return vault;
}

function unreadable(): never {
  throw new NoKey('unreadable_key');
}

/** Under want of room a browser may throw away IndexedDB and keep localStorage. */
function lost(place: Place, address: string): Promise<Vault | undefined> {
  write(place.storage, LOST_ENTRY, address);
  place.storage.removeItem(KEY_ENTRY);
  return newest(place);
}

async function seal_present(place: Place, keys: Keys): Promise<Vault> {
  const { storage } = place;
  const backed_up = storage.getItem(BACKED_UP_ENTRY) === old_mark_of(keys.secret);
  const vault = await keep(place, keys);
  if (backed_up) mark_backed_up(vault);
  wipe(keys);
  return vault;
}

async function seal_former(place: Place): Promise<void> {
  const former = clear_former(place.storage);
  const left: Keys[] = [];
  for (const keys of former) if (!(await try_seal(place, keys, 0))) left.push(keys);
  if (left.length < former.length) save_former(place.storage, left);
}

/** Makes these the keys in use. */
async function keep(place: Place, keys: Keys): Promise<Vault> {
  const { storage } = place;
  const sealed = await try_seal(place, keys, await time_of_use(place));
  if (!sealed) store_clear(storage, keys);
  else point_to(storage, sealed.address);
  return sealed ?? new Vault(place, await address_of(keys.secret), keys.entropy !== undefined);
}

/** Behind that of all others, also when the clock stands still or was set back. */
async function time_of_use({ safe }: Place): Promise<number> {
  const [address] = (await safe?.addresses().catch(() => [])) ?? [];
  const last = address === undefined ? undefined : await safe?.get(address).catch(() => undefined);
  return Math.max(Date.now(), (last?.time ?? 0) + 1);
}

/** Undefined, and nothing lost, unless the seal is there and opens. */
async function try_seal(place: Place, keys: Keys, time: number): Promise<Vault | undefined> {
  const address = await address_of(keys.secret);
  const { safe } = place;
  try {
    const known = await safe?.get(address);
    // A secret key that comes back must not cost the words that are known of it.
    const whole = known && !keys.entropy ? await unseal(known) : keys;
    await safe?.put(await seal(whole, address, Math.max(time, known?.time ?? 0)));
    if (whole !== keys) wipe(whole);
    const record = await safe?.get(address);
    const copy = record && (await unseal(record));
    if (!copy || !same_bytes(copy.secret, keys.secret)) return undefined;
    const has_words = copy.entropy !== undefined;
    wipe(copy);
    return new Vault(place, address, has_words);
  } catch {
    return undefined;
  }
}

function point_to(storage: Storage, address: string): void {
  write(storage, KEY_ENTRY, SEALED + address);
  storage.removeItem(PHRASE_ENTRY);
}

/** The key in use, where it lies in clear. */
function clear_keys(storage: Storage): Keys | undefined {
  const secret = from_hex(storage.getItem(KEY_ENTRY) ?? '');
  if (secret?.length !== 32) return undefined;
  const [mark, phrase] = (storage.getItem(PHRASE_ENTRY) ?? '').split(':');
  // Words of another key, left by a crash between two writes, would be no backup of this one.
  const keys = with_entropy(secret, mark === old_mark_of(secret) ? phrase : undefined);
  if (keys.entropy) return keys;
  return clear_former(storage).find((former) => same_bytes(former.secret, secret)) ?? keys;
}

/** The words go first: a key without its words would be harder to back up. */
function store_clear(storage: Storage, { secret, entropy }: Keys): void {
  if (entropy) write(storage, PHRASE_ENTRY, `${old_mark_of(secret)}:${to_hex(entropy)}`);
  write(storage, KEY_ENTRY, to_hex(secret));
  if (!entropy) storage.removeItem(PHRASE_ENTRY);
}

/** Tells keys apart, where they lie in clear. */
function old_mark_of(secret: Uint8Array): string {
  return to_hex(secret.subarray(0, 4));
}

function clear_former(storage: Storage): readonly Keys[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(FORMER_ENTRY) ?? '[]');
    return Array.isArray(stored) ? stored.map(read_keys).filter((keys) => keys !== undefined) : [];
  } catch {
    return [];
  }
}

function save_former(storage: Storage, former: readonly Keys[]): void {
  if (former.length > FORMER_MAX) throw new NoKey('no_room');
  if (former.length === 0) return storage.removeItem(FORMER_ENTRY);
  const stored = former.map(({ secret, entropy }) => ({
    key: to_hex(secret),
    ...(entropy && { phrase: to_hex(entropy) }),
  }));
  write(storage, FORMER_ENTRY, JSON.stringify(stored));
}

function write(storage: Storage, entry: string, value: string): void {
  try {
    storage.setItem(entry, value);
  } catch {
    throw new NoKey('no_room');
  }
}

function distinct(all: readonly Keys[]): readonly Keys[] {
  return all.filter(
    ({ secret }, index) => all.findIndex((one) => same_bytes(one.secret, secret)) === index,
  );
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
