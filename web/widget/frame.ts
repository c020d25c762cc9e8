// SPDX-License-Identifier: MIT
/** The wallet's frame at the bottom right of the page, and the page's end of the line to it. */

import { enveloped, read_to_page, type ToPage, type ToWallet } from '../base/frame_messages';
import type { Platform } from './platform';
import type { WidgetWords } from './face';

const WELCOME_MS = 20_000;
const LAYER = '2147483000';

export class WalletFrame {
  private readonly frame = document.createElement('iframe');
  private readonly early: ToWallet[] = [];
  private welcomed = false;
  private silent = false;

  constructor(
    private readonly platform: Platform,
    private readonly language: string,
    private readonly words: Pick<WidgetWords, 'no_origin' | 'no_answer'>,
    private readonly receive: (message: ToPage) => void,
    private readonly forgotten: () => void,
  ) {}

  /**
   * Puts the frame on the page, with what belongs beside it. Pages without an origin of their own
   * cannot be answered to.
   */
  open(companion: HTMLElement): void {
    if (window.origin === 'null')
      return this.receive({ type: 'trouble', message: this.words.no_origin });
    addEventListener('message', (event) => this.hear(event));
    this.frame.onload = () => this.post({ type: 'hello' });
    this.frame.title = 'Wallet';
    this.frame.allow = 'clipboard-write; storage-access';
    this.frame.referrerPolicy = 'no-referrer';
    this.place();
    this.load();
    this.settle(housed(this.frame, companion));
  }

  /** Pages that put another body in the place of theirs throw the frame out; it comes back. */
  private settle(house: HTMLElement): void {
    const return_home = (): void => {
      if (!house.isConnected) document.body?.append(house);
    };
    return_home();
    new MutationObserver(return_home).observe(document, { childList: true, subtree: true });
  }

  send(message: ToWallet): void {
    if (this.welcomed) return this.post(message);
    this.early.push(message);
    if (this.silent) this.load();
  }

  private load(): void {
    this.silent = false;
    const { origin, network } = this.platform;
    this.frame.src = `${origin}/wallet/?network=${network}&language=${this.language}`;
    setTimeout(() => this.give_up(), WELCOME_MS);
  }

  private give_up(): void {
    if (this.welcomed) return;
    this.silent = true;
    this.receive({ type: 'trouble', message: this.words.no_answer });
  }

  private hear(event: MessageEvent): void {
    if (event.source !== this.frame.contentWindow || event.origin !== this.platform.origin) return;
    const message = read_to_page(event.data);
    if (message?.type === 'welcome') this.welcome();
    else if (message?.type === 'size') this.resize(message.width, message.height);
    else if (message) this.receive(message);
  }

  /** The second welcome is that of a wallet that was loaded again, and knows nothing. */
  private welcome(): void {
    if (this.welcomed) this.forgotten();
    this.welcomed = true;
    this.early.splice(0).forEach((message) => this.post(message));
  }

  private post(message: ToWallet): void {
    this.frame.contentWindow?.postMessage(enveloped(message), this.platform.origin);
  }

  private place(): void {
    const { style } = this.frame;
    // A scheme of its own on both sides keeps browsers from painting a backdrop behind the frame.
    style.cssText = 'all:initial;position:fixed;right:0;bottom:0;border:0;color-scheme:light';
    style.zIndex = LAYER;
    this.resize(0, 0);
  }

  private resize(width: number, height: number): void {
    this.frame.style.width = `${Math.min(width, innerWidth)}px`;
    this.frame.style.height = `${Math.min(height, innerHeight)}px`;
  }
}

/** A shadow root keeps the page's rules for frames from this one. */
function housed(...elements: readonly HTMLElement[]): HTMLElement {
  const house = document.createElement('farthing-wallet');
  house.attachShadow({ mode: 'open' }).append(...elements);
  return house;
}
