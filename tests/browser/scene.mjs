// SPDX-License-Identifier: MIT
// A browser, a platform and a publisher for the tests of one file, and what readers do there.

import { after, before } from 'node:test';
import { has_money, open_browser, start_demo } from './demo.mjs';
import { open_stand, tag } from './stand.mjs';

const STORY = '<p id="story">The whole story.</p>';

/** Set up before the tests of the surrounding `describe`, and ended after them. */
export function scene() {
  const set = new Scene();
  before(() => set.open());
  after(() => set.close());
  return set;
}

class Scene {
  async open() {
    this.browser = await open_browser();
    this.demo = await start_demo({ ledger_close: '200ms' });
    this.stand = await open_stand(this.demo);
  }

  async close() {
    await this.browser?.close();
    await this.stand?.close();
    await this.demo?.stop();
  }

  /** A text, unless it is said otherwise. */
  sell(more) {
    return this.stand.sell({ type: 'text/html', body: STORY, ...more });
  }

  /** The address of a page with these goods and nothing else. */
  page_of(...goods) {
    return this.stand.page(goods.map((good) => tag(good, '')).join(''));
  }

  /** The strictest content policy under which everything works: docs/widget.md has it. */
  strict_headers() {
    const { platform } = this.demo;
    const sources = [`script-src ${platform}`, `frame-src ${platform}`];
    for (const kind of ['connect', 'img', 'media']) sources.push(`${kind}-src 'self'`);
    return { 'Content-Security-Policy': ["default-src 'none'", ...sources].join('; ') };
  }

  /** A new reader with play money, on that page. */
  async visit(url, options) {
    return this.open_tab(await this.browser.newContext(options), url);
  }

  async open_tab(context, url) {
    const page = await context.newPage();
    await page.goto(url);
    await has_money(page);
    return page;
  }
}

export function box(page) {
  return page.locator('[class^="satoshipay-placeholder"]').first();
}

/** The button that pays. */
export function priced(page) {
  return box(page).getByRole('button', { name: /XLM/ });
}
