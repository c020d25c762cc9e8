// SPDX-License-Identifier: MIT
// That a failure in a browser explains itself: nobody sees it twice on a slow machine.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser } from './demo.mjs';
import { SUITE_MS, telling } from './witness.mjs';

describe('the witness of a test', { timeout: SUITE_MS }, () => {
  let browser;
  let page;

  before(async () => {
    browser = await open_browser();
    page = await browser.newPage();
    await page.goto('data:text/html,<div class="satoshipay-placeholder"><video></video></div>');
  });
  after(() => browser?.close());

  test('tells what the pages said, and what is in their boxes', async () => {
    const work = async () => {
      await page.evaluate(fail_in_page);
      throw new Error('The reason');
    };
    await assert.rejects(telling(work), ({ message }) => {
      assert.match(message, /^The reason\ndata:text\/html/);
      assert.match(message, /farthing:state satoshipay-placeholder {"state":"failed"}/);
      assert.match(message, /satoshipay-placeholder: failed: Try again \[video 0\]/);
      return true;
    });
  });

  test('ends what does not end', async () => {
    const work = () => page.evaluate(() => new Promise(() => console.log('Still here')));
    await assert.rejects(telling(work, 2000), /^Error: no end within 2000 ms\n[^]*Still here/);
  });

  test('is silent about pages that had nothing to do with it', async () => {
    const work = () => Promise.reject(new Error('The reason'));
    await assert.rejects(telling(work), { message: 'The reason' });
  });
});

/** Runs in the page. */
function fail_in_page() {
  const element = document.querySelector('div');
  const root = element.attachShadow({ mode: 'open' });
  root.innerHTML = '<p class="box" data-state="failed">Try again</p>';
  const detail = { state: 'failed' };
  element.dispatchEvent(new CustomEvent('farthing:state', { bubbles: true, detail }));
}
