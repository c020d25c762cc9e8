// SPDX-License-Identifier: MIT
// Builds what browsers load: `node web/build.mjs --out DIR`. The same sources give the same bytes.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

import { openapi } from './api/openapi.mjs';
import { page } from './api/page.mjs';

const web = dirname(fileURLToPath(import.meta.url));
const root = dirname(web);

const BUDGETS = [
  { name: 'satoshipay.js', files: ['satoshipay.js'], gzip_max: 12 * 1024 },
  {
    name: 'wallet frame',
    files: ['wallet/index.html', 'wallet/wallet.css', 'wallet/wallet.js'],
    gzip_max: 30 * 1024,
  },
];

const BUNDLES = {
  satoshipay: 'widget/satoshipay.ts',
  'wallet/wallet': 'wallet/main.ts',
  'demo/demo': 'demo/demo.ts',
};

/** Loaded when a reader needs them. */
const PARTS = { 'wallet/recovery': 'wallet/recovery.ts', 'wallet/qr': 'wallet/qr.ts' };

const STYLES = {
  'wallet/wallet': 'wallet/wallet.css',
  'demo/demo': 'demo/demo.css',
  'docs/api/page': 'api/page.css',
};

/** Loaded when a page or a reader speaks the language; English is built into both parts. */
const MESSAGES = Object.fromEntries(
  readdirSync(join(web, 'messages'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => [`messages/${name.slice(0, -5)}`, `messages/${name}`]),
);

const COPIES = [
  'wallet/index.html',
  'demo/index.html',
  'demo/favicon.svg',
  'demo/preview.svg',
  'demo/evening.svg',
  'demo/paid',
];

/** The widget's style sheet is a text in its script, and there as small as one of its own. */
const styles_as_texts = {
  name: 'styles as texts',
  setup({ onLoad }) {
    onLoad({ filter: /\/widget\/\w+\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (!values.out) fail('usage: node web/build.mjs --out DIR');
const out = resolve(values.out);
if (out === root || out === web) fail('the output directory must not be one of the sources');

check_types();
for (const part of ['satoshipay.js', 'wallet', 'messages', 'demo', 'docs', 'openapi.json'])
  rmSync(join(out, part), { recursive: true, force: true });
await bundle(BUNDLES);
await bundle(STYLES);
await bundle({ ...MESSAGES, ...PARTS }, 'esm');
for (const path of COPIES) copy(path);
write_api();
weigh();

function check_types() {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  run(process.execPath, [compiler, '-p', join(root, 'tsconfig.json')]);
}

async function bundle(entries, format = 'iife') {
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, path]) => [name, join(web, path)]),
    ),
    outdir: out,
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format,
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [styles_as_texts],
  });
}

function copy(path) {
  const to = join(out, path);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(join(web, path), to, { recursive: true });
}

function write_api() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const document = openapi(version);
  writeFileSync(join(out, 'openapi.json'), `${JSON.stringify(document, null, 2)}\n`);
  writeFileSync(join(out, 'docs/api/index.html'), page(document));
}

function weigh() {
  for (const { name, files, gzip_max } of BUDGETS) {
    const sizes = files.map(size);
    for (const { path, raw, gzip } of sizes) console.log(`${path}  ${raw} bytes, ${gzip} gzip`);
    const total = sizes.reduce((sum, { gzip }) => sum + gzip, 0);
    console.log(`${name}: ${total} of ${gzip_max} bytes gzip`);
    if (total > gzip_max) fail(`${name} is over its budget`);
  }
}

function size(path) {
  const bytes = readFileSync(join(out, path));
  return {
    path: relative(out, join(out, path)),
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
  };
}

function run(command, parameters) {
  try {
    execFileSync(command, parameters, { stdio: 'inherit' });
  } catch {
    process.exit(1);
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
