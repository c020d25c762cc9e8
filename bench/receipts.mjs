// Receipt verification in nanoseconds, beside SHA-512 of the same bytes.
// SPDX-License-Identifier: MIT

import { fileURLToPath } from 'node:url';
import { output } from './support/load.mjs';

const program = fileURLToPath(new URL('../build/release/bench/receipt_bench', import.meta.url));
const { benchmarks } = JSON.parse(
  await output(program, [
    '--benchmark_format=json',
    '--benchmark_repetitions=7',
    '--benchmark_report_aggregates_only=true',
  ]),
);
const nanoseconds = Object.fromEntries(
  benchmarks
    .filter(({ aggregate_name }) => aggregate_name === 'median')
    .map(({ run_name, cpu_time }) => [run_name, cpu_time]),
);
for (const [name, ns] of Object.entries(nanoseconds))
  console.log(
    `  ${name.padEnd(24)}${ns.toFixed(0).padStart(7)} ns`,
    ` ${(ns / nanoseconds.sha512_floor).toFixed(2)} x SHA-512`,
  );
