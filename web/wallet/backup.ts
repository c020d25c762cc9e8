// SPDX-License-Identifier: MIT
/**
 * Shows what the wallet can be brought back from: its words, a link with a code, its secret key.
 * Each is on the screen only after the reader asked for it and said so again, and gone when the
 * view closes.
 */

import { to_hex } from '../base/bytes';
import { copies, element, load_qr, load_recovery, say } from './elements';
import type { Keys } from './key';
import { encode_secret } from './strkey';
import { is_backed_up, mark_backed_up, type Vault } from './vault';
import type { WalletWords } from './words';

export interface BackupWishes {
  readonly vault: Vault;
  readonly words: WalletWords;
  readonly network: string;
  /** Whether the reader has had the time to see what they click. */
  seen(): boolean;
  /** Something new is there to be seen first. */
  look_again(): void;
  backed_up(): void;
}

const SECRETS = ['words', 'link', 'key'] as const;
type Secret = (typeof SECRETS)[number];

const SHOW = { words: 'show_words', link: 'show_link', key: 'show_key' } as const;

export class Backup {
  private asked: Secret | undefined;

  constructor(private readonly wishes: BackupWishes) {
    const { words } = wishes;
    copies('copy-link', 'link-text', words);
    copies('copy-key', 'key-text', words);
    for (const secret of SECRETS)
      this.on(`show-${secret}`, () => this.toggle(secret));
    this.on('reveal-yes', () => this.reveal());
    element('reveal-no').onclick = () => this.close();
    this.on('written-down', () => this.finish());
    element<HTMLAnchorElement>('own-tab').href = this.page();
    element('own-tab').hidden = window.parent === window;
  }

  open(): void {
    const { vault } = this.wishes;
    const { has_words } = vault;
    element('back-up-note').hidden = !has_words;
    element('show-words').hidden = !has_words;
    element('no-words').hidden = has_words;
    element('backed-up').hidden = !is_backed_up(vault);
    this.close();
    // Browsers that are short of room throw away the sites' data that nobody asked to keep.
    void navigator.storage?.persist?.().catch(() => false);
  }

  /** Nothing secret stays in the document of a closed view. */
  close(): void {
    this.asked = undefined;
    for (const id of [...SECRETS, 'reveal']) element(id).hidden = true;
    for (const id of ['word-list', 'link-code', 'link-text', 'key-text'])
      element(id).replaceChildren();
    for (const secret of SECRETS) this.name(secret, SHOW[secret]);
  }

  private name(secret: Secret, word: keyof WalletWords): void {
    element(`show-${secret}`).textContent = this.wishes.words[word];
  }

  private on(id: string, press: () => unknown): void {
    element(id).onclick = () => this.wishes.seen() && void press();
  }

  private toggle(secret: Secret): void {
    const shown = !element(secret).hidden || this.asked === secret;
    this.close();
    if (shown) return element(`show-${secret}`).focus();
    this.asked = secret;
    element(`show-${secret}`).after(element('reveal'));
    element('reveal').hidden = false;
    element('reveal-yes').focus();
    this.wishes.look_again();
  }

  private async reveal(): Promise<void> {
    const secret = this.asked;
    if (!secret) return;
    await this.wishes.vault.use((keys) => this.fill(secret, keys));
    // Closed while it was being opened.
    if (this.asked !== secret) return this.close();
    this.asked = undefined;
    element('reveal').hidden = true;
    element(secret).hidden = false;
    element(`show-${secret}`).focus();
    this.name(secret, 'hide');
    // Whoever asked for the only copy of a wallet without words has it.
    if (secret === 'key' && !this.wishes.vault.has_words) this.finish(false);
  }

  private fill(secret: Secret, keys: Keys): Promise<void> {
    const fillers = { words: fill_words, link: this.fill_link, key: fill_key };
    return fillers[secret].call(this, keys);
  }

  private async fill_link(keys: Keys): Promise<void> {
    const link = handover_link(keys, this.page());
    const qr = await load_qr();
    element('link-code').replaceChildren(qr.qr_picture(link, this.wishes.words.show_link));
    element('link-text').textContent = link;
  }

  private page(): string {
    return `${location.origin}/wallet/?network=${this.wishes.network}`;
  }

  private finish(close = true): void {
    mark_backed_up(this.wishes.vault);
    say('backed-up', this.wishes.words.backed_up);
    if (close) this.close();
    this.wishes.backed_up();
  }
}

async function fill_words({ entropy }: Keys): Promise<void> {
  if (!entropy) return;
  const recovery = await load_recovery();
  element('word-list').replaceChildren(...recovery.phrase_of(entropy).split(' ').map(item));
}

async function fill_key({ secret }: Keys): Promise<void> {
  element('key-text').textContent = encode_secret(secret);
}

function item(word: string): HTMLLIElement {
  const node = document.createElement('li');
  node.textContent = word;
  return node;
}

/** The keys stand behind `#`, which browsers send to nobody. */
export function handover_link({ entropy, secret }: Keys, page: string): string {
  return entropy ? `${page}#words=${to_hex(entropy)}` : `${page}#key=${encode_secret(secret)}`;
}
