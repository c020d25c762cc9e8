// SPDX-License-Identifier: MIT
// Load from wrk against servers on this machine, in alternating rounds: only ratios within one run
// mean something.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

const CONNECTIONS = 64;

/** Runs a program to its end and returns what it printed. */
export async function output(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (part) => (text += part));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
  return text;
}

/** Starts a server on the first core; wrk has the second. */
export function startOnFirstCore(command, args, options = {}) {
  return spawn('taskset', ['-c', '0', command, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
}

export async function end(child) {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Requests per second, all answered 2xx or all `refused`; the 99th percentile in ms. */
export async function wrk(url, { seconds, script, connections = CONNECTIONS, refused = false }) {
  const options = [
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '--latency',
    ...(script ? ['-s', script] : []),
  ];
  const text = await output('taskset', ['-c', '1', 'wrk', ...options, url]);
  if (/Non-2xx/.test(text) !== refused)
    throw new Error(`${url} answered with 2xx or without, and should not:\n${text}`);
  const [, p99, unit] = text.match(/99%\s+([\d.]+)(us|ms|s)/);
  const milliseconds = Number(p99) * { us: 0.001, ms: 1, s: 1000 }[unit];
  return { rate: Number(text.match(/Requests\/sec:\s+([\d.]+)/)[1]), p99: milliseconds };
}

/** Measures all in turn, `rounds` times; the medians by name. */
export async function compare(targets, { rounds = 5, seconds = 3 } = {}) {
  const runs = Object.fromEntries(targets.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; ++round)
    for (const target of targets)
      runs[target.name].push(await wrk(target.url, { seconds, ...target }));
  return Object.fromEntries(
    Object.entries(runs).map(([name, values]) => [
      name,
      { rate: median(values.map(({ rate }) => rate)), p99: median(values.map(({ p99 }) => p99)) },
    ]),
  );
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** A table with each rate as a ratio to the first one's. */
export function printRatios(title, medians) {
  const [[, base]] = Object.entries(medians);
  console.log(`\n${title}`);
  for (const [name, { rate, p99 }] of Object.entries(medians))
    console.log(
      `  ${name.padEnd(44)}${Math.round(rate).toString().padStart(9)}/s`,
      ` ratio ${(rate / base.rate).toFixed(2)}  p99 ${p99.toFixed(2)} ms`,
    );
}
