// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widget as words } from '../messages/en';
import { face_of, size_text, type Speech } from './face';
import type { Content, Placeholder } from './placeholder';

const SPEECH: Speech = { words, language: 'en' };
const OFFER = { title: 'The rest of the story', price: 4000n };

function placeholder(content: Content, more: Partial<Placeholder> = {}): Placeholder {
  return { good: '558bcdbb1309c59725bdb559', src: 'https://blog.example/1', content, ...more };
}

const TEXT: Content = { kind: 'html', length: 500 };
const FILE: Content = { kind: 'download', bytes: 835_669 };

test('a box says what it sells, for how much, and how large it is', () => {
  const face = face_of({ kind: 'ready' }, placeholder(FILE, { title: 'Book <b>' }), OFFER, SPEECH);
  assert.deepEqual(face, {
    state: 'ready',
    title: 'Book <b>',
    detail: '836 kB',
    button: 'Get for 0.0004 XLM',
    other: '',
    status: '',
  });
});

test('a price in another currency has digits for the smallest prices', () => {
  const detail = (rate?: string): string =>
    face_of({ kind: 'ready' }, placeholder(TEXT, { currency: 'EUR' }), OFFER, {
      ...SPEECH,
      ...(rate && { rate }),
    }).detail;
  assert.equal(detail(), '');
  assert.equal(detail('0.1448'), 'about \u20ac0.000058');
  assert.equal(detail('25000'), 'about \u20ac10.00');
});

test('what went wrong is said with a way out', () => {
  const failed = { kind: 'failed', message: 'No money.' } as const;
  const face = (more: object) => face_of({ ...failed, ...more }, placeholder(TEXT), OFFER, SPEECH);
  assert.equal(face({}).button, 'Try again');
  assert.equal(face({ remedy: 'top_up' }).other, 'Top up');
  assert.equal(face({ final: true }).button, '');
});

test('a file without a title is called a file, a text is not', () => {
  const title = (content: Content): string =>
    face_of({ kind: 'ready' }, placeholder(content), { title: '', price: 1n }, SPEECH).title;
  assert.equal(title(FILE), 'File');
  assert.equal(title(TEXT), '');
});

test('sizes are what a reader calls them', () => {
  const sizes = [1, 999, 1000, 1500, 28_007_040, 5_000_000_000, 7e13].map((bytes) =>
    size_text(bytes, 'en'),
  );
  assert.deepEqual(sizes, ['1 byte', '999 byte', '1 kB', '1.5 kB', '28 MB', '5 GB', '70,000 GB']);
});
