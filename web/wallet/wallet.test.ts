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
import { setImmediate as next_turn, setTimeout as pass_ms } from 'node:timers/promises';
import type { ToPage } from '../base/frame_messages';
import { lumens } from '../base/lumens';
import { load_activities } from './activities';
import type { Request } from './socket';
import { wallet as words } from '../messages/en';
import { save_limits } from './limits';
import { Wallet } from './wallet';

const PASSPHRASE = 'Test SDF Network ; September 2015';
const ORIGIN = 'https://pay.example';
const LUMEN = 10_000_000n;

const reader = Keypair.random();
const merchant = Keypair.random();
const channel = Keypair.random();

const HELLO = {
  type: 'hello',
  protocol: 'farthing.wallet.v1',
  network: 'testnet',
  passphrase: PASSPHRASE,
  audience: ORIGIN,
  nonce: '00'.repeat(32),
  time: Math.floor(Date.now() / 1000),
};

/** How far the server's clock, or its word on it, is ahead of this device's. */
let seconds_ahead = 0;
const server_time = (): number => HELLO.time + seconds_ahead;

type Fields = Readonly<Record<string, unknown>>;
type Serve = (request: Request) => Fields;

let serve: Serve = () => ({});
/** What the server takes its time for. */
let slow = '';
let friendbot = false;
const asked: Request[] = [];

/** A server in the place of the browser's socket. */
class FakeSocket {
  onmessage: ((event: { data: string }) => void) | undefined;

  constructor() {
    setImmediate(() => this.tell({ ...HELLO, time: server_time(), friendbot }));
  }

  send(data: string): void {
    const request = JSON.parse(data) as Request;
    asked.push(request);
    const answer = (): void => this.tell({ ...serve(request), request: request['request'] });
    if (request.type === slow) setTimeout(answer, 20);
    else setImmediate(answer);
  }

  close(): void {}

