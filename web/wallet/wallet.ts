// SPDX-License-Identifier: MIT
/**
 * The wallet between the server and the publisher's page: which goods are wanted, what is being
 * bought.
 */

import {
  change_activities,
  is_over_limit,
  is_unfinished,
  load_activities,
  must_confirm,
  pending_activity,
  with_activity,
  type Activity,
  type Changed,
} from './activities';
import {
  seconds_left,
  type Answer,
  type Balance,
  type Good,
  type Hello,
  type PastPurchase,
} from './answers';
import { price_text } from '../base/lumens';
import { fill } from '../base/words';
import type { Remedy, Step, ToPage } from '../base/frame_messages';
import type { Signer } from './key';
import { buy, type Desk, type Outcome, type Progress, type Terms } from './purchase';
import { load_limits, type Limits } from './limits';
import type { Place } from './place';
import { Link, type Endpoint, type Listener, type LinkState, type Request } from './socket';
import { trouble, type Account, type WalletState } from './state';
import { said, type WalletWords } from './words';

/** Who sees what the wallet does. */
export interface Audience {
  page(message: ToPage): void;
  show(state: WalletState, activities: readonly Activity[]): void;
  /** Asks the reader for a click in the wallet's own frame. */
  confirm(title: string, price: bigint): Promise<boolean>;
  /** The server sells on these networks only, and not on the one that this wallet is for. */
  misdirected(networks: readonly string[]): void;
}

/** With the longest titles and receipts, more may not fit into the server's queue for a socket. */
const GOODS_PER_REQUEST = 100;
const FUNDING_MS = 30_000;
/** A clock this far off is not a clock; the server's word is then not taken either. */
const CLOCK_ERROR_SECONDS_MAX = 86_400;

export class Wallet implements Listener, Desk {
  readonly link: Link;
  private hello: Hello | undefined;
  private clock_error = 0;
  private state: WalletState = { kind: 'starting' };
  private readonly wanted = new Set<string>();
  private readonly goods = new Map<string, Good>();
  private readonly buying = new Set<string>();
  /** What purchases under way will spend unasked, until it is in the activities. */
  private readonly held = new Map<string, bigint>();
  private funding: Promise<string | undefined> | undefined;
  /** The first look at the account of this connection, and the play money that it leads to. */
  private opening: Promise<void> | undefined;

  readonly signer: Signer;
  readonly words: WalletWords;
  private readonly place: Place;

  constructor(
    private readonly endpoint: Endpoint,
    means: { signer: Signer; place: Place; words: WalletWords },
    private readonly audience: Audience,
  ) {
    this.signer = means.signer;
    this.place = means.place;
    this.words = means.words;
    this.link = new Link(endpoint, means.signer, this, means.words);
  }

  // What the publisher's page asks.

  want(goods: readonly string[]): void {
    for (const good of goods) this.wanted.add(good);
    if (this.state.kind === 'online') void this.ask_goods(goods);
    else this.tell_trouble();
  }

  async buy(good: string): Promise<void> {
    const offer = this.goods.get(good);
    if (offer) await this.run(good, () => this.purchase(offer));
    else this.tell_failed(good, this.words.price_unknown, true);
  }

  // What the wallet's own panel asks.

  /** Asks for play money; why none came, if none came. */
  fund(): Promise<string | undefined> {
    this.funding ??= this.get_play_money().finally(() => (this.funding = undefined));
    return this.funding;
  }

  /** A payment is under way, so the key must stay. */
  get paying(): boolean {
    return this.buying.size > 0;
  }

  limits(): Limits {
    return load_limits(this.place.storage);
  }

  /** What was bought before the purchase with that id; undefined when the server does not say. */
  async past_purchases(before?: string): Promise<readonly PastPurchase[] | undefined> {
    const answer = await this.ask({ type: 'purchases', ...(before && { before }) });
    return answer?.type === 'purchases' ? answer.purchases : undefined;
  }

  /** Money from elsewhere comes without a word; somebody who waits for it looks. */
  async look(): Promise<void> {
    const answer = await this.ask({ type: 'balance' });
    if (answer?.type === 'balance') this.have(answer);
  }

  /** What another tab wrote. */
  refresh(): void {
    this.show();
  }

  // What the connection says.

