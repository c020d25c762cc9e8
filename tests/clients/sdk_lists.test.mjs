// SPDX-License-Identifier: MIT
// Lists as the Stellar SDKs ask for them, and the pages that follow.

import assert from 'node:assert/strict';
import { suite } from './suite.mjs';

const HORIZON_ERRORS = 'https://stellar.org/horizon-errors';
const amounts = (page) => page.records.map((record) => record.amount);
const tokens = (page) => page.records.map((record) => record.paging_token);

/** A receiver of payments of 1, 2 ... `count` XLM, each in a ledger of its own. */
async function received(client, count) {
  const [payer, receiver] = [await client.somebody(), await client.somebody()];
  const records = [];
  for (let amount = 1; amount <= count; ++amount)
    records.push(await client.pay(payer, receiver, String(amount)));
  return { payer, receiver, records, address: receiver.publicKey() };
}

suite([
  {
    name: 'ledgers, newest first, form a chain',
    async run(client) {
      await received(client, 3);
      const page = await client.server.ledgers().order('desc').limit(3).call();
      const [newest, middle, oldest] = page.records;
      assert.equal(newest.prev_hash, middle.hash);
      assert.equal(middle.prev_hash, oldest.hash);
      assert.equal(newest.sequence, oldest.sequence + 2);
      assert.equal(newest.paging_token, String(BigInt(newest.sequence) << 32n));
      assert.equal(newest.base_fee_in_stroops, 100);
      assert.equal(newest.base_reserve_in_stroops, 5_000_000);
      assert.equal(newest.total_coins, '100000000000.0000000');
      const [older] = (await page.next()).records;
      assert.equal(older.hash, oldest.prev_hash);
      assert.equal((await client.server.ledgers().ledger(middle.sequence).call()).id, middle.id);
    },
  },
  {
    name: 'payments of an account, newest first, page by page and back',
    async run(client) {
      const { address } = await received(client, 5);
      const payments = client.server.payments().forAccount(address).order('desc').limit(2);
      const first = await payments.call();
      assert.deepEqual(amounts(first), ['5.0000000', '4.0000000']);
      const second = await first.next();
      assert.deepEqual(amounts(second), ['3.0000000', '2.0000000']);
      const third = await second.next();
      const [payment, creation] = third.records;
      assert.equal(payment.amount, '1.0000000');
      assert.equal(creation.type, 'create_account');
      assert.equal(creation.account, address);
      assert.equal(creation.starting_balance, '10000.0000000');

      assert.deepEqual((await third.next()).records, []);
      // Back is the other direction: the nearest come first.
      assert.deepEqual(tokens(await third.prev()), tokens(second).reverse());
      assert.deepEqual(tokens(await second.prev()), tokens(first).reverse());
      assert.deepEqual((await first.prev()).records, []);
    },
  },
  {
    name: 'payments after a cursor, oldest first',
    async run(client) {
      const { payer, address, records } = await received(client, 3);
      const all = await client.server.payments().forAccount(address).call();
      assert.equal(all.records.length, 4);
      const [, first] = all.records;
      const later = await client.server
        .payments()
        .forAccount(address)
        .cursor(first.paging_token)
        .call();
      assert.deepEqual(amounts(later), ['2.0000000', '3.0000000']);
      const [payment] = later.records;
      assert.equal(payment.type, 'payment');
      assert.equal(payment.type_i, 1);
      assert.equal(payment.asset_type, 'native');
      assert.equal(payment.from, payer.publicKey());
      assert.equal(payment.source_account, payer.publicKey());
      assert.equal(payment.to, address);
      assert.equal(payment.transaction_hash, records[1].hash);
      assert.equal(payment.transaction_successful, true);
      assert.equal(payment.id, payment.paging_token);
      assert.equal((await payment.transaction()).hash, records[1].hash);
    },
  },
  {
    name: 'payments of a transaction and of a ledger',
    async run(client) {
      const { records } = await received(client, 1);
      const [{ hash, ledger }] = records;
      const ofTransaction = await client.server.payments().forTransaction(hash).call();
      assert.deepEqual(amounts(ofTransaction), ['1.0000000']);
      const ofLedger = await client.server.payments().forLedger(ledger).call();
      assert.deepEqual(tokens(ofLedger), tokens(ofTransaction));
    },
  },
  {
    name: 'payments come with their transaction when joined',
    since: 13,
    async run(client) {
      const { address, records } = await received(client, 1);
      const page = await client.server
        .payments()
        .forAccount(address)
        .order('desc')
        .limit(1)
        .join('transactions')
        .call();
      const [payment] = page.records;
      assert.equal(payment.transaction_attr.hash, records[0].hash);
      assert.equal(payment.transaction_attr.memo, 'a payment');
      assert.equal((await payment.transaction()).hash, records[0].hash);
    },
  },
  {
    name: 'operations of an account, of a transaction, and one by its id',
    async run(client) {
      const { payer, address, records } = await received(client, 1);
      const ofAccount = await client.server.operations().forAccount(payer.publicKey()).call();
      assert.deepEqual(
        ofAccount.records.map(({ type }) => type),
        ['create_account', 'payment'],
      );
      const [, payment] = ofAccount.records;
      assert.equal(payment.to, address);
      const { hash, ledger } = records[0];
      const ofTransaction = await client.server.operations().forTransaction(hash).call();
      assert.deepEqual(tokens(ofTransaction), [payment.paging_token]);
      const ofLedger = await client.server.operations().forLedger(ledger).call();
      assert.deepEqual(tokens(ofLedger), [payment.paging_token]);
      const one = await client.server.operations().operation(payment.id).call();
      assert.equal(one.transaction_hash, hash);
    },
  },
  {
    name: 'operations of the whole network end with the latest',
    async run(client) {
      const { records } = await received(client, 2);
      const page = await client.server.operations().order('desc').limit(2).call();
      assert.deepEqual(amounts(page), ['2.0000000', '1.0000000']);
      assert.equal(page.records[0].transaction_hash, records[1].hash);
    },
  },
  {
    name: 'transactions of an account and of a ledger',
    async run(client) {
      const { payer, records } = await received(client, 2);
      const ofAccount = await client.server
        .transactions()
        .forAccount(payer.publicKey())
        .order('desc')
        .limit(2)
        .call();
      const hashes = records.map(({ hash }) => hash);
      assert.deepEqual(
        ofAccount.records.map(({ hash }) => hash),
        hashes.reverse(),
      );
      const ofLedger = await client.server.transactions().forLedger(records[0].ledger).call();
      assert.deepEqual(
        ofLedger.records.map(({ hash }) => hash),
        [records[0].hash],
      );
    },
  },
  {
    name: 'failed transactions are shown to who asks for them',
    async run(client) {
      const [payer, receiver] = [await client.somebody(), await client.somebody()];
      const attempt = await client.transaction(payer, client.payment(receiver, '20000'));
      await client.refusal(client.server.submitTransaction(attempt));
      const list = (part) => part.forAccount(payer.publicKey()).order('desc').limit(1);

      const [hidden] = (await list(client.server.transactions()).call()).records;
      assert.notEqual(hidden.hash, client.hashOf(attempt));
      const shown = await list(client.server.transactions()).includeFailed(true).call();
      assert.equal(shown.records[0].hash, client.hashOf(attempt));
      assert.equal(shown.records[0].successful, false);
      const operations = await list(client.server.operations()).includeFailed(true).call();
      assert.equal(operations.records[0].transaction_successful, false);
    },
  },
  {
    name: 'a list of nothing is empty, and its next page too',
    async run(client) {
      const somebody = await client.somebody();
      const [creation] = (await client.server.payments().forAccount(somebody.publicKey()).call())
        .records;
      const empty = await client.server
        .payments()
        .forAccount(somebody.publicKey())
        .cursor(creation.paging_token)
        .call();
      assert.deepEqual(empty.records, []);
      assert.deepEqual((await empty.next()).records, []);
      assert.deepEqual(tokens(await empty.prev()), []);
    },
  },
  {
    name: 'a page of more than 200 is refused by the field',
    async run(client) {
      const problem = await client.problem(client.server.ledgers().limit(201).call());
      assert.equal(problem.type, `${HORIZON_ERRORS}/bad_request`);
      assert.equal(problem.extras.invalid_field, 'limit');
    },
  },
  {
    name: 'payments of an account that never was are a NotFoundError',
    async run(client) {
      const nobody = client.stranger().publicKey();
      const attempt = client.server.payments().forAccount(nobody).call();
      const problem = await client.problem(attempt, client.sdk.NotFoundError);
      assert.equal(problem.type, `${HORIZON_ERRORS}/not_found`);
    },
  },
]);
