// SPDX-License-Identifier: MIT
/** The sale of one good on this page, however many boxes show it: asked for once, bought once. */

import { parse_stroops } from '../base/lumens';
import type { Step, ToPage, ToWallet } from '../base/frame_messages';

export type SaleState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'offered'; readonly title: string; readonly price: bigint }
  | { readonly kind: 'buying'; readonly step: Step | 'starting'; readonly hash?: string }
  | { readonly kind: 'owned'; readonly receipt: string; readonly hash?: string }
  | { readonly kind: 'failed'; readonly message: string; readonly retry: 'ask' | 'buy' };

export type AboutGood = Extract<ToPage, { readonly good: string }>;

export class Sale {
  state: SaleState = { kind: 'loading' };
  private readonly watchers: (() => void)[] = [];

  constructor(
    private readonly good: string,
    private readonly send: (message: ToWallet) => void,
  ) {}

  watch(changed: () => void): void {
    this.watchers.push(changed);
    changed();
  }

  /** Starts the purchase, unless one is under way or done. */
  buy(): void {
    if (this.state.kind !== 'offered' && this.state.kind !== 'failed') return;
    this.become({ kind: 'buying', step: 'starting' });
    this.send({ type: 'buy', good: this.good });
  }

  /** Asks anew what the good costs, or for a fresh receipt if it is bought. */
  ask(): void {
    this.become({ kind: 'loading' });
    this.send({ type: 'goods', goods: [this.good] });
  }

  retry(): void {
    if (this.state.kind === 'failed' && this.state.retry === 'buy') this.buy();
    else this.ask();
  }

  /** Trouble matters to whoever still waits for a price; a purchase under way has its own end. */
  trouble(message: string): void {
    if (this.state.kind === 'loading') this.become({ kind: 'failed', message, retry: 'ask' });
  }

  receive(message: AboutGood): void {
    switch (message.type) {
      case 'good':
        return this.offered(message);
      case 'unknown':
        return this.become({
          kind: 'failed',
          message: 'This is not for sale at present.',
          retry: 'ask',
        });
      case 'step':
        return this.become({
          kind: 'buying',
          step: message.step,
          ...(message.hash && { hash: message.hash }),
        });
      case 'receipt':
        return this.own(message.receipt, message.hash);
      case 'failed':
        return this.become({
          kind: 'failed',
          message: message.message,
          retry: message.stale ? 'ask' : 'buy',
        });
    }
  }

  private offered(message: AboutGood & { type: 'good' }): void {
    const price = parse_stroops(message.price);
    // After a reconnection the wallet repeats what it knows; that must not disturb a purchase.
    if (this.state.kind === 'buying' || this.state.kind === 'owned' || price === undefined) return;
    if (message.receipt) this.own(message.receipt);
    else this.become({ kind: 'offered', title: message.title, price });
  }

  private own(receipt: string, hash?: string): void {
    this.become({ kind: 'owned', receipt, ...(hash && { hash }) });
  }

  private become(state: SaleState): void {
    this.state = state;
    for (const changed of this.watchers) changed();
  }
}
