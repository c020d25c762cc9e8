// SPDX-License-Identifier: MIT
// Selling for real money: a second market on Stellar's public network. Here that network is an
// embedded ledger under its passphrase.

import { Keypair, Networks } from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { setInterval } from 'node:timers/promises';
import { expectBooksInOrder, makeFolder, run, startCommand } from '../support/farthing.mjs';
import { GOOD, GoodsApi } from '../support/goods_api.mjs';
import { startLedger } from '../support/ledger.mjs';
import { Wallet } from '../support/wallet.mjs';

const ANYWHERE = ['--listen', '127.0.0.1:0', '--horizon', '127.0.0.1:0'];
const CHANNELS = 2;

const urlIn = (line) => /http:\/\/127\.0\.0\.1:\d+/.exec(line)[0];

async function startServer(folder, horizon) {
  const live = ['--live-horizon-url', horizon, '--live-channels', String(CHANNELS)];
  const server = await startCommand(['serve', '--data-dir', folder, ...ANYWHERE, ...live]);
  return { ...server, platform: urlIn(server.line) };
}

async function json(args) {
  const { code, out, errors } = await run([...args, '--json']);
  assert.equal(code, 0, errors);
  return JSON.parse(out);
}

async function makeStore(folder, network, payout) {
  const who = ['--name', `A ${network} blog`, '--payout', payout, '--network', network];
  return json(['store', 'create', '--data-dir', folder, ...who]);
}

async function fund(ledger, address) {
  const response = await fetch(`${ledger.url}/friendbot?addr=${address}`);
  assert.equal(response.status, 200, await response.text());
}

/** Asks until the answer is a fitting one; the channel accounts open by and by. */
async function until(ask, fits) {
  for await (const _ of setInterval(50)) {
    const answer = await ask();
    if (fits(answer)) return answer;
  }
}

