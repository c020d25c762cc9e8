// SPDX-License-Identifier: MIT
// Looks for pieces of a paid good in everything that a reader's browser holds or was sent.

const SHINGLE = 16;

/** Finds any sixteen successive bytes of the paid bytes in other bytes. */
export class LeakFinder {
  #shingles = new Set();

  constructor(...goods) {
    for (const bytes of goods) for (const shingle of shingles(bytes)) this.#shingles.add(shingle);
  }

  /** The first piece found, or undefined. */
  find(bytes) {
    for (const shingle of shingles(bytes)) if (this.#shingles.has(shingle)) return shingle;
    return undefined;
  }
}

function* shingles(bytes) {
  const text = Buffer.from(bytes).toString('latin1');
  for (let start = 0; start + SHINGLE <= text.length; start++)
    yield text.slice(start, start + SHINGLE);
}

/** Records every answer and every socket message of a page, until `all` is asked for. */
export function record_traffic(page) {
  const recorded = [];
  page.on('response', (response) => recorded.push(answer(response)));
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) =>
      recorded.push({ name: socket.url(), bytes: Buffer.from(payload) }),
    );
  });
  return { all: () => Promise.all(recorded) };
}

async function answer(response) {
  const headers = Buffer.from(JSON.stringify(await response.allHeaders()));
  const body = await response.body().catch(() => Buffer.alloc(0));
  return { name: response.url(), bytes: Buffer.concat([headers, body]) };
}

/** What each frame of a page shows and stores, and the browser's cookies. */
export async function holdings(page) {
  const frames = await Promise.all(
    page.frames().map(async (frame) => [
      { name: `html of ${frame.url()}`, bytes: Buffer.from(await frame.content()) },
      { name: `storage of ${frame.url()}`, bytes: Buffer.from(await frame.evaluate(stored)) },
    ]),
  );
  const cookies = {
    name: 'cookies',
    bytes: Buffer.from(JSON.stringify(await page.context().cookies())),
  };
  return [...frames.flat(), cookies];
}

/** Runs in the page. */
async function stored() {
  const databases = await indexedDB.databases();
  const caches_names = 'caches' in window ? await caches.keys() : [];
  return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, databases, caches_names]);
}
