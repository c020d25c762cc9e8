// SPDX-License-Identifier: MIT
// Shared secrets in the data directory: sealed, under a key that can be kept elsewhere and changed.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, run, startDemo } from '../support/farthing.mjs';
import { GOOD, GoodsApi } from '../support/goods_api.mjs';

const SECRET = 'a-shared-secret-that-must-not-lie-around';

const makeKey = () => randomBytes(32).toString('hex');

async function withShop(use, key) {
  const folder = await makeFolder();
  if (key) await writeFile(join(folder, 'secrets.key'), key, { mode: 0o600 });
  const shop = {
    folder,
    key: join(folder, 'secrets.key'),
    async open(args = []) {
      const demo = await startDemo({ folder, ledgerClose: 'immediate', args });
      return { demo, api: new GoodsApi(demo) };
    },
  };
  try {
    const { demo, api } = await shop.open();
    shop.good = await api.create({ ...GOOD, sharedSecret: SECRET });
    await api.call('POST', '/goods', {
      body: { ...GOOD, sharedSecret: SECRET },
      headers: { 'Idempotency-Key': 'kept' },
    });
    await demo.stop();
    await use(shop);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function assertReadable({ open, good }, args) {
  const { demo, api } = await open(args);
  const answer = await api.call('GET', `/goods/${good.id}`);
  await demo.stop();
  assert.deepEqual(answer.body, good);
}

const rotate = (folder, more = []) => run(['key', 'rotate', '--data-dir', folder, ...more]);

test('no file of the folder holds a shared secret, and only its owner reads the key', async () => {
  await withShop(async ({ folder, key }) => {
    for (const name of await readdir(folder)) {
      if (!(await stat(join(folder, name))).isFile()) continue;
      const bytes = await readFile(join(folder, name), 'latin1');
      assert.ok(!bytes.includes(SECRET), name);
    }
    assert.equal((await stat(key)).mode & 0o777, 0o600);
    assert.match(await readFile(key, 'utf8'), /^[0-9a-f]{64}$/);
  });
});

test('the key may lie elsewhere; without it the server says what is missing', async () => {
  await withShop(async (shop) => {
    await mkdir(join(shop.folder, 'elsewhere'), { mode: 0o700 });
    const elsewhere = join(shop.folder, 'elsewhere', 'k');
    await rename(shop.key, elsewhere);
    await assertReadable(shop, ['--secrets-key', elsewhere]);

    await assert.rejects(shop.open(), /secrets\.key is missing.*put the file back/);
    await assert.rejects(stat(shop.key), { code: 'ENOENT' });
    await writeFile(shop.key, makeKey(), { mode: 0o600 });
    await assert.rejects(shop.open(), /sealed under the key [0-9a-f]{8}, which is not in/);
    const check = await run(['check', '--data-dir', shop.folder, '--secrets-key', elsewhere]);
    assert.equal(check.code, 0, check.out + check.errors);

    await chmod(elsewhere, 0o640);
    await assert.rejects(shop.open(['--secrets-key', elsewhere]), /chmod go=/);
  });
});

test('a rotation leaves everything readable, under the new key alone', async () => {
  await withShop(async (shop) => {
    const old = await readFile(shop.key, 'utf8');
    const { code, out, errors } = await rotate(shop.folder);
    assert.equal(code, 0, errors);
    assert.match(out, /new key/);
    const fresh = await readFile(shop.key, 'utf8');
    assert.match(fresh, /^[0-9a-f]{64}$/);
    assert.notEqual(fresh, old);
    assert.ok(!out.includes(fresh) && !out.includes(old));
    await assertReadable(shop);
    const again = JSON.parse((await rotate(shop.folder, ['--json'])).out);
    assert.equal(again.key, shop.key);
    assert.ok((await retired(shop.folder, 'secrets.key')).includes(again.retired));
    await assertReadable(shop);
    await writeFile(shop.key, old);
    await assert.rejects(shop.open(), /which is not in the key file/);
  });
});

/** The files beside the key file in which old keys are kept. */
async function retired(folder, name) {
  const names = (await readdir(folder)).filter((other) => other.endsWith('.old'));
  for (const other of names) {
    assert.match(other, new RegExp(`^${name}\\.[0-9a-f]{8}\\.old$`));
    assert.equal((await stat(join(folder, other))).mode & 0o777, 0o600);
  }
  return names.map((other) => join(folder, other));
}

test('a key that two data directories share is kept for the other one', async () => {
  await withShop(async (mine) => {
    const old = await readFile(mine.key, 'utf8');
    await withShop(async (other) => {
      const done = await rotate(mine.folder, ['--secrets-key', mine.key]);
      assert.equal(done.code, 0, done.errors);
      const [kept] = await retired(mine.folder, 'secrets.key');
      assert.equal(await readFile(kept, 'utf8'), old);
      assert.ok(done.out.includes(kept) && /Delete it when/.test(done.out), done.out);

      const fresh = await readFile(mine.key, 'utf8');
      const refused = await rotate(other.folder, ['--secrets-key', mine.key]);
      assert.equal(refused.code, 1);
      assert.ok(refused.errors.includes(`--secrets-key ${kept}`), refused.errors);
      assert.equal(await readFile(mine.key, 'utf8'), fresh);
      await assertReadable(other, ['--secrets-key', kept]);
      await assertReadable(mine);
    }, old);
  });
});

test('a key file that is a link stays one, and may end as editors end files', async () => {
  await withShop(async (shop) => {
    const real = join(shop.folder, 'elsewhere', 'k');
    await mkdir(join(shop.folder, 'elsewhere'), { mode: 0o700 });
    const old = await readFile(shop.key, 'utf8');
    await writeFile(real, `${old}\r\n\r\n`, { mode: 0o600 });
    await rm(shop.key);
    await symlink(real, shop.key);
    await assertReadable(shop);
    const { code, errors } = await rotate(shop.folder);
    assert.equal(code, 0, errors);
    assert.ok((await lstat(shop.key)).isSymbolicLink());
    assert.match(await readFile(real, 'utf8'), /^[0-9a-f]{64}$/);
    assert.notEqual(await readFile(real, 'utf8'), old);
    assert.equal((await retired(join(shop.folder, 'elsewhere'), 'k')).length, 1);
    await assertReadable(shop);
  });
});

test('a rotation that ended half-way does no harm and is completed by the next one', async () => {
  await withShop(async (shop) => {
    const old = await readFile(shop.key, 'utf8');
    const fresh = makeKey();
    // Ended before anything was sealed anew: then used, so that both keys are needed.
    await writeFile(shop.key, `${fresh}\n${old}\n`, { mode: 0o600 });
    await assertReadable(shop);
    const { demo, api } = await shop.open();
    const later = await api.create({ ...GOOD, sharedSecret: SECRET });
    await demo.stop();
    const first = await rotate(shop.folder);
    assert.match(first.errors, /interrupted is completed/);
    assert.equal(await readFile(shop.key, 'utf8'), fresh);
    await assertReadable(shop);
    await assertReadable({ ...shop, good: later });

    // Ended before the old key was dropped.
    await writeFile(shop.key, `${fresh}\n${old}\n`, { mode: 0o600 });
    await assertReadable(shop);
    assert.equal((await rotate(shop.folder)).code, 0);
    assert.equal(await readFile(shop.key, 'utf8'), fresh);
    await assertReadable(shop);
  });
});

test('nothing is rotated under a running server or where there is no store', async () => {
  await withShop(async (shop) => {
    const { demo } = await shop.open();
    const before = await readFile(shop.key, 'utf8');
    const busy = await rotate(shop.folder);
    await demo.stop();
    assert.equal(busy.code, 1);
    assert.match(busy.errors, /in use by another farthing process/);
    assert.equal(await readFile(shop.key, 'utf8'), before);
    const nowhere = await rotate(join(shop.folder, 'nothing'));
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.errors, /holds no farthing\.db/);
  });
});

/** The shop's key is in the environment and not on the disk. */
async function withKeyInEnvironment(use) {
  const key = makeKey();
  await withShop(async (shop) => {
    await rm(shop.key);
    const as = (value) => ({ env: { FARTHING_SECRETS_KEY: value } });
    const good = async (value) => {
      const { code, out, errors } = await run(
        ['goods', 'show', shop.good.id, '--json', '--data-dir', shop.folder],
        as(value),
      );
      return code === 0 ? JSON.parse(out).sharedSecret : errors;
    };
    await use({ ...shop, key, as, good });
    await assert.rejects(stat(join(shop.folder, 'secrets.key')), { code: 'ENOENT' });
  }, key);
}

test('the environment may hold the key itself, and no message repeats it', async () => {
  await withKeyInEnvironment(async ({ folder, key, as, good }) => {
    assert.equal(await good(key), SECRET);
    assert.equal(await good(`${key}\n`), SECRET);
    const list = ['goods', 'list', '--data-dir', folder];
    for (const [what, value, pattern] of [
      ['another key', makeKey(), /sealed under the key [0-9a-f]{8}, which is not in/],
      ['upper case', key.toUpperCase(), /FARTHING_SECRETS_KEY looks like a key.*64 lower-case/],
      ['quotes', `"${key}"`, /looks like a key and is none/],
      ['a digit too few', key.slice(1), /looks like a key and is none/],
      ['three keys', `${key} ${key} ${key}`, /looks like a key and is none/],
    ]) {
      const { code, errors } = await run(list, as(value));
      assert.equal(code, 1, what);
      assert.match(errors, pattern, what);
      assert.ok(!errors.toLowerCase().includes(key.slice(1)), errors);
    }
    const told = await run([...list, '--secrets-key', key]);
    assert.match(told.errors, /the key itself goes into .*FARTHING_SECRETS_KEY/);
    assert.ok(!told.errors.includes(key), told.errors);
  });
});

test('a key in the environment is changed by putting a new one before it', async () => {
  await withKeyInEnvironment(async ({ folder, key, as, good }) => {
    const rotateAs = (value) => run(['key', 'rotate', '--data-dir', folder], as(value));
    const alone = await rotateAs(key);
    assert.equal(alone.code, 1);
    assert.match(alone.errors, /put a new one before it \(openssl rand -hex 32\)/);
    assert.equal(await good(key), SECRET);

    const fresh = makeKey();
    assert.equal(await good(`${fresh} ${key}`), SECRET);
    const both = await rotateAs(`${fresh}\n${key}`);
    assert.equal(both.code, 0, both.errors);
    assert.match(both.out, /sealed under the first key of FARTHING_SECRETS_KEY/);
    assert.ok(!(both.out + alone.errors).includes(key));
    assert.equal(await good(fresh), SECRET);
    assert.match(await good(key), /which is not in/);
  });
});
