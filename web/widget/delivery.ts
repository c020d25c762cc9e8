// SPDX-License-Identifier: MIT
/** Fetches a paid good from the publisher's own server. Knows HTTP; knows nothing of the page. */

export type Refusal =
  /** The publisher does not take the receipt, whatever status its software says that with. */
  { readonly kind: 'unpaid' } | { readonly kind: 'unavailable' };

export type Delivery = { readonly kind: 'delivered'; readonly text: string } | Refusal;

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
  return patiently(fetcher, url, {}, async (response) => {
    if (response.status !== 200) return refusal(response);
    return { kind: 'delivered', text: await decoded(response) };
  });
}

/** Why an element could not load this: elements do not tell. Asks for one byte. */
export async function reason_of(url: string, fetcher: typeof fetch = fetch): Promise<Refusal> {
  const headers = { Range: 'bytes=0-0' };
  return patiently(fetcher, url, { headers }, async (response) => refusal(response));
}

async function patiently<T>(
  fetcher: typeof fetch,
  url: string,
  options: RequestInit,
  read: (response: Response) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    return await read(await fetcher(url, { ...options, signal: patience.signal }));
  } catch {
    // Offline, refused by CORS or cut off: to the reader these are the same, "try again".
    return { kind: 'unavailable' };
  } finally {
    clearTimeout(timer);
  }
}

function refusal(response: Response): Refusal {
  return { kind: UNPAID.includes(response.status) ? 'unpaid' : 'unavailable' };
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
