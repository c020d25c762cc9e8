// SPDX-License-Identifier: MIT
// A publisher's endpoint for a test: a folder of goods, `farthing deliver` over it, and proofs made
// by the formula of SatoshiPay's documents.

import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { startCommand } from './farthing.mjs';

export const SECRET = 'n1hLnMiJwAwBqT7xVz3KpR8s';
export const GOOD_ID = '558bcdbb1309c59725bdb559';

/** A receipt by the documents' formula; `exp` in seconds from now. */
export function receipt({ secret = SECRET, exp = 3600 } = {}) {
  const until = Math.floor(Date.now() / 1000) + exp;
  const payload = Buffer.from(JSON.stringify({ exp: until, ito: '02fc', jti: '01JD' })).toString(
    'base64url',
  );
  return `${payload}.${createHash('sha512')
    .update(payload + secret)
    .digest('hex')}`;
}

/** Writes goods.toml in one step, as an editor does, and returns its path. */
export async function writeGoods(folder, goods, head = '') {
  const file = join(folder, 'goods.toml');
  const entries = goods.map((good) =>
    Object.entries({ id: GOOD_ID, price: 4000, shared_secret: SECRET, ...good })
      .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
      .join('\n'),
  );
  const text = [head, ...entries.map((entry) => `[[good]]\n${entry}`)].join('\n');
  await writeFile(`${file}.new`, `${text}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return file;
}

/** Writes files below a folder: their contents by name. */
export async function writeFiles(folder, files) {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

/** `farthing deliver`; its address is `url`. `options`: see startCommand. */
export async function startDeliver(args, options) {
  const started = await startCommand(['deliver', '--listen', '127.0.0.1:0', ...args], options);
  return { ...started, url: started.line.match(/http:\/\/[\d.:]+\d/)[0] };
}

/** One request by node's own client, which sends fields as they are. The body is a Buffer. */
export function ask(url, { method = 'GET', headers = {}, agent, localAddress } = {}) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const path = url.slice(url.indexOf('/', 'http://'.length));
    const options = { hostname, port, path, method, headers, agent, localAddress };
    const outgoing = request(options, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode,
          headers: answer.headers,
          rawHeaders: answer.rawHeaders,
          body: Buffer.concat(parts),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
