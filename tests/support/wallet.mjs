// SPDX-License-Identifier: MIT
// A wallet for tests: speaks farthing.wallet.v1 (docs/wallet-socket.md) with a key of the Stellar
// SDK.

import { Keypair } from '@stellar/stellar-sdk';
import { once } from 'node:events';
import WebSocket from 'ws';

const PATIENCE_MS = 30_000;
const INTERMEDIATE = new Set(['submitted']);

export class Wallet {
  static async connect(
    platform,
    { keypair = Keypair.random(), origin, localAddress, network = 'testnet' } = {},
  ) {
    const url = `${platform.replace('http', 'ws')}/wallet/socket?network=${network}`;
    const socket = new WebSocket(url, 'farthing.wallet.v1', { origin, localAddress });
    const wallet = new Wallet(socket, keypair);
    wallet.hello = await wallet.next((message) => message.type === 'hello');
    return wallet;
  }

  /** Connects, logs in and gets play money. */
  static async open(platform, options) {
    const wallet = await Wallet.connect(platform, options);
    await wallet.login();
    await wallet.ask({ type: 'fund' });
    return wallet;
  }

  constructor(socket, keypair) {
    this.socket = socket;
    this.keypair = keypair;
    this.messages = [];
    this.waiters = new Set();
    this.requests = 0;
    this.problem = undefined;
    /** Called with every message, for those who keep a record. */
    this.onMessage = () => {};
    socket.on('message', (data) => this.#arrived(JSON.parse(data.toString())));
    socket.on('close', () => this.#failAll(new Error('the socket was closed')));
    socket.on('error', (problem) => this.#failAll(problem));
  }

  get address() {
    return this.keypair.publicKey();
  }

  loginText() {
    const { audience, network, nonce } = this.hello;
    return ['farthing.wallet.v1', audience, network, nonce].join('\n');
  }

  login() {
    const signature = this.keypair.sign(Buffer.from(this.loginText())).toString('base64');
    return this.ask({ type: 'authenticate', address: this.address, signature });
  }

  /** Sends a request and waits for its final answer. */
  async ask(message) {
    const request = this.send(message);
    return this.next((answer) => answer.request === request && !INTERMEDIATE.has(answer.type));
  }

  /** Sends a request; returns the name under which its answers come. */
  send(message) {
    const request = String(++this.requests);
    this.socket.send(JSON.stringify({ request, ...message }));
    return request;
  }

  order(good) {
    return this.ask({ type: 'order', good });
  }

  /** The wallet's signature over what an order offers. */
  sign(offer) {
    return this.keypair.sign(Buffer.from(offer.hash, 'hex')).toString('base64');
  }

  submit(offer) {
    return this.ask({ type: 'submit', order: offer.order, signature: this.sign(offer) });
  }

  /** Orders, signs and waits for the receipt or the failure. */
  async buy(good) {
    const offer = await this.order(good);
    return offer.type === 'sign' ? this.submit(offer) : offer;
  }

  async balance() {
    return BigInt((await this.ask({ type: 'balance' })).balance);
  }

  /** The first message, arrived or to come, that fits. */
  next(fits) {
    const at = this.messages.findIndex(fits);
    if (at >= 0) return Promise.resolve(this.messages.splice(at, 1)[0]);
    if (this.problem) return Promise.reject(this.problem);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => waiter.fail(new Error(`no such message came: ${fits}`)),
        PATIENCE_MS,
      );
      const done = (settle) => (value) => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
        settle(value);
      };
      const waiter = { fits, take: done(resolve), fail: done(reject) };
      this.waiters.add(waiter);
    });
  }

  async close() {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }

  #arrived(message) {
    this.onMessage(message);
    for (const waiter of this.waiters) if (waiter.fits(message)) return waiter.take(message);
    this.messages.push(message);
  }

  #failAll(problem) {
    this.problem ??= problem;
    for (const waiter of [...this.waiters]) waiter.fail(problem);
  }
}
