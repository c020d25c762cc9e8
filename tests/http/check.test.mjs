// SPDX-License-Identifier: MIT
// farthing check, and a server that finds its own books broken.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { makeFolder, run, startDemo } from '../support/farthing.mjs';
import { Wallet } from '../support/wallet.mjs';

const check = async (folder) => {
  const { code, out, errors } = await run(['check', '--json', '--data-dir', folder]);
  return { code, errors, ...(out ? JSON.parse(out) : {}) };
};
const broken = ({ findings }) => findings.filter(({ breaches }) => breaches > 0);

/** Changes the books behind the server's back. */
const plant = (folder, sql) => promisify(execFile)('sqlite3', [join(folder, 'farthing.db'), sql]);

let folder;
let good;
before(async () => {
  folder = await makeFolder();
  const demo = await startDemo({ folder, ledgerClose: 'immediate' });
  good = demo.goods[0].id;
  const buyers = [await Wallet.open(demo.platform), await Wallet.open(demo.platform)];
  for (const buyer of buyers) assert.equal((await buyer.buy(good)).type, 'receipt');
  await buyers[0].order(demo.goods[1].id);
  await demo.stop();
});
after(() => rm(folder, { recursive: true, force: true }));

test('the books of a shop that has sold are in order, and every sentence is told', async () => {
  const { code, ok, findings } = await check(folder);
  assert.deepEqual(broken({ findings }), []);
  assert.equal(code, 0);
  assert.equal(ok, true);
  const ids = new Set(findings.map(({ id }) => id));
  for (const id of 'M2 M3 M4 M5 M6 P1 P2 P3 P4 C3 E1 S1 S3 R2 R4'.split(' '))
    assert.ok(ids.has(id), id);

  const text = await run(['check', '--data-dir', folder]);
  assert.match(text.out, /^ok {6}M3 {2}no operation of the network is credited .* \(2\)$/m);
  assert.match(text.out, /The books are in order\.\n$/);
});

test('it looks only where there is something to look at, and when nobody writes', async () => {
  const nowhere = await check(join(folder, 'nothing'));
  assert.equal(nowhere.code, 1);
  assert.match(nowhere.errors, /holds no farthing\.db/);
  const demo = await startDemo({ folder, ledgerClose: 'immediate' });
  const busy = await check(folder);
  await demo.stop();
  assert.equal(busy.code, 1);
  assert.match(busy.errors, /in use by another farthing process; stop it/);
  assert.match((await run(['check', '--help'])).out, /farthing check --data-dir/);
});

test('no command makes the platform that it only looks into', async () => {
  const nowhere = join(folder, 'nowhere');
  const { code, errors } = await run(['payments', 'unassigned', '--data-dir', nowhere]);
  assert.equal(code, 1);
  assert.match(errors, /holds no farthing\.db; name its folder with --data-dir/);
  assert.equal(existsSync(nowhere), false);
});

test('a secret in a log and a file that others may read are found', async () => {
  const receipt = `a.${'0f'.repeat(64)}`;
  await appendFile(join(folder, 'access.log'), `{"path":"/?paymentReceipt=${receipt}"}\n`);
  await chmod(join(folder, 'channels.key'), 0o644);
  const { code, findings } = await check(folder);
  await chmod(join(folder, 'channels.key'), 0o600);
  await rm(join(folder, 'access.log'));
  assert.equal(code, 1);
  assert.deepEqual(
    broken({ findings }).map(({ id }) => id),
    ['R2', 'S3', 'S3'],
  );
  assert.match(JSON.stringify(findings), /access\.log, line \d+/);
});

test('a server whose books are broken says so, sells nothing, and can be read', async () => {
  await plant(folder, 'DELETE FROM purchases WHERE id = (SELECT min(id) FROM purchases)');
  const found = await check(folder);
  assert.equal(found.code, 1);
  assert.ok(broken(found).some(({ id }) => id === 'P2'));
  const text = await run(['check', '--data-dir', folder]);
  assert.match(text.out, /^BREACH {2}P2 {2}every settled order has .* \(1 of \d+\)\n +order 01/m);

  const demo = await startDemo({ folder, ledgerClose: 'immediate' });
  try {
    const ready = await fetch(`${demo.platform}/readyz`);
    assert.equal(ready.status, 503);
    assert.equal(await ready.text(), 'breach M3, P2\n');
    assert.match(demo.log(), /an invariant is broken.*P2.*order 01/);

    const wallet = await Wallet.open(demo.platform);
    const refused = await wallet.order(good);
    assert.equal(refused.type, 'error');
    assert.equal(refused.code, 'unavailable');
    assert.match(refused.message, /does not sell at present \(breach M3, P2\)/);
    const [shown] = (await wallet.ask({ type: 'goods', goods: [good] })).goods;
    assert.equal(shown.id, good);

    const { api_key: key, api_secret: secret } = demo.store;
    const login = Buffer.from(`${key}:${secret}`).toString('base64');
    const goods = await fetch(`${demo.platform}/testnet/v2/goods/`, {
      headers: { Authorization: `Basic ${login}` },
    });
    assert.equal(goods.status, 200);
    assert.ok((await goods.json()).length >= 2);
  } finally {
    await demo.stop();
  }
});

const PATIENCE_MS = 30_000;

test('a server whose clock is behind the network stops selling and says by how much', async () => {
  const demo = await startDemo({ ledgerClose: 'immediate', args: ['--test-controls'] });
  try {
    const hour = { method: 'POST', body: JSON.stringify({ advance_seconds: 3600 }) };
    assert.equal((await fetch(`${demo.horizon}/test/clock`, hour)).status, 200);
    const deadline = Date.now() + PATIENCE_MS;
    let ready;
    do {
      assert.ok(Date.now() < deadline, 'the server sells on');
      await new Promise((resolve) => setTimeout(resolve, 100));
      ready = await (await fetch(`${demo.platform}/readyz`)).text();
    } while (ready === 'ready\n' || ready === 'ok\n');
    assert.match(ready, /^clock (59|60) min behind the network$/m);
    const wallet = await Wallet.connect(demo.platform);
    await wallet.login();
    assert.equal((await wallet.order(demo.goods[0].id)).code, 'unavailable');
    assert.match(demo.log(), /selling is stopped until this machine's clock is right again/);
  } finally {
    await demo.stop();
  }
});
