// SPDX-License-Identifier: MIT
// Shared secrets that protect badly are taken all the same, and their owner is told.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startDemo } from '../support/farthing.mjs';
import { GOOD, GoodsApi } from '../support/goods_api.mjs';

let demo;
let api;
before(async () => {
  demo = await startDemo({ ledgerClose: 'immediate' });
  api = new GoodsApi(demo);
});
after(() => demo.stop());

const strong = () => randomBytes(16).toString('hex');
const create = async (sharedSecret) => {
  const answer = await api.call('POST', '/goods', { body: { ...GOOD, sharedSecret } });
  assert.equal(answer.status, 200);
  return { ...answer.body, warning: answer.headers.get('warning') };
};

test('a secret of its own with enough randomness gives no warning', async () => {
  assert.equal((await create(strong())).warning, null);
});

const EASY =
  /^199 farthing "the shared secret is easy to guess.*; use at least 24 random letters/;

test('a secret that is easy to guess is warned of, and what to use is said', async () => {
  for (const secret of ['DLDwYsQGromi', '0'.repeat(32), 'correct horse battery staple'])
    assert.match((await create(secret)).warning, EASY);
});

test('all 515 secrets of the TYPO3 extension are warned of', async () => {
  const of = (number) => createHash('sha256').update(String(number)).digest('hex');
  for (const number of [0, 257, 514]) assert.match((await create(of(number))).warning, /TYPO3/);
  assert.equal((await create(of(515))).warning, null);
});

test("a secret that another good has, or is its end, is warned of with that one's id", async () => {
  const secret = strong();
  const first = await create(secret);
  assert.match((await create(secret)).warning, new RegExp(`also that of good ${first.id}`));
  const longer = await create(`ICAg${secret}`);
  assert.match(longer.warning, new RegExp(`ends with that of good ${first.id}`));
});

test('a change warns only when it is about the secret', async () => {
  const { id } = await create('DLDwYsQGromi');
  const warning = async (body) =>
    (await api.call('PATCH', `/goods/${id}`, { body })).headers.get('warning');
  assert.equal(await warning({ title: 'New' }), null);
  assert.match(await warning({ sharedSecret: 'xyz' }), /easy to guess/);
  assert.equal(await warning({ sharedSecret: strong() }), null);
});

test('a batch says how many of its goods are concerned', async () => {
  const post = (sharedSecret) => ({
    method: 'POST',
    path: '/goods',
    body: { ...GOOD, sharedSecret },
  });
  const requests = [post('short'), post(strong()), post('also short')];
  const { status, headers } = await api.call('POST', '/batch', { body: { requests } });
  assert.equal(status, 200);
  assert.match(headers.get('warning'), /^199 farthing "2 of the goods/);
});
