// SPDX-License-Identifier: MIT
// Goods that the platform delivers by itself, in a real browser: paid for on the page of the 402
// answer, and without any right on the origin where the wallets live.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { makeFolder, startDemo } from '../support/farthing.mjs';
import { writeFiles } from '../support/goods.mjs';
import { open_browser } from './demo.mjs';
import { SUITE_MS, test } from './witness.mjs';

const HOSTILE = `<!doctype html><title>Paid</title><p>The whole story.</p>
<script>document.title = 'Script'; localStorage.setItem('stolen', 'yes')</script>
<img src="data:," onerror="document.title = 'Handler'">
<iframe src="/wallet/" name="wallet"></iframe>
<form action="/healthz"><button>Send</button></form>`;

describe('content from the platform itself', { timeout: SUITE_MS }, () => {
  let folder;
  let demo;
  let browser;
  let context;
  let address;

  before(async () => {
    browser = await open_browser();
    context = await browser.newContext();
    folder = await makeFolder();
    demo = await startDemo({ folder: join(folder, 'data'), ledgerClose: '200ms' });
    const [{ id }] = demo.goods;
    await writeFiles(join(folder, 'data/content'), { [`${id}/story.html`]: HOSTILE });
    address = `${demo.platform}/testnet/content/${id}`;
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('is paid for where the reader came to, and its scripts stay silent there', async () => {
    const page = await context.newPage();
    const [asked] = await Promise.all([
      page.waitForRequest((request) => request.url().includes('paymentReceipt=')),
      (async () => {
        assert.equal((await page.goto(address)).status(), 402);
        await page.getByRole('button', { name: /^Pay .* XLM$/ }).click();
      })(),
    ]);
    const frame = page.frameLocator('div > iframe[sandbox]');
    await frame.getByText('The whole story.').waitFor();
    assert.doesNotMatch(await page.title(), /Script|Handler/);
    assert.equal(await page.evaluate(() => localStorage.getItem('stolen')), null);
    address = asked.url();
    await page.close();
  });

  test('has an origin of its own, and no script, when it is opened by itself', async () => {
    const page = await context.newPage();
    const refused = page.waitForEvent('console', (line) =>
      /Blocked script execution.*sandboxed/.test(line.text()),
    );
    assert.equal((await page.goto(address)).status(), 200);
    await page.getByText('The whole story.').waitFor();
    assert.equal(await page.title(), 'Paid');
    await refused;
    await page.getByRole('button', { name: 'Send' }).click();
    assert.equal(page.url(), address);
    await page.goto(`${demo.platform}/docs/api`);
    assert.equal(await page.evaluate(() => localStorage.getItem('stolen')), null);
    await page.close();
  });
});
