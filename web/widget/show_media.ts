// SPDX-License-Identifier: MIT
/**
 * Brings sound or a film. The browser's own player asks the publisher for pieces as it goes, each
 * with the receipt in the address; a receipt that ends on the way is exchanged without a break in
 * what is heard or seen.
 */

import type { Showing } from './box';
import { reason_of, type Refusal } from './delivery';
import type { AudioContent, VideoContent } from './placeholder';

export interface MediaWishes {
  /** Where the reader was when it broke off before; seconds. */
  readonly start: number;
  /** The address with a fresh receipt; undefined when there is none to be had. */
  renew(): Promise<string | undefined>;
  /** It broke off there, and neither a fresh receipt nor patience helped. */
  broken(refusal: Refusal, seconds: number): void;
}

const PATIENCE_MS = 60_000;
/** Before each try to go on. A receipt is as old as its second: the first fresh one may be none. */
const PAUSES_MS = [0, 1000, 2000, 4000, 8000];
/** What breaks off again after so little has not gone on. */
const NEAR_SECONDS = 1;

export async function show_media(
  url: string,
  content: AudioContent | VideoContent,
  title: string,
  wishes: MediaWishes,
): Promise<Showing | Refusal | { readonly kind: 'unplayable' }> {
  const element = content.kind === 'audio' ? audio() : video(content);
  element.controls = true;
  element.preload = 'metadata';
  if (title) element.setAttribute('aria-label', title);
  if (!(await load(element, url))) return why(element, url);
  const player = new Player(element, url, wishes);
  if (wishes.start) element.currentTime = wishes.start;
  if (content.autoplay) player.play();
  return {
    nodes: [element],
    ...(content.kind === 'audio' && { in_box: { title, parts: [] } }),
    renewed: (fresh) => player.renewed(fresh),
  };
}

function audio(): HTMLMediaElement {
  const element = document.createElement('audio');
  element.style.cssText = 'display:block;width:100%';
  return element;
}

function video(content: VideoContent): HTMLMediaElement {
  const element = document.createElement('video');
  const { width, height, preview } = content;
  element.playsInline = true;
  if (preview) element.poster = preview;
  element.style.cssText = 'display:block;width:100%;height:auto;background:#000';
  element.style.maxWidth = `${width}px`;
  element.style.aspectRatio = `${width} / ${height}`;
  return element;
}

function load(element: HTMLMediaElement, url: string): Promise<boolean> {
  return new Promise((resolve) => {
    element.addEventListener('loadedmetadata', () => resolve(true), { once: true });
    element.addEventListener('error', () => resolve(false), { once: true });
    setTimeout(resolve, PATIENCE_MS, false);
    element.src = url;
    element.load();
  });
}

/** A server that delivers, and a browser that still cannot play: the file is the trouble. */
async function why(
  element: HTMLMediaElement,
  url: string,
): Promise<Refusal | { readonly kind: 'unplayable' }> {
  const formats = [MediaError.MEDIA_ERR_DECODE, MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED];
  const undecodable = formats.includes((element.error?.code ?? 0) as 3 | 4);
  element.removeAttribute('src');
  const reason = await reason_of(url);
  return reason.kind === 'unavailable' && undecodable && (await delivers(url))
    ? { kind: 'unplayable' }
    : reason;
}

function delivers(url: string): Promise<boolean> {
  return fetch(url, { headers: { Range: 'bytes=0-0' } }).then(
    (response) => response.ok,
    () => false,
  );
}

class Player {
  private fresh: string | undefined;
  private mending = false;
  private place = -Infinity;
  private tries = 0;

  constructor(
    private readonly element: HTMLMediaElement,
    private url: string,
    private readonly wishes: MediaWishes,
  ) {
    element.addEventListener('error', () => void this.mend());
  }

  /** Where the browser does not allow it, the reader presses play. */
  play(): void {
    this.element.play().catch(() => undefined);
  }

  /** Kept for the moment when the publisher refuses the old one; until then nothing changes. */
  renewed(url: string): void {
    if (url !== this.url) this.fresh = url;
  }

  private async mend(): Promise<void> {
    const { element } = this;
    if (this.mending) return;
    this.mending = true;
    // Right after this event the browser pauses by itself.
    const mended = await this.go_on(!element.paused);
    this.mending = false;
    if (mended) return;
    const refusal = await reason_of(this.url);
    // Where the file itself is broken the reader must be able to go elsewhere in it.
    const broken_file = element.error?.code === MediaError.MEDIA_ERR_DECODE;
    const place = broken_file ? 0 : element.currentTime;
    // What was taken away meanwhile has no reader to tell.
    if (element.isConnected) this.wishes.broken(refusal, place);
  }

  private async go_on(playing: boolean): Promise<boolean> {
    const { currentTime } = this.element;
    if (Math.abs(currentTime - this.place) > NEAR_SECONDS) {
      this.place = currentTime;
      this.tries = 0;
    }
    while (this.tries < PAUSES_MS.length) {
      const pause_ms = PAUSES_MS[this.tries++];
      await new Promise((resolve) => setTimeout(resolve, pause_ms, undefined));
      this.url = this.fresh ?? (await this.wishes.renew()) ?? this.url;
      this.fresh = undefined;
      if (!this.element.isConnected) return false;
      if (await this.load_again(playing)) return true;
    }
    return false;
  }

  /** What the reader does while it loads is kept: the element itself remembers it. */
  private load_again(playing: boolean): Promise<boolean> {
    const { element } = this;
    const { currentTime, paused, playbackRate } = element;
    const loaded = load(element, this.url);
    element.currentTime = currentTime;
    element.playbackRate = playbackRate;
    if (playing || !paused) this.play();
    return loaded;
  }
}
