// SPDX-License-Identifier: MIT
// `farthing goods` as a merchant uses it, against a running server and against a data directory.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';

import { makeFolder, run, startCommand, startDemo } from '../support/farthing.mjs';
import { GoodsApi } from '../support/goods_api.mjs';

const PAYOUT = 'GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7';
const PATIENCE = { timeoutMs: 60_000, keepChars: 10_000_000 };
const SECRET_ON_A_COMMAND_LINE = /secret(?!s-key)/i;

let folder;
let demo;
let data;
before(async () => {
  folder = await makeFolder();
  demo = await startDemo({ ledgerClose: 'immediate' });
  await writeFile(join(folder, 'api-secret'), `${demo.store.api_secret}\n`, { mode: 0o600 });
  data = join(folder, 'data');
  await createStore(data, 'A');
});
after(async () => {
  await demo.stop();
  await rm(folder, { recursive: true });
});

async function createStore(dataDir, name) {
  const args = ['store', 'create', '--name', name, '--payout', PAYOUT, '--data-dir', dataDir];
  const { code, out, errors } = await run([...args, '--json']);
  assert.equal(code, 0, errors);
  return JSON.parse(out);
}

/** Both places that a command may be about. */
const PLACES = {
  'a running server': () => [
    ...['--server', demo.platform, '--key', demo.store.api_key],
    ...['--secret-file', join(folder, 'api-secret')],
  ],
  'a data directory': () => ['--data-dir', data],
};

async function goods(command, args) {
  return run(['goods', command, ...args], PATIENCE);
}

async function answer(command, args) {
  const { code, out, errors } = await goods(command, [...args, '--json']);
  assert.equal(code, 0, errors);
  return JSON.parse(out);
}

async function refusal(command, args) {
  const { code, errors } = await goods(command, args);
  assert.notEqual(code, 0);
  return errors;
}

