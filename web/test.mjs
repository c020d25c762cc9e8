// SPDX-License-Identifier: MIT
// Type-checks and runs every `*.test.ts` beside the code: `node web/test.mjs [part of a name]`.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const web = dirname(fileURLToPath(import.meta.url));
const root = dirname(web);

// Node 18 keeps the browser's `crypto` out of the global scope.
const PRELUDE = "import { webcrypto } from 'node:crypto'; globalThis.crypto ??= webcrypto;";

const tests = find(web).filter((path) => path.includes(process.argv[2] ?? ''));
if (tests.length === 0) finish('no test has such a name');

check_types();
// Inside the repository, so that the tests find its packages.
mkdirSync(join(root, 'build'), { recursive: true });
const out = mkdtempSync(join(root, 'build/web_test_'));
try {
  const files = await bundle();
  process.exitCode = run(['--test', ...files]);
} finally {
  rmSync(out, { recursive: true, force: true });
}

function find(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return find(path);
    return entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

function check_types() {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  if (run([compiler, '-p', join(web, 'tsconfig.test.json')]) !== 0) finish('the types are wrong');
}

async function bundle() {
  const { metafile } = await build({
    entryPoints: tests,
    outdir: out,
    outbase: web,
    outExtension: { '.js': '.mjs' },
    absWorkingDir: root,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    sourcemap: 'inline',
    banner: { js: PRELUDE },
    metafile: true,
    logLevel: 'warning',
  });
  return Object.keys(metafile.outputs)
    .map((path) => join(root, path))
    .sort();
}

function run(parameters) {
  return spawnSync(process.execPath, parameters, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

function finish(message) {
  console.error(message);
  process.exit(1);
}
