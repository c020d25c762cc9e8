import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ALLOWED, checkIncludes } from './check_includes.mjs';
import { said, withFiles } from './planted.mjs';

const HEADER = '#pragma once\n';
const LOWER = {
  'src/base/result.hpp': HEADER,
  'src/base/testing.hpp': HEADER,
  'src/store/tables.hpp': HEADER,
};

function check(files) {
  return withFiles({ ...LOWER, ...files }, (folder) => said(checkIncludes(folder).findings));
}

function refuses(files, pattern) {
  const findings = check(files);
  assert.equal(findings.length, 1, findings.join('\n'));
  assert.match(findings[0], pattern);
}

test('accepts includes of rooms below', () => {
  assert.deepEqual(check({ 'src/api/a.cpp': '#include "store/tables.hpp"\n' }), []);
});

test('refuses an include of a room above and names the line', () => {
  refuses(
    { 'src/payments/x.cpp': '#include <string>\n\n#include "store/tables.hpp"\n' },
    /^src\/payments\/x\.cpp:3: payments may not include store\/\.\.\.: a room includes only/,
  );
});

test('lets a test use the real store, but not a store include a room above', () => {
  assert.deepEqual(check({ 'src/payments/x_test.cpp': '#include "store/tables.hpp"\n' }), []);
  refuses(
    { 'src/api/a.hpp': HEADER, 'src/store/x_test.cpp': '#include "api/a.hpp"\n' },
    /store may not include api/,
  );
});

test('keeps test helpers out of the program', () => {
  assert.deepEqual(check({ 'src/http/x_test.cpp': '#include "base/testing.hpp"\n' }), []);
  refuses({ 'src/http/x.cpp': '#include "base/testing.hpp"\n' }, /is for tests only/);
});

test('confines libraries to their rooms', () => {
  assert.deepEqual(check({ 'src/net/x.cpp': '#include <boost/asio/ip/tcp.hpp>\n' }), []);
  refuses({ 'src/api/x.cpp': '#include <boost/asio.hpp>\n' }, /only net and app may: sockets/);
  refuses({ 'src/app/x.cpp': '#include <boost/beast/http.hpp>\n' }, /app may not .* only net may/);
  refuses({ 'src/goods/x_test.cpp': '#include <sqlite3.h>\n' }, /goods may not include <sqlite3/);
  refuses({ 'src/net/x.cpp': '#include <sodium.h>\n' }, /cryptography is wrapped once/);
  refuses({ 'src/api/x.cpp': '#include <openssl/ssl.h>\n' }, /only net may: TLS/);
});

test('keeps threads, files and randomness out of pure rooms, not out of their tests', () => {
  refuses({ 'src/payments/x.cpp': '#include <thread>\n' }, /payments may not include <thread>/);
  refuses({ 'src/goods/x.cpp': '#include <fstream>\n' }, /files are opened in few places/);
  refuses({ 'src/net/x.cpp': '#include <random>\n' }, /nobody may/);
  assert.deepEqual(check({ 'src/goods/x_test.cpp': '#include <thread>\n' }), []);
});

test('refuses circles of headers', () => {
  refuses(
    {
      'src/goods/a.hpp': `${HEADER}#include "goods/b.hpp"\n`,
      'src/goods/b.hpp': `${HEADER}#include "goods/c.hpp"\n`,
      'src/goods/c.hpp': `${HEADER}#include "goods/a.hpp"\n`,
    },
    /includes itself: goods\/a.hpp -> goods\/b.hpp -> goods\/c.hpp -> goods\/a.hpp/,
  );
});

test('wants #pragma once, and the own header first', () => {
  refuses({ 'src/http/x.hpp': '// nothing\n' }, /needs #pragma once/);
  refuses(
    { 'src/http/x.hpp': HEADER, 'src/http/x.cpp': '#include <string>\n#include "http/x.hpp"\n' },
    /src\/http\/x.cpp:1: must include its own header first: "http\/x.hpp"/,
  );
});

test('refuses files and rooms that it does not know', () => {
  refuses({ 'src/misc/x.cpp': '\n' }, /'misc' is not in the table/);
  refuses({ 'src/x.cpp': '\n' }, /sources lie in a room/);
  refuses({ 'src/http/x.cpp': '#include "request.hpp"\n' }, /include by path from src\//);
  refuses({ 'src/http/x.cpp': '#include <base/result.hpp>\n' }, /stand in quotes/);
});

test('knows headers that the build completes', () => {
  const source = `#include "app/version.hpp"\n`;
  const files = { 'src/app/version.hpp.in': HEADER, 'src/app/x.cpp': source };
  assert.deepEqual(check(files), []);
});

test('does not read comments', () => {
  assert.deepEqual(check({ 'src/base/x.cpp': '/*\n#include "store/tables.hpp"\n*/\n' }), []);
});

test('has no circle in the table itself', () => {
  const above = (room, from = room, seen = new Set()) =>
    ALLOWED[from].some(
      (each) => each === room || (!seen.has(each) && above(room, each, seen.add(each))),
    );
  for (const room of Object.keys(ALLOWED)) {
    if (room !== 'app') assert.equal(above(room), false, room);
  }
});
