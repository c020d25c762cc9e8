// SPDX-License-Identifier: MIT
// Every request of SatoshiPay's documents as it is written there, but for host and id, with the
// answer that is written beside it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { startDemo } from '../support/farthing.mjs';

const curl = promisify(execFile).bind(null, 'curl');

let demo;
before(async () => (demo = await startDemo({ ledgerClose: 'immediate' })));
after(() => demo.stop());

/**
 * Runs a documented command with this server's host, key and secret in the documents' places. A
 * command is split at spaces outside of single quotes, as a shell does it.
 */
async function documented(command, { id = '' } = {}) {
  const { api_key, api_secret } = demo.store;
  const text = command
    .replaceAll('\\\n', ' ')
    .replace('https://api.satoshipay.io/v2', `${demo.platform}/testnet/v2`)
    .replace('<api-key>:<api-secret>', `${api_key}:${api_secret}`)
    .replace('apikey:apisecret', `${api_key}:${api_secret}`)
    .replace('{id}', id);
  const [program, ...words] = [...text.matchAll(/'([^']*)'|[^\s']+/g)].map(([all, inner]) =>
    inner === undefined ? all : inner,
  );
  assert.equal(program, 'curl');
  const { stdout } = await curl(['-s', '-w', '\n%{http_code} %{content_type}', ...words]);
  const [body, status, type] = stdout.match(/^([\s\S]*)\n(\d+) (.*)$/).slice(1);
  assert.match(type, /^application\/json/);
  return { status: Number(status), body: JSON.parse(body) };
}

/** The documented answer: the same fields with values of the same types, and these values. */
function assertLike({ status, body }, example, values = {}) {
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(Object.keys(body).sort(), Object.keys(example).sort());
  for (const [key, value] of Object.entries(example)) assert.equal(typeof body[key], typeof value);
  assert.match(body.id, /^[0-9a-f]{24}$/);
  for (const [key, value] of Object.entries(values)) assert.deepEqual(body[key], value);
}

const without = (object, ...keys) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

const CREATE = `curl https://api.satoshipay.io/v2/goods/ \\
  -u apikey:apisecret \\
  -H 'Content-Type: application/json' \\
  -X POST \\
  -d '{
       "sharedSecret": "DLDwYsQGromi",
       "price": 200000000,
       "asset": "XLM",
       "title": "Nihil placeat sapiente ut eaque assumenda et reprehenderit quos ab.",
       "url": "http://example.org/post1",
       "purchaseValidityPeriod": "1h"
      }'`;
const CREATED = {
  id: '5b61b65c96fec50010512cf6',
  sharedSecret: 'DLDwYsQGromi',
  asset: 'XLM',
  price: 200000000,
  title: 'Nihil placeat sapiente ut eaque assumenda et reprehenderit quos ab.',
  url: 'http://example.org/post1',
  purchaseValidityPeriod: 3600000,
};

const ENDLESS = without(CREATED, 'purchaseValidityPeriod');
const LIST = `curl https://api.satoshipay.io/v2/goods/ \\
  -u apikey:apisecret`;

test('Basic Authentication, and List Goods: an array of goods', async () => {
  const { body: good } = await documented(CREATE);
  const { status, body } = await documented(`curl https://api.satoshipay.io/v2/goods/ \\
  -u <api-key>:<api-secret>`);
  assert.equal(status, 200);
  assert.deepEqual(
    body.find(({ id }) => id === good.id),
    good,
  );
  for (const each of body)
    assertLike({ status, body: each }, 'purchaseValidityPeriod' in each ? CREATED : ENDLESS);
  const again = await documented(LIST);
  assert.deepEqual(again.body, body);
});

test('Errors: the error object', async () => {
  const { status, body } = await documented(LIST.replace('apikey', 'wrong'));
  assert.equal(status, 401);
  assert.deepEqual(body, {
    name: 'unauthorized',
    message: 'Unauthorized Request',
    statusCode: 401,
    errorCode: 401,
  });
});

test('Create a Good', async () => {
  assertLike(await documented(CREATE), CREATED, without(CREATED, 'id'));
});

