#!/usr/bin/env node
/** Tries to break what must hold, in turns, until the time is over. Called by script/prove. */

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { closingLine, duration, endWithUs, judge, readLog, run, table } from '../tools/steps.mjs';
import { repository } from '../tools/source.mjs';

const LOGS = 'build/prove-logs';
const MINUTES = 60;
const SEEDS = 200;
const CRASH_POINTS = 1_000;
const KILLS = 50;
const POWER_CUTS = 12;
const FUZZ_SECONDS = 30;

const RELEASE = ['script/build', 'release', 'farthing', 'sim', 'power_cut'];
/** Tests in which many come at once; and a race that is found ends the program. */
const CROWDED = ['http/wallet_socket.test.mjs', 'http/storm.test.mjs', 'http/goods.test.mjs'];
const RACES = { TSAN_OPTIONS: 'halt_on_error=1:second_deadlock_stack=1' };
const SIMULATOR = 'build/release/tests/sim/sim';

/**
 * `turn`: the command of the nth turn, whose seeds begin at `seed`, with its environment.
 * `injected`: what a log says of faults, as [name, count] pairs; without any a turn has failed.
 */
const KINDS = [
  {
    name: 'simulator',
    builds: () => RELEASE,
    runner: 'simulator',
    turn: (n, seed) => ({
      command: [SIMULATOR, '--seeds', `${seed + n * SEEDS}..${seed + (n + 1) * SEEDS - 1}`],
    }),
    injected: simulated,
  },
  {
    name: 'crash-points',
    builds: () => RELEASE,
    runner: 'simulator',
    // They always begin with the first, so only more of them are new ones.
    turn: (n) => ({ command: [SIMULATOR, '--crash-points', String(CRASH_POINTS * 2 ** n)] }),
    injected: simulated,
  },
  {
    name: 'kills',
    builds: () => RELEASE,
    runner: 'node',
    turn: (n, seed) => crashTest('kills', 'release', { FARTHING_KILLS: KILLS, ...nth(n, seed) }),
    injected: (text) => matches(text, /^# kills: (\d+)/gm, () => 'kill at a random moment'),
  },
  {
    name: 'failpoints',
    builds: () => ['script/build', 'failpoints', 'farthing'],
    runner: 'node',
    turn: (n) => crashTest('failpoints', 'failpoints', { FARTHING_FAILPOINT_ROUNDS: 2 + n }),
    injected: (text) => {
      const hits = /^# failpoints hit: (.*)$/m.exec(text)?.[1] ?? '';
      return matches(hits, /(\S+) (\d+)/g, ([, name]) => `kill at ${name}`, 2);
    },
  },
  {
    name: 'power-cuts',
    builds: () => RELEASE,
    runner: 'node',
    turn: (n, seed) =>
      crashTest('power_cut', 'release', { FARTHING_POWER_CUTS: POWER_CUTS, ...nth(n, seed) }),
    injected: (text) =>
      matches(text, /^# power cuts on (\S+): (\d+)/gm, ([, type]) => `power cut on ${type}`, 2),
  },
  {
    name: 'threads',
    builds: () => ['script/build', 'tsan', 'src/all'],
    runner: 'node',
    turn: () => ({
      command: ['node', '--test', '--test-reporter=tap', ...CROWDED.map((name) => `tests/${name}`)],
      env: { FARTHING_BINARY: join(repository, 'build/tsan/farthing'), ...RACES },
    }),
    injected: (text) => matches(text, /^# (pass) (\d+)$/gm, () => 'crowd under ThreadSanitizer', 2),
  },
  {
    name: 'threads-unit',
    builds: () => ['script/build', 'tsan', 'src/all'],
    runner: 'ctest',
    turn: () => ({ command: ['ctest', '--preset', 'tsan'], env: RACES }),
    injected: (text) =>
      matches(text, /failed out of (\d+)$/gm, () => 'unit test under ThreadSanitizer'),
  },
  {
    name: 'fuzz',
    builds: () => ['script/build', 'fuzz', ...fuzzTargets().map((name) => `fuzz_${name}`)],
    runner: 'fuzz',
    turn: (n) => ({
      command: ['script/fuzz', String(FUZZ_SECONDS), fuzzTargets()[n % fuzzTargets().length]],
    }),
    injected: (text) =>
      matches(text, /^fuzz: (\S+): (\d+) inputs/gm, ([, name]) => `inputs of ${name}`, 2),
  },
];

function nth(n, seed) {
  return { FARTHING_SEED: seed + n };
}

function crashTest(name, preset, settings) {
  const command = ['node', '--test', '--test-reporter=tap', `tests/crash/${name}.test.mjs`];
  const env = { FARTHING_BINARY: join(repository, `build/${preset}/farthing`), ...settings };
  return { command, env };
}

function fuzzTargets() {
  return readdirSync(join(repository, 'tests/fuzz'))
    .filter((name) => name.endsWith('.cpp'))
    .map((name) => name.slice(0, -'.cpp'.length))
    .sort();
}

function matches(text, pattern, nameOf, group = 1) {
  return [...text.matchAll(pattern)].map((match) => [nameOf(match), Number(match[group])]);
}

/** The simulator lists its faults first; what the readers did comes after. */
function simulated(text) {
  const [faults] = text.split(/^readers:$/m);
  return matches(faults, /^ {2}(\S.*?) +(\d+)$/gm, ([, name]) => `simulated: ${name}`, 2);
}

function parse() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      'no-build': { type: 'boolean', default: false },
    },
  });
  const unknown = values.only.find((name) => !KINDS.some((kind) => kind.name === name));
  if (unknown) throw new Error(`nothing is called '${unknown}' (script/prove --help)`);
  const [minutes, seed] = [Number(positionals[0] ?? MINUTES), Number(values.seed)];
  if (positionals.length > 1 || !(minutes > 0)) throw new Error('how many minutes? (--help)');
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error('a seed is a whole number');
  const kinds = KINDS.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  return { minutes, seed, kinds, builds: !values['no-build'] };
}

