// SPDX-License-Identifier: MIT
// What the Stellar SDKs read from a ledger.

import assert from 'node:assert/strict';
import { suite } from './suite.mjs';

const PASSPHRASE = 'Test SDF Network ; September 2015';
const HORIZON_ERRORS = 'https://stellar.org/horizon-errors';
const CLOCK_SECONDS = 5;

suite([
  {
    name: 'root() tells the network, and its links lead on',
    since: 13,
    async run(client) {
      const root = await client.server.root();
      assert.equal(root.network_passphrase, PASSPHRASE);
      assert.ok(root.history_latest_ledger >= root.history_elder_ledger);
      assert.ok(root.current_protocol_version <= root.supported_protocol_version);
      assert.match(root.history_latest_ledger_closed_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

      const somebody = await client.somebody();
      const account = await root.account({ account_id: somebody.publicKey() });
      assert.equal(account.id, somebody.publicKey());
      const ledgers = await root.ledgers({ order: 'desc', limit: 2 });
      assert.equal(ledgers.records.length, 2);
    },
  },
  {
    name: 'friendbot makes an account with 10,000 XLM',
    async run(client) {
      const newcomer = client.stranger();
      const gift = await client.server.friendbot(newcomer.publicKey()).call();
      assert.match(gift.hash, /^[0-9a-f]{64}$/);
      assert.equal(gift.successful, true);
      assert.ok(gift.envelope_xdr.length > 100);
      assert.equal(await client.balanceOf(newcomer), '10000.0000000');
    },
  },
  {
    name: 'friendbot gives again to who has less, and not to who has enough',
    async run(client) {
      const [somebody, other] = [await client.somebody(), await client.somebody()];
      const address = somebody.publicKey();
      const refused = await client.problem(client.server.friendbot(address).call());
      assert.equal(refused.type, 'https://stellar.org/friendbot-errors/bad_request');
      assert.equal(refused.status, 400);
      assert.equal(refused.detail, 'account already funded to starting balance');

      await client.pay(somebody, other, '4000');
      await client.server.friendbot(address).call();
      assert.equal(await client.balanceOf(somebody), '15999.9999900');
    },
  },
  {
    name: 'friendbot refuses what is no address',
    async run(client) {
      const refused = await client.problem(client.server.friendbot('GARBAGE').call());
      assert.equal(refused.status, 400);
      assert.equal(refused.extras.invalid_field, 'addr');
    },
  },
  {
    name: 'loadAccount() gives an account that can build transactions',
    async run(client) {
      const somebody = await client.somebody();
      const account = await client.server.loadAccount(somebody.publicKey());
      const created = account.last_modified_ledger;
      assert.equal(account.accountId(), somebody.publicKey());
      assert.equal(account.id, somebody.publicKey());
      assert.equal(account.paging_token, somebody.publicKey());
      assert.equal(account.sequenceNumber(), String(BigInt(created) << 32n));
      assert.equal(account.subentry_count, 0);
      assert.deepEqual(account.thresholds, {
        low_threshold: 0,
        med_threshold: 0,
        high_threshold: 0,
      });
      assert.deepEqual(account.flags, {
        auth_required: false,
        auth_revocable: false,
        auth_immutable: false,
        auth_clawback_enabled: false,
      });
      assert.deepEqual(account.balances, [
        {
          balance: '10000.0000000',
          buying_liabilities: '0.0000000',
          selling_liabilities: '0.0000000',
          asset_type: 'native',
        },
      ]);
      assert.deepEqual(account.signers, [
        { weight: 1, key: somebody.publicKey(), type: 'ed25519_public_key' },
      ]);
      assert.deepEqual(account.data_attr, {});
    },
  },
  {
    name: 'loadAccount() of an unknown account is a NotFoundError',
    async run(client) {
      const unknown = client.server.loadAccount(client.stranger().publicKey());
      const problem = await client.problem(unknown, client.sdk.NotFoundError);
      assert.equal(problem.type, `${HORIZON_ERRORS}/not_found`);
      assert.equal(problem.title, 'Resource Missing');
      assert.equal(problem.status, 404);
    },
  },
  {
    name: 'loadAccount() of what is no account is refused by the field',
    async run(client) {
      const problem = await client.problem(client.server.loadAccount('nobody'));
      assert.equal(problem.type, `${HORIZON_ERRORS}/bad_request`);
      assert.equal(problem.status, 400);
      assert.equal(problem.extras.invalid_field, 'account_id');
    },
  },
  {
    name: 'fetchBaseFee() is 100 stroops',
    async run(client) {
      assert.equal(await client.server.fetchBaseFee(), 100);
    },
  },
  {
    name: 'feeStats() has every percentile, as text',
    since: 13,
    async run(client) {
      const stats = await client.server.feeStats();
      assert.equal(stats.last_ledger_base_fee, '100');
      assert.match(stats.last_ledger, /^\d+$/);
      assert.match(stats.ledger_capacity_usage, /^[01](\.\d+)?$/);
      const tens = [10, 20, 30, 40, 50, 60, 70, 80, 90];
      const names = ['max', 'min', 'mode', ...[...tens, 95, 99].map((part) => `p${part}`)];
      for (const fees of [stats.fee_charged, stats.max_fee])
        for (const name of names) assert.match(fees[name], /^\d+$/, name);
    },
  },
  {
    name: 'fetchTimebounds() counts from the time of the ledger',
    async run(client) {
      const { minTime, maxTime } = await client.server.fetchTimebounds(100);
      assert.equal(minTime, 0);
      assert.ok(Math.abs(maxTime - Date.now() / 1000 - 100) < CLOCK_SECONDS);
      const [payer, receiver] = [await client.somebody(), await client.somebody()];
      const sent = await client.pay(payer, receiver, '1', { timebounds: { minTime, maxTime } });
      const record = await client.server.transactions().transaction(sent.hash).call();
      assert.equal(record.preconditions.timebounds.max_time, String(maxTime));
    },
  },
  {
    name: 'transaction() finds by hash, and its links lead on',
    async run(client) {
      const [payer, receiver] = [await client.somebody(), await client.somebody()];
      const { hash, ledger } = await client.pay(payer, receiver, '1');
      const record = await client.server.transactions().transaction(hash).call();
      assert.equal(record.id, hash);
      assert.equal(record.hash, hash);
      assert.equal(record.successful, true);
      assert.equal(record.ledger_attr, ledger);
      assert.equal(record.source_account, payer.publicKey());
      assert.equal(record.fee_account, payer.publicKey());
      assert.equal(record.fee_charged, '100');
      assert.equal(record.max_fee, '100');
      assert.equal(record.operation_count, 1);
      assert.equal(record.memo_type, 'text');
      assert.equal(record.memo, 'a payment');
      assert.equal(record.signatures.length, 1);
      assert.match(record.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

      assert.equal((await record.account()).id, payer.publicKey());
      assert.equal((await record.ledger()).sequence, ledger);
      const { records: operations } = await record.operations();
      assert.deepEqual(
        operations.map(({ type, to }) => [type, to]),
        [['payment', receiver.publicKey()]],
      );
    },
  },
  {
    name: 'transaction() of an unknown hash is a NotFoundError',
    async run(client) {
      const unknown = client.server.transactions().transaction('ab'.repeat(32)).call();
      const problem = await client.problem(unknown, client.sdk.NotFoundError);
      assert.equal(problem.type, `${HORIZON_ERRORS}/not_found`);
    },
  },
  {
    name: 'transaction() of what is no hash is refused',
    async run(client) {
      const problem = await client.problem(client.server.transactions().transaction('ab').call());
      assert.equal(problem.type, `${HORIZON_ERRORS}/bad_request`);
      assert.equal(problem.status, 400);
    },
  },
]);
