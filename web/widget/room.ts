// SPDX-License-Identifier: MIT
/** How much room a good will take, so that the page does not jump when it comes. */

import type { Content, TextContent } from './placeholder';

/** Of ordinary prose, about as long as its paragraphs are. */
const SAMPLE =
  'The country tried to live without its smallest coin, and invented it again. '.repeat(5);
const SAMPLES = 2;
const SLOT = 'farthing-sample';
/** For what a box says while it is bought, so that a short text's does not grow then. */
const SAYINGS_HEIGHT = 192;

/** What the samples took, for boxes in the same place and of the same width. */
const known = new WeakMap<Element, Map<string, number>>();

/** Sizes the frame for the good, as the page's own type and width make it. */
export function reserve(frame: HTMLElement, host: HTMLElement, content: Content): void {
  const sides = content.kind === 'donation' ? content.picture : content;
  if (sides && 'width' in sides) {
    frame.style.maxWidth = `${sides.width}px`;
    frame.style.aspectRatio = `${sides.width} / ${sides.height}`;
  } else if (content.kind === 'html' || content.kind === 'plain') {
    frame.style.minHeight = `${Math.max(text_height(frame, host, content), SAYINGS_HEIGHT)}px`;
  }
}

/** With a line to spare: a little too much stays empty, a little too little moves the page. */
function text_height(frame: HTMLElement, host: HTMLElement, content: TextContent): number {
  const place = host.parentElement ?? host;
  const heights = known.get(place) ?? new Map<string, number>();
  known.set(place, heights);
  const key = `${content.kind} ${host.clientWidth}`;
  const height = heights.get(key) ?? sample_height(frame, host, content.kind);
  heights.set(key, height);
  const line = parseFloat(getComputedStyle(host).fontSize) * 1.5 || 24;
  return Math.ceil((height * content.length) / (SAMPLE.length * SAMPLES) + line);
}

/** How high two paragraphs are in the good's place, where the page's rules reach them. */
function sample_height(frame: HTMLElement, host: HTMLElement, kind: 'html' | 'plain'): number {
  const room = document.createElement('div');
  const slot = document.createElement('slot');
  slot.name = SLOT;
  room.style.cssText = 'display:flow-root;visibility:hidden';
  room.append(slot);
  const samples = Array.from({ length: SAMPLES }, () => {
    const sample = document.createElement(kind === 'html' ? 'p' : 'div');
    sample.slot = SLOT;
    sample.textContent = SAMPLE;
    return sample;
  });
  frame.before(room);
  host.append(...samples);
  const { offsetHeight } = room;
  room.remove();
  for (const sample of samples) sample.remove();
  return offsetHeight;
}
