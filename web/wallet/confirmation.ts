// SPDX-License-Identifier: MIT
/** Asks the reader for a click on one payment, inside the wallet, where no page can click. */

import { price_text } from '../base/lumens';
import { fill } from '../base/words';
import { element, say } from './elements';
import { Guard } from './guard';
import type { Limits } from './limits';
import type { WalletWords } from './words';

export class Confirmation {
  private ended: ((agreed: boolean) => void) | undefined;
  private answer: Promise<boolean> = Promise.resolve(false);
  private readonly guard: Guard;

  constructor(private readonly words: WalletWords) {
    this.guard = new Guard(element('confirm'), (seen, covered) => this.allow(seen, covered));
    element('confirm-pay').onclick = () => this.guard.seen && this.ended?.(true);
    element('confirm-leave').onclick = () => this.ended?.(false);
  }

  /** A second question waits for the first to end. */
  async ask(title: string, price: bigint, limits: Limits): Promise<boolean> {
    while (this.ended) await this.answer;
    this.answer = new Promise((resolve) => (this.ended = resolve));
    this.show(title, price_text(price), limits);
    const agreed = await this.answer;
    this.ended = undefined;
    element('confirm').hidden = true;
    return agreed;
  }

  /** Whether there was a question to leave. */
  leave(): boolean {
    this.ended?.(false);
    return this.ended !== undefined;
  }

  private show(title: string, price: string, { click, day }: Limits): void {
    const { pay_question, pay, why_asked } = this.words;
    say('confirm-question', fill(pay_question, { price }));
    say('confirm-title', title);
    const limits = { click: price_text(click), day: price_text(day) };
    say('confirm-why', fill(why_asked, limits));
    element('confirm-pay').textContent = fill(pay, { price });
    element('confirm').hidden = false;
    this.guard.renew();
  }

  private allow(seen: boolean, covered: boolean): void {
    element<HTMLButtonElement>('confirm-pay').disabled = !seen;
    element('confirm').querySelector<HTMLElement>('.covered')!.hidden = !covered;
  }
}
