#!/usr/bin/env node
/**
 * Checks that the C++ sources are formatted as .clang-format says.
 *
 * usage: node tools/format.mjs [--fix]
 */

import { spawnSync } from 'node:child_process';

import { isCpp, isProgram, listFiles, report, repository } from './source.mjs';

// Other versions format differently.
const FORMATTER = 'clang-format-14';

function formatter(options, files) {
  const { error, status, stderr } = spawnSync(FORMATTER, [...options, ...files], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (error) throw new Error(`${FORMATTER}: ${error.message}`);
  if (status !== 0) throw new Error(`${FORMATTER} failed: ${stderr.slice(0, 400)}`);
  return stderr;
}

/** Findings, one for each file that is not formatted, at its first place. */
function checkFormat(files) {
  const places = [...formatter(['--dry-run'], files).matchAll(/^(.+?):(\d+):\d+: warning: /gm)];
  const first = new Map(places.reverse().map(([, path, line]) => [path, Number(line)]));
  return [...first].sort().map(([path, line]) => ({ path, line, message: 'is not formatted' }));
}

function main() {
  const files = listFiles(repository).filter(isCpp);
  if (process.argv.includes('--fix')) formatter(['-i'], files);
  const findings = checkFormat(files);
  if (findings.length > 0) console.log('script/lint --fix formats these files:');
  report('format', findings, files.length);
}

if (isProgram(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
