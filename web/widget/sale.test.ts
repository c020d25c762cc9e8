// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToWallet } from '../base/frame_messages';
import { Sale, type Timer } from './sale';

const GOOD = '558bcdbb1309c59725bdb559';

/** A clock that a test moves. */
class ManualTimer implements Timer {
  private now = 0;
  private readonly due: { at: number; work: () => void }[] = [];

  after(ms: number, work: () => void): () => void {
    const entry = { at: this.now + ms, work };
    this.due.push(entry);
    return () => void (entry.work = () => undefined);
  }

  pass(ms: number): void {
    this.now += ms;
    const ripe = this.due.filter(({ at }) => at <= this.now);
    for (const entry of ripe) this.due.splice(this.due.indexOf(entry), 1);
    for (const { work } of ripe.sort((left, right) => left.at - right.at)) work();
  }
}

interface Made {
  readonly sale: Sale;
  readonly sent: ToWallet[];
  readonly timer: ManualTimer;
}

function sale(): Made {
  const sent: ToWallet[] = [];
  const timer = new ManualTimer();
  return { sale: new Sale(GOOD, (message) => sent.push(message), timer), sent, timer };
}

function offered(): Made {
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
  assert.deepEqual(asked.state, { kind: 'owned', receipt: 'a.b', fresh: false });
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

const BOUGHT = { type: 'receipt', good: GOOD, receipt: 'a.b' } as const;
const KNOWN = { type: 'good', good: GOOD, title: 'T', price: '4000' } as const;

test('an access that ends is announced before, and asked for again at its end', () => {
  const { sale, sent, timer } = offered();
  sale.receive({ ...BOUGHT, receipt_seconds: 3600, access_seconds: 3600 });
  timer.pass(3_539_000);
  assert.equal('ending' in sale.state, false);
  timer.pass(1_000);
  assert.equal('ending' in sale.state && sale.state.ending, true);
  assert.deepEqual(sent, []);
  timer.pass(60_000);
  assert.deepEqual(sent, [{ type: 'goods', goods: [GOOD] }]);
  sale.receive(KNOWN);
  assert.equal(sale.state.kind, 'offered');
});

test('a receipt that ends before the access does is renewed in time, and nobody is warned', () => {
  const { sale, sent, timer } = offered();
  sale.receive({ ...BOUGHT, receipt_seconds: 86_400 });
  timer.pass(86_340_000);
  assert.deepEqual(sent, [{ type: 'goods', goods: [GOOD] }]);
  sale.receive({ ...KNOWN, receipt: 'c.d', receipt_seconds: 86_400 });
  assert.deepEqual(sale.state, { kind: 'owned', receipt: 'c.d', fresh: true });
  timer.pass(60_000);
  assert.equal(sent.length, 1);
});

test('many who need a fresh receipt ask once, and learn when there is none', async () => {
  const { sale, sent, timer } = offered();
  sale.receive(BOUGHT);
  const both = Promise.all([sale.renew(), sale.renew()]);
  sale.receive({ ...KNOWN, receipt: 'c.d' });
  assert.deepEqual(await both, ['c.d', 'c.d']);
  assert.equal(sent.length, 1);
  const refused = sale.renew();
  sale.receive(KNOWN);
  assert.equal(await refused, undefined);
  assert.equal(sale.state.kind, 'offered');
  sale.receive(BOUGHT);
  const unanswered = sale.renew();
  timer.pass(30_000);
  assert.equal(await unanswered, undefined);
});

test('whoever stopped watching hears nothing', () => {
  const { sale } = sale_with_watchers();
  sale.receive(KNOWN);
  assert.deepEqual(heard, ['first', 'second', 'second']);
});

const heard: string[] = [];

function sale_with_watchers(): Made {
  const made = sale();
  const stop = made.sale.watch(() => heard.push('first'));
  made.sale.watch(() => heard.push('second'));
  stop();
  return made;
}
