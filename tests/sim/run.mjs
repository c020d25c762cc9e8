#!/usr/bin/env node
/**
 * Runs the simulator over seeds and crash points, on as many cores as there are.
 *
 * usage: node tests/sim/run.mjs [--seeds A..B] [--crash-points N]
 *
 * Before them come the seeds of seeds.txt, which found something once. FARTHING_SIM names the
 * program, if it is not that of the release build.
 */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { repository } from '../../tools/source.mjs';

const PROGRAM = process.env.FARTHING_SIM ?? join(repository, 'build/release/tests/sim/sim');
const PIECES = 8;

/** Each line `seed steps`, with a reason after `#`. */
function oldSeeds() {
  const text = readFileSync(join(repository, 'tests/sim/seeds.txt'), 'utf8');
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  return lines.filter(Boolean).map((line) => {
    const [seed, steps] = line.split(/\s+/);
    return ['--seed', seed, '--steps', steps];
  });
}

/** The seeds in pieces, so that the cores end at about the same time. */
function seedPieces(range) {
  const [first, last] = range.split('..').map(Number);
  const size = Math.ceil((last - first + 1) / PIECES);
  const starts = Array.from({ length: PIECES }, (_, i) => first + i * size);
  return starts
    .filter((start) => start <= last)
    .map((start) => ['--seeds', `${start}..${Math.min(start + size - 1, last)}`]);
}

/** Each piece tells other stories. */
function crashPieces(points) {
  const size = Math.ceil(points / PIECES);
  return Array.from({ length: PIECES }, (_, i) => [
    ...['--crash-points', String(size)],
    ...['--story', String(1 + i * 1000)],
  ]);
}

function simulate(args) {
  return new Promise((resolve) => {
    const child = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.on('error', (error) => resolve({ args, output: String(error), status: 127 }));
    child.on('close', (status) => resolve({ args, output, status: status ?? 134 }));
  });
}

async function work(queue) {
  for (let args = queue.shift(); args; args = queue.shift()) {
    const { output, status } = await simulate(args);
    console.log(`sim ${args.join(' ')}\n${output.trimEnd()}\n`);
    if (status !== 0) process.exitCode = 1;
  }
}

const { values } = parseArgs({
  options: { seeds: { type: 'string' }, 'crash-points': { type: 'string' } },
});
const queue = oldSeeds();
if (values['crash-points']) queue.push(...crashPieces(Number(values['crash-points'])));
if (values.seeds) queue.push(...seedPieces(values.seeds));
await Promise.all(Array.from({ length: availableParallelism() }, () => work(queue)));
