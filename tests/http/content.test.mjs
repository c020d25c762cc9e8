// SPDX-License-Identifier: MIT
// Goods that the platform delivers by itself: what a receipt opens, and what it does not.

import { Keypair } from '@stellar/stellar-sdk';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LeakFinder } from '../browser/leaks.mjs';
import { ESCAPES, expectNoEscape, writeTraps } from '../support/escapes.mjs';
import { makeFolder, run, startCommand, startDemo } from '../support/farthing.mjs';
import { ask, writeFiles } from '../support/goods.mjs';
import { GoodsApi } from '../support/goods_api.mjs';
import { Wallet } from '../support/wallet.mjs';

const SECRET = 'd41d8cd98f00b204e9800998ecf8427e';

let folder;
let demo;
let api;
let wallet;
before(async () => {
  folder = await makeFolder();
  demo = await startDemo({ folder: join(folder, 'data'), ledgerClose: 'immediate' });
  api = new GoodsApi(demo);
  wallet = await Wallet.open(demo.platform);
});
after(async () => {
  await wallet?.close();
  await demo?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** `farthing goods` at the running platform, with the folder that it delivers from. */
async function goods(...args) {
  const { code, out, errors } = await run(
    ['goods', ...args, '--content', join(folder, 'data/content')],
    {
      env: {
        FARTHING_SERVER: demo.platform,
        FARTHING_API_KEY: demo.store.api_key,
        FARTHING_API_SECRET: demo.store.api_secret,
      },
    },
  );
  assert.equal(code, 0, errors);
  return out;
}

/** Registers a good with a file or folder; where it is delivered, and the receipt for it. */
async function sell(file, { secret } = {}) {
  const fields = ['--title', file, '--price', '4000', '--file', join(folder, file)];
  const out = await goods('add', ...fields);
  const [, id] = /^Id: +(\w{24})$/m.exec(out);
  const [, path] = /^Delivered at: +(\/\S+) of the platform$/m.exec(out);
  if (secret) await api.call('PATCH', `/goods/${id}`, { body: { sharedSecret: secret } });
  return { id, url: demo.platform + path };
}

async function buy({ id }) {
  const { type, receipt } = await wallet.buy(id);
  assert.equal(type, 'receipt');
  return receipt;
}

const withReceipt = (url, receipt) => `${url}?paymentReceipt=${receipt}`;

test('a file that is added to a good is delivered to who has bought it', async () => {
  const bytes = randomBytes(50_000);
  await writeFiles(folder, { 'a song.mp3': bytes });
  const song = await sell('a song.mp3');
  assert.equal((await ask(song.url)).status, 402);
  const url = withReceipt(song.url, await buy(song));

  const whole = await ask(url);
  assert.equal(whole.status, 200);
  assert.deepEqual(whole.body, bytes);
  assert.equal(whole.headers['content-type'], 'audio/mpeg');
  assert.equal(whole.headers['content-disposition'], 'inline; filename="a song.mp3"');
  assert.equal(whole.headers['content-security-policy'], 'sandbox');
  assert.equal(whole.headers['x-content-type-options'], 'nosniff');
  assert.equal(whole.headers['access-control-allow-origin'], '*');
  const part = await ask(url, { headers: { Range: 'bytes=40000-' } });
  assert.deepEqual([part.status, part.body], [206, bytes.subarray(40_000)]);
  const parts = await ask(url, { headers: { Range: 'bytes=0-1,40000-' } });
  assert.match(parts.headers['content-type'], /^multipart\/byteranges/);
  for (const name of ['content-security-policy', 'x-content-type-options', 'cache-control'])
    assert.equal(parts.headers[name], whole.headers[name]);
  const head = await ask(url, { method: 'HEAD' });
  assert.equal(head.headers['content-length'], '50000');
  const known = await ask(url, { headers: { 'If-None-Match': whole.headers.etag } });
  assert.equal(known.status, 304);

  const preflight = await ask(song.url, { method: 'OPTIONS' });
  assert.match(preflight.headers['access-control-allow-headers'], /X-Payment-Certificate, Range/);
});

test('a receipt opens one good, also where two have the same secret', async () => {
  await writeFiles(folder, { 'a.txt': 'content of a', 'b.txt': 'content of b' });
  const [a, b] = [await sell('a.txt', { secret: SECRET }), await sell('b.txt', { secret: SECRET })];
  const receipt = await buy(a);
  assert.equal((await ask(withReceipt(a.url, receipt))).body.toString(), 'content of a');
  const other = await ask(withReceipt(b.url, receipt));
  assert.equal(other.status, 402);
  assert.equal(JSON.parse(other.body).code, 'bad_receipt');
});

const from = (number) => ({ localAddress: `127.0.0.${number}` });

test('a receipt that is passed around opens to three addresses and to its buyer', async () => {
  await writeFiles(folder, { 'shared.txt': 'often read' });
  const good = await sell('shared.txt');
  const receipt = await buy(good);
  const url = withReceipt(good.url, receipt);
  const readers = Array.from({ length: 49 }, (_, index) => index + 2);
  for (const number of readers) {
    const answer = await ask(url, from(number));
    assert.equal(answer.status, number <= 4 ? 200 : 402, `127.0.0.${number}`);
    if (number > 4) assert.equal(JSON.parse(answer.body).code, 'receipt_shared');
  }
  // Where the wallet is connected from.
  assert.equal((await ask(url, from(1))).body.toString(), 'often read');
  for (const [number, status] of [[2, 200], [50, 402]])
    assert.equal((await ask(url, from(number))).status, status);
  assert.equal(demo.log().split('in use from too many addresses').length, 2);
  assert.ok(!demo.log().includes(receipt));

  const elsewhere = await Wallet.connect(demo.platform, {
    keypair: wallet.keypair,
    localAddress: '127.0.0.50',
  });
  await elsewhere.login();
  assert.equal((await ask(url, from(50))).status, 200);
  await elsewhere.close();
});

test('nothing of a good leaves before it is paid, whatever is asked', async () => {
  const bytes = Buffer.from('<p>The penny was the first coin to travel further than its king.</p>');
  await writeFiles(folder, { 'unpaid.html': bytes });
  const { url, id } = await sell('unpaid.html');
  const finder = new LeakFinder(bytes);
  const requests = ['', 'paymentReceipt=x', `paymentCert=${SECRET}`].flatMap((query) =>
    ['GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE'].flatMap((method) =>
      [
        {},
        { Range: 'bytes=0-20' },
        { 'If-None-Match': '*' },
        { 'If-Range': '"x"', Range: 'bytes=0-' },
        { 'If-Modified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT' },
        { Accept: 'text/html' },
      ].map((headers) => ({ query, method, headers })),
    ),
  );
  for (const { query, method, headers } of requests) {
    const answer = await ask(`${url}?${query}`, { method, headers });
    const expected = { GET: 402, HEAD: 402, OPTIONS: 204 }[method] ?? 405;
    assert.equal(answer.status, expected, JSON.stringify({ query, method, headers }));
    for (const name of ['etag', 'last-modified', 'accept-ranges', 'content-range'])
      assert.equal(answer.headers[name], undefined);
    assert.equal(finder.find(answer.body), undefined);
    assert.equal(finder.find(Buffer.from(JSON.stringify(answer.headers))), undefined);
  }
  const page = await ask(url, { headers: { Accept: 'text/html' } });
  assert.match(page.body.toString(), new RegExp(`data-sp-id="${id}"`));
  assert.match(page.body.toString(), /data-sp-sandbox="true"/);
});

test('a transfer under way ends; a change holds from the next request on', async () => {
  const bytes = randomBytes(8 * 1024 * 1024);
  await writeFiles(folder, { 'large.bin': bytes });
  const large = await sell('large.bin');
  const receipt = await buy(large);
  const url = withReceipt(large.url, receipt);
  const under_way = await slowly(url);
  const secret = { body: { sharedSecret: SECRET.replace('d', 'e') } };
  assert.equal((await api.call('PATCH', `/goods/${large.id}`, secret)).status, 200);
  assert.equal((await ask(url, { headers: { Range: 'bytes=0-0' } })).status, 402);
  const renewed = await buy(large);
  assert.equal((await ask(withReceipt(large.url, renewed))).status, 200);
  assert.equal((await api.call('DELETE', `/goods/${large.id}`)).status, 200);
  for (const path of [withReceipt(large.url, renewed), large.url])
    assert.equal((await ask(path)).status, 404);
  assert.deepEqual(await under_way(), bytes);
});

/** Asks, and reads the body only when the result is called. */
async function slowly(url) {
  const outgoing = request(url);
  outgoing.end();
  const [answer] = await once(outgoing, 'response');
  assert.equal(answer.statusCode, 200);
  return async () => Buffer.concat(await answer.toArray());
}

test('a folder opens as a whole, and no log holds the receipt', async () => {
  await writeFiles(folder, {
    'film/index.m3u8': '#EXTM3U\n#EXTINF:4,\n720p/1.ts\n',
    'film/720p/1.ts': 'segment one',
  });
  const film = await sell('film');
  const answer = await fetch(withReceipt(film.url, await buy(film)));
  assert.equal(answer.headers.get('content-type'), 'application/vnd.apple.mpegurl');
  assert.match(await answer.text(), /^#EXTM3U/);
  const segment = await fetch(new URL('720p/1.ts', answer.url));
  assert.equal(await segment.text(), 'segment one');
  for (const path of ['', '/', '/720p/1.ts', '/nothing'])
    assert.equal((await ask(film.url + path)).status, 402, path);
  const log = await readFile(join(folder, 'data/access.log'), 'utf8');
  assert.match(log, new RegExp(`"path":"/testnet/content/${film.id}/\\*/720p/1\\.ts"`));
  assert.doesNotMatch(log, /[0-9a-f]{128}|paymentReceipt/);
});

test('no spelling reaches past what was sold', async () => {
  const place = join(folder, 'data/content');
  await writeFiles(folder, { 'traps/fine.txt': 'fine', 'traps/a/b': 'fine' });
  const good = await sell('traps');
  await rm(join(place, good.id), { recursive: true });
  await writeTraps(place, good.id);
  await writeFiles(place, { [`${good.id}/b/c`]: 'fine' });
  const receipt = await buy(good);
  assert.equal((await ask(withReceipt(`${good.url}/fine.txt`, receipt))).body.toString(), 'fine');
  for (const form of ESCAPES)
    expectNoEscape(form, await ask(withReceipt(`${good.url}/${form}`, receipt)));
});

test('other content takes the place of the old', async () => {
  await writeFiles(folder, { 'first.txt': 'first', 'second.html': '<p>second</p>' });
  const good = await sell('first.txt');
  const url = withReceipt(good.url, await buy(good));
  assert.equal((await ask(url)).body.toString(), 'first');
  await goods('update', good.id, '--file', join(folder, 'second.html'));
  const answer = await ask(url);
  assert.equal(answer.body.toString(), '<p>second</p>');
  assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
});

test('a good of which there is no file here is not sold here', async () => {
  const [{ id }] = demo.goods;
  const answer = await ask(`${demo.platform}/testnet/content/${id}`);
  assert.equal(answer.status, 404);
  assert.match(JSON.parse(answer.body).message, /does not deliver this good/);
  for (const odd of ['', 'x', '000000000000000000000000', `${id}x`, '%2e%2e'])
    assert.equal((await ask(`${demo.platform}/testnet/content/${odd}`)).status, 404, odd);
});

test('a good gets its file while the platform stands still', async () => {
  const data = join(folder, 'still');
  const elsewhere = join(folder, 'elsewhere');
  const place = ['--data-dir', data];
  await writeFiles(folder, { 'still.txt': 'still' });
  const payout = ['--payout', Keypair.random().publicKey()];
  await succeed('store', 'create', ...place, '--name', 'Still', ...payout);
  const add = ['goods', 'add', ...place, '--price', '4000', '--file', join(folder, 'still.txt')];
  const here = await succeed(...add, '--title', 'Here');
  const there = await succeed(...add, '--title', 'There', '--content', elsewhere);
  const addresses = ['--listen', '127.0.0.1:0', '--horizon', '127.0.0.1:0'];
  for (const [args, statuses] of [
    [[], [402, 404]],
    [['--content', elsewhere], [404, 402]],
  ]) {
    const platform = await startCommand(['serve', ...place, ...addresses, ...args]);
    const [url] = /http:\/\/[\d.:]+\d/.exec(platform.line);
    const answers = [here, there].map((out) => ask(url + /Delivered at: +(\S+)/.exec(out)[1]));
    assert.deepEqual(
      (await Promise.all(answers)).map(({ status }) => status),
      statuses,
    );
    assert.equal(await platform.stop(), 0);
  }
});

async function succeed(...args) {
  const { code, out, errors } = await run(args);
  assert.equal(code, 0, errors);
  return out;
}

test('a file that cannot be sold is refused before the good is registered', async () => {
  const { body: before } = await api.call('GET', '/goods');
  for (const file of ['missing', '.hidden']) {
    await writeFiles(folder, { '.hidden': 'x' });
    const { code, errors } = await run(
      [
        ...['goods', 'add', '--title', 'x', '--price', '1', '--file', join(folder, file)],
        ...['--server', demo.platform, '--key', demo.store.api_key],
        ...['--content', join(folder, 'data/content')],
      ],
      { env: { FARTHING_API_SECRET: demo.store.api_secret } },
    );
    assert.equal(code, 1);
    assert.match(errors, /is not there|cannot be delivered under this name/);
  }
  assert.deepEqual((await api.call('GET', '/goods')).body, before);
});
