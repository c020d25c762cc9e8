// SPDX-License-Identifier: MIT
/** The reader's limits, in lumens as they write them. */

import { lumens, parse_lumens } from '../base/lumens';
import { element } from './elements';
import type { Limits } from './limits';
import type { WalletWords } from './words';

export class Settings {
  constructor(
    private readonly words: WalletWords,
    private readonly load: () => Limits,
    private readonly save: (limits: Limits) => boolean,
    private readonly seen: () => boolean,
  ) {
    element('limits').onsubmit = (event) => this.submit(event);
  }

  open(): void {
    const { click, day } = this.load();
    element<HTMLInputElement>('per-click').value = lumens(click);
    element<HTMLInputElement>('per-day').value = lumens(day);
    this.tell('');
  }

  private submit(event: Event): void {
    event.preventDefault();
    if (!this.seen()) return;
    const click = this.amount('per-click');
    const day = this.amount('per-day');
    if (click === undefined || day === undefined) return this.tell(this.words.bad_amount);
    this.tell(this.save({ click, day }) ? this.words.saved : this.words.no_room);
  }

  private amount(id: string): bigint | undefined {
    const field = element<HTMLInputElement>(id);
    const amount = parse_lumens(field.value.trim().replace(',', '.'));
    field.setAttribute('aria-invalid', String(amount === undefined));
    return amount;
  }

  private tell(sentence: string): void {
    element('limits-status').textContent = sentence;
  }
}
