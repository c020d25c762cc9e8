// SPDX-License-Identifier: MIT
// Starts the demo and a browser for the tests of this folder, and ends what it started.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { witnessed } from './witness.mjs';

const START_MS = 60_000;
const STOP_MS = 10_000;

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const CHROMIUM_ARGUMENTS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A running demo: what it printed when it was ready, and how to end it. */
export async function start_demo({ ledger_close } = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'farthing-browser-'));
  const child = spawn(
    process.env.FARTHING_BINARY ?? 'build/release/farthing',
    demo_arguments(directory, ledger_close),
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const log = collect(child.stderr);
  const stop = () => stop_demo(child, directory);
  try {
    return { ...(await ready(child, log)), stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

/** A browser whose pages are listened to. */
export async function open_browser() {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS });
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options) => witnessed(await open(options));
  return browser;
}

/**
 * A browser whose profile outlives it, in that folder. `open_minded`: it lets the frames of other
 * sites have storage, as browsers do whose makers left that on.
 */
export async function open_profile(folder, { open_minded = false } = {}) {
  if (open_minded) {
    await mkdir(join(folder, 'Default'), { recursive: true });
    const preferences = { profile: { cookie_controls_mode: 0 } };
    await writeFile(join(folder, 'Default/Preferences'), JSON.stringify(preferences));
  }
  const options = { executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS };
  return witnessed(await chromium.launchPersistentContext(folder, options));
}

/**
 * The placeholder of a kind of good, its button, and the wallet's frame, on a page of the demo's
 * site.
 */
export function parts_of(page) {
  return {
    text: page.locator('div.satoshipay-placeholder'),
    image: page.locator('div.satoshipay-placeholder-image'),
    wallet: page.frameLocator('iframe[title="Wallet"]'),
  };
}

/** Opens the demo's site as a new reader and waits until the play money has come. */
export async function visit(context, site) {
  const page = await context.newPage();
  await page.goto(site);
  await has_money(page);
  return page;
}

export async function has_money(page) {
  await parts_of(page).wallet.locator('#summary').filter({ hasText: 'XLM' }).waitFor();
}

/**
 * Presses the good's button; milliseconds until the good is on the page, by the page's own clock.
 */
export async function buy(placeholder) {
  await placeholder.getByRole('button', { name: /XLM/ }).waitFor();
  return placeholder.evaluate(press_and_wait);
}

/** Runs in the page: adds up in `window.shift` what moves without the reader's doing. */
export function watch_shifts() {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value } of list.getEntries())
      if (!hadRecentInput) window.shift += value;
  }).observe({ type: 'layout-shift' });
}

/** Runs in the page. */
function press_and_wait(element) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    element.addEventListener('farthing:state', ({ detail }) => {
      if (detail.state === 'unlocked') resolve(performance.now() - start);
      if (detail.state === 'failed') reject(new Error(detail.message));
    });
    element.shadowRoot.querySelector('button').click();
  });
}

function demo_arguments(directory, ledger_close) {
  const anywhere = '127.0.0.1:0';
  const addresses = ['--listen', anywhere, '--site', anywhere, '--horizon', anywhere];
  const close = ledger_close ? ['--ledger-close', ledger_close] : [];
  return ['demo', '--json', '--data-dir', directory, ...addresses, ...close];
}

async function ready(child, log) {
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, 'line', { signal: AbortSignal.timeout(START_MS) }).then(([text]) => text),
    once(child, 'exit').then(([code]) =>
      fail(`the demo ended with ${code} before it was ready:\n${log()}`),
    ),
    once(child, 'error').then(([problem]) =>
      fail(`the demo cannot be started: ${problem.message}`),
    ),
  ]);
  return JSON.parse(line);
}

async function stop_demo(child, directory) {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(impatience);
  }
  await rm(directory, { recursive: true, force: true });
}

function collect(stream) {
  let text = '';
  stream.on('data', (part) => (text = (text + part).slice(-4000)));
  return () => text;
}

function fail(message) {
  throw new Error(message);
}
