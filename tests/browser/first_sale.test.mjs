// SPDX-License-Identifier: MIT
// A reader without an account buys a text and a picture in a real browser, from the real binary.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe } from 'node:test';
import {
  buy,
  has_money,
  open_browser,
  parts_of,
  start_demo,
  visit,
  watch_shifts,
} from './demo.mjs';
import { holdings, LeakFinder, record_traffic } from './leaks.mjs';
import { SUITE_MS, telling, test } from './witness.mjs';

const PAID = new URL('../../web/demo/paid/', import.meta.url);
const PAID_WORDS = 'thousands of tradesmen struck tokens';

const paid = {
  text: await readFile(new URL('article.html', PAID)),
  image: await readFile(new URL('picture.png', PAID)),
};

let browser;
before(async () => (browser = await open_browser()));
after(() => browser?.close());

describe('the first sale', { timeout: SUITE_MS }, () => {
  let demo;
  let context;
  let page;
  let traffic;

  before(
    telling(async () => {
      demo = await start_demo();
      context = await browser.newContext();
      page = await context.newPage();
      traffic = record_traffic(page);
      await page.goto(demo.site);
      await has_money(page);
    }),
  );
  after(async () => {
    await context?.close();
    await demo?.stop();
  });

  test('the publisher delivers nothing without a receipt', async () => {
    for (const { src } of demo.goods) {
      for (const url of [src, `${src}?paymentReceipt=`, `${src}?paymentReceipt=a.b`]) {
        assert.equal((await fetch(url)).status, 402, url);
      }
    }
  });

  test('before the payment no sixteen bytes of the goods are in the browser', async () => {
    const { text, image } = parts_of(page);
    for (const placeholder of [text, image])
      await placeholder.getByRole('button', { name: /for .* XLM/ }).waitFor();
    const finder = new LeakFinder(paid.text, paid.image);
    for (const { name, bytes } of [...(await traffic.all()), ...(await holdings(page))]) {
      assert.equal(finder.find(bytes), undefined, name);
    }
    assert.notEqual(finder.find(paid.image), undefined);
  });

  test('neither page nor frame sets a cookie, and the page cannot read the key', async () => {
    assert.deepEqual(await context.cookies(), []);
    const seen = await page.evaluate(() => ({
      stored: { ...localStorage },
      frame: document.querySelector('farthing-wallet').shadowRoot.querySelector('iframe')
        .contentDocument,
    }));
    assert.deepEqual(seen, { stored: {}, frame: null });
  });

  test('one press brings the text and costs its price once', async () => {
    const { text } = parts_of(page);
    const balance = await spendable(page, demo);
    const price = await price_of(text);
    await buy(text);
    await page.getByText(PAID_WORDS).waitFor();
    assert.equal(await spendable(page, demo), balance - price);
  });

  test('two presses at once bring the picture and cost its price once', async () => {
    const { image } = parts_of(page);
    const balance = await spendable(page, demo);
    const price = await price_of(image);
    await image.getByRole('button').dblclick();
    await image.locator('> img').waitFor();
    assert.equal(
      await image.locator('> img').evaluate((picture) => picture.complete && picture.naturalWidth),
      1080,
    );
    assert.equal(await spendable(page, demo), balance - price);
  });

  test('a reload shows both again and costs nothing', async () => {
    const balance = await spendable(page, demo);
    await page.reload();
    await page.getByText(PAID_WORDS).waitFor();
    await parts_of(page).image.locator('> img').waitFor();
    await has_money(page);
    assert.equal(await spendable(page, demo), balance);
  });

  test('a second tab of the same reader shows both too', async () => {
    const tab = await context.newPage();
    await tab.goto(demo.site);
    await tab.getByText(PAID_WORDS).waitFor();
    await parts_of(tab).image.locator('> img').waitFor();
    await tab.close();
  });

  for (const width of [1280, 360]) {
    test(`no unlock moves the page, ${width} px wide`, async (t) => {
      const other = await browser.newContext({ viewport: { width, height: 800 } });
      const tab = await visit(other, demo.site);
      await tab.evaluate(watch_shifts);
      for (const kind of ['', '-image', '-audio', '-video', '-download', '-donation']) {
        const placeholder = tab.locator(`div.satoshipay-placeholder${kind}`);
        await placeholder.scrollIntoViewIfNeeded();
        await tab.evaluate(() => (window.shift = 0));
        await press_and_wait(placeholder);
        const shift = await tab.evaluate(settled_shift);
        t.diagnostic(`${kind.slice(1) || 'text'}: ${shift.toFixed(4)}`);
        assert.ok(shift <= 0.02, `${kind}: ${shift}`);
      }
      await other.close();
    });
  }

  test('another reader still has to pay', async () => {
    const other = await browser.newContext();
    const tab = await visit(other, demo.site);
    await parts_of(tab)
      .text.getByRole('button', { name: /for .* XLM/ })
      .waitFor();
    assert.equal(await tab.getByText(PAID_WORDS).count(), 0);
    await other.close();
  });
});

/** By the mouse: what follows a press at once is no shift, and the rest is what counts. */
async function press_and_wait(placeholder) {
  const unlocked = await placeholder.evaluateHandle(await_unlock);
  await placeholder.getByRole('button', { name: /XLM/ }).click();
  await unlocked.evaluate(({ event }) => event);
}

/** Runs in the page. Not the promise itself, which would be waited for. */
function await_unlock(element) {
  return {
    event: new Promise((resolve) =>
      element.addEventListener(
        'farthing:state',
        ({ detail }) => detail.state === 'unlocked' && resolve(),
      ),
    ),
  };
}

/** Runs in the page: all that moved until two more frames were painted. */
function settled_shift() {
  return new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.shift))),
  );
}

/** In stroops, from what the button says. */
async function price_of(placeholder) {
  const button = placeholder.getByRole('button', { name: /for .* XLM/ });
  const label = await button.textContent();
  return stroops(/for ([\d.]+) XLM/.exec(label)[1]);
}

/** In stroops, as the ledger has it. */
async function spendable(page, demo) {
  const address = await parts_of(page).wallet.locator('#address').textContent();
  const account = await (await fetch(`${demo.horizon}/accounts/${address}`)).json();
  return stroops(account.balances.find(({ asset_type }) => asset_type === 'native').balance);
}

function stroops(lumens) {
  const [whole, fraction = ''] = lumens.split('.');
  return BigInt(whole) * 10_000_000n + BigInt(fraction.padEnd(7, '0'));
}
