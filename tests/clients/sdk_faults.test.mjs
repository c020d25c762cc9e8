// SPDX-License-Identifier: MIT
// What the Stellar SDKs meet when a ledger fails them, and how a payment stays one payment.

import assert from 'node:assert/strict';
import { suite } from './suite.mjs';

const HORIZON_ERRORS = 'https://stellar.org/horizon-errors';
const DELAY_MS = 700;

/** A signed payment of 5 XLM. */
async function scene(client) {
  const [payer, receiver] = [await client.somebody(), await client.somebody()];
  const memo = client.sdk.Memo.text('an order');
  const transaction = await client.transaction(payer, client.payment(receiver, '5'), { memo });
  return { payer, receiver, transaction, hash: client.hashOf(transaction) };
}

/** Sets a fault for `run`, and sees to it that it was met. */
async function under(controls, fault, run) {
  await controls.fault(fault);
  try {
    const result = await run();
    assert.ok((await controls.fired()) > 0, 'the fault did not fire');
    return result;
  } finally {
    await controls.clearFaults();
  }
}

/** The same envelope again: the answer is that of the ledger, and the money has moved once. */
async function settles(client, { receiver, transaction, hash }) {
  const record = await client.server.submitTransaction(transaction);
  assert.equal(record.hash, hash);
  assert.equal(await client.balanceOf(receiver), '10005.0000000');
  const found = await client.server.transactions().transaction(hash).call();
  assert.equal(found.successful, true);
  assert.equal(found.ledger_attr, record.ledger);
}

suite(
  [
    {
      name: 'a 504 says nothing: the transaction is found by its hash',
      async run(client, { controls }) {
        const { receiver, transaction, hash } = await scene(client);
        const submit = () => client.failure(client.server.submitTransaction(transaction));
        const fault = { on: 'submit', what: 'timeout' };
        const { response } = await under(controls, fault, submit);
        assert.equal(response.status, 504);
        assert.equal(response.data.type, `${HORIZON_ERRORS}/transaction_submission_timeout`);
        assert.equal(response.data.status, 504);
        assert.equal(response.data.extras.hash, hash);

        // What was taken is in the next ledger, if it was not in one already.
        await controls.closeLedger();
        const found = await client.server.transactions().transaction(hash).call();
        assert.equal(found.successful, true);
        assert.equal(await client.balanceOf(receiver), '10005.0000000');
      },
    },
    {
      name: 'after a 504 the same envelope again gives the answer and pays once',
      async run(client, { controls }) {
        const payment = await scene(client);
        const submit = () => client.failure(client.server.submitTransaction(payment.transaction));
        await under(controls, { on: 'submit', what: 'timeout' }, submit);
        await settles(client, payment);
      },
    },
    {
      name: 'after a connection that was cut the same envelope again pays once',
      async run(client, { controls }) {
        const payment = await scene(client);
        const submit = () => client.failure(client.server.submitTransaction(payment.transaction));
        const error = await under(controls, { on: 'submit', what: 'drop' }, submit);
        assert.equal(error.response, undefined);
        await settles(client, payment);
      },
    },
    {
      name: 'what was refused with 503 is not taken',
      async run(client, { controls }) {
        const payment = await scene(client);
        const submit = () => client.failure(client.server.submitTransaction(payment.transaction));
        const { response } = await under(controls, { on: 'submit', what: 'refuse' }, submit);
        assert.equal(response.status, 503);
        assert.ok(response.data.type.startsWith(HORIZON_ERRORS));
        await controls.closeLedger();
        const unknown = client.server.transactions().transaction(payment.hash).call();
        await client.problem(unknown, client.sdk.NotFoundError);
        await settles(client, payment);
      },
    },
    {
      name: 'an answer that is late is an answer',
      async run(client, { controls }) {
        const payment = await scene(client);
        const fault = { on: 'submit', what: 'delay', delay_ms: DELAY_MS };
        const begin = performance.now();
        const submit = () => client.server.submitTransaction(payment.transaction);
        const record = await under(controls, fault, submit);
        assert.ok(performance.now() - begin >= DELAY_MS);
        assert.equal(record.hash, payment.hash);
        assert.equal(await client.balanceOf(payment.receiver), '10005.0000000');
      },
    },
    {
      name: 'a refused read is a NetworkError, and the next one is served',
      async run(client, { controls }) {
        const { payer } = await scene(client);
        const read = () => client.server.loadAccount(payer.publicKey());
        const fault = { on: 'read', what: 'refuse' };
        const problem = await under(controls, fault, () => client.problem(read()));
        assert.equal(problem.status, 503);
        assert.equal((await read()).id, payer.publicKey());
      },
    },
    {
      name: 'a read whose connection was cut is an error, and the next one is served',
      async run(client, { controls }) {
        const { payer } = await scene(client);
        const read = () => client.server.loadAccount(payer.publicKey());
        const fault = { on: 'read', what: 'drop', times: 1 };
        const error = await under(controls, fault, () => client.failure(read()));
        assert.ok(!(error instanceof client.sdk.NetworkError));
        assert.equal((await read()).id, payer.publicKey());
      },
    },
    {
      name: 'a read that is late is read',
      async run(client, { controls }) {
        const { payer } = await scene(client);
        const read = () => client.server.loadAccount(payer.publicKey());
        const fault = { on: 'read', what: 'delay', delay_ms: DELAY_MS };
        const begin = performance.now();
        assert.equal((await under(controls, fault, read)).id, payer.publicKey());
        assert.ok(performance.now() - begin >= DELAY_MS);
      },
    },
  ],
  { controls: true },
);

// A ledger of its own: its clock does not come back.
suite(
  [
    {
      name: 'time bounds end by the clock of the ledger',
      async run(client, { controls }) {
        const [payer, receiver] = [await client.somebody(), await client.somebody()];
        const [{ closed_at: latest }] = (
          await client.server.ledgers().order('desc').limit(1).call()
        ).records;
        const timebounds = { minTime: 0, maxTime: Date.parse(latest) / 1000 + 60 };
        await client.pay(payer, receiver, '5', { timebounds });

        await controls.advanceClock(120);
        const late = client.pay(payer, receiver, '5', { timebounds });
        assert.deepEqual(await client.refusal(late), { transaction: 'tx_too_late' });
        assert.equal(await client.balanceOf(receiver), '10005.0000000');
      },
    },
  ],
  { controls: true },
);
