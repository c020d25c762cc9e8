// SPDX-License-Identifier: MIT
// `farthing stellar`: what it prints, what it refuses, and with which exit code.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { binary } from '../support/farthing.mjs';

const vectors = JSON.parse(
  readFileSync(new URL('../vectors/stellar.json', import.meta.url), 'utf8'),
);
const vector = (list, name) => vectors[list].find((entry) => entry.name === name);
const payment = vector('transactions', 'payment native, time bounds, no memo');
const [alice] = vectors.keys;
const publicNetwork = vectors.networks.find(({ name }) => name === 'public').passphrase;

function farthing(args, input = '') {
  const { status, stdout, stderr } = spawnSync(binary, ['stellar', ...args], {
    input,
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { code: status, out: stdout, errors: stderr };
}

function said(args, input) {
  const { code, out, errors } = farthing(args, input);
  assert.equal(errors, '');
  assert.equal(code, 0);
  return JSON.parse(out);
}

function refused(args, input) {
  const { code, out, errors } = farthing(args, input);
  assert.equal(code, 1);
  assert.equal(out, '');
  assert.equal(errors.trimEnd().split('\n').length, 1, errors);
  return errors.trimEnd();
}

describe('farthing stellar inspect', () => {
  it('shows an envelope for the test network', () => {
    const shown = said(['inspect', payment.envelope_xdr]);
    assert.equal(shown.type, 'transaction');
    assert.equal(shown.hash, payment.hash_hex);
    assert.equal(shown.network_passphrase, payment.network_passphrase);
    assert.equal(shown.source_account, payment.source);
    assert.equal(shown.operations[0].amount, '1.0000000');
    assert.equal(shown.operations[0].amount_stroops, '10000000');
    assert.deepEqual(shown.signatures[0], {
      hint: '37d72df4',
      signature: Buffer.from(payment.signatures[0].signature_hex, 'hex').toString('base64'),
      signer: payment.source,
      valid: true,
    });
  });

  it('takes a network by name and by its passphrase', () => {
    const byName = said(['inspect', payment.envelope_xdr, '--network', 'public']);
    const byPhrase = said(['inspect', '--network', publicNetwork, payment.envelope_xdr]);
    assert.deepEqual(byName, byPhrase);
    assert.notEqual(byName.hash, payment.hash_hex);
    assert.equal(byName.signatures[0].valid, false);
  });

  it('reads wrapped base64 from standard input', () => {
    const wrapped = payment.envelope_xdr.replace(/.{76}/g, '$&\n') + '\n';
    assert.deepEqual(said(['inspect'], wrapped), said(['inspect', payment.envelope_xdr]));
  });

  it('shows both hashes of a fee-bump', () => {
    const bump = vector('transactions', 'fee bump over an inner fee of 0');
    const shown = said(['inspect', bump.envelope_xdr]);
    assert.equal(shown.type, 'fee_bump_transaction');
    assert.equal(shown.hash, bump.hash_hex);
    assert.equal(shown.inner_transaction.hash, bump.inner_hash_hex);
  });

  it('shows a result with the names of Horizon', () => {
    const result = vector('results', 'fee bump inner failed underfunded');
    const shown = said(['inspect', result.result_xdr]);
    assert.equal(shown.type, 'transaction_result');
    assert.equal(shown.fee_charged, '0.0000200');
    assert.deepEqual(shown.result_codes, result.horizon_result_codes);
  });

  it('names the byte where something is wrong', () => {
    const xdr = Buffer.from(payment.envelope_xdr, 'base64');
    const half = xdr.subarray(0, 100).toString('base64');
    assert.equal(
      refused(['inspect', half]),
      'farthing: not an envelope: invalid XDR: the data is truncated (at byte 92)',
    );
    assert.equal(
      refused(['inspect'], 'AAAA*'),
      'farthing: not base64: a stranger among its letters (at byte 4 of the text)',
    );
  });

  it('refuses nothing and too much', () => {
    assert.equal(refused(['inspect']), 'farthing: an envelope or a result expected');
    assert.equal(
      refused(['inspect'], 'A'.repeat(64 * 1024 + 1)),
      'farthing: standard input is longer than 64 KiB',
    );
  });
});

describe('farthing stellar strkey', () => {
  it('explains an account, as an argument or on standard input', () => {
    const shown = said(['strkey', alice.public]);
    assert.equal(shown.kind, 'account: an ed25519 public key');
    assert.equal(shown.payload, alice.public_hex);
    assert.deepEqual(said(['strkey'], `${alice.public}\n`), shown);
  });

  it('shows of a secret only its account', () => {
    const { code, out, errors } = farthing(['strkey'], alice.secret);
    assert.equal(code, 0);
    assert.equal(JSON.parse(out).account, alice.public);
    for (const text of [out, errors]) {
      assert.doesNotMatch(text, new RegExp(`${alice.secret}|${alice.seed_hex}`));
    }
  });

  it('refuses a key with a wrong character without repeating it', () => {
    const wrong = alice.secret.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const message = refused(['strkey', wrong]);
    assert.match(message, /^farthing: not a valid strkey: /);
    assert.ok(!message.includes(wrong.slice(0, 10)));
  });
});

describe('farthing stellar', () => {
  it('has examples in the help of each of its commands', () => {
    for (const command of ['inspect', 'strkey']) {
      const { code, out } = farthing([command, '--help']);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`Examples:\\n  farthing stellar ${command}`));
    }
  });

  it('wants to know which command is meant', () => {
    assert.equal(farthing([]).code, 1);
    assert.equal(farthing(['unknown']).code, 1);
  });
});
