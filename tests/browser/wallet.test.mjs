// SPDX-License-Identifier: MIT
// The wallet: its limits, its backup and recovery, and that it never pays twice.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { buy } from './demo.mjs';
import { Payer } from '../support/payer.mjs';
import { box, priced, scene } from './scene.mjs';
import { holdings_of, wallet_of } from './wallet.mjs';
import { SUITE_MS, test } from './witness.mjs';

const LUMEN = 10_000_000;

describe('the wallet', { timeout: SUITE_MS }, () => {
  const set = scene();
  const sell = (more) => set.sell(more);
  const open = (context, url) => set.open_tab(context, url);
  const visit = (...goods) => set.visit(set.page_of(...goods));

  test('above the limit a click on the page pays nothing until the wallet is clicked', async () => {
    const page = await visit(await sell({ price: 2 * LUMEN }));
    const wallet = wallet_of(page);
    const before_it = await holdings_of(set.demo, await wallet.address());
    await page.frames()[1].evaluate(pay_at_sight);
    await priced(page).click();
    await wallet.can_confirm();
    assert.equal(await page.frames()[1].evaluate(() => window.disabled), true);
    await wallet.press('confirm-leave');
    await box(page).getByText('You did not confirm.').waitFor();
    assert.equal(await holdings_of(set.demo, await wallet.address()), before_it);
    await box(page).getByRole('button', { name: 'Try again' }).click();
    await wallet.confirm();
    await page.locator('#story').waitFor();
    assert.equal(before_it - (await holdings_of(set.demo, await wallet.address())), 20_000_000n);
    await page.context().close();
  });

  test('a page that lies over the question keeps it from being answered', async () => {
    const page = await visit(await sell({ price: 2 * LUMEN }));
    const wallet = wallet_of(page);
    await page.evaluate(cover_everything);
    await priced(page).evaluate((button) => button.click());
    await wallet.part('confirm').locator('.covered').waitFor();
    await wallet.part('confirm-pay').evaluate((button) => button.click());
    assert.equal(await wallet.part('confirm-pay').isDisabled(), true);
    await page.evaluate(() => document.getElementById('cover').remove());
    await wallet.confirm();
    await page.locator('#story').waitFor();
    await page.context().close();
  });

  test('a page that shows a part of the question only cannot have it clicked', async () => {
    const page = await visit(await sell({ price: 2 * LUMEN }));
    const wallet = wallet_of(page);
    await page.evaluate(() => {
      const { shadowRoot } = document.querySelector('farthing-wallet');
      shadowRoot.querySelector('iframe').style.bottom = `${90 - innerHeight}px`;
    });
    await priced(page).click();
    await wallet.part('confirm').locator('.covered').waitFor({ state: 'attached' });
    await wallet.press_unseen('confirm-pay');
    assert.equal(await wallet.part('confirm-pay').isDisabled(), true);
    assert.equal(await page.locator('#story').count(), 0);
    await page.context().close();
  });

  test('a page that makes the wallet transparent cannot have it clicked', async () => {
    const page = await visit(await sell({ price: 2 * LUMEN }));
    const wallet = wallet_of(page);
    await page.evaluate(() => {
      document.querySelector('farthing-wallet').style.opacity = '0.01';
    });
    await priced(page).click();
    await wallet.part('confirm').locator('.covered').waitFor({ state: 'attached' });
    await wallet.press_unseen('confirm-pay');
    assert.equal(await wallet.part('confirm-pay').isDisabled(), true);
    assert.equal(await page.locator('#story').count(), 0);
    await page.context().close();
  });

  test('under a filter that darkens the page, a window of its own asks instead', async () => {
    const page = await visit(await sell({ price: 2 * LUMEN, title: 'A dark story' }));
    const wallet = wallet_of(page);
    await page.evaluate(() => {
      document.documentElement.style.filter = 'invert(1) hue-rotate(180deg)';
    });
    await priced(page).click();
    await wallet.part('confirm').getByText('extensions for dark pages').waitFor();
    const unsaid = await wallet.part('confirm-apart').evaluate(hidden_again);
    assert.equal(unsaid, false);
    await wallet.press_unseen('confirm-pay');
    assert.equal(await wallet.part('confirm-pay').isDisabled(), true);
    const opening = page.waitForEvent('popup');
    await wallet.press_key('confirm-apart');
    const apart = await opening;
    await apart.getByText('A dark story').waitFor();
    await apart.evaluate(() => {
      document.documentElement.style.filter = 'invert(1)';
    });
    await apart.getByRole('button', { name: 'Pay 2 XLM' }).click({ trial: true });
    await closed_by(apart, 'Pay 2 XLM');
    await page.locator('#story').waitFor();
    await page.context().close();
  });

  test('a question in a window of its own can be left, and knows no key', async () => {
    const page = await visit(await sell({ price: 2 * LUMEN }));
    const wallet = wallet_of(page);
    await page.evaluate(() => {
      document.documentElement.style.filter = 'invert(1)';
    });
    await priced(page).click();
    const opening = page.waitForEvent('popup');
    await wallet.press_key('confirm-apart');
    const apart = await opening;
    await apart.getByText('Pay 2 XLM?').waitFor();
    assert.equal(await apart.locator('#address').textContent(), '');
    assert.equal(await apart.locator('#pill').isVisible(), false);
    await closed_by(apart, 'Not now');
    await box(page).getByText('You did not confirm.').waitFor();
    assert.equal(await page.locator('#story').count(), 0);
    await page.context().close();
  });

  test('a page that opens the window itself cannot have its own question answered', async () => {
    const page = await visit(await sell());
    const opening = page.waitForEvent('popup');
    await page.evaluate(open_question, set.demo.platform);
    const apart = await opening;
    await apart.waitForFunction(() => document.readyState === 'complete');
    const heard = await page.evaluate(say_question, set.demo.platform);
    assert.deepEqual(heard, []);
    assert.equal(await apart.locator('#confirm').isVisible(), false);
    await page.context().close();
  });

  test('the limits are the ones that the reader sets, in every tab', async () => {
    const goods = [await sell({ price: LUMEN / 2 }), await sell({ price: LUMEN / 2 })];
    const page = await visit(goods[0]);
    const wallet = wallet_of(page);
    await wallet.open('settings');
    await wallet.part('per-click').fill('a lot');
    await wallet.press('per-day');
    await wallet.part('per-day').press('Enter');
    await wallet.part('limits-status').getByText('Write an amount').waitFor();
    await wallet.part('per-click').fill('0,5');
    await wallet.part('per-day').fill('0.7');
    await wallet.part('per-day').press('Enter');
    await wallet.part('limits-status').getByText('Saved').waitFor();
    await buy(box(page));
    const tab = await open(page.context(), set.page_of(goods[1]));
    await priced(tab).click();
    await wallet_of(tab).part('confirm-why').getByText('0.7 XLM a day').waitFor();
    await page.context().close();
  });

  test('the words bring money and purchases into another browser', async () => {
    const good = await sell({ title: 'A story to keep' });
    const page = await visit(good);
    await buy(box(page));
    const wallet = wallet_of(page);
    await wallet.open('back_up');
    await wallet.reveal('words');
    await wallet.part('word-list').locator('li').nth(11).waitFor();
    const words = await wallet.part('word-list').locator('li').allTextContents();
    assert.equal(words.length, 12);
    await wallet.press('written-down');
    await wallet.part('backed-up').waitFor();
    assert.equal(await wallet.part('word-list').locator('li').count(), 0);

    const other = await visit(good);
    const there = wallet_of(other);
    const replaced = await there.address();
    await there.open('back_up');
    await there.part('restore-text').fill(words.slice(1).join(' '));
    await submit(there.part('restore'));
    await there.part('restore-status').getByText('not the words').waitFor();
    await there.part('restore-text').fill(words.join(' ').toUpperCase());
    await submit(there.part('restore'));
    await there.part('restore-aside').getByText('not backed up').waitFor();
    await there.press('restore-yes');
    await other.locator('#story').waitFor();
    assert.equal(await there.address(), await wallet.address());
    await there.open('purchases');
    await there.part('bought').getByRole('link', { name: 'A story to keep' }).waitFor();
    await there.close();
    await there.open('back_up');
    await there.part('former-list').getByText(replaced.slice(0, 8)).waitFor();
    await page.context().close();
    await other.context().close();
  });

  test('the link brings the wallet to its own page, and leaves no trace there', async () => {
    const page = await visit(await sell());
    const wallet = wallet_of(page);
    const address = await wallet.address();
    await wallet.open('back_up');
    await wallet.reveal('link');
    await wallet.part('link-text').getByText('http').waitFor();
    const link = await wallet.part('link-text').textContent();
    const context = await set.browser.newContext();
    const own_page = await context.newPage();
    await own_page.goto(link);
    const there = wallet_of(own_page);
    await there.part('restore-which').getByText(address).waitFor();
    assert.equal(new URL(own_page.url()).hash, '');
    await there.press('restore-yes');
    await own_page.waitForFunction(
      (wanted) => document.getElementById('address')?.textContent === wanted,
      address,
    );
    await context.close();
    await page.context().close();
  });

  test('two presses, two tabs and a reload in the middle pay once', async () => {
    const good = await sell();
    const page = await visit(good);
    const address = await wallet_of(page).address();
    const before_it = await holdings_of(set.demo, address);
    const tab = await open(page.context(), page.url());
    await priced(tab).waitFor();
    await Promise.all([
      priced(page).dblclick(),
      priced(tab).evaluate((button) => (button.click(), button.click())),
    ]);
    await page.reload();
    await page.locator('#story').waitFor();
    await tab.locator('#story').waitFor();
    assert.equal(before_it - (await holdings_of(set.demo, address)), 4000n);
    await page.context().close();
  });

  test('a reload at each step of a payment pays once', async () => {
    const context = await set.browser.newContext();
    for (const step of ['starting', 'ordering', 'paying', 'settling', 'fetching']) {
      const good = await sell();
      const page = await open(context, set.page_of(good));
      const address = await wallet_of(page).address();
      const before_it = await holdings_of(set.demo, address);
      await priced(page).waitFor();
      await box(page).evaluate(press_until, step);
      await page.reload();
      await page.waitForFunction(pressed_again_or_open);
      await page.locator('#story').waitFor();
      assert.equal(before_it - (await holdings_of(set.demo, address)), 4000n, step);
      await page.close();
    }
    await context.close();
  });

  test('money from elsewhere appears by itself', async () => {
    const page = await visit(await sell());
    const wallet = wallet_of(page);
    await wallet.open('top_up');
    await wallet.part('address-code').locator('svg').waitFor();
    const link = await wallet.part('pay-link').getAttribute('href');
    assert.match(
      link,
      /^web\+stellar:pay\?destination=G[A-Z2-7]{55}&network_passphrase=Test%20SDF/,
    );
    const friend = await Payer.funded(set.demo);
    const payment = await friend.transaction(await wallet.address(), '25');
    await friend.horizon.submitTransaction(payment);
    const sum = page.frameLocator('iframe').locator('#view-top_up .sum');
    await sum.filter({ hasText: '10\u202f025' }).waitFor();
    await page.context().close();
  });
});

