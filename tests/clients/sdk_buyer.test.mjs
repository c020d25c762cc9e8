// SPDX-License-Identifier: MIT
// A buyer who has only the Stellar SDK and the protocol's document.

import { Horizon, Keypair } from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemo } from '../support/farthing.mjs';
import { buy } from './sdk_buyer.mjs';

let demo;
before(async () => (demo = await startDemo({ ledgerClose: 'immediate' })));
after(() => demo.stop());

test('the SDK signs, the receipt opens the file, and the ledger shows the payment', async () => {
  const keypair = Keypair.random();
  const [article] = demo.goods;
  const receipt = await buy(demo.platform, article.id, keypair);
  const answer = await fetch(`${article.src}?paymentReceipt=${receipt}`);
  assert.equal(answer.status, 200);
  assert.ok((await answer.text()).length > 100);

  const horizon = new Horizon.Server(demo.horizon, { allowHttp: true });
  const account = await horizon.loadAccount(keypair.publicKey());
  assert.equal(account.balances.at(-1).balance, '9999.9996000');
});

test('asking again gives a receipt and takes nothing', async () => {
  const keypair = Keypair.random();
  const [article] = demo.goods;
  await buy(demo.platform, article.id, keypair);
  assert.match(await buy(demo.platform, article.id, keypair), /^[\w-]+\.[0-9a-f]{128}$/);
  const horizon = new Horizon.Server(demo.horizon, { allowHttp: true });
  const account = await horizon.loadAccount(keypair.publicKey());
  assert.equal(account.balances.at(-1).balance, '9999.9996000');
});
