// SPDX-License-Identifier: MIT
// Long lists of goods: pages, and what they are searched by.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemo } from '../support/farthing.mjs';
import { assertError, GOOD, GoodsApi } from '../support/goods_api.mjs';

const CREATION = { method: 'POST', path: '/goods' };
const SMALL = { sharedSecret: 'DLDwYsQGromi', price: 1, asset: 'XLM', title: '', url: '' };

let demo;
let api;
let all;
before(async () => {
  demo = await startDemo({ ledgerClose: 'immediate' });
  api = new GoodsApi(demo);
  const requests = Array.from({ length: 25 }, (_, i) => ({
    method: 'POST',
    path: '/goods',
    body: { ...GOOD, title: `Page ${i} of 100%`, url: `https://example.org/_${i}` },
  }));
  await api.batch(requests);
  all = (await api.call('GET', '/goods')).body;
});
after(() => demo.stop());

function nextOf({ headers }) {
  const link = headers.get('link');
  if (link === null) return undefined;
  const [, path] = link.match(/^<(\/testnet\/v2\/goods\/\?[^>]+)>; rel="next"$/);
  return path.replace('/testnet/v2', '');
}

test('goods are listed as they were made, however quickly', async () => {
  const listed = all.slice(-25).map(({ title }) => title);
  assert.deepEqual(
    listed,
    Array.from({ length: 25 }, (_, i) => `Page ${i} of 100%`),
  );
  const { id } = await api.create({ ...GOOD, title: 'newest' });
  const { body } = await api.call('GET', `/goods?cursor=${all.at(-1).id}`);
  assert.deepEqual(body.map((good) => good.id), [id]);
  await api.call('DELETE', `/goods/${id}`);
});

test('without a limit the list is whole and has no Link', async () => {
  const answer = await api.call('GET', '/goods/');
  assert.equal(answer.body.length, 25 + demo.goods.length);
  assert.equal(nextOf(answer), undefined);
});

test('the pages of any size are together the whole list, each good once', async () => {
  for (const limit of [1, 7, all.length - 1, all.length, all.length + 1]) {
    const pages = [];
    for (let path = `/goods?limit=${limit}`; path; ) {
      const answer = await api.call('GET', path);
      assert.equal(answer.status, 200);
      assert.ok(answer.body.length > 0 && answer.body.length <= limit);
      pages.push(answer.body);
      path = nextOf(answer);
    }
    assert.deepEqual(pages.flat(), all);
    assert.equal(pages.length, Math.ceil(all.length / limit));
  }
});

test('goods are found by a part of their title or url, which is taken literally', async () => {
  const titles = async (query) =>
    (await api.call('GET', `/goods?${query}`)).body.map(({ title }) => title);
  assert.equal((await titles('title=pAGE%201')).length, 11);
  assert.deepEqual(await titles('title=Page+3+'), ['Page 3 of 100%']);
  assert.deepEqual(await titles('url=/_24'), ['Page 24 of 100%']);
  assert.deepEqual(await titles('title=100%25&url=_7'), ['Page 7 of 100%']);
  assert.equal((await titles('title=%25')).length, 25);
  assert.deepEqual(await titles('title=Page%25of'), []);
  assert.deepEqual(await titles('url=_____'), []);
  assert.deepEqual(await titles('title=%5C'), []);
  assert.equal((await titles(`url=${'x'.repeat(100)}`)).length, 0);
});

test('a filter goes on over the pages', async () => {
  const first = await api.call('GET', '/goods?limit=10&title=page%20&url=example.org/');
  const second = await api.call('GET', nextOf(first));
  const third = await api.call('GET', nextOf(second));
  assert.deepEqual([first, second, third].map(({ body }) => body.length), [10, 10, 5]);
  assert.equal(nextOf(third), undefined);
});

test('what cannot be a page is refused with what would be right', async () => {
  for (const [query, message] of [
    ['limit=0', /"limit" .* 1 to 1000/],
    ['limit=-1', /"limit"/],
    ['limit=1001', /"limit"/],
    ['limit=ten', /"limit"/],
    ['limit=1&limit=2', /"limit"/],
    ['cursor=xyz', /"cursor"/],
    [`cursor=${'0'.repeat(25)}`, /"cursor"/],
    ['title=%ff', /"title"/],
    ['title=%4', /"title"/],
    [`url=${'x'.repeat(101)}`, /"url" .* at most 100 bytes/],
    ['title=%00', /"title" .* without control characters/],
    ['url=a%0Ab', /"url"/],
    ['title=%7F', /"title"/],
  ])
    assertError(await api.call('GET', `/goods?${query}`), 400, message);
});

test('a list of more than 100,000 goods is read in pages only', async () => {
  const most = 100_000;
  const own = await startDemo({ ledgerClose: 'immediate' });
  try {
    const large = new GoodsApi(own);
    const fill = (count) =>
      large.batch(Array.from({ length: count }, () => ({ ...CREATION, body: { ...SMALL } })));
    for (let left = most - own.goods.length; left > 0; left -= 5000)
      await fill(Math.min(left, 5000));
    const whole = await large.call('GET', '/goods');
    assert.equal(whole.status, 200);
    assert.equal(whole.body.length, most);
    await fill(1);
    const refused = await large.call('GET', '/goods');
    assertError(refused, 400);
    assert.match(refused.body.message, /more than 100000 goods; read them in pages: \?limit=1000/);
    const page = await large.call('GET', '/goods?limit=1000');
    assert.equal(page.body.length, 1000);
    assert.ok(nextOf(page));
  } finally {
    await own.stop();
  }
});
