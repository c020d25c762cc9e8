// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { to_hex } from '../base/bytes';
import { login_text } from './key';
import { back_off_ms, socket_url } from './socket';

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
