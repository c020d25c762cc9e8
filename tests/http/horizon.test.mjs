// SPDX-License-Identifier: MIT
// The Horizon face of the embedded ledger, request by request: lists and their links, problems,
// streams, and the controls that make it misbehave.

import {
  Account,
  Asset,
  BASE_FEE,
  Keypair,
  Networks,
  Operation,
  TransactionBuilder,
} from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startLedger } from '../support/ledger.mjs';

let ledger;
const alice = Keypair.random();
const bob = Keypair.random();

before(async () => {
  ledger = await startLedger({ controls: true });
  for (const key of [alice, bob]) await get(`/friendbot?addr=${key.publicKey()}`);
  for (let i = 1; i <= 12; ++i) await submit(await payment(alice, bob, String(i)));
});
after(() => ledger.stop());

async function request(path, options = {}) {
  const response = await fetch(ledger.url + path, options);
  const text = await response.text();
  return { response, body: text === '' ? undefined : JSON.parse(text) };
}

async function get(path, status = 200) {
  const { response, body } = await request(path);
  assert.equal(response.status, status, `${path}: ${JSON.stringify(body)}`);
  return body;
}

async function payment(from, to, amount, timeout = 60) {
  const { sequence } = await get(`/accounts/${from.publicKey()}`);
  const transaction = new TransactionBuilder(new Account(from.publicKey(), sequence), {
    fee: BASE_FEE,
    networkPassphrase: Networks.TESTNET,
  })
    .addOperation(
      Operation.payment({ destination: to.publicKey(), asset: Asset.native(), amount }),
    )
    .setTimeout(timeout)
    .build();
  transaction.sign(from);
  return transaction;
}

function submit(transaction, path = '/transactions') {
  const body = new URLSearchParams({ tx: transaction.toXDR() });
  return request(path, { method: 'POST', body });
}

const amounts = (page) => page._embedded.records.map(({ amount }) => Number(amount));
const linkOf = (page, name) => page._links[name].href.slice(ledger.url.length);
const payments = `/accounts/${alice.publicKey()}/payments`;

test('a list is walked by its links in both directions and ends with an empty page', async () => {
  const first = await get(`${payments}?limit=5&order=desc`);
  assert.deepEqual(amounts(first), [12, 11, 10, 9, 8]);
  const second = await get(linkOf(first, 'next'));
  assert.deepEqual(amounts(second), [7, 6, 5, 4, 3]);
  const third = await get(linkOf(second, 'next'));
  assert.deepEqual(amounts(third), [2, 1, NaN]);
  assert.equal(third._embedded.records[2].type, 'create_account');
  const end = await get(linkOf(third, 'next'));
  assert.deepEqual(end._embedded.records, []);
  assert.deepEqual(amounts(await get(linkOf(second, 'prev'))), [8, 9, 10, 11, 12]);
});

test('every list has the same records whoever asks for them', async () => {
  const all = await get('/payments?limit=200');
  const own = await get(`${payments}?limit=200`);
  const ids = new Set(all._embedded.records.map(({ id }) => id));
  assert.equal(own._embedded.records.length, 13);
  for (const record of own._embedded.records) {
    assert.ok(ids.has(record.id));
    assert.deepEqual((await get(`/operations/${record.id}`)).id, record.id);
    const hash = record.transaction_hash;
    const [operation] = (await get(`/transactions/${hash}/payments`))._embedded.records;
    assert.equal(operation.id, record.id);
    const transaction = await get(`/transactions/${hash}`);
    const ledgerPage = await get(`/ledgers/${transaction.ledger}/operations?limit=200`);
    assert.ok(ledgerPage._embedded.records.some(({ id }) => id === record.id));
  }
  const transactions = await get(`/accounts/${alice.publicKey()}/transactions?limit=200`);
  assert.equal(transactions._embedded.records.length, 13);
});

test('a joined list has each payment with its transaction and memo', async () => {
  const page = await get(`${payments}?join=transactions&limit=2&order=desc`);
  for (const record of page._embedded.records) {
    assert.equal(record.transaction.hash, record.transaction_hash);
    assert.equal(record.transaction.memo_type, 'none');
  }
  assert.match(page._links.next.href, /join=transactions/);
});

