#!/usr/bin/env node
/**
 * Runs clang-tidy with the rules of .clang-tidy over the C++ sources, two at a time on two cores.
 *
 * usage: node tools/clang_tidy.mjs [--all]     default: only what changed since the last commit
 *
 * Needs build/release to be configured.
 */

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';

import { isCpp, isProgram, isTest, listFiles, repository } from './source.mjs';

const TIDY = 'clang-tidy-19';
const OPTIONS = [
  '-p=build/release',
  '--quiet',
  // The flags are g++'s, of which clang does not know all.
  '--extra-arg=-Wno-unknown-warning-option',
  '--extra-arg=-Wno-error',
];
// A test need not be fast, and is often a long list of cases.
const OPTIONS_FOR_TESTS = ['--checks=-performance-*,-readability-function-*'];

/** The sources that see one of the changed files: itself, or what includes it directly. */
function sourcesOf(changed) {
  const headers = changed.filter((path) => path.endsWith('.hpp')).map((path) => path.slice(4));
  return compiled().filter((path) => changed.includes(path) || includesAny(path, headers));
}

function includesAny(path, headers) {
  const text = readFileSync(join(repository, path), 'utf8');
  return headers.some((header) => text.includes(`#include "${header}"`));
}

function changedFiles() {
  const git = (...words) => execFileSync('git', words, { cwd: repository, encoding: 'utf8' });
  const changed = git('diff', '--name-only', 'HEAD') + git('ls-files', '-o', '--exclude-standard');
  return changed.split('\n').filter(isCpp);
}

/** The sources that the build knows: only for these it is known how they are compiled. */
function compiled() {
  const database = join(repository, 'build/release/compile_commands.json');
  if (!existsSync(database)) throw new Error('build/release is not configured: script/build');
  const known = new Set(JSON.parse(readFileSync(database, 'utf8')).map(({ file }) => file));
  return listFiles(repository).filter((path) => known.has(join(repository, path)));
}

function check(path) {
  return new Promise((resolve, reject) => {
    const options = [...OPTIONS, ...(isTest(path) ? OPTIONS_FOR_TESTS : [])];
    const child = spawn(TIDY, [...options, path], { cwd: repository });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    // There it only counts the warnings that it does not show.
    child.stderr.resume();
    child.on('error', reject);
    child.on('close', (status) => resolve({ path, failed: status !== 0, output }));
  });
}

async function checkAll(paths) {
  const waiting = [...paths];
  const failed = [];
  const worker = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const result = await check(path);
      if (!result.failed) continue;
      failed.push(path);
      console.log(result.output.replaceAll(`${repository}/`, '').trim());
    }
  };
  const workers = availableParallelism?.() ?? cpus().length;
  await Promise.all(Array.from({ length: workers }, worker));
  return failed;
}

if (isProgram(import.meta.url)) {
  const all = process.argv.includes('--all');
  const paths = all ? compiled() : sourcesOf(changedFiles());
  const failed = await checkAll(paths);
  const which = all ? 'files' : 'changed files';
  console.log(`clang-tidy: ${paths.length} ${which}, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
