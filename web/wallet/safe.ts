// SPDX-License-Identifier: MIT
/** The sealed keys of an origin, in its IndexedDB: one record for each address, never deleted. */

import type { Sealed } from './seal';

export interface Safe {
  get(address: string): Promise<Sealed | undefined>;
  /** On return it is on the disk. */
  put(sealed: Sealed): Promise<void>;
  /** The one that was last put to use comes first. */
  addresses(): Promise<readonly string[]>;
}

const NAME = 'farthing';
const STORE = 'keys';
/** Some browsers leave the question open for ever, in windows where they keep nothing. */
const PATIENCE_MS = 5000;

export class Database implements Safe {
  constructor(private readonly factory: IDBFactory) {}

  get(address: string): Promise<Sealed | undefined> {
    return this.run('readonly', (keys) => keys.get(address) as IDBRequest<Sealed | undefined>);
  }

  async put(sealed: Sealed): Promise<void> {
    await this.run('readwrite', (keys) => keys.put(sealed));
  }

  async addresses(): Promise<readonly string[]> {
    const all = await this.run('readonly', (keys) => keys.getAll() as IDBRequest<Sealed[]>);
    return all.sort((one, other) => other.time - one.time).map(({ address }) => address);
  }

  private async run<T>(
    mode: 'readonly' | 'readwrite',
    work: (keys: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    const database = await this.open();
    try {
      return await finished(database.transaction(STORE, mode, { durability: 'strict' }), work);
    } finally {
      database.close();
    }
  }

  private open(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const request = this.factory.open(NAME, 1);
      request.onupgradeneeded = () =>
        request.result.createObjectStore(STORE, { keyPath: 'address' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      setTimeout(() => reject(new Error('IndexedDB does not answer')), PATIENCE_MS);
    });
  }
}

function finished<T>(
  transaction: IDBTransaction,
  work: (keys: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}
