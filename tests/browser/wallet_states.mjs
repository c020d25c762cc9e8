// SPDX-License-Identifier: MIT
// Walks through the states of the wallet, for pictures and for axe.

import { Keypair } from '@stellar/stellar-sdk';
import { buy, has_money } from './demo.mjs';
import { tag } from './stand.mjs';
import { wallet_of } from './wallet.mjs';

const STORY = '<p>The whole story.</p>';
const LUMENS = 10_000_000;

/**
 * Calls `each(name, page)` in each state, on pages of new readers with these options. `set` holds a
 * browser, a stand and a demo.
 */
export async function walk_wallet(set, { language = 'en', ...options }, each) {
  const shop = await open_shop(set, language);
  const open = async (url, prepare) => {
    const context = await set.browser.newContext(options);
    if (prepare) await context.addInitScript(prepare);
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };
  await walk_menu(await open(shop.url), each);
  await walk_question(await open(shop.url), each);
  await walk_back_up(await open(shop.url), each);
  await lose_key(await open(shop.url), each);
  await refuse(await open(shop.live_url), 'Another network', each);
  await refuse(await open(shop.url, without_storage), 'No storage', each);
  await refuse(await open(shop.url, without_crypto), 'Not over https', each);
}

/** A page with a cheap good and a dear one, and one with the script of the live network. */
async function open_shop({ stand, demo }, language) {
  const sell = (more) => stand.sell({ type: 'text/html', body: STORY, ...more });
  const cheap = await sell({ title: 'The smallest coin' });
  const dear = await sell({ title: 'The largest coin', price: 2 * LUMENS });
  const attributes = language === 'ar' ? 'dir="rtl"' : '';
  const body = `<main><h1>Coins</h1>${tag(cheap, '')}${tag(dear, 'dear')}</main>`;
  const head = `<script src="${demo.platform}/satoshipay.js"></script>`;
  const shown = { language, attributes };
  return {
    url: stand.page(body, shown),
    live_url: stand.page(body, { ...shown, head, script: false }),
  };
}

async function walk_menu(page, each) {
  await has_money(page);
  const wallet = wallet_of(page);
  await wallet.open('activity');
  await each('Nothing yet', page);
  await wallet.close();
  await buy(page.locator('.satoshipay-placeholder'));
  await each('Closed', page);
  await wallet.open();
  await each('Menu', page);
  for (const view of ['activity', 'top_up', 'purchases', 'settings', 'learn_more']) {
    await wallet.open(view);
    if (view === 'top_up') await wallet.part('address-code').locator('svg').waitFor();
    if (view === 'purchases') await wallet.part('bought').locator('li').first().waitFor();
    await each(view, page);
  }
  await wallet.open('settings');
  await wallet.part('per-click').fill('a lot');
  await wallet.press('per-click');
  await wallet.part('per-click').press('Enter');
  await wallet.part('limits-status').filter({ hasText: /\S/ }).waitFor();
  await each('settings, a wrong amount', page);
  await lose_server(page);
  await wallet.press('back');
  await each('Reconnecting', page);
  await page.context().close();
}

async function walk_question(page, each) {
  await has_money(page);
  const wallet = wallet_of(page);
  await press(page.locator('.satoshipay-placeholder-dear'));
  await part_of(page, '#confirm-pay:enabled').waitFor();
  await each('Question', page);
  await lose_server(page);
  await wallet.part('confirm-offline').waitFor();
  await each('Question, offline', page);
  await page.context().setOffline(false);
  await wallet.part('confirm-offline').waitFor({ state: 'hidden' });
  await page.evaluate(darken);
  await wallet.part('confirm-apart').waitFor();
  await each('Question, covered', page);
  const opening = page.waitForEvent('popup');
  await wallet.press_key('confirm-apart');
  const apart = await opening;
  await apart.setViewportSize(page.viewportSize());
  await apart.locator('#confirm-pay:enabled').waitFor();
  await each('Question in a window of its own', apart);
  await page.context().close();
}

async function walk_back_up(page, each) {
  await has_money(page);
  const wallet = wallet_of(page);
  await wallet.open('back_up');
  await each('back_up', page);
  await wallet.press('show-words');
  await each('back_up, asked', page);
  await wallet.press('reveal-yes');
  await wallet.part('word-list').locator('li').nth(11).waitFor();
  await each('back_up, words', page);
  for (const secret of ['link', 'key']) {
    await wallet.reveal(secret);
    await wallet.part(`show-${secret}`).evaluate((node) => node.scrollIntoView());
    await each(`back_up, ${secret}`, page);
  }
  await wallet.press('show-key');
  await bring(wallet, 'one two three');
  await wallet.part('restore-status').filter({ hasText: /\S/ }).waitFor();
  await each('back_up, wrong words', page);
  await bring(wallet, Keypair.random().secret());
  await wallet.part('restore-question').waitFor();
  await wallet.part('restore-question').evaluate((node) => node.scrollIntoView());
  await each('back_up, another wallet', page);
  await page.context().close();
}

async function lose_key(page, each) {
  await has_money(page);
  await page.frames()[1].evaluate(() => indexedDB.deleteDatabase('farthing') && undefined);
  await page.reload();
  await has_money(page);
  await wallet_of(page).open();
  await wallet_of(page).part('lost-which').waitFor();
  await each('A key that was lost', page);
  await page.context().close();
}

async function refuse(page, name, each) {
  await page.locator('[data-state="failed"]').first().waitFor();
  const wallet = wallet_of(page);
  await wallet.open();
  await wallet.part('status').filter({ hasText: /\S/ }).waitFor();
  await each(name, page);
  await page.context().close();
}

async function bring(wallet, text) {
  await wallet.part('restore-text').fill(text);
  await wallet.part('restore').evaluate((form) => form.requestSubmit());
}

async function lose_server(page) {
  await page.context().setOffline(true);
  await page.frames()[1].evaluate(() => dispatchEvent(new Event('offline')) && undefined);
}

async function press(box) {
  await box.getByRole('button', { name: /\d/ }).waitFor();
  await box.evaluate((element) => element.shadowRoot.querySelector('button').click());
}

function part_of(page, selector) {
  return page.frameLocator('iframe[title="Wallet"]').locator(selector);
}

/** Runs in the page: as extensions for dark pages do. */
function darken() {
  document.documentElement.style.filter = 'invert(1) hue-rotate(180deg)';
}

/** Runs in every frame before its scripts. */
function without_storage() {
  Object.defineProperty(window, 'localStorage', {
    get: () => {
      throw new Error('denied');
    },
  });
  Document.prototype.requestStorageAccess = () => Promise.reject(new Error('denied'));
}

/** Runs in every frame before its scripts. */
function without_crypto() {
  Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });
}
