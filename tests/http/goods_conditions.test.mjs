// SPDX-License-Identifier: MIT
// Conditional requests: nobody overwrites what they have not seen, or reads twice what they have.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemo } from '../support/farthing.mjs';
import { assertError, GOOD, GoodsApi } from '../support/goods_api.mjs';

let demo;
let api;
before(async () => {
  demo = await startDemo({ ledgerClose: 'immediate' });
  api = new GoodsApi(demo);
});
after(() => demo.stop());

const etag = ({ headers }) => headers.get('etag');
const get = (id, headers) => api.call('GET', `/goods/${id}`, { headers });

test('every answer with one good has its tag, which changes with the good', async () => {
  const made = await api.call('POST', '/goods', { body: GOOD });
  const { id } = made.body;
  const tags = [etag(made)];
  assert.equal(etag(await get(id)), tags[0]);
  tags.push(etag(await api.call('PATCH', `/goods/${id}`, { body: { title: 'a' } })));
  tags.push(etag(await api.call('PUT', `/goods/${id}`, { body: GOOD })));
  assert.equal(etag(await get(id)), tags[2]);
  assert.equal(new Set(tags).size, 3);
  for (const tag of tags) assert.match(tag, /^"[^"]+"$/);
});

test('a write that changes nothing keeps the tag', async () => {
  const good = { ...GOOD, price: 1 };
  const made = await api.call('POST', '/goods', { body: good });
  const { id, title } = made.body;
  for (const [method, body] of [
    ['PATCH', {}],
    ['PATCH', { title }],
    ['PUT', good],
  ]) {
    const answer = await api.call(method, `/goods/${id}`, { body });
    assert.deepEqual([answer.status, etag(answer)], [200, etag(made)], method);
    assert.deepEqual(answer.body, made.body);
  }
  const v1 = new GoodsApi(demo, '/testnet/v1');
  const { body } = await v1.call('GET', `/goods/${id}`);
  assert.equal(etag(await v1.call('PUT', `/goods/${id}`, { body })), etag(made));
});

test('a change is refused when the good has changed since it was read', async () => {
  const { id } = await api.create();
  const tag = etag(await get(id));
  const change = (method, headers, body) => api.call(method, `/goods/${id}`, { headers, body });
  const first = await change('PATCH', { 'If-Match': tag }, { title: 'mine' });
  assert.equal(first.status, 200);
  for (const [method, body] of [
    ['PATCH', { title: 'theirs' }],
    ['PUT', GOOD],
    ['DELETE', undefined],
  ]) {
    assertError(await change(method, { 'If-Match': tag }, body), 412, /ETag/);
    assertError(await change(method, { 'If-Match': `W/${etag(first)}` }, body), 412);
    assertError(await change(method, { 'If-None-Match': '*' }, body), 412);
  }
  assert.equal((await get(id)).body.title, 'mine');
  const several = { 'If-Match': `${tag}, ${etag(first)}` };
  assert.equal((await change('PATCH', several, { title: 'again' })).status, 200);
  assert.equal((await change('DELETE', { 'If-Match': '*' })).status, 200);
  assertError(await change('DELETE', { 'If-Match': '*' }), 404);
});

test('of two that change what they have both read, one is told so', async () => {
  const { id } = await api.create();
  const headers = { 'If-Match': etag(await get(id)) };
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) =>
      api.call('PATCH', `/goods/${id}`, { headers, body: { title: `${i}` } }),
    ),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ status }) => status === 412).length, 15);
});

test('a good and a list that are known are not sent again', async () => {
  const { id } = await api.create();
  for (const path of [`/goods/${id}`, '/goods', '/goods?limit=1', '/goods?title=nihil']) {
    const first = await api.call('GET', path);
    const again = await api.call('GET', path, { headers: { 'If-None-Match': etag(first) } });
    assert.deepEqual([again.status, again.text, etag(again)], [304, '', etag(first)], path);
    const other = await api.call('GET', path, { headers: { 'If-None-Match': '"x"' } });
    assert.deepEqual([other.status, other.body], [200, first.body]);
  }
  const list = etag(await api.call('GET', '/goods'));
  await api.call('PATCH', `/goods/${id}`, { body: { title: 'new' } });
  const headers = { 'If-None-Match': list };
  assert.equal((await api.call('GET', '/goods', { headers })).status, 200);
  assert.equal((await get(id, { 'If-None-Match': '*' })).status, 304);
});