test('Retrieve a Good; one that is not there is a 404 error object', async () => {
  const { body: good } = await documented(CREATE);
  const retrieve = 'curl https://api.satoshipay.io/v2/goods/{id} \\\n  -u apikey:apisecret';
  assertLike(await documented(retrieve, good), CREATED, good);
  const { status, body } = await documented(retrieve, { id: '558bcdbb1309c59725bdb559' });
  assert.equal(status, 404);
  const { message, ...rest } = body;
  assert.deepEqual(rest, { name: 'not_found', statusCode: 404, errorCode: 404 });
  assert.match(message, /no good with this id/);
});

test('Replace a Good', async () => {
  const { body: good } = await documented(CREATE);
  const replace = `curl https://api.satoshipay.io/v2/goods/{id} \\
  -u apikey:apisecret \\
  -H 'Content-Type: application/json' \\
  -X PUT \\
  -d '{
        "sharedSecret": "RLC43wvCcmcs",
        "price": 200000000,
        "asset": "XLM",
        "title": "Veritatis impedit mollitia nam ipsum laudantium quam quidem.",
        "url": "https://example.net",
        "purchaseValidityPeriod": "60000"
      }'`;
  assertLike(await documented(replace, good), CREATED, {
    id: good.id,
    sharedSecret: 'RLC43wvCcmcs',
    asset: 'XLM',
    price: 200000000,
    title: 'Veritatis impedit mollitia nam ipsum laudantium quam quidem.',
    url: 'https://example.net',
    purchaseValidityPeriod: 60000,
  });
  assert.equal((await documented(replace, { id: '56c5a91265e80b7c51afad23' })).status, 404);
});

test('Update a Good, and Valid JSON', async () => {
  const { body: good } = await documented(CREATE);
  const changed = await documented(
    `curl https://api.satoshipay.io/v2/goods/{id} \\
  -u apikey:apisecret \\
  -H 'Content-Type: application/json' \\
  -X PATCH \\
  -d '{
        "url": "http://example.com/changed"
      }'`,
    good,
  );
  assertLike(changed, CREATED, { ...good, url: 'http://example.com/changed' });
  const secret = await documented(
    `curl https://api.satoshipay.io/v2/goods/{id} \\
  -X PATCH \\
  -u apikey:apisecret \\
  -H 'Content-Type: application/json' \\
  -d '{ "sharedSecret": "xyz" }'`,
    good,
  );
  assertLike(secret, CREATED, { ...changed.body, sharedSecret: 'xyz' });
});

test('Delete a Good', async () => {
  const { body: good } = await documented(CREATE);
  const remove = `curl https://api.satoshipay.io/v2/goods/{id} \\
  -u apikey:apisecret \\
  -X DELETE`;
  assertLike(await documented(remove, good), CREATED, good);
  assert.equal((await documented(remove, good)).status, 404);
});

test('Batch Requests', async () => {
  const { status, body } = await documented(`curl https://api.satoshipay.io/v2/batch/ \\
  -u apikey:apisecret \\
  -H 'Content-Type: application/json' \\
  -X POST \\
  -d '{
        "requests": [
          {
            "method": "POST",
            "path": "/goods",
            "body": {
              "sharedSecret": "NSKLDspUuo_V",
              "price": 50000000,
              "asset": "XLM",
              "title": "Aliquam sit nisi quia ut rerum.",
              "url": "https://example.com/post1"
            }
          },
          {
            "method": "POST",
            "path": "/goods",
            "body": {
              "sharedSecret": "NSfg1elotk_R",
              "price": 180000000,
              "asset": "XLM",
              "title": "Vitae facere ea totam hic",
              "url": "https://example.com/post2"
            }
          }
        ]
      }'`);
  assert.equal(status, 200);
  const expected = [
    ['NSKLDspUuo_V', 50000000, 'Aliquam sit nisi quia ut rerum.', 'https://example.com/post1'],
    ['NSfg1elotk_R', 180000000, 'Vitae facere ea totam hic', 'https://example.com/post2'],
  ];
  assert.equal(body.responses.length, expected.length);
  body.responses.forEach((response, i) => {
    const [sharedSecret, price, title, url] = expected[i];
    const values = { sharedSecret, price, asset: 'XLM', title, url };
    assert.deepEqual(Object.keys(response), ['status', 'body']);
    assertLike(response, ENDLESS, values);
  });
});

