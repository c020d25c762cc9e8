// SPDX-License-Identifier: MIT
// Mistakes of publishers and readers: a network that the server does not sell on or none at all,
// and a tag that names no good.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { box, scene } from './scene.mjs';
import { tag } from './stand.mjs';
import { wallet_of } from './wallet.mjs';
import { SUITE_MS, test } from './witness.mjs';

describe('mistakes', { timeout: SUITE_MS }, () => {
  const set = scene();
  const visit = async (url, options) => {
    const page = await (await set.browser.newContext(options)).newPage();
    const warnings = [];
    page.on('console', (line) => line.type() === 'warning' && warnings.push(line.text()));
    await page.goto(url);
    return { page, wallet: wallet_of(page), warnings };
  };

  test('a page with the script of a network that is not there says so, to both', async () => {
    const goods = [await set.sell(), await set.sell()];
    const head = `<script src="${set.demo.platform}/satoshipay.js"></script>`;
    const body = goods.map((good) => tag(good, '')).join('');
    const { page, wallet, warnings } = await visit(set.stand.page(body, { head, script: false }));
    for (const each of [box(page), page.locator('div.satoshipay-placeholder').nth(1)])
      await each.getByText('This payment server does not sell on the live network.').waitFor();
    await box(page).getByRole('button', { name: 'Try again' }).click();
    await wallet.part('summary').getByText('Wallet off').waitFor();
    assert.equal(warnings.length, 1, warnings.join('\n'));
    assert.ok(warnings[0].includes(`${set.demo.platform}/testnet/satoshipay.js`), warnings[0]);
    await page.context().close();
  });

  test('it says so in the language of the page', async () => {
    const head = `<script src="${set.demo.platform}/satoshipay.js"></script>`;
    const more = { head, script: false, language: 'de' };
    const { page } = await visit(set.stand.page(tag(await set.sell(), ''), more));
    await box(page).getByText('verkauft nicht im Hauptnetz').waitFor();
    await page.context().close();
  });

  test('a tag that names no good shows nothing, and its publisher is told', async () => {
    const good = await set.sell();
    const nameless = '<div class="satoshipay-placeholder" data-sp-src="/a"></div>';
    const { page, warnings } = await visit(set.stand.page(nameless + tag(good, '')));
    await page.getByRole('button', { name: /XLM/ }).waitFor();
    assert.equal(warnings.length, 1, warnings.join('\n'));
    assert.match(warnings[0], /data-sp-id/);
    await page.context().close();
  });

  for (const path of ['/wallet/', '/wallet']) {
    test(`${path} opened by hand is the wallet of the only network there is`, async () => {
      const { page, warnings } = await visit(set.demo.platform + path);
      await page.locator('#balance').getByText(/^[1-9].* XLM$/).waitFor();
      assert.equal(new URL(page.url()).searchParams.get('network'), 'testnet');
      const width = await page.locator('#panel').evaluate((card) => card.offsetWidth);
      assert.equal(width, 340, 'the page has no style');
      assert.deepEqual(warnings, []);
      await page.context().close();
    });
  }

  test('a wallet that is asked for by a network that is not there names it', async () => {
    const { page } = await visit(`${set.demo.platform}/wallet/?network=live`);
    await page.locator('#status').getByText('does not sell on the live network').waitFor();
    await page.context().close();
  });
});
