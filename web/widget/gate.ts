// SPDX-License-Identifier: MIT
/** One placeholder on the page: follows the sale of its good, then brings the good itself. */

import type { Box, BoxState } from './box';
import { fetch_text, with_receipt } from './delivery';
import type { Placeholder } from './placeholder';
import type { Sale, SaleState } from './sale';
import { lumens } from '../base/lumens';

export class Gate {
  private delivered: 'no' | 'under way' | 'yes' = 'no';
  private offer: { title?: string; price?: string } = {};

  constructor(
    private readonly element: HTMLElement,
    private readonly placeholder: Placeholder,
    private readonly sale: Sale,
    private readonly box: Box,
  ) {}

  open(): void {
    // What could not be shown is not offered.
    if (this.placeholder.content.kind === 'unsupported')
      return this.show({ kind: 'failed', message: UNSUPPORTED, final: true });
    this.box.on_press = () => this.press();
    this.sale.watch(() => this.follow(this.sale.state));
  }

  private press(): void {
    const { kind } = this.sale.state;
    if (kind === 'offered') this.sale.buy();
    else if (kind === 'failed') this.sale.retry();
    else if (kind === 'owned' && this.delivered === 'no') this.sale.ask();
  }

  private follow(state: SaleState): void {
    if (this.delivered === 'yes') return;
    if (state.kind === 'owned') void this.deliver(state.receipt, state.hash);
    else this.show(as_box_state(state));
  }

  private async deliver(receipt: string, hash: string | undefined): Promise<void> {
    if (this.delivered !== 'no') return;
    this.delivered = 'under way';
    this.show({ kind: 'working', step: 'fetching', ...(hash && { hash }) });
    const problem = await this.bring(with_receipt(this.placeholder.src, receipt));
    this.delivered = problem === undefined ? 'yes' : 'no';
    this.show(problem === undefined ? { kind: 'unlocked' } : { kind: 'failed', message: problem });
  }

  /** Puts the good on the page; the reason, when that does not work. */
  private async bring(url: string): Promise<string | undefined> {
    const { content } = this.placeholder;
    if (content.kind === 'image')
      return (await this.box.reveal_image(url, content, this.offer.title)) ? undefined : NO_PICTURE;
    if (content.kind === 'unsupported') return UNSUPPORTED;
    const delivery = await fetch_text(url);
    if (delivery.kind === 'unpaid') return UNPAID;
    if (delivery.kind === 'unavailable') return UNAVAILABLE;
    this.box.reveal_text(delivery.text, content.kind);
    return undefined;
  }

  private show(state: BoxState): void {
    if (state.kind === 'ready') this.offer = { title: state.title, price: lumens(state.price) };
    if (state.kind !== 'unlocked') this.box.show(state);
    this.announce(state);
  }

  /** For pages that want to tell their readers what is happening. */
  private announce(state: BoxState): void {
    const detail = {
      state: state.kind === 'working' ? state.step : state.kind,
      good: this.placeholder.good,
      ...this.offer,
      ...(state.kind === 'failed' && { message: state.message }),
      ...(state.kind === 'working' && state.hash && { hash: state.hash }),
    };
    this.element.dispatchEvent(new CustomEvent('farthing:state', { bubbles: true, detail }));
  }
}

const UNPAID = 'The publisher does not accept the receipt. Try again: you will not pay twice.';
const UNAVAILABLE = 'The publisher does not deliver at present. Try again: you will not pay twice.';
const NO_PICTURE =
  'The publisher does not deliver the picture at present. Try again: you will not pay twice.';
const UNSUPPORTED = 'This is a kind of good that cannot be sold here.';

function as_box_state(state: Exclude<SaleState, { kind: 'owned' }>): BoxState {
  switch (state.kind) {
    case 'loading':
      return { kind: 'loading' };
    case 'offered':
      return { kind: 'ready', title: state.title, price: state.price };
    case 'buying':
      return { kind: 'working', step: state.step, ...(state.hash && { hash: state.hash }) };
    case 'failed':
      return { kind: 'failed', message: state.message };
  }
}
