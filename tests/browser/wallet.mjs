// SPDX-License-Identifier: MIT
// Handles the wallet's frame for the tests of this folder.

/** The wallet on a publisher's page, or the wallet's own page. */
export function wallet_of(page) {
  const embedded = page.frames().some((frame) => frame !== page.mainFrame());
  const place = embedded ? page.frameLocator('iframe[title="Wallet"]') : page;
  const part = (id) => place.locator(`#${id}`);
  const wallet = {
    part,
    /** Opens the menu and one of its views. */
    async open(view) {
      if (await part('panel').isHidden()) await press(part('pill'));
      if (view) await press(place.locator(`[data-open="${view}"]`));
    },
    close: () => press(part('pill')),
    address: () => part('address').textContent(),
    /** Presses what is guarded, once the reader has had the time to see it. */
    async press(id) {
      await part(id).scrollIntoViewIfNeeded();
      await part(id).page().waitForTimeout(SEEN_MS);
      await press(part(id));
    },
    /** As a reader does it: only that lets a page open windows. */
    async press_key(id) {
      await part(id).waitFor();
      await part(id).press('Enter');
    },
    /** Shows one of `words`, `link` and `key`. */
    async reveal(secret) {
      await wallet.press(`show-${secret}`);
      await wallet.press('reveal-yes');
      await part(secret).waitFor();
    },
  };
  return wallet;
}

/** Longer than the half second for which a card must be seen before it can be clicked. */
const SEEN_MS = 800;

/** Not by the mouse: the frame grows with its views, and moves what the mouse aims at. */
function press(button) {
  return button.evaluate((node) => node.click());
}

/** In stroops, as the ledger has it. */
export async function holdings_of(demo, address) {
  const account = await (await fetch(`${demo.horizon}/accounts/${address}`)).json();
  const native = account.balances.find(({ asset_type }) => asset_type === 'native');
  const [whole, fraction] = native.balance.split('.');
  return BigInt(whole) * 10_000_000n + BigInt(fraction);
}
