// SPDX-License-Identifier: MIT
// Pages as publishers make them: crowded, strict, late, rebuilt, foreign, offline.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { buy, has_money, watch_shifts } from './demo.mjs';
import { box, priced, scene } from './scene.mjs';
import { open_stand, tag } from './stand.mjs';
import { wallet_of } from './wallet.mjs';
import { SUITE_MS, test } from './witness.mjs';

const TAGS = 300;

describe('pages', { timeout: SUITE_MS }, () => {
  const set = scene();
  const sell = (more) => set.sell(more);
  const visit = (url, options) => set.visit(url, options);

  test(`${TAGS} tags get their prices, and one of them is bought`, async () => {
    const goods = await Promise.all(Array.from({ length: 30 }, () => sell()));
    const tags = Array.from({ length: TAGS }, (_, index) => tag(goods[index % 30], ''));
    const page = await visit(set.stand.page(tags.join('')));
    await page
      .getByRole('button', { name: 'Read for 0.0004 XLM' })
      .nth(TAGS - 1)
      .waitFor();
    await buy(box(page));
    await page
      .locator('#story')
      .nth(TAGS / 30 - 1)
      .waitFor();
    await page.context().close();
  });

  test('a strict content policy is kept, in another language too', async () => {
    const headers = set.strict_headers();
    const page = await visit(set.stand.page(tag(await sell(), ''), { headers, language: 'de' }));
    const complaints = [];
    page.on('console', (line) => complaints.push(line.text()));
    await box(page).getByRole('button', { name: 'Lesen f\u00fcr 0.0004 XLM' }).waitFor();
    await buy(box(page));
    await page.locator('#story').waitFor();
    assert.deepEqual(
      complaints.filter((text) => text.includes('Content Security')),
      [],
    );
    await page.context().close();
  });

  test('tags that come late, go, return or change are followed', async () => {
    const [first, second] = [await sell({ title: 'First' }), await sell({ title: 'Second' })];
    const page = await visit(set.stand.page('<main></main>'));
    await page.evaluate(
      (html) => {
        document.querySelector('main').innerHTML = html;
      },
      tag(first, ''),
    );
    await priced(page).waitFor();
    await page.evaluate(() => {
      window.kept = document.querySelector('main').firstChild;
      window.kept.remove();
    });
    await page.evaluate(() => document.querySelector('main').append(window.kept));
    await priced(page).waitFor();
    await page.evaluate(
      ([id, src]) => {
        window.kept.setAttribute('data-sp-id', id);
        window.kept.setAttribute('data-sp-src', src);
      },
      [second.id, second.path],
    );
    await box(page).getByText('Second').waitFor();
    await buy(box(page));
    await page.locator('#story').waitFor();
    await page.context().close();
  });

  test('a page that replaces its whole body keeps its wallet', async () => {
    const [first, second] = [await sell(), await sell({ title: 'Second' })];
    const page = await visit(set.stand.page(tag(first, '')));
    await priced(page).waitFor();
    await page.evaluate(
      (html) => {
        const body = document.createElement('body');
        body.innerHTML = html;
        document.body.replaceWith(body);
      },
      tag(second, ''),
    );
    await box(page).getByText('Second').waitFor();
    await buy(box(page));
    await page.locator('#story').waitFor();
    await has_money(page);
    await page.context().close();
  });

  test('the script may come late, and twice', async () => {
    const page = await visit(set.stand.page(tag(await sell(), '')));
    await page.goto(set.stand.page(tag(await sell(), ''), { script: false }));
    for (let time = 0; time < 2; time++)
      await page.addScriptTag({ url: `${set.demo.platform}/testnet/satoshipay.js` });
    await priced(page).waitFor();
    assert.equal(await page.locator('farthing-wallet').count(), 1);
    await page.context().close();
  });

  test('the page cannot restyle a box, and its own looks stay as they are', async () => {
    const style = '<style>* { color: red !important; display: inline; font-size: 40px }</style>';
    const page = await visit(set.stand.page(`<p>x</p>${tag(await sell(), '')}`, { head: style }));
    await priced(page).waitFor();
    const size = await priced(page).evaluate((node) => getComputedStyle(node).fontSize);
    assert.equal(size, '15px');
    await page.context().close();
  });

  test('a page that forges words to the wallet is not heard', async () => {
    const good = await sell({ price: 4000 });
    const page = await visit(set.stand.page(tag(good, '')));
    await priced(page).waitFor();
    const heard = await page.evaluate(forge, { id: good.id, wallet: set.demo.platform });
    assert.deepEqual(heard, []);
    assert.equal(await page.locator('#story').count(), 0);
    await page.context().close();
  });

  test('an unlock moves nothing on the page', async () => {
    const text = `<p>${'The farthing was worth a quarter of a penny. '.repeat(30)}</p>`;
    const good = await sell({ body: text });
    const after_it = '<p style="height:400px;background:#eee">What follows</p>';
    for (const width of [320, 800]) {
      const viewport = { width, height: 700 };
      const style = '<style>p { margin: 1em 0; font: 17px/1.5 serif }</style>';
      const body = tag(good, '', { length: text.length - 7 }) + after_it;
      const page = await visit(set.stand.page(body, { head: style }), { viewport });
      await priced(page).waitFor();
      await page.evaluate(watch_shifts);
      await buy(box(page));
      await page.getByText('quarter of a penny').first().waitFor();
      const shift = await page.evaluate(() => window.shift);
      assert.ok(shift <= 0.02, `${width} px: ${shift}`);
      await page.context().close();
    }
  });

  test('the box of a short text has room for all that it says', async () => {
    for (const [width, language] of [
      [320, 'en'],
      [320, 'de'],
      [800, 'fr'],
    ]) {
      const good = await sell({ body: '<p>Short.</p>', title: 'A short story' });
      const options = { viewport: { width, height: 700 } };
      const url = set.stand.page(tag(good, '', { length: 6 }), { language });
      const page = await visit(url, options);
      await priced(page).waitFor();
      await page.evaluate(watch_shifts);
      await box(page).evaluate(watch_heights);
      await buy(box(page));
      await page.getByText('Short.').waitFor();
      const { heights, shift } = await page.evaluate(told_heights);
      assert.equal(new Set(heights).size, 1, `${width} ${language}: ${heights}`);
      assert.ok(shift <= 0.02, `${width} ${language}: ${shift}`);
      await page.context().close();
    }
  });

  test('offline the reader is told, and it goes on by itself afterwards', async () => {
    const good = await sell();
    const page = await visit(set.stand.page(tag(good, '')));
    await priced(page).waitFor();
    await page.route(`**${good.path}*`, (route) => route.abort());
    await page.evaluate(() => Object.defineProperty(navigator, 'onLine', { value: false }));
    await priced(page).click();
    await box(page).getByText('You are offline.').waitFor();
    await page.unroute(`**${good.path}*`);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.locator('#story').waitFor();
    await page.context().close();
  });

  test('a wallet that loses its server says so, and comes back', async () => {
    const page = await visit(set.stand.page(tag(await sell(), '')));
    const wallet = wallet_of(page);
    await priced(page).waitFor();
    await page.context().setOffline(true);
    await page.frames()[1].evaluate(drop_connections);
    await wallet.part('summary').getByText('Reconnecting').waitFor();
    await page.context().setOffline(false);
    await has_money(page);
    await buy(box(page));
    await page.context().close();
  });

  test('a changed price is told before anything is paid', async () => {
    const good = await sell();
    const page = await visit(set.stand.page(tag(good, '')));
    await priced(page).waitFor();
    await set.stand.reprice(good, 5000);
    await priced(page).click();
    await box(page).getByText('The price has changed to 0.0005 XLM.').waitFor();
    await box(page).getByRole('button', { name: 'Try again' }).click();
    await box(page).getByRole('button', { name: 'Read for 0.0005 XLM' }).click();
    await page.locator('#story').waitFor();
    await page.context().close();
  });

  test('who has too little is led to topping up', async () => {
    const page = await visit(set.stand.page(tag(await sell({ price: 200_000_000_000 }), '')));
    await priced(page).click();
    await wallet_of(page).confirm();
    await box(page).getByText('Your wallet cannot spend 20\u202f000 XLM.').waitFor();
    await box(page).getByRole('button', { name: 'Top up' }).click();
    await wallet_of(page).part('address').waitFor();
    await page.context().close();
  });

  test('Arabic pages are served in Arabic, from right to left', async () => {
    const url = set.stand.page(tag(await sell(), ''), { language: 'ar', attributes: 'dir="rtl"' });
    const page = await visit(url);
    await box(page)
      .getByRole('button', { name: /\u0627\u0642\u0631\u0623/ })
      .waitFor();
    assert.equal(await box(page).locator('.box').getAttribute('dir'), 'rtl');
    const html = page.frameLocator('iframe').locator('html');
    assert.equal(await html.getAttribute('dir'), 'rtl');
    await page.context().close();
  });

  test('on a site that the browser keeps apart there is a wallet, or a way to one', async () => {
    const far = await open_stand(set.demo, { host: 'localhost' });
    const context = await set.browser.newContext();
    const page = await context.newPage();
    const good = await far.sell({ type: 'text/html', body: '<p id="story">Story</p>' });
    await page.goto(far.page(tag(good, '')));
    const wallet = wallet_of(page);
    await wallet
      .part('summary')
      .filter({ hasText: /XLM|Wallet off/ })
      .waitFor();
    if ((await wallet.part('summary').textContent()) === 'Wallet off') {
      await box(page).getByText('does not let the wallet keep its key').waitFor();
      await wallet.open();
      await wallet.part('use-one').waitFor();
      await wallet.press('use-one');
      await wallet.part('use-one-note').getByText('Open your wallet in a tab once').waitFor();
    } else {
      await buy(box(page));
      await page.locator('#story').waitFor();
    }
    await context.close();
    await far.close();
  });
});

