// SPDX-License-Identifier: MIT
// Writes that are sent again because their answer was lost: done once.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { makeFolder, startDemo } from '../support/farthing.mjs';
import { assertError, GOOD, GoodsApi } from '../support/goods_api.mjs';

let folder;
let demo;
let api;
const start = async () => {
  demo = await startDemo({ folder, ledgerClose: 'immediate' });
  api = new GoodsApi(demo);
};
before(async () => {
  folder = await makeFolder();
  await start();
});
after(async () => {
  await demo.stop();
  await rm(folder, { recursive: true, force: true });
});

const keyed = (key) => ({ 'Idempotency-Key': key });
const count = async () => (await api.call('GET', '/goods')).body.length;
const shown = ({ status, text, headers }) => [
  status,
  text,
  ...['etag', 'content-type', 'warning'].map((name) => headers.get(name)),
];

test('a repeated request is done once and answered alike, also after a restart', async () => {
  const before = await count();
  const send = () => api.call('POST', '/goods', { body: GOOD, headers: keyed('one') });
  const first = await send();
  const second = await send();
  assert.equal(first.headers.get('idempotency-replayed'), null);
  assert.equal(second.headers.get('idempotency-replayed'), 'true');
  assert.deepEqual(shown(second), shown(first));
  await demo.kill();
  await start();
  assert.deepEqual(shown(await send()), shown(first));
  assert.equal(await count(), before + 1);
});

test('with and without a slash at its end a path is one, with another query not', async () => {
  const before = await count();
  const send = (path) => api.call('POST', path, { body: GOOD, headers: keyed('slash') });
  const first = await send('/goods');
  assert.deepEqual(shown(await send('/goods/')), shown(first));
  assert.equal(await count(), before + 1);
  assertError(await send('/goods?a=1'), 409, /new key/);
});

test('the conditions of a request belong to it', async () => {
  const { body: good, headers } = await api.call('POST', '/goods', { body: GOOD });
  const change = (tag) =>
    api.call('PATCH', `/goods/${good.id}`, {
      body: { title: 'changed' },
      headers: { ...keyed('conditions'), 'If-Match': tag },
    });
  const first = await change(headers.get('etag'));
  assert.equal(first.status, 200);
  assert.deepEqual(shown(await change(headers.get('etag'))), shown(first));
  assertError(await change(first.headers.get('etag')), 409, /new key/);
});

test('fifty at once have one effect and one answer', async () => {
  const before = await count();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      api.call('POST', '/goods', { body: GOOD, headers: keyed('fifty') }),
    ),
  );
  for (const answer of answers) assert.deepEqual(shown(answer), shown(answers[0]));
  assert.equal(await count(), before + 1);
});

test('a key that was used for another request is a conflict', async () => {
  const headers = keyed('two');
  const { body: good } = await api.call('POST', '/goods', { body: GOOD, headers });
  const before = await count();
  const other = { ...GOOD, price: 1 };
  assertError(await api.call('POST', '/goods', { body: other, headers }), 409, /new key/);
  assertError(await api.call('PUT', `/goods/${good.id}`, { body: GOOD, headers }), 409);
  assertError(await api.call('DELETE', `/goods/${good.id}`, { headers }), 409);
  const v1 = new GoodsApi(demo, '/testnet/v1');
  assertError(await v1.call('POST', '/goods', { body: GOOD, headers }), 409);
  assert.equal(await count(), before);
});

test('all writes and batches take a key', async () => {
  const good = await api.create();
  const path = `/goods/${good.id}`;
  for (const [method, at, body] of [
    ['PUT', path, GOOD],
    ['PATCH', path, { title: 'New' }],
    ['DELETE', path, undefined],
    ['POST', '/batch', { requests: [{ method: 'POST', path: '/goods', body: GOOD }] }],
  ]) {
    const headers = keyed(`write ${method} ${at}`.replaceAll(' ', '-'));
    const first = await api.call(method, at, { body, headers });
    const before = await count();
    assert.equal(first.status, 200);
    assert.deepEqual(shown(await api.call(method, at, { body, headers })), shown(first), method);
    assert.equal(await count(), before);
  }
});

test('what was refused has changed nothing and may be tried again under its key', async () => {
  const headers = keyed('three');
  const path = '/goods';
  assertError(await api.call('POST', path, { body: { ...GOOD, price: 0 }, headers }), 400);
  assert.equal((await api.call('POST', path, { body: GOOD, headers })).status, 200);
});

test('a key that is none is refused', async () => {
  for (const key of ['', 'a b', 'x'.repeat(256)])
    assertError(
      await api.call('POST', '/goods', { body: GOOD, headers: keyed(key) }),
      400,
      /Idempotency-Key/,
    );
});
