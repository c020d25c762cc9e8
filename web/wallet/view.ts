// SPDX-License-Identifier: MIT
/**
 * The wallet's frame on the screen. Everything foreign (titles, messages) is set as text, never as
 * markup.
 */

import { is_unfinished, type Activity } from './activities';
import { price_text, short_lumens } from '../base/lumens';
import { summary, type WalletState } from './state';

export interface Wishes {
  fund(): void;
  resized(width: number, height: number): void;
}

const ACTIVITIES_SHOWN = 5;
/** A click that was meant for what lay there before must not pay. */
const CONFIRM_AFTER_MS = 500;

export class View {
  private ended: ((agreed: boolean) => void) | undefined;

  constructor(
    private readonly address: string,
    private readonly wishes: Wishes,
  ) {
    element('address').textContent = address;
    element('pill').onclick = () => this.toggle();
    element('fund').onclick = () => wishes.fund();
    element('copy').onclick = () => void this.copy();
    element('confirm-pay').onclick = () => this.ended?.(true);
    element('confirm-leave').onclick = () => this.ended?.(false);
    document.onkeydown = (event) => this.escape(event);
    new ResizeObserver(() => this.measure()).observe(element('wallet'));
  }

  show(state: WalletState, activities: readonly Activity[]): void {
    element('summary').textContent = summary_text(state);
    element('balance').textContent = balance_text(state);
    element('status').textContent = status_text(state);
    this.show_funding(state);
    element('activities').replaceChildren(...rows(activities));
  }

  open(): void {
    if (element('panel').hidden) this.toggle();
  }

  /**
   * The page's size is the frame's to choose only after the page has spoken, so it is told again
   * then.
   */
  measure(): void {
    const { offsetWidth, offsetHeight } = element('wallet');
    this.wishes.resized(offsetWidth, offsetHeight);
  }

  /** Asks for a click on this very payment; a second question waits for the first to end. */
  async confirm(title: string, price: bigint): Promise<boolean> {
    while (this.ended) await this.answer;
    this.answer = new Promise((resolve) => (this.ended = resolve));
    this.ask(title, price);
    const agreed = await this.answer;
    this.ended = undefined;
    element('confirm').hidden = true;
    return agreed;
  }

  private answer: Promise<boolean> = Promise.resolve(false);

  private ask(title: string, price: bigint): void {
    const pay = element<HTMLButtonElement>('confirm-pay');
    element('confirm-question').textContent = `Pay ${price_text(price)}?`;
    element('confirm-title').textContent = title;
    pay.textContent = `Pay ${price_text(price)}`;
    pay.disabled = true;
    element('confirm').hidden = false;
    setTimeout(() => (pay.disabled = false), CONFIRM_AFTER_MS);
  }

  private show_funding(state: WalletState): void {
    const play = state.kind === 'online' && state.friendbot;
    const button = element<HTMLButtonElement>('fund');
    element('network').hidden = !play;
    button.hidden = !play;
    button.disabled = play && state.funding;
    button.textContent = button.disabled ? 'Getting play money' : 'Get play money';
  }

  private toggle(): void {
    const panel = element('panel');
    panel.hidden = !panel.hidden;
    element('pill').setAttribute('aria-expanded', String(!panel.hidden));
  }

  private escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    if (this.ended) this.ended(false);
    else if (!element('panel').hidden) this.toggle();
  }

  private async copy(): Promise<void> {
    const copied = await write_clipboard(this.address);
    if (!copied) getSelection()?.selectAllChildren(element('address'));
    element('copy').textContent = copied ? 'Copied' : 'Selected';
    setTimeout(() => (element('copy').textContent = 'Copy'), 2000);
  }
}

function element<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

function write_clipboard(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

function summary_text(state: WalletState): string {
  const line = summary(state);
  return line.kind === 'balance' ? `${short_lumens(line.stroops)} XLM` : line.words;
}

function balance_text(state: WalletState): string {
  if (state.kind !== 'online') return '';
  const { account } = state;
  return account.kind === 'open'
    ? price_text(account.balance)
    : account.kind === 'missing'
      ? price_text(0n)
      : '';
}

function status_text(state: WalletState): string {
  switch (state.kind) {
    case 'starting':
      return 'Connecting to the payment server.';
    case 'offline':
      return 'The payment server does not answer. Trying again.';
    case 'refused':
      return state.message;
    case 'online':
      return missing_text(state);
  }
}

function missing_text(state: WalletState & { kind: 'online' }): string {
  if (state.account.kind !== 'missing' || state.funding) return '';
  return state.friendbot
    ? 'This wallet has no account on the test network yet.'
    : 'Send at least 1.5 XLM to the address below to open this wallet.';
}

function rows(activities: readonly Activity[]): Node[] {
  if (activities.length === 0) return [row('Nothing yet', '')];
  return activities
    .slice(0, ACTIVITIES_SHOWN)
    .map((activity) => row(activity.title, amount_text(activity)));
}

function amount_text(activity: Activity): string {
  return price_text(activity.amount) + OUTCOMES[activity.state](activity);
}

const OUTCOMES = {
  paid: () => '',
  failed: () => ', not paid',
  pending: (activity: Activity) =>
    is_unfinished(activity, Date.now() / 1000) ? ', on its way' : ', end unknown',
};

function row(what: string, amount: string): HTMLLIElement {
  const item = document.createElement('li');
  item.append(span(what), span(amount));
  return item;
}

function span(text: string): HTMLSpanElement {
  const node = document.createElement('span');
  node.textContent = text;
  return node;
}
