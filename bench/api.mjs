// Durable creates, batches, reads and a long list beside bare SQLite and beside an Express server.
// SPDX-License-Identifier: MIT

import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { binary, startDemo } from '../tests/support/farthing.mjs';
import { basic } from '../tests/support/goods_api.mjs';
import { installExpress } from './support/express.mjs';
import { end, median, output, startOnFirstCore, wrk } from './support/load.mjs';

const ROUNDS = 3;
const SECONDS = 2;
const LISTED = 10_000;
const BATCH = 1_000;
const build = dirname(binary);

async function startFarthing(folder) {
  const args = ['--rate-per-key', '1000000'];
  const demo = await startDemo({ folder: join(folder, 'farthing'), core: 0, args });
  return { ...demo, url: `${demo.platform}/testnet/v2`, authorization: basic(demo.store) };
}

async function startExpress(folder) {
  const store = { api_key: 'key', api_secret: 'secret'.repeat(7) };
  const script = join(await installExpress({ compiled: true }), 'server.mjs');
  const file = join(folder, 'express.db');
  const child = startOnFirstCore('node', [script, file, store.api_key, store.api_secret], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [line] = await once(child.stdout, 'data');
  return {
    stop: () => end(child),
    url: `http://127.0.0.1:${line.toString().trim()}`,
    authorization: basic(store),
  };
}

/** A script for wrk: every request and every good has a secret of its own. */
async function writeScript(folder, name, { authorization }, request) {
  const file = join(folder, `${name}.lua`);
  await writeFile(
    file,
    `wrk.headers["Authorization"] = "${authorization}"
wrk.headers["Content-Type"] = "application/json"
math.randomseed(os.time())
local function good()
  return string.format('{"sharedSecret":"%04x%04x%04x%04x%04x%04x%04x%04x","price":4000,' ..
    '"asset":"XLM","title":"The coin that was too small to lose",' ..
    '"url":"https://example.org/an/article"}', math.random(0, 65535), math.random(0, 65535),
    math.random(0, 65535), math.random(0, 65535), math.random(0, 65535), math.random(0, 65535),
    math.random(0, 65535), math.random(0, 65535))
end
${request}
`,
  );
  return file;
}

const POST = `wrk.method = "POST"
request = function() return wrk.format(nil, nil, nil, good()) end`;
const POST_BATCH = `wrk.method = "POST"
request = function()
  local items = {}
  for i = 1, ${BATCH} do
    items[i] = '{"method":"POST","path":"/goods","body":' .. good() .. '}'
  end
  return wrk.format(nil, nil, nil, '{"requests":[' .. table.concat(items, ',') .. ']}')
end`;

/** Registers goods until there are `LISTED`; the id of one of them. */
async function fill({ url, authorization }) {
  const headers = { Authorization: authorization, 'Content-Type': 'application/json' };
  const good = (i) => ({
    sharedSecret: `${i}`.padStart(32, 'x'),
    price: 4000,
    asset: 'XLM',
    title: 'The coin that was too small to lose',
    url: 'https://example.org/an/article',
  });
  let known = await (await fetch(`${url}/goods`, { headers })).json();
  while (known.length < LISTED) {
    const size = Math.min(BATCH, LISTED - known.length);
    const requests = Array.from({ length: size }, (_, i) => ({
      method: 'POST',
      path: '/goods',
      body: good(known.length + i),
    }));
    const body = JSON.stringify({ requests });
    await (await fetch(`${url}/batch`, { method: 'POST', headers, body })).json();
    known = await (await fetch(`${url}/goods`, { headers })).json();
  }
  return known.at(-1).id;
}

async function readsOf(folder, name, server) {
  const id = await fill(server);
  const script = await writeScript(folder, `${name}-get`, server, '');
  const goods = `${server.url}/goods`;
  return {
    'list of 10,000 goods, 4 clients': { url: goods, script, connections: 4 },
    'reads of one good, 64 clients': { url: `${goods}/${id}`, script },
  };
}

/** After the reads: the store grows. `each`: goods a request. */
async function createsOf(folder, name, server) {
  const script = (kind, request) => writeScript(folder, `${name}-${kind}`, server, request);
  const post = await script('post', POST);
  const batch = await script('batch', POST_BATCH);
  const goods = `${server.url}/goods`;
  return {
    'durable creates, 1 client': { url: goods, script: post, connections: 1 },
    'durable creates, 64 clients': { url: goods, script: post },
    'durable creates, batches of 1,000': {
      url: `${server.url}/batch`,
      script: batch,
      connections: 1,
      each: BATCH,
    },
  };
}

async function bare(folder) {
  const text = await output(join(build, 'bench', 'goods_bench'), [
    ...[folder, String(SECONDS * 500), '1', '64', String(BATCH)],
  ]);
  const { fdatasync, rows } = JSON.parse(text);
  return {
    'fdatasync of 4 KiB': fdatasync,
    'durable creates, 1 client': rows[0],
    'durable creates, 64 clients': rows[1],
    'durable creates, batches of 1,000': rows[2],
  };
}

/** In turn, `ROUNDS` times; adds the medians to `rates`. */
async function measure(servers, rates, bareToo) {
  const runs = { bare: {}, express: {}, farthing: {} };
  const note = (who, what, rate) => (runs[who][what] ??= []).push(rate);
  for (let round = 0; round < ROUNDS; ++round) {
    if (bareToo)
      for (const [what, rate] of Object.entries(await bare(folder))) note('bare', what, rate);
    for (const what of Object.keys(servers.farthing))
      for (const who of ['express', 'farthing']) {
        const { url, each = 1, ...target } = servers[who][what];
        const { rate } = await wrk(url, { seconds: SECONDS, ...target });
        note(who, what, rate * each);
      }
  }
  for (const [who, all] of Object.entries(runs))
    for (const [what, found] of Object.entries(all)) rates[who][what] = median(found);
}

function print({ bare, express, farthing }) {
  const ratio = (a, b) => (b ? (a / b).toFixed(2) : '-').padStart(10);
  console.log(`the disk: ${Math.round(bare['fdatasync of 4 KiB'])} fdatasync a second\n`);
  console.log(`${''.padEnd(36)} a second  to SQLite  to Express  to fdatasync`);
  for (const [what, rate] of Object.entries(farthing))
    console.log(
      what.padEnd(36) + Math.round(rate).toString().padStart(9),
      ratio(rate, bare[what]),
      ratio(rate, express[what]),
      ratio(rate, what.includes('creates') ? bare['fdatasync of 4 KiB'] : 0),
    );
  console.log('\nSQLite: bare, as many rows to a commit as there are clients or goods in a batch.');
}

const folder = await mkdtemp(join(tmpdir(), 'farthing-bench-'));
const started = [];
try {
  const express = await startExpress(folder);
  started.push(express);
  const farthing = await startFarthing(folder);
  started.push(farthing);
  const both = async (targetsOf) => ({
    express: await targetsOf(folder, 'express', express),
    farthing: await targetsOf(folder, 'farthing', farthing),
  });
  const rates = { bare: {}, express: {}, farthing: {} };
  await measure(await both(readsOf), rates, false);
  await measure(await both(createsOf), rates, true);
  print(rates);
} finally {
  for (const server of started) await server.stop();
  await rm(folder, { recursive: true, force: true });
}
