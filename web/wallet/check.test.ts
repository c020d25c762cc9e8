// SPDX-License-Identifier: MIT
import {
  Account,
  Asset,
  BASE_FEE,
  Keypair,
  Memo,
  MuxedAccount,
  Operation,
  TransactionBuilder,
  type Transaction,
  type xdr,
} from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { to_hex } from '../base/bytes';
import { check, type Offer, type Reason, type Shown } from './check';

const PASSPHRASE = 'Test SDF Network ; September 2015';
const NOW = 1_790_000_000;
const ORDER = '01JD3W5E3QJX0E4W4H5N8Q3Z7K';
const GOOD = '558bcdbb1309c59725bdb559';
const SHOWN: Shown = { good: GOOD, amount: 4000n };

const reader = Keypair.fromRawEd25519Seed(Buffer.alloc(32, 1));
const merchant = Keypair.fromRawEd25519Seed(Buffer.alloc(32, 2));
const channel = Keypair.fromRawEd25519Seed(Buffer.alloc(32, 3));
const thief = Keypair.fromRawEd25519Seed(Buffer.alloc(32, 4));

interface Recipe {
  readonly source?: string;
  readonly operations?: readonly xdr.Operation[];
  readonly memo?: Memo;
  readonly bounds?: { minTime: number; maxTime: number };
  readonly passphrase?: string;
  readonly preconditions?: (builder: TransactionBuilder) => void;
}

interface Parts {
  readonly source?: string;
  readonly destination?: string;
  readonly amount?: string;
  readonly asset?: Asset;
}

function payment(parts: Parts = {}): xdr.Operation {
  return Operation.payment({
    source: reader.publicKey(),
    destination: merchant.publicKey(),
    amount: '0.0004000',
    asset: Asset.native(),
    ...parts,
  });
}

function sourceless_payment(): xdr.Operation {
  return Operation.payment({
    destination: merchant.publicKey(),
    amount: '0.0004000',
    asset: Asset.native(),
  });
}

function build(recipe: Recipe = {}): Transaction {
  const source = recipe.source ?? channel.publicKey();
  const account = source.startsWith('M')
    ? MuxedAccount.fromAddress(source, '7')
    : new Account(source, '7');
  const builder = new TransactionBuilder(account as Account, {
    fee: BASE_FEE,
    networkPassphrase: recipe.passphrase ?? PASSPHRASE,
    timebounds: recipe.bounds ?? { minTime: 0, maxTime: NOW + 60 },
  });
  for (const operation of recipe.operations ?? [payment()]) builder.addOperation(operation);
  recipe.preconditions?.(builder);
  return builder.addMemo(recipe.memo ?? Memo.text(ORDER)).build();
}

function offer(transaction: Transaction, changes: Partial<Offer> = {}): Offer {
  return {
    order: ORDER,
    good: GOOD,
    amount: '4000',
    asset: 'XLM',
    destination: merchant.publicKey(),
    memo: ORDER,
    envelope: transaction.toXDR(),
    hash: to_hex(transaction.hash()),
    ...changes,
  };
}

const verdict = async (offered: Offer): Promise<Reason | 'ok'> => {
  const checked = await check(offered, SHOWN, reader.publicKey(), PASSPHRASE, NOW);
  return checked.ok ? 'ok' : checked.reason;
};

const muxed = (key: Keypair): string =>
  new MuxedAccount(new Account(key.publicKey(), '7'), '99').accountId();

test('an honest offer passes, with the hash that the library signs', async () => {
  const transaction = build();
  const checked = await check(offer(transaction), SHOWN, reader.publicKey(), PASSPHRASE, NOW);
  assert.ok(checked.ok);
  assert.equal(to_hex(checked.hash), to_hex(transaction.hash()));
});

