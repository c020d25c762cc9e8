// SPDX-License-Identifier: MIT
// Starts the real program for a test, on free ports and in a folder of its own, and ends what it
// started.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const START_MS = 30_000;
const STOP_MS = 15_000;
const CHECK_MS = 120_000;
const LOG_CHARACTERS = 64 * 1024;

export const binary =
  process.env.FARTHING_BINARY ??
  fileURLToPath(new URL('../../build/release/farthing', import.meta.url));

/** A folder that a test may keep over several starts. */
export function makeFolder() {
  return mkdtemp(join(tmpdir(), 'farthing-test-'));
}

/**
 * A running demo: the line that it printed, its process and its log.
 *
 * `stop()` ends it in peace and returns the exit code; `kill()` ends it with SIGKILL. A folder that
 * was not given goes with it. `core`: the only one that it may use.
 */
export async function startDemo({ folder, ledgerClose, listen, args = [], env = {}, core } = {}) {
  const dataDir = folder ?? (await makeFolder());
  const line = [binary, ...demoArguments(dataDir, ledgerClose, listen), ...args];
  const pinned = core === undefined ? line : ['taskset', '-c', String(core), ...line];
  const child = spawn(pinned[0], pinned.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const log = collect(child.stderr);
  const end = async (signal) => {
    const code = await endProcess(child, signal);
    if (!folder) await rm(dataDir, { recursive: true, force: true });
    return code;
  };
  const control = { child, log, dataDir, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
  try {
    return { ...(await firstLine(child, log)), ...control };
  } catch (problem) {
    await control.kill();
    throw problem;
  }
}

/** Runs a command to its end. `keepChars`: of its output, the last so many are kept. */
export async function run(args, { timeoutMs = START_MS, env = {}, keepChars } = {}) {
  const child = spawn(binary, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    timeout: timeoutMs,
  });
  const [out, errors] = [collect(child.stdout, keepChars), collect(child.stderr)];
  const [code] = await once(child, 'close');
  return { code, out: out(), errors: errors() };
}

/** Fails unless `farthing check` finds the books of a stopped program in order. */
export async function expectBooksInOrder(folder) {
  const { code, out, errors } = await run(['check', '--data-dir', folder], { timeoutMs: CHECK_MS });
  assert.equal(code, 0, out + errors);
}

/**
 * Starts a command that serves until it is stopped; waits for its first line of output. `under`: a
 * program with its arguments that becomes the command.
 */
export async function startCommand(args, { under = [], env = {} } = {}) {
  const line = [...under, binary, ...args];
  const child = spawn(line[0], line.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const log = collect(child.stderr);
  try {
    const first = await lineOf(child, log);
    return { child, log, line: first, stop: () => endProcess(child, 'SIGTERM') };
  } catch (problem) {
    await endProcess(child, 'SIGKILL');
    throw problem;
  }
}

function demoArguments(folder, ledgerClose, listen = '127.0.0.1:0') {
  const anywhere = '127.0.0.1:0';
  const addresses = ['--listen', listen, '--site', anywhere, '--horizon', anywhere];
  const close = ledgerClose ? ['--ledger-close', ledgerClose] : [];
  return ['demo', '--json', '--data-dir', folder, ...addresses, ...close];
}

async function firstLine(child, log) {
  return JSON.parse(await lineOf(child, log));
}

async function lineOf(child, log) {
  const lines = createInterface({ input: child.stdout });
  const failure = (why) => Promise.reject(new Error(`${why}\n${log()}`));
  return Promise.race([
    once(lines, 'line', { signal: AbortSignal.timeout(START_MS) }).then(
      ([line]) => line,
      () => failure(`farthing printed nothing in ${START_MS} ms`),
    ),
    once(child, 'exit').then(([code]) =>
      failure(`farthing ended with ${code} before it was ready`),
    ),
    once(child, 'error').then(([problem]) =>
      failure(`${binary} cannot be started (${problem.message}); run script/build`),
    ),
  ]);
}

async function endProcess(child, signal) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return child.exitCode;
  const ended = once(child, 'exit');
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  child.kill(signal);
  const [code] = await ended;
  clearTimeout(impatience);
  return code;
}

function collect(stream, keepChars = LOG_CHARACTERS) {
  let text = '';
  stream.on('data', (part) => (text = (text + part).slice(-keepChars)));
  return () => text;
}
