// SPDX-License-Identifier: MIT
// What leaves a publisher's endpoint, for every combination of proof, carrier, range, condition and
// method, beside a model of the documents and of RFC 9110; and nothing before payment.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { rm, utimes } from 'node:fs/promises';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LeakFinder } from '../browser/leaks.mjs';
import { makeFolder } from '../support/farthing.mjs';
import {
  ask,
  GOOD_ID,
  receipt,
  SECRET,
  startDeliver,
  writeFiles,
  writeGoods,
} from '../support/goods.mjs';

const MODIFIED = 'Sun, 06 Nov 1994 08:49:37 GMT';
const EARLIER = 'Sun, 06 Nov 1994 08:49:36 GMT';
const LATER = 'Sun, 06 Nov 1994 08:49:38 GMT';
const OTHER_SECRET = 'd41d8cd98f00b204e9800998ecf8427e';

// Too large to be kept in memory, and small enough to be.
const GOODS = [
  { path: '/paid/large.bin', file: 'large.bin', size: 100_003, type: 'application/octet-stream' },
  {
    path: '/paid/small.html',
    file: 'small.html',
    size: 1_000,
    content_type: 'text/plain',
    type: 'text/plain; charset=utf-8',
  },
  {
    path: '/paid/film.webm',
    file: 'film.webm',
    size: 40_000,
    type: 'video/webm',
    payment_cert: true,
  },
];

const PROOFS = {
  none: () => '',
  valid: () => receipt(),
  'of another good': () => receipt({ secret: OTHER_SECRET }),
  expired: () => receipt({ exp: -1 }),
  'expiring now': () => receipt({ exp: 0 }),
  altered: () => receipt().replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
  'in upper case': () => receipt().replace(/[^.]*$/, (digits) => digits.toUpperCase()),
  padded: () => receipt().replace('.', '=.'),
  'the secret': () => SECRET,
  'a wrong secret': () => `${SECRET}x`,
};
const CARRIERS = ['paymentReceipt', 'paymentCert', 'X-Payment-Certificate', 'two of them'];
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE'];
const RANGES = {
  '': () => 'whole',
  'bytes=0-9': () => [[0, 9]],
  'bytes=500-': (size) => [[500, size - 1]],
  'bytes=-7': (size) => [[size - 7, size - 1]],
  'bytes=-999999999': (size) => [[0, size - 1]],
  'bytes=990-99999999999999999999': (size) => [[990, size - 1]],
  'bytes=20-29,0-9': () => [
    [0, 9],
    [20, 29],
  ],
  'bytes=0-5,3-9,10-11': () => [[0, 11]],
  'bytes=0-0,-1,9999999-': (size) => [
    [0, 0],
    [size - 1, size - 1],
  ],
  'bytes=9999999-': () => 'beyond',
  'bytes=-0': () => 'beyond',
  'bytes=9-5': () => 'whole',
  'bytes=a-b': () => 'whole',
  'lines=0-9': () => 'whole',
};
/** By name: the fields, and what they come to for a file with this tag. */
const CONDITIONS = {
  none: () => ({}),
  'If-None-Match, known': (etag) => ({
    fields: { 'If-None-Match': `"x", W/${etag}` },
    status: 304,
  }),
  'If-None-Match, other': () => ({ fields: { 'If-None-Match': '"x"' } }),
  'If-None-Match, any': () => ({ fields: { 'If-None-Match': '*' }, status: 304 }),
  'If-Modified-Since, known': () => ({ fields: { 'If-Modified-Since': MODIFIED }, status: 304 }),
  'If-Modified-Since, older': () => ({ fields: { 'If-Modified-Since': EARLIER } }),
  'If-Match, other': () => ({ fields: { 'If-Match': '"x"' }, status: 412 }),
  'If-Match, known': (etag) => ({ fields: { 'If-Match': etag } }),
  'If-Unmodified-Since, older': () => ({ fields: { 'If-Unmodified-Since': EARLIER }, status: 412 }),
  'If-Unmodified-Since, newer': () => ({ fields: { 'If-Unmodified-Since': LATER } }),
  'If-Range, known': (etag) => ({ fields: { 'If-Range': etag } }),
  'If-Range, weak': (etag) => ({ fields: { 'If-Range': `W/${etag}` }, whole: true }),
  'If-Range, date': () => ({ fields: { 'If-Range': MODIFIED } }),
  'If-Range, other date': () => ({ fields: { 'If-Range': LATER }, whole: true }),
};

/** What says something of the file. */
const OF_THE_FILE = [
  'etag',
  'last-modified',
  'accept-ranges',
  'content-range',
  'content-disposition',
];

let folder;
let endpoint;
let agent;
const unpaid = [];

