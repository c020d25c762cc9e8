// SPDX-License-Identifier: MIT
// What every test with a Stellar SDK does: somebody with money, a signed transaction, a refusal.

import assert from 'node:assert/strict';

const TIMEOUT_SECONDS = 60;

/** One generation of the SDK (generations.mjs) at work on one ledger. */
export class Client {
  constructor(generation, url) {
    Object.assign(this, generation);
    this.server = generation.connect(url);
  }

  stranger() {
    return this.sdk.Keypair.random();
  }

  /** A new account with friendbot's 10,000 XLM. */
  async somebody() {
    const keypair = this.stranger();
    await this.server.friendbot(keypair.publicKey()).call();
    return keypair;
  }

  async sequenceOf(keypair) {
    return BigInt((await this.server.loadAccount(keypair.publicKey())).sequence);
  }

  async balanceOf(keypair) {
    const account = await this.server.loadAccount(keypair.publicKey());
    return account.balances.at(-1).balance;
  }

  payment(destination, amount, more = {}) {
    const to = typeof destination === 'string' ? destination : destination.publicKey();
    return this.sdk.Operation.payment({
      destination: to,
      amount,
      asset: this.sdk.Asset.native(),
      ...more,
    });
  }

  /**
   * A signed transaction with the source's next sequence number, or the one after `sequence`.
   *
   * `signers`: the source alone if not said; `options` go to the SDK's builder.
   */
  async transaction(source, operations, { signers = [source], sequence, memo, ...options } = {}) {
    const before = sequence ?? (await this.sequenceOf(source));
    const account = new this.sdk.Account(source.publicKey(), String(before));
    const builder = this.builder(account, { fee: '100', ...options });
    for (const operation of [operations].flat()) builder.addOperation(operation);
    if (memo) builder.addMemo(memo);
    if (!options.timebounds) builder.setTimeout(TIMEOUT_SECONDS);
    const transaction = builder.build();
    transaction.sign(...signers);
    return transaction;
  }

  /** Builds, signs and submits. */
  async send(source, operations, options) {
    return this.server.submitTransaction(await this.transaction(source, operations, options));
  }

  /** Pays, with a memo so that no generation looks at the destination first. */
  pay(from, to, amount, options) {
    const memo = this.sdk.Memo.text('a payment');
    return this.send(from, this.payment(to, amount), { memo, ...options });
  }

  /** As 64 hex digits, whatever the SDK calls bytes. */
  hashOf(transaction) {
    return Buffer.from(transaction.hash()).toString('hex');
  }

  /** The result codes with which the network refuses what `attempt` submits. */
  async refusal(attempt) {
    const error = await this.failure(attempt);
    assert.ok(error instanceof this.Failed, `${error.name}: ${error.message}`);
    const { status, data } = error.response;
    assert.equal(status, 400);
    assert.equal(data.type, 'https://stellar.org/horizon-errors/transaction_failed');
    assert.equal(data.title, 'Transaction Failed');
    assert.equal(data.status, 400);
    return data.extras.result_codes;
  }

  /** What `attempt` is rejected with. */
  failure(attempt) {
    return attempt.then(
      () => assert.fail('it succeeded'),
      (error) => error,
    );
  }

  /** The problem document with which a GET is refused. */
  async problem(attempt, Class = this.sdk.NetworkError) {
    const error = await this.failure(attempt);
    assert.ok(error instanceof Class, `${error.name}: ${error.message}`);
    return error.response;
  }
}
