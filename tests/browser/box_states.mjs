// SPDX-License-Identifier: MIT
// One page on which a box stands in each of its states, for pictures and for axe.

import { readFile } from 'node:fs/promises';
import { buy, has_money } from './demo.mjs';
import { tag } from './stand.mjs';
import { wallet_of } from './wallet.mjs';

/** The caption of the box that the wallet's question is about. */
export const TO_BE_CONFIRMED = 'To be confirmed';

const PAID = new URL('../../web/demo/paid/', import.meta.url);
const STORY =
  '<p>For most of its life the farthing was worth a quarter of a penny, and for most of its ' +
  'life somebody in authority wished that it would go away.</p>';
const SANDBOXED = '<p style="font:italic 17px serif">This text has a page of its own.</p>';

/** Long enough to bring all other boxes into their states before the warning, a fifth of it. */
const ENDING_MS = 30_000;
const ENDED_MS = 2000;
const TEXT = { length: 150 };
const SIDES = { width: 300, height: 200 };
const WIDE = { width: 320, height: 180 };

const HEAD =
  '<meta name="color-scheme" content="light dark"><style>' +
  'html { background: Canvas } body { margin: 24px; font: 16px/1.5 serif }' +
  'h1 { margin: 0 0 16px; font-size: 24px }' +
  'main { display: grid; grid-template-columns: repeat(auto-fit, minmax(260px, 1fr)); gap: 24px }' +
  // Room for the wallet, which lies over the end of the page.
  'main { padding-bottom: 190px } figure { min-width: 0; margin: 0 } p { margin: 0 }' +
  'figcaption { margin-bottom: 6px; font: 13px/1.4 sans-serif }</style>';

/**
 * Opens the page for a new reader and brings every box into its state; those of the caption
 * `Access that ends` stay so for a few seconds. `set` holds a browser, a stand and a demo.
 */
export async function open_box_states(set, { language = 'en', ...options } = {}) {
  const states = await states_of(set);
  const held = Object.fromEntries(
    states.filter(({ held }) => held).map(({ good, held }) => [good.id, held]),
  );
  const figures = states.map(
    ({ caption, good, kind = '', attributes = TEXT }) =>
      `<figure><figcaption lang="en" dir="ltr">${caption}</figcaption>` +
      `${tag(good, kind, attributes)}</figure>`,
  );
  const head = `${HEAD}<script>(${hold})(${JSON.stringify(held)})</script>`;
  const attributes = language === 'ar' ? 'dir="rtl"' : '';
  const body = `<h1>Boxes</h1><main>${figures.join('')}</main>`;
  const url = set.stand.page(body, { head, language, attributes });
  const page = await (await set.browser.newContext(options)).newPage();
  await page.goto(url);
  await has_money(page);
  const last = [];
  for (const [index, { reach }] of states.entries()) {
    const box = page.locator('figure > div').nth(index);
    const more = await reach?.(box, page);
    if (typeof more === 'function') last.push(more);
  }
  for (const more of last) await more();
  return page;
}

/**
 * `caption`, the good's tag, and how its box is brought into the state; what `reach` returns is
 * done when all others are where they should be. `held`: the last word of the wallet that the
 * widget hears of the good.
 */
