// SPDX-License-Identifier: MIT
// A folder for sale with traps around it, and the ways into them.

import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFiles } from './goods.mjs';

/** Everything that could name a file outside of what was sold, as the rest of a path. */
export const ESCAPES = [
  ...[
    '../secret',
    '../../secret',
    './../secret',
    'a/../../secret',
    '..',
    '.',
    './',
    '../',
    '//secret',
  ],
  ...[
    '%2e%2e/secret',
    '%2E%2E/secret',
    '.%2e/secret',
    '%2e./secret',
    '%2e%2e%2fsecret',
    '..%2fsecret',
  ],
  ...[
    '..%2Fsecret',
    'a%2f..%2f..%2fsecret',
    '%2e%2e%5csecret',
    '..%5csecret',
    '..\\secret',
    'a\\..\\b',
  ],
  ...['%252e%252e/secret', '%252e%252e%252fsecret', '..%252fsecret', '%25%32%65%25%32%65/secret'],
  ...['%c0%ae%c0%ae/secret', '%c0%ae%c0%ae%c0%afsecret', '..%c0%afsecret', '..%c1%9csecret'],
  ...['%e0%80%ae%e0%80%ae/secret', '%f0%80%80%ae/secret', '%u002e%u002e/secret', '..%u2215secret'],
  ...[
    '..;/secret',
    '..;a=b/secret',
    '..%00/secret',
    '..%0d%0a/secret',
    '%00',
    'fine%00',
    'fine%00.txt',
  ],
  ...[
    'fine.txt%00',
    '%0a',
    '%0d%0aX:%20y',
    '%7f',
    '%ff',
    '%ed%a0%80',
    '%80',
    '%',
    '%2',
    '%zz',
    '%g0',
  ],
  ...['/etc/passwd', '%2fetc%2fpasswd', 'file:///etc/passwd', 'C:%5cboot.ini', 'proc/self/environ'],
  ...[
    '.hidden',
    '.git/config',
    'a/.hidden',
    '%2ehidden',
    '.goods.toml',
    'link',
    'link/secret',
    'out',
  ],
  ...[
    'out/secret',
    'inner',
    'fifo',
    'a',
    'a/',
    'fine.txt/',
    'fine.txt/.',
    'fine.txt/..',
    'fine.txt//',
  ],
  ...['fine.txt/x', '', 'A/x', 'FINE.TXT', 'x'.repeat(300), 'a/'.repeat(100), 'x'.repeat(4000)],
];

assert.ok(ESCAPES.length >= 80);

/** Writes the folder `name`, of which only `fine.txt` is for sale, into another. */
export async function writeTraps(folder, name) {
  await writeFiles(folder, {
    secret: 'secret',
    [`${name}/fine.txt`]: 'fine',
    [`${name}/.hidden`]: 'secret',
    [`${name}/.git/config`]: 'secret',
    [`${name}/a/.hidden`]: 'secret',
  });
  await symlink('../secret', join(folder, name, 'link'));
  await symlink('..', join(folder, name, 'out'));
  await symlink('fine.txt', join(folder, name, 'inner'));
}

/** Fails when the answer to such a way holds anything; `fine.txt/` is the file itself. */
export function expectNoEscape(form, { status, body }) {
  assert.ok([400, 404].includes(status) || form === 'fine.txt/', `${form}: ${status}`);
  assert.ok(!body.includes('root:') && !body.includes('"secret"'), form);
  assert.notEqual(body.toString(), 'secret', form);
}
