// From SIGKILL to /readyz with 100,000 orders in the store, some of them under way.
// SPDX-License-Identifier: MIT

import { Keypair } from '@stellar/stellar-sdk';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { binary, makeFolder, startDemo } from '../tests/support/farthing.mjs';
import { Wallet } from '../tests/support/wallet.mjs';
import { median, output } from './support/load.mjs';

const ORDERS = 100_000;
const UNDER_WAY = 15;
const ROUNDS = 5;
const POLL_MS = 5;
const PATIENCE_MS = 60_000;

/** A data directory with one sale and, when `orders` are wanted, copies of it. */
async function prepare(folder, orders) {
  const keypairs = Array.from({ length: UNDER_WAY }, () => Keypair.random());
  const demo = await startDemo({ folder, ledgerClose: 'immediate' });
  for (const keypair of keypairs) {
    const wallet = await Wallet.open(demo.platform, { keypair });
    if (keypair === keypairs[0]) await wallet.buy(demo.goods[1].id);
    await wallet.close();
  }
  await demo.stop();
  if (orders > 0)
    await output(join(dirname(binary), 'bench/fill_orders'), [folder, String(orders)]);
  return keypairs;
}

/** Kills a server with submitted orders, whose ledger does not close before. */
async function killUnderWay(folder, keypairs) {
  const demo = await startDemo({ folder, ledgerClose: '60s' });
  for (const keypair of keypairs) {
    const wallet = await Wallet.connect(demo.platform, { keypair });
    await wallet.login();
    const offer = await wallet.order(demo.goods[0].id);
    wallet.send({ type: 'submit', order: offer.order, signature: wallet.sign(offer) });
    await wallet.next(({ type }) => type === 'submitted');
    wallet.socket.terminate();
  }
  await demo.kill();
  return new URL(demo.platform).host;
}

async function isReady(address) {
  const answer = await fetch(`http://${address}/readyz`).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.status === 200;
}

/** Milliseconds from the start of the program until it is ready; then it is killed. */
async function timeStart(folder, address) {
  const places = ['--listen', address, '--horizon', '127.0.0.1:0', '--ledger-close', '60s'];
  const begun = performance.now();
  const child = spawn(binary, ['serve', '--data-dir', folder, ...places], { stdio: 'ignore' });
  try {
    while (!(await isReady(address))) {
      if (performance.now() - begun > PATIENCE_MS) throw new Error('not ready after a minute');
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return performance.now() - begun;
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

async function measure(orders) {
  const folder = await makeFolder();
  try {
    const address = await killUnderWay(folder, await prepare(folder, orders));
    const times = [];
    for (let round = 0; round < ROUNDS; ++round) times.push(await timeStart(folder, address));
    return median(times);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const empty = await measure(0);
const full = await measure(ORDERS);
console.log(`  no old orders      ${Math.round(empty)} ms`);
console.log(`  ${ORDERS} orders      ${Math.round(full)} ms  ratio ${(full / empty).toFixed(2)}`);
