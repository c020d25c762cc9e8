// SPDX-License-Identifier: MIT
// The wallet socket as docs/wallet-socket.md describes it, with what attackers and broken clients
// send.

import {
  Keypair,
  Networks,
  Operation,
  Asset,
  TransactionBuilder,
  Account,
  Memo,
} from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setInterval } from 'node:timers/promises';
import WebSocket from 'ws';
import { startDemo } from '../support/farthing.mjs';
import { Wallet } from '../support/wallet.mjs';

let demo;
let article;
before(async () => {
  demo = await startDemo({ ledgerClose: 'immediate' });
  article = demo.goods[0];
});
after(() => demo.stop());

const open = (options) => Wallet.open(demo.platform, options);

function assertRefused(answer, code) {
  assert.equal(answer.type, 'error', JSON.stringify(answer));
  assert.equal(answer.code, code, answer.message);
  assert.ok(answer.message.length > 10);
}

test('hello names network, audience and a fresh nonce', async () => {
  const [a, b] = [await Wallet.connect(demo.platform), await Wallet.connect(demo.platform)];
  assert.equal(a.hello.protocol, 'farthing.wallet.v1');
  assert.equal(a.hello.network, 'testnet');
  assert.equal(a.hello.passphrase, Networks.TESTNET);
  assert.equal(a.hello.audience, demo.platform);
  assert.match(a.hello.nonce, /^[0-9a-f]{64}$/);
  assert.notEqual(a.hello.nonce, b.hello.nonce);
  await Promise.all([a.close(), b.close()]);
});

test("a reader buys, the receipt is the publisher's formula, the price is gone", async () => {
  const wallet = await open();
  const before = await wallet.balance();
  const sold = await wallet.buy(article.id);
  assert.equal(sold.type, 'receipt');
  const [payload, signature] = sold.receipt.split('.');
  assert.equal(
    createHash('sha512')
      .update(payload + article.sharedSecret)
      .digest('hex'),
    signature,
  );
  const { exp, ito } = JSON.parse(Buffer.from(payload, 'base64').toString());
  assert.equal(exp, sold.receipt_expires_at);
  assert.equal(ito, wallet.keypair.rawPublicKey().toString('hex'));
  assert.equal(before - (await wallet.balance()), 4000n);

  assert.equal((await wallet.order(article.id)).type, 'receipt');
  const { goods } = await wallet.ask({ type: 'goods', goods: [article.id] });
  assert.match(goods[0].receipt, /^[\w-]+\.[0-9a-f]{128}$/);
  assert.equal(before - (await wallet.balance()), 4000n);
  await wallet.close();
});

test('a wallet is told what it bought, page by page, and nobody else is', async () => {
  const wallet = await Wallet.open(demo.platform);
  const sold = [await wallet.buy(demo.goods[0].id), await wallet.buy(demo.goods[1].id)];
  const { purchases } = await wallet.ask({ type: 'purchases' });
  assert.deepEqual(
    purchases.map(({ good, amount, hash }) => [good, amount, hash]),
    [
      [demo.goods[1].id, '25000', sold[1].hash],
      [demo.goods[0].id, '4000', sold[0].hash],
    ],
  );
  assert.equal(purchases[0].title, 'Harbour at low sun');
  const behind = await wallet.ask({ type: 'purchases', before: purchases[0].id });
  assert.deepEqual(behind.purchases, [purchases[1]]);
  await wallet.close();
  const stranger = await Wallet.open(demo.platform);
  assert.deepEqual((await stranger.ask({ type: 'purchases' })).purchases, []);
  await stranger.close();
});

test('prices are told before anybody logs in, receipts are not', async () => {
  const wallet = await Wallet.connect(demo.platform);
  const unknown = '558bcdbb1309c59725bdb559';
  const answer = await wallet.ask({ type: 'goods', goods: [article.id, unknown, 'nonsense'] });
  assert.deepEqual(
    answer.goods.map(({ id, price, asset }) => [id, price, asset]),
    [[article.id, '4000', 'XLM']],
  );
  assert.equal(answer.goods[0].receipt, undefined);
  assert.deepEqual(answer.unknown.sort(), [unknown, 'nonsense'].sort());
  await wallet.close();
});

