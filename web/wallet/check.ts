// SPDX-License-Identifier: MIT
/**
 * What a wallet verifies before it signs. Pure: the time is an argument, nothing is read from
 * outside.
 *
 * The wallet trusts the server for nothing but the name of the merchant: the envelope must be one
 * payment of the amount that the reader saw, from this wallet, to the account that the order names,
 * marked with the order, and worthless after a few minutes.
 */

import { decode_address } from './strkey';
import { from_hex, joined, same_bytes, utf8 } from '../base/bytes';
import { parse_stroops } from '../base/lumens';
import {
  decode_envelope,
  type Account,
  type Envelope,
  type Transaction,
  type Unreadable,
} from './xdr';

/** The server's answer `sign`: an unsigned payment for an order. */
export interface Offer {
  readonly order: string;
  readonly good: string;
  readonly amount: string;
  readonly asset: string;
  readonly destination: string;
  readonly memo: string;
  readonly envelope: string;
  readonly hash: string;
}

/** What the reader saw when they agreed to pay. */
export interface Shown {
  readonly good: string;
  readonly amount: bigint;
}

export type Reason =
  | Unreadable
  | 'good'
  | 'amount_shown'
  | 'asset'
  | 'destination'
  | 'muxed'
  | 'payer'
  | 'amount'
  | 'memo'
  | 'source'
  | 'time_bounds'
  | 'expired'
  | 'signed'
  | 'hash';

export type Checked =
  | { readonly ok: true; readonly hash: Uint8Array }
  | { readonly ok: false; readonly reason: Reason };

/**
 * A payment that is still valid long after it was agreed to is one that the reader cannot foresee.
 */
const VALID_SECONDS_MAX = 300n;

/** Whether the offer is what the reader agreed to; with the hash to sign, computed here. */
export async function check(
  offer: Offer,
  shown: Shown,
  address: string,
  passphrase: string,
  now: number,
): Promise<Checked> {
  const wrong = wrong_terms(offer, shown);
  if (wrong !== undefined) return { ok: false, reason: wrong };
  const decoded = decode_envelope(offer.envelope);
  if (!decoded.ok) return decoded;
  const reason = wrong_envelope(decoded.envelope, offer, address, now);
  if (reason !== undefined) return { ok: false, reason };
  const hash = await transaction_hash(decoded.envelope.body, passphrase);
  if (!matches(from_hex(offer.hash), hash)) return { ok: false, reason: 'hash' };
  return { ok: true, hash };
}

/** What Stellar signs: SHA-256 over network id, int32 2 and the transaction. */
export async function transaction_hash(body: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const network = await sha256(utf8(passphrase));
  return sha256(joined(network, Uint8Array.of(0, 0, 0, 2), body));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

function wrong_terms(offer: Offer, shown: Shown): Reason | undefined {
  if (offer.good !== shown.good) return 'good';
  if (offer.asset !== 'XLM') return 'asset';
  if (offer.memo !== offer.order || offer.memo === '') return 'memo';
  if (shown.amount <= 0n || parse_stroops(offer.amount) !== shown.amount) return 'amount_shown';
  return undefined;
}

function wrong_envelope(
  envelope: Envelope,
  offer: Offer,
  address: string,
  now: number,
): Reason | undefined {
  if (envelope.signatures !== 0) return 'signed';
  return (
    wrong_parties(envelope.transaction, offer, address) ??
    wrong_payment(envelope.transaction, offer) ??
    wrong_time(envelope.transaction, BigInt(now))
  );
}

function wrong_parties(
  transaction: Transaction,
  offer: Offer,
  address: string,
): Reason | undefined {
  const { source, payment } = transaction;
  if (source.muxed || payment.destination.muxed || payment.source?.muxed) return 'muxed';
  if (!is_account(payment.source, address)) return 'payer';
  // Were the wallet the source, it would pay the fee and spend a sequence number.
  if (is_account(source, address)) return 'source';
  if (!is_account(payment.destination, offer.destination)) return 'destination';
  return undefined;
}

function wrong_payment(transaction: Transaction, offer: Offer): Reason | undefined {
  const { memo, payment } = transaction;
  if (!payment.native) return 'asset';
  if (payment.amount !== parse_stroops(offer.amount)) return 'amount';
  if (memo.kind !== 'text' || !same_bytes(memo.bytes, utf8(offer.memo))) return 'memo';
  return undefined;
}

function wrong_time(transaction: Transaction, now: bigint): Reason | undefined {
  const { time } = transaction;
  if (time === undefined || time.max > now + VALID_SECONDS_MAX) return 'time_bounds';
  // A max_time of 0 means "for ever" to the network; it must not pass for one of the past.
  if (time.max === 0n) return 'time_bounds';
  if (time.max <= now) return 'expired';
  return undefined;
}

function is_account(account: Account | undefined, address: string): boolean {
  return account !== undefined && matches(decode_address(address), account.key);
}

function matches(expected: Uint8Array | undefined, actual: Uint8Array): boolean {
  return expected !== undefined && same_bytes(expected, actual);
}
