// SPDX-License-Identifier: MIT
// Batches: many requests for goods in one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemo } from '../support/farthing.mjs';
import { assertError, GOOD, GoodsApi } from '../support/goods_api.mjs';
import { Wallet } from '../support/wallet.mjs';

const MOST = 5000;

let demo;
let api;
before(async () => {
  demo = await startDemo({ ledgerClose: 'immediate' });
  api = new GoodsApi(demo);
});
after(() => demo.stop());

const post = (body, path = '/goods') => ({ method: 'POST', path, body });
const count = async () => (await api.call('GET', '/goods')).body.length;

test('answers come in the order of the requests, and one failure undoes no other', async () => {
  const good = await api.create();
  const gone = await api.create();
  const answers = await api.batch([
    post({ ...GOOD, title: 'first' }),
    post({ ...GOOD, price: -1 }),
    { method: 'PATCH', path: `/goods/${good.id}`, body: { title: 'patched' } },
    { method: 'PUT', path: `/goods/${good.id}/`, body: { ...GOOD, title: 'put' } },
    { method: 'GET', path: `/goods/${good.id}` },
    { method: 'DELETE', path: `/goods/${gone.id}` },
    { method: 'DELETE', path: `/goods/${gone.id}` },
    'nonsense',
    post({ ...GOOD, title: 'last' }, '/goods/'),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 400, 200, 200, 405, 200, 404, 400, 200],
  );
  assert.deepEqual(
    [0, 2, 3, 5, 8].map((i) => answers[i].body.title),
    ['first', 'patched', 'put', gone.title, 'last'],
  );
  for (const i of [1, 4, 6, 7]) assertError(answers[i], answers[i].status);
  assert.equal((await api.call('GET', `/goods/${good.id}`)).body.title, 'put');
  assert.equal((await api.call('GET', `/goods/${answers[8].body.id}`)).body.title, 'last');
});

test('a request answers in a batch what it answers alone', async () => {
  const { id } = await api.create();
  for (const [method, path, body] of [
    ['POST', '/goods', { ...GOOD, price: 1.5 }],
    ['POST', '/goods', { ...GOOD, asset: 'BTC' }],
    ['POST', '/goods', []],
    ['POST', '/goods', null],
    ['PATCH', `/goods/${id}`, { price: '12' }],
    ['PATCH', `/goods/${id}`, { price: 5e6, unknown: 1 }],
    ['PUT', `/goods/${id}`, {}],
    ['PUT', `/goods/${'0'.repeat(24)}`, GOOD],
    ['PATCH', '/goods/nonsense', {}],
  ]) {
    const alone = await api.call(method, path, { body });
    const [together] = await api.batch([{ method, path, body }]);
    assert.deepEqual(together, { status: alone.status, body: alone.body });
  }
});

test('numbers are read exactly here too', async () => {
  const item = (price) =>
    `{"method":"POST","path":"/goods","body":{"price":${price},"asset":"XLM","sharedSecret":"abc",` +
    '"title":"","url":""}}';
  const body = `{"requests":[${['5e6', '123456789012345678.5', '10049999.9999999'].map(item)}]}`;
  const { responses } = (await api.call('POST', '/batch/', { body })).body;
  assert.deepEqual(
    responses.map(({ status, body: { price } }) => price ?? status),
    [5000000, 400, 10050000],
  );
});

test('a path may have the prefix of its version, and no other', async () => {
  const paths = {
    '/goods': 200,
    '/v2/goods': 200,
    '/testnet/v2/goods/': 200,
    '/v1/goods': 404,
    '/v2goods': 404,
    '/testnet/v2': 404,
    goods: 404,
    '/goods/../goods': 404,
    '/batch': 404,
    '': 404,
    '/goods/?x=1': 405,
  };
  const answers = await api.batch(Object.keys(paths).map((path) => post(GOOD, path)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    Object.values(paths),
  );
});

test('what is no request is refused alone, with what would be right', async () => {
  const cases = [
    [{ path: '/goods', body: GOOD }, 400, /"method"/],
    [{ method: 'post', path: '/goods', body: GOOD }, 405, /POST, PUT, PATCH or DELETE/],
    [{ method: 7, path: '/goods', body: GOOD }, 400, /"method"/],
    [{ method: 'POST', body: GOOD }, 400, /"path"/],
    [{ method: 'POST', path: '/goods' }, 400, /"body"/],
    [{ method: 'PUT', path: '/goods', body: GOOD }, 405, /POST/],
    [{ method: 'POST', path: `/goods/${'0'.repeat(24)}`, body: GOOD }, 405, /PUT/],
    [null, 400, /object/],
  ];
  const answers = await api.batch(cases.map(([request]) => request));
  cases.forEach(([, status, message], i) => assertError(answers[i], status, message));
});

test('what is no batch is refused as a whole and changes nothing', async () => {
  const before = await count();
  for (const [body, message] of [
    ['{', /JSON/],
    [[], /object/],
    [{}, /"requests".*missing/],
    [{ requests: {} }, /"requests"/],
    [{ requests: Array(MOST + 1).fill(post(GOOD)) }, /5000/],
    ['{"requests":[],"requests":[]}', /twice/],
  ])
    assertError(await api.call('POST', '/batch', { body }), 400, message);
  const text = { 'Content-Type': 'text/plain' };
  assertError(await api.call('POST', '/batch', { body: '{"requests":[]}', headers: text }), 415);
  assert.equal(await count(), before);
});

test('an empty batch has no answers, and a large one has all of them', async () => {
  assert.deepEqual(await api.batch([]), []);
  const before = await count();
  const requests = Array.from({ length: MOST }, (_, i) => post({ ...GOOD, title: `${i}` }));
  const answers = await api.batch(requests);
  assert.equal(answers.length, MOST);
  answers.forEach(({ status, body }, i) => assert.deepEqual([status, body.title], [200, `${i}`]));
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, MOST);
  assert.equal(await count(), before + MOST);
});

test('version 1 has batches too, in satoshis', async () => {
  const v1 = new GoodsApi(demo, '/testnet/v1');
  const body = { secret: 'abc', price: '4000', title: 'Old', url: '' };
  const [made, refused] = await v1.batch([post(body, '/v1/goods'), post(body, '/v2/goods')]);
  assert.equal(refused.status, 404);
  assert.deepEqual(made, {
    status: 200,
    body: { ...body, id: made.body.id, price: 4000, sharedSecret: 'abc' },
  });
});

test('of many batches at once most are refused, so that payments need not wait', async () => {
  const wallet = await Wallet.open(demo.platform);
  const body = JSON.stringify({ requests: Array(MOST).fill(post(GOOD)) });
  const answers = Array.from({ length: 24 }, () => api.call('POST', '/batch', { body }));
  assert.equal((await wallet.buy(demo.goods[0].id)).type, 'receipt');
  const statuses = new Set();
  for (const { status, headers } of await Promise.all(answers))
    statuses.add(`${status} ${headers.get('retry-after')}`);
  assert.deepEqual([...statuses].sort(), ['200 null', '429 1']);
  assert.equal((await api.batch([post(GOOD)]))[0].status, 200);
  await wallet.close();
});
