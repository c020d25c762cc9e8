// SPDX-License-Identifier: MIT
// The recipes of docs/deliver, run by the real nginx and the real Caddy in front of the real
// endpoint.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '../support/farthing.mjs';
import { missing, runCaddy, runNginx } from '../support/front_servers.mjs';
import { ask, receipt, SECRET, startDeliver, writeFiles, writeGoods } from '../support/goods.mjs';
import { freePort } from '../support/ports.mjs';

const RECIPES = new URL('../../docs/deliver/', import.meta.url);
const BUILD_MODULE = fileURLToPath(new URL('../../nginx/build', import.meta.url));
const FILM = 'a film that somebody has paid for';
const DEAR_SECRET = 'd41d8cd98f00b204e9800998ecf8427e';

/** The recipe with this run's ports and folders. */
async function recipe(name, { port, endpoint, folder }) {
  const text = await readFile(new URL(name, RECIPES), 'utf8');
  return text
    .replaceAll('127.0.0.1:8403', endpoint)
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replace(':8080', `http://127.0.0.1:${port}`)
    .replaceAll('/srv/site', join(folder, 'site'))
    .replaceAll('/srv/paid/', join(folder, 'site/paid/'));
}

const startNginx = async (name, place, more) =>
  runNginx(await recipe(name, place), place, more);
const startCaddy = async (place) => runCaddy(await recipe('Caddyfile', place), place);

/** What every recipe must do. */
function behaves(front, { details = true } = {}) {
  const paid = (path, secret = SECRET) =>
    `${front().url}${path}?paymentReceipt=${receipt({ secret })}`;

  test('who has paid gets the file and its parts, by query and by header', async () => {
    const whole = await ask(paid('/paid/film.txt'));
    assert.deepEqual([whole.status, whole.body.toString()], [200, FILM]);
    assert.equal(whole.headers['access-control-allow-origin'], '*');
    assert.match(whole.headers['cache-control'], /private/);
    assert.equal(whole.headers['referrer-policy'], 'no-referrer');
    assert.match(whole.headers['content-type'], /^text\/plain/);
    const headers = { 'X-Payment-Certificate': receipt(), Range: 'bytes=2-5' };
    const part = await ask(`${front().url}/paid/film.txt`, { headers });
    assert.deepEqual([part.status, part.body.toString()], [206, FILM.slice(2, 6)]);
    const tag = { 'If-None-Match': whole.headers.etag };
    assert.equal((await ask(paid('/paid/film.txt'), { headers: tag })).status, 304);
  });

  test('who has not gets 402 with the price, and nothing of the file', async () => {
    for (const url of [`${front().url}/paid/film.txt`, paid('/paid/film.txt', 'another secret')]) {
      const answer = await ask(url, { headers: { Range: 'bytes=0-3' } });
      assert.equal(answer.status, 402);
      assert.equal(answer.headers['x-payment-price'], '4000');
      assert.equal(answer.headers['x-payment-amount-satoshipay'], '1');
      assert.equal(answer.headers['cache-control'], 'no-store');
      if (details) assert.equal(JSON.parse(answer.body).status, 402);
      for (const name of ['etag', 'last-modified', 'content-range'])
        assert.equal(answer.headers[name], undefined, name);
    }
    const head = await ask(`${front().url}/paid/film.txt`, { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.etag], [402, undefined]);
  });

  test('a receipt opens no other good, whatever the request says of itself', async () => {
    const mine = `/paid/film.txt?paymentReceipt=${receipt()}`;
    const query = mine.slice(mine.indexOf('?'));
    assert.equal((await ask(paid('/paid/dear.txt', DEAR_SECRET))).body.toString(), 'dear');
    for (const path of [
      ...['/paid/dear.txt', '/paid/film.txt/../dear.txt', '/paid/%64ear.txt', '/paid//dear.txt'],
      ...['/paid/film.txt/%2e%2e/dear.txt', '/paid/./dear.txt', '/x/../paid/dear.txt'],
      ...['/paid/film.txt%2f..%2fdear.txt', '/paid/film.txt/..%2fdear.txt'],
      ...['/paid/dear.txt#', '/paid/dear.txt#/../film.txt', '/paid/dear.txt%23'],
    ])
      for (const headers of [{}, { 'X-Original-URI': mine }, { 'X-Forwarded-Uri': mine }]) {
        const answer = await ask(`${front().url}${path}${query}`, { headers });
        assert.ok(answer.status >= 400, `${path} ${JSON.stringify(headers)}: ${answer.status}`);
        assert.ok(!answer.body.includes('dear\n') && answer.body.toString() !== 'dear', path);
      }
    assert.ok((await ask(paid('/paid/secret.txt'))).status >= 400);
  });

  test('a page of another origin may ask, and what is free stays free', async () => {
    const headers = { Origin: 'https://blog.example', 'Access-Control-Request-Method': 'GET' };
    const preflight = await ask(`${front().url}/paid/film.txt`, { method: 'OPTIONS', headers });
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers['access-control-allow-headers'], /X-Payment-Certificate, Range/);
    assert.equal((await ask(`${front().url}/free.txt`)).body.toString(), 'free');
  });
}

