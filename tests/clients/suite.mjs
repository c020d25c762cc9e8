// SPDX-License-Identifier: MIT
// Runs one table of cases with every generation of the Stellar SDK against one `farthing ledger`.

import { after, test } from 'node:test';
import { startLedger } from '../support/ledger.mjs';
import { Client } from './client.mjs';
import { generations } from './generations.mjs';

const CASE_MS = 60_000;

/**
 * Each case is { name, since, run(client, ledger) }: `since` is the generation that first has what
 * the case is about; older ones have no such test.
 */
export function suite(cases, options) {
  // Not in a hook, which would be that of all suites of the file.
  let started;
  const start = () => (started ??= startLedger(options));
  const nothing = () => {};
  after(() => started?.then((ledger) => ledger.stop(), nothing));
  for (const generation of generations) {
    for (const { name, since = 0, run } of cases) {
      if (generation.generation < since) continue;
      const title = `${generation.name}: ${name}`;
      test(title, { timeout: CASE_MS, skip: generation.unusable }, async () => {
        const ledger = await start();
        await run(new Client(generation, ledger.url), ledger);
      });
    }
  }
}
