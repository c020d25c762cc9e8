// SPDX-License-Identifier: MIT
/**
 * The server's messages of farthing.wallet.v1, checked field by field. Unknown fields are ignored.
 */

import { parse_stroops } from '../base/lumens';
import { count, is_good_id, is_object, list, own, text, type Fields } from '../base/shape';
import type { Offer } from './check';

export const WALLET_PROTOCOL = 'farthing.wallet.v1';

export interface Hello {
  readonly type: 'hello';
  readonly network: string;
  readonly passphrase: string;
  readonly audience: string;
  readonly nonce: string;
  readonly friendbot: boolean;
  readonly time: number;
}

export interface Good extends Times {
  readonly id: string;
  readonly title: string;
  readonly price: bigint;
  readonly receipt?: string;
}

/** UNIX seconds by the server's clock; absent for what never ends. */
export interface Times {
  readonly receipt_expires_at?: number;
  readonly purchase_expires_at?: number;
}

export interface Balance {
  readonly type: 'balance';
  readonly exists: boolean;
  readonly balance: bigint;
  readonly spendable: bigint;
}

export interface Sign {
  readonly type: 'sign';
  readonly offer: Offer;
  readonly title: string;
  readonly expires_at: number;
}

export interface Submitted {
  readonly type: 'submitted';
  readonly order: string;
  readonly hash: string;
}

export interface Receipt extends Times {
  readonly type: 'receipt';
  readonly good: string;
  readonly receipt: string;
  readonly order?: string;
  readonly hash?: string;
}

/** What was bought once, whether it still opens anything or not. */
export interface PastPurchase {
  readonly id: string;
  readonly title: string;
  /** Of the page with the good; undefined where the publisher named none of the web. */
  readonly url?: string;
  readonly amount: bigint;
  /** UNIX seconds. */
  readonly time: number;
  readonly purchase_expires_at?: number;
}

export interface Failure {
  readonly type: 'failed' | 'error';
  readonly code: string;
  readonly message: string;
}

export type Answer =
  | { readonly type: 'authenticated' }
  | { readonly type: 'goods'; readonly goods: readonly Good[]; readonly unknown: readonly string[] }
  | { readonly type: 'purchases'; readonly purchases: readonly PastPurchase[] }
  | Balance
  | Sign
  | Submitted
  | Receipt
  | Failure;

export interface Incoming {
  /** Absent when the server speaks of its own accord. */
  readonly request?: string;
  readonly answer: Answer;
}

export function read_hello(data: unknown): Hello | undefined {
  const fields = parse(data);
  if (!fields || own(fields, 'type') !== 'hello') return undefined;
  if (own(fields, 'protocol') !== WALLET_PROTOCOL) return undefined;
  return checked_hello(fields);
}

/**
 * What the server sells on, when its first word is that the wanted network is none of these.
 * Undefined: its word is another.
 */
export function read_unknown_network(data: unknown): readonly string[] | undefined {
  const fields = parse(data);
  if (!fields || own(fields, 'type') !== 'error') return undefined;
  if (own(fields, 'code') !== 'unknown_network') return undefined;
  const networks = list(fields, 'networks', 10) ?? [];
  return networks.filter((name): name is string => typeof name === 'string');
}

export function read_answer(data: unknown): Incoming | undefined {
  const fields = parse(data);
  const answer = fields && read_body(fields);
  if (!fields || !answer) return undefined;
  const request = text(fields, 'request', 64);
  return { answer, ...(request !== undefined && { request }) };
}

