// SPDX-License-Identifier: MIT
// Cuts the power of the disk while readers buy, on ext4 and on xfs: what anybody was told must be
// there when the disk is back.
//
// FARTHING_POWER_CUTS: how many on each; FARTHING_SEED: the moments of an earlier run.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { expectBooksInOrder, startDemo } from '../support/farthing.mjs';
import { LoopDisk } from '../support/loop_disk.mjs';
import { numbersFrom } from '../support/random.mjs';
import { Shopping } from '../support/shopping.mjs';

const CUTS = Number(process.env.FARTHING_POWER_CUTS ?? 12);
const SEED = Number(process.env.FARTHING_SEED ?? Date.now() % 1_000_000);
const BUYERS = 6;
const LONGEST_MS = 1_500;
/** Each so many cuts one comes while the program starts, the first of all on an empty disk. */
const STARTS = 4;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function cutAtWork(disk, options, shopping, random) {
  const demo = await startDemo(options);
  try {
    await shopping.checkPromises(demo);
    const crowd = shopping.crowd(demo, BUYERS);
    await pause(random() * LONGEST_MS);
    crowd.announceEnd();
    await disk.cutPower();
    await demo.kill();
    await crowd.gone;
  } finally {
    await demo.kill();
  }
}

async function cutWhileStarting(disk, options, random) {
  const started = startDemo(options).catch(() => undefined);
  await pause(random() * LONGEST_MS);
  await disk.cutPower();
  await (await started)?.kill();
}

async function cutOften(disk, shopping, random) {
  const folder = join(disk.folder, 'data');
  for (let cut = 0; cut < CUTS; ++cut) {
    const options = { folder, ledgerClose: cut % 2 === 0 ? 'immediate' : '50ms' };
    if (cut % STARTS === 0) await cutWhileStarting(disk, options, random);
    else await cutAtWork(disk, options, shopping, random);
    await disk.restorePower();
  }
  const receipts = shopping.receipts;
  const demo = await startDemo({ folder, ledgerClose: 'immediate' });
  try {
    await shopping.settleAccounts(demo);
  } finally {
    await demo.stop();
  }
  await expectBooksInOrder(folder);
  return receipts;
}

for (const type of ['ext4', 'xfs'])
  test(`after ${CUTS} power cuts on ${type} every promise holds`, async (t) => {
    const obstacle = await LoopDisk.obstacle(type);
    if (obstacle) return t.skip(obstacle);
    t.diagnostic(`FARTHING_SEED=${SEED}`);
    const disk = await LoopDisk.make(type);
    try {
      const shopping = new Shopping();
      const receipts = await cutOften(disk, shopping, numbersFrom(SEED));
      assert.ok(receipts > 0, 'nobody bought anything');
      t.diagnostic(`power cuts on ${type}: ${CUTS}, receipts: ${receipts}`);
    } finally {
      await disk.remove();
    }
  });
