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

test('who reads a good later is told too, and who has it already is not', async () => {
  const { id } = await create('DLDwYsQGromi');
  const { status, headers } = await api.call('GET', `/goods/${id}`);
  assert.deepEqual([status, EASY.test(headers.get('warning'))], [200, true]);
  const known = { headers: { 'If-None-Match': headers.get('etag') } };
  assert.equal((await api.call('GET', `/goods/${id}`, known)).headers.get('warning'), null);
  const strongOne = await create(strong());
  assert.equal((await api.call('GET', `/goods/${strongOne.id}`)).headers.get('warning'), null);
});

test('a batch names those of its goods that are concerned', async () => {
  const post = (sharedSecret) => ({
    method: 'POST',
    path: '/goods',
    body: { ...GOOD, sharedSecret },
  });
  const batch = async (secrets) => {
    const body = { requests: secrets.map(post) };
    const answer = await api.call('POST', '/batch', { body });
    assert.equal(answer.status, 200);
    const ids = answer.body.responses.map((each) => each.body.id);
    return { ids, warning: answer.headers.get('warning') };
  };
  assert.equal((await batch([strong()])).warning, null);
  const one = await batch([strong(), 'one is short']);
  assert.match(one.warning, new RegExp(`"the shared secret of good ${one.ids[1]} protects`));
  const two = await batch(['first short', strong(), 'second is short']);
  assert.match(
    two.warning,
    new RegExp(`"the shared secrets of goods ${two.ids[0]}, ${two.ids[2]} protect badly`),
  );
  const many = await batch(Array.from({ length: 22 }, (_, i) => `short ${i}`));
  assert.match(many.warning, new RegExp(`${many.ids[0]}.*, ${many.ids[19]} and 2 more protect`));
  assert.ok(!many.warning.includes(many.ids[20]));
});
