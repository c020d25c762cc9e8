// SPDX-License-Identifier: MIT
// The OpenAPI document is valid, and what the server answers is what it describes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Validator } from '@seriousme/openapi-schema-validator';

import { fetchDocument, makeValidator, operationsOf } from '../support/api_document.mjs';
import { startDemo } from '../support/farthing.mjs';

let demo;
let document;
let validate;
const fieldsSeen = new Set();
before(async () => {
  demo = await startDemo({ ledgerClose: 'immediate' });
  document = await fetchDocument(demo.platform);
  validate = makeValidator(document);
});
after(() => demo.stop());

const operation = (id) => operationsOf(document).find(({ operationId }) => operationId === id);

function authorization({ api_key, api_secret } = demo.store) {
  return `Basic ${Buffer.from(`${api_key}:${api_secret}`).toString('base64')}`;
}

/** Calls an operation and checks that its answer is described. */
async function call(operationId, { values = {}, query = '', body, headers = {} } = {}) {
  const { method, path, responses } = operation(operationId);
  const url = Object.entries(values).reduce((all, [k, v]) => all.replace(`{${k}}`, v), path);
  const response = await fetch(demo.platform + url + query, {
    method: method.toUpperCase(),
    headers: {
      Authorization: authorization(),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const described = responses[response.status];
  assert.ok(described, `${operationId} answers ${response.status}, which is not described`);
  checkFields(operationId, described, response);
  return checkAnswer(operationId, described, response, text);
}

/** What an answer says besides its body, as far as it is this API's own. */
function checkFields(operationId, { headers = {} }, response) {
  for (const name of ['Idempotency-Replayed', 'Link', 'Warning']) {
    const value = response.headers.get(name);
    if (value === null) continue;
    fieldsSeen.add(name);
    assert.ok(headers[name], `${operationId} answers a field ${name}, which is not described`);
    assert.equal(validate(headers[name].schema, value), null, `${name}: ${value}`);
  }
}

function checkAnswer(operationId, described, response, text) {
  const name = described.$ref?.split('/').at(-1);
  const { content = {} } = name ? document.components.responses[name] : described;
  const type = response.headers.get('content-type')?.split(';')[0];
  if (Object.keys(content).length > 0) assert.ok(content[type], `${operationId}: ${type}`);
  if (type !== 'application/json') return text;
  const value = JSON.parse(text);
  const problem = validate(content[type].schema, value);
  assert.equal(problem, null, `${operationId} answers ${text}`);
  return value;
}

const exampleOf = (name) => document.components.schemas[name].examples[0];

test('the document is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(document));
  assert.deepEqual(result, { valid: true });
});

test('every operation has a name of its own, words, and the errors that it may answer', () => {
  const operations = operationsOf(document);
  const names = operations.map(({ operationId }) => operationId);
  assert.equal(new Set(names).size, names.length);
  for (const { operationId, summary, tags, responses, security } of operations) {
    assert.ok(summary, operationId);
    assert.ok(
      tags.every((tag) => document.tags.some(({ name }) => name === tag)),
      operationId,
    );
    assert.equal(Boolean(responses[401]), security.length > 0, operationId);
  }
});

test('every example is one', () => {
  for (const [name, { examples = [] }] of Object.entries(document.components.schemas))
    for (const example of examples)
      assert.equal(validate({ $ref: `#/components/schemas/${name}` }, example), null, name);
});

test('the goods are answered as described, in every version that there is', async () => {
  const versions = operationsOf(document).filter(({ operationId }) =>
    operationId.startsWith('createGood'),
  );
  for (const { operationId, requestBody } of versions) {
    const suffix = operationId.slice('createGood'.length);
    const added = requestBody.content['application/json'].schema.$ref.split('/').at(-1);
    const good = await call(operationId, { body: exampleOf(added) });
    const values = { id: good.id };
    const key = { 'Idempotency-Key': `of ${suffix}` };
    await call(`listGoods${suffix}`);
    await call(`listGoods${suffix}`, { query: '?limit=1' });
    for (const id of [operationId, operationId])
      await call(id, { body: exampleOf(added), headers: key });
    await call(`retrieveGood${suffix}`, { values });
    await call(`replaceGood${suffix}`, { values, body: exampleOf(added) });
    await call(`updateGood${suffix}`, { values, body: { title: 'New' } });
    await call(`updateGood${suffix}`, { values, body: { title: 7 } });
    await call(`updateGood${suffix}`, { values, body: {}, headers: { 'If-Match': '"0"' } });
    await call(`deleteGood${suffix}`, { values });
    await call(`retrieveGood${suffix}`, { values });
    await call(`runBatch${suffix}`, { body: exampleOf('Batch') });
    await call(`runBatch${suffix}`, { body: {} });
    await call(`tellPermissions${suffix}`);
    await call(operationId, { body: {}, headers: { 'Content-Type': 'text/plain' } });
    await call(operationId, { body: { title: 'x'.repeat(9 << 20) } });
    await call(`listGoods${suffix}`, { headers: { Authorization: 'Basic eDp5' } });
    await call(`listGoods${suffix}`, { query: '?limit=0' });
  }
  for (const key of [demo.store.api_key, 'another']) await call('tellLimits', { values: { key } });
  assert.equal(fieldsSeen.size, 3);
});

test('what is public is answered as described', async () => {
  for (const query of ['', '?convert=EUR&symbol=XLM', '?convert=JPY', '?convert=1'])
    await call('quoteLumen', { query });
  for (const currency of ['eur', 'jpy', 'euro'])
    await call('rateBitcoin', { values: { currency } });
  for (const id of ['01JD3W5E3QJX0E4W4H5N8Q3Z7K', 'nonsense']) {
    await call('showOrder', { values: { id } });
    await call('submitTransaction', { values: { id }, body: { envelope: 'AAAA' } });
  }
  await call('listUnassignedPayments');
  await call('listUnassignedPayments', { query: '?limit=0' });
  const files = operationsOf(document).filter(({ path, method, responses }) => {
    return method === 'get' && !path.includes('{') && responses[304] && !responses[401];
  });
  assert.ok(files.length >= 9);
  for (const { operationId } of files) await call(operationId);
  for (const operationId of ['tellHealth', 'tellReadiness']) await call(operationId);
});

test('who opens the address of the server finds the way', async () => {
  const open = (path, accept) =>
    fetch(demo.platform + path, { headers: { Accept: accept }, redirect: 'manual' });
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
  const page = await open('/', browser);
  assert.equal(page.status, 200);
  const links = [...(await page.text()).matchAll(/href="(\/[^"]*)"/g)].map(([, path]) => path);
  assert.ok(links.length >= 3, `${links}`);
  for (const path of links) assert.equal((await fetch(demo.platform + path)).status, 200, path);
  for (const path of ['/docs', '/docs/'])
    assert.equal((await open(path, browser)).headers.get('location'), '/docs/api');
  for (const path of ['/', '/testnet', '/testnet/v2/', '/nothing']) {
    const answer = await open(path, '*/*');
    assert.equal(answer.status, 404, path);
    assert.match((await answer.json()).message, /\/docs\/api/, path);
  }
});

test('the page of the document needs no script and nobody else', async () => {
  const response = await fetch(`${demo.platform}/docs/api`);
  assert.match(response.headers.get('content-security-policy'), /default-src 'none'/);
  const page = await response.text();
  assert.doesNotMatch(page, /<script|(?:src|href)="https?:|@import/);
  for (const { operationId, path } of operationsOf(document)) {
    assert.ok(page.includes(`id="${operationId}"`), operationId);
    assert.ok(page.replaceAll('<wbr>', '').includes(`<code>${path}</code>`), path);
  }
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  for (const id of links) assert.ok(page.includes(`id="${id}"`), id);
});
