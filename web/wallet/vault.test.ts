// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { to_hex } from '../base/bytes';
import {
  is_backed_up,
  KEY_ENTRY,
  load_former,
  load_keys,
  mark_backed_up,
  NoKey,
  open_vault,
  replace_keys,
  type Keys,
} from './vault';

Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });

/** A storage that breaks at the nth write, as a browser without room does. */
function storage(writes = Infinity): Storage & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  let left = writes;
  return {
    entries,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (left-- <= 0) throw new Error('full');
      entries.set(key, value);
    },
    removeItem: (key: string) => void entries.delete(key),
  } as unknown as Storage & { readonly entries: Map<string, string> };
}

function keys(byte: number, with_words = true): Keys {
  const secret = new Uint8Array(32).fill(byte);
  return with_words ? { secret, entropy: new Uint8Array(16).fill(byte) } : { secret };
}

const reason = (expected: string) => (problem: unknown) =>
  problem instanceof NoKey && problem.reason === expected;

test('the first visit makes keys, every later one finds them', async () => {
  const place = storage();
  const made = await open_vault(
    () => place,
    async () => keys(1),
  );
  const found = await open_vault(
    () => place,
    async () => assert.fail('made again'),
  );
  assert.deepEqual(found, made);
});

test('two tabs that make keys at once end up with the same', async () => {
  const place = storage();
  const [first, second] = await Promise.all([
    open_vault(
      () => place,
      async () => keys(1),
    ),
    open_vault(
      () => place,
      async () => keys(2),
    ),
  ]);
  assert.deepEqual(first, second);
});

test('a key of before there were words is kept, and has none', () => {
  const place = storage();
  place.setItem(KEY_ENTRY, '07'.repeat(32));
  assert.deepEqual(load_keys(place), keys(7, false));
});

test('a key that this version cannot read is never overwritten', async () => {
  const place = storage();
  place.setItem(KEY_ENTRY, 'v2:something');
  await assert.rejects(
    open_vault(
      () => place,
      async () => keys(1),
    ),
    reason('unreadable_key'),
  );
  assert.equal(place.getItem(KEY_ENTRY), 'v2:something');
});

test('a browser that refuses storage is told of, not worked around', async () => {
  const refusing = (): Storage => {
    throw new Error('SecurityError');
  };
  await assert.rejects(
    open_vault(refusing, async () => keys(1)),
    reason('no_storage'),
  );
  await assert.rejects(
    open_vault(
      () => storage(0),
      async () => keys(1),
    ),
    reason('no_room'),
  );
});

test('whatever replaces keys, the earlier ones stay, each once', async () => {
  const place = storage();
  for (const byte of [1, 2, 3, 1, 2]) await replace_keys(place, keys(byte, byte !== 3));
  assert.deepEqual(load_keys(place), keys(2));
  assert.deepEqual(load_former(place), [keys(1), keys(3, false)]);
});

test('a full disk at any write loses no keys, and mixes no words with another key', async () => {
  for (let writes = 0; writes < 4; writes++) {
    const place = storage(3 + writes);
    await replace_keys(place, keys(1));
    await replace_keys(place, keys(2)).catch((problem: unknown) =>
      assert.ok(problem instanceof NoKey),
    );
    const present = load_keys(place);
    const all = [present, ...load_former(place)].map((one) => to_hex(one!.secret));
    assert.ok(all.includes('01'.repeat(32)), String(writes));
    if (present?.entropy) assert.equal(present.entropy[0], present.secret[0]);
  }
});

test('what is said to be backed up is one key, not the next one', async () => {
  const place = storage();
  await replace_keys(place, keys(1));
  mark_backed_up(place);
  assert.equal(is_backed_up(place), true);
  await replace_keys(place, keys(2));
  assert.equal(is_backed_up(place), false);
});
