// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToPage } from '../base/frame_messages';
import { rate_in, Rates } from './rates';

const quote = (price: unknown): unknown => ({ data: { XLM: { quote: { EUR: { price } } } } });

test('the price of a lumen is read from the shape of CoinMarketCap', () => {
  assert.equal(rate_in(quote(0.1448), 'EUR'), '0.144800000000');
  for (const price of [0, -1, '0.1', null, NaN, Infinity])
    assert.equal(rate_in(quote(price), 'EUR'), undefined);
  for (const odd of [undefined, [], {}, { data: [] }, quote(1)])
    assert.equal(rate_in(odd, 'USD'), undefined);
});

test('a platform that knows no rates is asked, and nobody is bothered', async () => {
  const told: ToPage[] = [];
  const ask = async (fetcher: typeof fetch): Promise<void> =>
    new Rates((message) => told.push(message), fetcher).tell('EUR');
  await ask(async () => new Response('', { status: 404 }));
  await ask(async () => new Response('<html>'));
  await ask(async () => Promise.reject(new TypeError('offline')));
  assert.deepEqual(told, []);
  await ask(async () => new Response(JSON.stringify(quote(0.5))));
  assert.deepEqual(told, [{ type: 'rate', currency: 'EUR', rate: '0.500000000000' }]);
});
