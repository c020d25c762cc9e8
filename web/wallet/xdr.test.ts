// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import vectors from '../../tests/vectors/stellar.json';
import { from_hex, to_base64, to_hex } from '../base/bytes';
import { transaction_hash } from './check';
import { encode_address } from './strkey';
import { decode_envelope, type Envelope, type Unreadable } from './xdr';

type Vector = (typeof vectors.transactions)[number];

interface Operation {
  readonly type: string;
  readonly destination?: string;
}

/** The vector of a hundred operations lists only the first. */
function operation_of(vector: Vector): Operation | undefined {
  const operations: unknown = vector.name === '100 operations' ? [] : vector.operations;
  return Array.isArray(operations) && operations.length === 1
    ? (operations[0] as Operation)
    : undefined;
}

const decode = (text: string): Envelope => {
  const decoded = decode_envelope(text);
  assert.ok(decoded.ok, decoded.ok ? '' : decoded.reason);
  return decoded.envelope;
};

const reason_of = (text: string): Unreadable | undefined => {
  const decoded = decode_envelope(text);
  return decoded.ok ? undefined : decoded.reason;
};

/** What a wallet has no business to read is refused by its name. */
function expected_reason(vector: Vector): Unreadable | undefined {
  if (vector.envelope_type !== 'envelopeTypeTx') return 'other_envelope';
  if (vector.name.startsWith('PRECOND_V2')) return 'other_preconditions';
  const operation = operation_of(vector);
  if (!operation) return 'operation_count';
  return operation.type === 'payment' ? undefined : 'other_operation';
}

test('transactions of the reference library are read or refused by name', () => {
  for (const vector of vectors.transactions)
    assert.equal(reason_of(vector.envelope_xdr), expected_reason(vector), vector.name);
});

test('what is read is what the reference library says', async () => {
  for (const vector of vectors.transactions.filter(
    (vector) => expected_reason(vector) === undefined,
  )) {
    const { transaction, body, signatures } = decode(vector.envelope_xdr);
    const destination = operation_of(vector)?.destination;
    assert.equal(signatures, vector.signatures?.length, vector.name);
    assert.equal(String(transaction.fee), vector.fee);
    assert.equal(String(transaction.time?.max), String(vector.time_bounds?.maxTime));
    assert.equal(
      to_hex(await transaction_hash(body, vector.network_passphrase)),
      vector.hash_hex,
      vector.name,
    );
    if (!transaction.source.muxed)
      assert.equal(encode_address(transaction.source.key), vector.source);
    if (destination) assert.equal(encode_address(transaction.payment.destination.key), destination);
  }
});

test('malformed envelopes are refused', () => {
  for (const { name, envelope_xdr } of vectors.malformed) {
    if (name === 'negative amount') assert.ok(decode(envelope_xdr).transaction.payment.amount < 0n);
    else assert.notEqual(reason_of(envelope_xdr), undefined, name);
  }
});

test('an envelope that is cut anywhere, or longer by a word, is refused', () => {
  const bytes = from_hex(
    to_hex(Uint8Array.from(atob(vectors.transactions[0]!.envelope_xdr), (c) => c.charCodeAt(0))),
  )!;
  for (let length = 0; length < bytes.length; length++) {
    assert.notEqual(reason_of(to_base64(bytes.subarray(0, length))), undefined, String(length));
  }
  assert.equal(reason_of(to_base64(Uint8Array.of(...bytes, 0, 0, 0, 0))), 'malformed');
});
