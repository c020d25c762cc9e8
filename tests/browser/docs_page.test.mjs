// SPDX-License-Identifier: MIT
// The page about the API fits onto a small phone, and its text comes before its contents there.

import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { open_browser, start_demo } from './demo.mjs';
import { SUITE_MS, test } from './witness.mjs';

describe('the page about the API', { timeout: SUITE_MS }, () => {
  let browser;
  let demo;
  before(async () => {
    browser = await open_browser();
    demo = await start_demo();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });
  const visit = async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 640 } });
    await page.goto(`${demo.platform}/docs/api`);
    return page;
  };
  const contents = (page) => page.getByRole('navigation').getByRole('link').first();

  test('nothing of it is wider than the smallest phone', async () => {
    const page = await visit(320);
    await page.evaluate(unfold);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    await page.close();
  });

  test('on a phone its contents are folded, and open to a press', async () => {
    const page = await visit(320);
    const { y } = await page.getByRole('heading', { level: 1 }).boundingBox();
    assert.ok(y < 320, `the heading begins at ${y}`);
    assert.equal(await contents(page).isVisible(), false);
    await page.getByText('Contents').click();
    await contents(page).click();
    assert.match(page.url(), /#\w+$/);
    await page.close();
  });

  test('on a wide screen they are there', async () => {
    const page = await visit(1280);
    await contents(page).click();
    assert.match(page.url(), /#\w+$/);
    await page.close();
  });
});

/** Runs in the page. */
function unfold() {
  for (const one of document.querySelectorAll('main details')) one.open = true;
}
