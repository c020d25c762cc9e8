// SPDX-License-Identifier: MIT
// What axe says of the page and of the wallet, in every state and view, by day and by night; and
// that a keyboard alone is enough.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { expect_fine } from './axe.mjs';
import { buy } from './demo.mjs';
import { box, priced, scene } from './scene.mjs';
import { tag } from './stand.mjs';
import { wallet_of } from './wallet.mjs';
import { SUITE_MS, test } from './witness.mjs';

const VIEWS = ['activity', 'top_up', 'purchases', 'back_up', 'settings', 'learn_more'];
const DEAR = 20_000_000;

describe('accessibility', { timeout: SUITE_MS }, () => {
  const set = scene();
  const sell = (more) => set.sell(more);
  const visit = (url, options) => set.visit(url, { reducedMotion: 'reduce', ...options });

  for (const colorScheme of ['light', 'dark']) {
    test(`the demo's page, before and after everything is bought, ${colorScheme}`, async () => {
      const page = await visit(set.demo.site, { colorScheme });
      await expect_fine(page);
      for (const kind of ['', '-image', '-audio', '-video', '-download', '-donation'])
        await buy(page.locator(`div.satoshipay-placeholder${kind}`));
      await expect_fine(page);
      await page.context().close();
    });

    test(`a box that works, fails and ends, ${colorScheme}`, async () => {
      const good = await sell({ price: DEAR });
      const head = '<meta name="color-scheme" content="light dark">';
      const url = set.stand.page(`<main><h1>T</h1>${tag(good, '')}</main>`, { head });
      const page = await visit(url, { colorScheme });
      await priced(page).click();
      await box(page).getByText('Confirm the payment').waitFor();
      await expect_fine(page);
      await wallet_of(page).press('confirm-leave');
      await box(page).getByRole('button', { name: 'Try again' }).waitFor();
      await expect_fine(page);
      await page.context().close();
    });
  }

  test('each view of the wallet, and its question', async () => {
    const [cheap, dear] = [await sell(), await sell({ price: DEAR })];
    const page = await visit(
      set.stand.page(`<main><h1>T</h1>${tag(cheap, '') + tag(dear, '')}</main>`),
    );
    await buy(box(page));
    const wallet = wallet_of(page);
    await wallet.open();
    await expect_fine(page);
    for (const view of VIEWS) {
      await wallet.open(view);
      if (view === 'back_up') await wallet.reveal('words');
      if (view === 'top_up') await wallet.part('address-code').locator('svg').waitFor();
      await expect_fine(page, view);
    }
    await wallet.close();
    await page.getByRole('button', { name: 'Read for 2 XLM' }).click();
    await wallet.can_confirm();
    await expect_fine(page, 'question');
    await page.context().close();
  });

  test('with the keyboard alone a text is bought, told of, and read on', async () => {
    const good = await sell({ title: 'A story' });
    const page = await visit(set.stand.page(`${tag(good, '')}<a href="#">Next</a>`));
    await priced(page).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#story').waitFor();
    await page.getByRole('status').getByText('Unlocked: A story').waitFor();
    const focused = await page.evaluate(() => document.activeElement.className);
    assert.equal(focused, 'satoshipay-placeholder');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Next');
    await page.context().close();
  });

  test('with the keyboard alone the wallet is opened, walked through and closed', async () => {
    const page = await visit(set.stand.page(tag(await sell(), '')));
    const wallet = wallet_of(page);
    await wallet.part('pill').focus();
    await page.keyboard.press('Enter');
    await wallet.part('balance').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await wallet.part('activities').waitFor();
    await page.keyboard.press('Escape');
    await wallet.part('balance').waitFor();
    await page.keyboard.press('Escape');
    await wallet.part('panel').waitFor({ state: 'hidden' });
    assert.ok(await wallet.part('pill').evaluate((node) => node === document.activeElement));
    await page.context().close();
  });
});
