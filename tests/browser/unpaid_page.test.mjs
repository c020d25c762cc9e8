// SPDX-License-Identifier: MIT
// The page of the 402 answer: one press pays, nothing but the good is left of it then, and who has
// paid already does not pay again.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { scene } from './scene.mjs';
import { holdings_of, wallet_of } from './wallet.mjs';
import { SUITE_MS, test } from './witness.mjs';

const STORY = 'thousands of tradesmen struck tokens';

describe('the page of the 402 answer, for readers', { timeout: SUITE_MS }, () => {
  const set = scene();
  const visit = async (context) => {
    const page = await context.newPage();
    await page.goto(set.demo.goods[0].src);
    return page;
  };
  const pay = (page) => page.getByRole('button', { name: 'Pay 0.0004 XLM' });
  const told = (page) => page.locator('main').innerText();

  test('one press pays, and then only the text is there', async () => {
    const context = await set.browser.newContext();
    const page = await visit(context);
    assert.match(await told(page), /money of the Stellar network/);
    await pay(page).click();
    await page.getByText(STORY).waitFor();
    for (const gone of [/XLM/, /You pay this once/, /paid already/, /JavaScript/])
      assert.doesNotMatch(await told(page), gone);
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
    await context.close();
  });

  test('who has paid already presses another button, and pays nothing', async () => {
    const context = await set.browser.newContext();
    const first = await visit(context);
    await pay(first).click();
    await first.getByText(STORY).waitFor();
    const holdings = async (page) => holdings_of(set.demo, await wallet_of(page).address());
    const before_it = await holdings(first);
    await first.close();
    const page = await visit(context);
    await page.getByText('I have paid already').click();
    await page.getByRole('button', { name: 'Open it with my wallet' }).click();
    await page.getByText(STORY).waitFor();
    assert.equal(await holdings(page), before_it);
    await context.close();
  });

  test('who only believes to have paid is told the price, and has paid nothing', async () => {
    const context = await set.browser.newContext();
    const page = await visit(context);
    await page.getByText('I have paid already').click();
    await page.getByRole('button', { name: 'Open it with my wallet' }).click();
    await page.getByRole('button', { name: 'Read for 0.0004 XLM' }).waitFor();
    assert.equal(await page.getByText(STORY).count(), 0);
    await context.close();
  });

  test('a payment server that is away can be tried again', async () => {
    const context = await set.browser.newContext();
    const page = await visit(context);
    await page.route('**/satoshipay.js', (route) => route.abort(), { times: 1 });
    await pay(page).click();
    await page.getByText('The payment server cannot be reached.').waitFor();
    await pay(page).click();
    await page.getByText(STORY).waitFor();
    assert.doesNotMatch(await told(page), /cannot be reached/);
    await context.close();
  });

  test('a price that is not the one on the page is shown first', async () => {
    const context = await set.browser.newContext();
    const page = await visit(context);
    await set.stand.reprice(set.demo.goods[0], 5000);
    await pay(page).click();
    await page.getByRole('button', { name: 'Read for 0.0005 XLM' }).waitFor();
    assert.equal(await page.getByText(STORY).count(), 0);
    await page.getByRole('button', { name: 'Read for 0.0005 XLM' }).click();
    await page.getByText(STORY).waitFor();
    await context.close();
  });
});
