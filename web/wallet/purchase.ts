// SPDX-License-Identifier: MIT
/**
 * One purchase, from the order to its end. Knows the protocol; knows nothing of the page or the
 * socket.
 *
 * A lost connection is no end: the order is asked for again, which never charges twice, and brings
 * back the same order, the news that its payment is under way, or its receipt.
 */

import type { Receipt, Sign } from './answers';
import { has_unfinished, pending_activity, type Activity, type Changed } from './activities';
import { to_base64 } from '../base/bytes';
import type { Remedy } from '../base/frame_messages';
import { parse_stroops, price_text } from '../base/lumens';
import { fill } from '../base/words';
import { check, type Reason, type Shown } from './check';
import type { Signer } from './key';
import { Lost, type FinalAnswer, type Link } from './socket';
import { said, type WalletWords } from './words';

export type Outcome =
  | { readonly kind: 'bought'; readonly receipt: Receipt }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly stale: boolean;
      readonly remedy?: Remedy;
    };

export type Progress =
  | { readonly kind: 'ordering' }
  | { readonly kind: 'signing' }
  | { readonly kind: 'submitted'; readonly hash: string };

export interface Terms extends Shown {
  readonly title: string;
  readonly confirmed: boolean;
  /** Only sees an earlier payment to its end: nothing new is signed. */
  readonly resumed: boolean;
}

/** What a purchase needs of the wallet around it. */
export interface Desk {
  readonly link: Pick<Link, 'ask' | 'online'>;
  readonly signer: Signer;
  readonly words: WalletWords;
  passphrase(): string;
  /** UNIX seconds by the server, as far as that is believed: for what it signs with. */
  now(): number;
  /** UNIX seconds by this device: for what no server may talk the wallet out of. */
  clock(): number;
  activities(): readonly Activity[];
  /** Records what is about to be signed away; `unwanted` when the reader must be asked first. */
  begin(activity: Activity): Promise<Changed>;
  record(activity: Activity): Promise<void>;
  progress(good: string, progress: Progress): void;
  pause(ms: number): Promise<void>;
}

const PATIENCE_SECONDS = 90;
/** A submitted payment ends within its time bounds; the server then says how. */
const SUBMITTED_PATIENCE_SECONDS = 600;
const RECONNECT_MS = 20_000;
const BUSY_RETRIES = 3;
const BUSY_PAUSE_MIN_MS = 500;
const BUSY_PAUSE_MAX_MS = 1500;

export async function buy(desk: Desk, terms: Terms): Promise<Outcome> {
  return new Purchase(desk, terms).run();
}

class Purchase {
  private activity: Activity | undefined;
  private submitted = false;
  private readonly started: number;
  private readonly words: WalletWords;

  constructor(
    private readonly desk: Desk,
    private readonly terms: Terms,
  ) {
    this.started = desk.now();
    this.words = desk.words;
  }

  async run(): Promise<Outcome> {
    while (this.patient()) {
      const reached = await this.desk.link.online(RECONNECT_MS);
      if (reached === 'refused') break;
      const outcome = reached === 'online' ? await this.attempt() : undefined;
      if (outcome) return outcome;
    }
    return failed(
      this.activity || this.submitted ? this.words.unknown_end : this.words.unreachable,
    );
  }

  private patient(): boolean {
    const patience = this.submitted ? SUBMITTED_PATIENCE_SECONDS : PATIENCE_SECONDS;
    return this.desk.now() < this.started + patience;
  }

  /** The end of the purchase, or undefined when the order must be asked for again. */
  private async attempt(): Promise<Outcome | undefined> {
    try {
      const answer = await this.order_patiently();
      return answer.type === 'sign' ? await this.pay(answer) : this.end(answer);
    } catch (problem) {
      if (problem instanceof Lost) return undefined;
      throw problem;
    }
  }

  /** A crowd takes the server's channels for moments only. */
  private async order_patiently(): Promise<FinalAnswer> {
    let answer = await this.order();
    for (let retry = 0; retry < BUSY_RETRIES && is_busy(answer); retry++) {
      await this.desk.pause(busy_pause_ms(Math.random()));
      answer = await this.order();
    }
    return answer;
  }

  private order(): Promise<FinalAnswer> {
    this.desk.progress(this.terms.good, { kind: 'ordering' });
    return this.desk.link.ask({ type: 'order', good: this.terms.good }, (answer) =>
      this.under_way(answer.hash),
    );
  }

