// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load_limits, LIMITS_AT_FIRST, save_limits } from './limits';

function storage(text?: string): Storage {
  let stored = text ?? null;
  return {
    getItem: () => stored,
    setItem: (_key: string, value: string) => void (stored = value),
  } as unknown as Storage;
}

test('limits are kept exactly', () => {
  const place = storage();
  const limits = { click: 0n, day: 9_007_199_254_740_993n };
  assert.equal(save_limits(place, limits), true);
  assert.deepEqual(load_limits(place), limits);
});

test('what is no limit counts as never set', () => {
  const odd = ['', '{', 'null', '[]', '{"click":"1"}', '{"click":"-1","day":"1"}'];
  for (const text of [...odd, '{"click":1,"day":1}', '{"click":"1e9","day":"1"}'])
    assert.deepEqual(load_limits(storage(text)), LIMITS_AT_FIRST, text);
});
