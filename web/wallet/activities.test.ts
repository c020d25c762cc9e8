// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  has_unfinished,
  load_activities,
  must_confirm,
  save_activities,
  with_activity,
  type Activity,
} from './activities';

const NOW = 1_790_000_000;
const LUMEN = 10_000_000n;

function activity(changes: Partial<Activity> = {}): Activity {
  return {
    order: 'A',
    good: 'g',
    title: 'T',
    amount: 4000n,
    time: NOW,
    state: 'paid',
    confirmed: false,
    ...changes,
  };
}

function storage(): Storage {
  const entries = new Map<string, string>();
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  } as unknown as Storage;
}

test('what is saved is loaded, per network', () => {
  const place = storage();
  const list = [activity(), activity({ order: 'B', state: 'pending' })];
  save_activities(place, 'testnet', list);
  assert.deepEqual(load_activities(place, 'testnet'), list);
  assert.deepEqual(load_activities(place, 'live'), []);
});

test('what somebody else wrote there is not loaded', () => {
  const place = storage();
  for (const text of [
    '',
    '{',
    '1',
    'null',
    '{}',
    '[null]',
    '[{"order":"A"}]',
    '[{"order":"A","good":"g","amount":"-1","time":1,"state":"paid"}]',
  ]) {
    place.setItem('farthing.activities.testnet', text);
    assert.deepEqual(load_activities(place, 'testnet'), [], text);
  }
});

test('a later state of an order takes the place of the earlier one', () => {
  const list = with_activity(
    [activity({ state: 'pending' }), activity({ order: 'B' })],
    activity(),
  );
  assert.deepEqual(
    list.map(({ order, state }) => [order, state]),
    [
      ['A', 'paid'],
      ['B', 'paid'],
    ],
  );
});

test('a second order for a good waits until the first cannot reach the ledger any more', () => {
  const list = [activity({ state: 'pending' })];
  assert.equal(has_unfinished(list, 'g', 'B', NOW), true);
  assert.equal(has_unfinished(list, 'g', 'A', NOW), false);
  assert.equal(has_unfinished(list, 'h', 'B', NOW), false);
  assert.equal(has_unfinished(list, 'g', 'B', NOW + 600), false);
  assert.equal(has_unfinished([activity()], 'g', 'B', NOW), false);
});

const LIMITS = { click: 10n * LUMEN, day: 10n * LUMEN };

test('above the limit for one purchase, whatever the day allows, the reader must confirm', () => {
  const limits = { click: LUMEN, day: 10n * LUMEN };
  assert.equal(must_confirm(limits, [], LUMEN, NOW), false);
  assert.equal(must_confirm(limits, [], LUMEN + 1n, NOW), true);
  assert.equal(must_confirm({ click: 0n, day: 0n }, [], 1n, NOW), true);
});

test('above a limit, at once or within a day, the reader must confirm', () => {
  assert.equal(must_confirm(LIMITS, [], 10n * LUMEN, NOW), false);
  assert.equal(must_confirm(LIMITS, [], 10n * LUMEN + 1n, NOW), true);
  const spent = [
    activity({ amount: 6n * LUMEN }),
    activity({ order: 'B', amount: 3n * LUMEN, state: 'pending' }),
  ];
  assert.equal(must_confirm(LIMITS, spent, LUMEN, NOW), false);
  assert.equal(must_confirm(LIMITS, spent, LUMEN + 1n, NOW), true);
  assert.equal(must_confirm(LIMITS, spent, LUMEN + 1n, NOW + 86_400), false);
});

test('what was confirmed does not count', () => {
  const list = [activity({ amount: 9n * LUMEN, confirmed: true })];
  assert.equal(must_confirm(LIMITS, list, 10n * LUMEN, NOW), false);
});

test('what was signed away counts, though the server says that it failed', () => {
  const list = [activity({ amount: 9n * LUMEN, state: 'failed' })];
  assert.equal(must_confirm(LIMITS, list, LUMEN, NOW), false);
  assert.equal(must_confirm(LIMITS, list, LUMEN + 1n, NOW), true);
});

test('the longest titles leave room for the whole list', () => {
  const place = storage();
  const title = '\u{1f600}'.repeat(8000);
  const list = Array.from({ length: 500 }, (_, order) => activity({ order: String(order), title }));
  assert.equal(save_activities(place, 'testnet', list), true);
  assert.equal(load_activities(place, 'testnet').length, 500);
  assert.ok((place.getItem('farthing.activities.testnet') ?? '').length < 500_000);
});

test('very many small purchases cannot push the day out of the list', () => {
  let list: readonly Activity[] = [];
  for (let order = 0; order < 600; order++)
    list = with_activity(list, activity({ order: String(order), amount: 1n }));
  assert.equal(must_confirm(LIMITS, list, 1n, NOW), true);
});
