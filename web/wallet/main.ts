// SPDX-License-Identifier: MIT
/** The wallet's frame, put together. */

import type { ToPage, ToWallet } from '../base/frame_messages';
import { direction_of, language_of, load_words } from '../base/words';
import { wallet as english } from '../messages/en';
import { load_recovery } from './elements';
import { signer_of } from './key';
import { save_limits, load_limits } from './limits';
import { open_page_line, type PageLine } from './page';
import { Rates } from './rates';
import { bring_along, can_share, granted_storage, request_storage } from './shared_storage';
import { KEY_ENTRY, NoKey, open_vault, type Keys } from './vault';
import { View, type Owner, type Wishes } from './view';
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
    try {
      const storage = await place_for_keys();
      const keys = await open_vault(() => storage(), make_keys);
      await this.serve(keys, storage(), words);
    } catch (problem) {
      this.give_up(problem instanceof NoKey ? problem.reason : 'cannot_run', words);
    }
    this.early.splice(0).forEach((message) => this.obey(message));
  }

  private async serve(keys: Keys, storage: Storage, words: WalletWords): Promise<void> {
    const signer = await signer_of(keys.secret);
    const shared = storage !== own_storage();
    const owner = { address: signer.address, keys, storage, network, shared };
    const audience = {
      page: (message: ToPage) => this.send(message),
      show: (...what: Parameters<View['show']>) => view.show(...what),
      confirm: (title: string, price: bigint) => view.confirm(title, price, wallet.limits()),
    };
    const endpoint = { origin: location.origin, network };
    const wallet: Wallet = new Wallet(endpoint, { signer, storage, words }, audience);
    const view: View = new View(owner, { words, language }, this.wishes(owner, wallet));
    this.view = view;
    this.wallet = wallet;
    addEventListener('storage', (event) => this.follow(event, wallet));
    wallet.link.start();
    if (!embedded) view.open();
    const handover = embedded ? '' : take_handover();
    if (handover) view.offer(handover);
  }

  private wishes({ storage }: Pick<Owner, 'storage'>, wallet: Wallet): Wishes {
    return {
      fund: () => wallet.fund(),
      look: () => wallet.look(),
      past_purchases: (before) => wallet.past_purchases(before),
      paying: () => wallet.paying,
      passphrase: () => wallet.passphrase(),
      limits: () => load_limits(storage),
      save_limits: (limits) => save_limits(storage, limits),
      share: () => share(storage),
      replaced: () => location.reload(),
      resized: this.resized,
    };
  }

  /** Other tabs spend from the same wallet, and may put another one in its place. */
  private follow({ key }: StorageEvent, wallet: Wallet): void {
    if (key === KEY_ENTRY || key === null) location.reload();
    else wallet.refresh();
  }

  /** A frame that cannot work still says why. */
  private give_up(reason: keyof WalletWords, words: WalletWords): void {
    this.trouble = words[reason];
    const nobody = { secret: new Uint8Array(32) };
    const owner = { address: '', keys: nobody, storage: emptiness(), network, shared: false };
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
        return void this.rates.tell(message.currency);
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

/** Where all sites find the wallet, if the browser lets them; else where this site does. */
async function place_for_keys(): Promise<() => Storage> {
  const shared = await granted_storage();
  if (!shared) return () => localStorage;
  const own = own_storage();
  if (own) await bring_along(own, shared);
  return () => shared;
}

/** Undefined where the browser keeps it from embedded frames. */
function own_storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

async function share(own?: Storage): Promise<boolean> {
  const shared = await request_storage();
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

const NO_WISHES: Omit<Wishes, 'resized'> = {
  fund: async () => undefined,
  look: async () => undefined,
  past_purchases: async () => undefined,
  paying: () => false,
  passphrase: () => '',
  limits: () => load_limits(emptiness()),
  save_limits: () => false,
  share: () => share(),
  replaced: () => undefined,
};

/** For a wallet that has no place to keep anything. */
function emptiness(): Storage {
  const nothing = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  return nothing as unknown as Storage;
}

void new Frame().start();
