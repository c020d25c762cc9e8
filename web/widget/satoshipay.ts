// SPDX-License-Identifier: MIT
/**
 * satoshipay.js, the loader on a publisher's page: finds the placeholders, opens the wallet's frame
 * and carries words between them. It keeps nothing, sets no cookie and talks to nobody but the
 * frame and the publisher's own addresses.
 */

import type { ToPage, ToWallet } from '../base/frame_messages';
import { Box } from './box';
import { WalletFrame } from './frame';
import { Gate } from './gate';
import { attributes_of, read_placeholder } from './placeholder';
import { platform_of, script_url, type Platform } from './platform';
import { Sale } from './sale';
import { watch } from './watch';

class Widget {
  private readonly sales = new Map<string, Sale>();
  private readonly frame: WalletFrame;
  private unasked: string[] = [];

  constructor(platform: Platform) {
    this.frame = new WalletFrame(platform, (message) => this.receive(message));
  }

  start(): void {
    watch(document, (element) => this.found(element));
    if (document.body) this.frame.open();
    else addEventListener('DOMContentLoaded', () => this.frame.open());
  }

  private found(element: HTMLElement): void {
    const placeholder = read_placeholder(attributes_of(element), document.baseURI);
    if (!placeholder || element.shadowRoot) return;
    const box = new Box(element, placeholder.content);
    new Gate(element, placeholder, this.sale(placeholder.good), box).open();
  }

  private sale(good: string): Sale {
    const known = this.sales.get(good);
    if (known) return known;
    const sale = new Sale(good, (message: ToWallet) => this.frame.send(message));
    this.sales.set(good, sale);
    this.ask_soon(good);
    return sale;
  }

  /** Placeholders come in crowds; one question for all that were found in one go. */
  private ask_soon(good: string): void {
    if (this.unasked.push(good) > 1) return;
    queueMicrotask(() => {
      this.frame.send({ type: 'goods', goods: this.unasked });
      this.unasked = [];
    });
  }

  private receive(message: ToPage): void {
    if ('good' in message) this.sales.get(message.good)?.receive(message);
    else if (message.type === 'trouble')
      this.sales.forEach((sale) => sale.trouble(message.message));
  }
}

/** A page may include the script twice; the second one would only sell everything twice. */
function first(url: string): boolean {
  const mark = Symbol.for(`farthing ${url}`);
  const marks = window as unknown as Record<symbol, true | undefined>;
  if (marks[mark]) return false;
  marks[mark] = true;
  return true;
}

const url = script_url();
if (url !== undefined && first(url)) new Widget(platform_of(url)).start();
