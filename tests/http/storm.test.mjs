// SPDX-License-Identifier: MIT
// A storm of purchases over a Horizon that times out, cuts, delays and refuses: every order ends,
// nobody pays twice, and every lumen that readers lost is one that the merchant got.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemo } from '../support/farthing.mjs';
import { Wallet } from '../support/wallet.mjs';

const ORDERS = Number(process.env.FARTHING_STORM_ORDERS ?? 2_000);
const READERS = 50;
const GOODS = Math.ceil(ORDERS / READERS);
const STROOPS = 10_000_000n;
/** Every fourth good is so dear that all of them are more than a reader's 10,000 lumens. */
const DEAR = (12_000n * STROOPS) / BigInt(Math.ceil(GOODS / 4));
const FAULTS = [
  { on: 'submit', what: 'timeout', one_in: 6 },
  { on: 'submit', what: 'drop', one_in: 6 },
  // After a refusal the platform leaves Horizon alone for a second or two.
  { on: 'submit', what: 'refuse', one_in: 60 },
  { on: 'submit', what: 'delay', one_in: 6, delay_ms: 700 },
  { on: 'read', what: 'drop', one_in: 12 },
  { on: 'read', what: 'refuse', one_in: 120 },
  { on: 'read', what: 'delay', one_in: 12, delay_ms: 300 },
];

async function control(demo, method, path, body) {
  const url = `${demo.horizon}/test/${path}`;
  const answer = await fetch(url, { method, body: body && JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

async function createGood(demo, number) {
  const { api_key: key, api_secret: secret } = demo.store;
  const price = number % 4 === 0 ? Number(DEAR) : 4_000 + number;
  const answer = await fetch(`${demo.platform}/testnet/v2/goods/`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({
      price,
      asset: 'XLM',
      title: `Good ${number}`,
      url: `https://example.org/${number}`,
      sharedSecret: `a secret of good number ${number} in the storm`,
    }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()).id;
}

/** Buys one good whatever happens on the way; says how it ended. */
async function buy(wallet, good) {
  for (;;) {
    const answer = await wallet.buy(good).catch(() => ({ type: 'again' }));
    if (answer.type === 'receipt' || answer.type === 'failed') return answer;
    if (answer.type === 'error')
      assert.match(answer.code, /^(busy|unavailable|order_closed)$/, JSON.stringify(answer));
  }
}

async function shop(wallet, goods) {
  const answers = [];
  for (const good of goods) answers.push(await buy(wallet, good));
  return answers;
}

async function balanceOf(demo, address) {
  const account = await (await fetch(`${demo.horizon}/accounts/${address}`)).json();
  const [whole, fraction] = account.balances.at(-1).balance.split('.');
  return BigInt(whole) * STROOPS + BigInt(fraction);
}

/** The payments that the merchant got, with the memo of each. */
async function paymentsTo(demo, address) {
  const payments = [];
  let path = `/accounts/${address}/payments?join=transactions&limit=200`;
  for (;;) {
    const page = await (await fetch(demo.horizon + path)).json();
    const records = page._embedded.records;
    if (records.length === 0) return payments;
    payments.push(...records.filter(({ type, to }) => type === 'payment' && to === address));
    path = page._links.next.href.slice(demo.horizon.length);
  }
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0n);

test('every order of a storm ends, none is paid twice, and no lumen is lost', async (t) => {
  const demo = await startDemo({
    ledgerClose: '200ms',
    args: ['--test-controls', '--channels', '60', '--channels-max', '120'],
  });
  try {
    const merchant = demo.store.payout_address;
    const goods = await Promise.all(Array.from({ length: GOODS }, (_, i) => createGood(demo, i)));
    const wallets = [];
    for (let i = 0; i < READERS; i += 10)
      wallets.push(
        ...(await Promise.all(Array.from({ length: 10 }, () => Wallet.open(demo.platform)))),
      );
    const addresses = wallets.map(({ address }) => address);
    const balances = () => Promise.all(addresses.map((address) => balanceOf(demo, address)));
    const [before, merchantBefore] = [await balances(), await balanceOf(demo, merchant)];

    for (const fault of FAULTS) await control(demo, 'POST', 'faults', { times: 0, ...fault });
    const answers = (await Promise.all(wallets.map((wallet) => shop(wallet, goods)))).flat();
    const { faults } = await control(demo, 'GET', 'faults');
    await control(demo, 'DELETE', 'faults');

    for (const fault of faults) assert.ok(fault.fired > 0, `${fault.on} ${fault.what} never fired`);
    t.diagnostic(faults.map(({ on, what, fired }) => `${on} ${what} ${fired}`).join(', '));
    const sold = answers.filter(({ type }) => type === 'receipt');
    const failed = answers.filter(({ type }) => type === 'failed');
    assert.equal(sold.length + failed.length, READERS * GOODS);
    assert.ok(sold.length > 0 && failed.length > 0);
    t.diagnostic(`${sold.length} settled, ${failed.length} failed`);

    const payments = await paymentsTo(demo, merchant);
    const memos = payments.map(({ transaction }) => transaction.memo);
    assert.equal(new Set(memos).size, memos.length, 'an order was paid twice');
    assert.deepEqual(new Set(memos), new Set(sold.map(({ order }) => order)));

    const lost = sum(before) - sum(await balances());
    const got = (await balanceOf(demo, merchant)) - merchantBefore;
    assert.equal(got, lost);
    assert.equal(sum(payments.map(({ amount }) => BigInt(amount.replace('.', '')))), got);
    await Promise.all(wallets.map((wallet) => wallet.close()));
  } finally {
    await demo.stop();
  }
});
