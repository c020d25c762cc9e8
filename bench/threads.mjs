// Handlers on writer and reader threads beside handlers on the network threads.
// SPDX-License-Identifier: MIT

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, end, printRatios } from './support/load.mjs';

const program = fileURLToPath(new URL('../build/release/bench/threads_bench', import.meta.url));

async function start(mode, folder) {
  const child = spawn(program, [mode, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const url = `http://127.0.0.1:${line.toString().trim()}`;
  const created = await fetch(`${url}/items`, { method: 'POST', body: 'x'.repeat(200) });
  return { child, url, item: `${url}/items/${await created.text()}` };
}

const folders = [];
const servers = {};
try {
  for (const mode of ['inline', 'split']) {
    folders.push(await mkdtemp(join(tmpdir(), 'farthing-bench-')));
    servers[mode] = await start(mode, folders.at(-1));
  }
  const script = join(folders[0], 'post.lua');
  await writeFile(script, `wrk.method = "POST"\nwrk.body = "${'x'.repeat(200)}"\n`);
  const targets = (url, extra = {}) =>
    ['inline', 'split'].map((mode) => ({ name: mode, url: url(servers[mode]), ...extra }));
  printRatios(
    'durable writes, 64 clients',
    await compare(targets(({ url }) => `${url}/items`, { script })),
  );
  printRatios('reads of one row, 64 clients', await compare(targets(({ item }) => item)));
} finally {
  for (const { child } of Object.values(servers)) await end(child);
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}
