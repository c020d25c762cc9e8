import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';

import { readAssets, toCpp } from './embed_assets.mjs';
import { withFiles } from './planted.mjs';
import { repository } from './source.mjs';

const EVERY_BYTE = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * i + (i >> 8)) & 255));
const FILES = {
  'web/satoshipay.js': 'const a = "\\n\u20ac" ?? 1; // ??/ \u00001\n',
  'web/demo/index.html': '<!doctype html>\n',
  'web/demo-2.png': EVERY_BYTE,
  'web/demo/empty.txt': '',
};

const PRINT = `#include "app/assets.hpp"
#include <cstdio>
int main() {
    for (auto const& a : farthing::app::assets()) {
        std::printf("%s %s %s ", a.path.data(), a.content_type.data(), a.etag.data());
        for (unsigned char c : a.content) std::printf("%02x", c);
        std::printf("\\n");
    }
}
`;

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

function runProgram(folder, compiler) {
  const options = ['-std=c++20', '-Wall', '-Wextra', '-Wpedantic', '-Werror'];
  const sources = [join(folder, 'print.cpp'), join(folder, 'assets.cpp')];
  const program = join(folder, 'print');
  const include = `-I${join(repository, 'src')}`;
  execFileSync(compiler, [...options, include, ...sources, '-o', program], { stdio: 'inherit' });
  return execFileSync(program, { encoding: 'utf8', maxBuffer: 1 << 20 });
}

test('gives a program the bytes, types and tags of all files, sorted by path', () => {
  withFiles({ ...FILES, 'print.cpp': PRINT }, (folder) => {
    writeFileSync(join(folder, 'assets.cpp'), toCpp(readAssets(join(folder, 'web'))));
    const lines = runProgram(folder, 'g++').trimEnd().split('\n');
    const expected = [
      ['demo-2.png', 'image/png'],
      ['demo/empty.txt', 'text/plain; charset=utf-8'],
      ['demo/index.html', 'text/html; charset=utf-8'],
      ['satoshipay.js', 'text/javascript; charset=utf-8'],
    ].map(([path, type]) => {
      const bytes = Buffer.from(FILES[`web/${path}`]);
      return `${path} ${type} "${sha256(bytes).slice(0, 32)}" ${bytes.toString('hex')}`;
    });
    assert.deepEqual(lines, expected);
  });
});

test('gives the same source for the same files', () => {
  const source = () => withFiles(FILES, (folder) => toCpp(readAssets(join(folder, 'web'))));
  assert.equal(source(), source());
  assert.doesNotMatch(source(), /farthing-planted/);
});

test('refuses a file whose content type it does not know, and an empty folder', () => {
  withFiles({ 'web/a.exe': 'x' }, (folder) => {
    assert.throws(() => readAssets(join(folder, 'web')), /a\.exe: no content type is known/);
  });
  assert.throws(() => toCpp([]), /no files/);
});
