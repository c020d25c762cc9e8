// SPDX-License-Identifier: MIT
/**
 * A publisher's tag, read once: its attributes are a public interface that must never break a
 * page. All generations since 2016 are read; what is empty or odd counts as absent.
 */

import { is_good_id } from '../base/shape';

export interface TextContent {
  readonly kind: 'html' | 'plain';
  /** Characters that a reader sees. */
  readonly length: number;
  /** Markup that gets a page of its own, where it can neither run scripts nor meet the page's. */
  readonly sandboxed?: true;
}

interface Sides {
  readonly width: number;
  readonly height: number;
}

export interface PictureContent extends Sides {
  readonly kind: 'image';
  readonly preview?: string;
}

export interface VideoContent extends Sides {
  readonly kind: 'video';
  readonly preview?: string;
  readonly autoplay: boolean;
}

export interface AudioContent {
  readonly kind: 'audio';
  readonly bytes?: number;
  readonly autoplay: boolean;
}

export interface DownloadContent {
  readonly kind: 'download';
  readonly bytes?: number;
}

export interface DonationContent {
  readonly kind: 'donation';
  readonly picture?: PictureContent;
  /** The thanks stay, also for readers who come back. */
  readonly thanks: boolean;
}

export type Content =
  | TextContent
  | PictureContent
  | AudioContent
  | VideoContent
  | DownloadContent
  | DonationContent
  | { readonly kind: 'unsupported'; readonly type: string };

export type Currency = 'USD' | 'EUR' | 'GBP';

export interface Placeholder {
  readonly good: string;
  /** Absent only for a donation that brings nothing. */
  readonly src?: string;
  readonly content: Content;
  readonly title?: string;
  readonly currency?: Currency;
}

/** What stands in the tag, without the tag: `data-sp-<name>`, '' when absent. */
export type Attributes = (name: string) => string;

const LENGTH_DEFAULT = 500;
const LENGTH_MAX = 1_000_000;
const SIDE_DEFAULT = 250;
const SIDE_MAX = 10_000;
const VIDEO_DEFAULT: Sides = { width: 640, height: 360 };
const TITLE_MAX = 300;

const MARK = 'satoshipay-placeholder';
/** The generation of April 2016, which lived for a day. */
const FIRST_MARK = 'satoshipay-content-item-text';
const FIRST_NAMES: Readonly<Record<string, string>> = {
  id: 'data-satoshipay-id',
  src: 'data-content-url',
  length: 'data-content-length',
};

export const PLACEHOLDERS = `[class*="${MARK}"],.${FIRST_MARK}`;

export function is_placeholder(element: Element): boolean {
  return Array.from(element.classList).some((name) => name.startsWith(MARK) || name === FIRST_MARK);
}

export function attributes_of(element: Element): Attributes {
  return (name) => {
    if (name === 'class') return element.className;
    const first = FIRST_NAMES[name];
    const text = element.getAttribute(`data-sp-${name}`) || (first && element.getAttribute(first));
    return (text ?? '').trim();
  };
}

/**
 * Undefined when the tag names no good or no address, so that nothing could ever be sold with it.
 */
export function read_placeholder(attributes: Attributes, base: string): Placeholder | undefined {
  const good = attributes('id').toLowerCase();
  const src = web_address(attributes('src'), base);
  const content = read_content(attributes, base);
  if (!is_good_id(good) || (src === undefined && content.kind !== 'donation')) return undefined;
  const title = attributes('title').slice(0, TITLE_MAX);
  const currency = read_currency(attributes('currency').toUpperCase());
  return {
    good,
    content,
    ...(src && { src }),
    ...(title && { title }),
    ...(currency && { currency }),
  };
}

function read_content(attributes: Attributes, base: string): Content {
  const type = (attributes('type').toLowerCase().split(';')[0] ?? '').trim() || type_of(attributes);
  if (type === 'text/html' || type === 'text/plain') return read_text(attributes, type);
  if (type === 'donation') return read_donation(attributes, base);
  switch (type.split('/')[0]) {
    case 'image':
      return read_picture(attributes, base);
    case 'audio':
      return { kind: 'audio', ...bytes_of(attributes), autoplay: is_set(attributes('autoplay')) };
    case 'video':
      return read_video(attributes, base);
    case 'application':
      return { kind: 'download', ...bytes_of(attributes) };
    default:
      return { kind: 'unsupported', type };
  }
}

const TYPES: Readonly<Record<string, string>> = {
  image: 'image/*',
  audio: 'audio/*',
  video: 'video/*',
  download: 'application/octet-stream',
  donation: 'donation',
};

/** Where the tag tells no type, the end of its class does. */
function type_of(attributes: Attributes): string {
  const kind = /satoshipay-placeholder-([a-z]+)/.exec(attributes('class'))?.[1] ?? '';
  return TYPES[kind] ?? 'text/html';
}

function read_text(attributes: Attributes, type: string): Content {
  const length = whole(attributes('length'), LENGTH_MAX) ?? LENGTH_DEFAULT;
  if (type === 'text/plain') return { kind: 'plain', length };
  return { kind: 'html', length, ...(is_set(attributes('sandbox')) && { sandboxed: true }) };
}

function read_picture(attributes: Attributes, base: string): PictureContent {
  const sides = sides_of(attributes, { width: SIDE_DEFAULT, height: SIDE_DEFAULT });
  return { kind: 'image', ...sides, ...preview_of(attributes, base) };
}

function read_video(attributes: Attributes, base: string): Content {
  const autoplay = is_set(attributes('autoplay'));
  const sides = sides_of(attributes, VIDEO_DEFAULT);
  return { kind: 'video', ...sides, ...preview_of(attributes, base), autoplay };
}

function read_donation(attributes: Attributes, base: string): Content {
  const picture = read_picture(attributes, base);
  const thanks = is_set(attributes('show-thankyou'));
  return { kind: 'donation', thanks, ...(picture.preview && { picture }) };
}

function sides_of(attributes: Attributes, missing: Sides): Sides {
  return {
    width: whole(attributes('width'), SIDE_MAX) ?? missing.width,
    height: whole(attributes('height'), SIDE_MAX) ?? missing.height,
  };
}

function preview_of(attributes: Attributes, base: string): { preview?: string } {
  const preview = web_address(attributes('placeholder'), base);
  return preview ? { preview } : {};
}

function bytes_of(attributes: Attributes): { bytes?: number } {
  const bytes = whole(attributes('length'), Number.MAX_SAFE_INTEGER, 15);
  return bytes ? { bytes } : {};
}

function read_currency(text: string): Currency | undefined {
  return text === 'USD' || text === 'EUR' || text === 'GBP' ? text : undefined;
}

function is_set(text: string): boolean {
  return /^(true|1|yes|on|autoplay)$/i.test(text);
}

/** What has more digits than any such number needs is a mistake, not a large number. */
function whole(text: string, max: number, digits_max = 9): number | undefined {
  if (!/^\d+(px)?$/.test(text) || parseInt(text, 10) >= 10 ** digits_max) return undefined;
  const number = parseInt(text, 10);
  return number > 0 ? Math.min(number, max) : undefined;
}

function web_address(text: string, base: string): string | undefined {
  if (text === '') return undefined;
  try {
    const url = new URL(text, base);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
