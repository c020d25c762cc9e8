// SPDX-License-Identifier: MIT
// The prices of a lumen, from sources that a test plays: as documented, broken, huge, slow, busy.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { makeFolder, run, startCommand } from '../support/farthing.mjs';

const ANYWHERE = ['--listen', '127.0.0.1:0', '--horizon', '127.0.0.1:0'];
const DEADLINE_MS = 15_000;
const QUOTES = '/coinmarketcap/v1/cryptocurrency/quotes/latest';

/** A source that `answer(request, response)` speaks for; remembers what it was asked. */
async function startSource(answer) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url, headers: request.headers });
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, asked, stop };
}

function json(value, status = 200, headers = {}) {
  return (_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(typeof value === 'string' ? value : JSON.stringify(value));
  };
}

/** The platform with these options for the time of `use({ platform, log })`. */
async function withPlatform(options, use) {
  const folder = await makeFolder();
  const server = await startCommand(['serve', '--data-dir', folder, ...ANYWHERE, ...options]);
  try {
    const platform = /http:\/\/[\d.]+:\d+/.exec(server.line)[0];
    await use({ platform, log: server.log });
  } finally {
    assert.equal(await server.stop(), 0);
    await rm(folder, { recursive: true });
  }
}

/** The platform and the source that it asks. */
async function withSource(name, answer, use, options = []) {
  const source = await startSource(answer);
  try {
    const rates = ['--rates', name, '--rates-url', `${source.url}/base/`];
    await withPlatform([...rates, ...options], (running) => use({ ...running, source }));
  } finally {
    source.stop();
  }
}

async function get(platform, path) {
  const response = await fetch(platform + path);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** What `look` resolves to, once that is something. */
async function eventually(look) {
  const end = Date.now() + DEADLINE_MS;
  for (;;) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < end, 'it did not come in time');
    await delay(20);
  }
}

function known(platform, path) {
  return eventually(async () => {
    const answer = await get(platform, path);
    return answer.status === 200 && answer;
  });
}

const priceIn = (text) => /"price":([^,]+),/.exec(text)[1];

const KRAKEN = {
  error: [],
  result: {
    XXLMZEUR: {
      a: ['0.14490000', '300', '300.000'],
      b: ['0.14470000', '500', '500.000'],
      c: ['0.14480000', '12.50000000'],
      v: ['10.1', '20.2'],
      p: ['0.1447', '0.1446'],
      t: [5, 9],
      l: ['0.14', '0.14'],
      h: ['0.15', '0.15'],
      o: '0.14400000',
    },
  },
};
const COINGECKO =
  '{"stellar":{"usd":0.1625,"eur":0.14480000000000001,"gbp":1.209e-1,"last_updated_at":1700000000}}';
const COINMARKETCAP = {
  status: { timestamp: '2023-11-14T22:13:20.000Z', error_code: 0, error_message: null },
  data: { XLM: { id: 512, symbol: 'XLM', quote: { EUR: { price: 0.144812345678 } } } },
};

test('the sandbox has fixed rates, in the shapes and at the paths of the old plugins', () =>
  withPlatform(['--rates', 'fixed:EUR=0.1,CHF=0.00000001'], async ({ platform }) => {
    for (const prefix of ['', '/testnet', '/staging/testnet']) {
      const answer = await get(platform, `${prefix}${QUOTES}?convert=EUR&symbol=XLM`);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assert.equal(JSON.parse(answer.text).data.XLM.quote.EUR.price, 0.1);
    }
    assert.equal(priceIn((await get(platform, `${QUOTES}?convert=chf`)).text), '0.00000001');
    const bitpay = await get(platform, '/api/rates/eur');
    assert.equal(bitpay.headers.get('access-control-allow-origin'), '*');
    assert.equal(JSON.parse(bitpay.text).rate, 6250);
    assert.equal(JSON.parse(bitpay.text).code, 'EUR');
    assert.equal((await get(platform, '/api/rates/usd')).status, 404);
  }));

