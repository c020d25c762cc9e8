// SPDX-License-Identifier: MIT
/**
 * Browsers give an embedded frame storage of its own for each site that embeds it, which would be a
 * wallet for each site. Where the Storage Access API hands out what the frame's own pages have, the
 * wallet keeps its key there.
 */

import { place_of, type Means, type Place } from './place';
import { add_keys, find_vault, load_former } from './vault';

interface Wanted {
  readonly localStorage: true;
  readonly indexedDB: true;
  readonly locks: true;
}

type WithStorageAccess = Document & {
  requestStorageAccess?(types: Wanted): Promise<Means | undefined>;
  hasStorageAccess?(): Promise<boolean>;
};

const page = globalThis.document as WithStorageAccess;

/** Whether there is something to ask the reader for. */
export function can_share(): boolean {
  return window.parent !== window && typeof page.requestStorageAccess === 'function';
}

/** What all sites share, if the browser gives it without a question. */
export async function granted_place(): Promise<Place | undefined> {
  if (!can_share() || !(await is_granted())) return undefined;
  return request_place();
}

/** Asks the browser, which may ask the reader; only within a click. */
export async function request_place(): Promise<Place | undefined> {
  try {
    const wanted = { localStorage: true, indexedDB: true, locks: true } as const;
    const means = await page.requestStorageAccess?.(wanted);
    return means?.localStorage && place_of(means);
  } catch {
    return undefined;
  }
}

/** A wallet that a site had to itself until now is not lost: it moves in, or is put aside. */
export async function bring_along(own: Place, shared: Place): Promise<void> {
  const mine = await find_vault(own);
  if (!mine) return;
  const theirs = await find_vault(shared);
  const known = theirs ? [theirs.address, ...(await load_former(shared, theirs.address))] : [];
  if (!known.includes(mine.address)) await mine.use((keys) => add_keys(shared, keys));
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
