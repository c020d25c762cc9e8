// SPDX-License-Identifier: MIT
/**
 * The wallet's end of the line to the publisher's page: one window, one origin, fixed by its first
 * message.
 */

import { enveloped, read_to_wallet, type ToPage, type ToWallet } from '../base/frame_messages';

export interface PageLine {
  /** Dropped as long as no page has spoken: there is nobody whose origin is known. */
  send(message: ToPage): void;
}

/** Listens to the window that embeds the wallet and to no other. */
export function open_page_line(page: Window, receive: (message: ToWallet) => void): PageLine {
  let origin: string | undefined;
  addEventListener('message', (event) => {
    if (event.source !== page || (origin !== undefined && event.origin !== origin)) return;
    const message = read_to_wallet(event.data);
    if (!message || !is_addressable(event.origin)) return;
    origin = event.origin;
    receive(message);
  });
  return {
    send(message) {
      if (origin !== undefined) page.postMessage(enveloped(message), origin);
    },
  };
}

/**
 * Pages from files and sandboxes all have the origin "null", which cannot be told from one
 * another.
 */
function is_addressable(origin: string): boolean {
  return origin !== 'null' && origin !== '';
}