const HOSTILE: readonly [string, Recipe, Reason][] = [
  [
    'a second payment',
    { operations: [payment(), payment({ destination: thief.publicKey() })] },
    'operation_count',
  ],
  ['no operation', { operations: [] }, 'operation_count'],
  [
    'another kind of operation',
    {
      operations: [
        Operation.accountMerge({ destination: thief.publicKey(), source: reader.publicKey() }),
      ],
    },
    'other_operation',
  ],
  [
    'a new signer',
    {
      operations: [
        Operation.setOptions({
          source: reader.publicKey(),
          signer: { ed25519PublicKey: thief.publicKey(), weight: 1 },
        }),
      ],
    },
    'other_operation',
  ],
  [
    'another destination',
    { operations: [payment({ destination: thief.publicKey() })] },
    'destination',
  ],
  ['a muxed destination', { operations: [payment({ destination: muxed(merchant) })] }, 'muxed'],
  ['more money', { operations: [payment({ amount: '0.0040000' })] }, 'amount'],
  ['less money', { operations: [payment({ amount: '0.0000001' })] }, 'amount'],
  [
    'another asset',
    { operations: [payment({ asset: new Asset('XLM', thief.publicKey()) })] },
    'asset',
  ],
  [
    'an asset of a long name',
    { operations: [payment({ asset: new Asset('LUMENS', thief.publicKey()) })] },
    'asset',
  ],
  ['another payer', { operations: [payment({ source: thief.publicKey() })] }, 'payer'],
  ['no payer of its own', { operations: [sourceless_payment()] }, 'payer'],
  ['a muxed payer', { operations: [payment({ source: muxed(reader) })] }, 'muxed'],
  ['the wallet as the source', { source: reader.publicKey() }, 'source'],
  ['a muxed source', { source: muxed(channel) }, 'muxed'],
  ['another memo', { memo: Memo.text('01JD3W5E3QJX0E4W4H5N8Q3Z7X') }, 'memo'],
  ['no memo', { memo: Memo.none() }, 'memo'],
  ['a memo that is a number', { memo: Memo.id('1') }, 'memo'],
  ['a memo that is a hash', { memo: Memo.hash(Buffer.alloc(32, 1)) }, 'memo'],
  ['no end', { bounds: { minTime: 0, maxTime: 0 } }, 'time_bounds'],
  ['an end after five minutes', { bounds: { minTime: 0, maxTime: NOW + 301 } }, 'time_bounds'],
  ['an end that has passed', { bounds: { minTime: 0, maxTime: NOW } }, 'expired'],
  [
    'preconditions of version 2',
    { preconditions: (builder) => builder.setMinAccountSequence('5') },
    'other_preconditions',
  ],
  [
    'a bound in ledgers',
    { preconditions: (builder) => builder.setLedgerbounds(1, 9) },
    'other_preconditions',
  ],
  [
    'an extra signer',
    { preconditions: (builder) => builder.setExtraSigners([thief.publicKey()]) },
    'other_preconditions',
  ],
  ['another network', { passphrase: 'Public Global Stellar Network ; September 2015' }, 'hash'],
];

for (const [name, recipe, reason] of HOSTILE) {
  test(`refused: ${name}`, async () => assert.equal(await verdict(offer(build(recipe))), reason));
}

test('refused: no time bounds at all', async () => {
  const bytes = Buffer.from(build().toXDR(), 'base64');
  // Type, source, fee and sequence are 4 + 36 + 4 + 8 bytes; then one word of kind and two times.
  const bare = Buffer.concat([bytes.subarray(0, 52), Buffer.alloc(4), bytes.subarray(72)]);
  assert.equal(await verdict(offer(build(), { envelope: bare.toString('base64') })), 'time_bounds');
});

test('five minutes are still taken', async () => {
  assert.equal(await verdict(offer(build({ bounds: { minTime: 0, maxTime: NOW + 300 } }))), 'ok');
});

test('terms that differ from what was shown are refused before the envelope is read', async () => {
  const cases: [Partial<Offer>, Reason][] = [
    [{ good: '558bcdbb1309c59725bdb560' }, 'good'],
    [{ asset: 'EUR' }, 'asset'],
    [{ amount: '40000' }, 'amount_shown'],
    [{ amount: '4000.0' }, 'amount_shown'],
    [{ amount: '-4000' }, 'amount_shown'],
    [{ memo: 'other' }, 'memo'],
    [{ memo: '', order: '' }, 'memo'],
    [{ destination: thief.publicKey() }, 'destination'],
    [{ destination: muxed(merchant) }, 'destination'],
    [{ destination: '' }, 'destination'],
    [{ hash: 'ab'.repeat(32) }, 'hash'],
    [{ hash: '' }, 'hash'],
    [{ envelope: '' }, 'malformed'],
    [{ envelope: '%%%' }, 'malformed'],
  ];
  for (const [changes, reason] of cases)
    assert.equal(await verdict(offer(build(), changes)), reason, JSON.stringify(changes));
});

test('an envelope that somebody has signed already is refused', async () => {
  const transaction = build();
  const unsigned = offer(transaction);
  transaction.sign(channel);
  assert.equal(await verdict({ ...unsigned, envelope: transaction.toXDR() }), 'signed');
});

test('a fee bump is not a payment', async () => {
  const inner = build();
  inner.sign(channel);
  const bump = TransactionBuilder.buildFeeBumpTransaction(channel, '200', inner, PASSPHRASE);
  assert.equal(await verdict(offer(inner, { envelope: bump.toXDR() })), 'other_envelope');
});

test('one changed bit anywhere in the envelope is refused', async () => {
  const honest = offer(build());
  const bytes = Buffer.from(honest.envelope, 'base64');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    assert.notEqual(
      await verdict({ ...honest, envelope: changed.toString('base64') }),
      'ok',
      `bit ${bit}`,
    );
  }
});
