// SPDX-License-Identifier: MIT
// Whatever a stranger writes, on the page, in the registry, in an answer or in a link, stays text:
// no dialog, no complaint of the content policy, and not one node more than for a harmless word.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { buy, has_money } from './demo.mjs';
import { PAYLOADS } from './payloads.mjs';
import { box, scene } from './scene.mjs';
import { tag } from './stand.mjs';
import { wallet_of } from './wallet.mjs';
import { SUITE_MS, test } from './witness.mjs';

const ATTRIBUTES = [
  'id',
  'src',
  'type',
  'title',
  'length',
  'width',
  'height',
  'placeholder',
  'autoplay',
  'show-thankyou',
  'currency',
  'sandbox',
  'price',
  'asset',
  'secret',
];
const KINDS = { '': 'text/html', image: 'image/png', audio: 'audio/mpeg', donation: 'donation' };
const VIEWS = ['activity', 'top_up', 'purchases', 'back_up', 'settings', 'learn_more'];
const HARMLESS = 'x';
const NO_WEB_ADDRESS = /^\w+:/;
const AT_ONCE = 18;

describe('foreign text', { timeout: SUITE_MS }, () => {
  const set = scene();

  /** A page that tells of each dialog and each complaint in any frame of its window. */
  async function watched(options) {
    const context = await set.browser.newContext(options);
    const alarms = [];
    await context.exposeFunction('alarm', (what) => alarms.push(what));
    await context.addInitScript(() =>
      addEventListener('securitypolicyviolation', (event) =>
        window.alarm(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
      ),
    );
    const page = await context.newPage();
    page.on('dialog', (dialog) => (alarms.push(dialog.message()), dialog.dismiss()));
    return { page, alarms };
  }

  /** Nodes of a page with these tags, when each of them says what it has to say. */
  async function nodes_of(tags) {
    const headers = set.strict_headers();
    const url = set.stand.page(`<main>${tags.join('')}</main>`, { headers });
    const { page, alarms } = await watched();
    await page.goto(url);
    await page.waitForFunction(all_settled);
    const nodes = await page.evaluate(count_nodes);
    assert.deepEqual(alarms, []);
    await page.context().close();
    return nodes;
  }

  test(`${PAYLOADS.length} payloads in every attribute of a tag`, async () => {
    assert.ok(PAYLOADS.length >= 50);
    const good = await set.sell({ title: HARMLESS });
    const tags_of = (text_for) =>
      Object.entries(KINDS).flatMap(([kind, type]) =>
        ATTRIBUTES.map((name) =>
          tag({ ...good, type }, kind, { title: HARMLESS, [name]: escaped(text_for(name)) }),
        ),
      );
    for (let start = 0; start < PAYLOADS.length; start += AT_ONCE) {
      const some = PAYLOADS.slice(start, start + AT_ONCE);
      const odd = await nodes_of(some.flatMap((payload) => tags_of(() => payload)));
      const even = await nodes_of(
        some.flatMap((payload) => tags_of((name) => harmless_for(name, payload))),
      );
      assert.equal(odd, even, String(start));
    }
  });

  test('payloads as the titles of goods, on the page', async () => {
    const goods = (titles) => Promise.all(titles.map((title) => set.sell({ title })));
    const all = (some) => some.flatMap((good) => [tag(good, ''), tag(good, 'download')]);
    const odd = await nodes_of(all(await goods(PAYLOADS)));
    const even = await nodes_of(all(await goods(PAYLOADS.map(() => HARMLESS))));
    assert.equal(odd, even);
  });

  /** Nodes of each view of a wallet whose server puts that text wherever a text may be. */
  async function wallet_nodes(text) {
    const [cheap, dear] = [await set.sell(), await set.sell({ price: 20_000_000 })];
    const { page, alarms } = await watched();
    const poisoner = (line) => poison(line, dear.id, text);
    await page.context().routeWebSocket(/wallet\/socket/, poisoner);
    await page.goto(set.page_of(cheap, dear));
    const wallet = wallet_of(page);
    await has_money(page);
    await buy(box(page));
    await wallet.open();
    const counts = [];
    const count = async () => counts.push(await page.frames()[1].evaluate(count_nodes));
    for (const view of VIEWS) {
      await wallet.open(view);
      if (view === 'top_up') await wallet.part('address-code').locator('svg').waitFor();
      if (view === 'purchases') await wallet.part('bought').locator('li').nth(1).waitFor();
      await count();
    }
    await wallet.close();
    await page.getByRole('button', { name: 'Read for 2 XLM' }).click();
    await wallet.part('confirm-title').waitFor();
    assert.equal(await wallet.part('confirm-title').textContent(), text);
    await count();
    const activities = await wallet.part('activities').textContent();
    assert.ok(activities.startsWith(text.slice(0, 200)), activities);
    const links = await wallet.part('bought').locator('a').evaluateAll(hrefs);
    for (const href of links) assert.match(href, /^https?:/);
    await wallet.confirm();
    const status = page.locator('.satoshipay-placeholder').nth(1).locator('.status');
    await status.filter({ hasText: text.slice(0, 5).trim() }).waitFor();
    assert.equal(await status.textContent(), text);
    counts.push(await page.evaluate(count_nodes));
    assert.deepEqual(alarms, [], text);
    await page.context().close();
    return counts;
  }

  test('payloads in whatever a server sends to the wallet', async () => {
    const harmless = await wallet_nodes(HARMLESS);
    // Each group in one text: what is markup anywhere in it would be found.
    for (let start = 0; start < PAYLOADS.length; start += AT_ONCE) {
      const text = PAYLOADS.slice(start, start + AT_ONCE)
        .join(' ')
        .slice(0, 495)
        .trim();
      assert.deepEqual(await wallet_nodes(text), harmless, text);
    }
    for (const address of PAYLOADS.filter((payload) => NO_WEB_ADDRESS.test(payload)))
      assert.deepEqual(await wallet_nodes(address), harmless, address);
  });

  test('payloads in the address of the wallet, and in a link that brings one', async () => {
    const { page, alarms } = await watched();
    await page.goto(`${set.demo.platform}/wallet/?network=testnet&language=en#words=00`);
    const wallet = wallet_of(page);
    await wallet.part('restore-status').getByText('not the words').waitFor();
    await has_balance(wallet);
    const harmless = await page.evaluate(count_nodes);
    for (const payload of PAYLOADS) {
      const text = encodeURIComponent(payload);
      for (const link of [
        `?network=testnet&language=${text}#words=${text}`,
        `?network=testnet&language=en&x=${text}#key=${payload}`,
        `?network=testnet&${text}#${text}=${payload}`,
      ]) {
        await page.goto('about:blank');
        await page.goto(`${set.demo.platform}/wallet/${link}`);
        await wallet.part('restore-status').filter({ hasText: /\S/ }).waitFor();
        await has_balance(wallet);
        assert.equal(await page.evaluate(count_nodes), harmless, link);
        assert.equal(new URL(page.url()).hash, '', link);
      }
    }
    await page.goto(`${set.demo.platform}/wallet/?network=${encodeURIComponent(PAYLOADS[0])}`);
    await wallet.part('status').filter({ hasText: /\S/ }).waitFor();
    assert.deepEqual(alarms, []);
    await page.context().close();
  });

  test('payloads in what a reader pastes', async () => {
    const { page, alarms } = await watched();
    await page.goto(`${set.demo.platform}/wallet/?network=testnet`);
    const wallet = wallet_of(page);
    await has_balance(wallet);
    await wallet.open('back_up');
    const counts = new Set();
    for (const text of [HARMLESS, ...PAYLOADS]) {
      await wallet.part('restore-text').fill(text);
      await wallet.part('restore').evaluate((form) => form.requestSubmit());
      await wallet.part('restore-status').getByText('not the words').waitFor();
      counts.add(await page.evaluate(count_nodes));
    }
    assert.equal(counts.size, 1);
    assert.deepEqual(alarms, []);
    await page.context().close();
  });
});

function has_balance(wallet) {
  const balance = wallet.part('balance').filter({ hasText: /^[1-9].* XLM$/ });
  return balance.waitFor({ state: 'attached' });
}

/** What is no address of the web counts as none. */
function harmless_for(name, payload) {
  const is_address = name === 'src' || name === 'placeholder';
  return is_address && NO_WEB_ADDRESS.test(payload) ? '' : HARMLESS;
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** Passes everything on, with that text wherever the server's messages have one that is shown. */
function poison(line, refused, text) {
  const server = line.connectToServer();
  line.onMessage((message) => {
    const request = JSON.parse(message);
    if (request.type === 'order' && request.good === refused) {
      const about = { type: 'error', request: request.request, code: text, message: text };
      return line.send(JSON.stringify(about));
    }
    server.send(message);
  });
  server.onMessage((message) => line.send(JSON.stringify(poisoned(JSON.parse(message), text))));
}

function poisoned(message, text) {
  if (message.type === 'goods')
    return { ...message, goods: message.goods.map((good) => ({ ...good, title: text })) };
  if (message.type !== 'purchases') return message;
  const about = { amount: '1', asset: 'XLM', purchased_at: 1 };
  const purchase = { ...about, id: text.slice(0, 60), title: text };
  const web = { ...purchase, url: `https://a.example/?${text}` };
  return { ...message, purchases: [{ ...purchase, url: text }, web] };
}

/** Runs in the page: whether there are boxes, and none waits for the wallet any more. */
function all_settled() {
  const boxes = [...document.querySelectorAll('main > div')];
  const states = boxes.map(({ shadowRoot }) => shadowRoot?.querySelector('.box')?.dataset.state);
  const pictures = boxes.flatMap(({ shadowRoot }) => [
    ...(shadowRoot?.querySelectorAll('img') ?? []),
  ]);
  return (
    document.readyState === 'complete' &&
    states.some((state) => state !== undefined) &&
    states.every((state) => state !== 'loading') &&
    // None of them is there, so each goes in the end.
    pictures.length === 0
  );
}

/** Runs in a frame: all nodes, also those in shadow roots; neighbouring texts count as one. */
function count_nodes() {
  document.normalize();
  return count(document);

  function count(node) {
    const inside = [...node.childNodes, ...(node.shadowRoot?.childNodes ?? [])];
    return inside.reduce((sum, child) => sum + count(child), 1);
  }
}

/** Runs in the page. */
function hrefs(links) {
  return links.map(({ href }) => href);
}
