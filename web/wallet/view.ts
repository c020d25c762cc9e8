// SPDX-License-Identifier: MIT
/** The wallet's frame on the screen: the button, and the menu behind it with its views. */

import type { Activity } from './activities';
import type { Question } from './apart';
import type { PastPurchase } from './answers';
import { Backup } from './backup';
import { price_text, short_price_text } from '../base/lumens';
import { fill } from '../base/words';
import { Confirmation } from './confirmation';
import { copies, element, label, say } from './elements';
import { Guard } from './guard';
import type { Limits } from './limits';
import { Purchases, show_activities, type Speaker } from './lists';
import { Restore } from './restore';
import { Settings } from './settings';
import { can_share } from './shared_storage';
import { summary, type WalletState } from './state';
import { TopUp } from './top_up';
import { forget_lost, is_backed_up, lost_address, type Vault } from './vault';

export type Part =
  'menu' | 'activity' | 'top_up' | 'purchases' | 'back_up' | 'settings' | 'learn_more';

/** What the view needs of the wallet behind it. */
export interface Wishes {
  /** Why no money came, if none came. */
  fund(): Promise<string | undefined>;
  look(): Promise<void>;
  past_purchases(before?: string): Promise<readonly PastPurchase[] | undefined>;
  paying(): boolean;
  passphrase(): string;
  limits(): Limits;
  save_limits(limits: Limits): boolean;
  /** Keeps the wallet where all sites find it; whether the browser let it. */
  share(): Promise<boolean>;
  replaced(): void;
  resized(width: number, height: number): void;
}

export interface Owner {
  readonly vault: Vault;
  readonly network: string;
  /** All sites find the wallet there. */
  readonly shared: boolean;
}

const HEIGHT_MAX = 600;

export class View {
  private part: Part = 'menu';
  private state: WalletState = { kind: 'starting' };
  private activities: readonly Activity[] = [];
  private readonly confirmation: Confirmation;
  private readonly guard: Guard;
  private readonly purchases: Purchases;
  private readonly settings: Settings;
  private readonly top_up: TopUp;
  private readonly backup: Backup;
  private readonly restore: Restore;

  constructor(
    private readonly owner: Owner,
    private readonly speaker: Speaker,
    private readonly wishes: Wishes,
  ) {
    const { words } = speaker;
    const seen = (): boolean => this.guard.seen;
    const look_again = (): void => this.guard.renew();
    const secrets = { ...owner, words, seen, look_again };
    label(words);
    this.guard = new Guard(element('panel'), (_seen, covered) => this.warn(covered));
    this.confirmation = new Confirmation(words);
    this.purchases = new Purchases(speaker, (before) => wishes.past_purchases(before));
    this.settings = new Settings(words, () => wishes.limits(), wishes.save_limits, seen);
    this.top_up = new TopUp({ address: owner.vault.address, look: () => wishes.look() });
    this.backup = new Backup({ ...secrets, backed_up: () => this.show_menu() });
    const paying = (): boolean => wishes.paying();
    const replaced = (): void => wishes.replaced();
    const balance = (): bigint => balance_of(this.state) ?? 0n;
    this.restore = new Restore({ ...secrets, paying, replaced, balance });
    copies('copy', 'address', words);
    this.listen();
  }

  show(state: WalletState, activities: readonly Activity[]): void {
    this.state = state;
    this.activities = activities;
    this.confirmation.answerable = state.kind === 'online';
    element('summary').textContent = this.summary_text();
    element('network').hidden = !(state.kind === 'online' && state.friendbot);
    this.show_menu();
    this.show_top_up();
    show_activities(activities, this.speaker);
  }

  open(part: Part = 'menu'): void {
    element('panel').hidden = false;
    element('pill').setAttribute('aria-expanded', 'true');
    this.go(part);
  }

  /**
   * A wallet that can keep nothing has no menu; where the browser may still be asked for the
   * storage of all sites, that is what it offers.
   */
  show_refusal(message: string, may_ask: boolean): void {
    element('menu').hidden = true;
    this.show({ kind: 'refused', message }, []);
    if (!may_ask) return;
    element('status').after(element('one-wallet'), element('own-tab'));
    element('one-wallet').hidden = false;
  }

  /** Another wallet came with a link. */
  offer(handover: string): void {
    this.open('back_up');
    void this.restore.offer(handover);
  }

  /**
   * The frame's size is the page's to give, and only after the page has spoken, so it is told again
   * then. It stays while the panel is open, whatever that shows: browsers throw away the clicks
   * into a frame that has just changed its size.
   */
  measure(): void {
    const shown = ['confirm', 'panel'].map(element).filter(({ hidden }) => !hidden);
    const cards = shown.map((card) => height_for(card) + GAP);
    const { offsetWidth, offsetHeight } = element('pill');
    const height = cards.reduce((sum, card) => sum + card, offsetHeight + 2 * MARGIN);
    const width = shown.length > 0 ? CARD_WIDTH + 2 * MARGIN : offsetWidth + 2 * MARGIN;
    this.wishes.resized(width, height);
  }

  confirm(question: Question): Promise<boolean> {
    return this.confirmation.ask(question);
  }