/** A window that closes under a click may take the click's answer with it. */
async function closed_by(window, name) {
  const click = window.getByRole('button', { name }).click();
  await Promise.all([window.waitForEvent('close'), click.catch(() => undefined)]);
}

function submit(form) {
  return form.evaluate((node) => node.requestSubmit());
}

/** Runs in the wallet: clicks the moment the question is there, before anybody can have seen it. */
function pay_at_sight() {
  const question = document.getElementById('confirm');
  const button = document.getElementById('confirm-pay');
  const watcher = new MutationObserver(() => {
    if (question.hidden) return;
    watcher.disconnect();
    window.disabled = button.disabled;
    button.click();
  });
  watcher.observe(question, { attributes: true });
}

/** Runs in the page. */
function cover_everything() {
  const cover = document.createElement('div');
  cover.id = 'cover';
  cover.style.cssText = 'position:fixed;inset:0;background:#fff;z-index:2147483647';
  cover.style.pointerEvents = 'none';
  document.documentElement.append(cover);
}

/** Runs in the wallet: whether the button goes away while nothing changes. */
async function hidden_again(button) {
  let hidden = button.hidden;
  new MutationObserver(() => (hidden ||= button.hidden)).observe(button, { attributes: true });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return hidden;
}

/** Runs in the page. */
function open_question(platform) {
  window.theirs = open(`${platform}/wallet/?network=testnet#question`, '_blank');
}

/** Runs in the page: what the window answers to a question that is not the wallet's. */
async function say_question(platform) {
  const heard = [];
  addEventListener('message', ({ source, data }) => source === window.theirs && heard.push(data));
  const message = { title: 'T', price: '1', click: '1', day: '1' };
  window.theirs.postMessage({ protocol: 'farthing.question.v1', message }, platform);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return heard;
}

/** Runs in the page: presses, and is done when the box says that step. */
function press_until(element, step) {
  return new Promise((resolve) => {
    element.addEventListener('farthing:state', ({ detail }) => detail.state === step && resolve());
    element.shadowRoot.querySelector('button').click();
  });
}

/** Runs in the page: whether the good is open; a reader whose page forgot presses again. */
function pressed_again_or_open() {
  if (document.getElementById('story')) return true;
  const root = document.querySelector('[class^="satoshipay-placeholder"]').shadowRoot;
  const box = root.querySelector('.box');
  if (box?.dataset.state === 'ready' || box?.dataset.state === 'failed')
    root.querySelector('button').click();
  return false;
}
