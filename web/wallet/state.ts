// SPDX-License-Identifier: MIT
/** What the wallet is, for its view: one of these, never a mixture of flags. */

import type { WalletWords } from './words';

export type Account =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'open'; readonly balance: bigint; readonly spendable: bigint };

export type WalletState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'offline' }
  | {
      readonly kind: 'online';
      readonly account: Account;
      readonly friendbot: boolean;
      readonly funding: boolean;
    }
  | { readonly kind: 'refused'; readonly message: string };

/** The one line of the button: the balance, or why there is none. */
export type Summary =
  | { readonly kind: 'balance'; readonly stroops: bigint }
  | {
      readonly kind: 'words';
      readonly name: 'wallet' | 'reconnecting' | 'off' | 'getting' | 'empty';
    };

export function summary(state: WalletState): Summary {
  switch (state.kind) {
    case 'starting':
      return { kind: 'words', name: 'wallet' };
    case 'offline':
      return { kind: 'words', name: 'reconnecting' };
    case 'refused':
      return { kind: 'words', name: 'off' };
    case 'online':
      return account_summary(state.account, state.funding);
  }
}

function account_summary(account: Account, funding: boolean): Summary {
  if (account.kind === 'open') return { kind: 'balance', stroops: account.balance };
  if (funding) return { kind: 'words', name: 'getting' };
  return { kind: 'words', name: account.kind === 'missing' ? 'empty' : 'wallet' };
}

/** Why the wallet cannot work at present, for the page. */
export function trouble(state: WalletState, words: WalletWords): string | undefined {
  if (state.kind === 'refused') return state.message;
  return state.kind === 'offline' ? words.offline : undefined;
}
