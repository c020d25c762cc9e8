// SPDX-License-Identifier: MIT
// SIGKILL at random moments while several readers buy at once, and a restart each time: what
// anybody was told must hold, and in the end the money must add up.
//
// FARTHING_KILLS: how many; FARTHING_SEED: the moments of an earlier run (the log names it).

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { expectBooksInOrder, makeFolder, startDemo } from '../support/farthing.mjs';
import { numbersFrom } from '../support/random.mjs';
import { Shopping } from '../support/shopping.mjs';

const KILLS = Number(process.env.FARTHING_KILLS ?? 100);
const SEED = Number(process.env.FARTHING_SEED ?? Date.now() % 1_000_000);
const BUYERS = 6;
const LONGEST_MS = 400;
const OLD_READERS = 10;
const CLOSES = ['immediate', 'immediate', '50ms', '300ms'];

/** Runs `body` beside a demo, which is killed afterwards, whatever becomes of it. */
async function withDemo(options, body) {
  const demo = await startDemo(options);
  try {
    await body(demo);
  } finally {
    await demo.kill();
  }
}

/** What was told before still holds; then readers buy, until the kill. */
function killOnce(options, shopping, random) {
  return withDemo(options, async (demo) => {
    await shopping.checkPromises(demo, sample(shopping.readers, random));
    const crowd = shopping.crowd(demo, BUYERS);
    await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_MS));
    crowd.announceEnd();
    await demo.kill();
    await crowd.gone;
  });
}

test(`after ${KILLS} kills every promise holds and the money adds up`, async (t) => {
  t.diagnostic(`FARTHING_SEED=${SEED}`);
  const random = numbersFrom(SEED);
  const folder = await makeFolder();
  const shopping = new Shopping();
  try {
    for (let kill = 0; kill < KILLS; ++kill) {
      const close = CLOSES[kill % CLOSES.length];
      await killOnce({ folder, ledgerClose: close }, shopping, random);
    }
    const receipts = shopping.receipts;
    await withDemo({ folder, ledgerClose: 'immediate' }, async (demo) => {
      await shopping.checkPromises(demo);
      await shopping.settleAccounts(demo);
    });
    await expectBooksInOrder(folder);
    assert.ok(receipts > 0, 'nobody bought anything');
    t.diagnostic(`kills: ${KILLS}, readers: ${shopping.readers.length}, receipts: ${receipts}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** The newest readers, who saw the last crash, and some of the old ones. */
function sample(readers, random) {
  const old = Math.max(0, readers.length - 4 * BUYERS);
  const some = Array.from({ length: Math.min(old, OLD_READERS) }, () => Math.floor(random() * old));
  return [...new Set(some.map((at) => readers[at]).concat(readers.slice(old)))];
}
