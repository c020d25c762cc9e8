// SPDX-License-Identifier: MIT
// Somebody who pays orders from a wallet of his own, with the Stellar SDK (docs/orders.md).

import {
  Asset,
  Horizon,
  Keypair,
  Memo,
  Networks,
  Operation,
  TransactionBuilder,
} from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';

const PATIENCE_MS = 30_000;

export class Payer {
  /** With play money, on the networks of this demo. */
  static async funded(demo) {
    const payer = new Payer(demo, Keypair.random());
    const answer = await fetch(`${demo.horizon}/friendbot?addr=${payer.address}`);
    assert.equal(answer.status, 200);
    return payer;
  }

  constructor(demo, keypair) {
    this.platform = demo.platform;
    this.horizon = new Horizon.Server(demo.horizon, { allowHttp: true });
    this.keypair = keypair;
  }

  get address() {
    return this.keypair.publicKey();
  }

  async balance() {
    return (await this.horizon.loadAccount(this.address)).balances.at(-1).balance;
  }

  /** What his wallet builds and signs to pay for the order. */
  payment(offer, { fee = '0', amount = offer.amount } = {}) {
    return this.transaction(offer.destination, lumens(amount), { fee, memo: offer.memo });
  }

  async transaction(destination, amount, { fee = '100', memo } = {}) {
    const account = await this.horizon.loadAccount(this.address);
    const builder = new TransactionBuilder(account, { fee, networkPassphrase: Networks.TESTNET });
    builder.addOperation(Operation.payment({ destination, asset: Asset.native(), amount }));
    if (memo) builder.addMemo(Memo.text(memo));
    const transaction = builder.setTimeout(120).build();
    transaction.sign(this.keypair);
    return transaction;
  }

  pay(id, transaction) {
    return this.post(id, JSON.stringify({ envelope: transaction.toXDR() }), 'application/json');
  }

  /** As a page of any origin does it. */
  async post(id, body, type) {
    const answer = await fetch(`${this.platform}/testnet/orders/${id}/transaction`, {
      method: 'POST',
      headers: { 'Content-Type': type, Origin: 'https://wallet.example' },
      body,
    });
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    return { status: answer.status, ...(await answer.json()) };
  }
}

export async function showOrder(platform, id) {
  const answer = await fetch(`${platform}/testnet/orders/${id}`);
  assert.equal(answer.status, 200);
  return answer.json();
}

/** The order once it has ended. */
export async function endOf(platform, id) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const order = await showOrder(platform, id);
    if (order.state === 'settled' || order.state === 'failed') return order;
    assert.ok(Date.now() < deadline, `the order is still ${order.state}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function lumens(stroops) {
  const digits = stroops.padStart(8, '0');
  return `${digits.slice(0, -7)}.${digits.slice(-7)}`;
}
