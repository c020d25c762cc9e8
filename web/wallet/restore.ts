// SPDX-License-Identifier: MIT
/** Brings another wallet into this browser: from words, a secret key, a link, or an earlier one. */

import { from_hex } from '../base/bytes';
import { price_text } from '../base/lumens';
import { fill } from '../base/words';
import { button, element, load_recovery, row, say } from './elements';
import { address_of, NoKey, wipe, type Keys } from './key';
import { decode_secret } from './strkey';
import { is_backed_up, keys_at, load_former, replace_keys, type Vault } from './vault';
import type { WalletWords } from './words';

export interface RestoreWishes {
  readonly vault: Vault;
  readonly words: WalletWords;
  seen(): boolean;
  paying(): boolean;
  /** What would be left behind, as far as one knows. */
  balance(): bigint;
  /** Another wallet is in use now. */
  replaced(): void;
}

export class Restore {
  private chosen: Keys | undefined;

  constructor(private readonly wishes: RestoreWishes) {
    element('restore').onsubmit = (event) => {
      event.preventDefault();
      void this.read(element<HTMLTextAreaElement>('restore-text').value);
    };
    element('restore-no').onclick = () => this.open();
    element('restore-yes').onclick = () => wishes.seen() && void this.replace();
  }

  open(): void {
    this.forget();
    element<HTMLTextAreaElement>('restore-text').value = '';
    element('restore').hidden = false;
    element('restore-question').hidden = true;
    this.tell('');
    void this.show_former();
  }

  /** What a link brought along. */
  async offer(handover: string): Promise<void> {
    const keys = await keys_of_handover(handover);
    if (keys) await this.ask(keys);
    else this.tell(this.wishes.words.bad_words);
  }

  private async read(text: string): Promise<void> {
    const { words } = this.wishes;
    const secret = decode_secret(text.trim());
    if (secret) return this.ask({ secret });
    const keys = await keys_of_words(text);
    if (keys) await this.ask(keys);
    else this.tell(/^\s*S[A-Z2-7]{40,}\s*$/.test(text) ? words.bad_key : words.bad_words);
  }

  private async ask(keys: Keys): Promise<void> {
    const { words, vault } = this.wishes;
    const address = await address_of(keys.secret);
    if (address === vault.address) return this.tell(words.same_wallet);
    this.forget();
    this.chosen = keys;
    say('restore-which', fill(words.restore_question, { address }));
    const price = price_text(this.wishes.balance());
    const at_risk = this.wishes.balance() > 0n && !is_backed_up(vault);
    say('restore-aside', at_risk ? fill(words.put_aside_warning, { price }) : words.put_aside);
    element('restore').hidden = true;
    element('restore-question').hidden = false;
    this.tell('');
    element('restore-yes').focus();
  }

  private async replace(): Promise<void> {
    const { words, vault } = this.wishes;
    if (!this.chosen) return;
    if (this.wishes.paying()) return this.tell(words.payment_under_way);
    try {
      await replace_keys(vault.place, this.chosen);
      this.forget();
      this.wishes.replaced();
    } catch (problem) {
      this.tell(words[problem instanceof NoKey ? problem.reason : 'no_storage']);
    }
  }

  private async show_former(): Promise<void> {
    const { place, address: in_use } = this.wishes.vault;
    const former = await load_former(place, in_use);
    element('former').hidden = former.length === 0;
    const rows = former.map((address) => {
      const use = button(this.wishes.words.use_it, () => void this.ask_former(address));
      return row(`${address.slice(0, 8)}\u2026${address.slice(-8)}`, '', use);
    });
    element('former-list').replaceChildren(...rows);
  }

  private async ask_former(address: string): Promise<void> {
    const keys = await keys_at(this.wishes.vault.place, address);
    if (keys) await this.ask(keys);
    else this.tell(this.wishes.words.unreadable_key);
  }

  private forget(): void {
    if (this.chosen) wipe(this.chosen);
    this.chosen = undefined;
  }

  private tell(sentence: string): void {
    element('restore-status').textContent = sentence;
    // On a small screen it stands below what is in view.
    if (sentence) element('restore-status').scrollIntoView({ block: 'nearest' });
  }
}

async function keys_of_words(text: string): Promise<Keys | undefined> {
  const recovery = await load_recovery();
  const entropy = recovery.entropy_of(text);
  return entropy && recovery.keys_of(entropy);
}

/** The part of a link behind `#`: what `handover_link` put there. */
async function keys_of_handover(handover: string): Promise<Keys | undefined> {
  const [name, value = ''] = handover.split('=');
  if (name === 'key') {
    const secret = decode_secret(value);
    return secret && { secret };
  }
  const entropy = from_hex(value);
  if (!entropy || ![16, 20, 24, 28, 32].includes(entropy.length)) return undefined;
  return (await load_recovery()).keys_of(entropy);
}
