#!/usr/bin/env node
/**
 * The architecture as a test: which room of src/ may include which, and which see which library.
 *
 * usage: node tools/check_includes.mjs
 *
 * An edge changes here and in docs/architecture.md in the same commit. There are no exceptions.
 */

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import { codeOf, isCpp, isProgram, isTest, listFiles, report, repository } from './source.mjs';

/** The rooms that each room may include, besides itself. */
export const ALLOWED = {
  base: [],
  http: ['base'],
  stellar: ['base'],
  receipts: ['base'],
  rates: ['base'],
  horizon: ['stellar', 'base'],
  stores: ['stellar', 'base'],
  goods: ['stores', 'stellar', 'base'],
  sandbox: ['horizon', 'stellar', 'base'],
  payments: ['goods', 'stores', 'horizon', 'receipts', 'stellar', 'base'],
  delivery: ['receipts', 'goods', 'http', 'base'],
  store: ['payments', 'goods', 'stores', 'sandbox', 'horizon', 'receipts', 'stellar', 'base'],
  engine: [
    ...['store', 'payments', 'goods', 'stores', 'sandbox', 'horizon', 'receipts', 'stellar'],
    ...['rates', 'http', 'base'],
  ],
  api: [
    ...['engine', 'store', 'delivery', 'payments', 'goods', 'sandbox', 'stores', 'horizon'],
    ...['receipts', 'rates', 'stellar', 'http', 'base'],
  ],
  net: ['http', 'base'],
};
ALLOWED.app = Object.keys(ALLOWED);

/** What the tests of a room may include besides: the real store instead of a fake of it. */
export const ALLOWED_IN_TESTS = {
  payments: ['store'],
  goods: ['store'],
  stores: ['store'],
  sandbox: ['store'],
};

const FILES = 'files are opened in few places';
const THREADS = 'threads and locks belong to the rooms with workers';
const WORLD = 'only the edges reach the world outside';

/** Which rooms may include a header whose path starts so. The first match decides. */
export const CONFINED = [
  { header: 'boost/beast', rooms: ['net'], why: 'a file that sees it compiles for 8 seconds' },
  { header: 'boost/asio', rooms: ['net', 'app'], why: 'sockets and coroutines live in net' },
  { header: 'sqlite3.h', rooms: ['store'], why: 'only store knows which database there is' },
  { header: 'libpq-fe.h', rooms: ['store'], why: 'only store knows which database there is' },
  { header: 'toml++/', rooms: ['app'], why: 'other rooms receive a struct with their settings' },
  { header: 'toml.hpp', rooms: ['app'], why: 'other rooms receive a struct with their settings' },
  { header: 'CLI/', rooms: ['app'], why: 'other rooms receive a struct with their settings' },
  { header: 'spdlog/', rooms: ['app'], why: 'other rooms return what happened; app logs it' },
  { header: 'sodium.h', rooms: ['base', 'stellar', 'stores'], why: 'cryptography is wrapped once' },
  { header: 'openssl/ssl', rooms: ['net'], why: 'TLS belongs to connections' },
  { header: 'openssl/', rooms: ['base', 'net'], why: 'cryptography is wrapped once' },
  { header: 'thread', rooms: ['store', 'net', 'app'], why: THREADS },
  { header: 'mutex', rooms: ['store', 'net', 'app'], why: THREADS },
  { header: 'shared_mutex', rooms: ['store', 'net', 'app'], why: THREADS },
  { header: 'condition_variable', rooms: ['store', 'net', 'app'], why: THREADS },
  { header: 'future', rooms: ['store', 'net', 'app'], why: THREADS },
  { header: 'filesystem', rooms: ['store', 'delivery', 'net', 'app'], why: FILES },
  { header: 'fstream', rooms: ['store', 'net', 'app'], why: FILES },
  { header: 'fcntl.h', rooms: ['http', 'store', 'delivery', 'net', 'app'], why: FILES },
  { header: 'unistd.h', rooms: ['http', 'store', 'delivery', 'net', 'app'], why: FILES },
  { header: 'sys/socket.h', rooms: ['net'], why: WORLD },
  { header: 'netinet/', rooms: ['net'], why: WORLD },
  { header: 'iostream', rooms: ['app'], why: WORLD },
  { header: 'random', rooms: [], why: 'randomness comes in through base::Random' },
];

const BELOW = 'a room includes only rooms below it (docs/architecture.md)';

