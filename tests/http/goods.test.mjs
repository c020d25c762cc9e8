// SPDX-License-Identifier: MIT
// The Digital Goods API as a merchant's program meets it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemo } from '../support/farthing.mjs';

const GOOD = {
  sharedSecret: 'DLDwYsQGromi',
  price: 200000000,
  asset: 'XLM',
  title: 'Nihil placeat sapiente ut eaque assumenda et reprehenderit quos ab.',
  url: 'http://example.org/post1',
  purchaseValidityPeriod: '1h',
};

let demo;
before(async () => (demo = await startDemo({ ledgerClose: 'immediate' })));
after(() => demo.stop());

function authorization({ api_key, api_secret } = demo.store) {
  return `Basic ${Buffer.from(`${api_key}:${api_secret}`).toString('base64')}`;
}

async function call(method, path, { body, headers = {}, credentials = authorization() } = {}) {
  const response = await fetch(`${demo.platform}/testnet/v2${path}`, {
    method,
    headers: {
      ...(credentials ? { Authorization: credentials } : {}),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const create = async (good = GOOD) => (await call('POST', '/goods', { body: good })).body;

test('a good is created as the documents show it', async () => {
  const { status, body } = await call('POST', '/goods/', { body: GOOD });
  assert.equal(status, 200);
  assert.match(body.id, /^[0-9a-f]{24}$/);
  assert.deepEqual(body, { ...GOOD, id: body.id, purchaseValidityPeriod: 3600000 });
});

test('a good is retrieved, with and without trailing slash', async () => {
  const good = await create();
  assert.deepEqual((await call('GET', `/goods/${good.id}`)).body, good);
  assert.deepEqual((await call('GET', `/goods/${good.id}/`)).body, good);
  const list = (await call('GET', '/goods/')).body;
  assert.ok(list.some(({ id }) => id === good.id));
});

test('a replaced good loses what the new one leaves out', async () => {
  const good = await create();
  const { purchaseValidityPeriod, ...rest } = GOOD;
  const { status, body } = await call('PUT', `/goods/${good.id}`, { body: { ...rest, price: 1 } });
  assert.equal(status, 200);
  assert.deepEqual(body, { ...rest, price: 1, id: good.id });
});

test('an updated good keeps what is not named', async () => {
  const good = await create();
  const body = { url: 'http://example.com/changed' };
  const updated = await call('PATCH', `/goods/${good.id}`, { body });
  assert.deepEqual(updated.body, { ...good, ...body });
});

test('a deleted good is gone and answered once more', async () => {
  const good = await create();
  const gone = await call('DELETE', `/goods/${good.id}`, {
    headers: { 'Content-Type': 'application/json' },
  });
  assert.deepEqual([gone.status, gone.body], [200, good]);
  assert.equal((await call('GET', `/goods/${good.id}`)).status, 404);
  assert.equal((await call('DELETE', `/goods/${good.id}`)).status, 404);
});

function assertError({ status, body }, expected) {
  assert.equal(status, expected);
  assert.deepEqual(Object.keys(body).sort(), ['errorCode', 'message', 'name', 'statusCode']);
  assert.equal(body.statusCode, expected);
  assert.equal(body.errorCode, expected);
  assert.ok(body.message.length > 5, body.message);
}

test('without the right key and secret nothing is answered', async () => {
  const { api_key, api_secret } = demo.store;
  for (const credentials of [
    null,
    'Basic',
    'Basic !!!!',
    `Basic ${Buffer.from(api_key).toString('base64')}`,
    authorization({ api_key, api_secret: `${api_secret}x` }),
    authorization({ api_key: 'nobody', api_secret }),
    `Bearer ${api_secret}`,
  ]) {
    const answer = await call('GET', '/goods/', { credentials });
    assertError(answer, 401);
    assert.equal(answer.body.name, 'unauthorized');
    assert.match(answer.headers.get('www-authenticate'), /^Basic /);
  }
});

test('who lacks the secret is not told what is wrong with his request', async () => {
  const credentials = authorization({ ...demo.store, api_secret: 'another' });
  for (const [method, path] of [
    ['POST', '/goods'],
    ['PUT', '/goods/5c3cd6d73f08ed2ee48a49a6'],
    ['PATCH', '/goods/none'],
    ['DELETE', '/goods/none'],
    ['POST', '/batch'],
  ])
    assertError(await call(method, path, { credentials, body: '{"price":' }), 401);
});

test('a body may have more than a good needs, but not without end', async () => {
  const padded = (size) => {
    const start = JSON.stringify({ ...GOOD, padding: '' }).slice(0, -2);
    return `${start}${'x'.repeat(size - start.length - 2)}"}`;
  };
  assert.equal((await call('POST', '/goods', { body: padded(64 * 1024) })).status, 200);
  assertError(await call('POST', '/goods', { body: padded(64 * 1024 + 1) }), 413);
});

test('wrong input is refused with the field it is about, and changes nothing', async () => {
  const count = async () => (await call('GET', '/goods')).body.length;
  const before = await count();
  const cases = [
    ['', /JSON/],
    ['{', /JSON/],
    ['[]', /object/],
    ['{"price":1,"price":2}', /twice/],
    [{ ...GOOD, price: undefined }, /price/],
    [{ ...GOOD, price: 'twelve' }, /price/],
    [{ ...GOOD, price: '1.5' }, /price/],
    [{ ...GOOD, price: 0 }, /price/],
    [{ ...GOOD, price: -1 }, /price/],
    [{ ...GOOD, price: 1.5 }, /price/],
    [{ ...GOOD, asset: 'BTC' }, /asset/],
    [{ ...GOOD, sharedSecret: '' }, /sharedSecret/],
    [{ ...GOOD, title: 7 }, /title/],
    [{ ...GOOD, url: null }, /url/],
    [{ ...GOOD, purchaseValidityPeriod: '-5s' }, /purchaseValidityPeriod/],
    [{ ...GOOD, purchaseValidityPeriod: {} }, /purchaseValidityPeriod/],
  ];
  for (const [body, message] of cases) {
    const answer = await call('POST', '/goods', { body });
    assertError(answer, 400);
    assert.match(answer.body.message, message);
  }
  assert.equal(await count(), before);
});

test('a body that is not JSON by its type, or too large, is refused', async () => {
  const text = { 'Content-Type': 'text/plain' };
  assertError(await call('POST', '/goods', { body: JSON.stringify(GOOD), headers: text }), 415);
  assertError(
    await call('POST', '/goods', { body: { ...GOOD, title: 'x'.repeat(2_000_000) } }),
    413,
  );
});

test('unknown goods, paths and methods are said to be so', async () => {
  assertError(await call('GET', '/goods/558bcdbb1309c59725bdb559'), 404);
  assertError(await call('PATCH', '/goods/nonsense', { body: {} }), 404);
  assertError(await call('GET', '/nothing'), 404);
  const answer = await call('PATCH', '/goods', { body: {} });
  assertError(answer, 405, /^this path takes .*GET.*, OPTIONS$/);
  assert.match(answer.headers.get('allow'), /GET/);
});

test('fields that old plugins send along are ignored', async () => {
  const good = await create({ ...GOOD, goodId: 7, spmeta: '{"adblock":false}' });
  assert.equal(good.goodId, undefined);
  assert.match(good.id, /^[0-9a-f]{24}$/);
});