async function file(name, content) {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const statuses = ({ goods }) => goods.map(({ status }) => status);

for (const [name, place] of Object.entries(PLACES)) {
  describe(`the goods of ${name}`, () => {
    test('are added, shown, changed, listed and removed', async () => {
      const fields = ['--title', 'An article', '--price', '0.0004 XLM', '--url', 'https://x/1'];
      const added = await answer('add', [...fields, '--validity', '2 days', ...place()]);
      assert.match(added.id, /^[0-9a-f]{24}$/);
      assert.equal(added.price, 4000);
      assert.equal(added.purchaseValidityPeriod, 172800000);
      assert.equal(added.sharedSecret.length, 32);
      assert.deepEqual(await answer('show', [added.id, ...place()]), added);

      const changed = await answer('update', [added.id, '--price', '5000', ...place()]);
      assert.deepEqual(changed, { ...added, price: 5000 });
      const endless = await answer('update', [added.id, '--validity', '', ...place()]);
      assert.equal(endless.purchaseValidityPeriod, undefined);
      assert.equal(endless.sharedSecret, added.sharedSecret);

      const listed = await answer('list', place());
      assert.deepEqual(
        listed.find(({ id }) => id === added.id),
        endless,
      );
      assert.deepEqual(await answer('remove', [added.id, ...place()]), endless);
      assert.match(await refusal('show', [added.id, ...place()]), /no good with this id/);
    });

    test('are told to people without their secrets, unless one asks for one', async () => {
      const song = ['--title', 'A \u001b[31msong', '--price', '1'];
      const { out } = await goods('add', [...song, ...place()]);
      assert.match(out, /Title: +A \?\[31msong\n/);
      assert.match(out, /Price: +0\.0000001 XLM \(1 stroops\)/);
      const secret = /Shared secret: +(\S{32})\n/.exec(out)[1];
      const id = /Id: +([0-9a-f]{24})\n/.exec(out)[1];
      const list = (await goods('list', place())).out;
      assert.match(list, new RegExp(`${id} +0\\.0000001 XLM  A \\?\\[31msong`));
      assert.ok(!list.includes(secret));
      assert.match((await goods('remove', [id, ...place()])).out, /is removed/);
    });

    test('are imported from CSV, once, however often the file is', async () => {
      const rows = ['One,4000,https://x/csv,1h', '"Two, too",0.5 XLM,https://x/csv,'];
      const csv = ['title,price,url,purchaseValidityPeriod', ...rows].join('\n');
      const path = await file('goods.csv', csv);
      const dry = await answer('import', [path, '--dry-run', ...place()]);
      assert.deepEqual(statuses(dry), ['new', 'new']);
      const first = await answer('import', [path, ...place()]);
      assert.deepEqual(statuses(first), ['created', 'created']);
      assert.deepEqual(
        first.goods.map(({ line }) => line),
        [2, 3],
      );
      assert.deepEqual(statuses(await answer('import', [path, ...place()])), [
        'unchanged',
        'unchanged',
      ]);
      await writeFile(path, csv.replace('4000', '5000'));
      const third = await answer('import', [path, ...place()]);
      assert.deepEqual(statuses(third), ['updated', 'unchanged']);
      assert.equal(third.goods[0].id, first.goods[0].id);
      const listed = await answer('list', place());
      assert.equal(listed.filter(({ url }) => url === 'https://x/csv').length, 2);
    });

    test('are imported as they were listed, and then nothing changes', async () => {
      const before = await answer('list', place());
      const path = await file('goods.json', before);
      const report = await answer('import', [path, ...place()]);
      assert.ok(statuses(report).every((status) => status === 'unchanged'));
      assert.deepEqual(await answer('list', place()), before);
    });

    test('are not imported from a file with a fault, which is told with its line', async () => {
      const before = await answer('list', place());
      const path = await file('bad.csv', 'title,price\nGood,1\nBad,0\nWorse,1 EUR\n');
      const { code, out, errors } = await goods('import', [path, ...place()]);
      assert.equal(code, 1);
      assert.equal(out, '');
      assert.match(errors, /bad\.csv line 3: "price" must be/);
      assert.match(errors, /bad\.csv line 4: "price" must be/);
      assert.match(errors, /Nothing was imported\./);
      const told = await goods('import', [path, '--json', ...place()]);
      assert.equal(told.code, 1);
      assert.deepEqual(statuses(JSON.parse(told.out)), ['failed', 'failed']);
      assert.deepEqual(await answer('list', place()), before);
    });

    test('are imported by the thousand', async () => {
      const many = Array.from({ length: 1500 }, (_, i) => ({
        title: `Many ${i}`,
        price: i + 1,
        url: 'https://x/many',
      }));
      const path = await file('many.json', many);
      const report = await answer('import', [path, ...place()]);
      assert.equal(report.ok, true);
      assert.equal(new Set(report.goods.map(({ id }) => id)).size, 1500);
      const listed = (await answer('list', place())).filter(({ url }) => url === 'https://x/many');
      assert.deepEqual(
        new Map(listed.map(({ id, price }) => [id, price])),
        new Map(report.goods.map(({ id }, i) => [id, i + 1])),
      );
    });

    test('of a folder can be delivered as soon as they are imported', async () => {
      const paid = join(folder, name.replaceAll(' ', '-'));
      await mkdir(paid);
      await writeFile(join(paid, 'one.html'), '<p>paid</p>');
      await writeFile(join(paid, 'two.pdf'), 'paid');
      const manifest = join(paid, 'manifest.csv');
      await writeFile(manifest, 'file,price,title\none.html,1,First\ntwo.pdf,2,\n');
      const first = await answer('import', [paid, ...place()]);
      assert.deepEqual(statuses(first), ['created', 'created']);
      assert.equal((await stat(join(paid, 'goods.toml'))).mode & 0o777, 0o600);

      // A file is known by its name, whatever its title.
      await writeFile(manifest, 'file,price,title\none.html,1,Renamed\ntwo.pdf,2,\n');
      const second = await answer('import', [paid, ...place()]);
      assert.deepEqual(statuses(second), ['updated', 'unchanged']);
      assert.equal(second.goods[0].id, first.goods[0].id);

      const shelf = ['deliver', '--goods', join(paid, 'goods.toml'), '--listen', '127.0.0.1:0'];
      const publisher = await startCommand(shelf);
      try {
        const url = /http:\/\/[\d.]+:\d+/.exec(publisher.line)[0];
        const asked = await fetch(`${url}/paid/one.html`);
        assert.equal(asked.status, 402);
        assert.equal(asked.headers.get('x-payment-identifier'), first.goods[0].id);
      } finally {
        assert.equal(await publisher.stop(), 0);
      }
    });

    test('are taken with a warning when their secret protects badly', async () => {
      const secret = join(folder, 'weak-secret');
      await writeFile(secret, 'abc', { mode: 0o600 });
      const weak = ['--title', 'Weak', '--price', '1', '--shared-secret-file', secret];
      const { code, errors } = await goods('add', [...weak, ...place()]);
      assert.equal(code, 0);
      assert.match(errors, /^warning: .*guess/m);
    });

    test('are refused with what is wrong when the fields make no sense', async () => {
      for (const [args, message] of [
        [['--title', 'A', '--price', '0'], /"price" must be/],
        [['--title', 'A', '--price', '1.5'], /"price" must be/],
        [['--title', '', '--price', '1'], /"title" is missing/],
        [['--title', 'A', '--price', '1', '--validity', 'soon'], /purchaseValidityPeriod/],
        [['--title', 'A'], /--price/],
      ])
        assert.match(await refusal('add', [...args, ...place()]), message);
      assert.match(await refusal('show', ['7', ...place()]), /24 lower-case hex/);
      const nothing = ['558bcdbb1309c59725bdb559', ...place()];
      assert.match(await refusal('update', nothing), /nothing is to change: say what, by --title/);
      const { out, errors } = await goods('show', ['7', '--json', ...place()]);
      assert.equal(out, '');
      assert.match(JSON.parse(errors).error, /24 lower-case hex/);
    });
  });
}

test('an import that cannot be read says why', async () => {
  for (const [path, why] of [
    [join(folder, 'nosuch.csv'), 'No such file or directory'],
    [join(folder, 'api-secret', 'x.csv'), 'Not a directory'],
  ]) {
    const { code, errors } = await goods('import', [path, ...PLACES['a data directory']()]);
    assert.deepEqual([code, errors], [1, `farthing: ${path} cannot be read: ${why}\n`]);
  }
});

test('a data directory is locked while its server runs, and one is told what to do', async () => {
  const errors = await refusal('list', ['--data-dir', demo.dataDir]);
  assert.match(errors, /is in use by another farthing process/);
  assert.match(errors, /--server/);
});

test('a data directory without a platform is not made by asking', async () => {
  const none = join(folder, 'none');
  assert.match(await refusal('list', ['--data-dir', none]), /holds no farthing\.db/);
  await assert.rejects(stat(none));
});

test('of several stores one must be named', async () => {
  const dataDir = join(folder, 'two-stores');
  const stores = [await createStore(dataDir, 'First'), await createStore(dataDir, 'Second')];
  const errors = await refusal('list', ['--data-dir', dataDir]);
  assert.match(errors, /name one with --store:/);
  for (const { id, name } of stores) assert.ok(errors.includes(`${id}  ${name}`));
  assert.deepEqual(await answer('list', ['--data-dir', dataDir, '--store', stores[1].id]), []);
});

test('key and secret come from the environment, and no option takes a secret', async () => {
  const env = {
    FARTHING_SERVER: `${demo.platform}/testnet/v2/`,
    FARTHING_API_KEY: demo.store.api_key,
    FARTHING_API_SECRET: demo.store.api_secret,
  };
  const listed = await run(['goods', 'list', '--json'], { ...PATIENCE, env });
  assert.equal(listed.code, 0, listed.errors);
  assert.ok(JSON.parse(listed.out).length >= 2);
  const { out } = await run(['goods', 'add', '--help']);
  const options = out.match(/--[a-z-]+/g).filter((each) => SECRET_ON_A_COMMAND_LINE.test(each));
  assert.deepEqual([...new Set(options)].sort(), ['--secret-file', '--shared-secret-file']);
});

test('what is wrong with a server is told with its address', async () => {
  const [, , , , , secret] = PLACES['a running server']();
  const at = (server, key = demo.store.api_key) => [
    ...['--server', server, '--key', key, '--secret-file', secret],
  ];
  assert.match(
    await refusal('list', at('http://127.0.0.1:1')),
    /127\.0\.0\.1:1\/testnet\/v2 cannot be asked \(.*refused\); is farthing serve running/,
  );
  assert.match(
    await refusal('list', at(demo.platform, 'nobody')),
    /testnet\/v2 does not know this API key with this secret: .*farthing store create printed/,
  );
  assert.match(await refusal('list', at('ftp://x')), /--server must be an address/);
  assert.match(await refusal('list', at(demo.site)), /:/);
  assert.match(
    await refusal('list', ['--server', demo.platform, '--key', 'k']),
    /FARTHING_API_SECRET/,
  );
  await writeFile(join(folder, 'open-secret'), 'x', { mode: 0o644 });
  const open = ['--server', demo.platform, '--key', 'k'];
  assert.match(
    await refusal('list', [...open, '--secret-file', join(folder, 'open-secret')]),
    /open to other users/,
  );
});

test('an update does not undo what somebody else has changed meanwhile', async () => {
  const api = new GoodsApi(demo);
  const good = await api.create();
  const change = { title: 'Changed meanwhile' };
  // Passes requests on, and before a PUT changes the good.
  const between = createServer(async (request, response) => {
    const body = request.method === 'PUT' ? await text(request) : undefined;
    if (body) await api.call('PATCH', `/goods/${good.id}`, { body: change });
    const { authorization, 'if-match': condition } = request.headers;
    const headers = { authorization, ...(condition && { 'if-match': condition }) };
    if (body) headers['content-type'] = 'application/json';
    const url = demo.platform + request.url;
    const answer = await fetch(url, { method: request.method, headers, body });
    response.writeHead(answer.status, { etag: answer.headers.get('etag') ?? '' });
    response.end(await answer.text());
  });
  between.listen(0, '127.0.0.1');
  await once(between, 'listening');
  try {
    const [, , ...login] = PLACES['a running server']();
    const place = ['--server', `http://127.0.0.1:${between.address().port}`, ...login];
    assert.match(await refusal('update', [good.id, '--price', '1', ...place]), /read it again/);
  } finally {
    between.close();
  }
  const { body } = await api.call('GET', `/goods/${good.id}`);
  assert.deepEqual(body, { ...good, ...change });
});
