// SPDX-License-Identifier: MIT
// What the kernel is asked to open while somebody tries every way out of the folder of paid files:
// seen by strace, not by what the answers say.

import assert from 'node:assert/strict';
import { readFile, realpath, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeFolder } from '../support/farthing.mjs';
import { ask, receipt, SECRET, startDeliver, writeFiles, writeGoods } from '../support/goods.mjs';
import { ESCAPES, expectNoEscape, writeTraps } from '../support/escapes.mjs';

const CALLS = 'open,openat,openat2,creat,open_by_handle_at';
const ROUNDS = 10;
const PATIENCE_MS = 30_000;
const SAFELY = ['RESOLVE_BENEATH', 'RESOLVE_NO_SYMLINKS', 'RESOLVE_NO_MAGICLINKS'];

let around;
before(async () => (around = await realpath(await makeFolder())));
after(() => rm(around, { recursive: true, force: true }));

/** Calls of all threads, each in one line: strace cuts those in two that another thread crosses. */
function callsIn(trace) {
  const begun = new Map();
  const calls = [];
  for (const [, thread, text] of trace.matchAll(/^(\d+) +([a-z<].*)$/gm)) {
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text);
    const whole = resumed ? begun.get(thread) + resumed[1] : text;
    if (whole.endsWith('<unfinished ...>')) begun.set(thread, whole.slice(0, -16));
    else calls.push(whole);
  }
  return calls;
}

/** Everything that the program has tried to open since it last opened a file. */
async function openedSince(file, trace, endpoint) {
  await endpoint.stop();
  for (const end = Date.now() + PATIENCE_MS; ;) {
    const text = await readFile(trace, 'utf8');
    if (/^\d+ +\+\+\+ exited with 0 \+\+\+$/m.test(text)) {
      // The log's own, for the time of a line: no request has a say in it.
      const calls = callsIn(text).filter((call) => !call.includes(', "/etc/localtime", O_RDONLY'));
      return calls.slice(calls.findLastIndex((call) => call.includes(`"${file}"`)));
    }
    assert.ok(Date.now() < end, text.slice(-2_000));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function expectInside(call, root) {
  const opened = / = \d+<(.*?)>$/.exec(call)?.[1];
  if (opened) return assert.ok(`${opened}/`.startsWith(`${root}/`), call);
  assert.match(call, / = -1 E/);
  assert.ok(call.startsWith('openat2('), call);
  assert.ok(call.includes(`<${root}>`), call);
  for (const flag of SAFELY) assert.ok(call.includes(flag), call);
}

const LAYOUTS = {
  'a list of goods': {
    async args(root) {
      await writeFiles(root, { 'goods/warm.txt': 'warm' });
      return ['--goods', await writeGoods(root, [{ path: '/g', folder: 'goods' }])];
    },
    first: { path: '/g/warm.txt', name: 'goods/warm.txt' },
    good: { path: '/g/fine.txt', name: 'goods/fine.txt' },
    ways: (form) => [`/g/${form}`, `/${form}`],
  },
  'the folder of the old PHP server': {
    async args(root) {
      await writeFiles(root, {
        'fine.txt/fine.txt': 'fine',
        'fine.txt/metadata.ini': `secret = "${SECRET}"\n`,
        'warm.txt/warm.txt': 'warm',
        'warm.txt/metadata.ini': `secret = "${SECRET}"\n`,
      });
      return ['--php-files', root];
    },
    first: { path: '/warm.txt', name: 'warm.txt/warm.txt' },
    good: { path: '/fine.txt', name: 'fine.txt/fine.txt' },
    ways: (form) => [`/?file=${form.replaceAll('&', '%26')}`, `/fine.txt/${form}`, `/${form}`],
  },
};

describe('no file outside of the folder is opened, whatever is asked for', () => {
  for (const [name, { args, first, good, ways }] of Object.entries(LAYOUTS)) {
    test(`with ${name}`, async () => {
      const root = join(around, name.replaceAll(' ', '-'));
      await writeTraps(root, 'goods');
      const trace = join(around, `${name.replaceAll(' ', '-')}.trace`);
      const strace = ['strace', '-D', '-f', '-y', '-s', '5000', '-o', trace, '-e', CALLS];
      const endpoint = await startDeliver(await args(root), { under: strace });
      const agent = new Agent({ keepAlive: true, maxSockets: 8 });
      const paid = (way) =>
        `${endpoint.url}${way}${way.includes('?') ? '&' : '?'}paymentReceipt=${receipt()}`;
      try {
        // With this one libraries open what they need.
        assert.equal((await ask(paid(first.path), { agent })).body.toString(), 'warm');
        assert.equal((await ask(paid(good.path), { agent })).body.toString(), 'fine');
        for (let round = 0; round < ROUNDS; ++round)
          await Promise.all(
            ESCAPES.flatMap(ways).map(async (way) => {
              const answer = await ask(paid(way), { agent });
              if (answer.status === 200) assert.equal(answer.body.toString(), 'fine', way);
              else expectNoEscape(way, answer);
            }),
          );
      } finally {
        agent.destroy();
        await endpoint.stop();
      }
      const calls = await openedSince(first.name, trace, endpoint);
      assert.ok(calls.some((call) => call.includes(`"${good.name}"`)));
      for (const call of calls) expectInside(call, root);
    });
  }
});
