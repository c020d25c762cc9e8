// SPDX-License-Identifier: MIT
// Handles the wallet's frame for the tests of this folder.

/** The wallet on a publisher's page, or the wallet's own page. */
export function wallet_of(page) {
  const own = new URL(page.url()).pathname.startsWith('/wallet/');
  const place = own ? page : page.frameLocator('iframe[title="Wallet"]');
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
    /** Presses what is guarded, once the reader could see it; and `then` in the same moment. */
    async press(id, then = []) {
      await part(id).scrollIntoViewIfNeeded();
      await part(id).evaluate(been_seen, SEEN_MS);
      await part(id).evaluate(press_all, [id, ...then]);
    },
    /** Pays, once that is allowed. */
    async confirm() {
      await wallet.can_confirm();
      await press(part('confirm-pay'));
    },
    can_confirm: () => place.locator('#confirm-pay:enabled').waitFor(),
    /** Presses what the reader cannot see well, after a time in which they could have. */
    async press_unseen(id) {
      await part(id).waitFor();
      await page.waitForTimeout(SEEN_MS);
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

/** Runs in the wallet: the card was there for so long by the browser's own account. */
function been_seen(node, ms) {
  const alone = window.parent === window;
  return new Promise((resolve) => {
    const painted = () => requestAnimationFrame(() => requestAnimationFrame(resolve));
    const look = (entries, observer) => {
      const { intersectionRatio, isVisible } = entries[entries.length - 1];
      if (intersectionRatio < 0.9 || !(alone || isVisible)) return;
      observer.disconnect();
      setTimeout(painted, ms);
    };
    const options = { threshold: [0, 0.9], trackVisibility: true, delay: 100 };
    new IntersectionObserver(look, options).observe(node.closest('.card'));
  });
}

/** Runs in the wallet. */
function press_all(_, ids) {
  for (const id of ids) document.getElementById(id).click();
}

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
