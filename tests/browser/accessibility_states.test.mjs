// SPDX-License-Identifier: MIT
// What axe says of every state of a box and of the wallet, of the page of the 402 answer and of
// that about the API: by day, by night, on a small phone, and from right to left.

import { describe } from 'node:test';
import { expect_fine } from './axe.mjs';
import { open_box_states } from './box_states.mjs';
import { scene } from './scene.mjs';
import { walk_wallet } from './wallet_states.mjs';
import { SUITE_MS, test } from './witness.mjs';

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 640 };
const LOOKS = {
  'by day': { viewport: DESK },
  'by night': { viewport: DESK, colorScheme: 'dark' },
  'on a small phone': { viewport: PHONE },
  'on a small phone by night': { viewport: PHONE, colorScheme: 'dark' },
};

describe('accessibility of every state', { timeout: SUITE_MS }, () => {
  const set = scene();
  const open = async (url, options) => {
    const context = await set.browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };

  const languages = { ...LOOKS, 'from right to left': { viewport: DESK, language: 'ar' } };
  for (const [look, options] of Object.entries(languages)) {
    test(`boxes ${look}`, async () => {
      const page = await open_box_states(set, { reducedMotion: 'reduce', ...options });
      await expect_fine(page);
      await page.context().close();
    });
  }

  for (const language of ['en', 'ar']) {
    test(`the wallet on a small phone, ${language}`, async () => {
      const options = { language, viewport: PHONE, reducedMotion: 'reduce' };
      await walk_wallet(set, options, (state, page) => expect_fine(page, state));
    });
  }

  for (const [look, options] of Object.entries(LOOKS)) {
    test(`the page of the 402 answer ${look}`, async () => {
      const page = await open(set.demo.goods[0].src, options);
      await expect_fine(page, 'unpaid');
      await page.getByText('I have paid already').click();
      await expect_fine(page, 'unfolded');
      await page.getByRole('button', { name: /^Pay .* XLM$/ }).click();
      await page.getByText('thousands of tradesmen').waitFor();
      await expect_fine(page, 'paid');
      await page.context().close();
    });

    test(`the page about the API ${look}`, async () => {
      const page = await open(`${set.demo.platform}/docs/api`, options);
      await page.evaluate(() => {
        for (const one of document.querySelectorAll('details')) one.open = true;
      });
      await expect_fine(page);
      await page.context().close();
    });
  }
});
