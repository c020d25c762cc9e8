// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetch_text, with_receipt } from './delivery';

const answering = (
  status: number,
  body: BodyInit = '',
  type = 'text/html; charset=utf-8',
): typeof fetch => {
  return async () => new Response(body, { status, headers: { 'Content-Type': type } });
};

test('the proof is the last parameter, before any fragment', () => {
  const table = [
    ['https://a.example/1', 'https://a.example/1?paymentReceipt=x.y'],
    [
      'https://a.example/?satoshipay_content_id=5',
      'https://a.example/?satoshipay_content_id=5&paymentReceipt=x.y',
    ],
    ['https://a.example/1#part', 'https://a.example/1?paymentReceipt=x.y#part'],
    ['https://a.example/1?a=b#p?q', 'https://a.example/1?a=b&paymentReceipt=x.y#p?q'],
  ];
  for (const [src, url] of table) assert.equal(with_receipt(src!, 'x.y'), url);
  assert.equal(
    with_receipt('https://a.example/1', 'a+b&c'),
    'https://a.example/1?paymentReceipt=a%2Bb%26c',
  );
});

test('three ways to say "not paid" are one', async () => {
  for (const status of [401, 402, 403])
    assert.deepEqual(await fetch_text('u', answering(status)), { kind: 'unpaid' });
});

test('anything but 200 is no delivery', async () => {
  for (const status of [206, 404, 500, 503])
    assert.deepEqual(await fetch_text('u', answering(status)), { kind: 'unavailable' });
  assert.deepEqual(await fetch_text('u', async () => Promise.reject(new TypeError('offline'))), {
    kind: 'unavailable',
  });
});

test('the text is read in the charset that the publisher names', async () => {
  assert.deepEqual(await fetch_text('u', answering(200, '\u00e9')), {
    kind: 'delivered',
    text: '\u00e9',
  });
  const latin = Uint8Array.of(0xe9);
  assert.deepEqual(
    await fetch_text('u', answering(200, latin, 'text/html; charset="iso-8859-1"')),
    { kind: 'delivered', text: '\u00e9' },
  );
  assert.deepEqual(await fetch_text('u', answering(200, '\u00e9', 'text/html; charset=nonsense')), {
    kind: 'delivered',
    text: '\u00e9',
  });
});
