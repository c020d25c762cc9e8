// SPDX-License-Identifier: MIT
/** Which payment server and which network this script belongs to: its own address says both. */

export interface Platform {
  readonly origin: string;
  readonly network: 'live' | 'testnet';
}

/** `/testnet/satoshipay.js` sells on the test network, `/satoshipay.js` on the live one. */
export function platform_of(script_url: string): Platform {
  const { origin, pathname } = new URL(script_url);
  return { origin, network: pathname.startsWith('/testnet/') ? 'testnet' : 'live' };
}

/**
 * The address of the running script; where the browser does not say, the first tag of that name.
 */
export function script_url(): string | undefined {
  const current = document.currentScript;
  if (current instanceof HTMLScriptElement && current.src) return current.src;
  return document.querySelector<HTMLScriptElement>('script[src*="/satoshipay.js"]')?.src;
}
