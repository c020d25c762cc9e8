// SPDX-License-Identifier: MIT
// A publisher's list of goods in use: changed while it is served, with folders, in the layout of
// the old PHP server; and what must not be reached through any of it.

import assert from 'node:assert/strict';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { makeFolder, run } from '../support/farthing.mjs';
import { ask, receipt, SECRET, startDeliver, writeFiles, writeGoods } from '../support/goods.mjs';
import { ESCAPES, expectNoEscape, writeTraps } from '../support/escapes.mjs';

const PATIENCE_MS = 20_000;

let folder;
let endpoint;
beforeEach(async () => (folder = await makeFolder()));
afterEach(async () => {
  await endpoint?.stop();
  endpoint = undefined;
  await rm(folder, { recursive: true, force: true });
});

const paid = (path) => `${endpoint.url}${path}?paymentReceipt=${receipt()}`;

/** Asks until the answer has this status; everything answered meanwhile. */
async function askUntil(url, status) {
  const seen = [];
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    const answer = await ask(url);
    seen.push(answer.status);
    if (answer.status === status) return seen;
  }
  throw new Error(`${url} never answered ${status}, but ${[...new Set(seen)]}`);
}

test('a changed list is read while requests go on; a wrong entry costs only itself', async () => {
  await writeFiles(folder, { 'a.html': 'first', 'b.html': 'second' });
  const first = { path: '/a', file: 'a.html' };
  endpoint = await startDeliver(['--goods', await writeGoods(folder, [first])]);
  assert.equal((await ask(paid('/b'))).status, 404);

  await writeGoods(folder, [
    first,
    { path: '/wrong', file: 'x', price: -1 },
    { path: '/b', file: 'b.html' },
  ]);
  const others = askUntil(paid('/b'), 200);
  let done = false;
  others.finally(() => (done = true));
  while (!done) assert.equal((await ask(paid('/a'))).status, 200);
  await others;
  assert.equal((await ask(paid('/wrong'))).status, 404);
  assert.match(endpoint.log(), /goods\.toml line 10: \\"price\\" must be a positive integer/);

  // A torn file changes nothing.
  await writeFile(join(folder, 'goods.toml'), '[[good]\n', { mode: 0o600 });
  await logged(/the goods cannot be read; the old ones stay.*goods\.toml line 1/);
  assert.equal((await ask(paid('/b'))).status, 200);

  // A new secret: receipts by the old one open nothing any more.
  await writeGoods(folder, [{ ...first, shared_secret: 'another secret of the same good' }]);
  await askUntil(paid('/a'), 402);
  assert.equal((await ask(paid('/b'))).status, 404);
});

/** Waits until the endpoint's log says so. */
async function logged(pattern) {
  for (const end = Date.now() + PATIENCE_MS; !pattern.test(endpoint.log());) {
    if (Date.now() > end) throw new Error(`never logged: ${pattern}\n${endpoint.log()}`);
    await ask(`${endpoint.url}/nothing`);
  }
}

test('--check names what is wrong, and serves nothing', async () => {
  await writeFiles(folder, { a: 'bought' });
  await symlink('/etc/passwd', join(folder, 'link.txt'));
  const right = await writeGoods(folder, [{ path: '/a', file: 'a' }]);
  const good = await run(['deliver', '--goods', right, '--check']);
  assert.deepEqual([good.code, good.out], [0, '1 good can be delivered.\n']);
  const both = await writeGoods(folder, [
    { path: '/a', file: 'a', shared_secret: 'short' },
    { path: '/b', file: '../b', index: 'x' },
  ]);
  const wrong = await run(['deliver', '--goods', both, '--check']);
  assert.equal(wrong.code, 1);
  assert.match(wrong.out, /^wrong {6}.*goods\.toml line 13: "file" must lie below the folder/m);
  assert.match(wrong.out, /^wrong {6}.*goods\.toml line 14: "index" must name a file/m);
  assert.match(wrong.out, /^1 good can be delivered, 1 is wrong\.$/m);
  assert.match(wrong.out, /^dangerous {2}the shared secret of \/a is easy to guess/m);
  const files = [
    { path: '/a', file: 'a' },
    { path: '/b', file: 'nowhere.txt' },
    { path: '/c', file: 'link.txt' },
    { path: '/d' },
  ];
  const lacking = await run(['deliver', '--goods', await writeGoods(folder, files), '--check']);
  assert.equal(lacking.code, 1);
  assert.match(lacking.out, /^missing {4}.*goods\.toml line 8: nowhere\.txt: No such file/m);
  assert.match(lacking.out, /^missing {4}.*goods\.toml line 14: link\.txt: it is a symbolic/m);
  assert.match(lacking.out, /^2 goods can be delivered, 2 have no file that can be sent\.$/m);
  const none = await run(['deliver', '--check']);
  assert.equal(none.code, 1);
  assert.match(none.errors, /either by --goods or by --php-files/);
});

