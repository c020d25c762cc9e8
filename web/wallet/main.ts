// SPDX-License-Identifier: MIT
/** The wallet's frame, put together. */

import type { ToPage, ToWallet } from '../base/frame_messages';
import { NoKey, open_key } from './key';
import { open_page_line, type PageLine } from './page';
import { View } from './view';
import { Wallet } from './wallet';

const embedded = window.parent !== window;

/** What the page says before the key is open waits here; the newest word on trouble greets it. */
class Frame {
  private wallet: Wallet | undefined;
  private view: View | undefined;
  private trouble: string | undefined;
  private readonly early: ToWallet[] = [];
  private readonly line: PageLine | undefined;

  constructor() {
    this.line = embedded
      ? open_page_line(window.parent, (message) => this.receive(message))
      : undefined;
  }

  async start(): Promise<void> {
    try {
      this.serve(await open_key(() => localStorage));
    } catch (problem) {
      this.give_up(
        problem instanceof NoKey ? problem.message : 'This browser cannot run the wallet.',
      );
    }
  }

  private serve(signer: Awaited<ReturnType<typeof open_key>>): void {
    const view = new View(signer.address, {
      fund: () => void wallet.fund(),
      resized: this.resized,
    });
    const audience = {
      page: (message: ToPage) => this.send(message),
      show: view.show.bind(view),
      confirm: view.confirm.bind(view),
    };
    const wallet = new Wallet(
      { origin: location.origin, network: network() },
      signer,
      localStorage,
      audience,
    );
    this.view = view;
    this.wallet = wallet;
    if (!embedded) view.open();
    wallet.link.start();
    this.early.splice(0).forEach((message) => this.obey(message));
  }

  private give_up(message: string): void {
    this.trouble = message;
    this.view = new View('', { fund: () => undefined, resized: this.resized });
    this.view.show({ kind: 'refused', message }, []);
    this.early.splice(0).forEach((early) => this.obey(early));
  }

  private readonly resized = (width: number, height: number): void =>
    this.send({ type: 'size', width, height });

  private receive(message: ToWallet): void {
    if (this.view) this.obey(message);
    else this.early.push(message);
  }

  private obey(message: ToWallet): void {
    if (message.type === 'hello') this.greet();
    else if (!this.wallet) this.send({ type: 'trouble', message: this.trouble ?? '' });
    else if (message.type === 'goods') this.wallet.want(message.goods);
    else if (message.type === 'buy') void this.wallet.buy(message.good);
    else if (message.type === 'open') this.view?.open();
  }

  private greet(): void {
    this.send({ type: 'welcome' });
    this.view?.measure();
  }

  private send(message: ToPage): void {
    this.line?.send(message);
  }
}

function network(): string {
  return new URL(location.href).searchParams.get('network') ?? 'live';
}

void new Frame().start();
