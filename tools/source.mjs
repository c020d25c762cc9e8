/** What the checks of the sources share: which files there are, and C++ text without comments. */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

const NOT_OURS = new Set(['.git', 'build', 'node_modules', '.cache']);

/** The files that git tracks or would track if added now, relative to `root` and sorted. */
export function listFiles(root) {
  return (gitFiles(root) ?? walk(root, root)).filter((path) => existsSync(join(root, path))).sort();
}

// Nothing where there is no git: in a folder of a test, in an unpacked source archive.
function gitFiles(root) {
  if (!existsSync(join(root, '.git'))) return null;
  const listed = execFileSync(
    'git',
    [
      ...['-c', `safe.directory=${root}`],
      ...['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 },
  );
  return [...new Set(listed.split('\0').filter((path) => path !== ''))];
}

function walk(root, folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(root, path) : [relative(root, path)];
  });
}

export function isCpp(path) {
  return /\.(cpp|hpp)$/.test(path);
}

const TEST_FILES = /(_test\.cpp|(^|\/|_)testing\.(hpp|cpp)|\/vectors\.(hpp|cpp))$/;

/** True for files that only tests see. */
export function isTest(path) {
  return TEST_FILES.test(path) || path.startsWith('tests/');
}

// Numbers are matched so that the ' of 10'000 does not open a character literal.
const TOKENS = new RegExp(
  [
    /(?<comment>\/\/[^\n]*|\/\*[^]*?\*\/)/,
    /(?<raw>\b(?:u8|[uUL])?R"(?<delimiter>[^()\\\s]*)\([^]*?\)\k<delimiter>")/,
    /(?<text>"(?:\\.|[^"\\\n])*")/,
    /(?<number>\b\d['\w.]*)/,
    /(?<character>'(?:\\.|[^'\\\n])+')/,
  ]
    .map((part) => part.source)
    .join('|'),
  'g',
);

/**
 * C++ text with comments blanked, and the contents of literals too unless `keepLiterals`. Lines and
 * columns stay.
 */
export function codeOf(text, { keepLiterals = false } = {}) {
  return text.replace(TOKENS, (token, ...rest) => {
    const groups = rest.at(-1);
    if (groups.comment !== undefined) return blank(token);
    if (groups.number !== undefined || keepLiterals) return token;
    return token[0] + blank(token.slice(1, -1)) + token.at(-1);
  });
}

function blank(text) {
  return text.replace(/[^\n]/g, ' ');
}

/** Prints findings and says by the exit code whether there were any. */
export function report(tool, findings, count) {
  const errors = findings.filter((finding) => !finding.warning);
  for (const { path, line, message, warning } of findings) {
    console.log(`${path}${line ? `:${line}` : ''}: ${warning ? 'warning: ' : ''}${message}`);
  }
  const warnings = findings.length - errors.length;
  console.log(
    `${tool}: ${count} files, ${errors.length} errors` + (warnings ? `, ${warnings} warnings` : ''),
  );
  process.exitCode = errors.length > 0 ? 1 : 0;
}

/** True when the module is the program that node was asked to run, by whatever path. */
export function isProgram(url) {
  const program = process.argv[1];
  return program !== undefined && realpathSync(program) === realpathSync(fileURLToPath(url));
}
