// Paid files from `farthing deliver` beside the same files free from nginx, and other checks.
// SPDX-License-Identifier: MIT

import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { binary } from '../tests/support/farthing.mjs';
import { freePort } from '../tests/support/ports.mjs';
import { installExpress } from './support/express.mjs';
import { compare, end, printRatios, startOnFirstCore } from './support/load.mjs';

const SECRET = 'n1hLnMiJwAwBqT7xVz3KpR8s';
const GIB = 2 ** 30;
const FILES = { '1k': 1024, '64k': 64 * 1024, '1m': 1024 * 1024, '1g': GIB };
const NODE_SERVER = fileURLToPath(new URL('support/paid_by_node.mjs', import.meta.url));
const VERIFIER = new URL('../docs/verify/verify.js', import.meta.url).href;
const PHP_SERVER = fileURLToPath(new URL('support/paid_by_php.php', import.meta.url));
// Of the 1 GiB only so much, so that all of it stays in memory on any machine.
const RANGES_WITHIN = 64 * 1024 * 1024;

const BUILD_MODULE = fileURLToPath(new URL('../nginx/build', import.meta.url));

const { values } = parseArgs({ options: { only: { type: 'string' }, rounds: { type: 'string' } } });

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

async function answers(child, url, what) {
  for (;;) {
    try {
      await fetch(url);
      return { child, url };
    } catch {
      if (child.exitCode !== null) throw new Error(`${what} ended; run script/bootstrap bench`);
    }
  }
}