test('a failed payment is in the lists only for who asks for failures', async () => {
  const { response, body } = await submit(await payment(bob, alice, '1000000'));
  assert.equal(response.status, 400);
  assert.deepEqual(body.extras.result_codes, {
    transaction: 'tx_failed',
    operations: ['op_underfunded'],
  });
  const path = `/accounts/${bob.publicKey()}/payments?limit=1&order=desc`;
  assert.notEqual(amounts(await get(path))[0], 1000000);
  const [failed] = (await get(`${path}&include_failed=true`))._embedded.records;
  assert.equal(failed.transaction_successful, false);
  const [again] = (await get(`/transactions/${failed.transaction_hash}/operations`))._embedded
    .records;
  assert.equal(again.id, failed.id);
});

test('what is wrong with a request stands in a problem document', async () => {
  const stranger = Keypair.random().publicKey();
  for (const [path, status, field] of [
    [`${payments}?cursor=x`, 400, 'cursor'],
    [`${payments}?cursor=-1`, 400, 'cursor'],
    [`${payments}?order=up`, 400, 'order'],
    [`${payments}?limit=201`, 400, 'limit'],
    [`${payments}?include_failed=maybe`, 400, 'include_failed'],
    [`${payments}?join=effects`, 400, 'join'],
    ['/accounts/GABC/payments', 400, 'account_id'],
    ['/ledgers/x/payments', 400, 'ledger_id'],
    ['/transactions/abc/operations', 400, 'tx_id'],
    [`/accounts/${stranger}/payments`, 404],
    ['/ledgers/99999/operations', 404],
    [`/transactions/${'0'.repeat(64)}/operations`, 404],
    ['/operations/1', 404],
    ['/operations/x', 400, 'id'],
  ]) {
    const { response, body } = await request(path);
    assert.equal(response.status, status, path);
    assert.match(response.headers.get('content-type'), /^application\/problem\+json/);
    assert.match(body.type, /^https:\/\/stellar\.org\/horizon-errors\//);
    if (field) assert.equal(body.extras.invalid_field, field, path);
  }
});

test('a path that is not there is a problem that any page may read', async () => {
  const { response, body } = await request('/offers');
  assert.equal(response.status, 404);
  assert.equal(body.type, 'https://stellar.org/horizon-errors/not_found');
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
});

test('unknown query keys are ignored, and any page may read and see the date', async () => {
  const { response } = await request(`${payments}?c=0.123&X-Client-Name=js`, {
    headers: { Origin: 'https://example.org' },
  });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  const exposed = response.headers.get('access-control-expose-headers');
  for (const name of ['Date', 'Latest-Ledger']) assert.ok(exposed.includes(name), exposed);
  assert.ok(exposed.includes('*'), exposed);
  assert.ok(Number(response.headers.get('latest-ledger')) > 2);
});

/** Reads server-sent events as text until `enough` says so or the stream ends. */
async function readStream(path, enough = () => false, headers = {}) {
  const controller = new AbortController();
  const response = await fetch(ledger.url + path, {
    headers: { Accept: 'text/event-stream', ...headers },
    signal: AbortSignal.any([controller.signal, AbortSignal.timeout(20_000)]),
  });
  let text = '';
  try {
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
      text += piece;
      if (enough(text)) break;
    }
  } finally {
    controller.abort();
  }
  return { response, text };
}