  private async pay(answer: Sign): Promise<Outcome | undefined> {
    if (this.terms.resumed) return this.lapsed();
    const { offer } = answer;
    const { address } = this.desk.signer;
    this.desk.progress(this.terms.good, { kind: 'signing' });
    if (this.twice(offer.order)) return failed(this.words.unfinished);
    const checked = await check(
      offer,
      this.terms,
      address,
      this.desk.passphrase(),
      this.desk.now(),
    );
    if (!checked.ok) return this.refuse(answer, checked.reason);
    const signature = await this.desk.signer.sign(checked.hash).catch(() => undefined);
    if (!signature) return this.give_up(answer, this.words.unreadable_key);
    const begun = await this.begin(answer);
    // Its next try sees what the other tab spent, and asks.
    if (begun === 'unwanted') return this.give_up(answer, this.words.unasked);
    // What is not written down could be paid twice, and would count against no limit.
    if (begun === 'no_room') return this.give_up(answer, this.words.no_record);
    return this.submit(offer.order, to_base64(signature));
  }

  /** A fresh offer means that the earlier payment is not under way any more. */
  private async lapsed(): Promise<Outcome> {
    await this.record_end('failed');
    return { kind: 'failed', message: this.words.lapsed, stale: true };
  }

  private twice(order: string): boolean {
    return has_unfinished(this.desk.activities(), this.terms.good, order, this.desk.clock());
  }

  /** Written down before the signature leaves: from then on the payment may happen. */
  private async begin(answer: Sign): Promise<Changed> {
    const { good, title, amount, confirmed } = this.terms;
    const { order } = answer.offer;
    const activity: Activity = {
      order,
      good,
      title,
      amount,
      confirmed,
      time: this.desk.clock(),
      state: 'pending',
    };
    const begun = await this.desk.begin(activity);
    if (begun === 'saved') this.activity = activity;
    return begun;
  }

  private async submit(order: string, signature: string): Promise<Outcome | undefined> {
    const request = { type: 'submit', order, signature };
    const answer = await this.desk.link.ask(request, (news) => this.under_way(news.hash));
    if (answer.type !== 'error') return this.end(answer);
    await this.record_end('failed');
    // The order may have ended by settling, so only asking for it again tells whether anything was
    // paid.
    return answer.code === 'order_closed' ? undefined : failed(said(this.words, answer));
  }

  private under_way(hash: string): void {
    this.submitted = true;
    this.desk.progress(this.terms.good, { kind: 'submitted', hash });
  }

  private async end(answer: FinalAnswer): Promise<Outcome> {
    switch (answer.type) {
      case 'receipt':
        return this.bought(answer);
      case 'failed':
        await this.record_end('failed');
        return { ...failed(said(this.words, answer)), ...remedy_for(answer.code) };
      case 'error':
        return {
          kind: 'failed',
          message: said(this.words, answer),
          stale: answer.code === 'unknown_good',
        };
      default:
        return failed(this.words.odd);
    }
  }

  private async bought(receipt: Receipt): Promise<Outcome> {
    if (receipt.good !== this.terms.good) return failed(this.words.odd);
    await this.record_end('paid');
    return { kind: 'bought', receipt };
  }

  /** After a reload the activity is one that an earlier page began. */
  private async record_end(state: 'paid' | 'failed'): Promise<void> {
    const activity = this.activity ?? pending_activity(this.desk.activities(), this.terms.good);
    if (activity) await this.desk.record({ ...activity, state });
  }

  private async refuse(answer: Sign, reason: Reason): Promise<Outcome> {
    await this.cancel(answer);
    return reason === 'amount_shown' ? this.repriced(answer) : failed(refusal(reason, this.words));
  }

  private repriced(answer: Sign): Outcome {
    const amount = parse_stroops(answer.offer.amount);
    const price = amount === undefined ? this.words.other_amount : price_text(amount);
    return { kind: 'failed', message: fill(this.words.repriced, { price }), stale: true };
  }

  private async give_up(answer: Sign, sentence: string): Promise<Outcome> {
    await this.cancel(answer);
    return failed(sentence);
  }

  private async cancel(answer: Sign): Promise<void> {
    const request = { type: 'cancel', order: answer.offer.order };
    await this.desk.link.ask(request).catch(() => undefined);
  }
}

function remedy_for(code: string): { remedy?: Remedy } {
  const poor = code === 'insufficient_balance' || code === 'account_missing';
  return poor ? { remedy: 'top_up' } : {};
}

function is_busy(answer: FinalAnswer): boolean {
  return answer.type === 'error' && answer.code === 'busy';
}

/** Chance, so that a crowd does not return as one. */
export function busy_pause_ms(chance: number): number {
  return BUSY_PAUSE_MIN_MS + (BUSY_PAUSE_MAX_MS - BUSY_PAUSE_MIN_MS) * chance;
}

function failed(message: string): Outcome {
  return { kind: 'failed', message, stale: false };
}

/**
 * Why the wallet did not sign; the reader needs to know that it is not their fault and cost
 * nothing.
 */
export function refusal(reason: Reason, words: WalletWords): string {
  if (reason === 'expired') return words.expired;
  const named: Readonly<Record<string, string>> = words;
  const fault = named[`fault_${reason}`] ?? words.fault_plain;
  return fill(words.refused, { fault });
}
