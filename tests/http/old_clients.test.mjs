// SPDX-License-Identifier: MIT
// The requests of programs that people still have installed, as those send them: SatoshiPay's
// WordPress plugins 1.11 and 0.8 and the TYPO3 extension 0.7.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startDemo } from '../support/farthing.mjs';
import { basic } from '../support/goods_api.mjs';

let demo;
before(async () => (demo = await startDemo({ ledgerClose: 'immediate' })));
after(() => demo.stop());

const md5 = (text) => createHash('md5').update(text).digest('hex');

/**
 * WordPress 1.11: every request has the same header fields, whatever 200 it is not is an error,
 * and the number's spelling is PHP's.
 */
class WordPress {
  constructor(product, publisher, userAgent) {
    Object.assign(this, { product, publisher, userAgent });
  }

  async send(method, url, body) {
    const response = await fetch(url, {
      method,
      headers: {
        Authorization: basic(demo.store),
        Accept: 'application/json',
        'Content-Type': 'application/json',
        'User-Agent': this.userAgent,
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(5000),
    });
    const text = await response.text();
    this.answered = text;
    if (response.status === 200) return JSON.parse(text);
    const { name, message } = JSON.parse(text);
    assert.ok(name && message, text);
    throw new Error(`${name}: ${message}`);
  }
}

function wordpress() {
  return new WordPress(
    `${demo.platform}/testnet/v2`,
    `${demo.platform}/testnet/publisher`,
    'WordPress/5.8 SatoshiPay/1.11; https://blog.example.org',
  );
}

/** As json_encode writes what `$price *= 10000000` has made. */
function phpGood(price, more = '') {
  return (
    `{"goodId":17,"title":"A \\u201ctitle\\u201d","url":"https:\\/\\/blog.example.org\\/?p=17",` +
    `"price":${price},"sharedSecret":"${md5('17')}","asset":"XLM",` +
    `"spmeta":"{\\"adblock\\":false}"${more}}`
  );
}

test('WordPress 1.11 checks its credentials when they are saved', async () => {
  const plugin = wordpress();
  await plugin.send('GET', `${plugin.product}/permissions`);
  const bad = await fetch(`${plugin.product}/permissions`, {
    headers: { Authorization: basic({ api_key: 'a', api_secret: 'b' }) },
  });
  assert.equal(bad.status, 401);
});

test('WordPress 1.11 reads the highest price', async () => {
  const plugin = wordpress();
  const key = demo.store.api_key;
  await plugin.send('GET', `${plugin.publisher}/${key}/limits`);
  // PHP casts to int and reads all digits.
  const highest = BigInt(/"maxProductPrice":(\d+)/.exec(plugin.answered)[1]);
  assert.equal(highest, 2n ** 63n - 1n);
  await plugin.send('POST', `${plugin.product}/goods`, phpGood(highest));
  assert.match(plugin.answered, new RegExp(`"price":${highest}`));
  await assert.rejects(
    plugin.send('POST', `${plugin.product}/goods`, phpGood(highest + 1n)),
    new RegExp(`at most ${highest}`),
  );
  await assert.rejects(plugin.send('GET', `${plugin.publisher}/another/limits`), /not_found/);
});

test('WordPress 1.11 creates, edits and removes a good', async () => {
  const plugin = wordpress();
  const goods = `${plugin.product}/goods`;
  const expiry = ',"purchaseValidityPeriod":"1d"';
  const made = await plugin.send('POST', goods, phpGood('5000000.0', expiry));
  assert.match(made.id, /^[0-9a-f]{24}$/);
  assert.deepEqual(made, {
    id: made.id,
    title: 'A \u201ctitle\u201d',
    url: 'https://blog.example.org/?p=17',
    price: 5000000,
    asset: 'XLM',
    sharedSecret: md5('17'),
    purchaseValidityPeriod: 86400000,
  });
  // An edit leaves the expiry out, which clears it.
  const edited = await plugin.send('PUT', `${goods}/${made.id}`, phpGood('10049999.999999998'));
  assert.equal(edited.price, 10050000);
  assert.equal(edited.purchaseValidityPeriod, undefined);
  const rounder = await plugin.send('PUT', `${goods}/${made.id}`, phpGood('1.0e+7'));
  assert.equal(rounder.price, 10000000);
  assert.equal((await plugin.send('DELETE', `${goods}/${made.id}`)).id, made.id);
  await assert.rejects(plugin.send('DELETE', `${goods}/${made.id}`), /not_found/);
});

test('WordPress 1.11 shows why a price is refused', async () => {
  const plugin = wordpress();
  for (const price of ['0.5', '-10000000', '0', '1.0e+25', 'null'])
    await assert.rejects(
      plugin.send('POST', `${plugin.product}/goods`, phpGood(price)),
      /invalid_request: "price" must be a positive whole number/,
    );
});

test('WordPress 0.8 registers in satoshis and refreshes all goods by a batch', async () => {
  const plugin = new WordPress(`${demo.platform}/testnet/v1`, '', 'WordPress/4.9 SatoshiPay/0.8');
  const body = (price) =>
    `{"goodId":8,"price":${price},"sharedSecret":"${md5('8')}","title":"Eight",` +
    `"url":"https:\\/\\/blog.example.org\\/8","spmeta":"{\\"adblock\\":true}"}`;
  const made = await plugin.send('POST', `${plugin.product}/goods`, body(2000000));
  assert.equal(made.price, 2000000);
  const refresh = `{"requests":[{"method":"PUT","path":"/goods/${made.id}","body":${body(4000)}}]}`;
  const { responses } = await plugin.send('POST', `${plugin.product}/batch`, refresh);
  assert.deepEqual([responses[0].status, responses[0].body.price], [200, 4000]);

  // What it is sold at: 0.000625 lumens for each satoshi.
  const v2 = await plugin.send('GET', `${demo.platform}/testnet/v2/goods/${made.id}`);
  assert.equal(v2.price, 4000 * 6250);
});

test('version 1 keeps the expiry and the exact price that version 2 has given a good', async () => {
  const plugin = wordpress();
  const v1 = `${demo.platform}/testnet/v1/goods`;
  const body = phpGood('6251', ',"purchaseValidityPeriod":"1h"');
  const { id } = await plugin.send('POST', `${plugin.product}/goods`, body);
  const seen = await plugin.send('GET', `${v1}/${id}`);
  const fields = ['id', 'price', 'secret', 'sharedSecret', 'title', 'url'];
  assert.deepEqual(Object.keys(seen).sort(), fields);
  assert.equal(seen.price, 2, 'rounded up');
  await plugin.send('PUT', `${v1}/${id}`, JSON.stringify({ ...seen, title: 'New' }));
  const after = await plugin.send('GET', `${plugin.product}/goods/${id}`);
  assert.deepEqual(
    [after.title, after.price, after.purchaseValidityPeriod],
    ['New', 6251, 3600000],
  );
});

test('TYPO3 0.7 registers a page with a price as text and no url, and updates it', async () => {
  const send = async (method, path, body) => {
    const response = await fetch(`${demo.platform}/testnet/v1${path}`, {
      method,
      headers: { Authorization: basic(demo.store), 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(response.status, 200);
    return response.json();
  };
  const secret = createHash('sha256').update('42').digest('hex');
  const made = await send('POST', '/goods', { secret, price: '4000', title: 'A page', url: '' });
  assert.deepEqual(made, {
    id: made.id,
    secret,
    sharedSecret: secret,
    price: 4000,
    title: 'A page',
    url: '',
  });
  const body = { secret, price: '5000', title: 'B', url: '' };
  const changed = await send('PATCH', `/goods/${made.id}`, body);
  assert.deepEqual(changed, { ...made, price: 5000, title: 'B' });
});

test('a plugin that asks for the live network is told that there is none', async () => {
  const plugin = wordpress();
  for (const path of ['/v2/goods', '/v1/goods/', '/mainnet/publisher/key/limits'])
    await assert.rejects(
      plugin.send('GET', demo.platform + path),
      /not_found: .*test network begin with \/testnet/,
    );
});