/** Runs in the page: how high a box is in each of its states. */
function watch_heights(element) {
  window.heights = [element.offsetHeight];
  element.addEventListener('farthing:state', () => window.heights.push(element.offsetHeight));
}

/** Runs in the page. */
function told_heights() {
  return { heights: window.heights, shift: window.shift };
}

/** Runs in the page: what the wallet answers to messages that are not its widget's. */
async function forge({ id, wallet }) {
  const heard = [];
  const frame = document.querySelector('farthing-wallet').shadowRoot.querySelector('iframe');
  const nested = document.createElement('iframe');
  document.body.append(nested);
  const legacy = ['loaded', 'close', { type: 'buy', good: id }, JSON.parse('{"__proto__":{}}')];
  const buying = { protocol: 'farthing.frame.v1', type: 'buy', good: id };
  addEventListener('message', ({ data, source }) => {
    if (source === frame.contentWindow && data?.type !== 'size') heard.push(data);
  });
  for (const data of legacy) frame.contentWindow.postMessage(data, wallet);
  // From another window than the one that embeds the wallet.
  const script = nested.contentDocument.createElement('script');
  script.textContent = `window.say = (target, data, origin) => target.postMessage(data, origin)`;
  nested.contentDocument.head.append(script);
  nested.contentWindow.say(frame.contentWindow, buying, wallet);
  frame.contentWindow.postMessage('x'.repeat(10_000_000), wallet);
  const answered = { protocol: 'farthing.frame.v1', type: 'goods', goods: [id] };
  const last = new Promise((resolve) =>
    addEventListener('message', ({ data }) => data?.type === 'good' && resolve()),
  );
  frame.contentWindow.postMessage(answered, wallet);
  await last;
  return heard.filter(({ type }) => type !== 'good');
}

/** Runs in the wallet's frame: as when a cable is pulled, the sockets only fall silent. */
function drop_connections() {
  dispatchEvent(new Event('offline'));
}