function parse(data: unknown): Fields | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    return is_object(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function checked_hello(fields: Fields): Hello | undefined {
  const network = text(fields, 'network');
  const passphrase = text(fields, 'passphrase');
  const audience = text(fields, 'audience');
  const nonce = text(fields, 'nonce', 64);
  const time = count(fields, 'time');
  if (network === undefined || !passphrase || !audience || time === undefined) return undefined;
  if (nonce === undefined || !is_hash(nonce)) return undefined;
  return {
    type: 'hello',
    network,
    passphrase,
    audience,
    nonce,
    time,
    friendbot: own(fields, 'friendbot') === true,
  };
}

function read_body(fields: Fields): Answer | undefined {
  switch (own(fields, 'type')) {
    case 'authenticated':
      return { type: 'authenticated' };
    case 'goods':
      return read_goods(fields);
    case 'purchases':
      return read_purchases(fields);
    case 'balance':
      return read_balance(fields);
    case 'sign':
      return read_sign(fields);
    case 'submitted':
      return read_submitted(fields);
    case 'receipt':
      return read_receipt(fields);
    case 'failed':
      return read_failure('failed', fields);
    case 'error':
      return read_failure('error', fields);
    default:
      return undefined;
  }
}

function read_goods(fields: Fields): Answer | undefined {
  const goods = list(fields, 'goods', 300)?.map(read_good);
  const unknown = list(fields, 'unknown', 300) ?? [];
  if (!goods?.every(is_defined) || !unknown.every(is_good_id)) return undefined;
  return { type: 'goods', goods, unknown };
}

function read_good(value: unknown): Good | undefined {
  if (!is_object(value)) return undefined;
  const id = own(value, 'id');
  const title = text(value, 'title');
  const price = stroops(value, 'price');
  const receipt = text(value, 'receipt', 4096);
  if (!is_good_id(id) || title === undefined || price === undefined) return undefined;
  if (own(value, 'asset') !== 'XLM') return undefined;
  return { id, title, price, ...(receipt && { receipt }), ...times_of(value) };
}

function read_purchases(fields: Fields): Answer | undefined {
  const purchases = list(fields, 'purchases', 100)?.map(read_past_purchase);
  return purchases?.every(is_defined) ? { type: 'purchases', purchases } : undefined;
}

function read_past_purchase(value: unknown): PastPurchase | undefined {
  if (!is_object(value) || own(value, 'asset') !== 'XLM') return undefined;
  const id = text(value, 'id', 64);
  const title = text(value, 'title');
  const amount = stroops(value, 'amount');
  const time = count(value, 'purchased_at');
  if (!id || title === undefined || amount === undefined || time === undefined) return undefined;
  const url = text(value, 'url', 4000) ?? '';
  const page = /^https?:\/\//.test(url) ? { url } : {};
  const { purchase_expires_at } = times_of(value);
  const ends = purchase_expires_at === undefined ? {} : { purchase_expires_at };
  return { id, title, amount, time, ...page, ...ends };
}

function read_balance(fields: Fields): Balance | undefined {
  const exists = own(fields, 'exists');
  if (exists === false) return { type: 'balance', exists, balance: 0n, spendable: 0n };
  const balance = stroops(fields, 'balance');
  const spendable = stroops(fields, 'spendable');
  if (exists !== true || balance === undefined || spendable === undefined) return undefined;
  return { type: 'balance', exists, balance, spendable };
}

const OFFER_TEXTS = [
  'order',
  'good',
  'amount',
  'asset',
  'destination',
  'memo',
  'envelope',
  'hash',
] as const;

function read_sign(fields: Fields): Sign | undefined {
  const texts = OFFER_TEXTS.map((name) => [name, text(fields, name)] as const);
  const expires_at = count(fields, 'expires_at');
  if (texts.some(([, value]) => value === undefined) || expires_at === undefined) return undefined;
  const offer = Object.fromEntries(texts) as unknown as Offer;
  return { type: 'sign', offer, title: text(fields, 'title') ?? '', expires_at };
}

function read_submitted(fields: Fields): Submitted | undefined {
  const order = text(fields, 'order', 64);
  const hash = text(fields, 'hash', 64);
  return order && hash && is_hash(hash) ? { type: 'submitted', order, hash } : undefined;
}

function read_receipt(fields: Fields): Receipt | undefined {
  const good = own(fields, 'good');
  const receipt = text(fields, 'receipt', 4096);
  const order = text(fields, 'order', 64);
  const hash = text(fields, 'hash', 64);
  if (!is_good_id(good) || !receipt) return undefined;
  const about = { ...(order && { order }), ...(hash && { hash }) };
  return { type: 'receipt', good, receipt, ...about, ...times_of(fields) };
}

/** The page's clock need not agree with the server's, so it learns how long, not until when. */
export function seconds_left(
  { receipt_expires_at, purchase_expires_at }: Times,
  now: number,
): { receipt_seconds?: number; access_seconds?: number } {
  const left = (until: number): number => Math.max(0, until - now);
  return {
    ...(receipt_expires_at !== undefined && { receipt_seconds: left(receipt_expires_at) }),
    ...(purchase_expires_at !== undefined && { access_seconds: left(purchase_expires_at) }),
  };
}

function times_of(fields: Fields): Times {
  const receipt_expires_at = count(fields, 'receipt_expires_at');
  const purchase_expires_at = count(fields, 'purchase_expires_at');
  return {
    ...(receipt_expires_at !== undefined && { receipt_expires_at }),
    ...(purchase_expires_at !== undefined && { purchase_expires_at }),
  };
}

function read_failure(type: 'failed' | 'error', fields: Fields): Failure {
  const message = text(fields, 'message', 500) || 'The payment server refused this.';
  return { type, code: text(fields, 'code', 64) ?? '', message };
}

function stroops(fields: Fields, name: string): bigint | undefined {
  const value = text(fields, name, 20);
  return value === undefined ? undefined : parse_stroops(value);
}

function is_hash(value: string): boolean {
  return /^[0-9a-f]{64}$/.test(value);
}

function is_defined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
