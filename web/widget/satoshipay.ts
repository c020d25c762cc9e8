// SPDX-License-Identifier: MIT
/**
 * satoshipay.js, the loader on a publisher's page: finds the placeholders, opens the wallet's frame
 * and carries words between them. It keeps nothing, sets no cookie and talks to nobody but the
 * platform and the publisher's own addresses.
 */

import type { ToPage, ToWallet } from '../base/frame_messages';
import { direction_of, language_of, load_words } from '../base/words';
import { widget as english } from '../messages/en';
import { Announcer } from './announcer';
import { Box } from './box';
import type { Speech, WidgetWords } from './face';
import { WalletFrame } from './frame';
import { Gate, type Surroundings } from './gate';
import { attributes_of, read_placeholder } from './placeholder';
import { platform_of, script_url, type Platform } from './platform';
import { Sale } from './sale';
import { wall_timer } from './timer';
import { watch } from './watch';

interface Place {
  readonly key: string;
  readonly gate: Gate;
  readonly box: Box;
}

class Widget implements Surroundings {
  private readonly sales = new Map<string, Sale>();
  private readonly places = new Map<HTMLElement, Place>();
  private readonly left = new WeakMap<HTMLElement, Place>();
  private readonly told = new WeakSet<HTMLElement>();
  private readonly rates = new Map<string, string | undefined>();
  private readonly announcer = new Announcer();
  private readonly language = language_of(document.documentElement.lang, ...navigator.languages);
  private words: WidgetWords | undefined;
  private frame: WalletFrame | undefined;
  private unasked: string[] = [];

  constructor(private readonly platform: Platform) {}

  /** Boxes are there at once, grey; what they say waits for the words. */
  async start(): Promise<void> {
    watch(document, {
      found: (element) => this.found(element),
      left: (element) => this.leave(element),
    });
    const { origin } = this.platform;
    const words = await load_words('widget', english, this.language, origin);
    this.words = words;
    this.frame = new WalletFrame(
      this.platform,
      this.language,
      words,
      (message) => this.receive(message),
      () => this.tell_again(),
    );
    for (const { gate } of this.places.values()) gate.open();
    this.ask(this.unasked);
    if (document.body) this.open();
    else addEventListener('DOMContentLoaded', () => this.open());
  }

  // What a gate needs.

  get direction(): 'ltr' | 'rtl' {
    return direction_of(this.language);
  }

  speech(currency: string | undefined): Speech {
    const rate = currency && this.rate_of(currency);
    return { words: this.words ?? english, language: this.language, ...(rate && { rate }) };
  }

  announce(sentence: string): void {
    this.announcer.say(sentence);
  }

  top_up(): void {
    this.send({ type: 'open', part: 'top_up' });
  }

  private open(): void {
    this.frame?.open(this.announcer.element);
  }

  private rate_of(currency: string): string | undefined {
    if (!this.rates.has(currency)) {
      this.rates.set(currency, undefined);
      this.send({ type: 'rate', currency });
    }
    return this.rates.get(currency);
  }

  private found(element: HTMLElement): void {
    const placeholder = read_placeholder(attributes_of(element), document.baseURI);
    const key = JSON.stringify(placeholder);
    const known = this.places.get(element) ?? this.left.get(element);
    if (known && known.key === key) return this.take_back(element, known);
    this.leave(element);
    known?.box.close();
    if (!placeholder) return this.tell_publisher(element);
    const box = new Box(element, placeholder.content);
    const gate = new Gate(element, placeholder, this.sale(placeholder.good), box, this);
    this.places.set(element, { key, gate, box });
    if (this.words) gate.open();
  }

  /** Once, however often the page touches the tag. */
  private tell_publisher(element: HTMLElement): void {
    if (!this.told.has(element)) console.warn('No data-sp-id or data-sp-src:', element);
    this.told.add(element);
  }

  private take_back(element: HTMLElement, place: Place): void {
    if (this.places.has(element)) return;
    this.places.set(element, place);
    if (this.words) place.gate.open();
  }

  /** Pages that rebuild themselves all day must not leave anything behind here. */
  private leave(element: HTMLElement): void {
    const place = this.places.get(element);
    if (!place) return;
    place.gate.close();
    this.places.delete(element);
    this.left.set(element, place);
  }

  private sale(good: string): Sale {
    const known = this.sales.get(good);
    if (known) return known;
    const sale = new Sale(good, (message: ToWallet) => this.send(message), wall_timer);
    this.sales.set(good, sale);
    this.ask_soon(good);
    return sale;
  }

  /** Placeholders come in crowds; one question for all that were found in one go. */
  private ask_soon(good: string): void {
    if (this.unasked.push(good) === 1) queueMicrotask(() => this.ask(this.unasked));
  }

  private ask(goods: readonly string[]): void {
    if (!this.frame || goods.length === 0) return;
    this.unasked = [];
    this.send({ type: 'goods', goods });
  }

  /** For a wallet that was loaded again. */
  private tell_again(): void {
    this.sales.forEach((sale) => sale.forgotten());
    this.ask([...this.sales.keys()]);
    this.rates.clear();
    for (const { gate } of this.places.values()) gate.refresh();
  }

  private send(message: ToWallet): void {
    this.frame?.send(message);
  }

  private receive(message: ToPage): void {
    if ('good' in message) this.sales.get(message.good)?.receive(message);
    else if (message.type === 'trouble')
      this.sales.forEach((sale) => sale.trouble(message.message));
    else if (message.type === 'rate') this.learn_rate(message.currency, message.rate);
  }

  private learn_rate(currency: string, rate: string): void {
    this.rates.set(currency, rate);
    for (const { gate } of this.places.values()) gate.refresh();
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
if (url !== undefined && first(url)) void new Widget(platform_of(url)).start();
