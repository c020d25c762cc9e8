// SPDX-License-Identifier: MIT
/** The sale of one good on this page, however many boxes show it: asked for once, bought once. */

import { parse_stroops } from '../base/lumens';
import type { Remedy, Step, ToPage, ToWallet } from '../base/frame_messages';

export interface Owned {
  readonly kind: 'owned';
  readonly receipt: string;
  /** Bought on this page, not brought along. */
  readonly fresh: boolean;
  readonly hash?: string;
  /** The access ends soon. */
  readonly ending?: true;
}

export type SaleState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'offered'; readonly title: string; readonly price: bigint }
  | { readonly kind: 'buying'; readonly step: Step | 'starting'; readonly hash?: string }
  | Owned
  | {
      readonly kind: 'failed';
      /** Absent: the good is not for sale. */
      readonly message?: string;
      readonly retry: 'ask' | 'buy';
      readonly remedy?: Remedy;
    };

export type AboutGood = Extract<ToPage, { readonly good: string }>;

/** What a receipt comes with: seconds until it ends, and until the access that it proves ends. */
type Times = Pick<Extract<AboutGood, { type: 'receipt' }>, 'receipt_seconds' | 'access_seconds'>;

/** What a sale needs of the page. */
export interface Timer {
  /** Runs `work` after that many milliseconds, unless the result is called before. */
  after(ms: number, work: () => void): () => void;
}

const WARNING_MAX_MS = 60_000;
const RENEWAL_PATIENCE_MS = 30_000;

export class Sale {
  state: SaleState = { kind: 'loading' };
  /** What was last offered, also while it is being bought and after. */
  offer: { readonly title: string; readonly price: bigint } | undefined;
  /** UNIX milliseconds by the page's clock. */
  receipt_ends_at = Infinity;
  access_ends_at = Infinity;
  private readonly watchers = new Set<() => void>();
  private timers: (() => void)[] = [];
  private renewal: Promise<string | undefined> | undefined;
  private renewed: ((receipt: string | undefined) => void) | undefined;

  constructor(
    private readonly good: string,
    private readonly send: (message: ToWallet) => void,
    private readonly timer: Timer,
  ) {}

  /** Calls `changed` now and at each change, until the result is called. */
  watch(changed: () => void): () => void {
    const watcher = (): void => changed();
    this.watchers.add(watcher);
    changed();
    return () => this.watchers.delete(watcher);
  }

  /** Starts the purchase, unless one is under way or done. */
  buy(): void {
    if (this.state.kind !== 'offered' && this.state.kind !== 'failed') return;
    this.become({ kind: 'buying', step: 'starting' });
    this.send({ type: 'buy', good: this.good });
  }

  /** Asks anew what the good costs, or for its receipt if it is bought. */
  ask(): void {
    this.become({ kind: 'loading' });
    this.send({ type: 'goods', goods: [this.good] });
  }

  retry(): void {
    if (this.state.kind === 'failed' && this.state.retry === 'buy') this.buy();
    else this.ask();
  }

  /** A fresh receipt for what is owned; undefined when none comes. One question for all boxes. */
  renew(): Promise<string | undefined> {
    this.renewal ??= new Promise<string | undefined>((resolve) => {
      this.renewed = resolve;
      this.timer.after(RENEWAL_PATIENCE_MS, () => resolve(undefined));
      this.send({ type: 'goods', goods: [this.good] });
    }).finally(() => (this.renewal = this.renewed = undefined));
    return this.renewal;
  }

  /**
   * The wallet was loaded again and remembers no purchase of this page; what was signed already it
   * takes up by itself.
   */
  forgotten(): void {
    if (this.state.kind === 'buying') this.become({ kind: 'loading' });
  }

  /** Trouble matters to whoever still waits for a price; a purchase under way has its own end. */
  trouble(message: string): void {
    if (this.state.kind === 'loading') this.become({ kind: 'failed', message, retry: 'ask' });
  }

  receive(message: AboutGood): void {
    switch (message.type) {
      case 'good':
        return this.learn(message);
      case 'unknown':
        return this.become({ kind: 'failed', retry: 'ask' });
      case 'step':
        return this.become({ kind: 'buying', step: message.step, ...hash_of(message) });
      case 'receipt':
        return this.own(message.receipt, message, { fresh: true, ...hash_of(message) });
      case 'failed':
        return this.fail(message);
    }
  }

  private learn(message: AboutGood & { type: 'good' }): void {
    const price = parse_stroops(message.price);
    // After a reconnection the wallet repeats what it knows; that must not disturb a purchase.
    if (this.state.kind === 'buying' || price === undefined) return;
    this.offer = { title: message.title, price };
    if (message.receipt) this.renew_or_own(message.receipt, message);
    else if (this.state.kind !== 'owned' || this.renewal)
      this.become({ kind: 'offered', ...this.offer });
    this.renewed?.(message.receipt);
  }

  private renew_or_own(receipt: string, times: Times): void {
    const { state } = this;
    if (state.kind !== 'owned') return this.own(receipt, times, { fresh: false });
    this.own(receipt, times, { fresh: state.fresh, ...hash_of(state) });
  }

  private own(receipt: string, times: Times, more: Pick<Owned, 'fresh' | 'hash'>): void {
    const owned: Owned = { kind: 'owned', receipt, ...more };
    this.become(owned);
    const { receipt_seconds, access_seconds } = times;
    this.receipt_ends_at = end_of(receipt_seconds);
    this.access_ends_at = end_of(access_seconds);
    if (access_seconds !== undefined) this.end_after(access_seconds * 1000, owned);
    if (receipt_seconds === undefined || receipt_seconds === access_seconds) return;
    this.at(receipt_seconds * 1000 - lead_ms(receipt_seconds * 1000), () => void this.renew());
  }

  private end_after(ms: number, owned: Owned): void {
    this.at(ms - lead_ms(ms), () => this.tell({ ...owned, ending: true }));
    this.at(ms, () => this.ask());
  }

  private at(ms: number, work: () => void): void {
    this.timers.push(this.timer.after(ms, work));
  }

  private fail(message: AboutGood & { type: 'failed' }): void {
    const { message: sentence, stale, remedy } = message;
    this.become({
      kind: 'failed',
      message: sentence,
      retry: stale ? 'ask' : 'buy',
      ...(remedy && { remedy }),
    });
  }

  /** Whatever was to happen to the earlier state does not happen to this one. */
  private become(state: SaleState): void {
    for (const cancel of this.timers.splice(0)) cancel();
    this.tell(state);
  }

  private tell(state: SaleState): void {
    this.state = state;
    for (const changed of [...this.watchers]) changed();
  }
}

/** How long before an end it is told of: a minute, or a fifth of a short time. */
export function lead_ms(ms: number): number {
  return Math.min(WARNING_MAX_MS, ms / 5);
}

function end_of(seconds: number | undefined): number {
  return seconds === undefined ? Infinity : Date.now() + seconds * 1000;
}

function hash_of({ hash }: { readonly hash?: string }): { hash?: string } {
  return hash ? { hash } : {};
}
