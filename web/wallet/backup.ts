// SPDX-License-Identifier: MIT
/**
 * Shows what the wallet can be brought back from: its words, a link with a code, its secret key.
 * Each is on the screen only after the reader asked for it, and gone when the view closes.
 */

import { to_hex } from '../base/bytes';
import { copies, element, load_qr, load_recovery, say } from './elements';
import { encode_secret } from './strkey';
import { is_backed_up, mark_backed_up, type Keys } from './vault';
import type { WalletWords } from './words';

export interface BackupWishes {
  readonly keys: Keys;
  readonly storage: Storage;
  readonly words: WalletWords;
  readonly network: string;
  /** Whether the reader has had the time to see what they click. */
  seen(): boolean;
  backed_up(): void;
}

export class Backup {
  constructor(private readonly wishes: BackupWishes) {
    const { words } = wishes;
    copies('copy-link', 'link-text', words);
    copies('copy-key', 'key-text', words);
    this.on('show-words', () => this.toggle_words());
    this.on('show-link', () => this.toggle_link());
    this.on('show-key', () => this.toggle_key());
    this.on('written-down', () => this.finish());
    element<HTMLAnchorElement>('own-tab').href = this.page();
    element('own-tab').hidden = window.parent === window;
  }

  open(): void {
    const { keys, storage } = this.wishes;
    const has_words = keys.entropy !== undefined;
    element('back-up-note').hidden = !has_words;
    element('show-words').hidden = !has_words;
    element('no-words').hidden = has_words;
    element('backed-up').hidden = !is_backed_up(storage);
    this.close();
  }

  /** Nothing secret stays in the document of a closed view. */
  close(): void {
    for (const id of ['words', 'link', 'key']) element(id).hidden = true;
    for (const id of ['word-list', 'link-code', 'link-text', 'key-text'])
      element(id).replaceChildren();
    element('show-words').textContent = this.wishes.words.show_words;
  }

  private on(id: string, press: () => unknown): void {
    element(id).onclick = () => this.wishes.seen() && void press();
  }

  private async toggle_words(): Promise<void> {
    const { keys, words } = this.wishes;
    if (!element('words').hidden || !keys.entropy) return this.close();
    const recovery = await load_recovery();
    const items = recovery.phrase_of(keys.entropy).split(' ').map(item);
    element('word-list').replaceChildren(...items);
    element('words').hidden = false;
    element('show-words').textContent = words.hide;
  }

  private async toggle_link(): Promise<void> {
    if (!element('link').hidden) return this.close();
    const link = handover_link(this.wishes.keys, this.page());
    const qr = await load_qr();
    element('link-code').replaceChildren(qr.qr_picture(link, this.wishes.words.show_link));
    element('link-text').textContent = link;
    element('link').hidden = false;
  }

  private page(): string {
    return `${location.origin}/wallet/?network=${this.wishes.network}`;
  }

  private toggle_key(): void {
    if (!element('key').hidden) return this.close();
    element('key-text').textContent = encode_secret(this.wishes.keys.secret);
    element('key').hidden = false;
    // Whoever asked for the only copy of a wallet without words has it.
    if (!this.wishes.keys.entropy) this.finish(false);
  }

  private finish(close = true): void {
    mark_backed_up(this.wishes.storage);
    say('backed-up', this.wishes.words.backed_up);
    if (close) this.close();
    this.wishes.backed_up();
  }
}

function item(word: string): HTMLLIElement {
  const node = document.createElement('li');
  node.textContent = word;
  return node;
}

/** The keys stand behind `#`, which browsers send to nobody. */
export function handover_link(keys: Keys, page: string): string {
  const { entropy, secret } = keys;
  return entropy ? `${page}#words=${to_hex(entropy)}` : `${page}#key=${encode_secret(secret)}`;
}