/** Findings for the C++ files of `root`: { path, line, message }. */
export function checkIncludes(root) {
  const files = listFiles(root).filter((path) => path.startsWith('src/'));
  const sources = files.filter(isCpp).map((path) => read(root, path));
  // version.hpp.in is a header that the build completes.
  const known = new Set(files.map((path) => path.replace(/\.in$/, '')));
  return {
    count: sources.length,
    findings: [...sources.flatMap((source) => checkFile(source, known)), ...cycles(sources)],
  };
}

function read(root, path) {
  const text = readFileSync(join(root, path), 'utf8');
  const includes = codeOf(text, { keepLiterals: true })
    .split('\n')
    .flatMap((line, index) => {
      const match = /^\s*#\s*include\s*(["<])([^">]+)[">]/.exec(line);
      return match ? [{ line: index + 1, ours: match[1] === '"', header: match[2] }] : [];
    });
  return { path, text, includes, room: path.split('/')[1] };
}

function checkFile(source, known) {
  const { path, room } = source;
  if (path.split('/').length < 3) return [finding(source, 0, 'sources lie in a room: src/<room>/')];
  if (!(room in ALLOWED)) {
    return [finding(source, 0, `'${room}' is not in the table of tools/check_includes.mjs`)];
  }
  return [
    ...source.includes.flatMap((include) =>
      include.ours ? checkOurs(source, include, known) : checkSystem(source, include),
    ),
    ...checkForm(source, known),
  ];
}

function checkOurs(source, { line, header }, known) {
  const { path, room } = source;
  const target = header.split('/')[0];
  if (!(target in ALLOWED) || !known.has(`src/${header}`)) {
    return [finding(source, line, `there is no src/${header}; include by path from src/`)];
  }
  if (isTest(header) && !isTest(path)) {
    return [finding(source, line, `${header} is for tests only`)];
  }
  const allowed = [room, ...ALLOWED[room], ...(isTest(path) ? ALLOWED_IN_TESTS[room] ?? [] : [])];
  if (allowed.includes(target)) return [];
  return [finding(source, line, `${room} may not include ${target}/...: ${BELOW}`)];
}

function checkSystem(source, { line, header }) {
  const { path, room } = source;
  if (header.split('/')[0] in ALLOWED && header.endsWith('.hpp')) {
    return [finding(source, line, `our own headers stand in quotes: #include "${header}"`)];
  }
  // A test may start threads and make files of its own.
  const rule = CONFINED.find((each) => matches(header, each.header));
  if (!rule || rule.rooms.includes(room) || (isTest(path) && !isLibrary(rule.header))) return [];
  const where = rule.rooms.length > 0 ? `only ${rule.rooms.join(' and ')} may` : 'nobody may';
  return [finding(source, line, `${room} may not include <${header}>, ${where}: ${rule.why}`)];
}

// `boost/asio` also means boost/asio.hpp, but `random` does not mean <random_device.h>.
function matches(header, prefix) {
  if (header === prefix || header === `${prefix}.hpp`) return true;
  return header.startsWith(prefix.includes('/') ? prefix : `${prefix}/`);
}

function isLibrary(header) {
  return /[/+]|sqlite|libpq|sodium|toml/.test(header) && !/^(sys|netinet)\//.test(header);
}

function checkForm(source, known) {
  const { path, text, includes } = source;
  if (path.endsWith('.hpp')) {
    const once = /^#pragma once$/m.test(text);
    return once ? [] : [finding(source, 1, 'a header needs #pragma once')];
  }
  const own = path.replace(/\.cpp$/, '.hpp');
  if (!known.has(own) || `src/${includes[0]?.header}` === own) return [];
  const line = includes[0]?.line ?? 1;
  return [finding(source, line, `must include its own header first: "${own.slice(4)}"`)];
}

/** Each circle of headers once, at the header where it is first entered. */
function cycles(sources) {
  const graph = new Map(sources.map((source) => [source.path, source]));
  const state = new Map();
  const findings = [];
  const visit = (path, trail) => {
    if (state.get(path) === 'done' || !graph.has(path)) return;
    if (state.get(path) === 'open') {
      const circle = [...trail.slice(trail.indexOf(path)), path].map((each) => each.slice(4));
      findings.push(finding(graph.get(path), 0, `includes itself: ${circle.join(' -> ')}`));
      return;
    }
    state.set(path, 'open');
    for (const { ours, header } of graph.get(path).includes) {
      if (ours) visit(posix.join('src', header), [...trail, path]);
    }
    state.set(path, 'done');
  };
  for (const { path } of sources) visit(path, []);
  return findings;
}

function finding({ path }, line, message) {
  return { path, line, message };
}

if (isProgram(import.meta.url)) {
  const { findings, count } = checkIncludes(repository);
  report('check_includes', findings, count);
}
