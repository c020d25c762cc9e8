// SPDX-License-Identifier: MIT
// The wallet's menu under a real mouse, and on a small phone: nothing is lost, nothing is out of
// sight, and what was shown can be hidden again.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { scene } from './scene.mjs';
import { wallet_of } from './wallet.mjs';
import { SUITE_MS, test } from './witness.mjs';

const SMALL = { viewport: { width: 320, height: 568 } };

describe("the wallet's menu", { timeout: SUITE_MS }, () => {
  const set = scene();
  const visit = async (options) => set.visit(set.page_of(await set.sell()), options);
  const entry = (page, view) => page.frameLocator('iframe').locator(`[data-open="${view}"]`);

  test('a hand that is faster than the views change loses no click', async () => {
    const page = await visit();
    const { part } = wallet_of(page);
    await press_pill(part);
    for (let round = 0; round < 3; round++) {
      for (const view of ['top_up', 'back_up', 'settings']) {
        await entry(page, view).click();
        await part(`view-${view}`).waitFor();
        await part('back').click();
        await part('view-menu').waitFor();
      }
    }
    await page.context().close();
  });

  test('a click beside the open menu closes it, and the next one is for the page', async () => {
    const page = await visit();
    const { part } = wallet_of(page);
    const { width, height } = page.viewportSize();
    await page.evaluate(() => document.addEventListener('click', () => (window.clicked = true)));
    await press_pill(part);
    const card = await part('panel').boundingBox();
    const beside = { x: width - 100, y: Math.max(card.y - 40, height - 640) };
    await page.mouse.click(beside.x, beside.y);
    await part('panel').waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate(() => window.clicked), undefined);
    await page.mouse.click(beside.x, beside.y);
    await page.waitForFunction(() => window.clicked);
    await page.context().close();
  });

  test('on a small phone the words that are none are told of where they are seen', async () => {
    const page = await visit(SMALL);
    const { part, open } = wallet_of(page);
    await open('back_up');
    await part('restore-text').fill('one two three');
    await part('restore').locator('button').press('Enter');
    await part('restore-status').getByText('not the words').waitFor();
    const { top, bottom, height } = await part('restore-status').evaluate((node) => {
      const { top, bottom } = node.getBoundingClientRect();
      const card = node.closest('.card').getBoundingClientRect();
      return { top: top - card.top, bottom: card.bottom - bottom, height: bottom - top };
    });
    assert.ok(height > 20 && top >= 0 && bottom >= 0, `${top} ${bottom} ${height}`);
    await page.context().close();
  });

  test('on a phone the link to a Stellar wallet comes before its code', async () => {
    for (const hasTouch of [true, false]) {
      const page = await visit({ ...SMALL, hasTouch, isMobile: hasTouch });
      const { part, open } = wallet_of(page);
      await open('top_up');
      await part('address-code').locator('svg').waitFor();
      const tops = [];
      for (const id of ['pay-link', 'address-code'])
        tops.push(await part(id).evaluate((node) => node.getBoundingClientRect().top));
      assert.equal(tops[0] < tops[1], hasTouch);
      await page.context().close();
    }
  });

  test('while the server is away a question cannot be answered with yes', async () => {
    const page = await set.visit(set.page_of(await set.sell({ price: 20_000_000 })));
    const { part, press } = wallet_of(page);
    const pay = page.frameLocator('iframe').locator('#confirm-pay:enabled');
    await page.getByRole('button', { name: 'Read for 2 XLM' }).click();
    await pay.waitFor();
    await page.context().setOffline(true);
    await page.frames()[1].evaluate(() => dispatchEvent(new Event('offline')) && undefined);
    await part('confirm-offline').getByText('does not answer').waitFor();
    await press('confirm-pay');
    assert.equal(await part('confirm-pay').isDisabled(), true);
    await page.context().setOffline(false);
    await pay.waitFor();
    await press('confirm-pay');
    await page.locator('#story').waitFor();
    await page.context().close();
  });

  test('each way out of the wallet that was shown can be hidden again', async () => {
    const page = await visit();
    const { part, open, press, reveal } = wallet_of(page);
    await open('back_up');
    const texts = { words: 'word-list', link: 'link-text', key: 'key-text' };
    for (const [secret, text] of Object.entries(texts)) {
      const name = await part(`show-${secret}`).textContent();
      await reveal(secret);
      assert.equal(await part(`show-${secret}`).textContent(), 'Hide');
      assert.notEqual(await part(text).textContent(), '');
      await press(`show-${secret}`);
      await part(secret).waitFor({ state: 'hidden' });
      assert.equal(await part(text).textContent(), '');
      assert.equal(await part(`show-${secret}`).textContent(), name);
    }
    await page.context().close();
  });
});

/** A browser takes no clicks for a frame whose size has changed less than half a second ago. */
async function press_pill(part) {
  await until_settled(part('pill'));
  await part('pill').click();
  await until_settled(part('panel'));
}

async function until_settled(card) {
  await card.waitFor();
  await card.page().waitForTimeout(700);
}
