// SPDX-License-Identifier: MIT
// Who asks, when the platform stands behind a proxy: by the recipes of docs/proxy, run by the real
// nginx and the real Caddy, and by what anybody could write into the field.

import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { makeFolder, run, startDemo } from '../support/farthing.mjs';
import { missing, runCaddy, runNginx } from '../support/front_servers.mjs';
import { ask } from '../support/goods.mjs';
import { basic } from '../support/goods_api.mjs';
import { freePort } from '../support/ports.mjs';
import { Wallet } from '../support/wallet.mjs';

const RECIPES = new URL('../../docs/proxy/', import.meta.url);
const STRANGER = '203.0.113.9';

/** Runs a platform, and `use` with it; then the peers that its log names for a path. */
async function peersOf(path, args, use) {
  const folder = await makeFolder();
  try {
    const demo = await startDemo({ folder, ledgerClose: 'immediate', args });
    try {
      await use(demo);
    } finally {
      await demo.stop();
    }
    const log = await readFile(join(folder, 'access.log'), 'utf8');
    const lines = log.trim().split('\n').map(JSON.parse);
    return lines.filter((line) => line.path === path).map((line) => line.peer);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const forwarded = (...values) => ({ 'X-Forwarded-For': values });

test('only whom the operator trusts is believed', async () => {
  const peers = await peersOf(
    '/healthz',
    ['--trusted-proxy', '127.0.0.1', '--trusted-proxy', '10.0.0.0/8'],
    async ({ platform }) => {
      const asks = [
        ['127.0.0.1', forwarded(STRANGER)],
        ['127.0.0.1', forwarded(`${STRANGER}, 10.1.2.3`)],
        ['127.0.0.1', forwarded('198.51.100.7', '[2001:db8::7]:4711')],
        ['127.0.0.1', forwarded('<script>')],
        ['127.0.0.1', {}],
        ['127.0.0.2', forwarded(STRANGER)],
      ];
      for (const [localAddress, headers] of asks)
        await ask(`${platform}/healthz`, { localAddress, headers });
    },
  );
  const expected = [STRANGER, STRANGER, '2001:db8::7', '127.0.0.1', '127.0.0.1', '127.0.0.2'];
  assert.deepEqual(peers, expected);
});

test('by default nobody is believed', async () => {
  const peers = await peersOf('/healthz', [], ({ platform }) =>
    ask(`${platform}/healthz`, { headers: forwarded(STRANGER) }),
  );
  assert.deepEqual(peers, ['127.0.0.1']);
});

test('wrong secrets are counted for the client behind the proxy', async () => {
  const args = ['--trusted-proxy', '127.0.0.1', '--failed-logins', '1'];
  const demo = await startDemo({ ledgerClose: 'immediate', args });
  try {
    const login = async (client, store) => {
      const headers = { ...forwarded(client), Authorization: basic(store) };
      return (await ask(`${demo.platform}/testnet/v2/permissions`, { headers })).status;
    };
    const wrong = { ...demo.store, api_secret: 'wrong' };
    assert.equal(await login(STRANGER, wrong), 401);
    assert.equal(await login(STRANGER, wrong), 401);
    assert.equal(await login(STRANGER, wrong), 429);
    assert.equal(await login(`${STRANGER}, ${STRANGER}`, demo.store), 429);
    assert.equal(await login(`${STRANGER}, 203.0.113.10`, demo.store), 200);
  } finally {
    await demo.stop();
  }
});

test('what is no address cannot be trusted', async () => {
  for (const text of ['localhost', '10.0.0.0/33']) {
    const { code, errors } = await run(['serve', '--trusted-proxy', text]);
    assert.notEqual(code, 0);
    assert.match(errors, /is no address or network, such as 127\.0\.0\.1/);
  }
});

/** What a recipe must do. */
function behaves(name, start) {
  let folder;
  let demo;
  let front;
  before(async () => {
    folder = await makeFolder();
    const args = ['--trusted-proxy', '127.0.0.1'];
    demo = await startDemo({ folder: join(folder, 'data'), ledgerClose: 'immediate', args });
    const port = await freePort();
    const text = await readFile(new URL(name, RECIPES), 'utf8');
    const site = text
      .replaceAll('127.0.0.1:8402', demo.platform.slice('http://'.length))
      .replace('listen 8080', `listen 127.0.0.1:${port}`)
      .replace(/^:8080/m, `http://127.0.0.1:${port}`);
    front = await start(site, { folder, port });
  });
  after(async () => {
    await front?.stop();
    await demo?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('the log names the client, whatever the client says', async () => {
    const path = `/testnet/content/${demo.goods[0].id}`;
    for (const headers of [{}, forwarded(STRANGER), forwarded(STRANGER, '127.0.0.1')])
      await ask(front.url + path, { localAddress: '127.0.0.7', headers });
    const wallet = await Wallet.connect(front.url, { localAddress: '127.0.0.8' });
    assert.equal((await wallet.login()).type, 'authenticated');
    await wallet.close();
    const log = await readFile(join(folder, 'data/access.log'), 'utf8');
    const lines = log.trim().split('\n').map(JSON.parse);
    const peersAt = (wanted) =>
      lines.filter((line) => line.path === wanted).map((line) => line.peer);
    assert.deepEqual(peersAt(path), ['127.0.0.7', '127.0.0.7', '127.0.0.7']);
    assert.deepEqual(peersAt('/wallet/socket'), ['127.0.0.8']);
  });

  test("the program's own files come compressed, and nothing with a secret", async () => {
    const headers = { 'Accept-Encoding': 'gzip', Authorization: basic(demo.store) };
    for (const path of ['/testnet/satoshipay.js', '/wallet/wallet.js', '/docs/api', '/wallet/']) {
      const answer = await ask(front.url + path, { headers });
      assert.equal(answer.headers['content-encoding'], 'gzip', path);
      assert.deepEqual(gunzipSync(answer.body), (await ask(demo.platform + path)).body, path);
      const known = { ...headers, 'If-None-Match': answer.headers.etag };
      assert.equal((await ask(front.url + path, { headers: known })).status, 304, path);
    }
    const goods = await ask(`${front.url}/testnet/v2/goods`, { headers });
    assert.deepEqual([goods.status, goods.headers['content-encoding']], [200, undefined]);
  });
}

describe('behind nginx', { skip: missing('nginx') }, () => behaves('nginx.conf', runNginx));
describe('behind Caddy', { skip: missing('caddy') }, () => behaves('Caddyfile', runCaddy));
