// SPDX-License-Identifier: MIT
// Starting, stopping, starting again, and what an operator reads when something is in the way.

import { Keypair } from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';
import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, run, startCommand, startDemo } from '../support/farthing.mjs';
import { Wallet } from '../support/wallet.mjs';

async function withFolder(body) {
  const folder = await makeFolder();
  try {
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('the demo ends with code 0 on SIGTERM and starts again with the same goods', async () => {
  await withFolder(async (folder) => {
    const first = await startDemo({ folder });
    assert.equal(await first.stop(), 0);
    const second = await startDemo({ folder });
    assert.deepEqual(second.store, first.store);
    assert.deepEqual(
      second.goods.map(({ id }) => id),
      first.goods.map(({ id }) => id),
    );
    assert.equal(await second.stop(), 0);
  });
});

test("the demo's line has what programs rely on", async () => {
  const demo = await startDemo({ ledgerClose: 'immediate' });
  assert.equal(demo.network, 'testnet');
  assert.equal(demo.passphrase, 'Test SDF Network ; September 2015');
  for (const url of [demo.platform, demo.site, demo.horizon])
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.match(demo.store.payout_address, /^G[A-Z2-7]{55}$/);
  for (const key of ['id', 'api_key', 'api_secret']) assert.ok(demo.store[key].length >= 24);
  assert.equal(demo.goods.length, 6);
  for (const good of demo.goods) assert.ok(good.id && good.type && good.src && good.sharedSecret);
  assert.equal(await (await fetch(`${demo.platform}/healthz`)).text(), 'ok\n');
  assert.equal(await (await fetch(`${demo.platform}/readyz`)).text(), 'ready\n');
  assert.equal(await demo.stop(), 0);
});

test('an open wallet does not keep the program from stopping', async () => {
  const demo = await startDemo({ ledgerClose: 'immediate' });
  const wallet = await Wallet.open(demo.platform);
  const closed = new Promise((resolve) => wallet.socket.once('close', resolve));
  assert.equal(await demo.stop(), 0);
  assert.equal(await closed, 1001);
});

test('a second process on the same folder is refused, and the first goes on', async () => {
  await withFolder(async (folder) => {
    const demo = await startDemo({ folder, ledgerClose: 'immediate' });
    const second = await run([
      'demo',
      '--json',
      '--data-dir',
      folder,
      '--listen',
      '127.0.0.1:0',
      '--site',
      '127.0.0.1:0',
      '--horizon',
      '127.0.0.1:0',
    ]);
    assert.equal(second.code, 1);
    assert.match(second.errors, /in use by another farthing process/);
    assert.equal((await fetch(`${demo.platform}/healthz`)).status, 200);
    await demo.stop();
  });
});

test('an address in use, an open folder and a foreign file are named with what to do', async () => {
  await withFolder(async (folder) => {
    const demo = await startDemo({ ledgerClose: 'immediate' });
    const taken = await run([
      'serve',
      '--data-dir',
      join(folder, 'a'),
      '--listen',
      new URL(demo.platform).host,
      '--horizon',
      '127.0.0.1:0',
    ]);
    await demo.stop();
    assert.equal(taken.code, 1);
    assert.match(taken.errors, /cannot listen on 127\.0\.0\.1:\d+/);

    await chmod(folder, 0o755);
    const open = await run(['ledger', '--data-dir', folder, '--listen', '127.0.0.1:0']);
    assert.equal(open.code, 1);
    assert.match(open.errors, /chmod go=/);

    await chmod(folder, 0o700);
    await writeFile(join(folder, 'ledger.db'), 'x'.repeat(5000), { mode: 0o600 });
    const foreign = await run(['ledger', '--data-dir', folder, '--listen', '127.0.0.1:0']);
    assert.equal(foreign.code, 1);
    assert.match(foreign.errors, /not a database/);
  });
});

test('a store is made on the command line, its secret shown once and kept as a hash', async () => {
  await withFolder(async (folder) => {
    const payout = Keypair.random().publicKey();
    const made = await run([
      'store',
      'create',
      '--data-dir',
      folder,
      '--name',
      'My blog',
      '--payout',
      payout,
      '--json',
    ]);
    assert.equal(made.code, 0, made.errors);
    const store = JSON.parse(made.out);
    assert.equal(store.payout_address, payout);
    const bytes = await readFile(join(folder, 'farthing.db'), 'latin1');
    assert.ok(!bytes.includes(store.api_secret));
    assert.equal((await stat(join(folder, 'farthing.db'))).mode & 0o777, 0o600);

    const refused = await run([
      'store',
      'create',
      '--data-dir',
      folder,
      '--name',
      'My blog',
      '--payout',
      'GNOPE',
    ]);
    assert.equal(refused.code, 1);
    assert.match(refused.errors, /Stellar address/);
  });
});

test('serve runs the platform alone, and deliver the publisher alone', async () => {
  await withFolder(async (folder) => {
    const serve = await startCommand([
      'serve',
      '--data-dir',
      join(folder, 'data'),
      '--listen',
      '127.0.0.1:0',
      '--horizon',
      '127.0.0.1:0',
      '--ledger-close',
      'immediate',
    ]);
    const [platform] = serve.line.match(/http:\S+/);
    assert.equal((await fetch(`${platform}/healthz`)).status, 200);
    assert.equal(await serve.stop(), 0);

    const goods = join(folder, 'goods.toml');
    const entry = {
      path: '/paid/1.txt',
      file: '1.txt',
      id: '558bcdbb1309c59725bdb559',
      price: 4000,
      shared_secret: 'abc',
      content_type: 'text/plain',
    };
    const toml = Object.entries(entry)
      .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
      .join('\n');
    await writeFile(goods, `[[good]]\n${toml}\n`, { mode: 0o600 });
    await writeFile(join(folder, '1.txt'), 'paid');
    const deliver = await startCommand(['deliver', '--goods', goods, '--listen', '127.0.0.1:0']);
    const [site] = deliver.line.match(/http:\/\/[\d.:]+\d/);
    assert.equal((await fetch(`${site}/paid/1.txt`)).status, 402);
    assert.equal(await deliver.stop(), 0);

    await writeFile(goods, `[[good]]\n${toml.replace('4000', '-1')}\n`, { mode: 0o600 });
    const wrong = await run(['deliver', '--goods', goods, '--listen', '127.0.0.1:0']);
    assert.equal(wrong.code, 1);
    assert.match(wrong.errors, /goods\.toml line 5: "price"/);
  });
});

test('no receipt, key or signature stands in any log', async () => {
  await withFolder(async (folder) => {
    const demo = await startDemo({ folder, ledgerClose: 'immediate' });
    const wallet = await Wallet.open(demo.platform);
    const sold = await wallet.buy(demo.goods[0].id);
    await fetch(`${demo.goods[0].src}?paymentReceipt=${sold.receipt}`);
    const credentials = Buffer.from(`${demo.store.api_key}:${demo.store.api_secret}`).toString(
      'base64',
    );
    await fetch(`${demo.platform}/testnet/v2/goods/`, {
      headers: { Authorization: `Basic ${credentials}` },
    });
    await wallet.close();
    await demo.stop();
    const logs = [demo.log()];
    for (const name of ['access.log', 'site-access.log', 'horizon-access.log'])
      logs.push(await readFile(join(folder, name), 'utf8'));
    const text = logs.join('\n');
    assert.match(text, /order settled/);
    assert.match(text, /\/paid\/article\.html/);
    for (const secret of [
      sold.receipt,
      sold.receipt.split('.')[1],
      demo.store.api_secret,
      credentials,
      demo.goods[0].sharedSecret,
      wallet.keypair.secret(),
    ])
      assert.ok(!text.includes(secret));
  });
});

test('help shows examples, and a wrong option says so', async () => {
  for (const args of [
    ['--help'],
    ['demo', '--help'],
    ['serve', '--help'],
    ['deliver', '--help'],
    ['ledger', '--help'],
    ['store', 'create', '--help'],
  ]) {
    const help = await run(args);
    assert.equal(help.code, 0);
    assert.match(help.out, /Example/);
  }
  assert.doesNotMatch((await run(['goods', '--help'])).out, /farthing demo/);
  for (const args of [
    [],
    ['nonsense'],
    ['demo', '--ledger-close', 'soon'],
    ['demo', '--channels', '0'],
    ['demo', '--channels-max', '0'],
  ]) {
    const wrong = await run(args);
    assert.equal(wrong.code, 1);
    assert.ok(wrong.errors.length > 10);
  }
});