before(async () => {
  folder = await makeFolder();
  agent = new Agent({ keepAlive: true, maxSockets: 8 });
  for (const good of GOODS) {
    good.bytes = randomBytes(good.size);
    await writeFiles(folder, { [good.file]: good.bytes });
    await utimes(join(folder, good.file), new Date(MODIFIED), new Date(MODIFIED));
  }
  const entries = GOODS.map(({ path, file, content_type, payment_cert = false }) => ({
    path,
    file,
    ...(content_type && { content_type }),
    payment_cert,
  }));
  endpoint = await startDeliver(['--goods', await writeGoods(folder, entries)]);
  for (const good of GOODS) {
    const answer = await ask(`${endpoint.url}${good.path}?paymentReceipt=${receipt()}`, { agent });
    good.etag = answer.headers.etag;
    assert.match(good.etag, /^"[a-z0-9-]+"$/);
  }
});
after(async () => {
  agent?.destroy();
  await endpoint?.stop();
  await rm(folder, { recursive: true, force: true });
});

function requestOf(good, { proof, carrier, range, condition, method }) {
  const text = PROOFS[proof]();
  const headers = { ...(range && { Range: range }), ...condition.fields };
  const query = [];
  if (proof !== 'none') {
    if (carrier.startsWith('payment')) query.push(`${carrier}=${text}`);
    if (carrier.startsWith('X-') || carrier === 'two of them')
      headers['X-Payment-Certificate'] = text;
    if (carrier === 'two of them') query.push(`paymentReceipt=${text}`);
  }
  const url = `${endpoint.url}${good.path}${query.length > 0 ? `?${query}` : ''}`;
  return { url, options: { method, headers, agent } };
}

/** The documents' rules: undefined when the good is paid, else the code of the refusal. */
function refusal(good, { proof, carrier }) {
  if (proof === 'none') return 'no_proof';
  if (carrier === 'two of them') return 'contradictory_proofs';
  const takesReceipt = carrier !== 'paymentCert';
  const takesSecret = good.payment_cert && carrier !== 'paymentReceipt';
  if (carrier === 'paymentCert' && !good.payment_cert) return 'cert_refused';
  if (takesReceipt && proof === 'valid') return undefined;
  if (takesSecret && proof === 'the secret') return undefined;
  if (takesReceipt && proof.startsWith('expir')) return 'receipt_expired';
  return 'bad_receipt';
}

function checkRefusal(good, answer, code, method) {
  assert.equal(answer.headers['cache-control'], 'no-store');
  for (const name of OF_THE_FILE) assert.equal(answer.headers[name], undefined, name);
  if (code === 'contradictory_proofs') return assert.equal(answer.status, 400);
  assert.equal(answer.status, 402);
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  assert.equal(answer.headers['x-payment-price'], '4000');
  assert.equal(answer.headers['x-payment-amount-satoshipay'], '1');
  for (const name of ['x-payment-identifier', 'x-payment-id-satoshipay'])
    assert.equal(answer.headers[name], GOOD_ID);
  assert.equal(answer.headers['x-payment-types-accepted'], 'SatoshiPay');
  if (method === 'HEAD') return assert.equal(answer.body.length, 0);
  assert.equal(Number(answer.headers['content-length']), answer.body.length);
  const { code: said, status, price } = JSON.parse(answer.body);
  return assert.deepEqual({ said, status, price }, { said: code, status: 402, price: 4000 });
}

/** Status, fields and body of the answer to who has paid. */
function paidAnswer(good, { range, condition, method }, boundary) {
  const cache = good.type.startsWith('video/') ? 'private' : 'private, no-store';
  const validators = { etag: good.etag, 'last-modified': MODIFIED, 'accept-ranges': 'bytes' };
  if (condition.status === 304)
    return { status: 304, fields: { ...validators, 'cache-control': cache } };
  if (condition.status === 412) return { status: 412, fields: { 'cache-control': 'no-store' } };
  const parts = method === 'HEAD' || condition.whole ? 'whole' : RANGES[range](good.size);
  if (parts === 'beyond') {
    const fields = { 'content-range': `bytes */${good.size}`, 'cache-control': 'no-store' };
    return { status: 416, fields };
  }
  const saved = good.type === 'application/octet-stream';
  const disposition = saved ? { 'content-disposition': `attachment; filename="${good.file}"` } : {};
  const fields = {
    ...validators,
    'cache-control': cache,
    'content-type': good.type,
    ...disposition,
  };
  const said = ([first, last]) => `bytes ${first}-${last}/${good.size}`;
  const bytes = ([first, last]) => good.bytes.subarray(first, last + 1);
  if (parts === 'whole') return { status: 200, fields, body: good.bytes };
  if (parts.length === 1) {
    const [part] = parts;
    return { status: 206, fields: { ...fields, 'content-range': said(part) }, body: bytes(part) };
  }
  const body = parts.flatMap((part) => [
    `\r\n--${boundary}\r\nContent-Type: ${good.type}\r\nContent-Range: ${said(part)}\r\n\r\n`,
    bytes(part),
  ]);
  return {
    status: 206,
    fields: {
      ...validators,
      'cache-control': cache,
      'content-type': `multipart/byteranges; boundary=${boundary}`,
    },
    body: Buffer.concat([...body, `\r\n--${boundary}--\r\n`].map((part) => Buffer.from(part))),
  };
}

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

