// SPDX-License-Identifier: MIT
/** What a box says in each state. Pure: words in, words out. */

import type { Step } from '../base/frame_messages';
import { price_text } from '../base/lumens';
import { fill, type Words } from '../base/words';
import type { widget } from '../messages/en';
import type { Content, Placeholder } from './placeholder';

export type WidgetWords = Words<typeof widget>;

export type BoxState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'working'; readonly step: Step | 'starting' | 'fetching' }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** What the second button does, beside trying again. */
      readonly remedy?: 'top_up';
      /** Trying again would not help. */
      readonly final?: true;
    };

export interface Offer {
  readonly title: string;
  readonly price: bigint;
}

export interface Face {
  readonly state: BoxState['kind'];
  readonly title: string;
  /** What else is known of the good: its size, its price in the page's currency. */
  readonly detail: string;
  readonly button: string;
  readonly other: string;
  readonly status: string;
}

export interface Speech {
  readonly words: WidgetWords;
  readonly language: string;
  /** A lumen in the placeholder's currency, once that is known. */
  readonly rate?: string;
}

export function face_of(
  state: BoxState,
  placeholder: Placeholder,
  offer: Offer | undefined,
  speech: Speech,
): Face {
  const { words } = speech;
  const blank = { state: state.kind, title: '', detail: '', button: '', other: '', status: '' };
  const about = {
    ...blank,
    title: title_of(placeholder, offer, words),
    detail: detail_of(placeholder, offer, speech),
  };
  switch (state.kind) {
    case 'loading':
      return blank;
    case 'ready':
      return { ...about, button: priced(placeholder.content, offer, words) };
    case 'working': {
      const button = priced(placeholder.content, offer, words);
      return { ...about, button, status: words[state.step] };
    }
    case 'failed': {
      const other = state.remedy ? words[state.remedy] : '';
      const button = state.final ? '' : words.retry;
      return { ...about, button, other, status: state.message };
    }
  }
}

/** The publisher's title, else the registry's; a file has one in any case. */
export function title_of(
  { title, content }: Placeholder,
  offer: Offer | undefined,
  words: WidgetWords,
): string {
  const named = title ?? offer?.title ?? '';
  const needs_one = content.kind === 'download' || content.kind === 'audio';
  return named || (needs_one ? words.file : '');
}

function priced(content: Content, offer: Offer | undefined, words: WidgetWords): string {
  if (!offer) return '';
  return fill(words[VERBS[content.kind]], { price: price_text(offer.price) });
}

const VERBS: { readonly [kind in Content['kind']]: keyof WidgetWords } = {
  html: 'read',
  plain: 'read',
  image: 'view',
  audio: 'listen',
  video: 'watch',
  download: 'get',
  donation: 'give',
  unsupported: 'get',
};

function detail_of(placeholder: Placeholder, offer: Offer | undefined, speech: Speech): string {
  const { content, currency } = placeholder;
  const bytes = content.kind === 'audio' || content.kind === 'download' ? content.bytes : undefined;
  const parts = [
    bytes === undefined ? '' : size_text(bytes, speech.language),
    offer && currency && speech.rate ? worth_text(offer.price, currency, speech) : '',
  ];
  return parts.filter((part) => part !== '').join(' \u00b7 ');
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

export function size_text(bytes: number, language: string): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < UNITS.length - 1; unit++) value /= 1000;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

const STROOPS_PER_LUMEN = 10_000_000;

/** For the eye only, so floating point is good enough: what is paid is the price in lumens. */
function worth_text(price: bigint, currency: string, { words, language, rate }: Speech): string {
  const worth = (Number(price) / STROOPS_PER_LUMEN) * Number(rate);
  const digits = worth < 1 ? { maximumSignificantDigits: 2 } : {};
  const money = new Intl.NumberFormat(language, { style: 'currency', currency, ...digits });
  return fill(words.about, { price: money.format(worth) });
}