test('nothing that costs or shows money works before the login', async () => {
  const wallet = await Wallet.connect(demo.platform);
  for (const message of [
    { type: 'balance' },
    { type: 'fund' },
    { type: 'order', good: article.id },
    {
      type: 'submit',
      order: '01ARYZ6S410000000000000000',
      signature: Buffer.alloc(64).toString('base64'),
    },
    { type: 'cancel', order: '01ARYZ6S410000000000000000' },
  ])
    assertRefused(await wallet.ask(message), 'unauthenticated');
  await wallet.close();
});

test("a login needs this connection's nonce, this platform and the address' own key", async () => {
  const [wallet, other] = [
    await Wallet.connect(demo.platform),
    await Wallet.connect(demo.platform),
  ];
  const sign = (keypair, text) => keypair.sign(Buffer.from(text)).toString('base64');
  const login = (signature) =>
    wallet.ask({ type: 'authenticate', address: wallet.address, signature });
  assertRefused(await login(sign(Keypair.random(), wallet.loginText())), 'bad_signature');
  assertRefused(await login(sign(wallet.keypair, other.loginText())), 'bad_signature');
  assertRefused(
    await login(
      sign(wallet.keypair, wallet.loginText().replace(demo.platform, 'https://evil.example')),
    ),
    'bad_signature',
  );
  assert.equal((await login(sign(wallet.keypair, wallet.loginText()))).type, 'authenticated');
  assertRefused(await login(sign(wallet.keypair, wallet.loginText())), 'bad_message');
  await Promise.all([wallet.close(), other.close()]);
});

test('five failed logins close the connection', async () => {
  const wallet = await Wallet.connect(demo.platform);
  const closed = new Promise((resolve) => wallet.socket.once('close', resolve));
  const signature = Buffer.alloc(64).toString('base64');
  for (let i = 0; i < 5; ++i)
    wallet.send({ type: 'authenticate', address: wallet.address, signature });
  assert.equal(await closed, 1008);
});

test('messages that make no sense are refused with what is wrong', async () => {
  const wallet = await open();
  for (const [message, named] of [
    [{ type: 'steal' }, /type/],
    [{ type: 'order' }, /good/],
    [{ type: 'order', good: 7 }, /good/],
    [{ type: 'order', good: 'XYZ' }, /good/],
    [{ type: 'order', good: article.id, price: '1' }, /price/],
    [{ type: 'submit', order: '01ARYZ6S410000000000000000' }, /signature/],
    [{ type: 'goods', goods: 'all' }, /goods/],
    [{ type: 'goods', goods: Array(101).fill(article.id) }, /100/],
  ]) {
    const answer = await wallet.ask(message);
    assertRefused(answer, 'bad_message');
    assert.match(answer.message, named);
  }
  for (const text of [
    '',
    '{',
    '[]',
    '"x"',
    '{"type":"balance"}',
    '{"type":"balance","request":""}',
  ]) {
    wallet.socket.send(text);
    assertRefused(await wallet.next(({ type }) => type === 'error'), 'bad_message');
  }
  await wallet.close();
});

test('an unknown good is not for sale', async () => {
  const wallet = await open();
  assertRefused(await wallet.order('558bcdbb1309c59725bdb559'), 'unknown_good');
  await wallet.close();
});

