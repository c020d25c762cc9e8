// SPDX-License-Identifier: MIT
/** How much room a good will take, so that the page does not jump when it comes. */

import type { Content, TextContent } from './placeholder';

/** Of ordinary prose; how wide its characters are in a font is measured. */
const SAMPLE =
  'For most of its life the farthing was worth a quarter of a penny, and whenever the country ' +
  'tried to live without it, people invented it again: cut, struck, forged or worn thin.';
const PARAGRAPH_CHARACTERS = 420;
/** Words do not break anywhere, so each line loses about half a word. */
const LINE_LOSS_CHARACTERS = 2.5;

const widths = new Map<string, number>();
let canvas: CanvasRenderingContext2D | null | undefined;

/** Sizes the element for the good, as the page's own type and width make it. */
export function reserve(frame: HTMLElement, host: HTMLElement, content: Content): void {
  const sides = content.kind === 'donation' ? content.picture : content;
  if (sides && 'width' in sides) {
    frame.style.maxWidth = `${sides.width}px`;
    frame.style.aspectRatio = `${sides.width} / ${sides.height}`;
  } else if (content.kind === 'html' || content.kind === 'plain') {
    frame.style.minHeight = `${text_height(host, content)}px`;
  }
}

function text_height(host: HTMLElement, content: TextContent): number {
  const style = getComputedStyle(host);
  const size = parseFloat(style.fontSize) || 16;
  const line = parseFloat(style.lineHeight) || size * 1.2;
  const per_line = Math.max(host.clientWidth, size) / character_width(style, size);
  const lines = Math.ceil(content.length / Math.max(per_line - LINE_LOSS_CHARACTERS, 1));
  const paragraphs = content.kind === 'html' ? content.length / PARAGRAPH_CHARACTERS : 1;
  // A paragraph ends in the middle of a line, and has a margin of about one em.
  return Math.ceil(lines * line + Math.floor(paragraphs) * (line / 2 + size));
}

function character_width(style: CSSStyleDeclaration, size: number): number {
  const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const known = widths.get(font);
  if (known !== undefined) return known;
  canvas ??= document.createElement('canvas').getContext('2d');
  if (canvas) canvas.font = font;
  const measured = canvas ? canvas.measureText(SAMPLE).width / SAMPLE.length : size / 2;
  widths.set(font, measured);
  return measured;
}
