// SPDX-License-Identifier: MIT
/** Brings a picture, once it is loaded; until then its box stays. */

import type { Showing } from './box';
import { reason_of, type Refusal } from './delivery';
import type { PictureContent } from './placeholder';

const PATIENCE_MS = 60_000;

export async function show_picture(
  url: string,
  content: PictureContent,
  title: string,
): Promise<Showing | Refusal> {
  const picture = new Image(content.width, content.height);
  picture.alt = title;
  // The size that the tag says is the one that was reserved, whatever the file turns out to be.
  const { style } = picture;
  style.maxWidth = '100%';
  style.height = 'auto';
  style.aspectRatio = `${content.width} / ${content.height}`;
  style.objectFit = 'contain';
  return (await load(picture, url)) ? { nodes: [picture] } : reason_of(url);
}

function load(picture: HTMLImageElement, url: string): Promise<boolean> {
  return new Promise((resolve) => {
    picture.onload = () => resolve(true);
    picture.onerror = () => resolve(false);
    setTimeout(resolve, PATIENCE_MS, false);
    picture.src = url;
  });
}
