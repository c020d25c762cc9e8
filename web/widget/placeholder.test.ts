// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes_of, read_placeholder, type Placeholder } from './placeholder';
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
      currency: 'GBP',
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
  assert.deepEqual(content({ type: 'audio/mpeg', autoplay: '', length: '' }), {
    kind: 'audio',
    autoplay: false,
  });
  assert.deepEqual(content({ type: 'model/gltf' }), { kind: 'unsupported', type: 'model/gltf' });
  assert.equal(read({ src: '/1', id: ID, currency: 'XLM', title: '' })?.currency, undefined);
});

test('the documented tags of sound, film, file and donation', () => {
  const tags: [Record<string, string>, unknown][] = [
    [
      { type: 'audio/mpeg', src: '5.mp3', autoplay: 'true', length: '28007040', title: 'Podcast' },
      { kind: 'audio', bytes: 28007040, autoplay: true },
    ],
    [
      { type: 'video/mp4', src: '4.mp4', width: '640', height: '360', placeholder: '/4.png' },
      {
        kind: 'video',
        width: 640,
        height: 360,
        preview: 'https://blog.example/4.png',
        autoplay: false,
      },
    ],
    [
      { type: 'application/pdf', src: '3.pdf', length: '835669' },
      { kind: 'download', bytes: 835669 },
    ],
    [
      { type: 'donation', 'show-thankyou': 'true', placeholder: '/4.png', width: '450' },
      {
        kind: 'donation',
        thanks: true,
        picture: {
          kind: 'image',
          width: 450,
          height: 250,
          preview: 'https://blog.example/4.png',
        },
      },
    ],
    [
      { type: 'donation', currency: 'XLM' },
      { kind: 'donation', thanks: false },
    ],
  ];
  for (const [attributes, content] of tags)
    assert.deepEqual(read({ id: ID, ...attributes })?.content, content);
});

test('where a tag tells no type, its class does', () => {
  const kind = (name: string): unknown =>
    read({ id: ID, src: '/1', class: `wide satoshipay-placeholder${name}` })?.content.kind;
  const kinds = ['-image', '-audio', '-video', '-download', '-donation', '', '-other'].map(kind);
  assert.deepEqual(kinds, ['image', 'audio', 'video', 'download', 'donation', 'html', 'html']);
});

test('a title is text, of a length that fits a box', () => {
  const title = 'Tom & Jerry <b onclick="x()">';
  assert.equal(read({ id: ID, src: '/1', title })?.title, title);
  assert.equal(read({ id: ID, src: '/1', title: 'x'.repeat(5000) })?.title?.length, 300);
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

test('the tag of April 2016 is read too', () => {
  const attributes: Record<string, string> = {
    'data-content-url': '/paid/1',
    'data-satoshipay-id': ID,
    'data-content-length': '700',
  };
  const element = {
    className: 'satoshipay-content-item-text satoshipay-untouched-placeholder',
    getAttribute: (name: string) => attributes[name] ?? null,
  } as unknown as Element;
  assert.deepEqual(read_placeholder(attributes_of(element), BASE), {
    good: ID,
    src: 'https://blog.example/paid/1',
    content: { kind: 'html', length: 700 },
  });
});
