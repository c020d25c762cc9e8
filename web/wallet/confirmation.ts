// SPDX-License-Identifier: MIT
/** Asks the reader for a click on one payment, inside the wallet, where no page can click. */

import { ask_apart, type Question } from './apart';
import { price_text } from '../base/lumens';
import { fill } from '../base/words';
import { element, say } from './elements';
import { Guard } from './guard';
import type { WalletWords } from './words';

export class Confirmation {
  private question: Question | undefined;
  private ended: ((agreed: boolean) => void) | undefined;
  private answer: Promise<boolean> = Promise.resolve(false);
  private readonly guard: Guard;
  private seen = false;
  private reachable = true;

  constructor(private readonly words: WalletWords) {
    this.guard = new Guard(element('confirm'), (seen, covered) => this.allow(seen, covered));
    element('confirm-pay').onclick = () =>
      this.guard.seen && this.reachable && this.ended?.(true);
    element('confirm-leave').onclick = () => this.ended?.(false);
    element('confirm-apart').onclick = () => this.ask_apart();
  }

  /** A second question waits for the first to end. */
  async ask(question: Question): Promise<boolean> {
    while (this.ended) await this.answer;
    this.answer = new Promise((resolve) => (this.ended = resolve));
    this.question = question;
    this.show(question);
    const agreed = await this.answer;
    this.question = this.ended = undefined;
    element('confirm').hidden = true;
    return agreed;
  }

  /** Without its server the wallet cannot pay, so a yes would end in an error. */
  set answerable(reachable: boolean) {
    this.reachable = reachable;
    say('confirm-offline', reachable ? '' : this.words.offline);
    this.enable();
  }

  /** Whether there was a question to leave. */
  leave(): boolean {
    this.ended?.(false);
    return this.ended !== undefined;
  }

  /** An answer to a question that has ended meanwhile answers no other one. */
  private ask_apart(): void {
    const { question, ended } = this;
    if (!question || !ended) return;
    const opened = ask_apart(question, ended);
    say('confirm-no-window', opened ? '' : this.words.no_window);
  }

  private show({ title, price, limits }: Question): void {
    const { pay_question, pay, why_asked } = this.words;
    const sum = price_text(price);
    say('confirm-question', fill(pay_question, { price: sum }));
    say('confirm-title', title);
    const { click, day } = limits;
    say('confirm-why', fill(why_asked, { click: price_text(click), day: price_text(day) }));
    say('confirm-no-window', '');
    element('confirm-pay').textContent = fill(pay, { price: sum });
    element('confirm').hidden = false;
    this.guard.renew();
  }

  private allow(seen: boolean, covered: boolean): void {
    this.seen = seen;
    this.enable();
    element('confirm').querySelector<HTMLElement>('.covered')!.hidden = !covered;
    element('confirm-apart').hidden = !covered;
  }

  private enable(): void {
    element<HTMLButtonElement>('confirm-pay').disabled = !this.seen || !this.reachable;
  }
}