  changed(state: LinkState): void {
    switch (state.kind) {
      case 'online':
        return this.came_online(state.hello);
      case 'waiting':
        return this.went_offline();
      case 'refused':
        this.become({ kind: 'refused', message: state.message });
        if (state.networks) this.audience.misdirected(state.networks);
        return this.tell_trouble();
      case 'connecting':
        return;
    }
  }

  told(answer: Answer): void {
    if (answer.type === 'balance') this.have(answer);
  }

  // What a purchase needs.

  passphrase(): string {
    return this.hello?.passphrase ?? '';
  }

  now(): number {
    return this.clock() + this.clock_error;
  }

  clock(): number {
    return Math.floor(Date.now() / 1000);
  }

  activities(): readonly Activity[] {
    return load_activities(this.place.storage, this.endpoint.network);
  }

  async begin(activity: Activity): Promise<Changed> {
    const begun = await this.change((list) =>
      is_over_limit(this.limits(), list, activity) ? undefined : with_activity(list, activity),
    );
    this.held.delete(activity.good);
    return begun;
  }

  async record(activity: Activity): Promise<void> {
    await this.change((list) => with_activity(list, activity));
  }

  /** Nothing tells when a busy server is free again; the time is the deadline. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms, undefined));
  }

  progress(good: string, progress: Progress): void {
    if (progress.kind === 'submitted') this.tell_step(good, 'settling', progress.hash);
    else this.tell_step(good, progress.kind === 'ordering' ? 'ordering' : 'paying');
  }

  private async change(
    change: (list: readonly Activity[]) => readonly Activity[] | undefined,
  ): Promise<Changed> {
    const changed = await change_activities(this.place, this.endpoint.network, change);
    this.show();
    return changed;
  }

  private came_online(hello: Hello): void {
    this.hello = hello;
    this.clock_error = clock_error(hello.time);
    this.become({
      kind: 'online',
      account: this.account(),
      friendbot: hello.friendbot,
      funding: false,
    });
    void this.ask_goods([...this.wanted]);
    this.opening = this.ask_balance();
  }

  private went_offline(): void {
    this.become({ kind: 'offline' });
    this.tell_trouble();
  }

  private account(): Account {
    return this.state.kind === 'online' ? this.state.account : { kind: 'unknown' };
  }

  private async ask_goods(wanted: readonly string[]): Promise<void> {
    const goods = [...new Set(wanted)];
    for (let start = 0; start < goods.length; start += GOODS_PER_REQUEST) {
      const answer = await this.ask({
        type: 'goods',
        goods: goods.slice(start, start + GOODS_PER_REQUEST),
      });
      if (answer?.type === 'goods') this.learn(answer.goods, answer.unknown);
      else if (answer?.type === 'error')
        this.audience.page({ type: 'trouble', message: said(this.words, answer) });
    }
  }

  private learn(goods: readonly Good[], unknown: readonly string[]): void {
    for (const good of goods) this.learn_good(good);
    for (const good of unknown) this.audience.page({ type: 'unknown', good });
  }

  private learn_good(good: Good): void {
    this.goods.set(good.id, good);
    const { id, title, price, receipt } = good;
    this.audience.page({
      type: 'good',
      good: id,
      title,
      price: String(price),
      ...(receipt && { receipt, ...seconds_left(good, this.now()) }),
    });
    const pending = pending_activity(this.activities(), id);
    if (pending && receipt) void this.record({ ...pending, state: 'paid' });
    else if (pending && is_unfinished(pending, this.clock())) void this.resume(pending);
  }

  /** A page that was left while its payment was under way comes back to it. */
  private async resume(activity: Activity): Promise<void> {
    const { good, title, amount, confirmed } = activity;
    await this.run(good, () => buy(this, { good, title, amount, confirmed, resumed: true }));
  }

  private async ask_balance(): Promise<void> {
    const answer = await this.ask({ type: 'balance' });
    if (answer?.type !== 'balance') return;
    this.have(answer);
    if (!answer.exists && this.hello?.friendbot) await this.fund();
  }

  private have(answer: Balance): void {
    if (this.state.kind !== 'online') return;
    const { balance, spendable } = answer;
    const account: Account = answer.exists
      ? { kind: 'open', balance, spendable }
      : { kind: 'missing' };
    this.become({ ...this.state, account });
  }

