/** A folder of a test with files in it, and what a check says of them. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Writes `files` ({ path: text }) into a new folder, calls `use(folder)` and removes it. */
export function withFiles(files, use) {
  const folder = newFolder();
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Calls `use` with a new, empty folder, waits for it and removes the folder. */
export async function withFolder(use) {
  const folder = newFolder();
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function newFolder() {
  return mkdtempSync(join(tmpdir(), 'farthing-planted-'));
}

/** Findings as `path:line: message`. */
export function said(findings) {
  return findings.map(({ path, line, message }) => `${path}:${line}: ${message}`);
}
