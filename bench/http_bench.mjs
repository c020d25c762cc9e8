// Files of 1 KiB and 1 MiB from the network room alone beside nginx, one core each.
// SPDX-License-Identifier: MIT

import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { binary } from '../tests/support/farthing.mjs';
import { freePort } from '../tests/support/ports.mjs';
import { compare, end, printRatios, startOnFirstCore } from './support/load.mjs';

const LARGE = 1024 * 1024;
// usage: script/bench http_bench [BUILD FOLDER]
const build = process.argv[2] ?? dirname(binary);

async function startNginx(folder) {
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    `worker_processes 1; daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 4096; }
http { access_log off; sendfile on; tcp_nopush on;
  keepalive_requests 1000000; default_type text/plain;
  open_file_cache max=1000 inactive=60s; open_file_cache_valid 60s;
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
  uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  server { listen 127.0.0.1:${port}; root ${folder}; } }`,
  );
  const child = startOnFirstCore('nginx', ['-e', join(folder, 'error.log'), '-c', config]);
  return { child, url: `http://127.0.0.1:${port}` };
}

async function startOwn(...options) {
  const child = startOnFirstCore(join(build, 'bench', 'http_bench'), options);
  const [line] = await once(child.stdout, 'data');
  return { child, url: `http://127.0.0.1:${line.toString().trim()}` };
}

/** Waits until the server gives the large file as a whole: who answers with errors is fast. */
async function ready({ child, url }) {
  for (;;) {
    if (child.exitCode !== null) throw new Error('a server ended; is nginx-light installed?');
    const body = await fetch(`${url}/large`).then(
      (response) => (response.ok ? response.arrayBuffer() : null),
      () => null,
    );
    if (body?.byteLength === LARGE) return;
  }
}

const folder = await mkdtemp(join(tmpdir(), 'farthing-bench-'));
const servers = [];
try {
  // nginx gives up its rights when root starts it.
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'file'), 'f'.repeat(1024));
  await writeFile(join(folder, 'large'), 'f'.repeat(LARGE));
  servers.push(
    await startNginx(folder),
    await startOwn(),
    await startOwn('--log'),
    await startOwn('--mode', 'deferred'),
  );
  for (const server of servers) await ready(server);
  const [nginx, own, logging, deferred] = servers;
  printRatios(
    '1 KiB, 64 connections, keep-alive, one core for the server',
    await compare([
      { name: 'nginx, file', url: `${nginx.url}/file` },
      { name: 'from memory', url: `${own.url}/memory` },
      { name: 'from a file', url: `${own.url}/file` },
      { name: 'from a file, with an access log', url: `${logging.url}/file` },
      { name: 'from memory, answered by another thread', url: `${deferred.url}/memory` },
    ]),
  );
  printRatios(
    '1 MiB',
    await compare([
      { name: 'nginx, file', url: `${nginx.url}/large` },
      { name: 'from a file', url: `${own.url}/large` },
    ]),
  );
} finally {
  for (const { child } of servers) await end(child);
  await rm(folder, { recursive: true, force: true });
}
