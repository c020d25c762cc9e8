// SPDX-License-Identifier: MIT
// The operations of the Stellar SDKs that are not payments, and payments to muxed addresses.

import assert from 'node:assert/strict';
import { suite } from './suite.mjs';

const load = (client, keypair) => client.server.loadAccount(keypair.publicKey());

/** The operations of one transaction, as records. */
async function operationsOf(client, { hash }) {
  return (await client.server.operations().forTransaction(hash).call()).records;
}

async function two(client) {
  return [await client.somebody(), await client.somebody()];
}

/** An account that needs its own signature and that of `other` for a payment. */
async function joint(client) {
  const [owner, other] = await two(client);
  const setOptions = client.sdk.Operation.setOptions({
    signer: { ed25519PublicKey: other.publicKey(), weight: 1 },
    masterWeight: 1,
    lowThreshold: 1,
    medThreshold: 2,
    highThreshold: 2,
  });
  const sent = await client.send(owner, setOptions);
  return { owner, other, sent };
}

/** The three operations with which `sponsor` carries the reserve of `newcomer`. */
function sponsoredCreation({ sdk: { Operation } }, sponsor, newcomer) {
  return [
    Operation.beginSponsoringFutureReserves({ sponsoredId: newcomer.publicKey() }),
    Operation.createAccount({ destination: newcomer.publicKey(), startingBalance: '0' }),
    Operation.endSponsoringFutureReserves({ source: newcomer.publicKey() }),
  ];
}

