// SPDX-License-Identifier: MIT
/** English. Every other language has the same names; `{name}` stands for what varies. */

export const widget = {
  read: 'Read for {price}',
  view: 'View for {price}',
  listen: 'Listen for {price}',
  watch: 'Watch for {price}',
  get: 'Get for {price}',
  give: 'Give {price}',
  about: 'about {price}',
  file: 'File',
  save: 'Save the file',
  retry: 'Try again',
  top_up: 'Top up',
  thanks: 'Thank you!',
  given: 'You gave {price}.',
  starting: 'Asking the wallet',
  confirming: 'Confirm the payment in the wallet at the bottom of the page.',
  ordering: 'Ordering',
  paying: 'Checking and signing the payment',
  settling: 'Payment sent; waiting for the ledger',
  fetching: 'Fetching from the publisher',
  unlocked: 'Unlocked: {title}',
  unlocked_untitled: 'Unlocked',
  ending: 'Your access ends in {time}.',
  ended: 'Your access has ended.',
  unknown: 'This is not for sale at present.',
  receipt_refused: 'The publisher does not accept the receipt. Try again: you will not pay twice.',
  undelivered: 'The publisher does not deliver at present. Try again: you will not pay twice.',
  unplayable: 'Your browser cannot play this.',
  interrupted: 'The connection broke off. Try again: you will not pay twice.',
  offline: 'You are offline. This goes on by itself when you are back: you will not pay twice.',
  unsupported: 'This is a kind of good that cannot be sold here.',
  no_origin: 'Paid content works only on pages that come from a web server.',
  no_answer: 'The payment service does not answer.',
};

