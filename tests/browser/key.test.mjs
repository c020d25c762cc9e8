// SPDX-License-Identifier: MIT
// The wallet's key: no page that embeds the wallet reads it, it lies nowhere in clear, and a wallet
// of before there were seals is sealed without being lost.

import { Keypair, StrKey } from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'node:test';
import { buy, has_money, open_profile } from './demo.mjs';
import { box, priced, scene } from './scene.mjs';
import { open_stand, tag } from './stand.mjs';
import { wallet_of } from './wallet.mjs';
import { SUITE_MS, test } from './witness.mjs';

describe('the key of the wallet', { timeout: SUITE_MS }, () => {
  const set = scene();

  test('a page that embeds the wallet tries twenty ways to its key, and has none', async () => {
    const good = await set.sell();
    const page = await set.visit(set.page_of(good));
    await priced(page).waitFor();
    const { address, forms } = await known_of(page);
    const opened = [];
    const loaded = [];
    page.on('popup', (window) => opened.push(window));
    await page.exposeFunction('loaded', async (which) => {
      if (!opened[which]) await page.waitForEvent('popup');
      await opened[which].waitForURL(`${set.demo.platform}/wallet/**`);
      loaded.push(which);
    });
    const tries = await page.evaluate(steal, {
      platform: set.demo.platform,
      good: good.id,
      seconds: 4,
    });
    assert.equal(Object.keys(tries.outcomes).length, 20);
    assert.deepEqual(loaded, [0, 1]);
    for (const [way, outcome] of Object.entries(tries.outcomes))
      assert.equal(outcome, 'nothing', way);
    for (const form of [address, ...forms]) assert.ok(!tries.heard.includes(form), tries.heard);
    assert.ok(tries.heard.includes('"good"'), 'nothing at all was heard');
    await page.context().close();
  });

  test('what a browser has on its disk shows neither the key nor its words', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'farthing-profile-'));
    const context = await open_profile(folder);
    try {
      const page = await set.open_tab(context, set.page_of(await set.sell()));
      await buy(box(page));
      const { address, forms } = await known_of(page);
      const stored = JSON.stringify(await page.frames()[1].evaluate(stored_texts));
      await context.close();
      const disk = await all_bytes(folder);
      assert.ok(disk.includes(address), 'the wallet is not on the disk at all');
      for (const form of forms) {
        assert.ok(!stored.includes(form), form);
        for (const encoding of ['latin1', 'utf16le'])
          assert.ok(!disk.includes(Buffer.from(form, encoding)), `${form} ${encoding}`);
      }
      const again = await open_profile(folder);
      const page_again = await set.open_tab(again, page.url());
      assert.equal(await wallet_of(page_again).address(), address);
      await again.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('where the browser gives the storage of all sites, they share one wallet', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'farthing-profile-'));
    const far = await open_stand(set.demo, { host: 'localhost' });
    const context = await open_profile(folder, { open_minded: true });
    try {
      const good = await far.sell({ type: 'text/html', body: '<p id="story">Story</p>' });
      const page = await set.open_tab(context, far.page(tag(good, '')));
      await buy(box(page));
      const granted = await page.frames()[1].evaluate(granted_key);
      const address = await wallet_of(page).address();
      assert.equal(granted, `sealed:${address}`);
      const near = await set.open_tab(context, set.page_of(await set.sell()));
      assert.equal(await wallet_of(near).address(), address);
      const own = await context.newPage();
      await own.goto(`${set.demo.platform}/wallet/?network=testnet`);
      await wallet_of(own).part('address').getByText(address).waitFor({ state: 'attached' });
    } finally {
      await context.close();
      await far.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('the seal is one that no script can take along', async () => {
    const page = await set.visit(set.page_of(await set.sell()));
    const [record] = await page.frames()[1].evaluate(records);
    assert.deepEqual(record, {
      names: ['address', 'bytes', 'iv', 'lock', 'time'],
      extractable: false,
      exported: 'InvalidAccessError',
    });
    await page.context().close();
  });

  test('a wallet of before there were seals keeps its money, in two tabs at once', async () => {
    const context = await set.browser.newContext();
    const secret = Keypair.random();
    const former = Keypair.random();
    const page = await context.newPage();
    await page.goto(`${set.demo.platform}/wallet/wallet.css`);
    await page.evaluate(store_in_clear, [secret, former].map(hex_of));
    const url = set.page_of(await set.sell());
    const tabs = await Promise.all([set.open_tab(context, url), set.open_tab(context, url)]);
    for (const tab of tabs) assert.equal(await wallet_of(tab).address(), secret.publicKey());
    await buy(box(tabs[0]));
    const stored = JSON.stringify(await tabs[1].frames()[1].evaluate(stored_texts));
    for (const one of [secret, former]) assert.ok(!stored.includes(hex_of(one)), stored);
    const wallet = wallet_of(tabs[1]);
    await wallet.open('back_up');
    const list = wallet.part('former-list');
    await list.getByText(former.publicKey().slice(0, 8)).waitFor();
    await wallet.reveal('key');
    assert.equal(await wallet.part('key-text').textContent(), secret.secret());
    await context.close();
  });

  test('a key that the browser threw away is told of, and its words bring it back', async () => {
    const page = await set.visit(set.page_of(await set.sell()));
    const wallet = wallet_of(page);
    const { address, words } = await known_of(page);
    await page.frames()[1].evaluate(() => indexedDB.deleteDatabase('farthing') && undefined);
    await page.reload();
    await has_money(page);
    assert.notEqual(await wallet.address(), address);
    await wallet.open();
    await wallet.part('lost-which').getByText(address).waitFor();
    await wallet.close();
    await wallet.open('back_up');
    await wallet.part('restore-text').fill(words);
    await wallet.part('restore').evaluate((form) => form.requestSubmit());
    await wallet.press('restore-yes');
    await wallet.part('address').getByText(address).waitFor({ state: 'attached' });
    await wallet.open();
    await wallet.part('lost').waitFor({ state: 'hidden' });
    await page.context().close();
  });

  test('nothing secret is shown before the reader said so twice', async () => {
    const page = await set.visit(set.page_of(await set.sell()));
    const wallet = wallet_of(page);
    await wallet.open('back_up');
    for (const secret of ['words', 'link', 'key']) {
      // Right after the first press a second one is no answer: the question must be seen.
      await wallet.press(`show-${secret}`, ['reveal-yes']);
      assert.equal(await wallet.part(secret).isVisible(), false);
      await wallet.press('reveal-no');
      await wallet.part('reveal').waitFor({ state: 'hidden' });
      await wallet.reveal(secret);
      await wallet.press(`show-${secret}`);
      await wallet.part(secret).waitFor({ state: 'hidden' });
    }
    const html = await page.frames()[1].content();
    assert.ok(!/S[A-Z2-7]{55}/.test(html));
    await page.context().close();
  });
});

