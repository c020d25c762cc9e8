// SPDX-License-Identifier: MIT
// The Digital Goods API as a merchant's program calls it.

import assert from 'node:assert/strict';

export const GOOD = {
  sharedSecret: 'DLDwYsQGromi',
  price: 200000000,
  asset: 'XLM',
  title: 'Nihil placeat sapiente ut eaque assumenda et reprehenderit quos ab.',
  url: 'http://example.org/post1',
  purchaseValidityPeriod: '1h',
};

export function basic({ api_key, api_secret }) {
  return `Basic ${Buffer.from(`${api_key}:${api_secret}`).toString('base64')}`;
}

/** A store's view of one version of the API of a running demo. */
export class GoodsApi {
  constructor(demo, base = '/testnet/v2') {
    this.url = demo.platform + base;
    this.authorization = basic(demo.store);
  }

  /** A body that is a text is sent as it is, anything else as JSON. */
  async call(method, path, { body, headers = {} } = {}) {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        Authorization: this.authorization,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  async create(good = GOOD) {
    const { status, body } = await this.call('POST', '/goods', { body: good });
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }

  /** The answers to a batch's requests. */
  async batch(requests, options = {}) {
    const { status, body } = await this.call('POST', '/batch', { body: { requests }, ...options });
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(Object.keys(body), ['responses']);
    return body.responses;
  }
}

/** The error object, whole, with what its message must say. */
export function assertError({ status, body }, expected, message = /./) {
  assert.equal(status, expected, JSON.stringify(body));
  assert.deepEqual(Object.keys(body).sort(), ['errorCode', 'message', 'name', 'statusCode']);
  assert.equal(body.statusCode, expected);
  assert.equal(body.errorCode, expected);
  assert.match(body.name, /^[a-z_]+$/);
  assert.match(body.message, message);
}
