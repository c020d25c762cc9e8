// From the press of a price to the good on the page, for each kind of good, in a real browser.
// SPDX-License-Identifier: MIT
//
// usage: script/bench click_to_content [runs]     default: 10 readers for each pace of the ledger
//
// Times are the page's own; the ratios compare the kinds within this run.

import { buy, open_browser, start_demo, visit } from '../tests/browser/demo.mjs';

const KINDS = ['', '-image', '-audio', '-video', '-download', '-donation'];
const runs = Number(process.argv[2] ?? 10);
if (!Number.isInteger(runs) || runs < 1) {
  console.error('usage: script/bench click_to_content [runs]');
  process.exit(2);
}

const browser = await open_browser();
try {
  for (const ledger_close of ['1s', 'immediate']) await measure(ledger_close);
} finally {
  await browser.close();
}

async function measure(ledger_close) {
  const demo = await start_demo({ ledger_close });
  try {
    const times = new Map(KINDS.map((kind) => [kind, []]));
    for (let run = 0; run < runs; run++) await one_reader(demo, times);
    console.log(`ledger closes: ${ledger_close}, ${runs} readers`);
    const text = rank(times.get(''), 0.5);
    for (const [kind, list] of times)
      console.log(`  ${name_of(kind).padEnd(10)} ${told(list, text)}`);
  } finally {
    await demo.stop();
  }
}

/** One new reader buys everything. */
async function one_reader(demo, times) {
  const context = await browser.newContext();
  const page = await visit(context, demo.site);
  for (const [kind, list] of times)
    list.push(await buy(page.locator(`div.satoshipay-placeholder${kind}`)));
  await context.close();
}

function told(list, text) {
  const [half, most] = [rank(list, 0.5), rank(list, 0.95)];
  const ratio = (half / text).toFixed(2);
  return `p50 ${half.toFixed(0)} ms, p95 ${most.toFixed(0)} ms, p50 ${ratio} times that of text`;
}

function rank(list, share) {
  const sorted = [...list].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function name_of(kind) {
  return kind.slice(1) || 'text';
}
