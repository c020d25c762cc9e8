// SPDX-License-Identifier: MIT
// A paid film in a real browser: its player seeks, and loads only what it shows. And the page that
// a reader without a receipt sees, on which he pays.

import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { makeFolder } from '../support/farthing.mjs';
import { receipt, startDeliver, writeFiles, writeGoods } from '../support/goods.mjs';
import { open_browser, start_demo } from './demo.mjs';
import { key_frame, picture_in_page, webm } from './webm.mjs';
import { SUITE_MS, test } from './witness.mjs';

const SIDE = 640;
const FRAME_MS = 500;
const FRAMES = 240;
const GREYS = [0, 40, 80, 120, 160, 200, 240];

let browser;
before(async () => (browser = await open_browser()));
after(() => browser?.close());

describe('a paid film', { timeout: SUITE_MS }, () => {
  let folder;
  let endpoint;
  let page;
  let film;
  let access_log;

  before(async () => {
    folder = await makeFolder();
    access_log = join(folder, 'access.log');
    page = await browser.newPage();
    const pictures = [];
    for (const grey of GREYS) {
      const webp = await page.evaluate(picture_in_page, { grey, side: SIDE });
      pictures.push(key_frame(Buffer.from(webp, 'base64')));
    }
    const frames = Array.from({ length: FRAMES }, (_, i) => pictures[i % pictures.length]);
    film = webm(frames, { side: SIDE, frame_ms: FRAME_MS });
    await writeFiles(folder, { 'film.webm': film });
    const goods = await writeGoods(folder, [{ path: '/film.webm', file: 'film.webm' }]);
    endpoint = await startDeliver(['--goods', goods, '--access-log', access_log]);
  });
  after(async () => {
    await page?.close();
    await endpoint?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('shows the very frame that its player seeks', async () => {
    assert.ok(film.length > 20_000_000, `${film.length} bytes`);
    await page.setContent('<video preload="metadata" muted></video>');
    const src = `${endpoint.url}/film.webm?paymentReceipt=${receipt()}`;
    assert.equal(await page.evaluate(load_in_page, src), (FRAMES * FRAME_MS) / 1000);
    for (const index of [201, 3, 120, 239, 77, 0]) {
      const seconds = (index * FRAME_MS + FRAME_MS / 2) / 1000;
      const shown = await page.evaluate(grey_at_in_page, seconds);
      assert.ok(Math.abs(shown - GREYS[index % GREYS.length]) < 10, `${index}: ${shown}`);
    }
  });

  test('is not loaded whole for it', async () => {
    const lines = (await readFile(access_log, 'utf8')).trim().split('\n').map(JSON.parse);
    const parts = lines.filter(({ status }) => status === 206);
    assert.ok(parts.length >= 4, JSON.stringify(lines.map(({ status, bytes }) => [status, bytes])));
  });

  test('does not play without a receipt', async () => {
    await page.setContent('<video preload="metadata" muted></video>');
    assert.equal(await page.evaluate(load_in_page, `${endpoint.url}/film.webm`), 'error');
  });
});

/** Runs in the page: the film's duration, or `error`. */
function load_in_page(src) {
  const video = document.querySelector('video');
  return new Promise((resolve) => {
    video.addEventListener('loadedmetadata', () => resolve(video.duration));
    video.addEventListener('error', () => resolve('error'));
    video.crossOrigin = 'anonymous';
    video.src = src;
  });
}

/** Runs in the page: the grey in the middle of the frame that is shown at this time. */
function grey_at_in_page(seconds) {
  const video = document.querySelector('video');
  return new Promise((resolve, reject) => {
    const look = () => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 3;
      const context = canvas.getContext('2d');
      const { videoWidth: side } = video;
      context.drawImage(video, side / 3, side / 3, side / 3, side / 3, 0, 0, 3, 3);
      resolve(context.getImageData(1, 1, 1, 1).data[0]);
    };
    video.addEventListener('seeked', look, { once: true });
    video.addEventListener('error', () => reject(new Error(video.error.message)), { once: true });
    video.currentTime = seconds;
  });
}

describe('the page of the 402 answer', { timeout: SUITE_MS }, () => {
  let demo;
  before(async () => (demo = await start_demo({ ledger_close: 'immediate' })));
  after(() => demo?.stop());

  test('asks for nothing by itself, and brings the good when it is paid there', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const requests = [];
    page.on('request', (request) => requests.push(request.url()));
    const refused = [];
    page.on('console', (line) => line.type() === 'error' && refused.push(line.text()));
    const answer = await page.goto(demo.goods[0].src);
    assert.equal(answer.status(), 402);
    await page.getByText('0.0004 XLM', { exact: true }).waitFor();
    assert.deepEqual(requests, [demo.goods[0].src]);

    await page.getByRole('button', { name: 'Pay 0.0004 XLM' }).click();
    await page.getByText('thousands of tradesmen struck tokens').waitFor();
    assert.deepEqual(
      refused.filter((line) => !line.includes('402')),
      [],
    );
    await context.close();
  });
});