/** Builds what the kinds need, each once; a row for every build that failed. */
async function build(kinds) {
  const commands = new Map(kinds.map((kind) => [kind.builds().join(' '), kind.builds()]));
  const rows = [];
  for (const command of commands.values()) {
    const step = { name: `build ${command[1]}`, command, minutes: 60 };
    rows.push(await runStep(step, `${LOGS}/build-${command[1]}.log`));
    tell(rows.at(-1));
  }
  return rows.filter(({ failed }) => failed > 0);
}

async function runStep(step, log) {
  const env = { NO_COLOR: '1', ...step.env };
  const outcome = await run({ ...step, env, cwd: repository, log: join(repository, log) });
  const text = readLog(join(repository, log));
  return { ...judge(step, outcome, text), log, text };
}

/** One turn; a turn that injected nothing has shown nothing. */
async function takeTurn(kind, n, seed) {
  const step = { name: kind.name, runner: kind.runner, minutes: 30, ...kind.turn(n, seed) };
  const row = await runStep(step, `${LOGS}/${kind.name}-${n + 1}.log`);
  row.injected = kind.injected(row.text);
  const count = row.injected.reduce((total, [, each]) => total + each, 0);
  if (count > 0 || row.failed > 0 || row.skipped > 0) return { ...row, count };
  return { ...row, count, result: 'FAILED', failed: 1, passed: 0, failures: 'injected nothing' };
}

function tell(row) {
  const count = row.count > 0 ? `  ${row.count} injected` : '';
  const time = duration(row.seconds).padStart(9);
  console.log(`${row.name.padEnd(18)}${row.result.padEnd(8)}${time}${count}`);
  if (row.result !== 'FAILED') return;
  console.log(`\n${row.failures.replace(/^/gm, '    ')}\n\n    all of it: ${row.log}\n`);
}

/** All turns of one kind as one row. */
function sumOf(kind, turns) {
  const total = (field) => turns.reduce((all, turn) => all + turn[field], 0);
  const failed = total('failed');
  const result = turns.length === 0 ? 'no time' : failed > 0 ? 'FAILED' : verdictOf(turns);
  const counts = { passed: total('passed'), failed, skipped: total('skipped') };
  return { name: kind.name, result, ...counts, seconds: total('seconds') };
}

function verdictOf(turns) {
  return turns.some(({ passed }) => passed > 0) ? 'ok' : 'skipped';
}

async function takeTurns({ minutes, seed, kinds }) {
  const end = Date.now() + minutes * 60_000;
  const turns = new Map(kinds.map((kind) => [kind, []]));
  const goesOn = (kind) => turns.get(kind).every(({ result, passed }) => result === 'ok' && passed);
  for (let n = 0; Date.now() < end && kinds.some(goesOn); ++n)
    for (const kind of kinds.filter(goesOn)) {
      if (Date.now() >= end) break;
      turns.get(kind).push(await takeTurn(kind, n, seed));
      tell(turns.get(kind).at(-1));
    }
  return turns;
}

function printFaults(turns) {
  const faults = new Map();
  for (const [name, count] of [...turns.values()].flat().flatMap(({ injected }) => injected))
    faults.set(name, (faults.get(name) ?? 0) + count);
  console.log('\ninjected');
  for (const [name, count] of faults)
    console.log(`  ${name.padEnd(44)}${String(count).padStart(12)}`);
}

async function main() {
  const options = parse();
  endWithUs();
  rmSync(join(repository, LOGS), { recursive: true, force: true });
  mkdirSync(join(repository, LOGS), { recursive: true });
  console.log(`prove: ${options.minutes} minutes, --seed ${options.seed}`);
  const broken = options.builds ? await build(options.kinds) : [];
  const turns = broken.length > 0 ? new Map() : await takeTurns(options);
  const rows = [...broken, ...[...turns].map(([kind, all]) => sumOf(kind, all))];
  printFaults(turns);
  console.log(`\n${table(rows)}\n`);
  const proved = rows.some(({ passed }) => passed > 0);
  if (!proved) console.log('nothing was proved\n');
  console.log(closingLine(rows));
  process.exitCode = !proved || rows.some(({ failed }) => failed > 0) ? 1 : 0;
}

try {
  await main();
} catch (error) {
  console.error(`script/prove: ${error.message}`);
  process.exitCode = 1;
}
