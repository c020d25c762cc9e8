// SPDX-License-Identifier: MIT
/** The wallet's lists: what it did lately in this browser, and all that it ever bought. */

import { is_unfinished, type Activity } from './activities';
import type { PastPurchase } from './answers';
import { price_text } from '../base/lumens';
import { fill } from '../base/words';
import { element, row } from './elements';
import type { WalletWords } from './words';

const ACTIVITIES_SHOWN = 50;
/** A shorter answer is the last one. */
const PAGE = 40;

export interface Speaker {
  readonly words: WalletWords;
  readonly language: string;
}

export function show_activities(list: readonly Activity[], speaker: Speaker): void {
  const rows = list.slice(0, ACTIVITIES_SHOWN).map((activity) => activity_row(activity, speaker));
  element('activities').replaceChildren(...(rows.length > 0 ? rows : [nothing(speaker)]));
}

function activity_row(activity: Activity, speaker: Speaker): Node {
  const { words } = speaker;
  const outcome = {
    paid: '',
    failed: words.not_paid,
    pending: is_unfinished(activity, Date.now() / 1000) ? words.on_its_way : words.end_unknown,
  }[activity.state];
  const about = [time_text(activity.time, speaker), outcome].filter(Boolean).join(' \u00b7 ');
  return row(activity.title || words.untitled, about, price_text(activity.amount));
}

/** All purchases, a page at a time; the server knows them, whichever browser made them. */
export class Purchases {
  private last: string | undefined;

  constructor(
    private readonly speaker: Speaker,
    private readonly ask: (before?: string) => Promise<readonly PastPurchase[] | undefined>,
  ) {
    element('more').onclick = () => void this.add();
  }

  async open(): Promise<void> {
    this.last = undefined;
    element('bought').replaceChildren();
    await this.add();
  }

  private async add(): Promise<void> {
    const before = this.last;
    const page = await this.ask(before);
    if (before !== this.last) return;
    const { words } = this.speaker;
    this.last = page?.[page.length - 1]?.id ?? before;
    element('bought').append(...(page ?? []).map((purchase) => this.row(purchase)));
    element('more').hidden = !page || page.length < PAGE;
    if (element('bought').childElementCount > 0) return;
    element('bought').append(page ? nothing(this.speaker) : row(words.offline, '', ''));
  }

  private row(purchase: PastPurchase): Node {
    const { words } = this.speaker;
    const title = purchase.title || words.untitled;
    const about = [time_text(purchase.time, this.speaker), this.end_of(purchase)];
    const what = purchase.url ? link(title, purchase.url) : title;
    return row(what, about.filter(Boolean).join(' \u00b7 '), price_text(purchase.amount));
  }

  private end_of({ purchase_expires_at }: PastPurchase): string {
    if (purchase_expires_at === undefined) return '';
    const { words } = this.speaker;
    if (purchase_expires_at <= Date.now() / 1000) return words.has_ended;
    return fill(words.until, { time: time_text(purchase_expires_at, this.speaker) });
  }
}

function nothing({ words }: Speaker): Node {
  return row(words.nothing_yet, '', '');
}

/** To the publisher's page, in a tab of its own: the frame is too small for it. */
function link(text: string, url: string): HTMLAnchorElement {
  const node = document.createElement('a');
  node.textContent = text;
  node.href = url;
  node.target = '_blank';
  node.rel = 'noopener noreferrer';
  return node;
}

function time_text(seconds: number, { language }: Speaker): string {
  const options = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(language, options).format(seconds * 1000);
}
