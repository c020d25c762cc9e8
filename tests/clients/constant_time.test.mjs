// SPDX-License-Identifier: MIT
// No branch and no address depends on a good's secret while a receipt is judged by it, but for the
// one that says how the comparison came out, which is no secret.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUILD = join(ROOT, 'build/release');
const SOURCE = fileURLToPath(new URL('constant_time.cpp', import.meta.url));
const SECRET = 'n1hLnMiJwAwBn1hLnMiJwAwB';
const VALID = 0;
const MALFORMED = 1;
const IS_SECRET = -1;

let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), 'farthing-constant-time-'))));
after(() => rm(folder, { recursive: true, force: true }));

function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    ...options,
  });
  assert.equal(status, 0, `${command}: ${error ?? ''}${stderr}`);
  return { stdout, stderr };
}

function build(name, args) {
  const program = join(folder, name);
  run('c++', ['-std=c++20', '-O2', '-g', SOURCE, '-o', program, ...args]);
  return program;
}

function receipt(exp, secret = SECRET) {
  const payload = Buffer.from(JSON.stringify({ exp, ito: '02fc', jti: '01JD' })).toString(
    'base64url',
  );
  const digest = createHash('sha512').update(`${payload}${secret}`).digest('hex');
  return `${payload}.${digest}`;
}

const good = receipt(2_000_000_000);
const RECEIPTS = [
  good,
  receipt(1_800_000_000),
  receipt(2_000_000_000, 'another secret'),
  good.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
  good.replace(/\../, (digit) => (digit === '.0' ? '.1' : '.0')),
  good.toUpperCase(),
  good.slice(1),
  SECRET,
];

/** The functions in which something depends on the secret, and what the program has printed. */
function leaksOf(program, args = [], env = {}) {
  const { stdout, stderr } = run('valgrind', ['--error-limit=no', program, ...args], {
    input: `${[SECRET, ...RECEIPTS].join('\n')}\n`,
    env: { ...process.env, ...env },
  });
  const reports = stderr.matchAll(
    /(Conditional jump|Use of uninitialised|Syscall param).*\n==\d+== +at 0x[0-9A-F]+: (.*)/g,
  );
  const leaks = [...reports].map(([, what, where]) => `${what} in ${where}`);
  assert.match(stderr, new RegExp(`ERROR SUMMARY: \\d+ errors from ${leaks.length} contexts`));
  return { leaks, verdicts: stdout.trimEnd().split('\n').map(Number) };
}

function expectOneDecision({ leaks, verdicts }, ofSecret) {
  assert.equal(leaks.length, 1, leaks.join('\n'));
  assert.match(leaks[0], /^Conditional jump in farthing::receipts::verify\(/);
  assert.equal(verdicts.length, RECEIPTS.length);
  assert.equal(verdicts[0], VALID);
  assert.equal(verdicts.at(-1), ofSecret);
  assert.equal(new Set(verdicts.slice(0, -1)).size, 4, 'valid, expired, wrong and malformed');
}

const includes = ['-I', join(ROOT, 'src')];
const archives = ['receipts', 'base'].map((room) =>
  join(BUILD, `src/${room}/libfarthing_${room}.a`),
);
const own = [...includes, ...archives, '-lcrypto', '-lsodium'];

test('the verifier of the program tells nothing of the secret by its time', () => {
  expectOneDecision(leaksOf(build('own', own)), MALFORMED);
});

test('the installed library for C tells nothing of the secret by its time', () => {
  const prefix = join(folder, 'usr');
  run('cmake', ['--install', BUILD, '--component', 'receipts', '--prefix', prefix]);
  const { stdout } = run('find', [prefix, '-name', 'farthing-receipts.pc']);
  const pkgconfig = join(stdout.trim(), '..');
  const flags = run('pkg-config', ['--cflags', '--libs', 'farthing-receipts'], {
    env: { ...process.env, PKG_CONFIG_PATH: pkgconfig },
  }).stdout;
  const program = build('library', ['-DFARTHING_LIBRARY', ...flags.trim().split(/\s+/)]);
  expectOneDecision(leaksOf(program, [], { LD_LIBRARY_PATH: join(pkgconfig, '..') }), IS_SECRET);
});

test('a comparison that ends at the first difference is found by the same means', () => {
  const { leaks } = leaksOf(build('leaky', own), ['early-exit']);
  assert.ok(leaks.some((leak) => leak.includes('early_exit')), leaks.join('\n'));
});
