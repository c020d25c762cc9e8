// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { to_hex } from '../base/bytes';
import { address_of, NoKey, wipe, type Keys } from './key';
import type { Place } from './place';
import type { Safe } from './safe';
import type { Sealed } from './seal';
import { bring_along } from './shared_storage';
import {
  add_keys,
  find_vault,
  forget_lost,
  is_backed_up,
  KEY_ENTRY,
  keys_at,
  load_former,
  lost_address,
  mark_backed_up,
  open_vault,
  replace_keys,
} from './vault';

/** What outlives a page: entries of localStorage, and records of IndexedDB. */
interface Disk {
  readonly entries: Map<string, string>;
  readonly records: Map<string, Sealed>;
}

const new_disk = (): Disk => ({ entries: new Map(), records: new Map() });

/** Lets that many writes and reads of the safe happen, and breaks at the next. */
type Luck = { left: number };

function spend(luck: Luck): void {
  if (luck.left-- <= 0) throw new Error('broken');
}

function storage_of({ entries }: Disk, luck: Luck): Storage {
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => {
      spend(luck);
      entries.set(key, value);
    },
    removeItem: (key: string) => {
      spend(luck);
      entries.delete(key);
    },
  } as unknown as Storage;
}

function safe_of({ records }: Disk, luck: Luck): Safe {
  return {
    get: async (address) => (spend(luck), records.get(address)),
    put: async (sealed) => {
      spend(luck);
      records.set(sealed.address, sealed);
    },
    addresses: async () => {
      spend(luck);
      const all = [...records.values()].sort((one, other) => other.time - one.time);
      return all.map(({ address }) => address);
    },
  };
}

const unlimited = (): Luck => ({ left: Infinity });

function place_on(disk: Disk, luck = unlimited()): Place {
  return { storage: storage_of(disk, luck), safe: safe_of(disk, luck), locks: undefined };
}

/** A browser that keeps no keys which it does not give away. */
function plain_place_on(disk: Disk, luck = unlimited()): Place {
  return { storage: storage_of(disk, luck), safe: undefined, locks: undefined };
}

/** One lock, as all tabs have it. */
function with_lock(place: Place): Place {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, work: () => unknown): unknown => (last = last.then(work));
  return { ...place, locks: { request } as unknown as LockManager };
}

function keys(byte: number, with_words = true): Keys {
  const secret = new Uint8Array(32).fill(byte);
  return with_words ? { secret, entropy: new Uint8Array(16).fill(byte) } : { secret };
}

const addresses = new Map<number, string>();
for (const byte of [1, 2, 3, 7]) addresses.set(byte, await address_of(keys(byte).secret));
const address = (byte: number): string => addresses.get(byte)!;

const never = async (): Promise<Keys> => assert.fail('made again');

/** As wallets lay before there were seals. */
function old_disk(): Disk {
  const disk = new_disk();
  disk.entries.set(KEY_ENTRY, '01'.repeat(32));
  disk.entries.set('farthing.phrase', `01010101:${'01'.repeat(16)}`);
  const former = [{ key: '02'.repeat(32), phrase: '02'.repeat(16) }, { key: '03'.repeat(32) }];
  disk.entries.set('farthing.former', JSON.stringify(former));
  disk.entries.set('farthing.backed_up', '01010101');
  return disk;
}

const reason = (expected: string) => (problem: unknown) =>
  problem instanceof NoKey && problem.reason === expected;

/** Whether what lies on the disk holds the key or its words in clear. */
function shows({ entries }: Disk, byte: number): boolean {
  return [...entries.values()].some((value) => value.includes(to_hex(keys(byte).entropy!)));
}

async function opened(place: Place, byte: number): Promise<Keys | undefined> {
  return keys_at(place, address(byte));
}

test('the first visit makes keys and seals them, every later one finds them', async () => {
  const disk = new_disk();
  const made = await open_vault(place_on(disk), async () => keys(1));
  const found = await open_vault(place_on(disk), never);
  assert.equal(found.address, made.address);
  assert.equal(found.has_words, true);
  await found.use(async (present) => assert.deepEqual(present, keys(1)));
  assert.equal(shows(disk, 1), false);
  assert.equal(disk.records.get(made.address)?.lock.extractable, false);
});

test('keys are wiped when nothing is done with them any more', async () => {
  const made = keys(1);
  const vault = await open_vault(place_on(new_disk()), async () => made);
  assert.deepEqual(made, { secret: new Uint8Array(32), entropy: new Uint8Array(16) });
  let kept: Keys | undefined;
  const failing = vault.use(async (present) => {
    kept = present;
    throw new Error('no');
  });
  await assert.rejects(failing);
  assert.deepEqual(kept?.secret, new Uint8Array(32));
});

