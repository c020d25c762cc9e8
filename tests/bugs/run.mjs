#!/usr/bin/env node
// SPDX-License-Identifier: MIT
/**
 * Plants each bug of planted.mjs by itself in a copy of the sources, builds, and runs the unit
 * tests, then the simulator, until one of them fails. Called by script/plant.
 *
 * A bug that nothing catches fails the run; so do tests that fail without a bug.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { closingLine, duration, endWithUs, run } from '../../tools/steps.mjs';
import { repository } from '../../tools/source.mjs';
import { bug, planted } from './bug.mjs';
import { BUGS } from './planted.mjs';

const FOLDER = join(repository, 'build/planted');
const TREE = join(FOLDER, 'tree');
const BUILD = join(TREE, 'build/release');
const SIMULATOR = [join(BUILD, 'tests/sim/sim')];
const NO_BUG = bug('', 'without a bug');

/** Who looks for a bug, in this order; each says what it found, or nothing. */
const CATCHERS = [
  { name: 'unit', sees: 'src/', find: failingUnitTest },
  { name: 'seeds', sees: 'src/', find: () => failingStory(['--seeds', '1..80']) },
  { name: 'crashes', sees: 'src/', find: () => failingStory(['--crash-points', '3000']) },
  { name: 'web', sees: 'web/', find: failingWebTest },
];

/** The tree's files as they are in the working folder, changed or not. */
function copySources() {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: repository,
    maxBuffer: 64 * 1024 * 1024,
  });
  const files = new Set(String(list).split('\0').filter(Boolean));
  for (const file of files)
    if (existsSync(join(repository, file))) refresh(file, readFileSync(join(repository, file)));
  for (const file of filesBelow(TREE, '')) if (!files.has(file)) rmSync(join(TREE, file));
  const modules = join(TREE, 'node_modules');
  if (!existsSync(modules)) symlinkSync(join(repository, 'node_modules'), modules);
}

/** Writes only what is new, so that nothing else is compiled. */
function refresh(file, content) {
  const path = join(TREE, file);
  if (existsSync(path) && readFileSync(path).equals(content)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode: lstatSync(join(repository, file)).mode });
}

function filesBelow(folder, path) {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const name = join(path, entry.name);
    if (['build', 'node_modules'].includes(name)) return [];
    return entry.isDirectory() ? filesBelow(folder, name) : [name];
  });
}

async function command(name, line, { cwd = TREE, minutes = 5 } = {}) {
  const log = join(FOLDER, `${name}.log`);
  const outcome = await run({ command: line, cwd, log, minutes, env: { NO_COLOR: '1' } });
  return { ...outcome, text: readFileSync(log, 'utf8') };
}

async function build() {
  if (!existsSync(join(BUILD, 'build.ninja'))) {
    const { status, text } = await command('configure', ['cmake', '--preset', 'release']);
    if (status !== 0) throw new Error(text);
  }
  const line = ['ninja', '-C', BUILD, '-j', String(availableParallelism()), '--quiet'];
  built = Date.now();
  return command('build', [...line, 'src/all', 'tests/sim/all'], { minutes: 40 });
}

/** When the last build began: what is older has no part of the bug in it. */
let built = 0;

