// SPDX-License-Identifier: MIT
// Every kind of good, bought on a page of another origin than the platform's: what is shown, what
// the publisher is asked for, and what a reader hears of it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe } from 'node:test';
import { buy, has_money, open_browser, start_demo } from './demo.mjs';
import { open_stand, tag } from './stand.mjs';
import { SUITE_MS, test } from './witness.mjs';

const PAID = new URL('../../web/demo/paid/', import.meta.url);
const file = (name) => readFile(new URL(name, PAID));
const HTML = '<p>The <em>whole</em> story.</p><p id="second">And its end.</p>';
/** Each of the widget's tries may ask more than once; without end it would be hundreds. */
const REFUSALS_MAX = 30;

describe('goods of every kind', { timeout: SUITE_MS }, () => {
  let browser;
  let demo;
  let stand;
  let context;

  before(async () => {
    browser = await open_browser();
    demo = await start_demo({ ledger_close: '200ms' });
    stand = await open_stand(demo);
    context = await browser.newContext();
  });
  after(async () => {
    await browser?.close();
    await stand?.close();
    await demo?.stop();
  });

  async function open(body, options) {
    const page = await context.newPage();
    await page.goto(stand.page(body, options));
    await has_money(page);
    return page;
  }

  const box = (page, kind = '') => page.locator(`[class^="satoshipay-placeholder${kind}"]`).first();

  test('html becomes part of the page, and its scripts stay silent', async () => {
    const body = `${HTML}<script>document.title = 'Hacked'</script>`;
    const good = await stand.sell({ type: 'text/html', body });
    const page = await open(tag(good, '', { length: 40 }), {
      head: '<style>em { color: red }</style>',
    });
    await buy(box(page));
    const word = page.locator('em');
    assert.equal(await word.evaluate((node) => getComputedStyle(node).color), 'rgb(255, 0, 0)');
    assert.equal(await page.title(), 'Page');
    await page.close();
  });

  test('html with data-sp-sandbox gets a page of its own, as high as it is', async () => {
    const body = `${HTML}<script>top.document.title = 'Hacked'</script><div style="height:700px">`;
    const good = await stand.sell({ type: 'text/html', body });
    const page = await open(tag(good, '', { sandbox: 'true' }));
    await buy(box(page));
    await page.frameLocator('div > iframe[sandbox]').getByText('And its end.').waitFor();
    const frame = page.locator('div > iframe[sandbox]');
    await page.waitForFunction((node) => node.clientHeight > 700, await frame.elementHandle());
    assert.equal(await page.title(), 'Page');
    await page.close();
  });

  test('plain text keeps its lines and is never markup', async () => {
    const good = await stand.sell({ type: 'text/plain', body: 'one\n<b>two</b>' });
    const page = await open(tag(good, ''));
    await buy(box(page));
    assert.equal(await box(page).locator('> div').first().innerText(), 'one\n<b>two</b>');
    await page.close();
  });

  test('a picture comes in the size of its tag', async () => {
    const good = await stand.sell({ type: 'image/png', body: await file('picture.png') });
    const page = await open(tag(good, 'image', { width: 300, height: 200, placeholder: '' }));
    await buy(box(page, '-image'));
    const size = await box(page, '-image').locator('img').boundingBox();
    assert.deepEqual([size.width, size.height], [300, 200]);
    await page.close();
  });

  test('an episode plays, and the reader can jump in it', async () => {
    const good = await stand.sell({ type: 'audio/mpeg', body: await file('episode.mp3') });
    const page = await open(tag(good, 'audio', { length: good.body.length, title: 'Tom & <b>' }));
    await page.getByText('259 kB').waitFor();
    await page.getByText('Tom & <b>').waitFor();
    await buy(box(page, '-audio'));
    const player = page.locator('audio');
    assert.ok((await player.evaluate((node) => node.duration)) > 60);
    assert.ok((await player.evaluate(play_at, 50)) >= 50);
    assert.equal(await player.evaluate((node) => node.paused), false);
    await page.close();
  });

  test('a film plays by itself where it may, and comes in pieces', async () => {
    const good = await stand.sell({ type: 'video/mp4', body: await file('harbour.mp4') });
    const size = { width: 320, height: 180, autoplay: 'true' };
    const page = await open(tag(good, 'video', size));
    await buy(box(page, '-video'));
    const film = page.locator('video');
    await page.waitForFunction((node) => node.currentTime > 0, await film.elementHandle());
    assert.ok((await film.evaluate(play_at, 8)) >= 8);
    assert.equal((await film.boundingBox()).width, 320);
    const asked = stand.deliveries.filter(({ path }) => path === good.path);
    assert.ok(asked.some(({ range, status }) => range && status === 206));
    await page.close();
  });

  /** A film that came so far as to be shown; the rest of it is not asked for yet. */
  async function film_in_pieces() {
    const good = await stand.sell({ type: 'video/mp4', body: await file('harbour.mp4') });
    good.piece = 60_000;
    const page = await open(tag(good, 'video', { width: 320, height: 180 }));
    await buy(box(page, '-video'));
    const film = await page.waitForSelector('video');
    const refusals = () =>
      stand.deliveries.filter(({ path, status }) => path === good.path && status === good.unpaid);
    return { good, page, film, refusals };
  }

  test('a receipt that ends in the middle of a film is renewed', async () => {
    const { good, page, film, refusals } = await film_in_pieces();
    const bought = await film.evaluate((node) => node.src);
    // In the same second a fresh receipt is the old one; then it takes more than one try.
    const old = new URL(bought).searchParams.get('paymentReceipt');
    good.refused = (receipt) => receipt === old;
    await film.evaluate(jump_and_play, 9);
    await page.waitForFunction(plays_beyond, [film, 9]);
    assert.notEqual(await film.evaluate((node) => node.src), bought);
    assert.ok(refusals().length <= REFUSALS_MAX, String(refusals().length));
    await page.close();
  });

  test('a film goes on after a publisher that does not deliver for a while', async () => {
    const { good, page, film, refusals } = await film_in_pieces();
    // For some seconds: each of them has a receipt of its own.
    const receipts = new Set();
    good.unpaid = 503;
    good.refused = (receipt) => receipts.add(receipt).size < 3;
    await film.evaluate(jump_and_play, 9);
    await page.waitForFunction(plays_beyond, [film, 9]);
    assert.ok(refusals().length <= REFUSALS_MAX, String(refusals().length));
    await page.close();
  });

  test('a film that broke off is offered again, where the reader was', async () => {
    const { good, page, film, refusals } = await film_in_pieces();
    const said = page.getByRole('status');
    await said.evaluate(keep_words);
    good.unpaid = 503;
    good.refused = () => true;
    await film.evaluate(jump_and_play, 9);
    await box(page, '-video').getByText('The connection broke off.').waitFor();
    assert.ok(refusals().length <= REFUSALS_MAX, String(refusals().length));
    assert.doesNotMatch(await said.evaluate(kept_words), /access has ended/);
    good.refused = () => false;
    await box(page, '-video').getByRole('button', { name: 'Try again' }).click();
    const again = await page.waitForSelector('video');
    assert.equal(await again.evaluate((node) => node.currentTime), 9);
    await again.evaluate((node) => ((node.muted = true), node.play()));
    await page.waitForFunction(plays_beyond, [again, 9]);
    await page.close();
  });

  test('a file is a link with its name and its receipt', async () => {
    const good = await stand.sell({ type: 'application/pdf', body: await file('tables.pdf') });
    const page = await open(tag(good, 'download', { length: good.body.length, title: 'Tables' }));
    await buy(box(page, '-download'));
    const link = page.getByRole('link', { name: 'Save the file' });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    assert.deepEqual(await readFile(await download.path()), good.body);
    assert.ok(await link.evaluate((node) => node.getRootNode().activeElement === node));
    await page.close();
  });

  test('a donation is thanked for; the thanks stay when the publisher wishes', async () => {
    const good = await stand.sell({ type: 'donation', body: '' });
    const tags = { src: '', 'show-thankyou': 'true' };
    const page = await open(tag(good, 'donation', tags));
    await buy(box(page, '-donation'));
    await page.getByText('Thank you!').waitFor();
    await page.reload();
    await page.getByText('Thank you!').waitFor();
    await page.goto(stand.page(tag(good, 'donation', { src: '' })));
    await page.getByText('You gave 0.0004 XLM.').waitFor();
    await page.close();
  });

  test('three ways to say "not paid" end in one sentence, with a way out', async () => {
    for (const unpaid of [401, 402, 403]) {
      const good = await stand.sell({ type: 'text/html', body: HTML, unpaid });
      good.refused = () => true;
      const page = await open(tag(good, ''));
      await box(page).getByRole('button', { name: /for/ }).click();
      await box(page).getByText('The publisher does not accept the receipt.').waitFor();
      good.refused = () => false;
      await box(page).getByRole('button', { name: 'Try again' }).click();
      await page.getByText('And its end.').waitFor();
      await page.close();
    }
  });

  test('an address with a query of its own gets the proof behind it', async () => {
    const good = await stand.sell({ type: 'text/html', body: HTML });
    const page = await open(tag({ ...good, path: `${good.path}?satoshipay_content_id=5` }, ''));
    await buy(box(page));
    await page.getByText('And its end.').waitFor();
    await page.close();
  });

  test('an access that ends is announced; then the box is back', async () => {
    const good = await stand.sell({ type: 'text/html', body: HTML, validity_ms: 8000 });
    const page = await open(tag(good, ''));
    const said = page.getByRole('status');
    await said.evaluate(keep_words);
    await buy(box(page));
    await box(page).getByRole('button', { name: 'Read for 0.0004 XLM' }).waitFor();
    assert.equal(await page.getByText('And its end.').count(), 0);
    assert.match(await said.evaluate(kept_words), /Your access ends in \d+ second/);
    await buy(box(page));
    await page.getByText('And its end.').waitFor();
    await page.close();
  });

  test('prices are told in the currency of the tag too, where there is a rate', async () => {
    const prices = { USD: 1_000_000, eur: 25_000_000, GBP: 4000, CHF: 1_000_000, XLM: 1_000_000 };
    const tags = Object.entries(prices).map(async ([currency, price]) =>
      tag(await stand.sell({ type: 'text/html', body: HTML, price }), '', { currency }),
    );
    const page = await open((await Promise.all(tags)).join(''));
    const details = page.locator('.satoshipay-placeholder .detail');
    for (const index of [0, 1, 2]) await details.nth(index).getByText('about').waitFor();
    // The demo's own rates for a lumen: USD 0.11, EUR 0.10, GBP 0.085.
    const expected = ['about $0.011', 'about \u20ac0.25', 'about \u00a30.000034', '', ''];
    assert.deepEqual(await details.allTextContents(), expected);
    await page.close();
  });

  test('several boxes of one good open together, and it is paid once', async () => {
    const good = await stand.sell({ type: 'text/html', body: HTML });
    const page = await open(tag(good, '') + tag(good, 'other'));
    await buy(box(page));
    await page.locator('#second').nth(1).waitFor();
    await page.close();
  });

  test('tags of all generations, with attributes that plugins leave empty', async () => {
    const good = await stand.sell({ type: 'text/html', body: HTML });
    const empty = ['autoplay', 'placeholder', 'width', 'height', 'length', 'price', 'currency'];
    const nothing = Object.fromEntries(empty.map((name) => [name, '']));
    const first =
      `<div class="satoshipay-content-item-text satoshipay-untouched-placeholder" ` +
      `data-content-url="${good.path}" data-satoshipay-id="${good.id}" data-price="4000"></div>`;
    const old = tag(good, '', { type: '', price: '4000' });
    const page = await open(
      first + old + tag(good, 'x', nothing) + tag(good, '', { currency: 'XLM' }),
    );
    await page.getByRole('button', { name: 'Read for 0.0004 XLM' }).nth(3).waitFor();
    await page.close();
  });
});

/** Runs in the page. */
function jump_and_play(player, seconds) {
  player.muted = true;
  player.currentTime = seconds;
  // While it is broken off a press does nothing; a reader presses again when the film is there.
  const press = () =>
    player.play().catch(() => player.addEventListener('loadedmetadata', press, { once: true }));
  void press();
}

/** Runs in the page. */
function plays_beyond([player, seconds]) {
  return player.currentTime > seconds && (player.ended || !player.paused);
}

/** Runs in the page: remembers all that is said to readers who do not see. */
function keep_words(status) {
  window.words = [];
  const options = { childList: true, characterData: true, subtree: true };
  new MutationObserver(() => window.words.push(status.textContent)).observe(status, options);
}

/** Runs in the page. */
function kept_words() {
  return window.words.join(' ');
}

/** Runs in the page: the time at which the player is after a jump, once it plays there. */
function play_at(player, seconds) {
  return new Promise((resolve, reject) => {
    player.muted = true;
    player.onerror = () => reject(new Error(player.error.message));
    player.onseeked = () => {
      const { currentTime } = player;
      player.ontimeupdate = () => player.currentTime > seconds && resolve(currentTime);
    };
    player.currentTime = seconds;
    void player.play();
  });
}