export const wallet = {
  // The button.
  wallet: 'Wallet',
  reconnecting: 'Reconnecting',
  off: 'Wallet off',
  getting: 'Getting play money',
  empty: 'Empty wallet',

  // The menu.
  your_wallet: 'Your wallet',
  play_money: 'Play money',
  back: 'Back',
  activity: 'Activity',
  top_up: 'Top up',
  purchases: 'Purchases',
  back_up: 'Back up',
  settings: 'Settings',
  learn_more: 'Learn more',
  only_copy: 'This wallet exists only in this browser. Back it up before you clear its data.',
  lost_key:
    'The browser has lost the key of the wallet {address}. Its words bring it back, under ' +
    '\u201cBack up\u201d.',

  // What the wallet is doing.
  connecting: 'Connecting to the payment server.',
  offline: 'The payment server does not answer. Trying again.',
  no_account: 'This wallet has no account on the test network yet.',
  open_account: 'Send at least 1.5 XLM to this address to open the wallet.',

  // A question before a payment.
  pay_question: 'Pay {price}?',
  pay: 'Pay {price}',
  not_now: 'Not now',
  why_asked: 'Above {click} for one purchase, or {day} a day, the wallet asks first.',
  covered:
    'Something lies over this window or changes how it looks, as extensions for dark pages do. ' +
    'Its buttons will work when nothing does.',
  ask_apart: 'Confirm in a window of its own',
  no_window: 'The browser does not let a window open here.',

  // Activity and purchases.
  nothing_yet: 'Nothing yet',
  not_paid: 'not paid',
  on_its_way: 'on its way',
  end_unknown: 'end unknown',
  more: 'Show more',
  until: 'until {time}',
  has_ended: 'has ended',
  untitled: 'Untitled',

  // Topping up.
  get_play_money: 'Get play money',
  play_money_note: 'On this test network lumens are free, and worth nothing elsewhere.',
  send_to: 'Send lumens (XLM) to this address. They appear here by themselves, in a few seconds.',
  no_memo: 'No memo is needed.',
  copy: 'Copy',
  copied: 'Copied',
  selected: 'Selected',
  open_wallet: 'Open in a Stellar wallet',
  address: 'Address',

  // Backing up.
  back_up_note:
    'Whoever has these words has your money and all that you bought. Write them down on ' +
    'paper; nobody can give them to you again.',
  show_words: 'Show the recovery words',
  hide: 'Hide',
  reveal_question: 'Whoever sees this can take all that is in the wallet. Is nobody looking?',
  reveal_yes: 'Show it',
  written_down: 'I have written them down',
  backed_up: 'You have written down the words of this wallet.',
  no_words: 'This wallet came without recovery words. Its secret key is its only copy.',
  other_ways: 'Other ways',
  show_link: 'Link for another browser',
  link_note:
    'Scan it, or open the link in the other browser. It holds your key: show it to nobody.',
  show_key: 'Secret key for other Stellar wallets',
  restore: 'Bring another wallet here',
  restore_note: 'Its recovery words, or its secret key (S...):',
  use_it: 'Use this wallet here',
  restore_question: 'Use the wallet {address} in this browser?',
  put_aside: 'The present one is put aside, and you can come back to it below.',
  put_aside_warning: 'The present one is put aside. It is not backed up and holds {price}.',
  bad_words: 'These are not the words of a wallet. Check their order and their spelling.',
  bad_key: 'This is not a secret key. It starts with S and has 56 letters and digits.',
  same_wallet: 'This wallet is the one in use.',
  payment_under_way: 'A payment is under way. Try again when it has ended.',
  former: 'Earlier wallets of this browser',
  shared_note: 'This browser keeps a wallet of its own for each site.',
  use_one: 'Use one wallet on all sites',
  use_one_refused:
    'The browser does not allow it yet. Open your wallet in a tab once, then try again.',
  open_in_tab: 'Open the wallet in a tab',

  // Settings.
  settings_note:
    'Below these amounts a click on a price pays at once. Above them you are asked here first.',
  per_click: 'For one purchase (XLM)',
  per_day: 'Within a day (XLM)',
  save: 'Save',
  saved: 'Saved',
  bad_amount: 'Write an amount of lumens, such as 0.5.',

  // Learning more.
  learn_1:
    'This wallet pays publishers directly, in lumens on the Stellar network. It needs no ' +
    'account, and nobody but you can spend what is in it.',
  learn_2:
    'Its key was made in this browser and never leaves it. The page you are reading cannot ' +
    'see it; it can only ask for payments, within the limits that you set.',
  learn_3:
    'What you have bought opens again without paying, in every browser that has your recovery ' +
    'words.',
  learn_4:
    'There is no cookie. The publisher and the payment server learn what this wallet buys; that ' +
    'it paid, and whom, stands in a public ledger, without your name.',

  // Why something was not bought.
  price_unknown: 'The price of this is not known yet. Try again.',
  unconfirmed: 'You did not confirm. Nothing was paid.',
  poor: 'Your wallet cannot spend {price}.',
  unreachable: 'The payment server does not answer. Nothing was paid.',
  unknown_end:
    'The payment is on its way, but its server does not answer. Ask later: you will not pay twice.',
  unfinished: 'An earlier payment for this has not ended yet. Try again in a few minutes.',
  no_record: 'This browser has no room to write the payment down. Nothing was paid.',
  lapsed: 'The earlier payment did not go through. Nothing was paid.',
  expired: 'The offer has ended, or the clock of this device is wrong. Nothing was paid.',
  unasked: 'With your other purchases this must be confirmed. Nothing was paid. Try again.',
  odd: 'The payment server gave an answer that makes no sense.',
  repriced: 'The price has changed to {price}. Nothing was paid.',
  other_amount: 'another amount',
  refused: 'The wallet refused to sign: {fault}. Nothing was paid.',
  fault_plain: 'the payment is not a plain payment',
  fault_good: 'the offer is for something else',
  fault_asset: 'the payment is not in lumens',
  fault_destination: 'the money would go to somebody else',
  fault_muxed: 'the money would go to a shared account',
  fault_payer: 'the payment is not from this wallet',
  fault_amount: 'the amount is not the one shown',
  fault_memo: 'the payment is not marked with its order',
  fault_source: 'the wallet would pay the network fee',
  fault_time_bounds: 'the payment would stay valid for too long',
  fault_operation_count: 'the transaction does more than one thing',
  fault_hash: 'the payment is for another network or was changed',

  // Why the wallet cannot work.
  other_language: 'The payment server speaks another language.',
  other_audience: 'The payment server goes by another address than this one.',
  other_network: 'The payment server answered for another network.',
  no_live: 'This payment server does not sell on the live network.',
  no_testnet: 'This payment server does not sell on the test network.',
  needs_https: 'The wallet works only on pages that were loaded over https.',
  unreadable_key: 'This browser holds a wallet that this page cannot read.',
  no_storage: 'This browser does not let the wallet keep its key. Allow site data for this page.',
  no_room: 'This browser has no room for the wallet to keep its key.',
  not_loaded: 'The wallet was not loaded completely. Reload the page.',
  cannot_run: 'This browser cannot run the wallet.',
};
