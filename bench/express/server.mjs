// SPDX-License-Identifier: MIT
// The goods API as one would write it with Express and better-sqlite3, durable and authenticated.
// usage: node server.mjs FILE KEY SECRET

import Database from 'better-sqlite3';
import express from 'express';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const [file, key, secret] = process.argv.slice(2);

const db = new Database(file);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('wal_autocheckpoint = 8000');
db.exec(`CREATE TABLE IF NOT EXISTS goods (id TEXT PRIMARY KEY, store TEXT NOT NULL,
  price INTEGER NOT NULL, sharedSecret TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
  createdAt INTEGER NOT NULL) STRICT, WITHOUT ROWID`);
const insert = db.prepare('INSERT INTO goods VALUES (?, ?, ?, ?, ?, ?, ?)');
const find = db.prepare('SELECT * FROM goods WHERE id = ? AND store = ?');
const list = db.prepare('SELECT * FROM goods WHERE store = ? ORDER BY id');

const hash = (text) => createHash('sha256').update(text).digest();
const expected = hash(secret);

function authenticated(request, response, next) {
  const [, credentials = ''] = (request.headers.authorization ?? '').split(' ');
  const [user, password = ''] = Buffer.from(credentials, 'base64').toString().split(':');
  if (user === key && timingSafeEqual(hash(password), expected)) return next();
  response.status(401).json({ name: 'unauthorized', message: '', statusCode: 401, errorCode: 401 });
}

const shown = ({ id, price, sharedSecret, url, title }) => ({
  id,
  price,
  asset: 'XLM',
  sharedSecret,
  url,
  title,
});

function create({ price, asset, sharedSecret, url, title }) {
  const texts = [sharedSecret, url, title];
  if (!Number.isSafeInteger(price) || price <= 0 || asset !== 'XLM') throw new Error('price');
  if (!texts.every((text) => typeof text === 'string')) throw new Error('text');
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  const good = { id: seconds + randomBytes(8).toString('hex'), price, sharedSecret, url, title };
  insert.run(good.id, key, price, sharedSecret, url, title, Date.now());
  return shown(good);
}

const createAll = db.transaction((requests) =>
  requests.map(({ body }) => ({ status: 200, body: create(body) })),
);

const app = express();
app.use(authenticated);
app.use(express.json({ limit: '8mb' }));
app.get('/goods', (_, response) => response.json(list.all(key).map(shown)));
app.get('/goods/:id', (request, response) => {
  const good = find.get(request.params.id, key);
  if (good) response.json(shown(good));
  else response.status(404).end();
});
app.post('/goods', (request, response) => response.json(create(request.body)));
app.post('/batch', (request, response) =>
  response.json({ responses: createAll(request.body.requests) }),
);
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.on('SIGTERM', () => process.exit(0));
