// SPDX-License-Identifier: MIT
// An HTTP client that sends whatever bytes it is given, and reads the one answer.

import { connect } from 'node:net';

const PATIENCE_MS = 10_000;
const HEAD_END = '\r\n\r\n';

/** One connection at a time, which is kept while the server keeps it. */
export class RawClient {
  #socket = null;
  #text = Buffer.alloc(0);
  #wake = () => {};
  #ended = false;

  constructor(url) {
    const { hostname, port } = new URL(url);
    this.address = { host: hostname, port: Number(port) };
  }

  /** `{ status, headers, body }`, or null when the server closed the connection without a word. */
  async send(bytes, { head = false } = {}) {
    this.#open();
    this.#socket.write(bytes);
    const answer = await this.#answer(head);
    if (!answer || /close/i.test(answer.headers.get('connection') ?? '')) this.close();
    return answer;
  }

  close() {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #open() {
    if (this.#socket && !this.#ended) return;
    this.#text = Buffer.alloc(0);
    this.#ended = false;
    const socket = connect({ ...this.address, noDelay: true });
    const wake = () => this.#wake();
    socket.on('data', (part) => {
      this.#text = Buffer.concat([this.#text, part]);
      wake();
    });
    const end = () => {
      if (this.#socket === socket) this.#ended = true;
      wake();
    };
    socket.on('end', end).on('close', end).on('error', end);
    this.#socket = socket;
  }

  async #answer(head) {
    const at = await this.#find(HEAD_END);
    if (at < 0) return null;
    const [line, ...fields] = this.#text.toString('latin1', 0, at).split('\r\n');
    const headers = new Map(fields.map(fieldOf));
    this.#text = this.#text.subarray(at + HEAD_END.length);
    const status = Number(line.split(' ')[1]);
    if (status === 100) return this.#answer(head);
    const body = head || status === 304 || status === 204 ? '' : await this.#body(headers);
    return { status, headers, body };
  }

  async #body(headers) {
    const length = Number(headers.get('content-length') ?? 0);
    while (this.#text.length < length && (await this.#more()));
    const body = this.#text.toString('utf8', 0, length);
    this.#text = this.#text.subarray(length);
    return body;
  }

  async #find(mark) {
    for (;;) {
      const at = this.#text.indexOf(mark);
      if (at >= 0 || !(await this.#more())) return at;
    }
  }

  /** False when nothing more comes. */
  async #more() {
    if (this.#ended) return false;
    let timer;
    await new Promise((resolve, reject) => {
      this.#wake = resolve;
      timer = setTimeout(() => reject(new Error('the server does not answer')), PATIENCE_MS);
    }).finally(() => clearTimeout(timer));
    return true;
  }
}

function fieldOf(line) {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