test('an altered envelope is refused with what differs, and the order stands', async () => {
  const wallet = await open();
  const offer = await wallet.order(article.id);
  const offered = TransactionBuilder.fromXDR(offer.envelope, Networks.TESTNET);
  const rebuild = ({
    amount = '0.0004',
    memo = offer.order,
    times = 1,
    maxTime = offered.timeBounds.maxTime,
  } = {}) => {
    const source = new Account(offered.source, (BigInt(offered.sequence) - 1n).toString());
    const builder = new TransactionBuilder(source, {
      fee: String(Number(offered.fee) / times),
      networkPassphrase: Networks.TESTNET,
      timebounds: { minTime: 0, maxTime: Number(maxTime) },
      memo: Memo.text(memo),
    });
    for (let i = 0; i < times; ++i)
      builder.addOperation(
        Operation.payment({
          source: wallet.address,
          destination: offer.destination,
          asset: Asset.native(),
          amount,
        }),
      );
    const transaction = builder.build();
    transaction.sign(wallet.keypair);
    return transaction.toXDR();
  };
  const submit = (envelope) => wallet.ask({ type: 'submit', order: offer.order, envelope });
  for (const [envelope, named] of [
    [rebuild({ times: 2 }), /2 operations/],
    [rebuild({ amount: '0.0000001' }), /amount/],
    [rebuild({ memo: 'other' }), /memo/],
    [rebuild({ maxTime: 0 }), /time bounds/],
    ['AAAA', /envelope/],
    ['not base64', /envelope/],
    [offer.envelope, /signature/],
  ]) {
    const answer = await submit(envelope);
    assertRefused(answer, 'wrong_envelope');
    assert.match(answer.message, named);
  }
  assert.equal((await wallet.order(article.id)).order, offer.order);
  assert.equal((await submit(rebuild())).type, 'receipt');
  await wallet.close();
});

test("someone else's order cannot be paid, cancelled or watched", async () => {
  const [reader, thief] = [await open(), await open()];
  const offer = await reader.order(article.id);
  assertRefused(await thief.submit(offer), 'unknown_order');
  assertRefused(await thief.ask({ type: 'cancel', order: offer.order }), 'unknown_order');
  const stolen = { type: 'submit', order: offer.order, signature: thief.sign(offer) };
  assertRefused(await reader.ask(stolen), 'bad_signature');
  assert.equal((await reader.submit(offer)).type, 'receipt');
  await Promise.all([reader.close(), thief.close()]);
});

test('a signature that was used buys nothing a second time', async () => {
  const wallet = await open();
  const offer = await wallet.order(article.id);
  const before = await wallet.balance();
  const first = await wallet.submit(offer);
  const replayed = await wallet.submit(offer);
  assert.equal(first.type, 'receipt');
  assert.equal(replayed.hash, first.hash);
  const other = await wallet.order(demo.goods[1].id);
  assertRefused(
    await wallet.ask({ type: 'submit', order: other.order, signature: wallet.sign(offer) }),
    'bad_signature',
  );
  assert.equal(before - (await wallet.balance()), 4000n);
  await wallet.close();
});

test('two tabs that order at once get one order and pay once', async () => {
  const keypair = Keypair.random();
  const tabs = [await open({ keypair }), await open({ keypair })];
  const before = await tabs[0].balance();
  const offers = await Promise.all(tabs.map((tab) => tab.order(article.id)));
  assert.equal(offers[0].order, offers[1].order);
  const sold = await Promise.all(tabs.map((tab, i) => tab.submit(offers[i])));
  assert.equal(sold[0].hash, sold[1].hash);
  assert.equal(before - (await tabs[0].balance()), 4000n);
  await Promise.all(tabs.map((tab) => tab.close()));
});

test('a cancelled order ends with a reason and cannot be paid any more', async () => {
  const wallet = await open();
  const offer = await wallet.order(article.id);
  const ended = await wallet.ask({ type: 'cancel', order: offer.order });
  assert.deepEqual([ended.type, ended.code], ['failed', 'cancelled']);
  assertRefused(await wallet.submit(offer), 'order_closed');
  assert.notEqual((await wallet.order(article.id)).order, offer.order);
  await wallet.close();
});

test('a wallet without money is told so in a plain sentence, here and in the log', async () => {
  const wallet = await Wallet.connect(demo.platform);
  await wallet.login();
  const failed = await wallet.buy(article.id);
  assert.deepEqual([failed.type, failed.code], ['failed', 'account_missing']);
  assert.match(failed.message, /^[A-Z].*\.$/);
  assert.match(demo.log(), new RegExp(`${failed.order}.*account_missing`));
  await wallet.close();
});

