// SPDX-License-Identifier: MIT
/**
 * What the reader sees in place of a good: a box of the good's size with one button.
 *
 * The box lives in a shadow root, out of reach of the page's styles; the delivered good lives in
 * the placeholder itself, where the page's styles are meant for it, and shows through a slot.
 */

import type { Face } from './face';
import type { Content } from './placeholder';
import { reserve } from './room';
import { dress } from './style';

/** A delivered good. */
export interface Showing {
  /** For the page. */
  readonly nodes: readonly Node[];
  /** Stays in the box, below its title: players, links, thanks. The rest takes the box's place. */
  readonly in_box?: { readonly title: string; readonly parts: readonly Node[] };
  /** There is a fresh receipt in this address. */
  renewed?(url: string): void;
}

export class Box {
  on_press: () => void = () => undefined;
  on_other: () => void = () => undefined;

  private readonly root: ShadowRoot;
  private readonly host: HTMLElement;
  private readonly frame = part('div', 'box');
  private readonly card = part('div', 'card');
  private readonly title = part('p', 'title');
  private readonly detail = part('p', 'detail');
  private readonly buttons = part('div', 'buttons');
  private readonly button = part('button', 'button');
  private readonly other = part('button', 'button other');
  private readonly status = part('p', 'status');
  private readonly goods = part('div', 'goods');
  private readonly shown = part('div', 'shown');
  private readonly notice = part('p', 'notice');
  private readonly warning = part('span', '');
  private readonly sizes = new ResizeObserver(() => this.resized());
  private width = 0;

  constructor(
    element: HTMLElement,
    private readonly content: Content,
  ) {
    this.root = root_of(element);
    this.host = this.root.host as HTMLElement;
    this.assemble();
    this.root.replaceChildren(this.frame);
    dress(this.root);
    this.sizes.observe(this.host);
  }

  paint(face: Face): void {
    const { dataset } = this.frame;
    dataset['state'] = face.state;
    const busy = face.state === 'loading' || face.state === 'working';
    this.frame.setAttribute('aria-busy', String(busy));
    this.card.hidden = face.state === 'loading';
    say(this.title, face.title);
    say(this.detail, face.detail);
    say(this.button, face.button);
    say(this.other, face.other);
    say(this.status, face.status);
    // Disabling it would throw the keyboard's focus away; a press while working does nothing.
    this.button.setAttribute('aria-disabled', String(face.state === 'working'));
  }

  /** The direction of what the box says; the good's own is its publisher's. */
  set direction(direction: 'ltr' | 'rtl') {
    this.frame.dir = direction;
    this.notice.dir = direction;
  }

  reveal(showing: Showing): void {
    const focused = this.root.activeElement !== null;
    this.host.replaceChildren(...showing.nodes);
    if (showing.in_box) this.fill_box(showing.in_box);
    else this.replace_box();
    if (focused) take_focus(showing.nodes.length > 0 ? this.host : this.goods);
  }

  /** The good goes, the box comes back. */
  lock(): void {
    const focused = this.host.contains(document.activeElement);
    this.host.replaceChildren();
    this.warn('');
    this.goods.replaceChildren();
    this.buttons.hidden = false;
    this.shown.replaceChildren();
    this.root.replaceChildren(this.frame);
    dress(this.root);
    if (focused) this.button.focus({ preventScroll: true });
  }

  /** Something to know of a good that is shown. */
  warn(sentence: string): void {
    say(this.warning, sentence);
    this.notice.hidden = sentence === '';
  }

  close(): void {
    this.sizes.disconnect();
  }

  private assemble(): void {
    this.frame.dataset['kind'] = look_of(this.content);
    this.button.setAttribute('type', 'button');
    this.other.setAttribute('type', 'button');
    this.button.onclick = () => this.on_press();
    this.other.onclick = () => this.on_other();
    this.buttons.append(this.button, this.other);
    this.card.append(this.title, this.detail, this.goods, this.buttons, this.status);
    const preview = preview_of(this.content);
    if (preview) this.frame.append(picture_of(preview));
    this.frame.append(this.card);
    this.notice.append(this.warning);
    this.warn('');
    const loading = { state: 'loading', title: '', detail: '', button: '', other: '' } as const;
    this.paint({ ...loading, status: '' });
  }

  private fill_box(in_box: NonNullable<Showing['in_box']>): void {
    this.frame.dataset['state'] = 'shown';
    this.frame.setAttribute('aria-busy', 'false');
    this.card.hidden = false;
    this.buttons.hidden = true;
    say(this.title, in_box.title);
    say(this.status, '');
    this.goods.replaceChildren(...in_box.parts, document.createElement('slot'), this.notice);
  }

  private replace_box(): void {
    this.shown.replaceChildren(document.createElement('slot'), this.notice);
    // A text that is a little shorter than its box must not pull up what follows.
    this.shown.style.minHeight = `${this.frame.offsetHeight}px`;
    this.root.replaceChildren(this.shown);
    dress(this.root);
  }

  private resized(): void {
    if (this.host.clientWidth === this.width) return;
    if (this.width !== 0) this.shown.style.minHeight = '';
    this.width = this.host.clientWidth;
    reserve(this.frame, this.host, this.content);
  }
}

/** Only some elements can carry a shadow root; the others get a child that can. */
function root_of(element: HTMLElement): ShadowRoot {
  if (element.shadowRoot) return element.shadowRoot;
  const child = element.firstElementChild;
  if (child?.hasAttribute(HOST) && child.shadowRoot) return child.shadowRoot;
  try {
    return element.attachShadow({ mode: 'open' });
  } catch {
    const host = document.createElement('div');
    host.setAttribute(HOST, '');
    element.replaceChildren(host);
    return host.attachShadow({ mode: 'open' });
  }
}

const HOST = 'data-farthing-box';

function part(name: string, class_name: string): HTMLElement {
  const element = document.createElement(name);
  element.className = class_name;
  return element;
}

function say(element: HTMLElement, text: string): void {
  element.textContent = text;
  element.hidden = text === '';
}

function look_of(content: Content): string {
  switch (content.kind) {
    case 'html':
    case 'plain':
      return 'text';
    case 'image':
    case 'video':
      return 'picture';
    case 'donation':
      return content.picture ? 'picture' : 'row';
    default:
      return 'row';
  }
}

function preview_of(content: Content): string | undefined {
  if (content.kind === 'donation') return content.picture?.preview;
  return content.kind === 'image' || content.kind === 'video' ? content.preview : undefined;
}

function picture_of(preview: string): HTMLElement {
  const picture = new Image();
  picture.className = 'preview';
  picture.alt = '';
  picture.onerror = () => picture.remove();
  picture.src = preview;
  return picture;
}

/** The pressed button is gone; a keyboard or a screen reader goes on at what it bought. */
function take_focus(element: HTMLElement): void {
  const control = element.querySelector<HTMLElement>('a[href], audio, video, button');
  if (control) return control.focus({ preventScroll: true });
  const tabindex = element.getAttribute('tabindex');
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.onblur = () => {
    if (tabindex === null) element.removeAttribute('tabindex');
    element.onblur = null;
  };
}
