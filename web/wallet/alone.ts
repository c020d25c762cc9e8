// SPDX-License-Identifier: MIT
/** Work on localStorage that no other tab may interrupt. */

/** Reads and writes in `work` are one step to every tab, where the browser has locks. */
export async function alone<T>(name: string, work: () => T): Promise<T> {
  const locks: LockManager | undefined = navigator.locks;
  if (!locks) return work();
  let done: { result: T } | undefined;
  await locks.request(name, () => {
    done = { result: work() };
  });
  return done!.result;
}
