// SPDX-License-Identifier: MIT
/** Timers by the wall clock: they may be months long, and a sleeping device does not stop them. */

import type { Timer } from './sale';

const STRETCH_MAX_MS = 60_000;

export const wall_timer: Timer = {
  after(ms, work) {
    const due = Date.now() + ms;
    let handle: number;
    const wait = (): void => {
      const left_ms = due - Date.now();
      if (left_ms <= 0) return work();
      handle = window.setTimeout(wait, Math.min(left_ms, STRETCH_MAX_MS));
    };
    handle = window.setTimeout(wait, Math.max(0, Math.min(ms, STRETCH_MAX_MS)));
    return () => clearTimeout(handle);
  },
};