  private async get_play_money(): Promise<string | undefined> {
    this.mark_funding(true);
    const answer = await this.ask({ type: 'fund' });
    if (answer?.type === 'balance') this.have(answer);
    this.mark_funding(false);
    if (!answer) return this.words.offline;
    return answer.type === 'error' ? said(this.words, answer) : undefined;
  }

  private mark_funding(funding: boolean): void {
    if (this.state.kind === 'online') this.become({ ...this.state, funding });
  }

  /** One purchase of a good at a time, whoever asks for it how often. */
  private async run(good: string, purchase: () => Promise<Outcome>): Promise<void> {
    if (this.buying.has(good)) return;
    this.buying.add(good);
    const { hello } = this;
    const outcome = await purchase().catch(() => failed(this.words.cannot_run));
    // What the server told of the balance may have gone to a connection that was lost.
    if (hello !== this.hello) void this.ask_balance();
    this.held.delete(good);
    this.buying.delete(good);
    this.tell_outcome(good, outcome);
  }

  private async purchase(good: Good): Promise<Outcome> {
    const held = [...this.held.values()];
    const list = this.activities();
    const confirmed = must_confirm(this.limits(), list, good.price, this.clock(), held);
    if (!confirmed) this.held.set(good.id, good.price);
    else if (!(await this.agreed(good))) return failed(this.words.unconfirmed);
    await this.funded();
    const { id, title, price: amount } = good;
    const terms: Terms = { good: id, title, amount, confirmed, resumed: false };
    return (await this.too_poor(good)) ?? buy(this, terms);
  }

  private agreed(good: Good): Promise<boolean> {
    this.tell_step(good.id, 'confirming');
    return this.audience.confirm(good.title, good.price);
  }

  /** A first visitor's play money may still be on its way, or not be asked for yet. */
  private async funded(): Promise<void> {
    await no_longer_than(FUNDING_MS, Promise.all([this.opening, this.funding]));
  }

  /**
   * Says so at once when the wallet cannot pay; a balance that was seen a while ago is asked for
   * again.
   */
  private async too_poor(good: Good): Promise<Outcome | undefined> {
    if (this.can_pay(good.price)) return undefined;
    if (good.receipt) return undefined;
    const answer = await this.ask({ type: 'balance' });
    if (answer?.type === 'balance') this.have(answer);
    return this.can_pay(good.price) ? undefined : poor(this.poor_sentence(good.price));
  }

  private can_pay(price: bigint): boolean {
    const account = this.account();
    if (account.kind === 'missing') return false;
    return account.kind === 'unknown' || account.spendable >= price;
  }

  private poor_sentence(price: bigint): string {
    return fill(this.words.poor, { price: price_text(price) });
  }

  private ask(request: Request): Promise<Answer | undefined> {
    return this.link.ask(request).catch(() => undefined);
  }

  private tell_outcome(good: string, outcome: Outcome): void {
    if (outcome.kind === 'failed') {
      const { message, stale, remedy } = outcome;
      return this.tell_failed(good, message, stale, remedy);
    }
    const { receipt, hash } = outcome.receipt;
    const about = { ...(hash && { hash }), ...seconds_left(outcome.receipt, this.now()) };
    this.audience.page({ type: 'receipt', good, receipt, ...about });
  }

  private tell_failed(good: string, message: string, stale: boolean, remedy?: Remedy): void {
    this.audience.page({ type: 'failed', good, message, stale, ...(remedy && { remedy }) });
  }

  private tell_step(good: string, step: Step, hash?: string): void {
    this.audience.page({ type: 'step', good, step, ...(hash && { hash }) });
  }

  private tell_trouble(): void {
    const message = trouble(this.state, this.words);
    if (message) this.audience.page({ type: 'trouble', message });
  }

  private become(state: WalletState): void {
    this.state = state;
    this.show();
  }

  private show(): void {
    this.audience.show(this.state, this.activities());
  }
}

function clock_error(server_time: number): number {
  const error = server_time - Math.floor(Date.now() / 1000);
  return Math.abs(error) <= CLOCK_ERROR_SECONDS_MAX ? error : 0;
}

const failed = (message: string): Outcome => ({ kind: 'failed', message, stale: false });

function poor(message: string): Outcome {
  return { kind: 'failed', message, stale: false, remedy: 'top_up' };
}

function no_longer_than(limit_ms: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, limit_ms, undefined);
    void work.then(() => resolve());
  });
}
