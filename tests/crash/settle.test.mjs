// SPDX-License-Identifier: MIT
// Kills the real program with SIGKILL around a payment, starts it again, and counts what became of
// the money.

import { Keypair } from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { expectBooksInOrder, makeFolder, startDemo } from '../support/farthing.mjs';
import { endOf, Payer } from '../support/payer.mjs';
import { Wallet } from '../support/wallet.mjs';

const PRICE = 4000n;

/** Runs `body` with a folder that several starts of the program share; then checks its books. */
async function withFolder(body) {
  const folder = await makeFolder();
  try {
    await body(folder);
    await expectBooksInOrder(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withDemo(options, body) {
  const demo = await startDemo(options);
  try {
    return await body(demo);
  } finally {
    await demo.stop();
  }
}

/** Money of a new reader, before anything goes wrong. */
async function fundedReader(folder) {
  const keypair = Keypair.random();
  await withDemo({ folder, ledgerClose: 'immediate' }, async ({ platform }) => {
    const wallet = await Wallet.open(platform, { keypair });
    await wallet.close();
  });
  return keypair;
}

async function login(platform, keypair) {
  const wallet = await Wallet.connect(platform, { keypair });
  await wallet.login();
  return wallet;
}

test('killed between submit and settle, the program settles once after the restart', async () => {
  await withFolder(async (folder) => {
    const keypair = await fundedReader(folder);

    // With a slow ledger the order is submitted, and nothing can have settled yet.
    const slow = await startDemo({ folder, ledgerClose: '60s' });
    const article = slow.goods[0].id;
    const wallet = await login(slow.platform, keypair);
    const before = await wallet.balance();
    const offer = await wallet.order(article);
    wallet.send({ type: 'submit', order: offer.order, signature: wallet.sign(offer) });
    await wallet.next(({ type }) => type === 'submitted');
    const lost = wallet.next(({ type }) => type === 'receipt').catch(() => 'lost');
    await slow.kill();
    assert.equal(await lost, 'lost');

    await withDemo({ folder, ledgerClose: 'immediate' }, async ({ platform }) => {
      const again = await login(platform, keypair);
      const sold = await again.order(article);
      assert.equal(sold.type, 'receipt');
      assert.equal(sold.order, offer.order);
      assert.equal(sold.hash, offer.hash);
      assert.equal(before - (await again.balance()), PRICE);

      // Nobody pays for a second purchase of the same good.
      assert.equal((await again.buy(article)).order, offer.order);
      assert.equal(before - (await again.balance()), PRICE);
      await again.close();
    });
  });
});

test('killed while another wallet pays, the program settles once after the restart', async () => {
  await withFolder(async (folder) => {
    const keypair = await fundedReader(folder);
    const slow = await startDemo({ folder, ledgerClose: '60s' });
    const wallet = await login(slow.platform, Keypair.random());
    const offer = await wallet.order(slow.goods[0].id);
    const transaction = await new Payer(slow, keypair).payment(offer);
    const taken = await new Payer(slow, keypair).pay(offer.order, transaction);
    assert.equal(taken.state, 'submitted');
    const lost = wallet.close().catch(() => 'lost');
    await slow.kill();
    await lost;

    await withDemo({ folder, ledgerClose: 'immediate' }, async (demo) => {
      const settled = await endOf(demo.platform, offer.order);
      assert.equal(settled.state, 'settled');
      assert.equal(settled.hash, taken.hash);
      const payer = new Payer(demo, keypair);
      assert.equal(await payer.balance(), '9999.9996000');
      assert.equal((await payer.pay(offer.order, transaction)).state, 'settled');
      assert.equal(await payer.balance(), '9999.9996000');
    });
  });
});

test('killed at any moment of a payment, it is made once or not at all', async () => {
  const delays = [0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20];
  await withFolder(async (folder) => {
    for (const delay of delays) {
      const keypair = await fundedReader(folder);
      const demo = await startDemo({ folder, ledgerClose: 'immediate' });
      const article = demo.goods[0].id;
      const wallet = await login(demo.platform, keypair);
      const before = await wallet.balance();
      const offer = await wallet.order(article);
      wallet.send({ type: 'submit', order: offer.order, signature: wallet.sign(offer) });
      const seen = wallet.next(({ type }) => type === 'receipt').catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, delay));
      await demo.kill();
      const receipt = await seen;

      await withDemo({ folder, ledgerClose: 'immediate' }, async ({ platform }) => {
        const again = await login(platform, keypair);
        const answer = await again.order(article);
        const paid = before - (await again.balance());
        if (receipt) assert.equal(answer.type, 'receipt', 'a receipt that was seen is lost');
        assert.equal(paid, answer.type === 'receipt' ? PRICE : 0n, `killed after ${delay} ms`);
        assert.equal((await again.buy(article)).type, 'receipt');
        assert.equal(before - (await again.balance()), PRICE);
        await again.close();
      });
    }
  });
});
