// SPDX-License-Identifier: MIT
// Streams of the Stellar SDKs: what comes, in which order, and that nothing is lost or twice when a
// connection ends.

import assert from 'node:assert/strict';
import { startRecorder } from '../support/recorder.mjs';
import { Follower } from './follower.mjs';
import { suite } from './suite.mjs';

const STREAM_OPENS_MS = 500;
const MOST_ATTEMPTS = 40;
// The SDKs wait 15 s for a message before they open a stream anew; these tests, so long.
const RECONNECT_MS = 300;

const lumens = (amount) => `${amount}.0000000`;
const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** Two accounts, and payments of 1, 2, 3 ... XLM from one to the other. */
async function scene(client) {
  const [payer, receiver] = [await client.somebody(), await client.somebody()];
  let sent = 0;
  return {
    payer,
    receiver,
    payments: (server = client.server) => server.payments().forAccount(receiver.publicKey()),
    /** Pays `count` times; gives the last amount. */
    async pay(count = 1) {
      for (const last = sent + count; sent < last; ++sent)
        await client.pay(payer, receiver, String(sent + 1));
      return sent;
    },
  };
}

/** The amounts of the next `count` records. */
async function amounts(follower, count) {
  return (await follower.take(count)).map(({ amount }) => amount);
}

/** Checks that payments of `first` to `last` XLM come next, and nothing else. */
async function brings(follower, first, last) {
  assert.deepEqual(await amounts(follower, last - first + 1), range(first, last).map(lumens));
}

/** The latest record's paging token. */
async function latestToken(builder) {
  return (await builder.order('desc').limit(1).call()).records[0].paging_token;
}

suite([
  {
    name: 'a stream from now brings what comes, and nothing of before',
    async run(client) {
      const { payments, pay } = await scene(client);
      await pay(2);
      await Follower.use(payments().cursor('now'), {}, async (follower) => {
        // When a stream is open cannot be seen: from the first record that comes, all must.
        let first;
        for (let attempt = 0; !first && attempt < MOST_ATTEMPTS; ++attempt) {
          await pay();
          first = await follower.next(STREAM_OPENS_MS);
        }
        assert.equal(first?.type, 'payment', 'no payment came');
        const number = Number.parseInt(first.amount, 10);
        assert.ok(number > 2);
        await brings(follower, number + 1, await pay(3));
      });
    },
  },
  {
    name: 'a stream from a stored cursor brings all that came since, then what comes',
    async run(client) {
      const { payments, pay } = await scene(client);
      await pay();
      const stored = await latestToken(payments());
      await pay(3);
      await Follower.use(payments().cursor(stored), {}, async (follower) => {
        await brings(follower, 2, 4);
        await brings(follower, 5, await pay(2));
      });
    },
  },
  {
    name: 'a stream without a cursor begins with the first record',
    async run(client) {
      const { receiver, payments, pay } = await scene(client);
      await pay();
      await Follower.use(payments(), {}, async (follower) => {
        const [creation] = await follower.take(1);
        assert.equal(creation.type, 'create_account');
        assert.equal(creation.account, receiver.publicKey());
        await brings(follower, 1, 1);
      });
    },
  },
  {
    name: 'a streamed record has what a listed one has, and its links',
    async run(client) {
      const { payments, pay } = await scene(client);
      const stored = await latestToken(payments());
      await pay();
      const [listed] = (await payments().cursor(stored).call()).records;
      await Follower.use(payments().cursor(stored), {}, async (follower) => {
        const [streamed] = await follower.take(1);
        const plain = (record) => JSON.parse(JSON.stringify(record));
        assert.deepEqual(plain(streamed), plain(listed));
        assert.equal((await streamed.transaction()).hash, listed.transaction_hash);
      });
    },
  },
  {
    name: 'a stream that ends after each record still brings all, each once',
    async run(client) {
      const { payments, pay } = await scene(client);
      const stored = await latestToken(payments());
      await pay(3);
      await Follower.use(payments().cursor(stored).limit(1), {}, async (follower) => {
        await brings(follower, 1, 3);
        await brings(follower, 4, await pay(2));
      });
    },
  },
  {
    name: 'a stream that is quiet is opened anew where it was',
    async run(client, ledger) {
      const { payments, pay } = await scene(client);
      const stored = await latestToken(payments());
      const recorder = await startRecorder(ledger.url);
      const watched = payments(client.connect(recorder.url)).cursor(stored);
      const quiet = { reconnectTimeout: RECONNECT_MS };
      try {
        await Follower.use(watched, quiet, async (follower) => {
          await pay();
          await brings(follower, 1, 1);
          const seen = await latestToken(payments());
          await recorder.until(({ path }) => path.includes(`cursor=${seen}`));
          await brings(follower, 2, await pay(3));
        });
      } finally {
        await recorder.stop();
      }
    },
  },
  {
    name: 'a stream of operations, of transactions and of ledgers',
    async run(client) {
      const { payer, pay } = await scene(client);
      const { server } = client;
      const address = payer.publicKey();
      const builders = [
        () => server.operations().forAccount(address),
        () => server.transactions().forAccount(address),
        () => server.ledgers(),
      ];
      for (const builder of builders) {
        const stored = await latestToken(builder());
        await pay(2);
        const listed = (await builder().cursor(stored).limit(2).call()).records;
        await Follower.use(builder().cursor(stored), {}, async (follower) => {
          const streamed = await follower.take(2);
          assert.deepEqual(
            streamed.map(({ id }) => id),
            listed.map(({ id }) => id),
          );
        });
      }
    },
  },
  {
    name: 'a stream of an account shows it now, and again when it changes',
    async run(client) {
      const { receiver, pay } = await scene(client);
      const account = client.server.accounts().accountId(receiver.publicKey());
      await Follower.use(account, {}, async (follower) => {
        const [now] = await follower.take(1);
        assert.equal(now.account_id, receiver.publicKey());
        assert.equal(now.balances[0].balance, '10000.0000000');
        await pay();
        await follower.until(({ balances }) => balances[0].balance === '10001.0000000');
      });
    },
  },
  {
    name: 'a stream of an account that is quiet is opened anew, and shows it again',
    async run(client) {
      const { receiver } = await scene(client);
      const account = client.server.accounts().accountId(receiver.publicKey());
      await Follower.use(account, { reconnectTimeout: RECONNECT_MS }, async (follower) => {
        const shown = await follower.take(3);
        assert.deepEqual(
          shown.map(({ account_id }) => account_id),
          Array(3).fill(receiver.publicKey()),
        );
      });
    },
  },
  {
    name: 'a stream of an account that is not there is an error',
    async run(client) {
      const account = client.server.accounts().accountId(client.stranger().publicKey());
      await Follower.use(account, {}, (follower) => follower.failure());
    },
  },
]);

