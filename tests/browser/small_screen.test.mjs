// SPDX-License-Identifier: MIT
// What is bought on a small phone: the button is in view where a long box begins, the word of an
// access that ends hides no text, and the demo tells of the purchase where it is made.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { buy, has_money, watch_shifts } from './demo.mjs';
import { box, priced, scene } from './scene.mjs';
import { tag } from './stand.mjs';
import { SUITE_MS, test } from './witness.mjs';

const SMALL = { viewport: { width: 320, height: 568 } };
const STORY = `<p id="story">${'A farthing is a fourth of a penny. '.repeat(40)}</p>`;

describe('on a small screen', { timeout: SUITE_MS }, () => {
  const set = scene();

  test('the button of a box is in view as soon as the box begins', async () => {
    const good = await set.sell({ body: STORY });
    const intro = '<p style="height:400px">Before</p>';
    const url = set.stand.page(intro + tag(good, '', { length: 4000 }));
    const page = await set.visit(url, SMALL);
    await priced(page).waitFor();
    assert.ok((await box(page).boundingBox()).height > 1000);
    await page.evaluate(() => scrollTo(0, 200));
    const { y, height } = await priced(page).boundingBox();
    assert.ok(y > 200 && y + height < 568, `${y} ${height}`);
    await page.context().close();
  });

  test('the word of an access that ends stands below the text', async () => {
    const good = await set.sell({ body: STORY, validity_ms: 5000 });
    const page = await set.visit(set.stand.page(tag(good, '', { length: 100 })), SMALL);
    await buy(box(page));
    const { notice, text } = await box(page).evaluate(when_it_is_told);
    assert.ok(notice >= text, `${notice} ${text}`);
    await page.context().close();
  });

  test("the demo's steps are in view, and move nothing as they come", async () => {
    const context = await set.browser.newContext(SMALL);
    const page = await context.newPage();
    await page.addInitScript(watch_shifts);
    await page.goto(set.demo.site);
    const text = page.locator('div.satoshipay-placeholder');
    await text.getByRole('button', { name: /XLM/ }).waitFor();
    await has_money(page);
    await text.scrollIntoViewIfNeeded();
    await page.evaluate(() => (window.shift = 0));
    await buy(text);
    const last = page.locator('aside li').last();
    await last.getByText('The receipt is good').waitFor();
    const { y, height } = await last.boundingBox();
    assert.ok(y >= 0 && y + height < 200, `${y} ${height}`);
    assert.ok((await page.evaluate(() => window.shift)) < 0.02);
    await context.close();
  });
});

/** Runs in the page: where the notice begins and the text ends, at the end of the page. */
function when_it_is_told(element) {
  return new Promise((resolve) => {
    const look = () => {
      const notice = element.shadowRoot.querySelector('.notice span');
      if (!notice?.textContent) return requestAnimationFrame(look);
      scrollTo(0, document.documentElement.scrollHeight);
      const text = document.getElementById('story').getBoundingClientRect().bottom;
      resolve({ notice: notice.getBoundingClientRect().top, text });
    };
    look();
  });
}
