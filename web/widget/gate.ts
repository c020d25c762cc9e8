// SPDX-License-Identifier: MIT
/** One placeholder on the page: follows the sale of its good, then brings the good itself. */

import type { Box, Showing } from './box';
import { with_receipt, type Refusal } from './delivery';
import { face_of, title_of, type BoxState, type Speech } from './face';
import type { Placeholder } from './placeholder';
import type { Owned, Sale, SaleState } from './sale';
import { show_media } from './show_media';
import { show_picture } from './show_picture';
import { show_file, show_thanks } from './show_rest';
import { show_text } from './show_text';
import { lumens, price_text } from '../base/lumens';
import { fill } from '../base/words';

/** What a gate needs of the page around it. */
export interface Surroundings {
  speech(currency: string | undefined): Speech;
  readonly direction: 'ltr' | 'rtl';
  /** Says a sentence to readers who do not see the box. */
  announce(sentence: string): void;
  top_up(): void;
}

type Brought = Showing | Refusal | { readonly kind: 'unplayable' };

const THANKS_MS = 10_000;

export class Gate {
  private progress: 'locked' | 'fetching' | 'shown' = 'locked';
  private showing: Showing | undefined;
  /** Where sound or a film broke off; seconds. */
  private place = 0;
  private told = '';
  private unwatch: (() => void) | undefined;
  private readonly online = (): void => this.resume();

  constructor(
    private readonly element: HTMLElement,
    private readonly placeholder: Placeholder,
    private readonly sale: Sale,
    private readonly box: Box,
    private readonly page: Surroundings,
  ) {}

  open(): void {
    this.box.direction = this.page.direction;
    // What could not be shown is not offered.
    if (this.placeholder.content.kind === 'unsupported')
      return this.fail(this.words.unsupported, { final: true });
    this.box.on_press = () => this.press();
    this.box.on_other = () => this.page.top_up();
    addEventListener('online', this.online);
    this.unwatch ??= this.sale.watch(() => this.follow(this.sale.state));
  }

  /** For a placeholder that left the page, or became another. */
  close(): void {
    removeEventListener('online', this.online);
    this.unwatch?.();
    this.unwatch = undefined;
  }

  /** Paints again what is known better by now: the price in the page's currency. */
  refresh(): void {
    if (this.sale.state.kind === 'offered') this.follow(this.sale.state);
  }

  private get words(): Speech['words'] {
    return this.page.speech(this.placeholder.currency).words;
  }

  private press(): void {
    const { kind } = this.sale.state;
    if (kind === 'offered') this.sale.buy();
    else if (kind === 'failed') this.sale.retry();
    else if (kind === 'owned' && this.progress === 'locked') void this.deliver(this.sale.state);
  }

  private resume(): void {
    const { state } = this.sale;
    if (state.kind === 'owned' && this.progress === 'locked') void this.deliver(state);
  }

  private follow(state: SaleState): void {
    if (state.kind === 'owned') return this.follow_owned(state);
    if (this.progress === 'shown') this.end();
    switch (state.kind) {
      case 'loading':
        return this.paint({ kind: 'loading' });
      case 'offered':
        return this.paint({ kind: 'ready' });
      case 'buying':
        return this.paint({ kind: 'working', step: state.step }, state.hash);
      case 'failed': {
        const { message = this.words.unknown, remedy } = state;
        return this.fail(message, remedy ? { remedy } : {});
      }
    }
  }

  private follow_owned(state: Owned): void {
    if (this.progress === 'locked') void this.deliver(state);
    else if (state.ending) this.warn();
    else this.showing?.renewed?.(this.address(state.receipt));
  }

  private async deliver(owned: Owned): Promise<void> {
    this.progress = 'fetching';
    this.paint({ kind: 'working', step: 'fetching' }, owned.hash);
    let brought = await this.bring_anyhow(owned);
    if (is_unpaid(brought)) brought = await this.bring_renewed(brought);
    // The access may have ended meanwhile.
    const still_owned = this.sale.state.kind === 'owned';
    this.progress = still_owned && 'nodes' in brought ? 'shown' : 'locked';
    if (!still_owned) this.follow(this.sale.state);
    else if ('nodes' in brought) this.show(brought, owned);
    else this.fail(this.sentence(brought), {});
  }

  private async bring_renewed(refusal: Refusal): Promise<Brought> {
    const receipt = await this.sale.renew();
    const { state } = this.sale;
    return receipt && state.kind === 'owned' ? this.bring_anyhow(state) : refusal;
  }

  /** A page that forbids something odd must not leave its reader before a dead box. */
  private async bring_anyhow(owned: Owned): Promise<Brought> {
    try {
      return await this.bring(owned);
    } catch {
      return { kind: 'unavailable' };
    }
  }

