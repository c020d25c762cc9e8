// SPDX-License-Identifier: MIT
// A paid file of more than 2 GiB: parts of it are exact, and many slow readers cost little memory.

import assert from 'node:assert/strict';
import { open, readFile, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeFolder } from '../support/farthing.mjs';
import { numbersFrom } from '../support/random.mjs';
import { ask, receipt, startDeliver, writeGoods } from '../support/goods.mjs';

const SIZE = 2 ** 31 + 10_000_019;
const BLOCK = 64 * 1024;
const BLOCK_EVERY = 8 * 1024 * 1024;
const READERS = 200;
const GROWTH_MAX = 20 * 1024 * 1024;

let folder;
let endpoint;
let url;

/** What stands in the file: a block of numbers every 8 MiB, zeros between. */
function expected(first, length) {
  const bytes = Buffer.alloc(length);
  for (let start = first - (first % BLOCK_EVERY); start < first + length; start += BLOCK_EVERY) {
    const block = blockAt(start);
    const from = Math.max(first, start);
    if (from - start < block.length) block.copy(bytes, from - first, from - start);
  }
  return bytes;
}

function blockAt(start) {
  const block = Buffer.alloc(BLOCK);
  for (let i = 0; i < BLOCK; i += 8)
    block.writeBigUInt64LE(BigInt(start + i) * 2654435761n + 1n, i);
  return block.subarray(0, Math.max(0, SIZE - start));
}

before(async () => {
  folder = await makeFolder();
  const file = await open(join(folder, 'large.bin'), 'w');
  await file.truncate(SIZE);
  for (let start = 0; start < SIZE; start += BLOCK_EVERY)
    await file.write(blockAt(start), 0, null, start);
  await file.close();
  endpoint = await startDeliver([
    '--goods',
    await writeGoods(folder, [{ path: '/large', file: 'large.bin' }]),
  ]);
  url = `${endpoint.url}/large?paymentReceipt=${receipt()}`;
});
after(async () => {
  await endpoint?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a thousand parts from all over the file are exact', async () => {
  const agent = new Agent({ keepAlive: true });
  const random = numbersFrom(2026);
  const below = (end) => Math.floor(random() * end);
  for (let i = 0; i < 1_000; ++i) {
    // Half of them over an edge of what is not zero.
    const edge = below(Math.floor(SIZE / BLOCK_EVERY)) * BLOCK_EVERY + below(2) * BLOCK;
    const first = i % 2 ? below(SIZE) : Math.max(0, edge - below(1_000));
    const length = Math.min(1 + below(200_000), SIZE - first);
    const headers = { Range: `bytes=${first}-${first + length - 1}` };
    const answer = await ask(url, { headers, agent });
    assert.equal(answer.status, 206);
    assert.equal(answer.headers['content-range'], `bytes ${first}-${first + length - 1}/${SIZE}`);
    assert.ok(answer.body.equals(expected(first, length)), headers.Range);
  }
  const end = await ask(url, { headers: { Range: 'bytes=-5,0-4' }, agent });
  const boundary = end.headers['content-type'].split('=')[1];
  const parts = end.body.toString('latin1').split(`--${boundary}`);
  assert.equal(parts.length, 4);
  assert.ok(parts[2].endsWith(`${expected(SIZE - 5, 5).toString('latin1')}\r\n`));
  agent.destroy();
});

test('a thousand overlapping ranges send no byte twice', async () => {
  const ranges = Array.from({ length: 900 }, (_, i) => `${i}-${i + 99_999}`);
  // As many as fit in one header.
  const headers = { Range: `bytes=${ranges.join(',')}` };
  const answer = await ask(url, { headers });
  assert.equal(answer.status, 206);
  assert.equal(answer.body.length, 100_899);
});

test('two hundred readers who do not read cost less than 20 MiB', async () => {
  const before = await memory();
  const readers = await Promise.all(Array.from({ length: READERS }, () => startReading()));
  const grown = (await memory()) - before;
  for (const reader of readers) reader.destroy();
  assert.ok(grown < GROWTH_MAX, `${grown} bytes`);
});

/** A connection that has asked for everything and takes only the beginning. */
async function startReading() {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(`GET ${url.slice(endpoint.url.length)} HTTP/1.1\r\nHost: x\r\n\r\n`);
  const [head] = await once(socket, 'data');
  socket.pause();
  assert.match(head.toString('latin1'), /^HTTP\/1\.1 200/);
  return socket;
}

async function memory() {
  const status = await readFile(`/proc/${endpoint.child.pid}/status`, 'utf8');
  return Number(status.match(/VmRSS:\s+(\d+)/)[1]) * 1024;
}
