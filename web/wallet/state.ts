// SPDX-License-Identifier: MIT
/** What the wallet is, for its view: one of these, never a mixture of flags. */

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
  | { readonly kind: 'words'; readonly words: string };

export function summary(state: WalletState): Summary {
  switch (state.kind) {
    case 'starting':
      return words('Wallet');
    case 'offline':
      return words('Reconnecting');
    case 'refused':
      return words('Wallet off');
    case 'online':
      return account_summary(state.account, state.funding);
  }
}

function account_summary(account: Account, funding: boolean): Summary {
  if (account.kind === 'open') return { kind: 'balance', stroops: account.balance };
  return words(
    funding ? 'Getting play money' : account.kind === 'missing' ? 'Empty wallet' : 'Wallet',
  );
}

function words(text: string): Summary {
  return { kind: 'words', words: text };
}
