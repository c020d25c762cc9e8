// SPDX-License-Identifier: MIT
// Writes the documentation's pictures of the demo: `node tests/browser/pictures.mjs [directory]`.

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { buy, open_browser, parts_of, start_demo, visit } from './demo.mjs';

const directory = process.argv[2] ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url));
await mkdir(directory, { recursive: true });

const demo = await start_demo();
const browser = await open_browser();
try {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 1000 },
    reducedMotion: 'reduce',
  });
  const page = await visit(context, demo.site);
  await for_sale(parts_of(page).text);
  await for_sale(parts_of(page).image);
  await take(page, 'demo_before.png');
  await buy(parts_of(page).text);
  await show(parts_of(page).text);
  await take(page, 'demo.png');
} finally {
  await browser.close();
  await demo.stop();
}

function for_sale(placeholder) {
  return placeholder.getByRole('button', { name: /for .* XLM/ }).waitFor();
}

/** The bought text at the top and the grey picture below it. */
async function show(placeholder) {
  await placeholder.evaluate((element) =>
    scrollTo(0, element.getBoundingClientRect().top + scrollY - 40),
  );
}

async function take(page, name) {
  await page.screenshot({ path: join(directory, name) });
  console.log(join(directory, name));
}