  private bring(owned: Owned): Promise<Brought> | Brought {
    const { content } = this.placeholder;
    const url = this.address(owned.receipt);
    const title = title_of(this.placeholder, this.sale.offer, this.words);
    switch (content.kind) {
      case 'html':
      case 'plain':
        return show_text(url, content, title);
      case 'image':
        return show_picture(url, content, title);
      case 'audio':
      case 'video':
        return show_media(url, content, title, {
          start: this.place,
          renew: () => this.renewed_address(),
          broken: (refusal, seconds) => this.broken(refusal, seconds),
        });
      case 'download': {
        const wishes = { save: this.words.save, renew: () => this.renewed_address() };
        return show_file(url, title, () => this.sale.receipt_ends_at, wishes);
      }
      case 'donation':
        return show_thanks(this.placeholder.src && url, content, this.thanks(owned));
      case 'unsupported':
        return { kind: 'unavailable' };
    }
  }

  private thanks({ fresh }: Owned): { thanks: string; given: string; fresh: boolean } {
    const price = this.sale.offer ? price_text(this.sale.offer.price) : '';
    return { thanks: this.words.thanks, given: fill(this.words.given, { price }), fresh };
  }

  private address(receipt: string): string {
    return with_receipt(this.placeholder.src ?? '', receipt);
  }

  private async renewed_address(): Promise<string | undefined> {
    const receipt = await this.sale.renew();
    return receipt && this.address(receipt);
  }

  private show(showing: Showing, owned: Owned): void {
    this.showing = showing;
    this.place = 0;
    this.box.reveal(showing);
    this.announce('unlocked');
    const title = title_of(this.placeholder, this.sale.offer, this.words);
    const { unlocked, unlocked_untitled } = this.words;
    if (owned.fresh) this.page.announce(title ? fill(unlocked, { title }) : unlocked_untitled);
    this.let_thanks_fade(owned);
  }

  /** Thanks that are not to stay make room for a quiet word of what was given. */
  private let_thanks_fade(owned: Owned): void {
    const { content } = this.placeholder;
    if (content.kind !== 'donation' || content.thanks || !owned.fresh) return;
    setTimeout(() => {
      const { given: title } = this.thanks(owned);
      if (this.progress === 'shown') this.box.reveal({ nodes: [], in_box: { title, parts: [] } });
    }, THANKS_MS);
  }

  private warn(): void {
    const left_ms = this.sale.access_ends_at - Date.now();
    const time = time_text(Math.max(0, left_ms), this.page.speech(undefined));
    const sentence = fill(this.words.ending, { time });
    this.box.warn(sentence);
    this.page.announce(sentence);
  }

  private broken(refusal: Refusal, seconds: number): void {
    if (this.progress !== 'shown') return;
    this.place = seconds;
    this.lock();
    this.fail(refusal.kind === 'unpaid' ? this.words.receipt_refused : this.words.interrupted, {});
  }

  private end(): void {
    this.lock();
    this.page.announce(this.words.ended);
  }

  private lock(): void {
    this.progress = 'locked';
    this.showing = undefined;
    this.box.lock();
  }

  private sentence(refusal: Exclude<Brought, Showing>): string {
    if (!navigator.onLine) return this.words.offline;
    if (refusal.kind === 'unpaid') return this.words.receipt_refused;
    return refusal.kind === 'unplayable' ? this.words.unplayable : this.words.undelivered;
  }

  private fail(message: string, more: { remedy?: 'top_up'; final?: true }): void {
    this.paint({ kind: 'failed', message, ...more });
  }

  private paint(state: BoxState, hash?: string): void {
    const { offer } = this.sale;
    const speech = this.page.speech(this.placeholder.currency);
    const face = face_of(state, this.placeholder, offer, speech);
    this.box.paint(face);
    const working = state.kind === 'working' && state.step !== 'fetching';
    if (face.status && (working || state.kind === 'failed')) this.page.announce(face.status);
    const message = state.kind === 'failed' ? { message: state.message } : {};
    this.announce(state.kind === 'working' ? state.step : state.kind, {
      ...message,
      ...(hash && { hash }),
    });
  }

  /** For pages that want to tell their readers what is happening. Each change once. */
  private announce(state: string, more: { message?: string; hash?: string } = {}): void {
    const { offer } = this.sale;
    const detail = {
      state,
      good: this.placeholder.good,
      ...(offer && { title: offer.title, price: lumens(offer.price) }),
      ...(more.message && { message: more.message }),
      ...(more.hash && { hash: more.hash }),
    };
    const now = JSON.stringify(detail);
    if (now === this.told) return;
    this.told = now;
    this.element.dispatchEvent(new CustomEvent('farthing:state', { bubbles: true, detail }));
  }
}

function is_unpaid(brought: Brought): brought is Refusal {
  return 'kind' in brought && brought.kind === 'unpaid';
}

/** A time to come, in seconds, minutes or hours, as the reader's language says it. */
function time_text(ms: number, { language }: Speech): string {
  const seconds = Math.round(ms / 1000);
  const [value, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 5400
        ? [Math.round(seconds / 60), 'minute']
        : [Math.round(seconds / 3600), 'hour'];
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(value);
}