  private tell(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

/** One lock, whatever its name: whoever asks first has it first. */
class FakeLocks {
  private last: Promise<unknown> = Promise.resolve();

  request<T>(_name: string, work: () => T | Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result;
    return result;
  }
}

const locks = new FakeLocks();
Object.assign(globalThis, {
  WebSocket: FakeSocket,
  addEventListener: () => undefined,
  // The watch on the connection would keep the test's process alive.
  setInterval: () => 0,
});

function storage(): Storage {
  const entries = new Map<string, string>();
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  } as unknown as Storage;
}

const good_id = (index: number): string => index.toString(16).padStart(24, '0');
const good_ids = (count: number): string[] => Array.from({ length: count }, (_, i) => good_id(i));
const order_of = (good: unknown): string => `ORDER${Number.parseInt(String(good), 16)}`;

function sign(good: unknown, price: bigint): Fields {
  const order = order_of(good);
  const destination = merchant.publicKey();
  const transaction = new TransactionBuilder(new Account(channel.publicKey(), '7'), {
    fee: BASE_FEE,
    networkPassphrase: PASSPHRASE,
    timebounds: { minTime: 0, maxTime: server_time() + 60 },
  })
    .addOperation(
      Operation.payment({
        source: reader.publicKey(),
        destination,
        asset: Asset.native(),
        amount: lumens(price),
      }),
    )
    .addMemo(Memo.text(order))
    .build();
  const amount = String(price);
  const envelope = transaction.toXDR();
  const hash = transaction.hash().toString('hex');
  const offer = { order, good, amount, asset: 'XLM', destination, memo: order, envelope, hash };
  return { type: 'sign', ...offer, title: 'T', expires_at: server_time() + 60 };
}

/** Sells everything at one price. */
function shop(price: bigint): Serve {
  const describe = (id: string): Fields => ({ id, title: 'T', price: String(price), asset: 'XLM' });
  return (request) => {
    switch (request.type) {
      case 'authenticate':
        return { type: 'authenticated' };
      case 'goods':
        return { type: 'goods', goods: (request['goods'] as string[]).map(describe) };
      case 'balance':
        return { type: 'balance', exists: true, balance: '9000000000', spendable: '9000000000' };
      case 'order':
        return sign(request['good'], price);
      case 'submit':
        return receipt(String(request['order']));
      default:
        return { type: 'failed', code: 'cancelled', message: 'Cancelled.' };
    }
  };
}

function receipt(order: string): Fields {
  const good = good_id(Number(order.slice('ORDER'.length)));
  return { type: 'receipt', good, receipt: 'a.b', hash: 'ab'.repeat(32) };
}

function without_offers(price: bigint): Serve {
  const normal = shop(price);
  const down = { type: 'error', code: 'unavailable', message: 'Later.' };
  return (request) => (request.type === 'order' ? down : normal(request));
}

interface Tab {
  readonly wallet: Wallet;
  readonly told: ToPage[];
  readonly questions: string[];
}

/** A wallet that knows these goods, and whose reader declines whatever it asks. */
async function open_tab(
  goods: readonly string[],
  storage: Storage,
  sign_with = async (bytes: Uint8Array): Promise<Uint8Array> => reader.sign(Buffer.from(bytes)),
): Promise<Tab> {
  const told: ToPage[] = [];
  const questions: string[] = [];
  const signer = { address: reader.publicKey(), sign: sign_with };
  const place = { storage, safe: undefined, locks: locks as unknown as LockManager };
  save_limits(storage, { click: 10n * LUMEN, day: 10n * LUMEN });
  const endpoint = { origin: ORIGIN, network: 'testnet' };
  const wallet = new Wallet(
    endpoint,
    { signer, place, words },
    {
      page: (message) => told.push(message),
      show: () => undefined,
      confirm: async (title) => (questions.push(title), false),
      misdirected: () => undefined,
    },
  );
  asked.length = 0;
  wallet.link.start();
  wallet.want(goods);
  while (count(told, 'good') < new Set(goods).size) await next_turn();
  return { wallet, told, questions };
}

const count = (messages: readonly { type: string }[], type: string): number =>
  messages.filter((message) => message.type === type).length;

const buy_all = ({ wallet }: Tab, goods: readonly string[]): Promise<unknown> =>
  Promise.all(goods.map((good) => wallet.buy(good)));

test('purchases at once count together: past ten lumens each one asks', async () => {
  serve = shop(4n * LUMEN);
  const goods = good_ids(15);
  const tab = await open_tab(goods, storage());
  await buy_all(tab, goods);
  assert.equal(tab.questions.length, 13);
  assert.equal(count(tab.told, 'receipt'), 2);
  assert.equal(count(asked, 'order'), 2);
});

test('a purchase that is written down counts once', async () => {
  serve = shop(5n * LUMEN);
  const goods = good_ids(3);
  const tab = await open_tab(goods, storage());
  for (const good of goods) await tab.wallet.buy(good);
  assert.equal(tab.questions.length, 1);
  assert.equal(count(tab.told, 'receipt'), 2);
});

test('a purchase that ends without payment gives back what it held', async () => {
  serve = without_offers(9n * LUMEN);
  const goods = good_ids(2);
  const tab = await open_tab(goods, storage());
  for (const good of goods) await tab.wallet.buy(good);
  serve = shop(9n * LUMEN);
  await tab.wallet.buy(good_id(0));
  assert.equal(tab.questions.length, 0);
  assert.equal(count(tab.told, 'receipt'), 1);
});

test('purchases at once count towards the number that needs no question', async () => {
  serve = without_offers(1n);
  const goods = good_ids(505);
  const tab = await open_tab(goods, storage());
  await buy_all(tab, goods);
  assert.equal(tab.questions.length, 5);
});

test('two tabs at once do not pass the limit together, and the second may ask then', async () => {
  serve = shop(6n * LUMEN);
  const goods = good_ids(2);
  const place = storage();
  const first = await open_tab(goods, place);
  const second = await open_tab(goods, place);
  await Promise.all([first.wallet.buy(good_id(0)), second.wallet.buy(good_id(1))]);
  assert.equal(count(asked, 'submit'), 1);
  assert.equal(count(asked, 'cancel'), 1);
  const loser = count(first.told, 'receipt') === 0 ? first : second;
  assert.match(JSON.stringify(loser.told), /must be confirmed. Nothing was paid/);
  await loser.wallet.buy(loser === first ? good_id(0) : good_id(1));
  assert.equal(loser.questions.length, 1);
});

test('what two tabs write at once is all kept', async () => {
  serve = shop(1n);
  const goods = good_ids(20);
  const place = storage();
  const tabs = [await open_tab(goods, place), await open_tab(goods, place)] as const;
  await Promise.all([buy_all(tabs[0], goods.slice(0, 10)), buy_all(tabs[1], goods.slice(10))]);
  const states = load_activities(place, 'testnet').map(({ state }) => state);
  assert.deepEqual(states, Array(20).fill('paid'));
});

test('a server that speaks of tomorrow does not win a new day', async () => {
  serve = shop(6n * LUMEN);
  const goods = good_ids(2);
  const place = storage();
  const today = await open_tab(goods, place);
  await today.wallet.buy(good_id(0));
  seconds_ahead = 86_400;
  const tomorrow = await open_tab(goods, place);
  await tomorrow.wallet.buy(good_id(1));
  seconds_ahead = 0;
  assert.equal(count(today.told, 'receipt'), 1);
  assert.equal(tomorrow.questions.length, 1);
});

test('a server that calls every payment failed wins no payments beyond the limit', async () => {
  const selling = shop(4n * LUMEN);
  serve = (request) => {
    const failure = { type: 'failed', code: 'rejected', message: 'No.' };
    return request.type === 'submit' ? failure : selling(request);
  };
  const goods = good_ids(5);
  const tab = await open_tab(goods, storage());
  for (const good of goods) await tab.wallet.buy(good);
  assert.equal(count(asked, 'submit'), 2);
  assert.equal(tab.questions.length, 3);
});

test('what cannot be written down is not paid', async () => {
  serve = shop(1n);
  const place = storage();
  const tab = await open_tab(good_ids(1), place);
  place.setItem = () => assert.fail('full');
  await tab.wallet.buy(good_id(0));
  assert.equal(count(asked, 'submit'), 0);
  assert.equal(count(asked, 'cancel'), 1);
  assert.match(JSON.stringify(tab.told), /no room to write the payment down/);
});

test('a key that the browser does not give signs nothing, and may be tried again', async () => {
  serve = shop(1n);
  let there = true;
  const tab = await open_tab(good_ids(1), storage(), async (bytes) =>
    there ? reader.sign(Buffer.from(bytes)) : assert.fail('gone'),
  );
  there = false;
  await tab.wallet.buy(good_id(0));
  there = true;
  await tab.wallet.buy(good_id(0));
  assert.equal(count(tab.told, 'failed'), 1);
  assert.equal(count(tab.told, 'receipt'), 1);
});

test('no signature leaves while another tab has the list', async () => {
  serve = shop(1n);
  const tab = await open_tab(good_ids(1), storage());
  let release = (): void => undefined;
  void locks.request('', () => new Promise<void>((resolve) => (release = resolve)));
  const bought = tab.wallet.buy(good_id(0));
  while (!JSON.stringify(tab.told).includes('"paying"')) await next_turn();
  await pass_ms(100);
  assert.equal(count(asked, 'submit'), 0);
  release();
  await bought;
  assert.equal(count(asked, 'submit'), 1);
});

test("a first visitor's press waits for play money, also before the balance is known", async () => {
  const normal = shop(4000n);
  let rich = false;
  serve = (request) => {
    rich ||= request.type === 'fund';
    const poor = { type: 'balance', exists: false, balance: '0', spendable: '0' };
    if (request.type === 'fund') return normal({ ...request, type: 'balance' });
    return request.type === 'balance' && !rich ? poor : normal(request);
  };
  [slow, friendbot] = ['balance', true];
  const tab = await open_tab(good_ids(1), storage());
  await buy_all(tab, good_ids(1));
  [slow, friendbot] = ['', false];
  const types = asked.map(({ type }) => type);
  assert.ok(types.indexOf('fund') >= 0 && types.indexOf('fund') < types.indexOf('order'));
  assert.equal(count(tab.told, 'receipt'), 1);
});

test('goods are asked for once each, a hundred at a time', async () => {
  serve = shop(1n);
  const goods = good_ids(250);
  const tab = await open_tab(goods, storage());
  asked.length = 0;
  tab.told.length = 0;
  tab.wallet.want([...goods, ...goods]);
  while (count(tab.told, 'good') < 250) await next_turn();
  for (let turn = 0; turn < 20; turn++) await next_turn();
  const batches = asked.map((request) => (request['goods'] as string[]).length);
  assert.deepEqual(batches, [100, 100, 50]);
});
