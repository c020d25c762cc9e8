// SPDX-License-Identifier: MIT
// Those who ask too often wait; nobody else does.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { startDemo } from '../support/farthing.mjs';
import { assertError, basic, GoodsApi } from '../support/goods_api.mjs';

const curl = promisify(execFile).bind(null, 'curl');

async function withDemo(args, use, listen) {
  const demo = await startDemo({ ledgerClose: 'immediate', args, listen });
  try {
    await use(demo);
  } finally {
    await demo.stop();
  }
}

const askOften = (api, times) =>
  Promise.all(Array.from({ length: times }, () => api.call('GET', '/permissions')));
const statuses = (answers) => new Set(answers.map(({ status }) => status));

function wrongSecret(demo) {
  const api = new GoodsApi(demo);
  api.authorization = basic({ ...demo.store, api_secret: 'wrong' });
  return api;
}

test('a key that is used too often is told when it may be used again', async () => {
  await withDemo(['--rate-per-key', '1'], async (demo) => {
    const api = new GoodsApi(demo);
    const refused = (await askOften(api, 100)).filter(({ status }) => status === 429);
    assert.ok(refused.length > 20, `${refused.length}`);
    for (const answer of refused) {
      assertError(answer, 429, /too many requests with this API key/);
      assert.match(answer.headers.get('retry-after'), /^[1-9]\d*$/);
    }
    const seconds = Number(refused[0].headers.get('retry-after'));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    assert.equal((await api.call('GET', '/permissions')).status, 200);
  });
});

test('wrong secrets are slowed down, and use nothing up of what the key may do', async () => {
  await withDemo(['--rate-per-key', '1', '--failed-logins', '5'], async (demo) => {
    const answers = await askOften(wrongSecret(demo), 100);
    assert.deepEqual(statuses(answers), new Set([401, 429]));
    assert.equal(answers.filter(({ status }) => status === 401).length, 10);
    const refused = answers.find(({ status }) => status === 429);
    assertError(refused, 429, /wrong key or secret/);
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    // From this machine, where a proxy may stand, the owner still comes in.
    assert.equal((await new GoodsApi(demo).call('GET', '/permissions')).status, 200);
  });
});

test('wrong secrets are slowed down wherever a secret is read', async () => {
  await withDemo(['--failed-logins', '1'], async (demo) => {
    const body = {};
    for (const [i, [method, path, more]] of [
      ...['/testnet/v1', '/testnet/v2'].flatMap((version) => [
        ['GET', `${version}/goods`],
        ['POST', `${version}/goods`, body],
        ['GET', `${version}/goods/558bcdbb1309c59725bdb559`],
        ['PUT', `${version}/goods/558bcdbb1309c59725bdb559`, body],
        ['PATCH', `${version}/goods/558bcdbb1309c59725bdb559`, body],
        ['DELETE', `${version}/goods/558bcdbb1309c59725bdb559`],
        ['POST', `${version}/batch`, body],
        ['GET', `${version}/permissions`],
      ]),
      ['GET', '/testnet/publisher/key/limits'],
      ['GET', '/testnet/v2/payments/unassigned'],
    ].entries()) {
      const api = new GoodsApi(demo, '');
      api.authorization = basic({ api_key: `key${i}`, api_secret: 'wrong' });
      const heard = [];
      for (let n = 0; n < 3; ++n) heard.push((await api.call(method, path, { body: more })).status);
      assert.deepEqual(heard, [401, 401, 429], `${method} ${path}`);
    }
  });
});

test('a client that sends its secret only when it is asked to is not held up', async () => {
  await withDemo(['--failed-logins', '1'], async (demo) => {
    const { api_key, api_secret } = demo.store;
    const url = `${demo.platform}/testnet/v2/permissions`;
    for (let n = 0; n < 10; ++n) {
      const args = ['-s', '-w', '%{http_code}', '-o', '/dev/null', '--anyauth'];
      const { stdout } = await curl([...args, '-u', `${api_key}:${api_secret}`, url]);
      assert.equal(stdout, '200');
    }
  });
});

test('without limits nobody waits', async () => {
  const none = ['--rate-per-key', '0', '--rate-per-address', '0', '--failed-logins', '0'];
  await withDemo(none, async (demo) => {
    assert.deepEqual(statuses(await askOften(wrongSecret(demo), 100)), new Set([401]));
    assert.deepEqual(statuses(await askOften(new GoodsApi(demo), 100)), new Set([200]));
  });
});

test('by default a busy client on this machine does not notice the limits', async () => {
  await withDemo([], async (demo) => {
    assert.deepEqual(statuses(await askOften(new GoodsApi(demo), 2000)), new Set([200]));
  });
});

/** An address of this machine that is not its loopback, or nothing. */
function outerAddress() {
  const all = Object.values(networkInterfaces()).flat();
  return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
}

const skip = outerAddress() ? false : 'this machine has no address but its loopback';

test('an address that asks too often waits, whatever its keys', { skip }, async () => {
  const use = async (demo) => {
    const refused = (await askOften(new GoodsApi(demo), 100)).find(({ status }) => status === 429);
    assertError(refused, 429, /too many requests from this address/);
    assert.match(refused.headers.get('retry-after'), /^[1-9]\d*$/);
  };
  await withDemo(['--rate-per-address', '3'], use, `${outerAddress()}:0`);
});

test('from outside even the right secret waits after too many wrong ones', { skip }, async () => {
  const use = async (demo) => {
    await askOften(wrongSecret(demo), 50);
    const answer = await new GoodsApi(demo).call('GET', '/permissions');
    assertError(answer, 429, /wrong key or secret/);
  };
  await withDemo(['--failed-logins', '5'], use, `${outerAddress()}:0`);
});
