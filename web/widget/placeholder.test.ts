// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read_placeholder, type Placeholder } from './placeholder';
import { platform_of } from './platform';

const ID = '558bcdbb1309c59725bdb559';
const BASE = 'https://blog.example/2018/post.html';

function read(attributes: Record<string, string>): Placeholder | undefined {
  return read_placeholder((name) => attributes[name] ?? '', BASE);
}

test('the documented text tag', () => {
  assert.deepEqual(
    read({
      type: 'text/html',
      src: '/paid-content/1.html',
      id: ID,
      length: '800',
      currency: 'GBP',
    }),
    {
      good: ID,
      src: 'https://blog.example/paid-content/1.html',
      content: { kind: 'html', length: 800 },
    },
  );
});

test('the documented image tag', () => {
  const image = {
    type: 'image/png',
    src: '2.png',
    id: ID,
    width: '450',
    height: '300',
    placeholder: '/placeholders/2.png',
  };
  assert.deepEqual(read(image), {
    good: ID,
    src: 'https://blog.example/2018/2.png',
    content: {
      kind: 'image',
      width: 450,
      height: 300,
      preview: 'https://blog.example/placeholders/2.png',
    },
  });
});

test('empty and odd attributes, as plugins write them, fall back', () => {
  const content = (attributes: Record<string, string>) =>
    read({ src: '/1', id: ID, ...attributes })?.content;
  assert.deepEqual(content({ type: '' }), { kind: 'html', length: 500 });
  assert.deepEqual(content({ type: 'text/plain', length: '' }), { kind: 'plain', length: 500 });
  assert.deepEqual(content({ type: 'TEXT/HTML; charset=utf-8', length: '-5' }), {
    kind: 'html',
    length: 500,
  });
  assert.deepEqual(content({ type: 'text/html', length: '99999999999' }), {
    kind: 'html',
    length: 500,
  });
  assert.deepEqual(content({ type: 'text/html', length: '999999999' }), {
    kind: 'html',
    length: 1_000_000,
  });
  assert.deepEqual(content({ type: 'image/jpeg', width: '', height: '', placeholder: '' }), {
    kind: 'image',
    width: 250,
    height: 250,
  });
  assert.deepEqual(content({ type: 'image/jpeg', width: '640px', height: '0' }), {
    kind: 'image',
    width: 640,
    height: 250,
  });
  assert.deepEqual(content({ type: 'image/jpeg', width: '100%', height: '9;}' }), {
    kind: 'image',
    width: 250,
    height: 250,
  });
  assert.deepEqual(content({ type: 'audio/mpeg' }), { kind: 'unsupported', type: 'audio/mpeg' });
});

test('a tag without a good, or with an address that is not of the web, sells nothing', () => {
  assert.equal(read({ src: '/1', id: '' }), undefined);
  assert.equal(read({ src: '/1', id: '<img>' }), undefined);
  assert.equal(read({ src: '', id: ID }), undefined);
  assert.equal(read({ src: 'javascript:alert(1)', id: ID }), undefined);
  assert.equal(read({ src: 'data:text/html,x', id: ID }), undefined);
  assert.equal(read({ src: 'http://[', id: ID }), undefined);
  assert.deepEqual(
    read({ src: '/1', id: ID.toUpperCase(), type: 'image/png', placeholder: 'javascript:1' })
      ?.content,
    { kind: 'image', width: 250, height: 250 },
  );
});

test('the address of the script says which server and which network', () => {
  assert.deepEqual(platform_of('https://pay.example/satoshipay.js?v=3'), {
    origin: 'https://pay.example',
    network: 'live',
  });
  assert.deepEqual(platform_of('http://127.0.0.1:8402/testnet/satoshipay.js'), {
    origin: 'http://127.0.0.1:8402',
    network: 'testnet',
  });
});
