// SPDX-License-Identifier: MIT
/** Brings what stays in its box: a link to a file, and the thanks for a donation. */

import type { Showing } from './box';
import { fetch_text } from './delivery';
import type { DonationContent } from './placeholder';

export interface FileWishes {
  readonly save: string;
  /** The address with a fresh receipt; undefined when there is none to be had. */
  renew(): Promise<string | undefined>;
}

/** A link with the file's own name. A receipt that has ended meanwhile is renewed by the click. */
export function show_file(
  url: string,
  title: string,
  ends_at: () => number,
  wishes: FileWishes,
): Showing {
  const link = document.createElement('a');
  link.className = 'button';
  link.textContent = wishes.save;
  link.href = url;
  link.download = file_name(url);
  link.rel = 'noopener';
  link.onclick = (event) => {
    if (Date.now() < ends_at()) return;
    event.preventDefault();
    void wishes.renew().then((fresh) => fresh && follow(link, fresh));
  };
  const renewed = (fresh: string): void => void (link.href = fresh);
  return { nodes: [], in_box: { title, parts: [link] }, renewed };
}

function follow(link: HTMLAnchorElement, url: string): void {
  link.href = url;
  link.onclick = null;
  link.click();
}

/** The last part of the address, when it looks like a name; else the browser finds one. */
export function file_name(url: string): string {
  const last = new URL(url).pathname.split('/').pop() ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** What is said to somebody who gave; the publisher's own words, when there is an address. */
export async function show_thanks(
  url: string | undefined,
  content: DonationContent,
  said: { readonly thanks: string; readonly given: string; readonly fresh: boolean },
): Promise<Showing> {
  const delivery = url === undefined ? undefined : await fetch_text(url);
  const parts: Node[] = [];
  if (delivery?.kind === 'delivered') {
    const letter = document.createElement('p');
    letter.textContent = delivery.text.trim().slice(0, LETTER_MAX);
    parts.push(letter);
  }
  const title = content.thanks || said.fresh ? said.thanks : said.given;
  return { nodes: [], in_box: { title, parts } };
}

const LETTER_MAX = 1000;
