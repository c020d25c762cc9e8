// SPDX-License-Identifier: MIT
// Readers who buy while the program crashes. They remember what they were told, over all restarts,
// and afterwards hold the program to it and count the money.

import { Keypair } from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';
import { Wallet } from './wallet.mjs';

const PAGE = 200;
const AT_ONCE = 8;
const PATIENCE_MS = 30_000;

/** One reader, with what the program has told of orders and receipts. */
class Reader {
  keypair = Keypair.random();
  orders = new Set();
  submitted = new Set();
  receipts = new Map();

  get address() {
    return this.keypair.publicKey();
  }

  note(message) {
    if (message.order) this.orders.add(message.order);
    if (message.type === 'submitted') this.submitted.add(message.order);
    if (message.type === 'receipt') this.receipts.set(message.good, message);
  }
}

export class Shopping {
  readers = [];

  newReader() {
    const reader = new Reader();
    this.readers.push(reader);
    return reader;
  }

  get receipts() {
    return sum(this.readers.map(({ receipts }) => receipts.size));
  }

  /** Buys; gives the last answer. Throws when the program ends meanwhile. */
  buy(demo, reader, good) {
    return withWallet(demo, reader, async (wallet) => {
      const { exists } = await wallet.ask({ type: 'balance' });
      if (!exists) await wallet.ask({ type: 'fund' });
      return wallet.buy(good);
    });
  }

  /**
   * `size` readers buy at once and make room for new ones, until the program ends: `gone`. Whoever
   * ends it announces that first; whatever else goes wrong is an error.
   */
  crowd(demo, size) {
    let over = false;
    const buyers = Array.from({ length: size }, async () => {
      while (!over) {
        const reader = this.newReader();
        try {
          for (const { id } of shelf(demo)) await this.buy(demo, reader, id);
        } catch (problem) {
          // What the reader was told until then is what counts.
          if (!over) throw problem;
        }
      }
    });
    return { announceEnd: () => (over = true), gone: Promise.all(buyers) };
  }

  /** What these readers were told still holds: orders are there, and receipts open their goods. */
  async checkPromises(demo, readers = this.readers) {
    await eachOf(readers, (reader) => checkReader(demo, reader));
  }

  /**
   * What was submitted ends by itself. Then everybody buys everything, and whoever has it already
   * does not pay again. Nobody has paid twice, each payment on the ledger is that of a settled
   * order, no order is left open, and what the readers lost is what the merchant got.
   */
  async settleAccounts(demo) {
    await waitForEndings(demo, this.readers);
    for (const { id } of shelf(demo)) {
      const answers = await eachOf(this.readers, (reader) => this.buy(demo, reader, id));
      for (const answer of answers) assert.equal(answer.type, 'receipt', JSON.stringify(answer));
    }
    await this.checkPromises(demo);

    const orders = (await eachOf(this.readers, (reader) => ordersOf(demo, reader))).flat();
    const sales = orders.filter(({ state }) => state === 'settled');
    const open = orders.filter(({ state }) => state !== 'settled' && state !== 'failed');
    assert.deepEqual(open, []);
    assert.equal(sales.length, this.readers.length * shelf(demo).length);
    const payments = await paymentsOf(demo, demo.store.payout_address);
    const bought = payments.filter(({ type }) => type === 'payment');
    assert.deepEqual(
      bought.map(({ transaction_hash: hash }) => hash).sort(),
      sales.map(({ submitted_hash: hash }) => hash).sort(),
    );
    const gains = sum(bought.map(({ amount }) => stroops(amount)));
    assert.equal(gains, sum(await eachOf(this.readers, (reader) => lossOf(demo, reader))));
    assert.equal(gains, sum(sales.map(({ amount }) => BigInt(amount))));
  }
}

/** What everybody buys: more goods would only make the same happen more often. */
function shelf({ goods }) {
  return goods.slice(0, 2);
}

async function withWallet({ platform }, reader, body) {
  const wallet = await Wallet.connect(platform, { keypair: reader.keypair });
  wallet.onMessage = (message) => reader.note(message);
  try {
    await wallet.login();
    return await body(wallet);
  } finally {
    wallet.socket.terminate();
  }
}

async function checkReader(demo, reader) {
  for (const order of await ordersOf(demo, reader))
    if (reader.submitted.has(order.id))
      assert.notEqual(order.state, 'offered', `order ${order.id} was submitted`);
  if (reader.receipts.size === 0) return;
  await withWallet(demo, reader, async (wallet) => {
    for (const [good, told] of [...reader.receipts]) {
      await checkOpens(demo, good, told.receipt);
      const again = await wallet.order(good);
      assert.equal(again.type, 'receipt', `the receipt of order ${told.order} is lost`);
      assert.deepEqual([again.order, again.hash], [told.order, told.hash]);
      assert.equal(purchaseIn(again.receipt), purchaseIn(told.receipt));
      await checkOpens(demo, good, again.receipt);
    }
  });
}

/** The program goes on with submitted orders also when nobody asks for them. */
async function waitForEndings(demo, readers) {
  const patience = Date.now() + PATIENCE_MS;
  for (;;) {
    const orders = (await eachOf(readers, (reader) => ordersOf(demo, reader))).flat();
    const waiting = orders.filter(({ state }) => state === 'submitted');
    if (waiting.length === 0) return;
    assert.ok(Date.now() < patience, `no end in sight: ${JSON.stringify(waiting)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Every order of which the reader was told, as it is now. */
function ordersOf({ platform }, reader) {
  return eachOf([...reader.orders], async (id) => json(`${platform}/testnet/orders/${id}`));
}

async function checkOpens({ goods }, good, receipt) {
  const { src } = goods.find(({ id }) => id === good);
  const answer = await fetch(src, { headers: { 'X-Payment-Certificate': receipt } });
  assert.equal(answer.status, 200, `a receipt does not open ${src}`);
  await answer.arrayBuffer();
}

function purchaseIn(receipt) {
  return JSON.parse(Buffer.from(receipt.split('.')[0], 'base64url').toString()).jti;
}

/** What the account got, and paid away, of lumens: all of it, oldest first. */
async function paymentsOf({ horizon }, address) {
  const all = [];
  for (let cursor = ''; ; ) {
    const query = `order=asc&limit=${PAGE}&cursor=${cursor}`;
    const page = (await json(`${horizon}/accounts/${address}/payments?${query}`))._embedded.records;
    all.push(...page);
    if (page.length < PAGE) return all;
    cursor = page.at(-1).paging_token;
  }
}

async function lossOf(demo, { address }) {
  const payments = await paymentsOf(demo, address);
  const gifts = payments.filter(({ type, to }) => type === 'create_account' || to === address);
  const got = gifts.map((gift) => stroops(gift.starting_balance ?? gift.amount));
  const { balances } = await json(`${demo.horizon}/accounts/${address}`);
  return sum(got) - stroops(balances[0].balance);
}

async function json(url) {
  const answer = await fetch(url);
  assert.equal(answer.status, 200, url);
  return answer.json();
}

function stroops(lumens) {
  return BigInt(lumens.replace('.', ''));
}

function sum(numbers) {
  if (numbers.length === 0) return 0;
  return numbers.reduce((total, number) => total + number);
}

/** `body` for each, a few at a time; gives the results in order. */
async function eachOf(items, body) {
  const results = new Array(items.length);
  let next = 0;
  const work = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await body(items[at]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
