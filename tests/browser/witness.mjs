// SPDX-License-Identifier: MIT
// What the pages of a test said and what is in their boxes, told when the test fails: nobody can
// look at a browser that is gone.

import { test as run_test } from 'node:test';

/** For one wait, on a machine with better things to do. */
const WAIT_MS = 60_000;
/** For a whole test. What waits inside a page has no end of its own. */
const TEST_MS = 240_000;
/** For all the tests of a suite: so long only when hooks hang. */
export const SUITE_MS = 720_000;

const ANSWER_MS = 5000;
const LINES = 30;
const TEXT_MAX = 250;
const WORD_MAX = 90;

const witnesses = new Set();

/** The context, with somebody who listens to its pages. */
export async function witnessed(context) {
  context.setDefaultTimeout(WAIT_MS);
  await context.addInitScript(say_states);
  for (const page of context.pages()) listen(page);
  context.on('page', listen);
  return context;
}

/** As node's: but a failure tells what the pages said. */
export function test(name, work) {
  return run_test(name, telling(work));
}

/** The work; when it fails or does not end, the error says what the pages said meanwhile. */
export function telling(work, limit_ms = TEST_MS) {
  return async (...given) => {
    const start = Date.now();
    try {
      await in_time(work(...given), limit_ms, 'no end');
    } catch (problem) {
      const told = await Promise.all([...witnesses].map((witness) => witness.tell(start)));
      problem.message += told.join('');
      throw problem;
    }
  };
}

function listen(page) {
  const witness = new Witness(page);
  witnesses.add(witness);
  page.on('close', () => witnesses.delete(witness));
}

class Witness {
  #page;
  #lines = [];

  constructor(page) {
    this.#page = page;
    this.#note('opened');
    page.on('console', (line) => this.#note(`${line.type()}: ${line.text()} ${place_of(line)}`));
    page.on('pageerror', (error) => this.#note(`uncaught: ${error.message}`));
    page.on('requestfailed', (request) =>
      this.#note(`failed: ${request.url()} ${request.failure()?.errorText}`),
    );
    page.on('framenavigated', (frame) => this.#note(`went to ${frame.url()}`));
    page.on('crash', () => this.#note('crashed'));
  }

  #note(text) {
    this.#lines.push({ time: Date.now(), text });
    this.#lines.splice(0, this.#lines.length - LINES);
  }

  /** Nothing, for a page that said nothing since then. */
  async tell(start) {
    const seen = (await Promise.all(this.#page.frames().map(seen_in))).flat();
    const lines = this.#lines.filter(({ time }) => time >= start);
    if (lines.length === 0) return '';
    const heard = lines.map(({ time, text }) => `+${time - start} ms ${text}`);
    const all = [...heard, `now, +${Date.now() - start} ms:`, ...seen];
    return `\n${this.#page.url()}\n${all.map((line) => `  ${short(line)}`).join('\n')}`;
  }
}

async function seen_in(frame) {
  try {
    return await in_time(frame.evaluate(look_around, frame.url()), ANSWER_MS, 'no answer');
  } catch ({ message }) {
    return [`${frame.url()}: ${message}`];
  }
}

async function in_time(work, limit_ms, message) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${message} within ${limit_ms} ms`)), limit_ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function place_of(line) {
  return line.type() === 'error' ? line.location().url : '';
}

function short(text) {
  const words = text.trim().split(/\s+/);
  return cut(words.map((word) => cut(word, WORD_MAX)).join(' '), TEXT_MAX);
}

function cut(text, length_max) {
  return text.length > length_max ? `${text.slice(0, length_max)} ...` : text;
}

/** Runs in each frame before anything else. */
function say_states() {
  addEventListener('farthing:state', ({ target, detail }) =>
    console.debug('farthing:state', target.className, JSON.stringify(detail)),
  );
}

/** Runs in a frame: its boxes and what they hold; a frame without any says its text. */
function look_around(url) {
  const boxes = [...document.querySelectorAll('[class*="satoshipay-"]')].slice(0, 20);
  if (boxes.length === 0) return [`${url}: ${document.body?.innerText}`];
  return boxes.map((element) => {
    const root = (element.shadowRoot ? element : element.firstElementChild)?.shadowRoot;
    const box = root?.querySelector('.box');
    const state = box ? box.dataset.state : root ? 'replaced by the good' : 'no box';
    const held = [...element.children].map(({ localName, error, currentTime }) =>
      [localName, currentTime, error?.message].filter((part) => part !== undefined).join(' '),
    );
    return `${element.className}: ${state}: ${box?.innerText ?? ''} [${held.join(', ')}]`;
  });
}
