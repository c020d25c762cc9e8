// Readers who buy over the wallet socket as fast as they are served; a process of its own.
// SPDX-License-Identifier: MIT
//
// usage: node buyers.mjs PLATFORM READERS SECONDS GOOD...
//
// Prints one line of JSON: { purchases, seconds, p50, p99 }, times in milliseconds. Only what was
// bought after the first second counts.

import { StrKey } from '@stellar/stellar-sdk';
import { generateKeyPairSync, sign } from 'node:crypto';
import WebSocket from 'ws';

const [platform, readers, seconds, ...goods] = process.argv.slice(2);
const SOCKET = `${platform.replace('http', 'ws')}/wallet/socket?network=testnet`;
const WARM_UP_MS = 1_000;

class Buyer {
  #waiting;
  #key = generateKeyPairSync('ed25519');

  async open() {
    this.socket = new WebSocket(SOCKET, 'farthing.wallet.v1', { perMessageDeflate: false });
    this.socket.on('message', (data) => this.#heard(JSON.parse(data)));
    const hello = await this.#next();
    const text = ['farthing.wallet.v1', hello.audience, hello.network, hello.nonce].join('\n');
    await this.ask('authenticated', {
      type: 'authenticate',
      address: this.#address(),
      signature: this.#sign(Buffer.from(text)),
    });
    await this.ask('balance', { type: 'fund' });
  }

  async buy(good) {
    const offer = await this.ask('sign', { type: 'order', good });
    const signature = this.#sign(Buffer.from(offer.hash, 'hex'));
    await this.ask('receipt', { type: 'submit', order: offer.order, signature });
  }

  /** The final answer, which must be of this type. */
  async ask(type, message) {
    this.socket.send(JSON.stringify({ request: 'r', ...message }));
    const answer = await this.#next();
    if (answer.type !== type) throw new Error(`instead of ${type}: ${JSON.stringify(answer)}`);
    return answer;
  }

  close() {
    this.socket.terminate();
  }

  #address() {
    const spki = this.#key.publicKey.export({ type: 'spki', format: 'der' });
    return StrKey.encodeEd25519PublicKey(spki.subarray(-32));
  }

  #sign(bytes) {
    return sign(null, bytes, this.#key.privateKey).toString('base64');
  }

  #next() {
    return new Promise((resolve) => (this.#waiting = resolve));
  }

  #heard(message) {
    // What is submitted is only under way, and a balance comes unasked after a payment.
    if (message.type !== 'submitted' && message.request) this.#waiting(message);
    else if (message.type === 'hello') this.#waiting(message);
  }
}

const times = [];

async function buyUntil(end, start, buyer) {
  for (let i = 0; performance.now() < end; ++i) {
    if (i === goods.length) throw new Error('more goods are needed for so many purchases');
    const begun = performance.now();
    await buyer.buy(goods[i]);
    if (begun >= start) times.push(performance.now() - begun);
  }
}

const quantile = (sorted, share) => sorted[Math.floor(sorted.length * share)];

const crowd = Array.from({ length: Number(readers) }, () => new Buyer());
for (const buyer of crowd) await buyer.open();
const start = performance.now() + WARM_UP_MS;
const end = start + Number(seconds) * 1000;
await Promise.all(crowd.map((buyer) => buyUntil(end, start, buyer)));
const took = (performance.now() - start) / 1000;
for (const buyer of crowd) buyer.close();
times.sort((a, b) => a - b);
const figures = {
  purchases: times.length,
  seconds: took,
  p50: quantile(times, 0.5),
  p99: quantile(times, 0.99),
};
console.log(JSON.stringify(figures));
