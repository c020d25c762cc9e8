#!/usr/bin/env node
/** The test run: its steps, in order. Called by script/test, which installs what is missing. */

import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { closingLine, duration, endWithUs, judge, readLog, run, table } from '../tools/steps.mjs';
import { repository } from '../tools/source.mjs';

const LOGS = 'build/test-logs';
const FAILPOINTS = 'failpoints.test.mjs';
const TYPESCRIPT = 'node_modules/typescript/bin/tsc';

const ENVIRONMENT = {
  NO_COLOR: '1',
  FARTHING_BINARY: join(repository, 'build/release/farthing'),
};
const SANITIZERS = {
  ASAN_OPTIONS: 'detect_stack_use_after_return=1:strict_string_checks=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
};

/**
 * `runner`: who counts the tests; a step without one is a check, which passes or fails as a whole.
 * `suite`: a folder of *.test.mjs files, of which `atOnce` run at the same time; all of them, or
 * `only` one, or all `except` one.
 * `needs`: a step without which this one makes no sense. `quick`: also part of script/test --quick.
 */
const STEPS = [
  { name: 'includes', quick: true, command: ['node', 'tools/check_includes.mjs'] },
  { name: 'tidy', quick: true, command: ['node', 'tools/tidy.mjs'] },
  { name: 'format', quick: true, command: ['node', 'tools/format.mjs'] },
  { name: 'types', quick: true, command: ['node', TYPESCRIPT, '-p', 'web/tsconfig.test.json'] },
  { name: 'tools', quick: true, suite: 'tools', atOnce: 2 },
  { name: 'web', quick: true, runner: 'node', command: ['node', 'web/test.mjs'] },
  { name: 'build', quick: true, minutes: 40, command: ['script/build', 'release'] },
  { name: 'unit', quick: true, needs: 'build', preset: 'release' },
  {
    name: 'sim',
    needs: 'build',
    runner: 'sim',
    command: ['node', 'tests/sim/run.mjs', '--seeds', '1..500', '--crash-points', '10000'],
  },
  { name: 'http', quick: true, needs: 'build', suite: 'tests/http', atOnce: 2 },
  { name: 'clients', needs: 'build', suite: 'tests/clients', atOnce: 1 },
  { name: 'browser', minutes: 30, needs: 'build', suite: 'tests/browser', atOnce: 1 },
  { name: 'crash', needs: 'build', suite: 'tests/crash', except: FAILPOINTS, atOnce: 1 },
  { name: 'build failpoints', minutes: 40, command: ['script/build', 'failpoints', 'farthing'] },
  {
    name: 'failpoints',
    needs: 'build failpoints',
    suite: 'tests/crash',
    only: FAILPOINTS,
    atOnce: 1,
    env: { FARTHING_BINARY: join(repository, 'build/failpoints/farthing') },
  },
  // Not bench/: what sanitizers slow down is not worth measuring.
  {
    name: 'build asan',
    minutes: 40,
    command: ['script/build', 'asan', 'src/all', 'tests/fuzz/all', 'tests/sim/all'],
  },
  { name: 'unit asan', needs: 'build asan', preset: 'asan', env: SANITIZERS },
];

function parse() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      step: { type: 'string', multiple: true, default: [] },
    },
  });
  const unknown = values.step.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) throw new Error(`no step is called '${unknown[0]}' (script/test --list)`);
  if (positionals.length > 1) throw new Error('at most one filter (script/test --help)');
  return { ...values, filter: positionals[0] };
}

function chosen({ quick, step: names, filter }) {
  const wanted = STEPS.filter((step) => {
    if (names.length > 0) return names.includes(step.name);
    if (filter) return (step.suite || step.preset) && step.preset !== 'asan';
    return step.quick || !quick;
  });
  const needed = new Set(wanted.map((step) => step.needs));
  return STEPS.filter((step) => wanted.includes(step) || needed.has(step.name))
    .map((step) => complete(step, filter))
    .filter((step) => step.files === undefined || step.files.length > 0);
}

/** The step with its command and its runner. */
function complete(step, filter) {
  const base = { minutes: 15, ...step, env: { ...ENVIRONMENT, ...step.env } };
  if (step.preset) return { ...base, runner: 'ctest', command: ctest(step.preset, filter) };
  if (!step.suite) return base;
  const files = testFiles(step, filter);
  const command = ['node', '--test', '--test-reporter=tap', `--test-concurrency=${step.atOnce}`];
  return { ...base, runner: 'node', files, command: [...command, ...files] };
}

function testFiles({ suite: folder, only, except }, filter = '') {
  if (!existsSync(join(repository, folder))) return [];
  return readdirSync(join(repository, folder), { recursive: false })
    .filter((name) => name.endsWith('.test.mjs') && `${folder}/${name}`.includes(filter))
    .filter((name) => (only ? name === only : name !== except))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function ctest(preset, filter) {
  if (!filter) return ['ctest', '--preset', preset];
  const anyCase = [...filter].map(eitherCase).join('');
  return ['ctest', '--preset', preset, '--no-tests=ignore', '-R', anyCase];
}

function eitherCase(letter) {
  if (/[a-z]/i.test(letter)) return `[${letter.toLowerCase()}${letter.toUpperCase()}]`;
  return /\d/.test(letter) ? letter : '.';
}

async function runStep(step, done, filter) {
  const needed = done.find((row) => row.name === step.needs);
  if (needed && needed.result !== 'ok') {
    return { name: step.name, result: 'not run', passed: 0, failed: 0, skipped: 0, seconds: 0 };
  }
  const log = `${LOGS}/${step.name.replace(' ', '-')}.log`;
  const outcome = await run({ ...step, cwd: repository, log: join(repository, log) });
  const text = readLog(join(repository, log));
  return { ...judge(step, outcome, text, { mayBeEmpty: Boolean(filter) }), log };
}

function tell(row) {
  const counts = row.passed > 0 ? `  ${row.passed} passed` : '';
  console.log(`${row.result.padEnd(8)}${duration(row.seconds).padStart(9)}${counts}`);
  if (row.result !== 'FAILED') return;
  console.log(`\n${row.failures.replace(/^/gm, '    ')}\n\n    all of it: ${row.log}\n`);
}

async function main() {
  const options = parse();
  if (options.list) return console.log(STEPS.map((step) => step.name).join('\n'));
  endWithUs();
  rmSync(join(repository, LOGS), { recursive: true, force: true });
  mkdirSync(join(repository, LOGS), { recursive: true });

  const rows = [];
  for (const step of chosen(options)) {
    process.stdout.write(step.name.padEnd(18));
    rows.push(await runStep(step, rows, options.filter));
    tell(rows.at(-1));
  }
  finish(rows);
}

function finish(rows) {
  console.log(`\n${table(rows)}\n`);
  const ran = rows.reduce((all, row) => all + row.passed + row.failed, 0);
  if (ran === 0) console.log('no test ran\n');
  console.log(closingLine(rows));
  process.exitCode = ran === 0 || rows.some((row) => row.failed > 0) ? 1 : 0;
}

try {
  await main();
} catch (error) {
  console.error(`script/test: ${error.message}`);
  process.exitCode = 1;
}
