// SPDX-License-Identifier: MIT
/**
 * What the reader sees in place of a good: a box of the good's size with one button.
 *
 * The box lives in a shadow root, out of reach of the page's styles; the delivered good lives in
 * the placeholder itself, where the page's styles are meant for it.
 */

import type { Step } from '../base/frame_messages';
import { price_text } from '../base/lumens';
import type { Content } from './placeholder';
import { dress } from './style';

export type BoxState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly title: string; readonly price: bigint }
  | {
      readonly kind: 'working';
      readonly step: Step | 'starting' | 'fetching';
      readonly hash?: string;
    }
  | { readonly kind: 'failed'; readonly message: string; readonly final?: true }
  | { readonly kind: 'unlocked' };

type Image = Extract<Content, { kind: 'image' }>;

const IMAGE_TIMEOUT_MS = 60_000;

export class Box {
  on_press: () => void = () => undefined;

  private readonly shadow: ShadowRoot;
  private readonly frame = part('div', 'box');
  private readonly card = part('div', 'card');
  private readonly title = part('p', 'title');
  private readonly button = part('button', 'button');
  private readonly status = part('p', 'status');
  private readonly sizes = new ResizeObserver(() => this.reserve());

  constructor(
    private readonly element: HTMLElement,
    private readonly content: Content,
  ) {
    this.shadow = shadow_of(element);
    this.assemble();
    dress(this.shadow);
    this.shadow.append(this.frame);
    this.sizes.observe(element);
  }

  show(state: Exclude<BoxState, { kind: 'unlocked' }>): void {
    this.frame.dataset['state'] = state.kind;
    this.frame.setAttribute(
      'aria-busy',
      String(state.kind === 'loading' || state.kind === 'working'),
    );
    if (state.kind === 'ready') this.title.textContent = state.title;
    this.title.hidden = !this.title.textContent;
    this.card.hidden = state.kind === 'loading';
    this.show_button(state);
    this.status.textContent = status_text(state);
  }

  /** The publisher sold its own markup, so it comes in as markup; scripts in it do not run. */
  reveal_text(text: string, kind: 'html' | 'plain'): void {
    const body = document.createElement('div');
    if (kind === 'html') body.innerHTML = text;
    else body.textContent = text;
    if (kind === 'plain') body.style.whiteSpace = 'pre-wrap';
    this.reveal(body.childNodes.length > 0 && kind === 'html' ? [...body.childNodes] : [body]);
  }

  /** Whether the picture came; until it has, the box stays. */
  async reveal_image(url: string, image: Image, title: string | undefined): Promise<boolean> {
    const picture = new Image(image.width, image.height);
    picture.alt = title ?? '';
    picture.style.maxWidth = '100%';
    picture.style.height = 'auto';
    const loaded = await load(picture, url);
    if (loaded) this.reveal([picture]);
    return loaded;
  }

  private assemble(): void {
    this.status.setAttribute('role', 'status');
    this.button.setAttribute('type', 'button');
    this.button.onclick = () => this.on_press();
    this.card.append(this.title, this.button, this.status);
    const preview = this.content.kind === 'image' ? this.content.preview : undefined;
    if (preview) this.frame.append(picture_of(preview));
    this.frame.append(this.card);
    this.frame.dataset['kind'] = this.content.kind === 'image' ? 'image' : 'text';
  }

  private show_button(state: BoxState): void {
    const working = state.kind === 'working';
    // Disabling it would throw the keyboard's focus away; a press while working does nothing.
    this.button.setAttribute('aria-disabled', String(working));
    if (state.kind === 'ready')
      this.button.textContent = `${this.verb()} for ${price_text(state.price)}`;
    else if (state.kind === 'failed') this.button.textContent = 'Try again';
    this.button.hidden =
      this.button.textContent === '' || (state.kind === 'failed' && state.final === true);
  }

  private verb(): string {
    return this.content.kind === 'image' ? 'View' : 'Read';
  }

  private reveal(nodes: readonly Node[]): void {
    const focused = this.shadow.activeElement !== null;
    this.sizes.disconnect();
    this.element.replaceChildren(...nodes);
    if (this.shadow.host === this.element)
      this.shadow.replaceChildren(document.createElement('slot'));
    if (focused) take_focus(this.element);
  }

  /** Reserves about the room that the good will take, so that the page does not jump. */
  private reserve(): void {
    const { content, frame } = this;
    if (content.kind === 'image') {
      frame.style.maxWidth = `${content.width}px`;
      frame.style.aspectRatio = `${content.width} / ${content.height}`;
    } else {
      frame.style.minHeight = `${this.text_height()}px`;
    }
  }

  private text_height(): number {
    const style = getComputedStyle(this.element);
    const size = parseFloat(style.fontSize) || 16;
    const line = parseFloat(style.lineHeight) || size * 1.5;
    const length =
      this.content.kind === 'html' || this.content.kind === 'plain' ? this.content.length : 0;
    // On average a character is half as wide as the font is high.
    return Math.ceil((length * size) / 2 / Math.max(this.element.clientWidth, size)) * line;
  }
}

/** Only some elements can carry a shadow root; the others get a child that can. */
function shadow_of(element: HTMLElement): ShadowRoot {
  try {
    return element.attachShadow({ mode: 'open' });
  } catch {
    const host = document.createElement('div');
    element.replaceChildren(host);
    return host.attachShadow({ mode: 'open' });
  }
}

function part(name: string, class_name: string): HTMLElement {
  const element = document.createElement(name);
  element.className = class_name;
  return element;
}

function picture_of(preview: string): HTMLElement {
  const picture = new Image();
  picture.className = 'preview';
  picture.alt = '';
  picture.src = preview;
  return picture;
}

function load(picture: HTMLImageElement, url: string): Promise<boolean> {
  return new Promise((resolve) => {
    picture.onload = () => resolve(true);
    picture.onerror = () => resolve(false);
    setTimeout(resolve, IMAGE_TIMEOUT_MS, false);
    picture.src = url;
  });
}

/** The pressed button is gone; a keyboard or a screen reader goes on at what it bought. */
function take_focus(element: HTMLElement): void {
  const tabindex = element.getAttribute('tabindex');
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.onblur = () => {
    if (tabindex === null) element.removeAttribute('tabindex');
    element.onblur = null;
  };
}

function status_text(state: BoxState): string {
  switch (state.kind) {
    case 'failed':
      return state.message;
    case 'working':
      return STEP_TEXTS[state.step];
    case 'loading':
    case 'ready':
    case 'unlocked':
      return '';
  }
}

const STEP_TEXTS: { readonly [step in Step | 'starting' | 'fetching']: string } = {
  starting: 'Asking the wallet',
  confirming: 'Confirm the payment in the wallet at the bottom right.',
  ordering: 'Ordering',
  paying: 'Checking and signing the payment',
  settling: 'Payment sent; waiting for the ledger',
  fetching: 'Fetching from the publisher',
};
