// SPDX-License-Identifier: MIT
// Somebody pays a reader's order from a wallet of his own, with an ordinary SDK: docs/orders.md.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemo } from '../support/farthing.mjs';
import { endOf, Payer, showOrder } from '../support/payer.mjs';
import { Wallet } from '../support/wallet.mjs';

let demo;
before(async () => (demo = await startDemo({ ledgerClose: 'immediate' })));
after(() => demo.stop());

/** A reader who has no lumens, and his open order. */
async function order() {
  const wallet = await Wallet.connect(demo.platform);
  await wallet.login();
  const offer = await wallet.order(demo.goods[0].id);
  assert.equal(offer.type, 'sign');
  return { wallet, offer };
}

test('the payer pays the price and nothing else, and the reader gets the receipt', async () => {
  const payer = await Payer.funded(demo);
  const { wallet, offer } = await order();
  const transaction = await payer.payment(offer);
  const taken = await payer.pay(offer.order, transaction);
  assert.equal(taken.status, 202);
  assert.equal(taken.hash, transaction.hash().toString('hex'));

  const settled = await endOf(demo.platform, offer.order);
  assert.equal(settled.state, 'settled');
  assert.equal(await payer.balance(), '9999.9996000');
  const [inner, outer] = await Promise.all(
    [settled.hash, settled.submitted_hash].map((hash) =>
      payer.horizon.transactions().transaction(hash).call(),
    ),
  );
  assert.equal(inner.ledger_attr, outer.ledger_attr);
  assert.notEqual(inner.fee_account, payer.address);
  assert.equal(inner.fee_charged, '200');

  const sold = await wallet.order(demo.goods[0].id);
  assert.equal(sold.type, 'receipt');
  assert.equal(sold.hash, settled.hash);
  const file = await fetch(`${demo.goods[0].src}?paymentReceipt=${sold.receipt}`);
  assert.equal(file.status, 200);
  // The same transaction once more changes nothing and gives no receipt away.
  const again = await payer.pay(offer.order, transaction);
  assert.equal(again.status, 202);
  assert.ok(!JSON.stringify(again).includes('receipt'));
  assert.equal(await payer.balance(), '9999.9996000');
  await wallet.close();
});

test('a payer who bids a high fee pays it himself', async () => {
  const payer = await Payer.funded(demo);
  const { wallet, offer } = await order();
  const taken = await payer.pay(offer.order, await payer.payment(offer, { fee: '1000000' }));
  assert.equal(taken.hash, taken.submitted_hash);
  assert.equal((await endOf(demo.platform, offer.order)).state, 'settled');
  assert.equal(await payer.balance(), '9999.9995900');
  await wallet.close();
});

test('a wrong payment is refused, a right one taken, and then no other may pay', async () => {
  const [payer, other] = [await Payer.funded(demo), await Payer.funded(demo)];
  const { wallet, offer } = await order();
  const wrong = await payer.pay(offer.order, await payer.payment(offer, { amount: '4001' }));
  assert.equal(wrong.status, 400);
  assert.match(wrong.message, /exactly 0\.0004 XLM/);
  assert.equal((await showOrder(demo.platform, offer.order)).state, 'offered');

  const right = await payer.payment(offer);
  const form = new URLSearchParams({ tx: right.toXDR() }).toString();
  const taken = await payer.post(offer.order, form, 'application/x-www-form-urlencoded');
  assert.equal(taken.status, 202);
  assert.equal((await wallet.submit(offer)).code, 'order_closed');
  assert.equal((await other.pay(offer.order, await other.payment(offer))).status, 409);
  await endOf(demo.platform, offer.order);
  await wallet.close();
});

test('a payer with too little is told so by the order, and the channel goes on', async () => {
  const payer = await Payer.funded(demo);
  const { wallet, offer } = await order();
  const spend = await payer.transaction(offer.destination, '9998.9999000');
  await payer.horizon.submitTransaction(spend);
  assert.equal((await payer.pay(offer.order, await payer.payment(offer))).status, 202);
  const failed = await endOf(demo.platform, offer.order);
  assert.equal(failed.failure, 'insufficient_balance');

  const next = await wallet.order(demo.goods[0].id);
  const rich = await Payer.funded(demo);
  assert.equal((await rich.pay(next.order, await rich.payment(next))).status, 202);
  assert.equal((await endOf(demo.platform, next.order)).state, 'settled');
  await wallet.close();
});