const dataOf = (text) =>
  [...text.matchAll(/^data: (\{.*)$/gm)].map(([, line]) => JSON.parse(line));

test('a stream greets, tells what is there, ends after its limit and says goodbye', async () => {
  const { response, text } = await readStream(`${payments}?limit=3`);
  assert.match(response.headers.get('content-type'), /^text\/event-stream/);
  assert.match(text, /^event: open\nretry: 1000\ndata: "hello"\n\n/);
  assert.match(text, /event: close\nretry: 10\ndata: "byebye"\n\n$/);
  const records = dataOf(text);
  assert.equal(records.length, 3);
  for (const { paging_token: token } of records)
    assert.match(text, new RegExp(`^id: ${token}$`, 'm'));
});

test('a stream goes on behind the last event that its client has seen', async () => {
  const all = dataOf((await readStream(`${payments}?limit=200`, sees(13))).text);
  const { text } = await readStream(`${payments}?limit=200&cursor=now`, sees(1), {
    'Last-Event-ID': all.at(-2).paging_token,
  });
  assert.deepEqual(dataOf(text), [all.at(-1)]);
});

const sees = (count) => (text) => dataOf(text).length >= count;

test('a stream from now on tells a payment when it is in a ledger', async () => {
  let sent;
  const { text } = await readStream(`${payments}?cursor=now`, (soFar) => {
    sent ??= payment(alice, bob, '0.5').then((transaction) => submit(transaction));
    return sees(1)(soFar);
  });
  await sent;
  assert.equal(dataOf(text)[0].amount, '0.5000000');
});

test('a stream of an account tells it again when it changes', async () => {
  let sent;
  const { text } = await readStream(`/accounts/${alice.publicKey()}`, (soFar) => {
    if (sees(1)(soFar))
      sent ??= payment(alice, bob, '0.25').then((transaction) => submit(transaction));
    return sees(2)(soFar);
  });
  await sent;
  const [first, second] = dataOf(text);
  assert.equal(BigInt(second.sequence), BigInt(first.sequence) + 1n);
});

test('an error before the first event is an ordinary problem', async () => {
  const { response } = await readStream(`/accounts/${Keypair.random().publicKey()}/payments`);
  assert.equal(response.status, 404);
  assert.match(response.headers.get('content-type'), /^application\/problem\+json/);
});

test('a submission may be told to time out although it is applied', async () => {
  await ledger.controls.fault({ on: 'submit', what: 'timeout' });
  const transaction = await payment(alice, bob, '0.125');
  const { response, body } = await submit(transaction);
  assert.equal(response.status, 504);
  assert.match(body.type, /transaction_submission_timeout$/);
  assert.equal((await get(`/transactions/${transaction.hash().toString('hex')}`)).successful, true);
});

test('an answer may be dropped, delayed or refused, so often as it was said', async () => {
  await ledger.controls.clearFaults();
  await ledger.controls.fault({ on: 'read', what: 'drop' });
  await assert.rejects(fetch(`${ledger.url}/fee_stats`));
  await ledger.controls.fault({ on: 'read', what: 'refuse', times: 2 });
  for (let i = 0; i < 2; ++i) await get('/fee_stats', 503);
  const begun = Date.now();
  await ledger.controls.fault({ on: 'read', what: 'delay', delay_ms: 300 });
  await get('/fee_stats');
  assert.ok(Date.now() - begun >= 290);
  await get('/fee_stats');
  assert.equal(await ledger.controls.fired(), 4);
});

test('a stream may be cut, and is not said goodbye to', async () => {
  let cut;
  let seen;
  const stream = readStream(`${payments}?cursor=now`, (soFar) => {
    seen = soFar;
    cut ??= ledger.controls.fault({ on: 'stream', what: 'drop' });
    return false;
  });
  // Some clients tell a cut connection from a finished one, others do not.
  await stream.catch(() => {});
  await cut;
  assert.match(seen, /hello/);
  assert.doesNotMatch(seen, /byebye/);
});

test('the clock moves ledger time on, so that a time bound ends', async () => {
  const transaction = await payment(alice, bob, '1', 30);
  await ledger.controls.advanceClock(60);
  const { body } = await submit(transaction);
  assert.equal(body.extras.result_codes.transaction, 'tx_too_late');
  const before = await ledger.controls.closeLedger();
  assert.equal(await ledger.controls.closeLedger(), before + 1);
});

test('a ledger that nobody tests has no controls', async () => {
  const plain = await startLedger();
  try {
    const answer = await fetch(`${plain.url}/test/close`, { method: 'POST' });
    assert.equal(answer.status, 404);
  } finally {
    await plain.stop();
  }
});
