// A paid 1 KiB file from `farthing deliver` beside the same file free from nginx, one core each.
// SPDX-License-Identifier: MIT

import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary } from '../tests/support/farthing.mjs';
import { compare, end, printRatios, startOnFirstCore } from './support/load.mjs';

const SECRET = 'n1hLnMiJwAwBn1hLnMiJwAwB';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function receipt() {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const ito = createHash('sha256').update('reader').digest('hex');
  const payload = Buffer.from(
    JSON.stringify({ exp, ito, jti: '01ARYZ6S410000000000000000' }),
  ).toString('base64url');
  return `${payload}.${createHash('sha512')
    .update(payload + SECRET)
    .digest('hex')}`;
}

async function startNginx(folder) {
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    `worker_processes 1; daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 4096; }
http { access_log off; sendfile on; tcp_nopush on;
  keepalive_requests 100000000; default_type text/plain;
  open_file_cache max=1000 inactive=60s; open_file_cache_valid 60s;
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
  uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  server { listen 127.0.0.1:${port}; root ${folder}/files; } }`,
  );
  const child = startOnFirstCore('nginx', ['-e', join(folder, 'error.log'), '-c', config]);
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    try {
      await fetch(url);
      return { child, url };
    } catch {
      if (child.exitCode !== null) throw new Error('nginx ended; is nginx-light installed?');
    }
  }
}

async function startDeliver(folder) {
  const goods = join(folder, 'goods.toml');
  const entry = {
    path: '/paid/1k',
    file: '1k',
    id: '558bcdbb1309c59725bdb559',
    price: 4000,
    shared_secret: SECRET,
    content_type: 'text/plain',
  };
  const lines = Object.entries(entry).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  await writeFile(goods, `[[good]]\n${lines.join('\n')}\n`, { mode: 0o600 });
  const child = startOnFirstCore(binary, [
    'deliver',
    '--goods',
    goods,
    '--folder',
    join(folder, 'files'),
    '--listen',
    '127.0.0.1:0',
    '--threads',
    '1',
  ]);
  const [line] = await once(child.stdout, 'data');
  return { child, url: line.toString().match(/http:\/\/[\d.:]+\d/)[0] };
}

const folder = await mkdtemp(join(tmpdir(), 'farthing-bench-'));
const started = [];
try {
  await mkdir(join(folder, 'files'));
  await writeFile(join(folder, 'files', '1k'), 'f'.repeat(1024));
  // nginx gives up its rights when root starts it.
  await chmod(folder, 0o755);
  const nginx = await startNginx(folder);
  started.push(nginx.child);
  const deliver = await startDeliver(folder);
  started.push(deliver.child);
  const query = `?paymentReceipt=${receipt()}`;
  printRatios(
    '1 KiB, 64 connections, keep-alive, one core for the server',
    await compare([
      { name: 'nginx, free', url: `${nginx.url}/1k` },
      { name: 'farthing deliver, receipt checked', url: `${deliver.url}/paid/1k${query}` },
      { name: 'nginx, free, with the same long URL', url: `${nginx.url}/1k${query}` },
    ]),
  );
} finally {
  for (const child of started) await end(child);
  await rm(folder, { recursive: true, force: true });
}