async function states_of({ stand, demo }) {
  const text = (title, more) =>
    stand.sell({ type: 'text/html', body: STORY, title, ...more });
  const file = async (name, type, title) =>
    stand.sell({ type, body: await readFile(new URL(name, PAID)), title });
  const picture = () => file('picture.png', 'image/png', '');
  const film = () => file('harbour.mp4', 'video/mp4', '');
  const ending = await text('', { validity_ms: ENDING_MS });
  const ended = await text('Dandiprats', { validity_ms: ENDED_MS });
  const refused = await text('Groats');
  refused.refused = () => true;
  const unknown = { ...(await text('')), id: '0'.repeat(24) };
  const odd = { ...(await text('Florins')), type: 'model/gltf' };
  const donation = (title) => stand.sell({ type: 'donation', body: '', title });
  const like = (kind, attributes) => (good) => ({ good, kind, attributes });
  const [still, moving] = [like('image', SIDES), like('video', WIDE)];
  const [sound, paper] = [like('audio', {}), like('download', {})];
  const gift = (good, more) => ({ good, kind: 'donation', attributes: { src: '', ...more } });
  const poster = (sides, name) => ({
    attributes: { ...sides, placeholder: `${demo.site}/${name}` },
  });
  const apart = { attributes: { length: 60, sandbox: 'true' } };
  return [
    { caption: 'Access that ends', good: ending, reach: until_it_ends },
    { caption: 'Loading', good: await text(''), held: 'nothing' },
    { caption: 'For sale', good: await text('Farthings') },
    { caption: 'With its price in euro', good: await text('Pence'), attributes: IN_EURO },
    { caption: 'A picture', ...still(await picture()), ...poster(SIDES, 'preview.svg') },
    { caption: 'A film', ...moving(await film()), ...poster(WIDE, 'evening.svg') },
    { caption: 'Asking the wallet', good: await text('Pounds'), held: 'good', reach: press },
    { caption: TO_BE_CONFIRMED, good: await text('Crowns', { price: 2e7 }), reach: ask },
    { caption: 'Ordering', good: await text('Nobles'), held: 'ordering', reach: press },
    { caption: 'Paying', good: await text('Angels'), held: 'paying', reach: press },
    { caption: 'Settling', good: await text('Marks'), held: 'settling', reach: press },
    { caption: 'Fetching', good: await text('Guineas'), reach: press_before_silence },
    { caption: 'A receipt that is refused', good: refused, reach: press_and_fail },
    { caption: 'Not for sale', good: unknown },
    { caption: 'Too little money', good: await text('Bars', { price: 2e11 }), reach: be_too_poor },
    { caption: 'Offline', good: await text('Shillings'), reach: go_offline },
    { caption: 'A kind that is not sold', good: odd },
    { caption: 'After its access', good: ended, reach: buy },
    { caption: 'A picture, bought', ...still(await picture()), reach: buy },
    { caption: 'A film, playing', ...moving(await film()), reach: play },
    {
      caption: 'An episode, bought',
      ...sound(await file('episode.mp3', 'audio/mpeg', 'Coins')),
      reach: buy,
    },
    {
      caption: 'A file, bought',
      ...paper(await file('tables.pdf', 'application/pdf', 'Tables')),
      reach: buy,
    },
    {
      caption: 'A text on a page of its own',
      good: await text('', { body: SANDBOXED }),
      ...apart,
      reach: buy,
    },
    { caption: 'Thanks', ...gift(await donation('Wrens'), THANKS), reach: buy },
    { caption: 'Thanks that faded', ...gift(await donation('Finches')), reach: fade },
  ];
}

const THANKS = { 'show-thankyou': 'true' };
const IN_EURO = { ...TEXT, currency: 'EUR' };

/** Runs in the page, before the widget: from then on the widget hears nothing more of the good. */
function hold(held) {
  addEventListener('message', (event) => {
    const { good, type, step } = event.data ?? {};
    const last = held[good];
    if (last === undefined) return;
    if (last === 'nothing' || last === 'over') event.stopImmediatePropagation();
    else if (last === (step ?? type)) held[good] = 'over';
  });
}

/** Without the mouse: on a small screen the wallet lies over some of the boxes. */
async function press(box) {
  await box.getByRole('button', { name: /\d/ }).waitFor();
  await box.evaluate((element) => element.shadowRoot.querySelector('button').click());
}

async function press_and_fail(box) {
  await press(box);
  await box.locator('[data-state="failed"]').waitFor();
}

/** The question stays on the screen, so it comes last. */
async function ask(box, page) {
  return async () => {
    await press(box);
    await wallet_of(page).part('confirm-pay').waitFor();
  };
}

async function be_too_poor(box, page) {
  await press(box);
  await wallet_of(page).press('confirm-pay');
  await box.locator('.other').filter({ hasText: /\S/ }).waitFor();
}

async function press_before_silence(box, page) {
  const path = await box.getAttribute('data-sp-src');
  await page.route(`**${path}?*`, () => undefined);
  await press(box);
}

async function go_offline(box, page) {
  const path = await box.getAttribute('data-sp-src');
  await page.route(`**${path}?*`, (route) => route.abort());
  const be = (online) =>
    page.evaluate(
      (value) => Object.defineProperty(navigator, 'onLine', { value, configurable: true }),
      online,
    );
  await be(false);
  await press_and_fail(box);
  await be(true);
}

async function play(box) {
  await buy(box);
  const video = box.locator('video');
  await video.evaluate((player) => {
    player.muted = true;
    player.currentTime = 3;
    return player.play();
  });
  await video.evaluate((player) => player.pause());
}

async function fade(box) {
  await buy(box);
  const thanks = await box.locator('.title').textContent();
  return () => box.locator('.title').filter({ hasNotText: thanks }).waitFor();
}

async function until_it_ends(box) {
  await buy(box);
  return () => box.locator('.notice span').filter({ hasText: /\S/ }).waitFor();
}
