// SPDX-License-Identifier: MIT
/** What a lumen is worth elsewhere, as the platform says; where it does not say, nobody is told. */

import type { ToPage } from '../base/frame_messages';
import { is_object, own } from '../base/shape';

const RATES = '/coinmarketcap/v1/cryptocurrency/quotes/latest';

export class Rates {
  constructor(
    private readonly send: (message: ToPage) => void,
    private readonly fetcher: typeof fetch = (...request) => fetch(...request),
  ) {}

  async tell(currency: string): Promise<void> {
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
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return undefined;
  return value.toFixed(12);
}
