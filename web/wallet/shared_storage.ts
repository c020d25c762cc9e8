// SPDX-License-Identifier: MIT
/**
 * Browsers give an embedded frame a localStorage of its own for each site that embeds it, which
 * would be a wallet for each site. Where the Storage Access API hands out the one that the frame's
 * own pages have, the wallet keeps its key there.
 */

import { load_former, load_keys, replace_keys } from './vault';

interface StorageAccess {
  readonly localStorage: Storage;
}

type WithStorageAccess = Document & {
  requestStorageAccess?(types: { localStorage: true }): Promise<StorageAccess | undefined>;
  hasStorageAccess?(): Promise<boolean>;
};

const page = document as WithStorageAccess;

/** Whether there is something to ask the reader for. */
export function can_share(): boolean {
  return window.parent !== window && typeof page.requestStorageAccess === 'function';
}

/** The storage that all sites share, if the browser gives it without a question. */
export async function granted_storage(): Promise<Storage | undefined> {
  if (!can_share() || !(await is_granted())) return undefined;
  return request_storage();
}

/** Asks the browser, which may ask the reader; only within a click. */
export async function request_storage(): Promise<Storage | undefined> {
  try {
    return (await page.requestStorageAccess?.({ localStorage: true }))?.localStorage;
  } catch {
    return undefined;
  }
}

/** A wallet that a site had to itself until now is not lost: it moves in, or is put aside. */
export async function bring_along(own: Storage, shared: Storage): Promise<void> {
  const mine = load_keys(own);
  if (!mine) return;
  const theirs = load_keys(shared);
  const known = theirs ? [theirs, ...load_former(shared)] : [];
  if (known.some(({ secret }) => String(secret) === String(mine.secret))) return;
  await replace_keys(shared, mine);
  if (theirs) await replace_keys(shared, theirs);
}

async function is_granted(): Promise<boolean> {
  try {
    if (await page.hasStorageAccess?.()) return true;
    const name = 'storage-access' as PermissionName;
    return (await navigator.permissions.query({ name })).state === 'granted';
  } catch {
    return false;
  }
}
