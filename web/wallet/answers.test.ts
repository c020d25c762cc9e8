// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read_answer, read_hello, read_unknown_network } from './answers';

const GOOD = '558bcdbb1309c59725bdb559';
const HASH = 'ab'.repeat(32);
const HELLO = {
  type: 'hello',
  protocol: 'farthing.wallet.v1',
  network: 'testnet',
  passphrase: 'Test SDF Network ; September 2015',
  audience: 'http://127.0.0.1:8402',
  nonce: HASH,
  friendbot: true,
  time: 1_790_000_000,
};

const answer = (fields: object): unknown => read_answer(JSON.stringify(fields))?.answer;

test('a hello is read, with fields from the future', () => {
  assert.equal(read_hello(JSON.stringify({ ...HELLO, colour: 'red' }))?.friendbot, true);
});

test('a hello that lacks something or is of another protocol is none', () => {
  for (const name of Object.keys(HELLO).filter((name) => name !== 'friendbot')) {
    assert.equal(read_hello(JSON.stringify({ ...HELLO, [name]: undefined })), undefined, name);
  }
  assert.equal(read_hello(JSON.stringify({ ...HELLO, protocol: 'farthing.wallet.v2' })), undefined);
  assert.equal(read_hello(JSON.stringify({ ...HELLO, nonce: 'short' })), undefined);
  for (const data of ['', '[]', 'null', '{', 1, undefined, new Uint8Array(2)])
    assert.equal(read_hello(data), undefined);
});

test('a network that is not sold on is told from any other word', () => {
  const refusal = { type: 'error', code: 'unknown_network', networks: ['testnet', 7] };
  const networks = (fields: object): unknown => read_unknown_network(JSON.stringify(fields));
  assert.deepEqual(networks(refusal), ['testnet']);
  assert.deepEqual(networks({ ...refusal, networks: undefined }), []);
  assert.equal(networks({ ...refusal, code: 'busy' }), undefined);
  assert.equal(networks(HELLO), undefined);
  assert.equal(read_unknown_network('{'), undefined);
});

test('goods carry exact prices, and receipts when they are bought', () => {
  const good = { id: GOOD, title: 'T', price: '9007199254740993', asset: 'XLM' };
  assert.deepEqual(
    answer({ type: 'goods', goods: [good, { ...good, receipt: 'a.b' }], unknown: [GOOD] }),
    {
      type: 'goods',
      goods: [
        { id: GOOD, title: 'T', price: 9_007_199_254_740_993n },
        { id: GOOD, title: 'T', price: 9_007_199_254_740_993n, receipt: 'a.b' },
      ],
      unknown: [GOOD],
    },
  );
  for (const wrong of [
    { price: 4000 },
    { price: '4e3' },
    { asset: 'EUR' },
    { id: 'x' },
    { title: null },
  ]) {
    assert.equal(
      answer({ type: 'goods', goods: [{ ...good, ...wrong }] }),
      undefined,
      JSON.stringify(wrong),
    );
  }
});

test('a balance of an account that does not exist needs no numbers', () => {
  assert.deepEqual(answer({ type: 'balance', exists: false }), {
    type: 'balance',
    exists: false,
    balance: 0n,
    spendable: 0n,
  });
  assert.equal(answer({ type: 'balance', exists: true, balance: '1' }), undefined);
  assert.equal(
    answer({ type: 'balance', exists: true, balance: '1.5', spendable: '1' }),
    undefined,
  );
});

test('an offer must be complete', () => {
  const offer = {
    order: 'A',
    good: GOOD,
    amount: '1',
    asset: 'XLM',
    destination: 'G',
    memo: 'A',
    envelope: 'AA==',
    hash: HASH,
  };
  const sign = { type: 'sign', request: '5', title: 'T', expires_at: 9, ...offer };
  assert.deepEqual(read_answer(JSON.stringify(sign)), {
    request: '5',
    answer: { type: 'sign', offer, title: 'T', expires_at: 9 },
  });
  for (const name of [...Object.keys(offer), 'expires_at'])
    assert.equal(answer({ ...sign, [name]: undefined }), undefined, name);
});

test('failures are sentences, even when the server sends none', () => {
  assert.deepEqual(answer({ type: 'failed', code: 'expired', message: 'Too late.' }), {
    type: 'failed',
    code: 'expired',
    message: 'Too late.',
  });
  assert.deepEqual(answer({ type: 'error' }), {
    type: 'error',
    code: '',
    message: 'The payment server refused this.',
  });
});

test('unknown types are nothing', () => {
  for (const type of ['toString', '__proto__', 'receiptt', 1, null])
    assert.equal(answer({ type }), undefined);
});
