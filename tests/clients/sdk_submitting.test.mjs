// SPDX-License-Identifier: MIT
// What the Stellar SDKs submit, and what they are told of it.

import assert from 'node:assert/strict';
import { suite } from './suite.mjs';

const ROUNDS = 30;

const now = () => Math.floor(Date.now() / 1000);

async function two(client) {
  return [await client.somebody(), await client.somebody()];
}

/** An account that takes nothing without a memo (SEP-29). */
async function choosy(client) {
  const receiver = await client.somebody();
  const entry = { name: 'config.memo_required', value: '1' };
  await client.send(receiver, client.sdk.Operation.manageData(entry));
  return receiver;
}

const MEMOS = [
  ['text', (Memo) => Memo.text('order 7'), 'order 7'],
  ['id', (Memo) => Memo.id('18446744073709551615'), '18446744073709551615'],
  ['hash', (Memo) => Memo.hash('5a'.repeat(32)), Buffer.alloc(32, 0x5a).toString('base64')],
  ['return', (Memo) => Memo.return('a5'.repeat(32)), Buffer.alloc(32, 0xa5).toString('base64')],
];

/** Transactions that are refused before they are in a ledger: the change to a good one. */
const INVALID = [
  { codes: 'tx_bad_seq', why: 'a sequence number of the future', sequence: (last) => last + 1n },
  { codes: 'tx_bad_seq', why: 'a sequence number that was used', sequence: (last) => last - 1n },
  {
    codes: 'tx_too_late',
    why: 'a time that is over',
    timebounds: { minTime: 0, maxTime: 1000 },
  },
  {
    codes: 'tx_too_early',
    why: 'a time that has not begun',
    timebounds: { minTime: now() + 3600, maxTime: now() + 7200 },
  },
  { codes: 'tx_insufficient_fee', why: 'a fee below the minimum', fee: '99' },
  { codes: 'tx_bad_auth', why: 'no signature', signers: () => [] },
  { codes: 'tx_bad_auth', why: 'the signature of another', signers: (_, other) => [other] },
  {
    codes: 'tx_bad_auth_extra',
    why: 'a signature too many',
    signers: (payer, other) => [payer, other],
  },
];

function refusedWith({ codes, why, sequence, signers, ...options }) {
  return {
    name: `${why} is refused: ${codes}, and nothing is used up`,
    async run(client) {
      const [payer, receiver] = await two(client);
      const last = await client.sequenceOf(payer);
      const attempt = client.pay(payer, receiver, '1', {
        ...options,
        sequence: sequence?.(last) ?? last,
        signers: signers?.(payer, receiver) ?? [payer],
      });
      assert.deepEqual(await client.refusal(attempt), { transaction: codes });
      assert.equal(await client.sequenceOf(payer), last);
      assert.equal(await client.balanceOf(payer), '10000.0000000');
    },
  };
}