describe('a server with a live network', { timeout: 120_000 }, () => {
  const payout = Keypair.random().publicKey();
  let ledger;
  let server;
  let data;
  let store;
  let live;
  let testnet;

  before(async () => {
    data = await makeFolder();
    ledger = await startLedger({ passphrase: Networks.PUBLIC });
    store = await makeStore(data, 'live', payout);
    const other = await makeStore(data, 'testnet', payout);
    const named = ['--network', 'live', '--count', String(CHANNELS), '--data-dir', data];
    for (const { account } of await json(['channels', ...named])) await fund(ledger, account);
    await fund(ledger, payout);
    server = await startServer(data, ledger.url);
    live = new GoodsApi({ ...server, store }, '/v2');
    testnet = new GoodsApi({ ...server, store: other });
  });
  after(async () => {
    await server?.stop();
    await ledger?.stop();
    await rm(data, { recursive: true, force: true });
  });

  const connect = (options) => Wallet.connect(server.platform, { network: 'live', ...options });
  async function rich() {
    const wallet = await connect();
    await wallet.login();
    await fund(ledger, wallet.address);
    return wallet;
  }

  test('has the Digital Goods API at the paths of the documents', async () => {
    const good = await live.create();
    assert.deepEqual((await live.call('GET', `/goods/${good.id}`)).body, good);
    assert.deepEqual((await live.call('GET', '/goods/')).body, [good]);
    const v1 = new GoodsApi({ ...server, store }, '/v1');
    assert.equal((await v1.call('GET', `/goods/${good.id}`)).body.title, good.title);
    const limits = await fetch(`${server.platform}/mainnet/publisher/${store.api_key}/limits`, {
      headers: { Authorization: live.authorization },
    });
    assert.deepEqual(Object.keys(await limits.json()), ['maxProductPrice']);
    assert.equal((await live.call('DELETE', `/goods/${good.id}`)).status, 200);
  });

  test('keeps the networks apart: keys, goods and wallets', async () => {
    const good = await live.create();
    const stranger = new GoodsApi({ ...server, store });
    assert.equal((await stranger.call('GET', '/goods')).status, 401);
    assert.equal((await testnet.call('GET', `/goods/${good.id}`)).status, 404);
    const wallet = await Wallet.connect(server.platform);
    await wallet.login();
    assert.deepEqual((await wallet.ask({ type: 'goods', goods: [good.id] })).goods, []);
    await wallet.close();
  });

  test('sells for lumens of the public network, which nobody gives away', async () => {
    const good = await live.create({ ...GOOD, price: 4000 });
    const wallet = await rich();
    assert.equal(wallet.hello.network, 'live');
    assert.equal(wallet.hello.passphrase, Networks.PUBLIC);
    assert.equal(wallet.hello.friendbot, false);
    assert.equal((await wallet.ask({ type: 'fund' })).type, 'error');
    const offer = await until(
      () => wallet.order(good.id),
      ({ type }) => type === 'sign',
    );
    const sold = await wallet.submit(offer);
    assert.equal(sold.type, 'receipt', JSON.stringify(sold));
    const [payload, signature] = sold.receipt.split('.');
    const right = createHash('sha512').update(payload + GOOD.sharedSecret);
    assert.equal(signature, right.digest('hex'));
    const paid = await (await fetch(`${ledger.url}/accounts/${payout}/payments?order=desc`)).json();
    assert.equal(paid._embedded.records[0].amount, '0.0004000');
    await wallet.close();
  });

  test('knows nothing on one network of what the same wallet does on the other', async () => {
    const bought = await live.create({ ...GOOD, price: 4000 });
    const ordered = await live.create({ ...GOOD, price: 4000 });
    const wallet = await rich();
    const { keypair } = wallet;
    assert.equal((await wallet.buy(bought.id)).type, 'receipt');
    const offer = await wallet.order(ordered.id);
    assert.equal(offer.type, 'sign');

    const elsewhere = await Wallet.connect(server.platform, { keypair });
    await elsewhere.login();
    const refused = [
      await elsewhere.order(bought.id),
      await elsewhere.order(ordered.id),
      await elsewhere.submit(offer),
      await elsewhere.ask({ type: 'submit', order: offer.order, envelope: offer.envelope }),
      await elsewhere.ask({ type: 'cancel', order: offer.order }),
    ];
    const codes = ['good', 'good', 'order', 'order', 'order'].map((what) => `unknown_${what}`);
    assert.deepEqual(
      refused.map(({ code }) => code),
      codes,
    );
    const goods = [bought.id, ordered.id];
    assert.deepEqual((await elsewhere.ask({ type: 'goods', goods })).goods, []);
    const { purchases } = await elsewhere.ask({ type: 'purchases' });
    assert.deepEqual(purchases, []);
    const orders = `${server.platform}/testnet/orders/${offer.order}`;
    assert.equal((await fetch(orders)).status, 404);
    await elsewhere.close();

    assert.equal((await wallet.submit(offer)).type, 'receipt');
    await wallet.close();
  });

  test('has its books in order when it is stopped, and goes on when it starts', async () => {
    assert.equal(await server.stop(), 0);
    await expectBooksInOrder(data);
    server = await startServer(data, ledger.url);
    live = new GoodsApi({ ...server, store }, '/v2');
    assert.equal((await live.call('GET', '/permissions')).status, 200);
  });
});

test('channel accounts are named of a folder that is a server\'s, and of no other', async () => {
  const folder = await makeFolder();
  const { code, errors } = await run(['channels', '--data-dir', folder]);
  assert.equal(code, 1);
  assert.match(errors, /holds no farthing\.db/);
  assert.deepEqual(await readdir(folder), []);
  await rm(folder, { recursive: true, force: true });
});

test('a Horizon of another network is named, and nothing is sold through it', async () => {
  const folder = await makeFolder();
  const ledger = await startLedger();
  const server = await startServer(folder, ledger.url);
  try {
    const named = /this Horizon is of another network/;
    await until(async () => server.log(), (log) => named.test(log));
    const wallet = await Wallet.connect(server.platform, { network: 'live' });
    await wallet.login();
    const refused = await wallet.order('558bcdbb1309c59725bdb559');
    assert.equal(refused.code, 'unavailable');
    assert.match(refused.message, /Horizon of another network/);
    await wallet.close();
  } finally {
    await server.stop();
    await ledger.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
