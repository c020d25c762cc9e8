// SPDX-License-Identifier: MIT
// Servers as one would write them with Express, installed outside the sources for this only.

import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { binary } from '../../tests/support/farthing.mjs';

const SOURCES = fileURLToPath(new URL('../express/', import.meta.url));

/**
 * The folder with bench/express and what it needs. `compiled`: better-sqlite3 is compiled too,
 * which takes some minutes.
 */
export async function installExpress({ compiled }) {
  if (compiled && Number(process.versions.node.split('.')[0]) < 20)
    throw new Error(`better-sqlite3 12 needs node 20 or newer; this is ${process.version}`);
  const name = compiled ? 'bench-express' : 'bench-express-alone';
  const to = join(dirname(dirname(binary)), name);
  const lock = await readFile(join(SOURCES, 'package-lock.json'), 'utf8');
  const installed = await readFile(join(to, 'installed'), 'utf8').catch(() => '');
  await mkdir(to, { recursive: true });
  await cp(SOURCES, to, { recursive: true });
  if (installed === lock) return to;
  console.log(compiled ? 'installing express and compiling better-sqlite3' : 'installing express');
  // Debian's and NodeSource's headers, so that none are fetched.
  const env = { ...process.env, npm_config_nodedir: '/usr' };
  const options = ['--no-audit', '--no-fund', ...(compiled ? [] : ['--ignore-scripts'])];
  await promisify(execFile)('npm', ['ci', ...options], { cwd: to, env });
  await writeFile(join(to, 'installed'), lock);
  return to;
}