suite([
  {
    name: 'a payment is in a ledger when submitTransaction() returns',
    async run(client) {
      const [payer, receiver] = await two(client);
      const transaction = await client.transaction(payer, client.payment(receiver, '12.3456789'));
      const record = await client.server.submitTransaction(transaction);
      assert.equal(record.hash, client.hashOf(transaction));
      assert.equal(record.successful, true);
      assert.equal(record.result_xdr, 'AAAAAAAAAGQAAAAAAAAAAQAAAAAAAAABAAAAAAAAAAA=');
      assert.equal(record.source_account_sequence, transaction.sequence);
      assert.equal(await client.balanceOf(payer), '9987.6543111');
      assert.equal(await client.balanceOf(receiver), '10012.3456789');
      assert.equal(String(await client.sequenceOf(payer)), transaction.sequence);
    },
  },
  {
    name: 'a second payment may follow with the same loaded account',
    async run(client) {
      const [payer, receiver] = await two(client);
      const account = await client.server.loadAccount(payer.publicKey());
      for (const amount of ['1', '2']) {
        const transaction = client
          .builder(account, { fee: '100' })
          .addOperation(client.payment(receiver, amount))
          .setTimeout(60)
          .build();
        transaction.sign(payer);
        await client.server.submitTransaction(transaction);
      }
      assert.equal(await client.balanceOf(receiver), '10003.0000000');
    },
  },
  {
    name: 'a transaction of 100 operations does all of them for 100 fees',
    async run(client) {
      const [payer, receiver] = await two(client);
      const operations = Array.from({ length: 100 }, () => client.payment(receiver, '0.0000001'));
      const { hash } = await client.send(payer, operations);
      const record = await client.server.transactions().transaction(hash).call();
      assert.equal(record.operation_count, 100);
      assert.equal(record.fee_charged, '10000');
      assert.equal(await client.balanceOf(receiver), '10000.0000100');
    },
  },
  ...MEMOS.map(([type, memo, shown]) => ({
    name: `a memo of type ${type} is kept`,
    async run(client) {
      const [payer, receiver] = await two(client);
      const sent = await client.pay(payer, receiver, '1', { memo: memo(client.sdk.Memo) });
      const record = await client.server.transactions().transaction(sent.hash).call();
      assert.equal(record.memo_type, type);
      assert.equal(record.memo, shown);
    },
  })),
  {
    name: 'the same envelope again gives the same answer and pays once',
    async run(client) {
      const [payer, receiver] = await two(client);
      const transaction = await client.transaction(payer, client.payment(receiver, '5'));
      const record = await client.server.submitTransaction(transaction);
      assert.deepEqual(await client.server.submitTransaction(transaction), record);
      assert.equal(await client.balanceOf(receiver), '10005.0000000');
    },
  },
  {
    name: 'the same envelope twice at once pays once, and both are told so',
    async run(client) {
      const [payer, receiver] = await two(client);
      // The second one may come before, with or after the ledger of the first.
      for (let round = 0; round < ROUNDS; ++round) {
        const transaction = await client.transaction(payer, client.payment(receiver, '1'));
        const [one, other] = await Promise.all([
          client.server.submitTransaction(transaction),
          client.server.submitTransaction(transaction),
        ]);
        assert.deepEqual(one, other);
      }
      assert.equal(await client.balanceOf(receiver), `${10_000 + ROUNDS}.0000000`);
    },
  },
  ...INVALID.map(refusedWith),
  {
    name: 'a source account that is not there is refused with tx_no_source_account',
    async run(client) {
      const [nobody, receiver] = [client.stranger(), await client.somebody()];
      const attempt = client.pay(nobody, receiver, '1', { sequence: 1n });
      assert.deepEqual(await client.refusal(attempt), { transaction: 'tx_no_source_account' });
    },
  },
  {
    name: 'a payment beyond the balance is op_underfunded, and costs its fee',
    async run(client) {
      const [payer, receiver] = await two(client);
      const last = await client.sequenceOf(payer);
      const attempt = client.pay(payer, receiver, '10000');
      assert.deepEqual(await client.refusal(attempt), {
        transaction: 'tx_failed',
        operations: ['op_underfunded'],
      });
      assert.equal(await client.sequenceOf(payer), last + 1n);
      assert.equal(await client.balanceOf(payer), '9999.9999900');
    },
  },
  {
    name: 'a payment that would touch the reserve is op_underfunded',
    async run(client) {
      const [payer, receiver] = await two(client);
      const tooMuch = await client.refusal(client.pay(payer, receiver, '9999'));
      assert.deepEqual(tooMuch.operations, ['op_underfunded']);
      // What the first attempt and this one cost stays behind, and the reserve of 1 XLM.
      await client.pay(payer, receiver, '9998.9999800');
      assert.equal(await client.balanceOf(payer), '1.0000000');
    },
  },
  {
    name: 'a payment to nobody is op_no_destination',
    async run(client) {
      const payer = await client.somebody();
      const attempt = client.send(payer, client.payment(client.stranger(), '1'));
      assert.deepEqual(await client.refusal(attempt), {
        transaction: 'tx_failed',
        operations: ['op_no_destination'],
      });
    },
  },
  {
    name: 'one operation that fails undoes those before it',
    async run(client) {
      const [payer, receiver] = await two(client);
      const operations = ['1', '20000', '1'].map((amount) => client.payment(receiver, amount));
      assert.deepEqual(await client.refusal(client.send(payer, operations)), {
        transaction: 'tx_failed',
        operations: ['op_success', 'op_underfunded', 'op_success'],
      });
      assert.equal(await client.balanceOf(receiver), '10000.0000000');
    },
  },
  {
    name: 'a failed transaction again gives the same refusal and costs nothing more',
    async run(client) {
      const payer = await client.somebody();
      const transaction = await client.transaction(payer, client.payment(client.stranger(), '1'));
      const first = await client.refusal(client.server.submitTransaction(transaction));
      assert.deepEqual(await client.refusal(client.server.submitTransaction(transaction)), first);
      assert.equal(await client.balanceOf(payer), '9999.9999900');
      const record = await client.server
        .transactions()
        .transaction(client.hashOf(transaction))
        .call();
      assert.equal(record.successful, false);
    },
  },
  {
    name: 'a refusal carries the envelope and the result',
    async run(client) {
      const [payer, receiver] = await two(client);
      const last = await client.sequenceOf(payer);
      const attempt = client.pay(payer, receiver, '1', { sequence: last + 5n });
      const { extras } = (await client.failure(attempt)).response.data;
      assert.equal(extras.result_xdr, 'AAAAAAAAAAD////7AAAAAA==');
      assert.ok(extras.envelope_xdr.length > 100);
    },
  },
  {
    name: 'the refusal tells its result codes by the SDK itself',
    since: 17,
    async run(client) {
      const payer = await client.somebody();
      const attempt = client.send(payer, client.payment(client.stranger(), '1'));
      const error = await client.failure(attempt);
      assert.ok(error instanceof client.sdk.TransactionFailedError);
      assert.deepEqual(error.getResultCodes(), {
        transaction: 'tx_failed',
        operations: ['op_no_destination'],
      });
      assert.equal(error.getTransactionResult().result.type, 'txFailed');
    },
  },
  {
    name: 'a receiver that wants a memo is paid only with one',
    since: 13,
    async run(client) {
      const [payer, receiver] = [await client.somebody(), await choosy(client)];
      const attempt = client.send(payer, client.payment(receiver, '1'));
      const error = await client.failure(attempt);
      assert.ok(error instanceof client.sdk.AccountRequiresMemoError);
      assert.equal(error.accountId, receiver.publicKey());
      assert.equal(error.operationIndex, 0);
      assert.equal(await client.balanceOf(payer), '10000.0000000');

      await client.pay(payer, receiver, '1');
      assert.equal(await client.balanceOf(payer), '9998.9999900');
    },
  },
  {
    name: 'the wish for a memo binds clients, not the ledger',
    async run(client) {
      const [payer, receiver] = [await client.somebody(), await choosy(client)];
      const transaction = await client.transaction(payer, client.payment(receiver, '1'));
      await client.server.submitTransaction(transaction, { skipMemoRequiredCheck: true });
      assert.equal(await client.balanceOf(payer), '9998.9999900');
    },
  },
]);
