// SPDX-License-Identifier: MIT
// Payments that are simply sent to the merchant, past the server: docs/payments.md.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { makeFolder, run, startDemo } from '../support/farthing.mjs';
import { endOf, Payer, showOrder } from '../support/payer.mjs';
import { Wallet } from '../support/wallet.mjs';

const PATIENCE_MS = 30_000;

let folder;
let demo;
before(async () => {
  folder = await makeFolder();
  demo = await startDemo({ folder, ledgerClose: 'immediate' });
});
after(async () => {
  await demo.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A reader and his open order. */
async function order(good = demo.goods[0]) {
  const wallet = await Wallet.connect(demo.platform);
  await wallet.login();
  const offer = await wallet.order(good.id);
  assert.equal(offer.type, 'sign');
  return { wallet, offer };
}

async function send(payer, destination, amount, options) {
  const transaction = await payer.transaction(destination, amount, options);
  await payer.horizon.submitTransaction(transaction, { skipMemoRequiredCheck: true });
  return transaction.hash().toString('hex');
}

async function unassigned(query = '') {
  const { api_key, api_secret } = demo.store;
  const basic = Buffer.from(`${api_key}:${api_secret}`).toString('base64');
  const answer = await fetch(`${demo.platform}/testnet/v2/payments/unassigned${query}`, {
    headers: { Authorization: `Basic ${basic}` },
  });
  assert.equal(answer.status, 200);
  return answer.json();
}

/** The unassigned payment of a transaction, once it is there. */
async function unassignedWith(hash) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = (await unassigned()).find((payment) => payment.hash === hash);
    if (found) return found;
    assert.ok(Date.now() < deadline, 'the payment was not recorded in time');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a payment with the order id as memo buys the good for its reader', async () => {
  const payer = await Payer.funded(demo);
  const { wallet, offer } = await order();
  const hash = await send(payer, offer.destination, '0.0004', { memo: offer.memo });
  const settled = await endOf(demo.platform, offer.order);
  assert.equal(settled.state, 'settled');
  assert.equal(settled.hash, hash);

  const sold = await wallet.order(demo.goods[0].id);
  assert.equal(sold.type, 'receipt');
  const file = await fetch(`${demo.goods[0].src}?paymentReceipt=${sold.receipt}`);
  assert.equal(file.status, 200);
  // Nothing more can be taken for it.
  assert.equal((await wallet.submit(offer)).code, 'order_closed');
  assert.equal((await payer.pay(offer.order, await payer.payment(offer))).status, 409);
  await wallet.close();
});

test('what is for no order is listed with its reason', async () => {
  const payer = await Payer.funded(demo);
  const { wallet, offer } = await order();
  const [to, memo] = [offer.destination, offer.memo];
  const sent = [
    [await send(payer, to, '0.0004'), 'no_memo', '4000'],
    [await send(payer, to, '1', { memo: 'thank you' }), 'unknown_order', '10000000'],
    [await send(payer, to, '0.0003999', { memo }), 'amount_too_small', '3999'],
  ];
  for (const [hash, reason, amount] of sent) {
    const payment = await unassignedWith(hash);
    assert.equal(payment.reason, reason);
    assert.equal(payment.amount, amount);
    assert.equal(payment.from, payer.address);
  }
  assert.equal((await showOrder(demo.platform, offer.order)).state, 'offered');

  const paid = await send(payer, to, '0.0004', { memo });
  assert.equal((await endOf(demo.platform, offer.order)).hash, paid);
  const twice = await unassignedWith(await send(payer, to, '0.0004', { memo }));
  assert.equal(twice.reason, 'order_already_settled');

  const [newest] = await unassigned('?limit=1');
  assert.equal(newest.hash, twice.hash);
  const [before] = await unassigned(`?limit=1&cursor=${newest.operation}`);
  assert.equal(before.hash, sent[2][0]);
  await wallet.close();
});

test('a server that is killed while payments arrive counts each once', async () => {
  const payer = await Payer.funded(demo);
  const orders = [await order(demo.goods[0]), await order(demo.goods[1])];
  const sent = [];
  for (let i = 0; i < 5; ++i) {
    sent.push(await send(payer, orders[0].offer.destination, '0.0000001'));
    const bought = orders[i];
    if (!bought) continue;
    const { destination, amount, memo } = bought.offer;
    const lumens = (Number(amount) / 1e7).toFixed(7);
    await send(payer, destination, lumens, { memo });
  }
  await demo.kill();
  demo = await startDemo({ folder, ledgerClose: 'immediate' });
  for (const { offer } of orders)
    assert.equal((await endOf(demo.platform, offer.order)).state, 'settled');
  for (const hash of sent) await unassignedWith(hash);
  const list = await unassigned('?limit=200');
  const operations = list.map((payment) => payment.operation);
  assert.equal(new Set(operations).size, operations.length);
  assert.equal(list.filter((payment) => sent.includes(payment.hash)).length, sent.length);

  // What the command says of the same folder.
  await demo.stop();
  const { code, out } = await run(['payments', 'unassigned', '--json', '--data-dir', folder]);
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out), list);
  demo = await startDemo({ folder, ledgerClose: 'immediate' });
});
