// SPDX-License-Identifier: MIT
// Ten thousand requests that make no sense, to every operation that the document describes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { fetchDocument, makeValidator, operationsOf } from '../support/api_document.mjs';
import { startDemo } from '../support/farthing.mjs';
import { Malformer } from '../support/malformed.mjs';
import { numbersFrom } from '../support/random.mjs';
import { RawClient } from '../support/raw_client.mjs';

const REQUESTS = 10_000;
const CONNECTIONS = 8;
const SEED = Number(process.env.FARTHING_FUZZ_SEED ?? 20261128);

let demo;
before(async () => (demo = await startDemo({ ledgerClose: 'immediate' })));
after(() => demo.stop());

function authorization({ api_key, api_secret }) {
  return `Basic ${Buffer.from(`${api_key}:${api_secret}`).toString('base64')}`;
}

async function goods() {
  const headers = { Authorization: authorization(demo.store) };
  return (await fetch(`${demo.platform}/testnet/v2/goods`, { headers })).text();
}

/** Those that programs call: files, a socket and the server's health take no input. */
function callable(document) {
  const files = ['Widget', 'Wallet', 'Server'];
  return operationsOf(document).filter(({ tags }) => !files.includes(tags[0]));
}

/** What RFC 9110 has for methods, codings and versions that a server does not know. */
const UNKNOWN = { method: 501, 'head: coding': 501, 'head: version': 505 };

/** A refusal names its cause, in the one shape of all errors. */
function isRefusal({ kind, operation }, answer) {
  // Of what is no HTTP nothing needs to be said.
  if (answer === null) return /^(head|method|target)/.test(kind);
  const { status, body } = answer;
  if (status === 200 && operation.startsWith('runBatch'))
    return JSON.parse(body).responses.every((each) => each.status >= 400);
  if ((status < 400 || status >= 500) && status !== UNKNOWN[kind]) return false;
  const error = JSON.parse(body);
  return error.statusCode === status && Boolean(error.name && error.message);
}

/** One complaint of each kind, with what was sent. */
class Complaints {
  all = new Map();
  add({ operation, kind, bytes }, answer) {
    const answered = answer ? `${answer.status} ${answer.body}` : 'nothing';
    const sent = bytes.toString('latin1').replace(/Basic [\w=]+/, 'Basic ...').slice(0, 400);
    const about = `${kind} of ${operation}`;
    if (!this.all.has(about)) this.all.set(about, `${about}: ${answered}\n${sent}`);
  }
  toString() {
    return [...this.all.values()].slice(0, 20).join('\n\n');
  }
}

test('ten thousand malformed requests are refused and change nothing', async () => {
  const document = await fetchDocument(demo.platform);
  const before = await goods();
  const malformer = new Malformer({
    operations: callable(document),
    document,
    validate: makeValidator(document),
    authorization: authorization(demo.store),
    random: numbersFrom(SEED),
  });
  let left = REQUESTS;
  const operations = new Set();
  const complaints = new Complaints();
  const work = async () => {
    const client = new RawClient(demo.platform);
    while (left-- > 0) {
      const request = malformer.make();
      const answer = await client.send(request.bytes);
      if (!isRefusal(request, answer)) complaints.add(request, answer);
      operations.add(request.operation);
    }
    client.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  assert.equal(`${complaints}`, '', `with FARTHING_FUZZ_SEED=${SEED}`);
  assert.equal(operations.size, callable(document).length);
  assert.equal(await goods(), before);
  assert.equal((await fetch(`${demo.platform}/readyz`)).status, 200);
  assert.doesNotMatch(demo.log(), /error/i);
});
