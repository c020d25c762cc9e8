// SPDX-License-Identifier: MIT
// Lets the program die at each named place in the life of a payment (src/base/failpoint.hpp), at
// its first passing and at later ones, starts it again, and counts what became of the money. Needs
// the build with failpoints.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { expectBooksInOrder, makeFolder, run, startDemo } from '../support/farthing.mjs';
import { Shopping } from '../support/shopping.mjs';

const ROUNDS = Number(process.env.FARTHING_FAILPOINT_ROUNDS ?? 2);
const MOST_PURCHASES = 100;
const STOPPED_MS = 1_000;

/** Places that only a program passes which died before. */
const FIRST = { 'settlement.looked_up': 'settlement.submitted' };

/** How often these are passed while a new demo comes up: the later passings are payments. */
const STARTING = { 'store.before_commit': 60, 'store.after_commit': 60, 'ledger.closed': 20 };

const hits = new Map();

/** The demo with a failpoint armed; nothing when it died before it was ready. */
async function startArmed(folder, failpoint) {
  try {
    const env = { FARTHING_FAILPOINT: failpoint };
    const demo = await startDemo({ folder, ledgerClose: 'immediate', env });
    return { ...demo, ended: once(demo.child, 'close').then(() => true) };
  } catch (problem) {
    assert.match(problem.message, lineOf(failpoint));
    return undefined;
  }
}

function lineOf(failpoint) {
  return new RegExp(`^failpoint ${failpoint.split(':')[0]}$`, 'm');
}

/** Sells until the program dies of the failpoint. */
async function dieOf(folder, shopping, failpoint) {
  const demo = await startArmed(folder, failpoint);
  for (let i = 0; demo && demo.child.signalCode === null; ++i) {
    assert.ok(i < MOST_PURCHASES, `${failpoint} is never passed`);
    const sale = shopping.buy(demo, shopping.newReader(), demo.goods[i % 2].id);
    await Promise.race([sale, demo.ended]).catch(() => demo.ended);
  }
  if (demo) {
    await demo.ended;
    assert.match(demo.log(), lineOf(failpoint));
    assert.equal(demo.child.signalCode, 'SIGKILL');
  }
  const [name] = failpoint.split(':');
  hits.set(name, (hits.get(name) ?? 0) + 1);
}

async function withFolder(body) {
  const folder = await makeFolder();
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts the program as if nothing had been, and settles all accounts. */
async function checkAfter(folder, shopping) {
  const demo = await startDemo({ folder, ledgerClose: 'immediate' });
  try {
    await shopping.checkPromises(demo);
    shopping.newReader();
    await shopping.settleAccounts(demo);
  } finally {
    await demo.stop();
  }
  await expectBooksInOrder(folder);
}

function passings(name) {
  const later = Array.from({ length: ROUNDS - 1 }, (_, i) => (STARTING[name] ?? 0) + 2 + i);
  return [1, ...later];
}

const listed = await run(['failpoints']);
assert.equal(listed.code, 0, 'this needs a build with FARTHING_FAILPOINTS');
const names = listed.out.trim().split('\n');

for (const name of names)
  test(`after dying at ${name} everybody has paid once and has a receipt`, async () => {
    for (const passing of passings(name))
      await withFolder(async (folder) => {
        const shopping = new Shopping();
        if (FIRST[name]) await dieOf(folder, shopping, FIRST[name]);
        await dieOf(folder, shopping, `${name}:${passing}`);
        await checkAfter(folder, shopping);
      });
  });

test('dying twice at the same place of a payment is as good as once', async () => {
  await withFolder(async (folder) => {
    const shopping = new Shopping();
    for (const name of ['settlement.submitting', 'finish.recording', 'store.after_commit'])
      for (const round of [1, 2]) await dieOf(folder, shopping, `${name}:${round}`);
    await checkAfter(folder, shopping);
  });
});

test('a program that is frozen before it submits goes on as if nothing had been', async () => {
  await withFolder(async (folder) => {
    const shopping = new Shopping();
    const demo = await startArmed(folder, 'settlement.submitting:1:stop');
    const sale = shopping.buy(demo, shopping.newReader(), demo.goods[0].id);
    await new Promise((resolve) => setTimeout(resolve, STOPPED_MS));
    assert.match(demo.log(), lineOf('settlement.submitting'));
    demo.child.kill('SIGCONT');
    assert.equal((await sale).type, 'receipt');
    await shopping.settleAccounts(demo);
    await demo.stop();
  });
});

test('the program died at every failpoint there is', (t) => {
  assert.deepEqual([...hits.keys()].sort(), [...names].sort());
  t.diagnostic(`failpoints hit: ${names.map((name) => `${name} ${hits.get(name)}`).join(', ')}`);
});
