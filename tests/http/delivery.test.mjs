// SPDX-License-Identifier: MIT
// The demo publisher's endpoint: what leaves against a receipt, and what does not without one.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startDemo } from '../support/farthing.mjs';

let demo;
let article;
before(async () => {
  demo = await startDemo({ ledgerClose: 'immediate' });
  article = demo.goods[0];
});
after(() => demo.stop());

/** A receipt as any publisher's documents describe it, made here by their formula. */
function receipt({ good = article, expiresIn = 60 } = {}) {
  const exp = Math.floor(Date.now() / 1000) + expiresIn;
  const payload = Buffer.from(JSON.stringify({ exp, ito: '02fc', jti: 'abc' })).toString(
    'base64url',
  );
  return `${payload}.${createHash('sha512')
    .update(payload + good.sharedSecret)
    .digest('hex')}`;
}

const get = (query, headers = {}, method = 'GET') =>
  fetch(article.src + query, { method, headers });

test('a valid receipt opens the whole file and its parts', async () => {
  const whole = await get(`?paymentReceipt=${receipt()}`);
  const bytes = Buffer.from(await whole.arrayBuffer());
  assert.equal(whole.status, 200);
  assert.equal(whole.headers.get('content-type'), article.type);
  assert.equal(whole.headers.get('access-control-allow-origin'), '*');
  assert.ok(bytes.length > 100);

  const header = await get('', { 'X-Payment-Certificate': receipt() });
  assert.deepEqual(Buffer.from(await header.arrayBuffer()), bytes);

  for (const [range, first, last] of [
    ['0-9', 0, 9],
    ['10-', 10, bytes.length - 1],
    ['-7', bytes.length - 7, bytes.length - 1],
  ]) {
    const part = await get(`?paymentReceipt=${receipt()}`, { Range: `bytes=${range}` });
    assert.equal(part.status, 206);
    assert.equal(part.headers.get('content-range'), `bytes ${first}-${last}/${bytes.length}`);
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(first, last + 1));
  }

  const beyond = await get(`?paymentReceipt=${receipt()}`, { Range: `bytes=${bytes.length}-` });
  assert.equal(beyond.status, 416);
  assert.equal(beyond.headers.get('content-range'), `bytes */${bytes.length}`);
});

test('HEAD tells the size only to who has paid', async () => {
  const paid = await get(`?paymentReceipt=${receipt()}`, {}, 'HEAD');
  assert.equal(paid.status, 200);
  assert.ok(Number(paid.headers.get('content-length')) > 100);
  assert.equal((await get('', {}, 'HEAD')).status, 402);
});

test('without a valid receipt the answer is 402 and says nothing of the file', async () => {
  const good = receipt();
  const altered = good.replace(/.$/, (c) => (c === '0' ? '1' : '0'));
  const bad = [
    '',
    '?paymentReceipt=',
    `?paymentReceipt=${altered}`,
    `?paymentReceipt=${good}x`,
    `?paymentReceipt=${good.toUpperCase()}`,
    `?paymentReceipt=${receipt({ expiresIn: -1 })}`,
    `?paymentReceipt=${receipt({ good: demo.goods[1] })}`,
    `?paymentCert=${article.sharedSecret}`,
  ];
  for (const query of bad)
    for (const headers of [{}, { Range: 'bytes=0-3' }, { 'If-None-Match': '*' }]) {
      const answer = await get(query, headers);
      const body = await answer.json();
      assert.equal(answer.status, 402, query);
      assert.equal(answer.headers.get('x-payment-types-accepted'), 'SatoshiPay');
      assert.equal(answer.headers.get('x-payment-price'), '4000');
      assert.equal(answer.headers.get('x-payment-identifier'), article.id);
      assert.equal(answer.headers.get('x-payment-amount-satoshipay'), '1');
      assert.equal(answer.headers.get('x-payment-id-satoshipay'), article.id);
      for (const name of ['etag', 'last-modified', 'content-range', 'accept-ranges'])
        assert.equal(answer.headers.get(name), null);
      assert.equal(body.statusCode, 402);
    }
});

test('two proofs are one too many', async () => {
  const text = receipt();
  const twice = await get(`?paymentReceipt=${text}&paymentReceipt=${text}`);
  assert.equal(twice.status, 400);
  const both = await get(`?paymentReceipt=${text}`, { 'X-Payment-Certificate': text });
  assert.equal(both.status, 400);
});

test('a page of another origin may send the certificate and a range', async () => {
  const preflight = await fetch(article.src, {
    method: 'OPTIONS',
    headers: { Origin: 'https://blog.example', 'Access-Control-Request-Method': 'GET' },
  });
  assert.ok(preflight.status < 300);
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  const allowed = preflight.headers.get('access-control-allow-headers').toLowerCase();
  for (const name of ['x-payment-certificate', 'range']) assert.ok(allowed.includes(name), allowed);
});

test('only what is for sale or free is served, however it is spelled', async () => {
  for (const path of [
    '/paid/',
    '/paid',
    '/paid/nothing.html',
    '/paid/..%2fgoods.toml',
    '/goods.toml',
    '/demo/goods.toml',
    '/%2e%2e/store.json',
    '/paid/article.html%00',
  ])
    assert.ok([400, 404].includes((await fetch(demo.site + path)).status), path);
});
