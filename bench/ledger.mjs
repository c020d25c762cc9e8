// The embedded ledger: transactions a second, signatures checked, closes durable.
// SPDX-License-Identifier: MIT

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { output } from './support/load.mjs';

const program = fileURLToPath(new URL('../build/release/bench/ledger_bench', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'farthing-bench-'));
try {
  const figures = JSON.parse(await output(program, [folder]));
  const { per_second: rate, microseconds_each: each } = figures;
  const { verification_microseconds: verification, verification_share: share } = figures;
  console.log(`  ${rate} transactions a second, in durable ledgers of 1,000`);
  console.log(`  ${each} us each; one ed25519 verification takes ${verification} us,`);
  console.log(`  which is ${(100 * share).toFixed(0)} % of the time`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