test('two tabs that make keys at once end up with the same', async () => {
  for (const place of [place_on(new_disk()), plain_place_on(new_disk())].map(with_lock)) {
    const make = (byte: number) => async (): Promise<Keys> => keys(byte);
    const both = [open_vault(place, make(1)), open_vault(place, make(2))];
    const [first, second] = await Promise.all(both);
    assert.equal(first?.address, second?.address);
  }
});

test('keys of before there were seals are sealed, all of them, with their words', async () => {
  const disk = old_disk();
  const vault = await open_vault(place_on(disk), never);
  assert.equal(vault.address, address(1));
  assert.equal(is_backed_up(vault), true);
  const place = place_on(disk);
  assert.deepEqual(await opened(place, 1), keys(1));
  assert.deepEqual(await opened(place, 2), keys(2));
  assert.deepEqual(await opened(place, 3), keys(3, false));
  for (const byte of [1, 2, 3]) assert.equal(shows(disk, byte), false);
  assert.deepEqual([...disk.entries.keys()].sort(), ['farthing.backed_up', KEY_ENTRY]);
  assert.equal(disk.entries.get(KEY_ENTRY), `sealed:${address(1)}`);
});

test('a page that ends anywhere while it seals loses no keys', async () => {
  let ends = 0;
  for (let left = 0; left < 60; left++) {
    const disk = old_disk();
    const luck = { left };
    const whole = await open_vault(place_on(disk, luck), never).then(
      () => luck.left >= 0,
      () => false,
    );
    if (!whole) ends += 1;
    const next = await open_vault(place_on(disk), never);
    assert.equal(next.address, address(1), String(left));
    const place = place_on(disk);
    const expected = [keys(1), keys(2), keys(3, false)];
    for (const [index, one] of expected.entries())
      assert.deepEqual(await opened(place, index + 1), one, String(left));
    for (const byte of [1, 2, 3]) assert.equal(shows(disk, byte), false, String(left));
  }
  assert.ok(ends > 10, String(ends));
});

test('two tabs that seal at once leave one whole wallet', async () => {
  const disk = old_disk();
  // Without locks, so that their steps mix.
  const both = await Promise.all([
    open_vault(place_on(disk), never),
    open_vault(place_on(disk), never),
  ]);
  assert.deepEqual(
    both.map((vault) => vault.address),
    [address(1), address(1)],
  );
  assert.deepEqual(await opened(place_on(disk), 1), keys(1));
});

test('a browser that keeps no seals keeps the key as before', async () => {
  for (const place_of of [plain_place_on, broken_safe_on]) {
    const disk = old_disk();
    const vault = await open_vault(place_of(disk), never);
    await vault.use(async (present) => assert.deepEqual(present, keys(1)));
    assert.equal(disk.entries.get(KEY_ENTRY), '01'.repeat(32));
    await replace_keys(place_of(disk), keys(7));
    assert.deepEqual(await opened(place_of(disk), 1), keys(1));
    assert.deepEqual(await opened(place_of(disk), 2), keys(2));
    assert.deepEqual(await opened(place_of(disk), 7), keys(7));
  }
});

function broken_safe_on(disk: Disk): Place {
  return { ...plain_place_on(disk), safe: safe_of(disk, { left: 0 }) };
}

test('a seal that does not open again takes the place of nothing', async () => {
  const disk = old_disk();
  const place = place_on(disk);
  const put = async (sealed: Sealed): Promise<void> =>
    place.safe!.put({ ...sealed, bytes: new ArrayBuffer(48) });
  await open_vault({ ...place, safe: { ...place.safe!, put } }, never);
  assert.equal(disk.entries.get(KEY_ENTRY), '01'.repeat(32));
});

test('a sealed wallet is not taken for none while the browser does not answer', async () => {
  const disk = new_disk();
  await open_vault(place_on(disk), async () => keys(1));
  for (const place of [plain_place_on(disk), broken_safe_on(disk)])
    await assert.rejects(open_vault(place, never), reason('unreadable_key'));
  assert.equal((await open_vault(place_on(disk), never)).address, address(1));
});

test('keys that the browser threw away are told of, and a new wallet is made', async () => {
  const disk = new_disk();
  await open_vault(place_on(disk), async () => keys(1));
  disk.records.clear();
  const next = await open_vault(place_on(disk), async () => keys(2));
  assert.equal(next.address, address(2));
  assert.equal(lost_address(next), address(1));
  await replace_keys(place_on(disk), keys(1));
  assert.equal(lost_address((await find_vault(place_on(disk)))!), undefined);
  forget_lost(next);
  assert.equal(lost_address(next), undefined);
});

