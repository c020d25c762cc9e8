// SPDX-License-Identifier: MIT
// Writes the documentation's pictures: `node tests/browser/pictures.mjs [directory]`. The demo
// before and after, every state of a box and of the wallet, the page of the 402 answer and that
// about the API; by day, by night, on a small phone, and from right to left.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { open_box_states, TO_BE_CONFIRMED } from './box_states.mjs';
import { buy, has_money, open_browser, parts_of, start_demo } from './demo.mjs';
import { open_stand } from './stand.mjs';
import { wallet_of } from './wallet.mjs';
import { walk_wallet } from './wallet_states.mjs';

const directory = process.argv[2] ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const VIEWS = ['activity', 'top_up', 'purchases', 'back_up', 'settings', 'learn_more'];
const KINDS = ['', '-image', '-audio', '-video', '-download', '-donation'];
const DESK = { viewport: { width: 1280, height: 1000 } };
const PHONE = { viewport: { width: 320, height: 640 } };

/** The frame fades nothing, but its size goes through the page. */
const SETTLE_MS = 700;
const COLUMNS = 6;

await mkdir(directory, { recursive: true });
const demo = await start_demo();
const stand = await open_stand(demo);
const browser = await open_browser();
const set = { browser, demo, stand };
try {
  await demo_pictures('demo', DESK);
  await demo_pictures('demo_dark', { ...DESK, colorScheme: 'dark' });
  await demo_pictures('demo_phone', PHONE);
  await box_picture('boxes', {});
  await box_picture('boxes_dark', { colorScheme: 'dark' });
  await box_picture('boxes_rtl', { language: 'ar' });
  await box_tiles('boxes_phone', {});
  await wallet_pictures('wallet', {});
  await wallet_pictures('wallet_rtl', { language: 'ar' });
  await page_pictures('wallet_page');
  await unpaid_pictures('unpaid');
  await api_pictures('api');
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

/** All states of a box on one page, which is as high as they are. */
async function box_picture(name, options) {
  const width = 1000;
  const page = await open_box_states(set, { viewport: { width, height: 2300 }, ...options });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height });
  await page.waitForTimeout(SETTLE_MS);
  await take(page, name);
  await page.context().close();
}

/** The same on a phone, which shows a part at a time: first what the wallet lies over. */
async function box_tiles(name, options) {
  const page = await open_box_states(set, { ...PHONE, ...options });
  const asked = page.locator('figure', { hasText: TO_BE_CONFIRMED });
  await asked.evaluate((figure) => figure.scrollIntoView());
  await page.waitForTimeout(SETTLE_MS);
  const shots = [{ bytes: await page.screenshot() }];
  await wallet_of(page).press('confirm-leave');
  await asked.locator('figcaption').evaluate((caption) => (caption.textContent = 'Not confirmed'));
  const { height } = PHONE.viewport;
  const end = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let top = 0; top < end; top += height) {
    await page.evaluate((y) => scrollTo(0, y), top);
    shots.push({ bytes: await page.screenshot() });
  }
  await page.context().close();
  await sheet(name, shots, PHONE.viewport);
}

async function wallet_pictures(name, options) {
  const shots = [];
  await walk_wallet(set, { reducedMotion: 'reduce', ...PHONE, ...options }, async (state, page) => {
    await page.waitForTimeout(SETTLE_MS);
    shots.push({ caption: state, bytes: await page.screenshot() });
  });
  await sheet(name, shots, PHONE.viewport);
}

/** The wallet's own page, in a tab. */
async function page_pictures(name) {
  const viewport = { width: 420, height: 680 };
  const page = await open(`${demo.platform}/wallet/`, { viewport });
  await page.locator('#balance').filter({ hasText: /^[1-9].* XLM$/ }).waitFor();
  const wallet = wallet_of(page);
  const shots = [{ caption: 'menu', bytes: await page.screenshot() }];
  for (const view of VIEWS) {
    await wallet.open(view);
    if (view === 'top_up') await wallet.part('address-code').locator('svg').waitFor();
    await page.waitForTimeout(SETTLE_MS);
    shots.push({ caption: view, bytes: await page.screenshot() });
  }
  await page.context().close();
  await sheet(name, shots, viewport, 4);
}

/** The page of the 402 answer: as it comes, unfolded, being paid and paid. */
async function unpaid_pictures(name) {
  const shots = [];
  const looks = { light: {}, dark: { colorScheme: 'dark' } };
  for (const [look, options] of Object.entries(looks)) {
    const page = await open(demo.goods[0].src, { ...PHONE, ...options });
    const shoot = async (state) =>
      shots.push({ caption: `${state}, ${look}`, bytes: await page.screenshot() });
    await shoot('As it comes');
    await page.getByText('I have paid already').click();
    await page.getByText('A receipt, if').scrollIntoViewIfNeeded();
    await shoot('I have paid already');
    await page.getByRole('button', { name: /^Pay .* XLM$/ }).click();
    await page.locator('[data-state="working"]').waitFor();
    await shoot('Being paid');
    await page.getByText('thousands of tradesmen').waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await shoot('Paid');
    await page.context().close();
  }
  await sheet(`${name}_phone`, shots, PHONE.viewport, 4);
  const page = await open(demo.goods[0].src, { viewport: { width: 1000, height: 640 } });
  await take(page, name);
  await page.context().close();
}

async function api_pictures(name) {
  const shots = [];
  for (const [caption, colorScheme] of [
    ['light', 'light'],
    ['dark', 'dark'],
  ]) {
    const page = await open(`${demo.platform}/docs/api`, { ...PHONE, colorScheme });
    shots.push({ caption, bytes: await page.screenshot() });
    await page.getByText('Contents').click();
    shots.push({ caption: `${caption}, contents`, bytes: await page.screenshot() });
    await page.getByText('Contents').click();
    await page.locator('article').nth(1).evaluate((article) => article.scrollIntoView());
    shots.push({ caption: `${caption}, an operation`, bytes: await page.screenshot() });
    await page.context().close();
  }
  await sheet(`${name}_phone`, shots, PHONE.viewport, 6);
  const page = await open(`${demo.platform}/docs/api`, DESK);
  await take(page, name);
  await page.context().close();
}

/** Pictures of that size side by side, each below its caption. */
async function sheet(name, shots, { width }, columns = COLUMNS) {
  const figures = shots.map(
    ({ caption = '', bytes }) =>
      `<figure><figcaption>${caption}</figcaption>` +
      `<img src="data:image/png;base64,${bytes.toString('base64')}"></figure>`,
  );
  const style =
    `body { display: grid; grid-template-columns: repeat(${columns}, ${width}px); gap: 12px;` +
    'margin: 12px; font: 14px/1.5 sans-serif; background: #fff }' +
    'figure { margin: 0 } img { display: block; outline: 1px solid #ccc }';
  const page = await browser.newPage({
    viewport: { width: columns * (width + 12) + 12, height: 700 },
  });
  await page.setContent(`<style>${style}</style><body>${figures.join('')}`);
  await take(page, name, { fullPage: true });
  await page.close();
}

async function take(page, name, options = {}) {
  const path = join(directory, `${name}.png`);
  await page.screenshot({ path, ...options });
  console.log(path);
}