/** The first test that fails, of all binaries with the bug in them, as many at once as cores. */
async function failingUnitTest() {
  const queue = unitTests(built);
  let found;
  const work = async () => {
    for (let path = queue.shift(); path && !found; path = queue.shift()) {
      const name = path.split('/').at(-1);
      const line = [path, '--gtest_fail_fast'];
      const once = () => command(name, line, { cwd: BUILD, minutes: 3 });
      // A test that fails only once, on a busy machine say, has caught nothing.
      if ((await once()).status === 0) continue;
      const { status, timedOut, text } = await once();
      if (status !== 0) found ??= timedOut ? `${name} does not end` : failedTest(text, name);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return found;
}

function unitTests(since) {
  const rooms = join(BUILD, 'src');
  const sim = join(BUILD, 'tests/sim/sim_test');
  const tests = readdirSync(rooms, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(rooms, name, `${name}_test`));
  const isNew = (path) => existsSync(path) && statSync(path).mtimeMs >= since;
  return [...tests, sim].filter(isNew);
}

function failedTest(text, name) {
  const failed = /^\[ {2}FAILED {2}\] ([^\s,]+)/m.exec(text)?.[1];
  // What ends the process leaves no more than the name of the test that was running.
  const last = [...text.matchAll(/^\[ RUN {6}\] (\S+)/gm)].at(-1)?.[1];
  return failed ?? `${last ?? name} (the process ended)`;
}

async function failingStory(args) {
  const { status, text } = await command('sim', [...SIMULATOR, ...args]);
  if (status === 0) return undefined;
  return /^seed .*$/m.exec(text)?.[0] ?? 'the simulator ends itself';
}

async function failingWebTest() {
  const { status, text } = await command('web', ['node', 'web/test.mjs']);
  if (status === 0) return undefined;
  return /^not ok \d+ - (.*)$/m.exec(text)?.[1] ?? /^.*error.*$/im.exec(text)?.[0] ?? 'web tests';
}

/** { catcher's name: what it found } of all that can see this bug. */
async function hunt({ name: bugName, edits }) {
  const touches = (prefix) => edits.some(({ file }) => file.startsWith(prefix));
  const all = edits.length === 0;
  const compiled = all || touches('src/') ? await build() : { status: 0 };
  if (all) built = 0;
  if (compiled.status !== 0) throw new Error(`"${bugName}" does not compile: ${compiled.text}`);
  const found = {};
  for (const { name, sees, find } of CATCHERS) {
    if (all || touches(sees)) found[name] = await find();
    if (found[name] !== undefined && !thorough) break;
  }
  return found;
}

async function plant(one) {
  const started = Date.now();
  const read = (file) => readFileSync(join(TREE, file), 'utf8');
  const texts = planted(one, read);
  // Not from the repository, where somebody may be at work.
  const healthy = [...texts.keys()].map((file) => [file, read(file)]);
  for (const [file, text] of texts) writeFileSync(join(TREE, file), text);
  try {
    const found = await hunt(one);
    return { bug: one, found, seconds: (Date.now() - started) / 1000 };
  } finally {
    for (const [file, text] of healthy) writeFileSync(join(TREE, file), text);
  }
}

function caughtBy({ found }) {
  return Object.keys(found).filter((name) => found[name] !== undefined);
}

function tell(row) {
  const by = caughtBy(row);
  const first = by.length > 0 ? row.found[by[0]] : '';
  const verdict = by.length > 0 ? `caught by ${by.join(', ')}` : 'NOT CAUGHT';
  console.log(`${row.bug.name}\n    ${verdict} (${duration(row.seconds)})  ${first}`.trimEnd());
}

function table(rows) {
  const names = CATCHERS.map(({ name }) => name);
  const mark = ({ found }, name) => (found[name] ? 'x' : name in found ? '-' : '');
  const line = (law, cells, text) =>
    law.padEnd(5) + cells.map((cell) => cell.padEnd(9)).join('') + text;
  return [
    line('law', names, 'planted bug'),
    ...rows.map((row) => line(row.bug.law, names.map((name) => mark(row, name)), row.bug.name)),
  ].join('\n');
}

const OFF = { type: 'boolean', default: false };

/** Whether every catcher is asked, also after one has found the bug. */
let thorough = false;

function chosen({ values, positionals }) {
  thorough = values.thorough;
  const bugs = BUGS.filter(({ name }) => positionals.every((word) => name.includes(word)));
  if (bugs.length === 0) throw new Error(`no bug's name contains: ${positionals.join(' ')}`);
  if (values.list) for (const { law, name } of bugs) console.log(`${law.padEnd(4)} ${name}`);
  return values.list ? [] : bugs;
}

async function main() {
  const bugs = chosen(
    parseArgs({ allowPositionals: true, options: { list: OFF, thorough: OFF } }),
  );
  if (bugs.length === 0) return;
  endWithUs();
  mkdirSync(TREE, { recursive: true });
  copySources();
  const healthy = await plant(NO_BUG);
  if (caughtBy(healthy).length > 0)
    throw new Error(`the tests fail without a bug: ${JSON.stringify(healthy.found)}`);
  const rows = [];
  for (const each of bugs) {
    rows.push(await plant(each));
    tell(rows.at(-1));
  }
  const passed = rows.filter((row) => caughtBy(row).length > 0).length;
  console.log(`\n${table(rows)}\n\nx: caught, -: not seen by it, blank: not asked\n`);
  console.log(closingLine([{ passed, failed: rows.length - passed, skipped: 0 }]));
  process.exitCode = passed === rows.length ? 0 : 1;
}

try {
  await main();
} catch (error) {
  console.error(`script/plant: ${error.message}`);
  process.exitCode = 1;
}
