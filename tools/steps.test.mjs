import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { withFolder } from './planted.mjs';
import { closingLine, COUNTERS, duration, failuresIn, judge } from './steps.mjs';
import { readLog, run, table } from './steps.mjs';

const CTEST = `Test project /x
    Start 1: A.Works
1/4 Test #1: A.Works ..........   Passed    0.01 sec
    Start 2: B.Breaks
    Start 3: C.Waits
2/4 Test #2: B.Breaks .........***Failed    0.02 sec
Running main() from gtest_main.cc
[----------] 1 test from B
[ RUN      ] B.Breaks
b_test.cpp:7: Failure
Expected equality
[  FAILED  ] B.Breaks (0 ms)

3/4 Test #3: C.Waits ..........***Skipped   0.01 sec
no database
    Start 4: D.Works
4/4 Test #4: D.Works ..........   Passed    0.01 sec

75% tests passed, 1 tests failed out of 4

Total Test time (real) =   0.10 sec

The following tests did not run:
\t  3 - C.Waits (Skipped)

The following tests FAILED:
\t  2 - B.Breaks (Failed)
`;

const TAP = `TAP version 13
# Subtest: outer
    # Subtest: inner
    not ok 1 - inner
      ---
      duration_ms: 1.2
      location: 'x.test.mjs:3:1'
      error: 'boom'
      code: 'ERR_TEST_FAILURE'
      stack: |-
        f (x.test.mjs:4:9)
        Test.run (node:internal/test_runner/test:1:1)
      ...
    1..1
not ok 1 - outer
  ---
  duration_ms: 2
  failureType: 'subtestsFailed'
  error: '1 subtest failed'
  ...
1..1
# tests 2
# pass 0
# fail 2
# cancelled 1
# skipped 3
# todo 0
`;

const FINE = { status: 0, timedOut: false, seconds: 1 };
const NODE_STEP = { name: 'x', runner: 'node', minutes: 1 };

test('counts what ctest ran, and shows only what failed', () => {
  assert.deepEqual(COUNTERS.ctest(CTEST), { passed: 2, failed: 1, skipped: 1 });
  const shown = failuresIn(CTEST, 'ctest');
  assert.equal(
    shown,
    '2/4 Test #2: B.Breaks ***Failed    0.02 sec\n  b_test.cpp:7: Failure\n  Expected equality',
  );
});

test('counts what node ran, and shows only what failed itself', () => {
  assert.deepEqual(COUNTERS.node(TAP), { passed: 0, failed: 3, skipped: 3 });
  const shown = failuresIn(TAP, 'node');
  assert.match(shown, /^inner\n {2}location: 'x\.test\.mjs:3:1'\n {2}error: 'boom'/);
  assert.doesNotMatch(shown, /outer|duration|node:internal|ERR_/);
});

const SIM = `sim --seeds 1..2
seed 2, steps 9: an order was paid twice
    17 ledger 3 closes
    18 server dies
  power cut            4
1 passed, 1 failed

sim --seeds 3..5
3 passed, 0 failed
`;

test('counts what simulators ran, and shows the seeds that failed', () => {
  assert.deepEqual(COUNTERS.sim(SIM), { passed: 4, failed: 1, skipped: 0 });
  const shown = failuresIn(SIM, 'sim');
  assert.equal(
    shown,
    'seed 2, steps 9: an order was paid twice\n    17 ledger 3 closes\n    18 server dies',
  );
});

test('shows the end of a log that it does not understand', () => {
  assert.match(failuresIn(`first\n${'x\n'.repeat(100)}last\n`, 'node'), /^x\n[^]*last$/);
  assert.match(failuresIn('y'.repeat(5000), 'node'), /^y{300} \.\.\.$/);
});

test('fails a step that ran no test, unless a filter was given', () => {
  assert.equal(judge(NODE_STEP, FINE, '# pass 0\n').result, 'FAILED');
  assert.equal(judge(NODE_STEP, FINE, '# pass 0\n', { mayBeEmpty: true }).result, 'none');
  assert.equal(judge(NODE_STEP, FINE, '# pass 2\n').result, 'ok');
  assert.equal(judge({ name: 'check', minutes: 1 }, FINE, '').result, 'ok');
});

test('fails a step that died after its tests passed', () => {
  const row = judge(NODE_STEP, { ...FINE, status: 134 }, '# pass 2\n');
  assert.deepEqual([row.result, row.passed, row.failed], ['FAILED', 2, 1]);
  assert.match(row.failures, /ended with status 134/);
});

test('closes with one line over all steps', () => {
  const rows = [
    { name: 'a', result: 'ok', passed: 2, failed: 0, skipped: 0, seconds: 1 },
    { name: 'b', result: 'FAILED', passed: 1, failed: 1, skipped: 0, seconds: 71.5 },
  ];
  assert.equal(closingLine(rows), '3 passed, 1 failed');
  assert.equal(closingLine([{ ...rows[0], skipped: 4 }]), '2 passed, 0 failed, 4 skipped');
  assert.match(table(rows), /^b +FAILED +1 +1 +1 m 11 s$/m);
  assert.equal(duration(0.24), '0.2 s');
});

test('runs a command into its log, and ends what it leaves behind', async () => {
  await withFolder(async (folder) => {
    const log = join(folder, 'log');
    const script = 'sleep 60 & echo $!; echo $WORD; exit 3';
    const options = { cwd: folder, env: { WORD: 'hello' }, log, minutes: 1 };
    const outcome = await run({ ...options, command: ['bash', '-c', script] });
    const [pid, word] = readLog(log).split('\n');
    assert.deepEqual([outcome.status, outcome.timedOut, word], [3, false, 'hello']);
    assert.ok(await ends(Number(pid)));
  });
});

test('ends a command that takes too long, and one that is not there', async () => {
  await withFolder(async (folder) => {
    const options = { cwd: folder, env: {}, log: join(folder, 'log'), minutes: 0.002 };
    assert.equal((await run({ ...options, command: ['sleep', '60'] })).timedOut, true);
    assert.equal((await run({ ...options, command: ['no-such-program'] })).status, 127);
  });
});

// The kernel ends a process a moment after the signal; a zombie not reaped yet has ended.
async function ends(pid) {
  for (const limit = Date.now() + 5000; Date.now() < limit; await delay(10)) {
    if (!existsSync(`/proc/${pid}`)) return true;
    if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return true;
  }
  return false;
}
