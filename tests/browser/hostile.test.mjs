// SPDX-License-Identifier: MIT
// A server that has turned against its readers: whatever else than the shown payment it asks the
// wallet to sign, the wallet does not sign it.

import {
  Account,
  Asset,
  Keypair,
  Memo,
  Networks,
  Operation,
  TransactionBuilder,
} from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';
import { has_money, open_browser, start_demo } from './demo.mjs';
import { open_stand, tag } from './stand.mjs';
import { holdings_of, wallet_of } from './wallet.mjs';
import { test } from './witness.mjs';

const thief = Keypair.random().publicKey();
const HOUR_SECONDS = 3600;

/** What is changed in the payment, and what the reader is told. */
const TRICKS = {
  'another destination': [
    ({ payment }) => ({ payment: { ...payment, destination: thief } }),
    'somebody else',
  ],
  'another amount': [({ payment }) => ({ payment: { ...payment, amount: '500' } }), 'amount'],
  'another asset': [
    ({ payment }) => ({ payment: { ...payment, asset: new Asset('LUMEN', thief) } }),
    'not in lumens',
  ],
  'another memo': [() => ({ memo: 'something' }), 'not marked'],
  'the wallet as source': [({ buyer }) => ({ source: buyer }), 'network fee'],
  'somebody else as payer': [
    ({ payment }) => ({ payment: { ...payment, source: thief } }),
    'not from this wallet',
  ],
  'a second payment': [
    ({ buyer }) => ({
      more: [
        Operation.payment({
          source: buyer,
          destination: thief,
          asset: Asset.native(),
          amount: '500',
        }),
      ],
    }),
    'more than one thing',
  ],
  'an hour of validity': [() => ({ seconds: HOUR_SECONDS }), 'too long'],
  'another network': [() => ({ passphrase: Networks.PUBLIC }), 'another network'],
};

test('no trick of a hostile server gets a signature', async (t) => {
  const browser = await open_browser();
  const demo = await start_demo({ ledger_close: '200ms' });
  const stand = await open_stand(demo);
  t.after(async () => {
    await browser.close();
    await stand.close();
    await demo.stop();
  });
  const tricks = new Map();
  for (const name of Object.keys(TRICKS)) {
    const good = await stand.sell({ type: 'text/html', body: '<p>Story</p>', title: name });
    tricks.set(good.id, { name, good });
  }
  const context = await browser.newContext();
  const sent = [];
  await context.routeWebSocket(/wallet\/socket/, (line) => turn_hostile(line, tricks, sent));
  const page = await context.newPage();
  await page.goto(stand.page([...tricks.values()].map(({ good }) => tag(good, '')).join('')));
  await has_money(page);
  const address = await wallet_of(page).address();
  const before_it = await holdings_of(demo, address);
  for (const { name, good } of tricks.values()) {
    const box = page.locator(`[data-sp-id="${good.id}"]`);
    await box.getByRole('button', { name: /XLM/ }).click();
    await box.getByText('The wallet refused to sign').waitFor();
    const told = await box.locator('.status').textContent();
    assert.ok(told.includes(TRICKS[name][1]), `${name}: ${told}`);
  }
  assert.equal(await holdings_of(demo, address), before_it);
  assert.deepEqual(
    sent.filter(({ type }) => type === 'submit'),
    [],
  );
  assert.equal(sent.filter(({ type }) => type === 'order').length, tricks.size);
});

/** Passes everything on, but for the payments to sign. */
function turn_hostile(line, tricks, sent) {
  const server = line.connectToServer();
  let buyer;
  line.onMessage((text) => {
    const message = JSON.parse(text);
    sent.push(message);
    if (message.type === 'authenticate') buyer = message.address;
    server.send(text);
  });
  server.onMessage((text) => {
    const message = JSON.parse(text);
    const trick = message.type === 'sign' ? tricks.get(message.good) : undefined;
    line.send(trick ? JSON.stringify(forged(message, TRICKS[trick.name][0], buyer)) : text);
  });
}

/** The offer with another envelope, and with the hash of that one. */
function forged(offer, change, buyer) {
  const honest = TransactionBuilder.fromXDR(offer.envelope, Networks.TESTNET);
  const [{ destination, asset, amount, source }] = honest.operations;
  const payment = { destination, asset, amount, source };
  const { passphrase = Networks.TESTNET, seconds = 60, ...rest } = change({ payment, buyer });
  const changed = { payment, memo: offer.memo, source: honest.source, more: [], ...rest };
  const account = new Account(changed.source, '1');
  const builder = new TransactionBuilder(account, { fee: '100', networkPassphrase: passphrase });
  builder.addOperation(Operation.payment(changed.payment));
  for (const operation of changed.more) builder.addOperation(operation);
  const forgery = builder.addMemo(Memo.text(changed.memo)).setTimeout(seconds).build();
  return { ...offer, envelope: forgery.toXDR(), hash: forgery.hash().toString('hex') };
}
