// SPDX-License-Identifier: MIT
/** Money in the browser: stroops as BigInt, and their decimal form in lumens. No floating point. */

const STROOPS_PER_LUMEN = 10_000_000n;
const STROOPS_MAX = 2n ** 63n - 1n;

/** Reads the wire form of an amount, a decimal string of stroops; undefined when it is not one. */
export function parse_stroops(text: string): bigint | undefined {
  if (!/^(0|[1-9]\d{0,18})$/.test(text)) return undefined;
  const stroops = BigInt(text);
  return stroops <= STROOPS_MAX ? stroops : undefined;
}

/** 4000n is "0.0004": the shortest exact decimal, for any amount of zero or more. */
export function lumens(stroops: bigint): string {
  const whole = stroops / STROOPS_PER_LUMEN;
  const fraction = String(stroops % STROOPS_PER_LUMEN)
    .padStart(7, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}

/** As a reader sees it, in every language: "0.0004 XLM", and "10 000 XLM" in groups of digits. */
export function price_text(stroops: bigint): string {
  return `${grouped(lumens(stroops))} XLM`;
}

/** Four digits are read at a glance; from five on a narrow space stands before each three. */
function grouped(decimal: string): string {
  return decimal.replace(/^\d{5,}/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, '\u202f'));
}

/** With at most four decimals, rounded down, for a balance that has little room. */
export function short_price_text(stroops: bigint): string {
  const small = stroops > 0n && stroops < 1000n;
  return price_text(small ? stroops : stroops - (stroops % 1000n));
}

/** Reads what a person writes for an amount of lumens: at most seven decimals. */
export function parse_lumens(text: string): bigint | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,7}))?$/.exec(text);
  if (!match) return undefined;
  const stroops = BigInt(match[1] ?? 0) * STROOPS_PER_LUMEN;
  const fraction = BigInt((match[2] ?? '').padEnd(7, '0'));
  return stroops + fraction <= STROOPS_MAX ? stroops + fraction : undefined;
}
