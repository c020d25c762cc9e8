// SPDX-License-Identifier: MIT
// submitAsyncTransaction() of the Stellar SDKs: an answer at once, a ledger later.

import assert from 'node:assert/strict';
import { suite } from './suite.mjs';

/**
 * A signed payment of 1 XLM, built just after a ledger closed: there is time until the next one.
 *
 * submitTransaction() answers when its ledger has closed.
 */
async function scene(client) {
  const [payer, receiver] = await Promise.all([client.somebody(), client.somebody()]);
  await client.pay(payer, receiver, '1');
  const transaction = await client.transaction(payer, client.payment(receiver, '1'));
  return { payer, receiver, transaction };
}

/** The status and the body of an answer that the SDK throws. */
async function refused(client, transaction) {
  const error = await client.failure(client.server.submitAsyncTransaction(transaction));
  return { status: error.response.status, ...error.response.data };
}

suite(
  [
    {
      name: 'submitAsyncTransaction() is PENDING at once, then DUPLICATE, then in a ledger',
      since: 13,
      async run(client) {
        const { receiver, transaction } = await scene(client);
        const hash = client.hashOf(transaction);
        const pending = await client.server.submitAsyncTransaction(transaction);
        assert.deepEqual(pending, { tx_status: 'PENDING', hash });
        const duplicate = await refused(client, transaction);
        assert.deepEqual(duplicate, { status: 409, tx_status: 'DUPLICATE', hash });
        const unknown = client.server.transactions().transaction(hash).call();
        await client.problem(unknown, client.sdk.NotFoundError);

        // The same envelope submitted the waiting way answers from the ledger.
        const record = await client.server.submitTransaction(transaction);
        assert.equal(record.hash, hash);
        assert.equal(await client.balanceOf(receiver), '10002.0000000');
        await client.server.transactions().transaction(hash).call();
      },
    },
    {
      name: 'submitAsyncTransaction() of another one of the same account is TRY_AGAIN_LATER',
      since: 13,
      async run(client) {
        const { payer, receiver, transaction } = await scene(client);
        await client.server.submitAsyncTransaction(transaction);
        const next = await client.transaction(payer, client.payment(receiver, '1'), {
          sequence: BigInt(transaction.sequence),
        });
        const hash = client.hashOf(next);
        const later = await refused(client, next);
        assert.deepEqual(later, { status: 503, tx_status: 'TRY_AGAIN_LATER', hash });
        await client.server.submitTransaction(transaction);
        await client.server.submitTransaction(next);
        assert.equal(await client.balanceOf(receiver), '10003.0000000');
      },
    },
    {
      name: 'submitAsyncTransaction() of an invalid one is ERROR with its result',
      since: 13,
      async run(client) {
        const { payer, receiver, transaction } = await scene(client);
        const wrong = await client.transaction(payer, client.payment(receiver, '1'), {
          sequence: BigInt(transaction.sequence) + 5n,
        });
        assert.deepEqual(await refused(client, wrong), {
          status: 400,
          tx_status: 'ERROR',
          hash: client.hashOf(wrong),
          error_result_xdr: 'AAAAAAAAAAD////7AAAAAA==',
        });
      },
    },
  ],
  { close: '1s' },
);
