// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { to_hex } from '../base/bytes';
import { login_text } from './key';
import { back_off_ms, Link, socket_url, type Listener } from './socket';
import type { WalletWords } from './words';

test('the socket is on its own origin, as secure as the page', () => {
  assert.equal(
    socket_url({ origin: 'https://pay.example', network: 'live' }),
    'wss://pay.example/wallet/socket?network=live',
  );
  assert.equal(
    socket_url({ origin: 'http://127.0.0.1:8402', network: 'testnet' }),
    'ws://127.0.0.1:8402/wallet/socket?network=testnet',
  );
  assert.equal(
    socket_url({ origin: 'https://pay.example', network: 'a&b' }),
    'wss://pay.example/wallet/socket?network=a%26b',
  );
});

test('the pause doubles up to half a minute and is never less than half of itself', () => {
  assert.deepEqual(
    [0, 1, 2, 6, 60].map((attempt) => back_off_ms(attempt, 1)),
    [500, 1000, 2000, 30_000, 30_000],
  );
  assert.equal(back_off_ms(0, 0), 250);
  assert.equal(back_off_ms(60, 0), 15_000);
});

test('the login text is the four lines of the protocol', () => {
  const text = new TextDecoder().decode(login_text('http://127.0.0.1:8402', 'testnet', 'ab'));
  assert.equal(text, 'farthing.wallet.v1\nhttp://127.0.0.1:8402\ntestnet\nab');
  assert.equal(to_hex(Uint8Array.of(0, 255)), '00ff');
});

const ORIGIN = 'https://pay.example';
const NOBODY: Listener = { changed: () => undefined, told: () => undefined };

function hello(nonce: string): string {
  const names = { protocol: 'farthing.wallet.v1', network: 'testnet', passphrase: 'p' };
  return JSON.stringify({ type: 'hello', ...names, audience: ORIGIN, nonce, time: 1 });
}

test('a signature that comes late is not sent over the next connection', async ({ mock }) => {
  mock.method(globalThis, 'setInterval', () => 0);
  const heard = new Map<string, () => void>();
  const addEventListener = heard.set.bind(heard);
  const sockets: FakeSocket[] = [];
  class FakeSocket {
    readonly sent: string[] = [];
    onmessage: (event: { data: string }) => void = () => undefined;
    onclose: () => void = () => undefined;
    constructor() {
      sockets.push(this);
    }
    send(text: string): void {
      this.sent.push(text);
    }
  }
  Object.assign(globalThis, { WebSocket: FakeSocket, addEventListener });
  const signed: ((signature: Uint8Array) => void)[] = [];
  const sign = (): Promise<Uint8Array> => new Promise((resolve) => signed.push(resolve));
  const endpoint = { origin: ORIGIN, network: 'testnet' };

  new Link(endpoint, { address: 'G', sign }, NOBODY, {} as WalletWords).start();
  sockets[0]?.onmessage({ data: hello('a'.repeat(64)) });
  sockets[0]?.onclose();
  heard.get('online')?.();
  sockets[1]?.onmessage({ data: hello('b'.repeat(64)) });

  signed[0]?.(Uint8Array.of(1));
  await new Promise(setImmediate);
  assert.deepEqual(sockets[1]?.sent, []);
  signed[1]?.(Uint8Array.of(2));
  await new Promise(setImmediate);
  assert.match(sockets[1]?.sent[0] ?? '', /"signature":"Ag=="/);
});