test('who empties localStorage alone finds the wallet that was in use', async (context) => {
  const disk = new_disk();
  let now = 1e12;
  context.mock.method(Date, 'now', () => --now);
  await open_vault(place_on(disk), async () => keys(1));
  await replace_keys(place_on(disk), keys(2));
  await add_keys(place_on(disk), keys(3));
  disk.entries.clear();
  assert.equal((await open_vault(place_on(disk), never)).address, address(2));
});

test('a key of before there were words is kept, and has none', async () => {
  const disk = new_disk();
  disk.entries.set(KEY_ENTRY, '07'.repeat(32));
  const vault = await open_vault(place_on(disk), never);
  assert.equal(vault.has_words, false);
  assert.deepEqual(await opened(place_on(disk), 7), keys(7, false));
});

test('a key that this version cannot read is never overwritten', async () => {
  const disk = new_disk();
  disk.entries.set(KEY_ENTRY, 'v2:something');
  await assert.rejects(open_vault(place_on(disk), never), reason('unreadable_key'));
  await assert.rejects(replace_keys(place_on(disk), keys(1)), reason('unreadable_key'));
  assert.equal(disk.entries.get(KEY_ENTRY), 'v2:something');
});

test('a browser that refuses storage is told of, not worked around', async () => {
  const refusing = { getItem: () => assert.fail('SecurityError') } as unknown as Storage;
  const place = { storage: refusing, safe: undefined, locks: undefined };
  await assert.rejects(open_vault(place, never), reason('no_storage'));
  const full = plain_place_on(new_disk(), { left: 0 });
  await assert.rejects(
    open_vault(full, async () => keys(1)),
    reason('no_room'),
  );
});

test('whatever replaces keys, the earlier ones stay, each once', async () => {
  for (const place_of of [place_on, plain_place_on]) {
    const place = place_of(new_disk());
    for (const byte of [1, 2, 3, 1, 2]) await replace_keys(place, keys(byte, byte !== 3));
    const vault = (await find_vault(place))!;
    assert.equal(vault.address, address(2));
    const former = await load_former(place, vault.address);
    assert.deepEqual([...former].sort(), [address(1), address(3)].sort());
  }
});

test('an end at any write loses no keys, and mixes no words with another key', async () => {
  for (const place_of of [place_on, plain_place_on]) {
    for (let left = 0; left < 40; left++) {
      const disk = new_disk();
      for (const byte of [1, 2]) await replace_keys(place_of(disk), keys(byte));
      // Back to one that is known only as an earlier one.
      await replace_keys(place_of(disk, { left }), keys(1)).catch(() => undefined);
      for (const byte of [1, 2])
        assert.deepEqual(await opened(place_of(disk), byte), keys(byte), `${left} ${byte}`);
      assert.ok(await find_vault(place_of(disk)));
    }
  }
});

test('a secret key that comes back does not cost its words', async () => {
  const place = place_on(new_disk());
  for (const next of [keys(1), keys(2), keys(1, false)]) await replace_keys(place, next);
  assert.equal((await find_vault(place))?.has_words, true);
});

test('what is said to be backed up is one key, not the next one', async () => {
  const place = place_on(new_disk());
  await replace_keys(place, keys(1));
  mark_backed_up((await find_vault(place))!);
  assert.equal(is_backed_up((await find_vault(place))!), true);
  await replace_keys(place, keys(2));
  assert.equal(is_backed_up((await find_vault(place))!), false);
});

test('a tab reloads for other keys only, not because its own were sealed', async () => {
  const vault = await open_vault(place_on(old_disk()), never);
  assert.equal(vault.is_replaced_by(`sealed:${address(1)}`), false);
  for (const stored of [`sealed:${address(2)}`, '02'.repeat(32), null])
    assert.equal(vault.is_replaced_by(stored), true);
});

test('the wallet of a site moves in with that of all sites, or is put aside', async () => {
  const [own, shared] = [place_on(new_disk()), place_on(new_disk())];
  await bring_along(own, shared);
  assert.equal(await find_vault(shared), undefined);
  await open_vault(own, async () => keys(1));
  await bring_along(own, shared);
  assert.equal((await find_vault(shared))?.address, address(1));
  const other = place_on(new_disk());
  await open_vault(other, async () => keys(2));
  for (let time = 0; time < 2; time++) await bring_along(other, shared);
  assert.equal((await find_vault(shared))?.address, address(1));
  assert.deepEqual(await load_former(shared, address(1)), [address(2)]);
  assert.deepEqual(await opened(shared, 2), keys(2));
});

test('wiped keys are nothing but zeros', () => {
  const one = keys(7);
  wipe(one);
  assert.ok([...one.secret, ...one.entropy!].every((byte) => byte === 0));
});
