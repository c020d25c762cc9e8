// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  enveloped,
  FRAME_PROTOCOL,
  read_to_page,
  read_to_wallet,
  type ToPage,
  type ToWallet,
} from './frame_messages';

const GOOD = '558bcdbb1309c59725bdb559';

test('every message that one side sends, the other reads', () => {
  const to_wallet: ToWallet[] = [
    { type: 'hello' },
    { type: 'goods', goods: [GOOD] },
    { type: 'buy', good: GOOD },
    { type: 'open', part: 'top_up' },
    { type: 'rate', currency: 'EUR' },
  ];
  const to_page: ToPage[] = [
    { type: 'welcome' },
    { type: 'size', width: 320, height: 56 },
    { type: 'good', good: GOOD, title: 'T', price: '4000' },
    { type: 'good', good: GOOD, title: 'T', price: '4000', receipt: 'a.b' },
    { type: 'unknown', good: GOOD },
    { type: 'step', good: GOOD, step: 'ordering' },
    { type: 'step', good: GOOD, step: 'settling', hash: 'ab' },
    { type: 'receipt', good: GOOD, receipt: 'a.b', hash: 'ab' },
    { type: 'failed', good: GOOD, message: 'No.', stale: true },
    { type: 'failed', good: GOOD, message: 'No.', stale: false, remedy: 'top_up' },
    { type: 'receipt', good: GOOD, receipt: 'a.b', receipt_seconds: 60, access_seconds: 60 },
    { type: 'rate', currency: 'EUR', rate: '0.1448' },
    { type: 'trouble', message: 'No.' },
  ];
  for (const message of to_wallet) assert.deepEqual(read_to_wallet(enveloped(message)), message);
  for (const message of to_page) assert.deepEqual(read_to_page(enveloped(message)), message);
});

test('what is not of this protocol is nothing', () => {
  const foreign: unknown[] = [
    undefined,
    null,
    1,
    'loaded',
    'close',
    [],
    {},
    { type: 'hello' },
    { protocol: 'farthing.frame.v2', type: 'hello' },
    Object.create({ protocol: FRAME_PROTOCOL, type: 'hello' }),
    { protocol: FRAME_PROTOCOL, type: '__proto__' },
    { protocol: FRAME_PROTOCOL, type: 'buy' },
    { protocol: FRAME_PROTOCOL, type: 'buy', good: 'constructor' },
    { protocol: FRAME_PROTOCOL, type: 'buy', good: [GOOD] },
    { protocol: FRAME_PROTOCOL, type: 'goods', goods: GOOD },
    { protocol: FRAME_PROTOCOL, type: 'goods', goods: [GOOD, '<b>'] },
    { protocol: FRAME_PROTOCOL, type: 'goods', goods: Array(3001).fill(GOOD) },
    { protocol: FRAME_PROTOCOL, type: 'size', width: -1, height: 2 },
    { protocol: FRAME_PROTOCOL, type: 'size', width: '100%', height: 2 },
    { protocol: FRAME_PROTOCOL, type: 'step', good: GOOD, step: 'unlocked' },
    { protocol: FRAME_PROTOCOL, type: 'receipt', good: GOOD, receipt: '' },
    { protocol: FRAME_PROTOCOL, type: 'receipt', good: GOOD, receipt: 'x'.repeat(5000) },
    { protocol: FRAME_PROTOCOL, type: 'good', good: GOOD, title: 1, price: '1' },
    { protocol: FRAME_PROTOCOL, type: 'open', part: 'key' },
    { protocol: FRAME_PROTOCOL, type: 'rate', currency: '../', rate: '1' },
    { protocol: FRAME_PROTOCOL, type: 'rate', currency: 'eur', rate: '1' },
  ];
  for (const data of foreign) {
    assert.equal(read_to_wallet(data), undefined, JSON.stringify(data)?.slice(0, 80));
    assert.equal(read_to_page(data), undefined, JSON.stringify(data)?.slice(0, 80));
  }
});
