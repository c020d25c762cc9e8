// SPDX-License-Identifier: MIT
// Transactions whose fee somebody else pays, as the Stellar SDKs build them.

import assert from 'node:assert/strict';
import { suite } from './suite.mjs';

/** A payer, a receiver and one who pays fees; a signed payment of 5 XLM with the fee `fee`. */
async function scene(client, { fee = '100', amount = '5' } = {}) {
  const [payer, receiver, sponsor] = [
    await client.somebody(),
    await client.somebody(),
    await client.somebody(),
  ];
  const inner = await client.transaction(payer, client.payment(receiver, amount), { fee });
  return { payer, receiver, sponsor, inner };
}

function bumped(client, sponsor, inner, baseFee) {
  const bump = client.feeBump(sponsor, baseFee, inner);
  bump.sign(sponsor);
  return bump;
}

suite([
  {
    name: 'a fee-bump charges the one who bumps',
    since: 13,
    async run(client) {
      const { payer, receiver, sponsor, inner } = await scene(client);
      const bump = bumped(client, sponsor, inner, '300');
      const record = await client.server.submitTransaction(bump);
      assert.equal(record.hash, client.hashOf(bump));
      assert.equal(await client.balanceOf(payer), '9995.0000000');
      assert.equal(await client.balanceOf(receiver), '10005.0000000');
      // The rate of the ledger for two operations, not what was bid.
      assert.equal(await client.balanceOf(sponsor), '9999.9999800');
    },
  },
  {
    name: 'a fee-bump may carry a transaction with a fee of 0',
    since: 13,
    async run(client) {
      const { payer, sponsor, inner } = await scene(client, { fee: '0' });
      assert.equal(String(inner.fee), '0');
      const bump = bumped(client, sponsor, inner, '100');
      assert.equal(String(bump.fee), '200');
      await client.server.submitTransaction(bump);
      assert.equal(await client.balanceOf(payer), '9995.0000000');
      assert.equal(await client.balanceOf(sponsor), '9999.9999800');
    },
  },
  {
    name: 'a fee-bump is found by both of its hashes',
    since: 13,
    async run(client) {
      const { payer, sponsor, inner } = await scene(client);
      const bump = bumped(client, sponsor, inner, '200');
      await client.server.submitTransaction(bump);
      const hashes = [client.hashOf(bump), client.hashOf(inner)];
      for (const hash of hashes) {
        const record = await client.server.transactions().transaction(hash).call();
        assert.equal(record.hash, hash);
        assert.equal(record.source_account, payer.publicKey());
        assert.equal(record.fee_account, sponsor.publicKey());
        assert.equal(record.fee_charged, '200');
        assert.equal(record.max_fee, '400');
        assert.equal(record.fee_bump_transaction.hash, hashes[0]);
        assert.equal(record.inner_transaction.hash, hashes[1]);
        assert.equal(record.inner_transaction.max_fee, '100');
      }
    },
  },
  {
    name: 'the same fee-bump again gives the same answer and pays once',
    since: 13,
    async run(client) {
      const { receiver, sponsor, inner } = await scene(client);
      const bump = bumped(client, sponsor, inner, '200');
      const record = await client.server.submitTransaction(bump);
      assert.deepEqual(await client.server.submitTransaction(bump), record);
      assert.equal(await client.balanceOf(receiver), '10005.0000000');
    },
  },
  {
    name: 'what the inner transaction does wrong is told',
    since: 13,
    async run(client) {
      const { payer, sponsor, inner } = await scene(client, { amount: '20000' });
      const last = await client.sequenceOf(payer);
      const attempt = client.server.submitTransaction(bumped(client, sponsor, inner, '100'));
      assert.deepEqual(await client.refusal(attempt), {
        transaction: 'tx_fee_bump_inner_failed',
        inner_transaction: 'tx_failed',
        operations: ['op_underfunded'],
      });
      assert.equal(await client.sequenceOf(payer), last + 1n);
      assert.equal(await client.balanceOf(payer), '10000.0000000');
      assert.equal(await client.balanceOf(sponsor), '9999.9999800');
    },
  },
  {
    name: 'a fee-bump without the signature of its payer is refused',
    since: 13,
    async run(client) {
      const { sponsor, inner } = await scene(client);
      const attempt = client.server.submitTransaction(client.feeBump(sponsor, '100', inner));
      assert.deepEqual(await client.refusal(attempt), { transaction: 'tx_bad_auth' });
      assert.equal(await client.balanceOf(sponsor), '10000.0000000');
    },
  },
  {
    name: 'a fee-bump by the payer itself is charged once',
    since: 13,
    async run(client) {
      const { payer, inner } = await scene(client, { fee: '0' });
      await client.server.submitTransaction(bumped(client, payer, inner, '100'));
      assert.equal(await client.balanceOf(payer), '9994.9999800');
    },
  },
  {
    name: 'the wish for a memo is asked of the inner transaction',
    since: 13,
    async run(client) {
      const { receiver, payer, sponsor } = await scene(client);
      const entry = { name: 'config.memo_required', value: '1' };
      await client.send(receiver, client.sdk.Operation.manageData(entry));
      const bare = await client.transaction(payer, client.payment(receiver, '1'));
      const attempt = client.server.submitTransaction(bumped(client, sponsor, bare, '100'));
      const error = await client.failure(attempt);
      assert.ok(error instanceof client.sdk.AccountRequiresMemoError);

      const memo = client.sdk.Memo.id('7');
      const named = await client.transaction(payer, client.payment(receiver, '1'), { memo });
      await client.server.submitTransaction(bumped(client, sponsor, named, '100'));
      assert.equal(await client.balanceOf(payer), '9999.0000000');
    },
  },
]);