test('Payment Expiry: the documented periods', async () => {
  const periods = {
    '5s': 5000,
    60000: 60000,
    '1m': 60000,
    '2.5 hrs': 9000000,
    '2 days': 172800000,
    '1y': 31557600000,
  };
  for (const [period, milliseconds] of Object.entries(periods)) {
    const answer = await documented(CREATE.replace('"1h"', `"${period}"`));
    assertLike(answer, CREATED, { purchaseValidityPeriod: milliseconds });
  }
});

/** Runs `curl https://example.org/satoshipay-content/5?...` against the demo's publisher. */
async function content(query, ...options) {
  const url = demo.goods[0].src + query;
  const { stdout } = await curl(['-s', '-D', '-', ...options, url]);
  const [head, ...body] = stdout.split('\r\n\r\n');
  const [line, ...fields] = head.split('\r\n');
  const headers = new Headers(fields.map((field) => field.split(': ')));
  return { status: Number(line.split(' ')[1]), headers, body: body.join('\r\n\r\n') };
}

/** What a merchant answers with who has got no valid certificate or receipt (May 2016). */
function assertPaymentRequired({ status, headers }) {
  assert.equal(status, 402);
  assert.equal(headers.get('x-payment-types-accepted'), 'SatoshiPay');
  assert.match(headers.get('x-payment-amount-satoshipay'), /^\d+$/);
  assert.equal(headers.get('x-payment-id-satoshipay'), demo.goods[0].id);
}

test('HTTP 402: without a valid certificate the header fields of May 2016', async () => {
  assertPaymentRequired(await content(''));
  assertPaymentRequired(await content('?paymentCert=kaTBAIv5j'));
  assertPaymentRequired(await content('', '-H', 'X-Payment-Certificate: kaTBAIv5j'));
});

const SAMPLE_RECEIPT =
  'eyJleHAiOjE1MDM1NzY4NDksIml0byI6IjAyZmNmZWNiZGFiMTExMmY0MjRiYzc2MTVmZDY2NjkzNzBhMjc3Njg1Mjgx' +
  'Mjc3MWM2YWQ1Y2RmZTU3MTgzNDNkNSIsImp0aSI6ImNRNkROa1dUdjU3NGVLb2NoQnZlZWFtRzY2WE9lSUx4In0.' +
  '13c5d97f6ac3b0d2412962437066ca22ada3cafad1aefad85a2e261a98b2ee14' +
  'e0ca8f3c7772c78fd8fed9cfb0b51b4b4c154c078a1a0b36a5c19185c84b6281';

test('Retrieving Goods: the documented receipt has expired and is for another secret', async () => {
  assertPaymentRequired(await content(`?paymentReceipt=${SAMPLE_RECEIPT}`));
});

test('Retrieving Goods: a valid receipt opens the good, whole and in part', async () => {
  const exp = Math.floor(Date.now() / 1000) + 60;
  const ito = '02fcfecbdab1112f424bc7615fd6669370a2776852812771c6ad5cdfe5718343d5';
  const claims = JSON.stringify({ exp, ito, jti: 'cQ6DNkWTv574eKochBveeamG66XOeILx' });
  const payload = Buffer.from(claims).toString('base64url');
  const { sharedSecret, type } = demo.goods[0];
  const signature = createHash('sha512').update(payload + sharedSecret);
  const query = `?paymentReceipt=${payload}.${signature.digest('hex')}`;

  const whole = await content(query);
  assert.equal(whole.status, 200);
  assert.equal(whole.headers.get('content-type'), type);
  assert.equal(whole.headers.get('access-control-allow-origin'), '*');
  assert.equal(whole.headers.get('accept-ranges'), 'bytes');
  const size = Number(whole.headers.get('content-length'));
  assert.equal(Buffer.byteLength(whole.body), size);

  const part = await content(query, '-H', 'Range: bytes=0-49');
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('content-length'), '50');
  assert.equal(part.headers.get('content-range'), `bytes 0-49/${size}`);
});
