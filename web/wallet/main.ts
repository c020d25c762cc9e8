// SPDX-License-Identifier: MIT
/** The wallet's frame, put together. */

import type { ToPage, ToWallet } from '../base/frame_messages';
import { answer_apart, asker } from './apart';
import { direction_of, language_of, load_words } from '../base/words';
import { wallet as english } from '../messages/en';
import { Confirmation } from './confirmation';
import { element, label, load_recovery } from './elements';
import { NoKey, signer_of, type Keys } from './key';
import { save_limits, load_limits } from './limits';
import { open_page_line, type PageLine } from './page';
import { own_place, type Place } from './place';
import { Rates } from './rates';
import { bring_along, can_share, granted_place, request_place } from './shared_storage';
import { KEY_ENTRY, open_vault, Vault } from './vault';
import { View, type Wishes } from './view';
import { Wallet } from './wallet';
import type { WalletWords } from './words';

const embedded = window.parent !== window;
const query = new URL(location.href).searchParams;
const network = query.get('network') ?? 'live';
const language = language_of(query.get('language'), ...navigator.languages);

/** What the page says before the key is open waits here; the newest word on trouble greets it. */
class Frame {
  private wallet: Wallet | undefined;
  private view: View | undefined;
  private trouble: string | undefined;
  private readonly early: ToWallet[] = [];
  private readonly line: PageLine | undefined;
  private readonly rates = new Rates((message) => this.send(message));

  constructor() {
    this.line = embedded
      ? open_page_line(window.parent, (message) => this.receive(message))
      : undefined;
  }

  async start(): Promise<void> {
    const words = await load_words('wallet', english, language, location.origin);
    document.documentElement.lang = language;
    document.documentElement.dir = direction_of(language);
    if (!embedded) document.documentElement.className = 'alone';
    const asking = asker();
    if (asking) return answer(asking, words);
    try {
      const shared = await shared_place();
      const place = shared ?? own_place();
      if (!place) throw new NoKey('no_storage');
      this.serve(await open_vault(place, make_keys), shared !== undefined, words);
    } catch (problem) {
      this.give_up(problem instanceof NoKey ? problem.reason : 'cannot_run', words);
    }
    this.early.splice(0).forEach((message) => this.obey(message));
  }

  private serve(vault: Vault, shared: boolean, words: WalletWords): void {
    const { place } = vault;
    const handover = embedded ? '' : take_handover();
    const owner = { vault, network, shared };
    const audience = {
      page: (message: ToPage) => this.send(message),
      show: (...what: Parameters<View['show']>) => view.show(...what),
      confirm: (title: string, price: bigint) =>
        view.confirm({ title, price, limits: wallet.limits() }),
      misdirected: (networks: readonly string[]) => redirect(networks, handover),
    };
    const endpoint = { origin: location.origin, network };
    const wallet: Wallet = new Wallet(
      endpoint,
      { signer: signer_of(vault), place, words },
      audience,
    );
    const view: View = new View(owner, { words, language }, this.wishes(place, wallet));
    this.view = view;
    this.wallet = wallet;
    addEventListener('storage', (event) => this.follow(event, vault, wallet));
    wallet.link.start();
    if (!embedded) view.open();
    if (handover) view.offer(handover);
  }

  private wishes(place: Place, wallet: Wallet): Wishes {
    const { storage } = place;
    return {
      fund: () => wallet.fund(),
      look: () => wallet.look(),
      past_purchases: (before) => wallet.past_purchases(before),
      paying: () => wallet.paying,
      passphrase: () => wallet.passphrase(),
      limits: () => load_limits(storage),
      save_limits: (limits) => save_limits(storage, limits),
      share: () => share(place),
      replaced: () => location.reload(),
      resized: this.resized,
    };
  }

  /** Other tabs spend from the same wallet, and may put another one in its place. */
  private follow({ key, newValue }: StorageEvent, vault: Vault, wallet: Wallet): void {
    if (key !== null && key !== KEY_ENTRY) return wallet.refresh();
    if (key === null || vault.is_replaced_by(newValue)) location.reload();
  }

