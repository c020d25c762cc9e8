// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToWallet } from '../base/frame_messages';
import { Sale } from './sale';

const GOOD = '558bcdbb1309c59725bdb559';

function sale(): { sale: Sale; sent: ToWallet[] } {
  const sent: ToWallet[] = [];
  return { sale: new Sale(GOOD, (message) => sent.push(message)), sent };
}

function offered(): { sale: Sale; sent: ToWallet[] } {
  const made = sale();
  made.sale.receive({ type: 'good', good: GOOD, title: 'T', price: '4000' });
  return made;
}

test('two presses are one purchase', () => {
  const { sale, sent } = offered();
  sale.buy();
  sale.buy();
  assert.deepEqual(sent, [{ type: 'buy', good: GOOD }]);
});

test('nothing is bought before the price is known, nor once it is owned', () => {
  const { sale: unknown, sent } = sale();
  unknown.buy();
  unknown.receive({ type: 'receipt', good: GOOD, receipt: 'a.b' });
  unknown.buy();
  assert.deepEqual(sent, []);
});

test('a price that is no price changes nothing', () => {
  const { sale: asked } = sale();
  asked.receive({ type: 'good', good: GOOD, title: 'T', price: '0.5' });
  assert.equal(asked.state.kind, 'loading');
});

test('what was bought earlier is owned at once', () => {
  const { sale: asked } = sale();
  asked.receive({ type: 'good', good: GOOD, title: 'T', price: '4000', receipt: 'a.b' });
  assert.deepEqual(asked.state, { kind: 'owned', receipt: 'a.b' });
});

test('news of the price does not disturb a purchase', () => {
  const { sale } = offered();
  sale.buy();
  sale.receive({ type: 'good', good: GOOD, title: 'T', price: '5000' });
  sale.trouble('Offline.');
  assert.equal(sale.state.kind, 'buying');
});

test('a failed purchase is tried again, an outdated one is asked for first', () => {
  const { sale, sent } = offered();
  sale.buy();
  sale.receive({ type: 'failed', good: GOOD, message: 'No.', stale: false });
  sale.retry();
  sale.receive({ type: 'failed', good: GOOD, message: 'No.', stale: true });
  sale.retry();
  assert.deepEqual(
    sent.map(({ type }) => type),
    ['buy', 'buy', 'goods'],
  );
  assert.equal(sale.state.kind, 'loading');
});

test('trouble before the price ends when the price comes', () => {
  const { sale: asked } = sale();
  asked.trouble('Offline.');
  assert.equal(asked.state.kind, 'failed');
  asked.receive({ type: 'good', good: GOOD, title: 'T', price: '4000' });
  assert.equal(asked.state.kind, 'offered');
});
