// Durable settled purchases a second over the wallet socket, beside ed25519 and the disk.
// SPDX-License-Identifier: MIT
//
// The server has one core, the readers the other. The floor is a core that does nothing but the two
// ed25519 verifications of each payment: its buyer's and its channel account's.

import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { makeFolder, startDemo } from '../tests/support/farthing.mjs';
import { output } from './support/load.mjs';

const CROWDS = [1, 64, 512];
const SECONDS = 5;
const CHANNELS = 600;
const GOODS = 4_000;
const AT_ONCE = 32;
const FLOOR = fileURLToPath(new URL('../build/release/bench/floor_bench', import.meta.url));
const BUYERS = fileURLToPath(new URL('support/buyers.mjs', import.meta.url));

async function register({ platform, store }) {
  const authorization = `Basic ${btoa(`${store.api_key}:${store.api_secret}`)}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const create = async (number) => {
    const good = { price: 4000, asset: 'XLM', sharedSecret: `secret of the good ${number}` };
    const body = JSON.stringify({ ...good, url: '', title: `Good ${number}` });
    const answer = await fetch(`${platform}/testnet/v2/goods`, { method: 'POST', headers, body });
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
    return (await answer.json()).id;
  };
  const ids = [];
  for (let first = 0; first < GOODS; first += AT_ONCE)
    ids.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => create(first + i)))));
  return ids;
}

/** Purchases of a crowd against a server of its own. */
async function sell(readers) {
  const folder = await makeFolder();
  const args = ['--channels', String(CHANNELS), '--channels-max', String(CHANNELS)];
  const demo = await startDemo({ folder, ledgerClose: 'immediate', args, core: 0 });
  try {
    const goods = await register(demo);
    const load = [BUYERS, demo.platform, String(readers), String(SECONDS), ...goods];
    return JSON.parse(await output('taskset', ['-c', '1', process.execPath, ...load]));
  } finally {
    await demo.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureFloor() {
  const folder = await makeFolder();
  try {
    return JSON.parse(await output('taskset', ['-c', '0', FLOOR, folder]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const floor = await measureFloor();
const payments = 1e6 / (2 * floor.verification_microseconds);
const syncs = 1e6 / floor.sync_microseconds;
console.log(`  two ed25519 verifications: ${payments.toFixed(0)}/s`);
console.log(`  write and fdatasync: ${syncs.toFixed(0)}/s`);
for (const readers of CROWDS) {
  const { purchases, seconds, p50, p99 } = await sell(readers);
  const rate = purchases / seconds;
  console.log(
    `  ${String(readers).padStart(4)} readers${rate.toFixed(0).padStart(8)}/s`,
    ` of the floor ${(rate / payments).toFixed(2)}, of the disk ${(rate / syncs).toFixed(2)}`,
    ` p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  );
}
