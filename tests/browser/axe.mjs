// SPDX-License-Identifier: MIT
// What axe says of a page and of all frames in it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

const AXE = await readFile(
  new URL('../../node_modules/axe-core/axe.min.js', import.meta.url),
  'utf8',
);

/**
 * Nothing serious in any frame of the page; what there is is told with `where`. Where no script
 * runs, axe does not either: such a frame holds a publisher's own text.
 */
export async function expect_fine(page, where = '') {
  for (const frame of page.frames()) {
    if (frame.url() === 'about:srcdoc') continue;
    await frame.evaluate(AXE);
    const violations = await frame.evaluate(look, frame === page.mainFrame());
    assert.deepEqual(violations, [], where);
  }
}

/** Runs in the frame: what is serious, and where. */
async function look(is_page) {
  const rules = is_page ? {} : { region: { enabled: false } };
  const { violations } = await window.axe.run(document, { rules, iframes: false });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' ')}`);
}
