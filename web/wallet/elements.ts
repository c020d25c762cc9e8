// SPDX-License-Identifier: MIT
/** The elements of the wallet's page. Everything foreign is set as text, never as markup. */

import type { WalletWords } from './words';

export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** Puts the words into all places that are marked for them. */
export function label(words: WalletWords): void {
  const named: Readonly<Record<string, string>> = words;
  for (const place of document.querySelectorAll<HTMLElement>('[data-word]'))
    place.textContent = named[place.dataset['word'] ?? ''] ?? '';
  for (const place of document.querySelectorAll<HTMLElement>('[data-label]'))
    place.setAttribute('aria-label', named[place.dataset['label'] ?? ''] ?? '');
}

export function say(id: string, text: string): void {
  const place = element(id);
  place.textContent = text;
  place.hidden = text === '';
}

/** A line of a list: what, a word about it, and an amount or a button at the end. */
export function row(what: Node | string, about: string, end: Node | string): HTMLLIElement {
  const item = document.createElement('li');
  const left = document.createElement('div');
  left.append(what);
  if (about) left.append(span(about, 'quiet'));
  const right = document.createElement('div');
  right.append(end);
  item.append(left, right);
  return item;
}

export function span(text: string, class_name = ''): HTMLSpanElement {
  const node = document.createElement('span');
  node.textContent = text;
  node.className = class_name;
  return node;
}

export function button(text: string, press: () => void): HTMLButtonElement {
  const node = document.createElement('button');
  node.type = 'button';
  node.textContent = text;
  node.onclick = press;
  return node;
}

const COPIED_MS = 2000;

/** Copies the text beside the button; where that is not allowed it is selected. */
export function copies(id: string, text_id: string, words: WalletWords): void {
  element(id).onclick = async () => {
    const copied = await write_clipboard(element(text_id).textContent ?? '');
    if (!copied) getSelection()?.selectAllChildren(element(text_id));
    element(id).textContent = copied ? words.copied : words.selected;
    setTimeout(() => (element(id).textContent = words.copy), COPIED_MS);
  };
}

function write_clipboard(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

/** Loads a part that few readers need, from the wallet's own address. */
export function load_recovery(): Promise<typeof import('./recovery')> {
  return load_part('recovery') as Promise<typeof import('./recovery')>;
}

export function load_qr(): Promise<typeof import('./qr')> {
  return load_part('qr') as Promise<typeof import('./qr')>;
}

function load_part(name: string): Promise<unknown> {
  const address = new URL(`/wallet/${name}.js`, location.href).href;
  return import(address);
}
