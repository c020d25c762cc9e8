// SPDX-License-Identifier: MIT
// A thousand readers of a large paid file who take 100 bytes a second. The real program, in real
// time: as long as it is patient.

import assert from 'node:assert/strict';
import { open, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { makeFolder } from '../support/farthing.mjs';
import { ask, receipt, startDeliver, writeGoods } from '../support/goods.mjs';

const SIZE = 100 * 1024 * 1024;
const READERS = 1_000;
const GROWTH_MAX = READERS * 64 * 1024;
/** docs/deliver.md: "cut off after 30 seconds". */
const PATIENT_MS = 30_000;
const LATEST_MS = 90_000;

let folder;
let endpoint;
let url;
const sockets = [];

before(async () => {
  folder = await makeFolder();
  const file = await open(join(folder, 'large.bin'), 'w');
  await file.truncate(SIZE);
  await file.close();
  const goods = await writeGoods(folder, [{ path: '/large', file: 'large.bin' }]);
  endpoint = await startDeliver(['--goods', goods]);
  url = `${endpoint.url}/large?paymentReceipt=${receipt()}`;
});
after(async () => {
  for (const socket of sockets) socket.destroy();
  await endpoint?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Asks for everything, and then takes 100 bytes whenever it is told to. */
function startReading() {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
  // Being cut off is what it is here for.
  socket.on('error', () => {});
  socket.on('readable', () => {});
  socket.write(`GET ${url.slice(endpoint.url.length)} HTTP/1.1\r\nHost: x\r\n\r\n`);
  sockets.push(socket);
}

/** How many connections the program holds. */
async function connections() {
  const tcp = (await readFile(`/proc/${endpoint.child.pid}/net/tcp`, 'utf8')).split('\n');
  const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0');
  const ours = new Set(
    tcp
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => local?.endsWith(`:${port}`) && state !== '0A')
      .map((fields) => fields[9]),
  );
  ours.delete('0');
  return ours.size;
}

async function memory() {
  const status = await readFile(`/proc/${endpoint.child.pid}/status`, 'utf8');
  return Number(status.match(/VmRSS:\s+(\d+)/)[1]) * 1024;
}

test('a thousand slow readers are cut off, cost little, and hold nobody else up', async () => {
  const before = await memory();
  const begun = performance.now();
  for (let i = 0; i < READERS; ++i) startReading();
  while ((await connections()) < READERS) await wait(20);

  let most = 0;
  let served = 0;
  let firstCut;
  for (let held = READERS; held > 0; held = await connections()) {
    const passed = performance.now() - begun;
    if (held < READERS) firstCut ??= passed;
    assert.ok(passed < LATEST_MS, `${held} are still there after ${passed} ms`);
    for (const socket of sockets) socket.read(100);
    const other = await ask(url, { headers: { Range: 'bytes=0-1048575' }, agent: false });
    assert.deepEqual([other.status, other.body.length], [206, 1_048_576]);
    served += 1;
    most = Math.max(most, await memory());
    await wait(1_000);
  }
  firstCut ??= performance.now() - begun;
  assert.ok(firstCut >= PATIENT_MS, `${firstCut}`);
  assert.ok(served > 10, `${served}`);
  assert.ok(most - before < GROWTH_MAX, `${most - before} bytes`);
});
