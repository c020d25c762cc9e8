// SPDX-License-Identifier: MIT
import {
  Account,
  Asset,
  BASE_FEE,
  Keypair,
  Memo,
  Operation,
  TransactionBuilder,
} from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wallet as words } from '../messages/en';
import { with_activity, type Activity } from './activities';
import type { Receipt, Sign, Submitted } from './answers';
import { busy_pause_ms, buy, type Desk, type Outcome, type Progress, type Terms } from './purchase';
import { Lost, type FinalAnswer, type Request } from './socket';

const PASSPHRASE = 'Test SDF Network ; September 2015';
const GOOD = '558bcdbb1309c59725bdb559';
const HASH = 'ab'.repeat(32);
const NOW = 1_790_000_000;
const TERMS: Terms = { good: GOOD, title: 'T', amount: 4000n, confirmed: false, resumed: false };

const reader = Keypair.random();
const merchant = Keypair.random();
const channel = Keypair.random();

function sign(order = 'ORDER1', amount = '4000'): Sign {
  const transaction = new TransactionBuilder(new Account(channel.publicKey(), '7'), {
    fee: BASE_FEE,
    networkPassphrase: PASSPHRASE,
    timebounds: { minTime: 0, maxTime: NOW + 60 },
  })
    .addOperation(
      Operation.payment({
        source: reader.publicKey(),
        destination: merchant.publicKey(),
        asset: Asset.native(),
        amount: '0.0004',
      }),
    )
    .addMemo(Memo.text(order))
    .build();
  const destination = merchant.publicKey();
  const hash = transaction.hash().toString('hex');
  return {
    type: 'sign',
    offer: {
      order,
      good: GOOD,
      amount,
      asset: 'XLM',
      destination,
      memo: order,
      envelope: transaction.toXDR(),
      hash,
    },
    title: 'T',
    expires_at: NOW + 60,
  };
}

const RECEIPT: Receipt = { type: 'receipt', good: GOOD, receipt: 'a.b', hash: HASH };

/** One step of a scripted server: what it must be asked and what it answers. */
interface Scene {
  readonly asked: string;
  readonly submitted?: true;
  readonly answer: FinalAnswer | 'lost';
}

interface Played {
  readonly outcome: Outcome;
  readonly activities: readonly Activity[];
  readonly progress: readonly Progress['kind'][];
  readonly requests: readonly Request[];
  readonly pauses: readonly number[];
}

async function play(
  scenes: Scene[],
  terms = TERMS,
  before: readonly Activity[] = [],
): Promise<Played> {
  let activities = before;
  let clock = NOW;
  const progress: Progress['kind'][] = [];
  const requests: Request[] = [];
  const pauses: number[] = [];
  const ask = async (
    request: Request,
    submitted?: (news: Submitted) => void,
  ): Promise<FinalAnswer> => {
    const scene = scenes.shift();
    requests.push(request);
    assert.equal(request.type, scene?.asked);
    if (scene?.submitted) submitted?.({ type: 'submitted', order: 'ORDER1', hash: HASH });
    if (!scene || scene.answer === 'lost') throw new Lost();
    return scene.answer;
  };
  const desk: Desk = {
    link: { ask, online: async () => (scenes.length > 0 ? 'online' : ((clock += 20), 'late')) },
    signer: { address: reader.publicKey(), sign: async (bytes) => reader.sign(Buffer.from(bytes)) },
    words,
    passphrase: () => PASSPHRASE,
    now: () => clock,
    clock: () => clock,
    activities: () => activities,
    begin: async (activity) => {
      activities = with_activity(activities, activity);
      return 'saved';
    },
    record: async (activity) => void (activities = with_activity(activities, activity)),
    progress: (_good, step) => progress.push(step.kind),
    pause: async (ms) => void pauses.push(ms),
  };
  const outcome = await buy(desk, terms);
  return { outcome, activities, progress, requests, pauses };
}

const message = ({ outcome }: Played): string => (outcome.kind === 'failed' ? outcome.message : '');
const states = ({ activities }: Played): string[] => activities.map(({ state }) => state);

test('an order is signed, submitted and ends in a receipt', async () => {
  const played = await play([
    { asked: 'order', answer: sign() },
    { asked: 'submit', submitted: true, answer: RECEIPT },
  ]);
  assert.deepEqual(played.outcome, { kind: 'bought', receipt: RECEIPT });
  assert.deepEqual(played.progress, ['ordering', 'signing', 'submitted']);
  assert.deepEqual(states(played), ['paid']);
  const signature = Buffer.from(String(played.requests[1]?.['signature']), 'base64');
  assert.ok(reader.verify(Buffer.from(sign().offer.hash, 'hex'), signature));
});

test('what is bought already is not bought again', async () => {
  const played = await play([{ asked: 'order', answer: RECEIPT }]);
  assert.equal(played.outcome.kind, 'bought');
  assert.deepEqual(states(played), []);
});

