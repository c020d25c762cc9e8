// SPDX-License-Identifier: MIT
/** What the wallet says, in the language of the page. */

import type { Words } from '../base/words';
import type { Failure } from './answers';
import type { wallet } from '../messages/en';

export type WalletWords = Words<typeof wallet>;

/** What the server said, in the reader's language where its code is known there. */
export function said(words: WalletWords, answer: Pick<Failure, 'code' | 'message'>): string {
  const named: Readonly<Record<string, string>> = words;
  const known = Object.prototype.hasOwnProperty.call(named, `server_${answer.code}`);
  return (known && named[`server_${answer.code}`]) || answer.message;
}
