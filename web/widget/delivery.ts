// SPDX-License-Identifier: MIT
/** Fetches a paid good from the publisher's own server. Knows HTTP; knows nothing of the page. */

export type Delivery =
  | { readonly kind: 'delivered'; readonly text: string }
  /** The publisher does not take the receipt, whatever status its software says that with. */
  | { readonly kind: 'unpaid' }
  | { readonly kind: 'unavailable' };

const PATIENCE_MS = 60_000;
const UNPAID: readonly number[] = [401, 402, 403];

/** The address of the good with the proof of payment as its last query parameter. */
export function with_receipt(src: string, receipt: string): string {
  const [address = '', ...fragment] = src.split('#');
  const separator = address.includes('?') ? '&' : '?';
  const proven = `${address}${separator}paymentReceipt=${encodeURIComponent(receipt)}`;
  return [proven, ...fragment].join('#');
}

export async function fetch_text(url: string, fetcher: typeof fetch = fetch): Promise<Delivery> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetcher(url, { signal: patience.signal });
    if (UNPAID.includes(response.status)) return { kind: 'unpaid' };
    if (response.status !== 200) return { kind: 'unavailable' };
    return { kind: 'delivered', text: await decoded(response) };
  } catch {
    // Offline, refused by CORS or cut off: to the reader these are the same, "try again".
    return { kind: 'unavailable' };
  } finally {
    clearTimeout(timer);
  }
}

/** Old publishers' pages are not all UTF-8, and Response.text() would take them for it. */
async function decoded(response: Response): Promise<string> {
  const charset = /charset="?([\w-]+)/i.exec(response.headers.get('Content-Type') ?? '')?.[1];
  return decoder(charset).decode(await response.arrayBuffer());
}

function decoder(charset: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
