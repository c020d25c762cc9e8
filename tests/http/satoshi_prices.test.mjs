// SPDX-License-Identifier: MIT
// Prices in satoshis, as old clients write them, at what the store sells them at.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { makeFolder, run, startDemo } from '../support/farthing.mjs';
import { assertError, GoodsApi } from '../support/goods_api.mjs';

const OLD = { secret: 'qkUoUFG3p3AvrQvwjLBRTLH', price: '4000', title: 'An old article', url: '' };
const FIXED = 4000 * 6250;
const AT_250 = 4000 * (10_000_000 / 250);
const AT_500 = AT_250 / 2;
const rate = (text) => ['--rates', text];

let folder;
before(async () => (folder = await makeFolder()));
after(() => rm(folder, { recursive: true }));

/** Serves the folder while `use` is under way, which gets both versions of the API. */
async function serving(args, use) {
  const demo = await startDemo({ folder, ledgerClose: 'immediate', args });
  try {
    await use(new GoodsApi(demo, '/testnet/v1'), new GoodsApi(demo));
  } finally {
    await demo.stop();
  }
}

async function store(...args) {
  const { code, out, errors } = await run(['store', ...args, '--data-dir', folder]);
  return { code, out, errors };
}

async function sellAt(prices) {
  const { code, out, errors } = await store('update', '--satoshi-prices', prices);
  assert.equal(code, 0, errors);
  assert.match(out, prices === 'rate' ? /current rate/ : /fixed/);
}

const get = async (api, id) => (await api.call('GET', `/goods/${id}`)).body;

/** Waits until the good has this price: a change of the rate reaches it in the background. */
async function expectPrice(api, id, price) {
  const end = Date.now() + 10_000;
  let seen;
  do seen = (await get(api, id)).price;
  while (seen !== price && Date.now() < end);
  assert.equal(seen, price);
}

test('satoshis are sold at a fixed price, or at the current rate', async () => {
  let old;
  let inLumens;
  await serving([], async (v1, v2) => {
    old = await v1.create(OLD);
    inLumens = await v2.create();
    assert.equal((await get(v2, old.id)).price, FIXED);
  });
  const everyGood = async (v1, v2, price) => {
    await expectPrice(v2, old.id, price);
    const made = await v1.create(OLD);
    assert.equal((await get(v2, made.id)).price, price);
    assert.equal((await get(v1, old.id)).price, 4000);
    assert.equal((await get(v2, inLumens.id)).price, inLumens.price);
  };
  await sellAt('rate');
  await serving(rate('fixed:BTC=0.0000025'), (v1, v2) => everyGood(v1, v2, AT_250));
  await serving(rate('fixed:BTC=0.000005'), (v1, v2) => everyGood(v1, v2, AT_500));
  await sellAt('fixed');
  await serving(rate('fixed:BTC=0.000005'), (v1, v2) => everyGood(v1, v2, FIXED));
});

test('a store at the current rate takes no price in satoshis while no rate is known', async () => {
  await sellAt('rate');
  await serving(rate('fixed:EUR=0.1'), async (v1, v2) => {
    const [good] = (await v1.call('GET', '/goods?limit=1')).body;
    const before = await get(v2, good.id);
    const refused = [
      await v1.call('POST', '/goods', { body: OLD }),
      await v1.call('PUT', `/goods/${good.id}`, { body: { ...OLD, price: 1 } }),
      await v1.call('PATCH', `/goods/${good.id}`, { body: { price: 1 } }),
    ];
    for (const answer of refused) {
      assertError(answer, 503);
      assert.match(answer.body.message, /bitcoin.*EUR.*BTC must be among the server's --rates/);
    }
    assert.deepEqual(await get(v2, good.id), before);
    const { status } = await v1.call('PATCH', `/goods/${good.id}`, { body: { title: 'New' } });
    assert.equal(status, 200);
    const inLumens = await v2.call('PATCH', `/goods/${good.id}`, { body: { price: 77 } });
    assert.equal(inLumens.body.price, 77);
  });
});

test('stores are listed with what they sell at', async () => {
  const { out } = await store('list', '--json');
  const [only, ...others] = JSON.parse(out);
  assert.equal(only.satoshi_prices, 'rate');
  assert.deepEqual(others, []);
  const update = await store('update', '--satoshi-prices', 'rate', '--json');
  assert.deepEqual(JSON.parse(update.out), only);
  assert.match((await store('list')).out, new RegExp(`${only.id}[^]*current rate`));
  const unknown = await store(...['update', '--satoshi-prices', 'fixed', '--store', 'nobody']);
  assert.equal(unknown.code, 1);
  assert.match(unknown.errors, new RegExp(`there is no store nobody; there are:\n  ${only.id}`));
});