suite([
  {
    name: 'createAccount makes an account with what it is given',
    async run(client) {
      const [funder, newcomer] = [await client.somebody(), client.stranger()];
      const destination = newcomer.publicKey();
      const creation = client.sdk.Operation.createAccount({ destination, startingBalance: '7.5' });
      const sent = await client.send(funder, creation);
      const account = await load(client, newcomer);
      assert.equal(account.balances[0].balance, '7.5000000');
      assert.equal(account.sequence, String(BigInt(sent.ledger) << 32n));
      const [record] = await operationsOf(client, sent);
      assert.equal(record.type, 'create_account');
      assert.equal(record.type_i, 0);
      assert.equal(record.funder, funder.publicKey());
      assert.equal(record.account, destination);
      assert.equal(record.starting_balance, '7.5000000');
    },
  },
  ...[
    ['below the reserve', '0.9999999', 'op_low_reserve'],
    ['beyond the balance', '20000', 'op_underfunded'],
  ].map(([what, startingBalance, code]) => ({
    name: `createAccount ${what} is ${code}`,
    async run(client) {
      const destination = client.stranger().publicKey();
      const creation = client.sdk.Operation.createAccount({ destination, startingBalance });
      const codes = await client.refusal(client.send(await client.somebody(), creation));
      assert.deepEqual(codes, { transaction: 'tx_failed', operations: [code] });
    },
  })),
  {
    name: 'createAccount of one that is there is op_already_exists',
    async run(client) {
      const [funder, other] = await two(client);
      const creation = client.sdk.Operation.createAccount({
        destination: other.publicKey(),
        startingBalance: '5',
      });
      const codes = await client.refusal(client.send(funder, creation));
      assert.deepEqual(codes, { transaction: 'tx_failed', operations: ['op_already_exists'] });
    },
  },
  {
    name: 'an operation may have a source of its own, who signs too',
    async run(client) {
      const [channel, payer, receiver] = [...(await two(client)), await client.somebody()];
      const payment = client.payment(receiver, '5', { source: payer.publicKey() });
      const alone = await client.refusal(client.send(channel, payment));
      assert.deepEqual(alone, { transaction: 'tx_failed', operations: ['op_bad_auth'] });

      const last = await client.sequenceOf(payer);
      await client.send(channel, payment, { signers: [channel, payer] });
      assert.equal(await client.balanceOf(payer), '9995.0000000');
      assert.equal(await client.sequenceOf(payer), last);
      assert.equal(await client.balanceOf(receiver), '10005.0000000');
    },
  },
  {
    name: 'accountMerge moves all that is left and ends the account',
    async run(client) {
      const [source, heir] = await two(client);
      const merge = client.sdk.Operation.accountMerge({ destination: heir.publicKey() });
      const sent = await client.send(source, merge);
      assert.equal(await client.balanceOf(heir), '19999.9999900');
      await client.problem(load(client, source), client.sdk.NotFoundError);
      const [record] = await operationsOf(client, sent);
      assert.equal(record.type, 'account_merge');
      assert.equal(record.account, source.publicKey());
      assert.equal(record.into, heir.publicKey());
      const { records } = await client.server.payments().forAccount(heir.publicKey()).call();
      assert.equal(records.at(-1).type, 'account_merge');
    },
  },
  {
    name: 'a merged account that comes back starts with a higher sequence number',
    async run(client) {
      const [source, heir] = await two(client);
      const last = await client.sequenceOf(source);
      const merge = client.sdk.Operation.accountMerge({ destination: heir.publicKey() });
      await client.send(source, merge);
      await client.server.friendbot(source.publicKey()).call();
      assert.ok((await client.sequenceOf(source)) > last + 1n);
      assert.equal(await client.balanceOf(source), '10000.0000000');
    },
  },
  {
    name: 'accountMerge into nobody is op_no_account',
    async run(client) {
      const source = await client.somebody();
      const destination = client.stranger().publicKey();
      const merge = client.sdk.Operation.accountMerge({ destination });
      const codes = await client.refusal(client.send(source, merge));
      assert.deepEqual(codes, { transaction: 'tx_failed', operations: ['op_no_account'] });
    },
  },
  {
    name: 'setOptions adds a signer and sets thresholds',
    async run(client) {
      const { owner, other } = await joint(client);
      const account = await load(client, owner);
      assert.deepEqual(account.thresholds, {
        low_threshold: 1,
        med_threshold: 2,
        high_threshold: 2,
      });
      assert.equal(account.subentry_count, 1);
      const byKey = (one, two) => (one.key < two.key ? -1 : 1);
      assert.deepEqual(
        [...account.signers].sort(byKey),
        [owner, other]
          .map((keypair) => ({
            weight: 1,
            key: keypair.publicKey(),
            type: 'ed25519_public_key',
          }))
          .sort(byKey),
      );
    },
  },
  {
    name: 'an account of two signers pays when both sign, and not when one does',
    async run(client) {
      const { owner, other } = await joint(client);
      const receiver = await client.somebody();
      for (const signer of [owner, other]) {
        const attempt = client.pay(owner, receiver, '5', { signers: [signer] });
        assert.deepEqual(await client.refusal(attempt), {
          transaction: 'tx_failed',
          operations: ['op_bad_auth'],
        });
      }
      await client.pay(owner, receiver, '5', { signers: [owner, other] });
      assert.equal(await client.balanceOf(receiver), '10005.0000000');
    },
  },
  {
    name: 'setOptions takes a signer away again',
    async run(client) {
      const { owner, other } = await joint(client);
      const away = client.sdk.Operation.setOptions({
        signer: { ed25519PublicKey: other.publicKey(), weight: 0 },
        medThreshold: 1,
        highThreshold: 1,
      });
      await client.send(owner, away, { signers: [owner, other] });
      const account = await load(client, owner);
      assert.equal(account.subentry_count, 0);
      assert.deepEqual(
        account.signers.map(({ key }) => key),
        [owner.publicKey()],
      );
    },
  },
  {
    name: 'setOptions sets a home domain',
    async run(client) {
      const owner = await client.somebody();
      await client.send(owner, client.sdk.Operation.setOptions({ homeDomain: 'example.org' }));
      assert.equal((await load(client, owner)).home_domain, 'example.org');
    },
  },
  {
    name: 'manageData keeps an entry, changes it and takes it away',
    async run(client) {
      const owner = await client.somebody();
      const entry = (value) => client.sdk.Operation.manageData({ name: 'color', value });
      for (const value of ['red', 'green']) {
        await client.send(owner, entry(value));
        const account = await load(client, owner);
        assert.deepEqual(account.data_attr, { color: Buffer.from(value).toString('base64') });
        assert.equal(account.subentry_count, 1);
      }
      await client.send(owner, entry(null));
      const account = await load(client, owner);
      assert.deepEqual(account.data_attr, {});
      assert.equal(account.subentry_count, 0);
    },
  },
  {
    name: 'manageData that takes away what is not there is op_data_name_not_found',
    async run(client) {
      const entry = client.sdk.Operation.manageData({ name: 'color', value: null });
      const codes = await client.refusal(client.send(await client.somebody(), entry));
      assert.deepEqual(codes, { transaction: 'tx_failed', operations: ['op_data_name_not_found'] });
    },
  },
  {
    name: 'bumpSequence goes forward, and never back',
    async run(client) {
      const owner = await client.somebody();
      const target = (await client.sequenceOf(owner)) + 1000n;
      const bump = (bumpTo) => client.sdk.Operation.bumpSequence({ bumpTo: String(bumpTo) });
      await client.send(owner, bump(target));
      assert.equal(await client.sequenceOf(owner), target);
      await client.send(owner, bump(target - 500n));
      assert.equal(await client.sequenceOf(owner), target + 1n);
    },
  },
  {
    name: 'a sponsored account is made with nothing and can be paid',
    since: 13,
    async run(client) {
      const [sponsor, newcomer] = [await client.somebody(), client.stranger()];
      const sent = await client.send(sponsor, sponsoredCreation(client, sponsor, newcomer), {
        signers: [sponsor, newcomer],
      });
      const account = await load(client, newcomer);
      assert.equal(account.balances[0].balance, '0.0000000');
      assert.equal(account.sponsor, sponsor.publicKey());
      assert.equal(account.num_sponsored, 2);
      assert.equal((await load(client, sponsor)).num_sponsoring, 2);
      const types = (await operationsOf(client, sent)).map(({ type }) => type);
      assert.deepEqual(types, [
        'begin_sponsoring_future_reserves',
        'create_account',
        'end_sponsoring_future_reserves',
      ]);

      await client.pay(sponsor, newcomer, '5');
      // No reserve of its own: all of it can be spent.
      await client.pay(newcomer, sponsor, '4.9999900');
      assert.equal(await client.balanceOf(newcomer), '0.0000000');
    },
  },
  {
    name: 'a sponsored account that ends gives the reserve back',
    since: 13,
    async run(client) {
      const [sponsor, newcomer] = [await client.somebody(), client.stranger()];
      await client.send(sponsor, sponsoredCreation(client, sponsor, newcomer), {
        signers: [sponsor, newcomer],
      });
      await client.pay(sponsor, newcomer, '1');
      const merge = client.sdk.Operation.accountMerge({ destination: sponsor.publicKey() });
      await client.send(newcomer, merge);
      assert.equal((await load(client, sponsor)).num_sponsoring, 0);
    },
  },
  {
    name: 'sponsoring that is not ended is refused',
    since: 13,
    async run(client) {
      const [sponsor, newcomer] = [await client.somebody(), client.stranger()];
      const [begin, create] = sponsoredCreation(client, sponsor, newcomer);
      const codes = await client.refusal(client.send(sponsor, [begin, create]));
      assert.equal(codes.transaction, 'tx_bad_sponsorship');
    },
  },
  {
    name: 'a payment to a muxed address reaches the account and shows the number',
    since: 13,
    async run(client) {
      const [payer, receiver] = await two(client);
      const address = client.muxed(receiver.publicKey(), '7');
      assert.ok(address.startsWith('M'));
      // Without a memo: the number in the address stands for it.
      const sent = await client.send(payer, client.payment(address, '5'));
      assert.equal(await client.balanceOf(receiver), '10005.0000000');
      const { records } = await client.server.payments().forAccount(receiver.publicKey()).call();
      const record = records.at(-1);
      assert.equal(record.transaction_hash, sent.hash);
      assert.equal(record.to, receiver.publicKey());
      assert.equal(record.to_muxed, address);
      assert.equal(record.to_muxed_id, '7');
    },
  },
  {
    name: 'a muxed source pays from its account and is shown',
    since: 13,
    async run(client) {
      const [payer, receiver] = await two(client);
      const address = client.muxed(payer.publicKey(), '18446744073709551615');
      const payment = client.payment(receiver, '5', { source: address });
      const sent = await client.send(payer, payment);
      assert.equal(await client.balanceOf(payer), '9994.9999900');
      const [record] = await operationsOf(client, sent);
      assert.equal(record.source_account, payer.publicKey());
      assert.equal(record.source_account_muxed, address);
      assert.equal(record.source_account_muxed_id, '18446744073709551615');
    },
  },
]);
