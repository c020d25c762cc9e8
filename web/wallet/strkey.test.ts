// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import vectors from '../../tests/vectors/stellar.json';
import { from_hex, to_hex } from '../base/bytes';
import { decode_address, decode_secret, encode_address, encode_secret } from './strkey';

test('addresses of the reference library go both ways', () => {
  const accounts = vectors.strkey.valid.filter(({ type }) => type === 'G');
  assert.ok(accounts.length > 0);
  for (const { strkey, payload_hex } of accounts) {
    assert.equal(encode_address(from_hex(payload_hex)!), strkey);
    assert.equal(to_hex(decode_address(strkey)!), payload_hex);
  }
});

test('every key of the reference library has its address', () => {
  for (const key of vectors.keys)
    assert.equal(encode_address(from_hex(key.public_hex)!), key.public);
});

test('nothing else is an address, other kinds of strkey included', () => {
  const others = vectors.strkey.valid.filter(({ type }) => type !== 'G');
  for (const { strkey } of [...others, ...vectors.strkey.invalid]) {
    if (vectors.strkey.valid.some((good) => good.type === 'G' && good.strkey === strkey)) continue;
    assert.equal(decode_address(strkey), undefined, strkey);
  }
});

test('any single wrong character is noticed', () => {
  const { strkey } = vectors.strkey.valid[0]!;
  for (let index = 0; index < strkey.length; index++) {
    const wrong = strkey[index] === 'A' ? 'B' : 'A';
    assert.equal(
      decode_address(strkey.slice(0, index) + wrong + strkey.slice(index + 1)),
      undefined,
    );
  }
});

test('secret keys go both ways, and are never taken for addresses', () => {
  for (const key of vectors.keys) {
    const address = encode_address(from_hex(key.public_hex)!);
    const secret = encode_secret(from_hex(key.public_hex)!);
    assert.equal(to_hex(decode_secret(secret)!), key.public_hex);
    assert.equal(decode_address(secret), undefined);
    assert.equal(decode_secret(address), undefined);
    assert.equal(decode_secret(secret.toLowerCase()), undefined);
    assert.equal(
      decode_secret(`${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`),
      undefined,
    );
  }
});