const hex_of = (keypair) => keypair.rawSecretKey().toString('hex');

/** The wallet's address, its words, and every form in which its key could lie around. */
async function known_of(page) {
  const wallet = wallet_of(page);
  await wallet.open('back_up');
  await wallet.reveal('key');
  const seed = await wallet.part('key-text').textContent();
  await wallet.reveal('words');
  const words = await wallet.part('word-list').locator('li').allTextContents();
  await wallet.reveal('link');
  const [, entropy] = (await wallet.part('link-text').textContent()).split('#words=');
  await wallet.close();
  const raw = StrKey.decodeEd25519SecretSeed(seed);
  const bytes = [raw, Buffer.from(entropy, 'hex')];
  const forms = bytes.flatMap((one) => [
    one.toString('hex'),
    one.toString('hex').toUpperCase(),
    one.toString('base64').replace(/=*$/, ''),
    one.toString('base64url'),
    one.toString('latin1'),
    [...one].join(','),
  ]);
  const pair = words.slice(0, 3);
  forms.push(seed, pair.join(' '), pair.join(','), pair.join('","'));
  return { address: await wallet.address(), words: words.join(' '), forms };
}

async function all_bytes(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map((entry) => readFile(join(entry.path, entry.name)));
  return Buffer.concat(await Promise.all(read));
}

/** Runs in the wallet's frame: all that its origin keeps, as text. */
async function stored_texts() {
  const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
    });
    for (const store of database.objectStoreNames) {
      const all = await new Promise((resolve) => {
        const request = database.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
      });
      for (const record of all)
        for (const value of Object.values(record)) texts.push(...as_texts(value));
    }
    database.close();
  }
  return texts;

  function as_texts(value) {
    if (value instanceof CryptoKey) return [];
    if (!(value instanceof ArrayBuffer || ArrayBuffer.isView(value))) return [String(value)];
    const bytes = new Uint8Array(value.buffer ?? value);
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return [hex, btoa(String.fromCharCode(...bytes)), [...bytes].join(',')];
  }
}

/** Runs in the wallet's frame: what the Storage Access API hands out. */
async function granted_key() {
  const handle = await document.requestStorageAccess({ localStorage: true });
  return handle.localStorage.getItem('farthing.key');
}

