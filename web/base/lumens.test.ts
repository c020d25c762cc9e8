// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import vectors from '../../tests/vectors/stellar.json';
import { lumens, parse_lumens, parse_stroops, price_text, short_price_text } from './lumens';

test('a price is the shortest exact decimal of its stroops', () => {
  const table: [bigint, string][] = [
    [0n, '0'],
    [1n, '0.0000001'],
    [10n, '0.000001'],
    [4000n, '0.0004'],
    [9_999_999n, '0.9999999'],
    [10_000_000n, '1'],
    [10_000_001n, '1.0000001'],
    [15_000_000n, '1.5'],
    [100_000_000_000n, '10000'],
    [9_007_199_254_740_993n, '900719925.4740993'],
    [9_223_372_036_854_775_807n, '922337203685.4775807'],
  ];
  for (const [stroops, text] of table) assert.equal(lumens(stroops), text);
  assert.equal(price_text(4000n), '0.0004 XLM');
});

test('from five digits on they stand in groups, and decimals never do', () => {
  const table: [bigint, string][] = [
    [99_990_000_000n, '9999 XLM'],
    [100_000_000_000n, '10\u202f000 XLM'],
    [1_234_567_000_000_001n, '123\u202f456\u202f700.0000001 XLM'],
    [9_223_372_036_854_775_807n, '922\u202f337\u202f203\u202f685.4775807 XLM'],
  ];
  for (const [stroops, text] of table) assert.equal(price_text(stroops), text);
});

test('the amounts of the reference library keep their value', () => {
  for (const { stroops, display } of vectors.amounts) {
    if (stroops === undefined || display === undefined) continue;
    assert.equal(Number(lumens(BigInt(stroops))), Number(display));
  }
});

test('only a plain decimal of stroops within 63 bits is an amount', () => {
  assert.equal(parse_stroops('0'), 0n);
  assert.equal(parse_stroops('9223372036854775807'), 9_223_372_036_854_775_807n);
  for (const text of [
    '',
    '-1',
    '+1',
    '01',
    '1.0',
    '1e3',
    ' 1',
    '0x10',
    '9223372036854775808',
    '\u0661',
  ]) {
    assert.equal(parse_stroops(text), undefined, text);
  }
});

test('a short balance is rounded down, but never down to nothing', () => {
  assert.equal(short_price_text(99_999_996_000n), '9999.9996 XLM');
  assert.equal(short_price_text(99_999_999_999n), '9999.9999 XLM');
  assert.equal(short_price_text(7n), '0.0000007 XLM');
  assert.equal(short_price_text(0n), '0 XLM');
});

test('what a person writes for an amount is exact, or no amount', () => {
  const right: [string, bigint][] = [
    ['0', 0n],
    ['1', 10_000_000n],
    ['0.5', 5_000_000n],
    ['0.0000001', 1n],
    ['007.10', 71_000_000n],
    ['922337203685.4775807', 2n ** 63n - 1n],
  ];
  for (const [text, stroops] of right) assert.equal(parse_lumens(text), stroops, text);
  const wrong = [
    '',
    '.',
    '.5',
    '1.',
    '-1',
    '+1',
    '1e3',
    '1,5',
    ' 1',
    '0.00000001',
    '922337203685.4775808',
  ];
  for (const text of wrong) assert.equal(parse_lumens(text), undefined, text);
});
