// SPDX-License-Identifier: MIT
// A publisher for the tests of this folder: pages and goods made by a test, on an origin of its
// own, delivered against receipts as any publisher would.

import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * Opens on that host and any port; `127.0.0.1` is the platform's own site (but not its origin), and
 * `localhost` is another site.
 */
export async function open_stand(demo, { host = '127.0.0.1' } = {}) {
  const stand = new Stand(demo);
  await stand.listen(host);
  return stand;
}

class Stand {
  #pages = new Map();
  #goods = new Map();
  #server = createServer((request, response) => this.#answer(request, response));

  /** What was asked for goods: { path, range, status }. */
  deliveries = [];

  constructor(demo) {
    this.demo = demo;
  }

  async listen(host) {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.url = `http://${host}:${this.#server.address().port}`;
  }

  async close() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /**
   * Registers a good with the platform and shelves it. `unpaid` is the status without a receipt;
   * `refused` may be set later, to refuse receipts that are good, and `piece`, the most bytes that
   * are sent at once.
   */
  async sell({ type, body, price = 4000, title = 'T', validity_ms, unpaid = 402 }) {
    const secret = `secret-${this.#goods.size}-${'x'.repeat(24)}`;
    const description = { price, asset: 'XLM', sharedSecret: secret, url: this.url, title };
    const response = await fetch(`${this.demo.platform}/testnet/v2/goods/`, {
      method: 'POST',
      headers: { Authorization: this.#authorization(), 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...description,
        ...(validity_ms && { purchaseValidityPeriod: validity_ms }),
      }),
    });
    if (response.status !== 200) throw new Error(await response.text());
    const { id } = await response.json();
    const path = `/goods/${this.#goods.size}`;
    const good = { id, path, type, secret, body: Buffer.from(body), unpaid, refused: () => false };
    this.#goods.set(path, good);
    return good;
  }

  async reprice(good, price) {
    const response = await fetch(`${this.demo.platform}/testnet/v2/goods/${good.id}`, {
      method: 'PATCH',
      headers: { Authorization: this.#authorization(), 'Content-Type': 'application/json' },
      body: JSON.stringify({ price }),
    });
    if (response.status !== 200) throw new Error(await response.text());
  }

  /** The address of a page with that body and the widget. */
  page(body, { head = '', headers = {}, language = 'en', attributes = '', script = true } = {}) {
    const path = `/page/${this.#pages.size}`;
    const address = `${this.demo.platform}/testnet/satoshipay.js`;
    const widget = script ? `<script src="${address}"></script>` : '';
    const meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">';
    const top = `<!doctype html><html lang="${language}" ${attributes}><head>${meta}`;
    const html = `${top}<title>Page</title>${head}${widget}</head><body>${body}</body></html>`;
    this.#pages.set(path, { html, headers });
    return this.url + path;
  }

  #authorization() {
    const { api_key, api_secret } = this.demo.store;
    return `Basic ${Buffer.from(`${api_key}:${api_secret}`).toString('base64')}`;
  }

  #answer(request, response) {
    const url = new URL(request.url, this.url);
    const page = this.#pages.get(url.pathname);
    if (page) {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers });
      return response.end(page.html);
    }
    const good = this.#goods.get(url.pathname);
    const status = good ? deliver(good, request, url, response) : respond(response, 404);
    if (good) this.deliveries.push({ path: url.pathname, range: request.headers.range, status });
  }
}

/** A tag for the good: `tag(good, 'image', { width: 10 })`. */
export function tag(good, kind, attributes = {}) {
  const all = { type: good.type, src: good.path, id: good.id, ...attributes };
  const words = Object.entries(all).map(([name, value]) => `data-sp-${name}="${value}"`);
  const name = kind ? `satoshipay-placeholder-${kind}` : 'satoshipay-placeholder';
  return `<div class="${name}" ${words.join(' ')}></div>`;
}

function deliver(good, request, url, response) {
  const { piece = Infinity } = good;
  const receipt = url.searchParams.get('paymentReceipt') ?? '';
  if (!opens(good, receipt) || good.refused(receipt)) return respond(response, good.unpaid);
  const { size, start, end } = {
    size: good.body.length,
    ...range_of(request, good.body.length, piece),
  };
  const caching = { 'Cache-Control': 'no-store' };
  const headers = { 'Content-Type': good.type, 'Accept-Ranges': 'bytes', ...caching };
  if (start === undefined) {
    response.writeHead(200, { ...headers, 'Content-Length': size }).end(good.body);
    return 200;
  }
  const part = good.body.subarray(start, end + 1);
  const about = { 'Content-Length': part.length, 'Content-Range': `bytes ${start}-${end}/${size}` };
  response.writeHead(206, { ...headers, ...about }).end(part);
  return 206;
}

function range_of(request, size, piece) {
  const match = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (!match || Number(match[1]) >= size) return {};
  const start = Number(match[1]);
  const end = match[2] ? Number(match[2]) : size;
  return { start, end: Math.min(end, size - 1, start + piece - 1) };
}

function opens(good, receipt) {
  const [payload, signature = ''] = receipt.split('.');
  const right = createHash('sha512')
    .update(payload + good.secret)
    .digest('hex');
  if (signature.length !== right.length) return false;
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(right))) return false;
  return JSON.parse(Buffer.from(payload, 'base64').toString()).exp > Date.now() / 1000;
}

function respond(response, status) {
  response.writeHead(status).end();
  return status;
}
