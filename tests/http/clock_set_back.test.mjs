// SPDX-License-Identifier: MIT
// The real endpoint under a clock that jumps, as somebody who sets it back would want it to.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeFolder } from '../support/farthing.mjs';
import { ask, receipt, startDeliver, writeFiles, writeGoods } from '../support/goods.mjs';

const HOUR = 3600;

let folder;
let endpoint;
let clock;
let log;

function libraryOfFakeTime() {
  const library = readdirSync('/usr/lib')
    .map((name) => join('/usr/lib', name, 'faketime/libfaketimeMT.so.1'))
    .find((path) => existsSync(path));
  assert.ok(library, 'libfaketime is missing; run script/bootstrap test');
  return library;
}

/** What the program reads as the time from its next look on, in seconds from the real one. */
async function setClock(seconds) {
  await writeFile(`${clock}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`);
  await rename(`${clock}.new`, clock);
}

before(async () => {
  folder = await makeFolder();
  clock = join(folder, 'clock');
  log = join(folder, 'access.log');
  await setClock(0);
  await writeFiles(folder, { 'a.txt': 'bought' });
  const goods = await writeGoods(folder, [{ path: '/a', file: 'a.txt' }]);
  endpoint = await startDeliver(['--goods', goods, '--access-log', log], {
    env: {
      LD_PRELOAD: libraryOfFakeTime(),
      FAKETIME_TIMESTAMP_FILE: clock,
      FAKETIME_NO_CACHE: '1',
      // Only the time of day jumps when somebody sets it.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  });
});
after(async () => {
  await endpoint?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function answerTo(proof) {
  const { status, body } = await ask(`${endpoint.url}/a?paymentReceipt=${proof}`);
  return status === 200 ? body.toString() : JSON.parse(body).code;
}

/** The time of day at which the program answered last, in seconds from the real one. */
async function lastAnswered() {
  const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
  return (Date.parse(JSON.parse(lines.at(-1)).time) - Date.now()) / 1000;
}

test('a receipt that has expired stays so when the clock is set back', async () => {
  const short = receipt({ exp: HOUR / 2 });
  const long = receipt({ exp: 3 * HOUR });
  assert.equal(await answerTo(short), 'bought');

  await setClock(HOUR);
  assert.equal(await answerTo(short), 'receipt_expired');
  assert.equal(await answerTo(long), 'bought');
  assert.ok((await lastAnswered()) > HOUR / 2);

  for (const seconds of [0, -HOUR, -1000 * HOUR]) {
    await setClock(seconds);
    assert.equal(await answerTo(short), 'receipt_expired', `${seconds}`);
    assert.equal(await answerTo(long), 'bought', `${seconds}`);
    assert.ok((await lastAnswered()) < seconds + HOUR / 2);
  }
});