test('CoinGecko is asked once for all currencies, and its numbers are read exactly', () =>
  withSource('coingecko', json(COINGECKO), async ({ platform, source }) => {
    assert.equal(priceIn((await known(platform, `${QUOTES}?convert=EUR`)).text), '0.1448');
    assert.equal(priceIn((await get(platform, `${QUOTES}?convert=GBP`)).text), '0.1209');
    assert.deepEqual(
      source.asked.map(({ url }) => url),
      ['/base/simple/price?ids=stellar&vs_currencies=usd,eur,gbp'],
    );
  }));

test('Kraken is asked for one pair at a time', () =>
  withSource('kraken:EUR', json(KRAKEN), async ({ platform, source }) => {
    assert.equal(priceIn((await known(platform, `${QUOTES}?convert=EUR`)).text), '0.1448');
    assert.equal(source.asked[0].url, '/base/public/Ticker?pair=XLMEUR');
  }));

test('CoinMarketCap is asked with the key from a file that only its owner may read', async () => {
  const folder = await makeFolder();
  const file = join(folder, 'key');
  await writeFile(file, 'the-api-key\n', { mode: 0o600 });
  const use = async ({ platform, source, log }) => {
    assert.equal(priceIn((await known(platform, `${QUOTES}?convert=EUR`)).text), '0.14481235');
    assert.equal(source.asked[0].headers['x-cmc_pro_api_key'], 'the-api-key');
    assert.doesNotMatch(log(), /the-api-key/);
  };
  await withSource('coinmarketcap:EUR', json(COINMARKETCAP), use, ['--rates-key-file', file]);
  await rm(folder, { recursive: true });
});

const huge = (_, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ padding: 'x'.repeat(1 << 20), ...KRAKEN }));
};
const cut = (_, response) => {
  response.writeHead(200, { 'Content-Length': '1000' });
  response.write('{"error":[]');
  response.destroy();
};
for (const [what, answer, reason] of [
  ['is no JSON', json('<html>busy</html>'), /not valid JSON/],
  ['has no rate', json({ error: ['EQuery:Unknown asset pair'] }), /Unknown asset pair/],
  ['is huge', huge, /rates cannot be read/],
  ['breaks off', cut, /rates cannot be read/],
  ['is an error', json('{}', 500), /it answered 500/],
  ['asks for a pause', json('{}', 429, { 'Retry-After': '60' }), /it answered 429/],
]) {
  test(`an answer that ${what} is told to the log, and to whoever wants the rate`, () =>
    withSource('kraken:EUR', answer, async ({ platform, log }) => {
      await eventually(() => reason.test(log()));
      const { status, text } = await get(platform, `${QUOTES}?convert=EUR`);
      assert.equal(status, 503);
      assert.match(JSON.parse(text).message, /EUR is not known yet/);
    }));
}

test('nobody waits for a source that does not answer', () =>
  withSource('kraken:EUR', () => {}, async ({ platform, source }) => {
    await eventually(() => source.asked.length > 0);
    for (const path of ['/api/rates/eur', `${QUOTES}?convert=EUR`])
      assert.equal((await get(platform, path)).status, 503);
    assert.equal((await get(platform, '/healthz')).status, 200);
  }));

test('options that make no sense are refused at the start, with what would', async () => {
  const folder = await makeFolder();
  for (const [options, message] of [
    [['--rates', 'krake'], /"krake" is no source of rates; rates are fixed:EUR=0\.10/],
    [['--rates', 'fixed:EUR=0'], /"EUR=0" is no rate/],
    [['--rates', 'kraken', '--rates-url', 'ftp://x'], /--rates-url must be/],
    [['--rates-url', 'http://x'], /need a source that is asked/],
    [['--rates', 'coinmarketcap'], /wants an API key: set FARTHING_RATES_KEY/],
  ]) {
    const { code, errors } = await run(['serve', '--data-dir', folder, ...ANYWHERE, ...options]);
    assert.notEqual(code, 0);
    assert.match(errors, message);
  }
  await rm(folder, { recursive: true });
});