/** Starts an endpoint and a server in front of it around the tests of a suite. */
function behind(start, { deliverArgs = [] } = {}) {
  let folder;
  let endpoint;
  let front;
  before(async () => {
    folder = await makeFolder();
    await chmod(folder, 0o755);
    await writeFiles(join(folder, 'site'), {
      'free.txt': 'free',
      'paid/film.txt': FILM,
      'paid/dear.txt': 'dear',
      'paid/secret.txt': 'never for sale',
      'paid/series/one/1.txt': 'part one',
      'paid/clip.webm': FILM,
      'v1/film.txt': FILM,
      'v1/index.html': 'index',
    });
    const goods = await writeGoods(folder, [
      { path: '/paid/film.txt', file: 'film.txt' },
      { path: '/paid/dear.txt', file: 'dear.txt', shared_secret: DEAR_SECRET },
      { path: '/paid/series', folder: 'series' },
    ]);
    const files = ['--folder', join(folder, 'site/paid')];
    endpoint = await startDeliver(['--goods', goods, ...files, ...deliverArgs]);
    const address = endpoint.url.slice('http://'.length);
    front = await start({ folder, port: await freePort(), endpoint: address });
  });
  after(async () => {
    await front?.stop();
    await endpoint?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return () => front;
}

describe('nginx hands requests on', { skip: missing('nginx') }, () => {
  behaves(behind((place) => startNginx('nginx-proxy.conf', place)));
});

describe('nginx hands requests on and caches all that it may', { skip: missing('nginx') }, () => {
  const front = behind((place) => {
    const zone = `proxy_cache_path ${place.folder}/cache keys_zone=paid:1m; proxy_cache paid;`;
    // The worst key that somebody could choose.
    return startNginx('nginx-proxy.conf', place, { http: `${zone} proxy_cache_key $uri;` });
  });
  test('what one reader has paid for is not given to the next', async () => {
    await ask(`${front().url}/paid/film.txt?paymentReceipt=${receipt()}`);
    assert.equal((await ask(`${front().url}/paid/film.txt`)).status, 402);
  });
});

describe('nginx sends the files itself', { skip: missing('nginx') }, () => {
  const deliverArgs = ['--accel', '/paid-files/'];
  const front = behind((place) => startNginx('nginx-accel.conf', place), { deliverArgs });
  behaves(front);
  test('nobody reaches the files from outside', async () => {
    assert.equal((await ask(`${front().url}/paid-files/film.txt`)).status, 404);
  });
  test('a folder in a folder is not told by its name inside nginx', async () => {
    const ask_paid = (path) => ask(`${front().url}${path}?paymentReceipt=${receipt()}`);
    assert.equal((await ask_paid('/paid/series/one/1.txt')).body.toString(), 'part one');
    for (const path of ['/paid/series/one', '/paid/series/one/', '/paid/series/nothing']) {
      const answer = await ask_paid(path);
      assert.equal(answer.status, 404, path);
      assert.doesNotMatch(JSON.stringify(answer.headers) + answer.body, /paid-files/);
    }
  });
});

describe('nginx asks before it sends', { skip: missing('nginx') }, () => {
  behaves(behind((place) => startNginx('nginx-auth-request.conf', place)));
});

describe('Caddy asks before it sends', { skip: missing('caddy') }, () => {
  behaves(behind(startCaddy));
});

const sources = '/usr/share/nginx/src/configure';
const noSources = missing('nginx') || (existsSync(sources) ? false : 'nginx-dev is not installed');
describe('nginx checks receipts by itself', { skip: noSources }, () => {
  const start = (place) => {
    const folder = join(place.folder, 'module');
    const { status, stderr } = spawnSync(BUILD_MODULE, [folder], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const main = `load_module ${folder}/ngx_http_farthing_module.so;`;
    return startNginx('nginx-module.conf', place, { main });
  };
  const front = behind(start);
  behaves(front, { details: false });

  test('a redirection inside nginx says every field once', async () => {
    const headers = { 'X-Payment-Certificate': receipt() };
    for (const [options, status] of [[{ headers }, 200], [{}, 402]]) {
      const answer = await ask(`${front().url}/v1/`, options);
      assert.equal(answer.status, status);
      const names = answer.rawHeaders.filter((_, i) => i % 2 === 0).map((n) => n.toLowerCase());
      assert.deepEqual(names, [...new Set(names)]);
      assert.ok(names.includes('cache-control') && names.includes('referrer-policy'));
    }
  });

  test('a player may keep what it asks for again and again', async () => {
    const headers = { 'X-Payment-Certificate': receipt() };
    const clip = await ask(`${front().url}/paid/clip.webm`, { headers });
    assert.deepEqual([clip.status, clip.body.toString()], [200, FILM]);
    assert.equal(clip.headers['content-type'], 'video/webm');
    assert.equal(clip.headers['cache-control'], 'private');
    const film = await ask(`${front().url}/paid/film.txt`, { headers });
    assert.equal(film.headers['cache-control'], 'private, no-store');
  });

  test('two proofs are one too many, and the secret is none', async () => {
    const url = `${front().url}/paid/film.txt`;
    const proof = `paymentReceipt=${receipt()}`;
    assert.equal((await ask(`${url}?${proof}&${proof}`)).status, 400);
    const headers = { 'X-Payment-Certificate': receipt() };
    assert.equal((await ask(`${url}?${proof}`, { headers })).status, 400);
    assert.equal((await ask(`${url}?paymentCert=${SECRET}`)).status, 402);
    const cert = `${front().url}/v1/film.txt?paymentCert=`;
    for (const spelling of [SECRET, `%${Buffer.from(SECRET[0]).toString('hex')}${SECRET.slice(1)}`])
      assert.equal((await ask(cert + spelling)).status, 200, spelling);
    for (const spelling of [`${SECRET}%`, `${SECRET}%4`, `%${SECRET}`, `%z${SECRET}`])
      assert.equal((await ask(cert + spelling)).status, 402, spelling);
  });
});