suite(
  [
    {
      name: 'a stream that was cut misses nothing of what it had a place in',
      async run(client, { controls }) {
        const { payments, pay } = await scene(client);
        const stored = await latestToken(payments());
        await Follower.use(payments().cursor(stored), {}, async (follower) => {
          await pay();
          await brings(follower, 1, 1);
          for (let cut = 0; cut < 2; ++cut) {
            await controls.fault({ on: 'stream', what: 'drop' });
            await follower.failure();
            const first = await pay();
            await brings(follower, first, await pay(2));
            assert.ok((await controls.fired()) > 0, 'the stream was not cut');
            await controls.clearFaults();
          }
        });
      },
    },
    {
      name: 'a stream of an account that was cut shows the account again',
      async run(client, { controls }) {
        const { receiver, pay } = await scene(client);
        const account = client.server.accounts().accountId(receiver.publicKey());
        await Follower.use(account, {}, async (follower) => {
          await follower.take(1);
          await controls.fault({ on: 'stream', what: 'drop' });
          await follower.failure();
          await pay();
          await follower.until(({ balances }) => balances[0].balance === '10001.0000000');
        });
        await controls.clearFaults();
      },
    },
    {
      name: 'a stream goes on while ledgers close without anything for it',
      async run(client, { controls }) {
        const { payments, pay } = await scene(client);
        const stored = await latestToken(payments());
        await Follower.use(payments().cursor(stored), {}, async (follower) => {
          await pay();
          await brings(follower, 1, 1);
          for (let closed = 0; closed < 5; ++closed) await controls.closeLedger();
          await brings(follower, 2, await pay(2));
        });
      },
    },
  ],
  { controls: true },
);
