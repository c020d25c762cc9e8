// SPDX-License-Identifier: MIT
// The real nginx and the real Caddy, with a recipe of the documentation.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ask } from './goods.mjs';

const PATIENCE_MS = 20_000;

/** A reason to skip a test, or false. */
export const missing = (command) =>
  spawnSync(command, ['version']).error ? `${command} is not installed` : false;

/**
 * Runs nginx with a `server` block. `place`: the port that it listens on, and a folder for what it
 * needs. `http`, `main`: further lines of the configuration's outer blocks.
 */
export async function runNginx(server, { folder, port }, { http = '', main = '' } = {}) {
  const own = join(folder, 'nginx');
  await mkdir(own, { recursive: true });
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${own}/${kind};`)
    .join('\n');
  const config = join(own, 'nginx.conf');
  const user = process.getuid() === 0 ? 'user root;' : '';
  await writeFile(
    config,
    `${main} daemon off; worker_processes 1; ${user} pid ${own}/pid; error_log ${own}/error.log;
events { worker_connections 256; }
http { types { text/plain txt; video/webm webm; } access_log off; ${paths} ${http}
${server} }`,
  );
  return listening(spawn('nginx', ['-e', `${own}/error.log`, '-c', config]), port);
}

/** Runs Caddy with a site. */
export async function runCaddy(site, { folder, port }) {
  const config = join(folder, 'Caddyfile');
  const options = '{\n\tadmin off\n\tauto_https off\n}\n';
  await writeFile(config, options + site);
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder };
  const args = ['run', '--adapter', 'caddyfile', '--config', config];
  return listening(spawn('caddy', args, { env }), port);
}

async function listening(child, port) {
  let log = '';
  child.stderr.on('data', (part) => (log += part));
  const url = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + PATIENCE_MS; ;) {
    try {
      await ask(`${url}/free.txt`);
      return { url, stop: () => stop(child) };
    } catch (problem) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(log, { cause: problem });
    }
  }
}

async function stop(child) {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
