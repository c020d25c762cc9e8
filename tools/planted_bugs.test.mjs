import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { bug, planted } from '../tests/bugs/bug.mjs';
import { BUGS } from '../tests/bugs/planted.mjs';
import { repository } from './source.mjs';

const read = (file) => readFileSync(join(repository, file), 'utf8');

for (const each of BUGS)
  test(`it can be planted: ${each.name}`, () => {
    for (const [file, text] of planted(each, read)) assert.notEqual(text, read(file));
  });

test('every planted bug has a name of its own', () => {
  assert.equal(new Set(BUGS.map(({ name }) => name)).size, BUGS.length);
});

test('a bug whose text is gone or stands twice is refused', () => {
  const each = bug('M1', 'x', { file: 'a.cpp', text: 'one', instead: 'two' });
  assert.throws(() => planted(each, () => 'two'), /holds its text 0 times/);
  assert.throws(() => planted(each, () => 'one one'), /holds its text 2 times/);
});
