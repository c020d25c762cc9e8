// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToPage } from '../base/frame_messages';
import { rate_in, Rates } from './rates';

/** The repetitions would keep the test's process alive. */
const repeated: (() => void)[] = [];
Object.assign(globalThis, { setInterval: (work: () => void) => repeated.push(work) });

const quote = (price: unknown): unknown => ({ data: { XLM: { quote: { EUR: { price } } } } });

test('the price of a lumen is read from the shape of CoinMarketCap', () => {
  assert.equal(rate_in(quote(0.1448), 'EUR'), '0.144800000000');
  for (const price of [0, -1, '0.1', null, NaN, Infinity, 1e-13, 1e10, 1e300])
    assert.equal(rate_in(quote(price), 'EUR'), undefined);
  for (const odd of [undefined, [], {}, { data: [] }, quote(1)])
    assert.equal(rate_in(odd, 'USD'), undefined);
});

test('a platform that knows no rates is asked, and nobody is bothered', async () => {
  const told: ToPage[] = [];
  const ask = async (fetcher: typeof fetch): Promise<void> =>
    new Rates((message) => told.push(message), fetcher).follow('EUR');
  await ask(async () => new Response('', { status: 404 }));
  await ask(async () => new Response('<html>'));
  await ask(async () => Promise.reject(new TypeError('offline')));
  assert.deepEqual(told, []);
  await ask(async () => new Response(JSON.stringify(quote(0.5))));
  assert.deepEqual(told, [{ type: 'rate', currency: 'EUR', rate: '0.500000000000' }]);
});

test('a page is told of a rate that changes, and cannot have all that there could be', async () => {
  const asked: string[] = [];
  const told: ToPage[] = [];
  const rates = new Rates(
    (message) => told.push(message),
    async (url) => {
      asked.push(String(url).slice(-3));
      return new Response(JSON.stringify(quote(0.5)));
    },
  );
  for (let time = 0; time < 3; time++) await rates.follow('EUR');
  assert.deepEqual(asked, ['EUR']);
  repeated.at(-1)?.();
  while (told.length < 2) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(asked, ['EUR', 'EUR']);
  for (let letter = 0; letter < 26; letter++)
    await rates.follow(`A${String.fromCharCode(65 + letter)}A`);
  assert.equal(new Set(asked).size, 8);
});
