// SPDX-License-Identifier: MIT
/**
 * What the publisher's page and the wallet's frame say to each other with postMessage.
 *
 * Both send to the other's exact origin and listen only to the window and origin that they expect.
 * The page learns titles, prices, progress and receipts; the wallet's address, balance and key stay
 * in the frame. The page speaks first, because only its message tells the frame whom it serves.
 */

import { count, is_good_id, is_object, list, own, text, type Fields } from './shape';

export const FRAME_PROTOCOL = 'farthing.frame.v1';
const GOODS_MAX = 3000;

export type ToWallet =
  | { readonly type: 'hello' }
  | { readonly type: 'goods'; readonly goods: readonly string[] }
  | { readonly type: 'buy'; readonly good: string }
  /** Shows the reader a part of the wallet's menu. */
  | { readonly type: 'open'; readonly part: Remedy }
  /** What a lumen is worth, for pages that show prices in that currency too. */
  | { readonly type: 'rate'; readonly currency: string };

/** What the reader can do in the wallet about a purchase that failed. */
export type Remedy = 'top_up';

/** Counted from when the message is sent; clocks of different machines are not compared. */
interface Times {
  readonly receipt_seconds?: number;
  /** Absent: the access never ends. */
  readonly access_seconds?: number;
}

export type Step = 'confirming' | 'ordering' | 'paying' | 'settling';

export type ToPage =
  | { readonly type: 'welcome' }
  | { readonly type: 'size'; readonly width: number; readonly height: number }
  | ({
      readonly type: 'good';
      readonly good: string;
      readonly title: string;
      readonly price: string;
      readonly receipt?: string;
    } & Times)
  | { readonly type: 'unknown'; readonly good: string }
  | { readonly type: 'step'; readonly good: string; readonly step: Step; readonly hash?: string }
  | ({
      readonly type: 'receipt';
      readonly good: string;
      readonly receipt: string;
      readonly hash?: string;
    } & Times)
  /**
   * `stale`: what the page shows of the good is out of date, so it should ask again before it
   * buys.
   */
  | {
      readonly type: 'failed';
      readonly good: string;
      readonly message: string;
      readonly stale: boolean;
      readonly remedy?: Remedy;
    }
  /** A lumen in that currency, as a decimal number. */
  | { readonly type: 'rate'; readonly currency: string; readonly rate: string }
  /** The wallet cannot work at present; what is only a pause ends with the next `good`. */
  | { readonly type: 'trouble'; readonly message: string };

export function enveloped(message: ToWallet | ToPage): object {
  return { protocol: FRAME_PROTOCOL, ...message };
}

export function read_to_wallet(data: unknown): ToWallet | undefined {
  if (!is_ours(data)) return undefined;
  switch (own(data, 'type')) {
    case 'hello':
      return { type: 'hello' };
    case 'goods':
      return read_goods(data);
    case 'buy':
      return with_good(data, (good) => ({ type: 'buy', good }));
    case 'open':
      return own(data, 'part') === 'top_up' ? { type: 'open', part: 'top_up' } : undefined;
    case 'rate':
      return read_currency(data, (currency) => ({ type: 'rate', currency }));
    default:
      return undefined;
  }
}

export function read_to_page(data: unknown): ToPage | undefined {
  if (!is_ours(data)) return undefined;
  switch (own(data, 'type')) {
    case 'welcome':
      return { type: 'welcome' };
    case 'size':
      return read_size(data);
    case 'trouble':
      return { type: 'trouble', message: sentence(data) };
    case 'rate':
      return read_rate(data);
    default:
      return with_good(data, (good) => read_about_good(data, good));
  }
}

function is_ours(data: unknown): data is Fields {
  return is_object(data) && own(data, 'protocol') === FRAME_PROTOCOL;
}

function with_good<T>(data: Fields, read: (good: string) => T): T | undefined {
  const good = own(data, 'good');
  return is_good_id(good) ? read(good) : undefined;
}

function sentence(data: Fields): string {
  return text(data, 'message', 500) ?? 'Something went wrong.';
}

function read_goods(data: Fields): ToWallet | undefined {
  const goods = list(data, 'goods', GOODS_MAX);
  return goods?.every(is_good_id) ? { type: 'goods', goods } : undefined;
}

function read_currency<T>(data: Fields, read: (currency: string) => T): T | undefined {
  const currency = text(data, 'currency', 3);
  return currency && /^[A-Z]{3}$/.test(currency) ? read(currency) : undefined;
}

function read_rate(data: Fields): ToPage | undefined {
  const rate = text(data, 'rate', 40);
  if (!rate || !/^\d+(\.\d+)?$/.test(rate)) return undefined;
  return read_currency(data, (currency) => ({ type: 'rate', currency, rate }));
}

function read_size(data: Fields): ToPage | undefined {
  const width = count(data, 'width');
  const height = count(data, 'height');
  return width === undefined || height === undefined ? undefined : { type: 'size', width, height };
}

function read_about_good(data: Fields, good: string): ToPage | undefined {
  switch (own(data, 'type')) {
    case 'good':
      return read_good(data, good);
    case 'unknown':
      return { type: 'unknown', good };
    case 'step':
      return read_step(data, good);
    case 'receipt':
      return read_receipt(data, good);
    case 'failed':
      return read_failed(data, good);
    default:
      return undefined;
  }
}

function read_good(data: Fields, good: string): ToPage | undefined {
  const title = text(data, 'title');
  const price = text(data, 'price', 20);
  const receipt = text(data, 'receipt', 4096);
  if (title === undefined || price === undefined) return undefined;
  return { type: 'good', good, title, price, ...(receipt && { receipt }), ...times_of(data) };
}

function read_failed(data: Fields, good: string): ToPage {
  const stale = own(data, 'stale') === true;
  const remedy = own(data, 'remedy') === 'top_up' ? ({ remedy: 'top_up' } as const) : {};
  return { type: 'failed', good, message: sentence(data), stale, ...remedy };
}

function times_of(data: Fields): Times {
  const receipt_seconds = count(data, 'receipt_seconds');
  const access_seconds = count(data, 'access_seconds');
  return {
    ...(receipt_seconds !== undefined && { receipt_seconds }),
    ...(access_seconds !== undefined && { access_seconds }),
  };
}

const STEPS: readonly unknown[] = ['confirming', 'ordering', 'paying', 'settling'];

function is_step(value: unknown): value is Step {
  return STEPS.includes(value);
}

function read_step(data: Fields, good: string): ToPage | undefined {
  const step = own(data, 'step');
  return is_step(step) ? { type: 'step', good, step, ...hash_of(data) } : undefined;
}

function read_receipt(data: Fields, good: string): ToPage | undefined {
  const receipt = text(data, 'receipt', 4096);
  if (!receipt) return undefined;
  return { type: 'receipt', good, receipt, ...hash_of(data), ...times_of(data) };
}

function hash_of(data: Fields): { hash?: string } {
  const hash = text(data, 'hash', 64);
  return hash ? { hash } : {};
}
