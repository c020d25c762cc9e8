// SPDX-License-Identifier: MIT
// Writes the documentation's pictures: `node tests/browser/pictures.mjs [directory]`. The demo
// before and after, every state of a box, every view of the wallet; by day, by night, on a small
// phone, and from right to left.

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buy, has_money, open_browser, parts_of, start_demo } from './demo.mjs';
import { open_stand, tag } from './stand.mjs';
import { wallet_of } from './wallet.mjs';

const directory = process.argv[2] ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const PAID = new URL('../../web/demo/paid/', import.meta.url);
const VIEWS = ['activity', 'top_up', 'purchases', 'back_up', 'settings', 'learn_more'];
const KINDS = ['', '-image', '-audio', '-video', '-download', '-donation'];
const DESK = { viewport: { width: 1280, height: 1000 } };
const PHONE = { viewport: { width: 320, height: 640 } };

/** The frame fades nothing, but its size goes through the page. */
const SETTLE_MS = 700;

const STORY =
  '<p>For most of its life the farthing was worth a quarter of a penny, and for most of its ' +
  'life somebody in authority wished that it would go away.</p>';

const SHEET =
  '<meta name="color-scheme" content="light dark"><style>' +
  'body { margin: 24px; font: 16px/1.5 serif }' +
  'main { display: grid; grid-template-columns: repeat(auto-fit, minmax(260px, 1fr)); gap: 24px }' +
  'main > div { min-width: 0 } p { margin: 0 }</style>';

await mkdir(directory, { recursive: true });
const demo = await start_demo();
const stand = await open_stand(demo);
const browser = await open_browser();
try {
  await demo_pictures('demo', DESK);
  await demo_pictures('demo_dark', { ...DESK, colorScheme: 'dark' });
  await demo_pictures('demo_phone', PHONE);
  await box_picture('boxes', { language: 'en' });
  await box_picture('boxes_dark', { language: 'en', colorScheme: 'dark' });
  await box_picture('boxes_phone', { language: 'en', viewport: PHONE.viewport });
  await box_picture('boxes_rtl', { language: 'ar' });
  await wallet_pictures('wallet', { language: 'en' });
  await wallet_pictures('wallet_rtl', { language: 'ar' });
  await page_picture('wallet_page');
} finally {
  await browser.close();
  await stand.close();
  await demo.stop();
}

async function open(url, options) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function demo_pictures(name, options) {
  const page = await open(demo.site, options);
  await has_money(page);
  for (const kind of KINDS) await for_sale(page.locator(`div.satoshipay-placeholder${kind}`));
  await take(page, `${name}_before`);
  for (const kind of KINDS) await buy(page.locator(`div.satoshipay-placeholder${kind}`));
  await parts_of(page).text.evaluate((element) =>
    scrollTo(0, element.getBoundingClientRect().top + scrollY - 40),
  );
  await take(page, name);
  await page.context().close();
}

function for_sale(placeholder) {
  return placeholder.getByRole('button', { name: /XLM/ }).waitFor();
}

/** All states of a box on one page. */
async function box_picture(name, { language, ...options }) {
  const good = (more) => stand.sell({ type: 'text/html', body: STORY, title: '', ...more });
  const picture = { type: 'image/png', body: await readFile(new URL('picture.png', PAID)) };
  const sound = { type: 'audio/mpeg', body: await readFile(new URL('episode.mp3', PAID)) };
  const paper = { type: 'application/pdf', body: await readFile(new URL('tables.pdf', PAID)) };
  const dear = await good({ price: 20_000_000, title: 'Pennies' });
  const refused = await good({ title: 'Pounds' });
  refused.refused = () => true;
  const bought = [
    tag(await good({ validity_ms: 20_000 }), '', { length: 150 }),
    tag(await good(picture), 'image', { width: 300, height: 200 }),
    tag(await good({ ...sound, title: 'Coins' }), 'audio', { length: sound.body.length }),
    tag(await good({ ...paper, title: 'Tables' }), 'download', { length: paper.body.length }),
    tag(await good({ type: 'donation' }), 'donation', { src: '', 'show-thankyou': 'true' }),
  ];
  const others = [
    tag(await good({ title: 'Farthings' }), '', { length: 150 }),
    tag(await good({ ...picture, title: 'Harbour' }), 'image', { width: 300, height: 200 }),
    tag(dear, '', { length: 150 }),
    tag(refused, '', { length: 150 }),
    tag({ ...dear, id: '0'.repeat(24) }, '', { length: 150 }),
  ];
  const body = `<main>${[...others, ...bought].join('')}</main>`;
  const attributes = language === 'ar' ? 'dir="rtl"' : '';
  const url = stand.page(body, { head: SHEET, language, attributes });
  const page = await open(url, { viewport: { width: 1000, height: 1240 }, ...options });
  await has_money(page);
  const boxes = page.locator('main > div');
  for (let index = 6; index < others.length + bought.length; index++) await buy(boxes.nth(index));
  await press(boxes.nth(2));
  await press(boxes.nth(3));
  await boxes.nth(3).locator('.status').filter({ hasText: /\S/ }).waitFor();
  await buy(boxes.nth(5));
  await boxes.nth(5).locator('.notice span').filter({ hasText: /\S/ }).waitFor();
  await take(page, name, { fullPage: true });
  await page.context().close();
}