function checkPaid(good, answer, kase) {
  const boundary = /boundary=(.*)/.exec(answer.headers['content-type'])?.[1];
  const { status, fields, body } = paidAnswer(good, kase, boundary);
  assert.equal(answer.status, status);
  for (const name of [...OF_THE_FILE, 'cache-control'])
    assert.equal(answer.headers[name], fields[name], name);
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.equal(answer.headers['referrer-policy'], 'no-referrer');
  assert.equal(answer.headers['x-payment-price'], undefined);
  if (!body) return;
  assert.equal(answer.headers['content-type'], fields['content-type']);
  assert.equal(Number(answer.headers['content-length']), body.length);
  assert.equal(hash(answer.body), hash(kase.method === 'HEAD' ? '' : body));
}

function check(good, answer, kase) {
  if (kase.method === 'OPTIONS') {
    assert.equal(answer.status, 204);
    assert.equal(answer.headers['access-control-allow-methods'], 'GET, HEAD');
    const allowed = answer.headers['access-control-allow-headers'].split(', ');
    for (const name of ['X-Payment-Certificate', 'Range']) assert.ok(allowed.includes(name));
  } else if (kase.method !== 'GET' && kase.method !== 'HEAD') {
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.allow, 'GET, HEAD, OPTIONS');
  } else {
    const code = refusal(good, kase);
    if (code) checkRefusal(good, answer, code, kase.method);
    else checkPaid(good, answer, kase);
  }
  assert.equal(answer.headers['access-control-allow-origin'], '*');
}

/** Each value of each dimension with all values of the two that it acts upon. */
function* cases(good) {
  const conditions = Object.entries(CONDITIONS);
  const plain = {
    proof: 'valid',
    carrier: 'paymentReceipt',
    range: '',
    method: 'GET',
    condition: {},
  };
  for (const proof of Object.keys(PROOFS))
    for (const carrier of CARRIERS)
      for (const method of METHODS)
        for (const range of ['', 'bytes=0-9'])
          for (const name of ['none', 'If-None-Match, any'])
            yield {
              ...plain,
              proof,
              carrier,
              method,
              range,
              condition: CONDITIONS[name](good.etag),
            };
  for (const range of Object.keys(RANGES))
    for (const [, condition] of conditions)
      for (const method of ['GET', 'HEAD'])
        for (const carrier of ['paymentReceipt', 'X-Payment-Certificate'])
          yield { ...plain, carrier, range, method, condition: condition(good.etag) };
  for (const [, condition] of conditions)
    for (const range of Object.keys(RANGES))
      yield { ...plain, proof: 'expired', range, condition: condition(good.etag) };
}

for (const good of GOODS)
  test(`${good.file}: every answer is the one that the documents promise`, async () => {
    let count = 0;
    for (const kase of cases(good)) {
      const { url, options } = requestOf(good, kase);
      const answer = await ask(url, options);
      try {
        check(good, answer, kase);
      } catch (problem) {
        problem.message += `\nin ${JSON.stringify(kase)}`;
        throw problem;
      }
      if (refusal(good, kase) || kase.method === 'OPTIONS')
        unpaid.push(Buffer.from(JSON.stringify(answer.headers)), answer.body);
      ++count;
    }
    assert.ok(count >= 400, `${count} cases`);
  });

test('nothing that was sent before payment holds sixteen bytes of a good', () => {
  const finder = new LeakFinder(...GOODS.map(({ bytes }) => bytes));
  assert.ok(unpaid.length > 1000);
  for (const bytes of unpaid) assert.equal(finder.find(bytes), undefined);
  assert.notEqual(finder.find(GOODS[0].bytes.subarray(50, 70)), undefined);
});

test('an answer to who has not paid is the same whether there is a file or not', async () => {
  const gone = await makeFolder();
  const file = await writeGoods(gone, [{ path: '/paid/large.bin', file: 'nothing' }]);
  const empty = await startDeliver(['--goods', file]);
  try {
    const [here, there] = await Promise.all(
      [endpoint, empty].map(({ url }) => ask(`${url}/paid/large.bin`)),
    );
    for (const name of ['date', 'x-request-id']) {
      delete here.headers[name];
      delete there.headers[name];
    }
    const told = ({ status, headers, body }) => ({ status, headers, body });
    assert.deepEqual(told(here), told(there));
    const paid = await ask(`${empty.url}/paid/large.bin?paymentReceipt=${receipt()}`);
    assert.equal(paid.status, 503);
  } finally {
    await empty.stop();
    await rm(gone, { recursive: true, force: true });
  }
});
