// SPDX-License-Identifier: MIT
/** Where a wallet lies: what one origin may keep, for one site or for all. */

import { Database, type Safe } from './safe';

export interface Place {
  readonly storage: Storage;
  /** Absent where the browser keeps no keys that it does not give away. */
  readonly safe: Safe | undefined;
  readonly locks: LockManager | undefined;
}

/** The names of a window, and of what the Storage Access API hands out. */
export interface Means {
  readonly localStorage: Storage;
  readonly indexedDB?: IDBFactory;
  readonly locks?: LockManager;
}

export function place_of({ localStorage, indexedDB, locks }: Means): Place {
  return { storage: localStorage, safe: indexedDB && new Database(indexedDB), locks };
}

/** Undefined where the browser keeps it from embedded frames. */
export function own_place(): Place | undefined {
  try {
    const { localStorage, indexedDB } = window;
    return place_of({ localStorage, indexedDB, locks: navigator.locks });
  } catch {
    return undefined;
  }
}

/** Reads and writes in `work` are one step to every tab, where the browser has locks. */
export async function alone<T>(
  { locks }: Pick<Place, 'locks'>,
  name: string,
  work: () => T | Promise<T>,
): Promise<T> {
  if (!locks) return work();
  let done: { result: T } | undefined;
  await locks.request(name, async () => {
    done = { result: await work() };
  });
  return done!.result;
}