function press(box) {
  return box.evaluate((element) => element.shadowRoot.querySelector('button').click());
}

/** All views of the wallet side by side. */
async function wallet_pictures(name, { language }) {
  const cheap = await stand.sell({ type: 'text/html', body: STORY, title: 'The smallest coin' });
  const dear = await stand.sell({ type: 'text/html', body: STORY, title: 'P', price: 20_000_000 });
  const url = stand.page(tag(cheap, '') + tag(dear, 'dear'), { language });
  const page = await open(url, { viewport: { width: 330, height: 700 } });
  await has_money(page);
  const wallet = wallet_of(page);
  const shots = [];
  const shoot = async () => {
    await page.waitForTimeout(SETTLE_MS);
    await page.evaluate(hide_boxes);
    shots.push(await page.screenshot());
  };
  await buy(page.locator('.satoshipay-placeholder'));
  await shoot();
  await wallet.open();
  await shoot();
  for (const view of VIEWS) {
    await wallet.open(view);
    if (view === 'back_up') await wallet.press('show-words');
    if (view === 'back_up') await shoot();
    if (view === 'back_up') await wallet.press('reveal-yes');
    await shoot();
  }
  await wallet.close();
  await press(page.locator('.satoshipay-placeholder-dear'));
  await wallet.part('confirm-pay').waitFor();
  await shoot();
  await page.evaluate(darken);
  await wallet.part('confirm-apart').waitFor();
  await shoot();
  shots.push(await apart_shot(page, wallet));
  await page.context().close();
  await sheet(name, shots);
}

/** The question in a window of its own. */
async function apart_shot(page, wallet) {
  const opening = page.waitForEvent('popup');
  await wallet.press_key('confirm-apart');
  const apart = await opening;
  await apart.setViewportSize({ width: 330, height: 700 });
  await apart.locator('#confirm-pay:enabled').waitFor();
  return apart.screenshot();
}

/** The wallet's own page, in a tab. */
async function page_picture(name) {
  const page = await open(`${demo.platform}/wallet/?network=testnet`, {
    viewport: { width: 700, height: 620 },
  });
  await page.locator('#balance').filter({ hasText: /^[1-9].* XLM$/ }).waitFor();
  await page.mouse.move(0, 0);
  await take(page, name);
  await page.context().close();
}

/** Runs in the page: as extensions for dark pages do. */
function darken() {
  document.documentElement.style.filter = 'invert(1) hue-rotate(180deg)';
}

/** Runs in the page. */
function hide_boxes() {
  document.body.style.background = '#f3f6f4';
  for (const box of document.querySelectorAll('[class^="satoshipay"]')) box.style.display = 'none';
}

async function sheet(name, shots) {
  const images = shots.map(
    (bytes) => `<img src="data:image/png;base64,${bytes.toString('base64')}">`,
  );
  const style = 'display:grid;grid-template-columns:repeat(4,330px);gap:6px;margin:0';
  const page = await browser.newPage({ viewport: { width: 1338, height: 2112 } });
  await page.setContent(`<body style="${style}">${images.join('')}`);
  await take(page, name);
  await page.close();
}

async function take(page, name, options = {}) {
  const path = join(directory, `${name}.png`);
  await page.screenshot({ path, ...options });
  console.log(path);
}