  /** A frame that cannot work still says why. */
  private give_up(reason: keyof WalletWords, words: WalletWords): void {
    this.trouble = words[reason];
    const owner = { vault: new Vault(nowhere(), '', false), network, shared: false };
    const wishes = { ...NO_WISHES, resized: this.resized };
    this.view = new View(owner, { words, language }, wishes);
    this.view.show_refusal(words[reason], reason === 'no_storage' && can_share());
    if (!embedded) this.view.open();
  }

  private readonly resized = (width: number, height: number): void =>
    this.send({ type: 'size', width, height });

  private receive(message: ToWallet): void {
    if (this.view) this.obey(message);
    else this.early.push(message);
  }

  private obey(message: ToWallet): void {
    switch (message.type) {
      case 'hello':
        return this.greet();
      case 'rate':
        return void this.rates.follow(message.currency);
      case 'open':
        return this.view?.open(message.part);
      case 'goods':
        if (this.wallet) return this.wallet.want(message.goods);
        return this.send({ type: 'trouble', message: this.trouble ?? '' });
      case 'buy':
        return void this.wallet?.buy(message.good);
    }
  }

  private greet(): void {
    this.send({ type: 'welcome' });
    this.view?.measure();
  }

  private send(message: ToPage): void {
    this.line?.send(message);
  }
}

/** This page is only there for one question. */
function answer(asking: Window, words: WalletWords): void {
  label(words);
  element('pill').hidden = true;
  const confirmation = new Confirmation(words);
  answer_apart(asking, (question) => confirmation.ask(question));
}

/** Where all sites find the wallet, if the browser lets them. */
async function shared_place(): Promise<Place | undefined> {
  const shared = await granted_place();
  const own = own_place();
  if (shared && own) await bring_along(own, shared);
  return shared;
}

async function share(own?: Place): Promise<boolean> {
  const shared = await request_place();
  if (!shared) return false;
  if (own) await bring_along(own, shared);
  location.reload();
  return true;
}

async function make_keys(): Promise<Keys> {
  if (!crypto.subtle) throw new NoKey('needs_https');
  const recovery = await load_recovery().catch(() => undefined);
  if (!recovery) throw new NoKey('not_loaded');
  return recovery.make_keys();
}

/** What a link brought behind `#`; it must not stay in the browser's history. */
function take_handover(): string {
  const handover = location.hash.slice(1);
  if (handover) history.replaceState(null, '', location.pathname + location.search);
  return handover;
}

/**
 * A page that was opened by hand names no network, and gets the one that there is. For a page that
 * embeds the wallet, its publisher has to name another.
 */
function redirect(networks: readonly string[], handover: string): void {
  const [only = '', ...others] = networks;
  if (embedded) return warn_publisher(networks);
  if (!only || others.length > 0 || query.has('network')) return;
  query.set('network', only);
  location.replace(`?${query}${handover && `#${handover}`}`);
}

function warn_publisher(networks: readonly string[]): void {
  const scripts = networks.map(
    (name) => `${location.origin}${name === 'live' ? '' : `/${name}`}/satoshipay.js`,
  );
  console.warn(
    `Farthing: this server does not sell on the network "${network}", so nothing on this page ` +
      `can be bought. Include ${scripts.join(' or ')} instead.`,
  );
}

const NO_WISHES: Omit<Wishes, 'resized'> = {
  fund: async () => undefined,
  look: async () => undefined,
  past_purchases: async () => undefined,
  paying: () => false,
  passphrase: () => '',
  limits: () => load_limits(nowhere().storage),
  save_limits: () => false,
  share: () => share(),
  replaced: () => undefined,
};

/** For a wallet that has no place to keep anything. */
function nowhere(): Place {
  const nothing = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  return { storage: nothing as unknown as Storage, safe: undefined, locks: undefined };
}

void new Frame().start();