test('other origins, other protocols and unknown networks are turned away', async () => {
  const url = `${demo.platform.replace('http', 'ws')}/wallet/socket`;
  const outcome = (address, protocol, options) =>
    new Promise((resolve) => {
      const socket = new WebSocket(address, protocol, options);
      socket.on('open', () => socket.once('close', (code) => resolve(code)));
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
      socket.on('error', () => {});
    });
  const here = `${url}?network=testnet`;
  for (const origin of ['https://evil.example', 'null', demo.site, `${demo.platform}.evil.example`])
    assert.equal(await outcome(here, 'farthing.wallet.v1', { origin }), 403, origin);
  assert.ok((await outcome(here, 'chat', {})) >= 400);
  assert.equal(await outcome(`${url}?network=moon`, 'farthing.wallet.v1', {}), 1008);
  const word = await firstWord(`${url}?network=moon`);
  assert.deepEqual([word.code, word.networks], ['unknown_network', ['testnet']]);
  const own = await Wallet.connect(demo.platform, { origin: demo.platform });
  await own.close();
});

async function firstWord(url) {
  const socket = new WebSocket(url, 'farthing.wallet.v1');
  const [data] = await once(socket, 'message');
  socket.close();
  return JSON.parse(data);
}

test('more readers than channel accounts are served or asked to wait', async () => {
  const wallets = await Promise.all(Array.from({ length: 40 }, () => open()));
  const answers = await Promise.all(wallets.map((wallet) => wallet.order(article.id)));
  const offers = answers.filter(({ type }) => type === 'sign');
  const refused = answers.filter(({ type }) => type !== 'sign');
  assert.ok(offers.length >= 1 && offers.length <= 20, String(offers.length));
  for (const answer of refused) assertRefused(answer, 'busy');
  const buyers = wallets.filter((_, i) => answers[i].type === 'sign');
  const sold = await Promise.all(buyers.map((wallet, i) => wallet.submit(offers[i])));
  assert.ok(sold.every(({ type }) => type === 'receipt'));
  await Promise.all(wallets.map((wallet) => wallet.close()));
});

async function createGood(good) {
  const { api_key, api_secret } = demo.store;
  const response = await fetch(`${demo.platform}/testnet/v2/goods/${good.id ?? ''}`, {
    method: good.method ?? 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${api_key}:${api_secret}`).toString('base64')}`,
      'Content-Type': 'application/json',
    },
    ...(good.body ? { body: JSON.stringify(good.body) } : {}),
  });
  return response.json();
}

test('who has paid keeps the good, also when it is no longer for sale', async () => {
  const body = { price: 100, asset: 'XLM', sharedSecret: 'n1hLnMiJwAwB', title: 'x', url: '' };
  const { id } = await createGood({ body });
  const wallet = await open();
  const sold = await wallet.buy(id);
  assert.equal(sold.type, 'receipt');
  await createGood({ id, method: 'DELETE' });
  assert.equal((await wallet.order(id)).order, sold.order);
  const { goods } = await wallet.ask({ type: 'goods', goods: [id] });
  assert.match(goods[0].receipt, /^[\w-]+\.[0-9a-f]{128}$/);
  const other = await open();
  assertRefused(await other.order(id), 'unknown_good');
  await Promise.all([wallet.close(), other.close()]);
});

test('a socket that asks faster than it is answered is told to wait', async () => {
  const wallet = await open();
  const answers = await Promise.all(
    Array.from({ length: 150 }, () => wallet.ask({ type: 'balance' })),
  );
  const refused = answers.filter(({ type }) => type === 'error');
  assert.ok(refused.length > 0);
  for (const answer of refused) assertRefused(answer, 'busy');
  assert.equal((await wallet.ask({ type: 'balance' })).type, 'balance');
  await wallet.close();
});

test('offers that nobody signs do not keep others from buying', async () => {
  const idle = await Promise.all(Array.from({ length: 25 }, () => open()));
  const offers = await Promise.all(idle.map((wallet) => wallet.order(article.id)));
  assert.ok(offers.some(({ type, code }) => type === 'error' && code === 'busy'));
  const reader = await open();
  // For five seconds an offer is left in peace; then it gives up its channel.
  let answer = await reader.order(article.id);
  for await (const _ of setInterval(100)) {
    if (answer.code !== 'busy') break;
    answer = await reader.order(article.id);
  }
  assert.equal(answer.type, 'sign');
  assert.equal((await reader.submit(answer)).type, 'receipt');
  await Promise.all([...idle, reader].map((wallet) => wallet.close()));
});