/** Runs in the wallet's frame. */
async function records() {
  const database = await new Promise((resolve) => {
    const request = indexedDB.open('farthing');
    request.onsuccess = () => resolve(request.result);
  });
  const all = await new Promise((resolve) => {
    const request = database.transaction('keys').objectStore('keys').getAll();
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  const told = all.map(async (record) => ({
    names: Object.keys(record).sort(),
    extractable: record.lock.extractable,
    exported: await crypto.subtle.exportKey('raw', record.lock).then(
      () => 'the key',
      ({ name }) => name,
    ),
  }));
  return Promise.all(told);
}

/** Runs in a page of the platform: as wallets lay before there were seals. */
function store_in_clear([key, former]) {
  localStorage.setItem('farthing.key', key);
  localStorage.setItem('farthing.former', JSON.stringify([{ key: former }]));
}

/** Runs in the publisher's page: each way, and what came of it; and all that was said to it. */
async function steal({ platform, good, seconds }) {
  const frame = document.querySelector('farthing-wallet').shadowRoot.querySelector('iframe');
  const wallet = frame.contentWindow;
  const heard = [];
  addEventListener('message', ({ data }) => heard.push(data));
  const said = (message) => ({ protocol: 'farthing.frame.v1', ...message });
  const silent = (work) => {
    work();
    return undefined;
  };
  const tampered = [];
  const ways = {
    'the document of the frame': () => frame.contentDocument,
    'the window of the frame': () => wallet.document,
    'the storage of the frame': () => wallet.localStorage,
    'the database of the frame': () => wallet.indexedDB,
    'the names in the frame': () => wallet.eval,
    'a frame inside the frame': () => wallet[0],
    'the storage of this page': () =>
      Object.keys(localStorage).find((key) => key.startsWith('farthing')),
    'the databases of this page': async () =>
      (await indexedDB.databases()).find(({ name }) => name === 'farthing'),
    'cookies': () => document.cookie || undefined,
    'caches': async () => (await caches?.keys())?.[0],
    'another window of the wallet': async () => {
      const there = open(`${platform}/wallet/?network=testnet`, 'theft');
      await window.loaded(0);
      try {
        return there.localStorage;
      } finally {
        there.postMessage(said({ type: 'hello' }), '*');
        there.close();
      }
    },
    'a window with a question of our own': async () => {
      const there = open(`${platform}/wallet/?network=testnet#question`, '_blank');
      await window.loaded(1);
      const message = { title: 'T', price: '1', click: '1', day: '1' };
      there.postMessage({ protocol: 'farthing.question.v1', message }, '*');
      try {
        return there.document;
      } finally {
        there.close();
      }
    },
    'a second wallet under a name of ours': async () => {
      await embed({ name: 'theirs', src: frame.src });
      return window.theirs.localStorage;
    },
    'a worker at the address of the wallet': () =>
      new SharedWorker(`${platform}/wallet/wallet.js`).port,
    'a wallet in a sandbox': async () => {
      const second = await embed({ sandbox: 'allow-scripts', src: frame.src });
      return second.contentDocument ?? second.contentWindow.localStorage;
    },
    'the files of the wallet': async () =>
      fetch(`${platform}/wallet/wallet.js`).then(
        () => undefined,
        () => undefined,
      ),
    'questions that nobody asks': () =>
      silent(() => {
        for (const type of ['key', 'secret', 'seed', 'words', 'export', 'sign', 'address'])
          wallet.postMessage(said({ type, good }), platform);
      }),
    'parts of the menu that hold secrets': () =>
      silent(() => {
        for (const part of ['back_up', 'words', 'key'])
          wallet.postMessage(said({ type: 'open', part }), platform);
      }),
    'prototypes in a message': () =>
      silent(() => {
        const odd = JSON.parse('{"__proto__":{"type":"goods"},"constructor":{"prototype":{}}}');
        wallet.postMessage(said({ ...odd, type: '__proto__', good: 'constructor' }), platform);
        wallet.postMessage(said({ type: 'goods', goods: ['__proto__', 'toString'] }), platform);
      }),
    'prototypes of this page': () => {
      for (const name of ['then', 'secret', 'key', 'toJSON'])
        Object.defineProperty(Object.prototype, name, {
          configurable: true,
          set: (value) => tampered.push(value),
        });
      wallet.postMessage(said({ type: 'goods', goods: [good] }), platform);
      for (const name of ['then', 'secret', 'key', 'toJSON']) delete Object.prototype[name];
      return tampered[0];
    },
  };
  const embed = (attributes) =>
    new Promise((resolve) => {
      const second = document.createElement('iframe');
      second.onload = () => resolve(second);
      Object.assign(second, attributes);
      document.body.append(second);
    });
  const outcomes = {};
  const answered = new Promise((resolve) =>
    addEventListener('message', ({ data }) => data?.type === 'good' && resolve()),
  );
  for (const [name, way] of Object.entries(ways)) outcomes[name] = await tried(way);
  await answered;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return { outcomes, heard: JSON.stringify(heard) };

  async function tried(way) {
    try {
      return (await way()) == null ? 'nothing' : 'something';
    } catch {
      return 'nothing';
    }
  }
}