test('a connection lost at any point is followed by asking for the order again', async () => {
  const after_order = await play([
    { asked: 'order', answer: 'lost' },
    { asked: 'order', answer: sign() },
    { asked: 'submit', answer: RECEIPT },
  ]);
  const after_submit = await play([
    { asked: 'order', answer: sign() },
    { asked: 'submit', submitted: true, answer: 'lost' },
    { asked: 'order', submitted: true, answer: RECEIPT },
  ]);
  assert.equal(after_order.outcome.kind, 'bought');
  assert.equal(after_submit.outcome.kind, 'bought');
  assert.deepEqual(states(after_submit), ['paid']);
});

test('the same order may be signed twice, another one for the same good may not', async () => {
  const lost: Scene[] = [
    { asked: 'order', answer: sign() },
    { asked: 'submit', answer: 'lost' },
  ];
  const same = await play([
    ...lost,
    { asked: 'order', answer: sign() },
    { asked: 'submit', answer: RECEIPT },
  ]);
  const other = await play([...lost, { asked: 'order', answer: sign('ORDER2') }]);
  assert.equal(same.outcome.kind, 'bought');
  assert.match(message(other), /has not ended yet/);
  assert.deepEqual(states(other), ['pending']);
});

test('an order that closed before the signature came is ordered anew', async () => {
  const closed = { type: 'error', code: 'order_closed', message: 'It expired.' } as const;
  const played = await play([
    { asked: 'order', answer: sign() },
    { asked: 'submit', answer: closed },
    { asked: 'order', answer: sign('ORDER2') },
    { asked: 'submit', answer: RECEIPT },
  ]);
  assert.equal(played.outcome.kind, 'bought');
  assert.deepEqual(states(played), ['paid', 'failed']);
});

test('a raised price is refused with the new price, and the order is cancelled', async () => {
  const cancelled = { type: 'failed', code: 'cancelled', message: '' } as const;
  const played = await play([
    { asked: 'order', answer: sign('ORDER1', '40000') },
    { asked: 'cancel', answer: cancelled },
  ]);
  assert.deepEqual(played.outcome, {
    kind: 'failed',
    message: 'The price has changed to 0.004 XLM. Nothing was paid.',
    stale: true,
  });
  assert.deepEqual(states(played), []);
});

test('the sentence of the server reaches the reader', async () => {
  const poor = { type: 'failed', code: 'insufficient_balance', message: 'Too little.' } as const;
  const played = await play([
    { asked: 'order', answer: sign() },
    { asked: 'submit', submitted: true, answer: poor },
  ]);
  assert.equal(message(played), 'Too little.');
  assert.deepEqual(states(played), ['failed']);
});

test('a busy server is asked again three times before the reader hears of it', async () => {
  const busy = { type: 'error', code: 'busy', message: 'Busy.' } as const;
  const asked_and_busy: Scene = { asked: 'order', answer: busy };
  const later = await play([
    ...Array<Scene>(3).fill(asked_and_busy),
    { asked: 'order', answer: sign() },
    { asked: 'submit', answer: RECEIPT },
  ]);
  const never = await play(Array<Scene>(4).fill(asked_and_busy));
  assert.equal(later.outcome.kind, 'bought');
  assert.equal(message(never), 'Busy.');
  assert.equal(never.requests.length, 4);
  assert.equal(never.pauses.length, 3);
  assert.ok(never.pauses.every((ms) => ms >= 500 && ms <= 1500));
  assert.deepEqual([busy_pause_ms(0), busy_pause_ms(1)], [500, 1500]);
});

test('another refusal of an order is not asked again', async () => {
  const refused = { type: 'error', code: 'unavailable', message: 'Later.' } as const;
  const played = await play([{ asked: 'order', answer: refused }]);
  assert.equal(message(played), 'Later.');
  assert.equal(played.pauses.length, 0);
});

test('a receipt for another good is not taken', async () => {
  const played = await play([
    { asked: 'order', answer: { ...RECEIPT, good: '558bcdbb1309c59725bdb560' } },
  ]);
  assert.equal(played.outcome.kind, 'failed');
});

test('silence ends the wait, and the reader learns whether anything was paid', async () => {
  assert.match(message(await play([{ asked: 'order', answer: 'lost' }])), /Nothing was paid/);
  const signed = await play([
    { asked: 'order', answer: sign() },
    { asked: 'submit', submitted: true, answer: 'lost' },
  ]);
  assert.match(message(signed), /will not pay twice/);
  assert.deepEqual(states(signed), ['pending']);
});

test('a resumed purchase signs nothing', async () => {
  const pending: Activity = {
    order: 'ORDER0',
    good: GOOD,
    title: 'T',
    amount: 4000n,
    time: NOW,
    state: 'pending',
    confirmed: false,
  };
  const resumed = { ...TERMS, resumed: true };
  const done = await play([{ asked: 'order', submitted: true, answer: RECEIPT }], resumed, [
    pending,
  ]);
  const lapsed = await play([{ asked: 'order', answer: sign() }], resumed, [pending]);
  assert.equal(done.outcome.kind, 'bought');
  assert.deepEqual(states(done), ['paid']);
  assert.match(message(lapsed), /did not go through/);
  assert.deepEqual(states(lapsed), ['failed']);
});