  private listen(): void {
    element('pill').onclick = () => (element('panel').hidden ? this.open() : this.close());
    element('back').onclick = () => this.go('menu');
    element('forget-lost').onclick = () => {
      forget_lost(this.owner.vault);
      this.show_menu();
    };
    element('fund').onclick = () => void this.fund();
    element('use-one').onclick = () => void this.share();
    for (const button of document.querySelectorAll<HTMLElement>('[data-open]'))
      button.onclick = () => this.go(button.dataset['open'] as Part);
    document.onkeydown = (event) => this.escape(event);
    document.onclick = ({ target }) => this.dismiss(target);
    const sizes = new ResizeObserver(() => this.measure());
    for (const node of document.querySelectorAll('.inside, #pill')) sizes.observe(node);
    for (const id of ['confirm', 'panel']) sizes.observe(element(id));
  }

  private close(): void {
    this.leave();
    element('panel').hidden = true;
    element('pill').setAttribute('aria-expanded', 'false');
    element('pill').focus();
  }

  private leave(): void {
    this.top_up.close();
    this.backup.close();
  }

  private go(part: Part): void {
    this.leave();
    const from = this.part;
    this.part = part;
    for (const view of document.querySelectorAll<HTMLElement>('.view'))
      view.hidden = view.id !== `view-${part}`;
    const { words } = this.speaker;
    element('panel-heading').textContent = part === 'menu' ? words.your_wallet : words[part];
    element('back').hidden = part === 'menu';
    element('panel').scrollTop = 0;
    this.enter(part);
    this.guard.renew();
    const return_to = document.querySelector<HTMLElement>(`[data-open="${from}"]`);
    if (part === 'menu' && return_to && from !== 'menu') return_to.focus();
    else element('panel-heading').focus();
  }

  private enter(part: Part): void {
    if (part === 'top_up') this.top_up.open(this.wishes.passphrase());
    if (part === 'purchases') void this.purchases.open();
    if (part === 'settings') this.settings.open();
    if (part !== 'back_up') return;
    this.backup.open();
    this.restore.open();
    element('one-wallet').hidden = !can_share() || this.owner.shared;
  }

  private async fund(): Promise<void> {
    say('fund-note', (await this.wishes.fund()) ?? '');
  }

  private async share(): Promise<void> {
    const shared = this.guard.seen && (await this.wishes.share());
    if (!shared) say('use-one-note', this.speaker.words.use_one_refused);
  }

  private escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.confirmation.leave() || element('panel').hidden) return;
    if (this.part === 'menu') this.close();
    else this.go('menu');
  }

  /** A click beside the open panel is meant for the page, which the frame lies over there. */
  private dismiss(target: EventTarget | null): void {
    const beside: unknown[] = [document.documentElement, document.body, element('wallet')];
    if (window.parent === window || element('panel').hidden || !beside.includes(target)) return;
    this.close();
  }

  private warn(covered: boolean): void {
    element('panel').querySelector<HTMLElement>('.covered')!.hidden = !covered;
  }

  private show_menu(): void {
    const balance = balance_of(this.state);
    const sum = balance === undefined ? '' : price_text(balance);
    say('balance', sum);
    element('view-top_up').querySelector('.sum')!.textContent = sum;
    element('status').textContent = this.status_text();
    const { vault } = this.owner;
    const worth_keeping = this.activities.length > 0 && vault.address !== '';
    element('only-copy').hidden = !worth_keeping || is_backed_up(vault);
    const lost = lost_address(vault);
    element('lost').hidden = lost === undefined;
    if (lost) say('lost-which', fill(this.speaker.words.lost_key, { address: lost }));
  }

  private show_top_up(): void {
    const { state } = this;
    const play = state.kind === 'online' && state.friendbot;
    const button = element<HTMLButtonElement>('fund');
    const { words } = this.speaker;
    element('friendbot').hidden = !play;
    button.disabled = state.kind === 'online' && state.funding;
    button.textContent = button.disabled ? words.getting : words.get_play_money;
  }

  private summary_text(): string {
    const line = summary(this.state);
    if (line.kind === 'balance') return short_price_text(line.stroops);
    return this.speaker.words[line.name];
  }

  private status_text(): string {
    const { state } = this;
    const { words } = this.speaker;
    switch (state.kind) {
      case 'starting':
        return words.connecting;
      case 'offline':
        return words.offline;
      case 'refused':
        return state.message;
      case 'online':
        if (state.account.kind !== 'missing' || state.funding) return '';
        return state.friendbot ? words.no_account : words.open_account;
    }
  }
}

const MARGIN = 12;
const GAP = 8;
const CARD_WIDTH = 296;
const CARD_BORDER = 2;

function height_for(card: HTMLElement): number {
  if (card.id === 'panel') return HEIGHT_MAX;
  return Math.min((card.firstElementChild?.scrollHeight ?? 0) + CARD_BORDER, HEIGHT_MAX);
}

function balance_of(state: WalletState): bigint | undefined {
  if (state.kind !== 'online') return undefined;
  const { account } = state;
  if (account.kind === 'unknown') return undefined;
  return account.kind === 'open' ? account.balance : 0n;
}
