// SPDX-License-Identifier: MIT
/** How money comes in: by the test network's friend, or from another wallet. */

import { element, load_qr } from './elements';

const LOOK_EVERY_MS = 5000;

export interface TopUpWishes {
  readonly address: string;
  /** Asks for the balance: what somebody sends comes without a word. */
  look(): Promise<void>;
}

export class TopUp {
  private looking: ReturnType<typeof setInterval> | undefined;
  private drawn = '';

  constructor(private readonly wishes: TopUpWishes) {
    element('address').textContent = wishes.address;
    // A phone opens a wallet beside the browser; what it shows it cannot scan.
    if (matchMedia('(pointer: coarse)').matches) element('send-to').after(element('pay-link'));
  }

  open(passphrase: string): void {
    const link = pay_link(this.wishes.address, passphrase);
    element<HTMLAnchorElement>('pay-link').href = link;
    void this.draw(link);
    this.looking ??= setInterval(() => void this.wishes.look(), LOOK_EVERY_MS);
  }

  close(): void {
    clearInterval(this.looking);
    this.looking = undefined;
  }

  /** Without the code there is still the address. */
  private async draw(link: string): Promise<void> {
    if (this.drawn === link) return;
    this.drawn = link;
    const qr = await load_qr().catch(() => undefined);
    if (qr) element('address-code').replaceChildren(qr.qr_picture(link, this.wishes.address));
    else this.drawn = '';
  }
}

const PUBLIC_PASSPHRASE = 'Public Global Stellar Network ; September 2015';

/** SEP-7: a payment of an amount that the sender chooses. The public network is the default. */
export function pay_link(address: string, passphrase: string): string {
  const elsewhere = passphrase && passphrase !== PUBLIC_PASSPHRASE;
  const network = elsewhere ? `&network_passphrase=${encodeURIComponent(passphrase)}` : '';
  return `web+stellar:pay?destination=${address}${network}`;
}
