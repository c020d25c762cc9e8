// SPDX-License-Identifier: MIT
// What the program says to who asks for help, and to who has mistyped a command.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from '../support/farthing.mjs';

/** The names under the heading "Subcommands:" of a help text. */
function commandsIn(help) {
  const list = /\nSubcommands:\n((?: {2}.*\n)+)/.exec(help)?.[1] ?? '';
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name);
}

/** Every command with its help: those of one word, and those of their groups. */
async function allHelp(words = []) {
  const { code, out } = await run([...words, '--help']);
  assert.equal(code, 0);
  const below = await Promise.all(commandsIn(out).map((name) => allHelp([...words, name])));
  return [{ words, out }, ...below.flat()];
}

test('every command and every group has help with examples of its own', async () => {
  const all = await allHelp();
  assert.ok(all.length > 20, `${all.length}`);
  for (const { words, out } of all) {
    const [, examples] = out.split(/Examples?:\n/);
    assert.ok(examples, `${words.join(' ')}: no examples`);
    for (const [line] of examples.matchAll(/^ {2}farthing .*/gm))
      assert.ok(`${line} `.startsWith(`  ${['farthing', ...words].join(' ')} `), line);
    assert.match(examples, /^ {2}farthing /);
  }
});

test('a mistyped command is named with those that there are', async () => {
  for (const [words, message] of [
    [['nosuch'], '"nosuch" is no command of farthing; there are serve, demo, deliver, '],
    [
      ['goods', 'lst', '--json'],
      '"lst" is no command of goods; there are list, show, add, update, remove, import; see --help',
    ],
    [['receipt'], '"receipt" is no command of farthing; there are '],
    [['ledger', 'chek'], '"chek" is no command of ledger; there are check; see --help'],
    [['goods'], 'goods wants a command: list, show, add, update, remove, import; see --help'],
    [[], 'farthing wants a command: serve, demo, deliver, '],
  ]) {
    const { code, out, errors } = await run(words);
    assert.deepEqual([code, out], [1, '']);
    assert.ok(errors.startsWith(`farthing: ${message}`), errors);
  }
});

test('a wrong option or argument of a command that there is stays what is wrong', async () => {
  const option = await run(['serve', '--nosuch']);
  assert.equal(option.code, 1);
  assert.match(option.errors, /not expected: --nosuch/);
  const missing = await run(['store', 'create', '--name', 'A']);
  assert.equal(missing.code, 1);
  assert.match(missing.errors, /--payout is required/);
});
