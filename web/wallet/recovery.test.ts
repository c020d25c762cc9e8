// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keypair } from '@stellar/stellar-sdk';
import { to_hex } from '../base/bytes';
import { entropy_of, keys_of, make_keys, phrase_of } from './recovery';

/** The test cases of SEP-5: words, and the secret key of their first account. */
const SEP_5 = [
  [
    'illness spike retreat truth genius clock brain pass fit cave bargain toe',
    'SBGWSG6BTNCKCOB3DIFBGCVMUPQFYPA2G4O34RMTB343OYPXU5DJDVMN',
  ],
  [
    'resource asthma orphan phone ice canvas fire useful ' +
      'arch jewel impose vague theory cushion top',
    'SAKS7I2PNDBE5SJSUSU2XLJ7K5XJ3V3K4UDFAHMSBQYPOKE247VHAGDB',
  ],
  [
    'bench hurt jump file august wise shallow faculty impulse spring exact slush ' +
      'thunder author capable act festival slice deposit sauce coconut afford frown better',
    'SAEWIVK3VLNEJ3WEJRZXQGDAS5NVG2BYSYDFRSH4GKVTS5RXNVED5AX7',
  ],
] as const;

test('words of every length give the keys that SEP-5 says', async () => {
  for (const [phrase, secret] of SEP_5) {
    const entropy = entropy_of(phrase);
    assert.ok(entropy, phrase);
    const keys = await keys_of(entropy);
    assert.equal(Keypair.fromRawEd25519Seed(Buffer.from(keys.secret)).secret(), secret);
    assert.equal(phrase_of(entropy), phrase);
  }
});

test('words are read however somebody wrote them down', () => {
  const [phrase] = SEP_5[0];
  const entropy = entropy_of(phrase);
  const numbered = phrase.split(' ').map((word, index) => `${index + 1}. ${word.toUpperCase()}`);
  for (const written of [`  ${phrase}\n`, numbered.join('\n'), phrase.split(' ').join(', ')])
    assert.deepEqual(entropy_of(written), entropy, written);
});

test('a wrong word, a swapped word or a missing one is no wallet', () => {
  const words = SEP_5[0][0].split(' ');
  const swapped = [words[1], words[0], ...words.slice(2)];
  for (const wrong of [words.slice(1), [...words.slice(1), 'zzz'], swapped, [], ['toe']])
    assert.equal(entropy_of(wrong.join(' ')), undefined, wrong.join(' '));
});

test('a new wallet is twelve words, and its words bring back its key', async () => {
  const made = await make_keys();
  const phrase = phrase_of(made.entropy!);
  assert.equal(phrase.split(' ').length, 12);
  assert.equal(to_hex((await keys_of(entropy_of(phrase)!)).secret), to_hex(made.secret));
});