/** The module of nginx/, or nothing where nginx cannot be built for. */
function buildModule(folder) {
  if (!existsSync('/usr/share/nginx/src/configure')) return undefined;
  const { status, stdout, stderr } = spawnSync(BUILD_MODULE, [folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** Serves the files free, asks `verify` for those below /asked, and PHP for those below /php. */
async function startNginx(folder, { verify, php, module }) {
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    `${module ? `load_module ${module};` : ''} worker_processes 1; daemon off;
pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 4096; }
http { access_log off; sendfile on; tcp_nopush on;
  keepalive_requests 100000000; default_type text/plain;
  open_file_cache max=1000 inactive=60s; open_file_cache_valid 60s;
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
  uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  upstream verify { server ${verify}; keepalive 64; }
  upstream php { server unix:${php}; keepalive 16; }
  server { listen 127.0.0.1:${port}; root ${folder}/files;
    ${module ? `location /native/ { alias ${folder}/files/; farthing_secret ${SECRET}; }` : ''}
    location /asked/ { alias ${folder}/files/; auth_request /verify; }
    location = /verify { internal; proxy_pass http://verify/verify?unpaid=403;
      proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_pass_request_body off; proxy_set_header Content-Length "";
      proxy_set_header X-Original-URI $request_uri; }
    location /php/ { fastcgi_pass php; fastcgi_keep_conn on;
      fastcgi_param SCRIPT_FILENAME ${PHP_SERVER}; fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param QUERY_STRING $query_string; fastcgi_param FOLDER ${folder}/files;
      fastcgi_param SECRET ${SECRET}; } } }`,
  );
  const child = startOnFirstCore('nginx', ['-e', join(folder, 'error.log'), '-c', config]);
  return answers(child, `http://127.0.0.1:${port}`, 'nginx');
}

async function startPhp(folder) {
  const config = join(folder, 'php.conf');
  const socket = join(folder, 'php.sock');
  await writeFile(
    config,
    `[global]
error_log = ${folder}/php.log
daemonize = no
[www]
listen = ${socket}
listen.mode = 0666
pm = static
pm.max_children = 4
${process.getuid() === 0 ? 'user = root\ngroup = root\n' : ''}`,
  );
  const args = ['-y', config, ...(process.getuid() === 0 ? ['-R'] : [])];
  return { child: startOnFirstCore('php-fpm8.2', args), socket };
}

async function startScript(script, folder) {
  const port = await freePort();
  const args = [script, folder, SECRET, String(port), VERIFIER];
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = startOnFirstCore(process.execPath, args, { env });
  return answers(child, `http://127.0.0.1:${port}`, script);
}

async function startDeliver(folder) {
  const goods = join(folder, 'goods.toml');
  const entry = (path, file) =>
    Object.entries({
      path,
      file,
      id: '558bcdbb1309c59725bdb559',
      price: 4000,
      shared_secret: SECRET,
      content_type: 'text/plain',
    })
      .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
      .join('\n');
  const entries = Object.keys(FILES).flatMap((file) => [
    entry(`/paid/${file}`, file),
    entry(`/asked/${file}`, file),
  ]);
  await writeFile(goods, entries.map((text) => `[[good]]\n${text}\n`).join(''), { mode: 0o600 });
  const place = ['--folder', join(folder, 'files'), '--listen', '127.0.0.1:0', '--threads', '1'];
  const child = startOnFirstCore(binary, ['deliver', '--goods', goods, ...place], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(child.stdout, 'data');
  return { child, url: line.toString().match(/http:\/\/[\d.:]+\d/)[0] };
}

/** Asks for another 64 KiB each time. */
async function writeRangeScript(folder) {
  const script = join(folder, 'ranges.lua');
  await writeFile(
    script,
    `local at = 0
function request()
  at = (at + 7340033) % ${RANGES_WITHIN}
  wrk.headers["Range"] = string.format("bytes=%d-%d", at, at + 65535)
  return wrk.format()
end`,
  );
  return script;
}

async function writeFiles(folder) {
  await mkdir(join(folder, 'files'));
  for (const [name, size] of Object.entries(FILES)) {
    const file = await open(join(folder, 'files', name), 'w');
    await file.write('f'.repeat(Math.min(size, 1024 * 1024)));
    await file.truncate(size);
    await file.close();
  }
}

/** What is measured together, the free file first. */
function groups({ nginx, deliver, node, express, query, script, module }) {
  const free = (name) => ({ name: 'nginx, free', url: `${nginx.url}/${name}` });
  const paid = (name) => ({
    name: 'farthing deliver, receipt checked',
    url: `${deliver.url}/paid/${name}${query}`,
  });
  const pair = (title, name, more = {}) => ({
    title,
    targets: [free(name), paid(name)].map((target) => ({ ...target, ...more })),
  });
  return {
    '1k': {
      title: '1 KiB',
      targets: [
        free('1k'),
        paid('1k'),
        { name: 'nginx, free, with the same long URL', url: `${nginx.url}/1k${query}` },
        { name: 'farthing deliver, unpaid: 402', url: `${deliver.url}/paid/1k`, refused: true },
      ],
    },
    others: {
      title: '1 KiB, other ways to check a receipt',
      targets: [
        free('1k'),
        ...(module
          ? [{ name: 'nginx with the module', url: `${nginx.url}/native/1k${query}` }]
          : []),
        { name: 'nginx asks /verify', url: `${nginx.url}/asked/1k${query}` },
        { name: 'php-fpm behind nginx', url: `${nginx.url}/php/1k${query}` },
        { name: "node's http", url: `${node.url}/1k${query}` },
        { name: 'Express', url: `${express.url}/1k${query}` },
      ],
    },
    '64k': pair('64 KiB', '64k'),
    '1m': pair('1 MiB', '1m'),
    range: pair('64 KiB of 1 GiB, another place each time', '1g', { script }),
  };
}

const folder = await mkdtemp(join(tmpdir(), 'farthing-bench-'));
const started = [];
const keep = (server) => {
  started.push(server.child);
  return server;
};
try {
  await writeFiles(folder);
  // nginx gives up its rights when root starts it.
  await chmod(folder, 0o755);
  const module = buildModule(join(folder, 'module'));
  const deliver = keep(await startDeliver(folder));
  const php = keep(await startPhp(folder));
  const verify = deliver.url.slice('http://'.length);
  const nginx = keep(await startNginx(folder, { verify, php: php.socket, module }));

  const node = keep(await startScript(NODE_SERVER, folder));
  const installed = await installExpress({ compiled: false });
  const express = keep(await startScript(join(installed, 'paid.mjs'), folder));
  const query = `?paymentReceipt=${receipt()}`;
  const script = await writeRangeScript(folder);
  const servers = { nginx, deliver, node, express, query, script, module };
  const rounds = Number(values.rounds ?? 5);
  for (const [name, group] of Object.entries(groups(servers))) {
    if (values.only && values.only !== name) continue;
    const title = `${group.title}; 64 connections, keep-alive, one core for the server`;
    printRatios(title, await compare(group.targets, { rounds }));
  }
} finally {
  for (const child of started) await end(child);
  await rm(folder, { recursive: true, force: true });
}
