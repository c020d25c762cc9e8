// SPDX-License-Identifier: MIT
/**
 * A publisher's tag, read once: its attributes are a public interface that must never break a
 * page.
 */

import { is_good_id } from '../base/shape';

export type Content =
  | { readonly kind: 'html' | 'plain'; readonly length: number }
  | {
      readonly kind: 'image';
      readonly width: number;
      readonly height: number;
      readonly preview?: string;
    }
  | { readonly kind: 'unsupported'; readonly type: string };

export interface Placeholder {
  readonly good: string;
  readonly src: string;
  readonly content: Content;
}

/** What stands in the tag, without the tag: `data-sp-<name>`, '' when absent. */
export type Attributes = (name: string) => string;

const LENGTH_DEFAULT = 500;
const LENGTH_MAX = 1_000_000;
const SIDE_DEFAULT = 250;
const SIDE_MAX = 10_000;

export function is_placeholder(element: Element): boolean {
  return Array.from(element.classList).some((name) => name.startsWith('satoshipay-placeholder'));
}

export function attributes_of(element: Element): Attributes {
  return (name) => (element.getAttribute(`data-sp-${name}`) ?? '').trim();
}

/**
 * Undefined when the tag names no good or no address, so that nothing could ever be sold with it.
 */
export function read_placeholder(attributes: Attributes, base: string): Placeholder | undefined {
  const good = attributes('id').toLowerCase();
  const src = web_address(attributes('src'), base);
  if (!is_good_id(good) || src === undefined) return undefined;
  return { good, src, content: read_content(attributes, base) };
}

function read_content(attributes: Attributes, base: string): Content {
  const type = (attributes('type').toLowerCase().split(';')[0] ?? '').trim();
  if (type === '' || type === 'text/html') return { kind: 'html', length: read_length(attributes) };
  if (type === 'text/plain') return { kind: 'plain', length: read_length(attributes) };
  if (type.startsWith('image/')) return read_image(attributes, base);
  return { kind: 'unsupported', type };
}

function read_length(attributes: Attributes): number {
  return whole(attributes('length'), LENGTH_MAX) ?? LENGTH_DEFAULT;
}

function read_image(attributes: Attributes, base: string): Content {
  const width = whole(attributes('width'), SIDE_MAX) ?? SIDE_DEFAULT;
  const height = whole(attributes('height'), SIDE_MAX) ?? SIDE_DEFAULT;
  const preview = web_address(attributes('placeholder'), base);
  return { kind: 'image', width, height, ...(preview && { preview }) };
}

function whole(text: string, max: number): number | undefined {
  if (!/^\d{1,9}(px)?$/.test(text)) return undefined;
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
