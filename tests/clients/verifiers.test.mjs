// SPDX-License-Identifier: MIT
// The verifiers for publishers who serve by themselves: each language's says of every receipt of
// docs/verify/vectors.tsv what stands there, and so does the installed library.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const VERIFY = fileURLToPath(new URL('../../docs/verify/', import.meta.url));
const BUILD = fileURLToPath(new URL('../../build/release/', import.meta.url));

// Each reads lines of time, secret and receipt, and writes `valid` or `invalid`.
const PYTHON = `import sys
sys.dont_write_bytecode = True
sys.path.insert(0, ${JSON.stringify(VERIFY)})
from verify import is_paid
for line in sys.stdin:
    now, secret, receipt = line.rstrip("\\n").split("\\t")
    print("valid" if is_paid(receipt, secret, int(now)) else "invalid")
`;
const PHP = `require ${JSON.stringify(join(VERIFY, 'verify.php'))};
while (($line = fgets(STDIN)) !== false) {
  [$now, $secret, $receipt] = explode("\\t", rtrim($line, "\\n"));
  echo is_paid($receipt, $secret, (int) $now) ? "valid\\n" : "invalid\\n";
}`;
const BASH = `source ${JSON.stringify(join(VERIFY, 'verify.sh'))}
while IFS= read -r line; do
  now=\${line%%$'\\t'*} receipt=\${line##*$'\\t'} secret=\${line#*$'\\t'} secret=\${secret%$'\\t'*}
  is_paid "$receipt" "$secret" "$now" && echo valid || echo invalid
done`;
const GO = `package main
import ("bufio"; "fmt"; "os"; "strconv"; "strings"; "time"; "paid/receipts")
func main() {
  lines := bufio.NewScanner(os.Stdin)
  for lines.Scan() {
    parts := strings.Split(lines.Text(), "\\t")
    now, _ := strconv.ParseInt(parts[0], 10, 64)
    verdict := "invalid"
    if receipts.IsPaid(parts[2], parts[1], time.Unix(now, 0)) { verdict = "valid" }
    fmt.Println(verdict)
  }
}`;
const C = `#include <farthing_receipts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(void) {
  static char line[100000];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\\n")] = 0;
    char* secret = strchr(line, '\\t');
    *secret++ = 0;
    char* receipt = strchr(secret, '\\t');
    *receipt++ = 0;
    farthing_text text = {receipt, strlen(receipt)}, key = {secret, strlen(secret)};
    farthing_verdict verdict = farthing_receipt_verify(text, key, atoll(line));
    puts(verdict == FARTHING_RECEIPT_VALID ? "valid" : "invalid");
    if (farthing_secret_equals(key, key) != (key.size > 0)) return 1;
    if (farthing_secret_equals(key, text)) return 1;
    int64_t times[] = {-1, INT64_MIN, 1000000000000000, INT64_MAX, INT64_MAX / 1000 + 1};
    for (size_t i = 0; i < sizeof times / sizeof *times; ++i)
      if (farthing_receipt_verify(text, key, times[i]) == FARTHING_RECEIPT_VALID) return 1;
  }
}`;

let folder;
let expected;
let input;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farthing-verify-'));
  const text = await readFile(join(VERIFY, 'vectors.tsv'), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
  expected = rows.map(([verdict]) => verdict);
  input = rows.map(([, ...rest]) => `${rest.join('\t')}\n`).join('');
  assert.ok(expected.filter((verdict) => verdict === 'valid').length >= 10);
});
after(() => rm(folder, { recursive: true, force: true }));

const missing = (command, argument) =>
  spawnSync(command, [argument]).error ? `${command} is not installed` : false;

function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    ...options,
  });
  assert.equal(status, 0, `${error ?? ''}${stderr}`);
  return stdout;
}

function judges(command, args, options) {
  const verdicts = run(command, args, { input, ...options })
    .trimEnd()
    .split('\n');
  assert.deepEqual(verdicts, expected);
}

test('JavaScript', async () => {
  const { isPaid } = await import(join(VERIFY, 'verify.js'));
  const verdicts = input
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([now, secret, receipt]) => (isPaid(receipt, secret, Number(now)) ? 'valid' : 'invalid'));
  assert.deepEqual(verdicts, expected);
  // A secret that was not found in some table must not be read as the text `undefined`.
  const payload = Buffer.from('{"exp":2000000000,"ito":"ab","jti":"cd"}').toString('base64url');
  for (const secret of [undefined, null, NaN, 0, [], '']) {
    const signature = createHash('sha512').update(`${payload}${secret}`).digest('hex');
    assert.equal(isPaid(`${payload}.${signature}`, secret, 1), false, String(secret));
  }
});

test('Python', { skip: missing('python3', '--version') }, () => judges('python3', ['-c', PYTHON]));

test('PHP', { skip: missing('php', '--version') }, () => judges('php', ['-r', PHP]));

test('the shell', { skip: missing('openssl', 'version') }, () => judges('bash', ['-c', BASH]));

test('Go', { skip: missing('go', 'version') }, async () => {
  run('mkdir', ['-p', join(folder, 'go/receipts')]);
  await copyFile(join(VERIFY, 'verify.go'), join(folder, 'go/receipts/verify.go'));
  await writeFile(join(folder, 'go/go.mod'), 'module paid\ngo 1.19\n');
  await writeFile(join(folder, 'go/main.go'), GO);
  const env = { ...process.env, GOCACHE: join(folder, 'cache'), GOFLAGS: '-mod=mod' };
  judges('go', ['run', '.'], { cwd: join(folder, 'go'), env });
});

test('C, with the installed library and pkg-config', async () => {
  const prefix = join(folder, 'usr');
  run('cmake', ['--install', BUILD, '--component', 'receipts', '--prefix', prefix]);
  const libraries = run('find', [prefix, '-name', 'farthing-receipts.pc']).trim();
  const env = { ...process.env, PKG_CONFIG_PATH: join(libraries, '..') };
  const flags = run('pkg-config', ['--cflags', '--libs', 'farthing-receipts'], { env });
  const source = join(folder, 'verify.c');
  const program = join(folder, 'verify');
  await writeFile(source, C);
  run('cc', ['-std=c99', '-Wall', '-Werror', source, '-o', program, ...flags.trim().split(/\s+/)]);
  judges(program, [], { env: { ...process.env, LD_LIBRARY_PATH: join(libraries, '../..') } });
});
