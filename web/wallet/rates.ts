// SPDX-License-Identifier: MIT
/** What a lumen is worth elsewhere, as the platform says; where it does not say, nobody is told. */

import type { ToPage } from '../base/frame_messages';
import { is_object, own } from '../base/shape';

const RATES = '/coinmarketcap/v1/cryptocurrency/quotes/latest';
const RENEW_MS = 600_000;
/** A page shows one or two; whoever asks for all that could be is not shown any. */
const CURRENCIES_MAX = 8;
/** What lies beyond is a mistake, and must not stand beside a price. */
const RATE_MIN = 1e-9;
const RATE_MAX = 1e9;

export class Rates {
  private readonly followed = new Set<string>();

  constructor(
    private readonly send: (message: ToPage) => void,
    private readonly fetcher: typeof fetch = (...request) => fetch(...request),
  ) {}

  /** Tells the rate, and again from time to time, for pages that are open for long. */
  async follow(currency: string): Promise<void> {
    if (this.followed.has(currency) || this.followed.size >= CURRENCIES_MAX) return;
    this.followed.add(currency);
    setInterval(() => void this.tell(currency), RENEW_MS);
    await this.tell(currency);
  }

  private async tell(currency: string): Promise<void> {
    try {
      const response = await this.fetcher(`${RATES}?symbol=XLM&convert=${currency}`);
      const rate = response.ok ? rate_in(await response.json(), currency) : undefined;
      if (rate) this.send({ type: 'rate', currency, rate });
    } catch {
      // Prices in lumens are the ones that count; they are on the page already.
    }
  }
}

/** `data.XLM.quote.EUR.price` of CoinMarketCap's answer, as a plain decimal number. */
export function rate_in(answer: unknown, currency: string): string | undefined {
  let value = answer;
  for (const name of ['data', 'XLM', 'quote', currency, 'price'])
    value = is_object(value) ? own(value, name) : undefined;
  if (typeof value !== 'number' || !(value >= RATE_MIN && value <= RATE_MAX)) return undefined;
  return value.toFixed(12);
}