test('one receipt opens a folder, also for players that know only relative addresses', async () => {
  const playlist = '#EXTM3U\n#EXTINF:4,\na/1.ts\n';
  await writeFiles(folder, {
    'film/master.m3u8': playlist,
    'film/a/1.ts': 'segment one',
    'film/\u00fcber uns.html': '<p>us</p>',
  });
  const log = join(folder, 'access.log');
  const list = [{ path: '/film', folder: 'film', index: 'master.m3u8' }];
  endpoint = await startDeliver(['--goods', await writeGoods(folder, list), '--access-log', log]);

  const answer = await fetch(paid('/film'));
  assert.equal(answer.headers.get('content-type'), 'application/vnd.apple.mpegurl');
  assert.equal(await answer.text(), playlist);
  const segment = await fetch(new URL('a/1.ts', answer.url));
  assert.equal(segment.headers.get('content-type'), 'video/mp2t');
  assert.equal(await segment.text(), 'segment one');
  const page = await fetch(paid(`/film/${encodeURIComponent('\u00fcber uns.html')}`));
  assert.equal(await page.text(), '<p>us</p>');

  for (const path of ['/film', '/film/', '/film/a/1.ts', '/film/nothing', '/film/a.b/a/1.ts'])
    assert.equal((await ask(endpoint.url + path)).status, 402, path);
  assert.equal((await ask(paid('/film/nothing'))).status, 404);

  await endpoint.stop();
  const lines = await readFile(log, 'utf8');
  assert.match(lines, /"path":"\/film\/\*\/a\/1\.ts"/);
  assert.doesNotMatch(lines, /[0-9a-f]{128}|paymentReceipt/);
});

test('no spelling reaches past what was sold', async () => {
  await writeTraps(folder, 'goods');
  const list = [{ path: '/g', folder: 'goods' }];
  endpoint = await startDeliver(['--goods', await writeGoods(folder, list)]);
  assert.equal((await ask(paid('/g/fine.txt'))).body.toString(), 'fine');
  for (const form of ESCAPES) expectNoEscape(form, await ask(paid(`/g/${form}`)));
});

test('a file is replaced or goes while it is sold', async () => {
  await writeFiles(folder, { 'a.txt': 'old' });
  endpoint = await startDeliver([
    '--goods',
    await writeGoods(folder, [{ path: '/a', file: 'a.txt' }]),
  ]);
  const old = await ask(paid('/a'));
  await writeFiles(folder, { 'a.txt': 'brand new' });
  for (const end = Date.now() + PATIENCE_MS; ;) {
    const answer = await ask(paid('/a'));
    if (answer.body.toString() !== 'old') {
      assert.equal(answer.body.toString(), 'brand new');
      assert.notEqual(answer.headers.etag, old.headers.etag);
      break;
    }
    assert.ok(Date.now() < end);
  }
  await rm(join(folder, 'a.txt'));
  await askUntil(paid('/a'), 503);
  assert.equal((await ask(`${endpoint.url}/a`)).status, 402);
});

test('the form of April 2016: the text inside a JSON object', async () => {
  const text = '<strong>Some premium content</strong>: "Lorem" \u00e4\n';
  await writeFiles(folder, { 'a.html': text });
  const list = [{ path: '/a', file: 'a.html', json_content: true, payment_cert: true }];
  endpoint = await startDeliver(['--goods', await writeGoods(folder, list)]);
  const answer = await ask(`${endpoint.url}/a?paymentCert=${SECRET}`);
  assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
  assert.deepEqual(JSON.parse(answer.body), { content: text });
  const part = await ask(paid('/a'), { headers: { Range: 'bytes=0-11' } });
  assert.equal(part.body.toString(), '{"content":"');
});

test('the folder of the old PHP server is served as it lies there', async () => {
  await writeFiles(folder, {
    'hello.txt/hello.txt': 'hello',
    'hello.txt/metadata.ini': `secret = "${SECRET}"\ncontent_type = "text/plain"\n`,
    'two words+/two words+': 'hello',
    'two words+/metadata.ini': `secret = "${SECRET}"\ncontent_type = "text/plain"\n`,
    'torn/torn': 'torn',
    'torn/metadata.ini': 'content_type = "text/plain"\n',
  });
  endpoint = await startDeliver(['--php-files', folder]);
  assert.match(endpoint.log(), /torn\/metadata\.ini: \\"secret\\" is missing/);
  for (const path of [
    ...['/hello.txt', '/?file=hello.txt', '/index.php?file=hello.txt'],
    ...['/two%20words+', '/?file=two+words%2B', '/?file=two%20words%2b'],
  ]) {
    const separator = path.includes('?') ? '&' : '?';
    const answer = await ask(`${endpoint.url}${path}${separator}paymentReceipt=${receipt()}`);
    assert.equal(answer.status, 200, path);
    assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
    assert.equal(answer.body.toString(), 'hello');
    assert.equal((await ask(endpoint.url + path)).status, 402);
  }
  for (const path of [
    '/',
    '/?file=',
    '/?file=../x',
    '/?file=nothing',
    '/hello.txt/metadata.ini',
    '/torn',
  ]) {
    const answer = await ask(endpoint.url + path);
    assert.equal(answer.status, 404, path);
    assert.equal(answer.headers['cache-control'], 'no-store', path);
  }

  await mkdir(join(folder, 'late'));
  await writeFiles(folder, { 'late/late': 'late', 'late/metadata.ini': `secret = ${SECRET}\n` });
  await askUntil(paid('/late'), 200);
});

test('a browser that comes without a receipt gets a page, and a program an answer', async () => {
  await writeFiles(folder, { 'a.html': 'x' });
  const head = 'platform = "https://pay.example.org"\n';
  const list = [{ path: '/a', file: 'a.html', title: 'Tom & <Jerry>' }];
  endpoint = await startDeliver(['--goods', await writeGoods(folder, list, head)]);
  const page = await ask(`${endpoint.url}/a`, { headers: { Accept: 'text/html,*/*;q=0.8' } });
  assert.equal(page.status, 402);
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(page.headers['x-payment-price'], '4000');
  assert.ok(page.body.length < 15 * 1024);
  assert.ok(page.body.includes('Tom &amp; &lt;Jerry&gt;'));
  const head_only = await ask(`${endpoint.url}/a`, { method: 'HEAD' });
  assert.deepEqual([head_only.status, head_only.body.length], [402, 0]);
});
