#!/usr/bin/env node
/**
 * What no compiler refuses and we do not want: each ban says why, and what to write instead.
 *
 * usage: node tools/tidy.mjs
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { codeOf, isCpp, isProgram, isTest, listFiles, report, repository } from './source.mjs';

const LINE_COLUMNS = 100;
const FILE_LINES_GOOD = 400;
const FILE_LINES_MOST = 600;
const FUNCTION_LINES = 60;

const inRooms = (...rooms) => (path) => rooms.some((room) => path.startsWith(`src/${room}`));
const anyOf = (...tests) => (path) => tests.some((test) => test(path));
const not = (test) => (path) => !test(path);
const all = () => true;
const handlesMoney = inRooms('goods/', 'payments/', 'sandbox/', 'stellar/', 'base/money');
const isWeb = (path) => /^web\/.*\.ts$/.test(path);

/** Web files that may write HTML from text, and why that is safe there. */
const MAY_SET_HTML = [
  // Shows the markup that the publisher sold, on the publisher's own page.
  'web/widget/show_text.ts',
];

/** Banned in C++ code outside comments and literals, in the files that `where` names. */
export const CPP_BANS = [
  {
    token: /\bstd::s?rand\b/,
    where: all,
    message: 'std::rand is predictable and global; take a base::Random&',
  },
  {
    token: /\b(mt19937(_64)?|random_device|default_random_engine)\b/,
    where: not(anyOf(isTest, (path) => path === 'src/base/random.cpp')),
    message: 'randomness comes in through base::Random, so that a test can command it',
  },
  {
    token: /\buniform_(int|real)_distribution\b/,
    where: all,
    message: 'its numbers differ between standard libraries; use random() % n',
  },
  {
    token: /\bsystem_clock::now\b|\bstd::time\(|\bgettimeofday\b|\bclock_gettime\b/,
    where: not((path) => path === 'src/base/clock.cpp'),
    message: 'time comes in through base::Clock, so that a test can command it',
  },
  {
    token: /\bsteady_clock\b/,
    where: not(anyOf(inRooms('net/', 'app/', 'store/'), (path) => /^(bench|tests)\//.test(path))),
    message: 'only net, app and store measure durations; take a base::Clock&',
  },
  {
    token: /\b(double|float)\b/,
    where: (path) => !isTest(path) && handlesMoney(path),
    message: 'money is never a floating-point number; use base::Stroops or integers',
  },
  {
    token: /\b(sto(i|l|ll|ul|ull|f|d|ld)|ato(i|l|ll|f)|strto(l|ul|ll|ull|f|d|ld))\s*\(/,
    where: not(isTest),
    message: 'accepts spaces, signs and trailing text; use the strict parsers of base/numbers.hpp',
  },
  {
    token: /(?<![\w:.])assert\s*\(/,
    where: all,
    message: 'assert vanishes from a release build; use base::ensure',
  },
  {
    token: /\bstd::(cout|cerr|clog)\b/,
    where: not(anyOf(inRooms('app/'), (path) => /^(bench|tests)\//.test(path))),
    message: 'only app prints; return what happened, or log through what app hands in',
  },
  {
    token: /\b(sleep_for|sleep_until|usleep|nanosleep)\b|(?<![\w.])sleep\s*\(/,
    where: isTest,
    message: 'a test that sleeps is slow, and fails on a busy machine; use base::ManualClock',
  },
];

/** Banned in the text of web sources. */
export const WEB_BANS = [
  {
    token: /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b/,
    where: (path) => isWeb(path) && !MAY_SET_HTML.includes(path),
    message: 'text from outside would run as script; build elements and set textContent',
  },
  {
    token: /(?<![\w.])eval\s*\(|\bnew Function\s*\(/,
    where: isWeb,
    message: 'no code from text: a page with a strict content security policy refuses it',
  },
  {
    // With a third argument it is a deadline: the promise says that the time ran out.
    token: /\bsetTimeout\s*\(\s*(resolve\b[^,]*,[^,]*\)|\(\)\s*=>\s*resolve\(\))/,
    where: isWeb,
    message: 'waiting a fixed time is a guess; wait for the event, with a deadline',
  },
];

/** Banned in the text of every file. Written so that this file does not hold what it bans. */
export const TEXT_BANS = [
  {
    token: new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X'.repeat(3)].join('|')})\\b`),
    where: (path) => path !== 'package-lock.json',
    message: 'no notes to self in the sources; open an issue',
  },
  {
    token: /(^|[\s"'`(=:,])\/(work|root)\//,
    where: all,
    message: 'a path of somebody\'s machine; nobody else has it',
  },
  {
    token: /"resolved"\s*:/,
    where: (path) => path === 'package-lock.json',
    message: 'names the host of a registry; .npmrc says omit-lockfile-registry-resolved',
  },
];

/** Findings for all files of `root`: { path, line, message, warning }. */
export function tidy(root) {
  const files = listFiles(root);
  return { count: files.length, findings: files.flatMap((path) => tidyFile(root, path)) };
}

function tidyFile(root, path) {
  const bytes = readFileSync(join(root, path));
  if (bytes.includes(0)) return [];
  const text = bytes.toString('utf8');
  const findings = [...bans(path, text, TEXT_BANS), ...bans(path, text, WEB_BANS)];
  if (isSource(path)) {
    findings.push(...checkLines(path, text), ...checkColumns(path, text));
    findings.push(...checkLength(path, text));
  }
  if (isCpp(path)) findings.push(...checkCpp(path, text));
  return findings.map((finding) => ({ path, ...finding }));
}

function isSource(path) {
  return /\.(cpp|hpp|ts|mjs|cmake)$/.test(path) || /^(script\/|\.ci\/)|CMakeLists\.txt$/.test(path);
}

function bans(path, text, table) {
  const rules = table.filter((rule) => rule.where(path));
  if (rules.length === 0) return [];
  return text.split('\n').flatMap((line, index) =>
    rules
      .filter((rule) => rule.token.test(line))
      .map((rule) => [rule.token.exec(line)[0].trim(), rule.message])
      .map(([token, message]) => ({ line: index + 1, message: `${token}: ${message}` })),
  );
}

function checkLines(path, text) {
  return text.split('\n').flatMap((line, index) => {
    const at = (message) => ({ line: index + 1, message });
    const findings = [];
    if (line.includes('\t')) findings.push(at('a tab; indent with spaces'));
    const foreign = /[^\x00-\x7f]/u.exec(line);
    if (foreign) findings.push(at(`not ASCII: ${escaped(foreign[0])}; write the escape`));
    if (/\s$/.test(line)) findings.push(at('a space at the end of the line'));
    return findings;
  });
}

/** One finding for a file, however many of its lines are too long: they are fixed in one go. */
function checkColumns(path, text) {
  const lines = text.split('\n');
  const long = lines.filter((line) => isTooLong(path, line));
  if (long.length === 0) return [];
  const more = long.length > 1 ? ` (${long.length} such lines)` : '';
  const line = lines.indexOf(long[0]) + 1;
  return [{ line, message: `more than ${LINE_COLUMNS} columns${more}` }];
}

// A line whose one long word cannot be broken (a key, an address) may be longer.
function isTooLong(path, line) {
  if (line.length <= LINE_COLUMNS || /cmake$|CMakeLists\.txt$/.test(path)) return false;
  return Math.max(...line.trim().split(/\s+/).map((word) => word.length)) <= LINE_COLUMNS - 30;
}

function escaped(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function checkLength(path, text) {
  const lines = text.split('\n').length - 1;
  if (lines <= FILE_LINES_GOOD) return [];
  const message = `${lines} lines, at most ${FILE_LINES_GOOD}: split by what changes together`;
  return [{ line: 0, message, warning: lines <= FILE_LINES_MOST }];
}

function checkCpp(path, text) {
  const code = codeOf(text);
  return [...bans(path, code, CPP_BANS), ...checkAwaits(code), ...checkFunctions(text, code)];
}

const AWAIT = 'g++ 12 destroys such temporaries twice; name the object first and std::move it';

/** A lambda or a braced temporary in the same expression as a co_await. */
function checkAwaits(code) {
  return [...code.matchAll(/\bco_await\b/g)].flatMap(({ index }) => {
    const before = code.slice(code.lastIndexOf('\n', index) + 1, index);
    const what = temporaryBefore(before) ?? temporaryAfter(code, index + 'co_await'.length);
    if (!what) return [];
    return [{ line: lineOf(code, index), message: `${what} beside co_await: ${AWAIT}` }];
  });
}

function temporaryBefore(before) {
  const expression = before.slice(before.lastIndexOf(';') + 1);
  if (LAMBDA.test(expression)) return 'a lambda';
  return /[\w>]\s*\{[^{}]*\}/.test(expression) ? 'a braced temporary' : null;
}

const LAMBDA = /(^|[(,=&|]|\breturn)\s*\[[^\]]*\]\s*[({]/;

function temporaryAfter(code, start) {
  let depth = 0;
  for (let i = start; i < code.length; ++i) {
    const c = code[i];
    if (c === '(') ++depth;
    // The end of what the co_await stands in: `if (co_await f()) {`.
    if (c === ')' && --depth < 0) return null;
    if (c === ';') return null;
    if (c === '{') return 'a braced temporary';
    if (c === '[' && LAMBDA.test(code.slice(lastTokenBefore(code, i), i + 200))) return 'a lambda';
  }
  return null;
}

function lastTokenBefore(code, index) {
  let i = index - 1;
  while (i > 0 && /\s/.test(code[i])) --i;
  return i;
}

const CONTROL =
  /\b(if|for|while|switch|catch|namespace|class|struct|enum|union|extern|else|do|try)\b/;

/** Functions that are too long, unless `// long: reason` stands at their signature. */
function checkFunctions(text, code) {
  const lines = code.split('\n');
  const originals = text.split('\n');
  const findings = [];
  for (let i = 0; i < lines.length; ++i) {
    if (!opensFunction(lines, i)) continue;
    const end = closingLine(lines, i);
    const length = end - i - 1;
    const signature = originals.slice(Math.max(0, i - 4), i + 1).join('\n');
    if (length > FUNCTION_LINES && !/\/\/ long: \S/.test(signature)) {
      const message = `a function of ${length} lines, at most ${FUNCTION_LINES}; or // long: why`;
      findings.push({ line: i + 1, message, warning: true });
    }
    i = end;
  }
  return findings;
}

// Sources are formatted, so the first line of a function is as indented as its closing brace.
function opensFunction(lines, i) {
  if (!/\S.*\{$/.test(lines[i].trimEnd()) || CONTROL.test(lines[i])) return false;
  return /\)[\w\s:&>,*()<-]*\{$/.test(lines[i].trimEnd());
}

function closingLine(lines, start) {
  let depth = 0;
  for (let i = start; i < lines.length; ++i) {
    for (const c of lines[i]) {
      if (c === '{') ++depth;
      if (c === '}') --depth;
    }
    if (depth <= 0) return i;
  }
  return lines.length;
}

function lineOf(text, index) {
  return text.slice(0, index).split('\n').length;
}

if (isProgram(import.meta.url)) {
  const { findings, count } = tidy(repository);
  report('tidy', findings, count);
}
