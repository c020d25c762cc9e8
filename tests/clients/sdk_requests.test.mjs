// SPDX-License-Identifier: MIT
// Which requests each call of the Stellar SDKs sends: what a ledger must serve for them. When a new
// release of an SDK asks for something else, it shows here.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startLedger } from '../support/ledger.mjs';
import { startRecorder } from '../support/recorder.mjs';
import { Client } from './client.mjs';
import { generations } from './generations.mjs';

const CASE_MS = 60_000;

/** Each `call` and the requests that it sends; `except`: what other generations send. */
const CALLS = [
  { name: 'root()', since: 13, call: ({ server }) => server.root(), sends: ['GET /'] },
  {
    name: 'fetchTimebounds() after an answer with a Date',
    async call({ server, payer }) {
      await server.loadAccount(payer);
      await server.fetchTimebounds(100);
    },
    sends: ['GET /accounts/{payer}'],
    except: { 0.15: ['GET /accounts/{payer}', 'GET /'] },
  },
  {
    name: 'friendbot()',
    call: ({ server, stranger }) => server.friendbot(stranger).call(),
    sends: ['GET /friendbot?addr={stranger}'],
  },
  {
    name: 'loadAccount()',
    call: ({ server, payer }) => server.loadAccount(payer),
    sends: ['GET /accounts/{payer}'],
  },
  {
    name: 'fetchBaseFee()',
    call: ({ server }) => server.fetchBaseFee(),
    sends: ['GET /fee_stats'],
    except: { 0.15: ['GET /ledgers?limit=1&order=desc'] },
  },
  {
    name: 'feeStats()',
    since: 13,
    call: ({ server }) => server.feeStats(),
    sends: ['GET /fee_stats'],
  },
  {
    name: 'submitTransaction() with a memo',
    call: ({ server, named }) => server.submitTransaction(named),
    sends: ['POST /transactions'],
  },
  {
    name: 'submitTransaction() without a memo',
    call: ({ server, bare }) => server.submitTransaction(bare),
    sends: ['GET /accounts/{receiver}', 'POST /transactions'],
    except: { 0.15: ['POST /transactions'] },
  },
  {
    name: 'submitAsyncTransaction() with a memo',
    since: 13,
    call: ({ server, named }) => server.submitAsyncTransaction(named),
    sends: ['POST /transactions_async'],
  },
  {
    name: 'submitAsyncTransaction() without a memo',
    since: 13,
    call: ({ server, bare }) => server.submitAsyncTransaction(bare),
    sends: ['GET /accounts/{receiver}', 'POST /transactions_async'],
  },
  {
    name: 'transaction()',
    call: ({ server, hash }) => server.transactions().transaction(hash).call(),
    sends: ['GET /transactions/{hash}'],
  },
  {
    name: 'ledgers()',
    call: ({ server }) => server.ledgers().order('desc').limit(3).call(),
    sends: ['GET /ledgers?limit=3&order=desc'],
  },
  {
    // 17 keeps to its server's address; older ones go where the link says, past the recorder.
    name: 'payments(), and the next page by the link of the first',
    async call(scene) {
      const payments = scene.server.payments().forAccount(scene.receiver);
      const page = await payments.order('desc').limit(2).call();
      await page.next();
      scene.cursor = page.records[1].paging_token;
    },
    sends: [
      'GET /accounts/{receiver}/payments?limit=2&order=desc',
      'GET /accounts/{receiver}/payments?cursor={cursor}&limit=2&order=desc',
    ],
    except: {
      13: ['GET /accounts/{receiver}/payments?limit=2&order=desc'],
      0.15: ['GET /accounts/{receiver}/payments?limit=2&order=desc'],
    },
  },
  {
    name: 'stream() of payments',
    async call({ server, receiver, recorder }) {
      const payments = server.payments().forAccount(receiver).cursor('now');
      const close = payments.stream({ onmessage() {} });
      try {
        const { headers } = await recorder.until(() => true);
        assert.equal(headers.accept, 'text/event-stream');
      } finally {
        close();
      }
    },
    sends: [
      'GET /accounts/{receiver}/payments' +
        '?X-Client-Name=js-stellar-sdk&X-Client-Version={version}&cursor=now',
    ],
  },
];

/** Two accounts and what one has sent to the other, made past the recorder. */
async function scene(client, recorder) {
  const [payer, receiver] = [await client.somebody(), await client.somebody()];
  const { hash } = await client.pay(payer, receiver, '1');
  const payment = client.payment(receiver, '1');
  const memo = client.sdk.Memo.text('a payment');
  return {
    recorder,
    server: client.connect(recorder.url),
    payer: payer.publicKey(),
    receiver: receiver.publicKey(),
    stranger: client.stranger().publicKey(),
    hash,
    version: client.version,
    bare: await client.transaction(payer, payment),
    named: await client.transaction(payer, payment, { memo }),
  };
}

/** A request as the table writes it: names for what differs each time, the query in order. */
function line({ method, path }, names) {
  const [place, query = ''] = path.split('?');
  const parts = query.split('&').filter((part) => part !== '' && !isCacheBuster(part));
  const url = [place, parts.sort().join('&')].filter((text) => text !== '').join('?');
  return Object.entries(names).reduce(
    (text, [name, value]) => text.replaceAll(value, `{${name}}`),
    `${method} ${url}`,
  );
}

/** 0.15 asks past caches. */
function isCacheBuster(part) {
  return part.startsWith('c=0.');
}

async function sentBy(call, client) {
  const recorder = await startRecorder(ledger.url);
  try {
    const stage = await scene(client, recorder);
    await call(stage);
    const { payer, receiver, stranger, hash, version, cursor = 'none' } = stage;
    const names = { payer, receiver, stranger, hash, version, cursor };
    return recorder.requests.map((request) => line(request, names));
  } finally {
    await recorder.stop();
  }
}

let ledger;
before(async () => (ledger = await startLedger()));
after(() => ledger?.stop());

for (const generation of generations) {
  for (const { name, since = 0, call, sends, except = {} } of CALLS) {
    if (generation.generation < since) continue;
    const title = `${generation.name}: ${name} sends what is known`;
    test(title, { timeout: CASE_MS, skip: generation.unusable }, async () => {
      const requests = await sentBy(call, new Client(generation, ledger.url));
      assert.deepEqual(requests, except[generation.generation] ?? sends);
    });
  }
}
