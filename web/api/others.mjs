// SPDX-License-Identifier: MIT
// Everything but the goods: orders, payments, rates, the widget and the wallet, and the server.

import { answer, content, errors, json, parameter, schema } from './parts.mjs';

const PUBLIC = [];

const showOrder = {
  parameters: [parameter('orderId')],
  get: {
    operationId: 'showOrder',
    tags: ['Orders'],
    summary: 'Show an order',
    description: 'What is public of it: neither buyer nor receipt.',
    security: PUBLIC,
    responses: { 200: answer('The order.', 'Order'), ...errors(404, 503) },
  },
};

const submitTransaction = {
  parameters: [parameter('orderId')],
  post: {
    operationId: 'submitTransaction',
    tags: ['Orders'],
    summary: 'Pay an order from any wallet',
    description:
      'Takes the signed payment of another wallet, pays the network\u2019s fee, and carries it ' +
      'to its end. Posting the same transaction again changes nothing.',
    security: PUBLIC,
    requestBody: {
      required: true,
      content: {
        ...json('Transaction'),
        'application/x-www-form-urlencoded': {
          schema: {
            type: 'object',
            properties: { tx: { type: 'string', description: 'The envelope, base64 XDR.' } },
            required: ['tx'],
          },
        },
      },
    },
    responses: {
      202: answer('The bytes are durable, and are carried to their end.', 'Order'),
      ...errors(400, 404, 409, 413, 415, 503),
    },
  },
};

const unassigned = {
  get: {
    operationId: 'listUnassignedPayments',
    tags: ['Payments'],
    summary: 'Payments that are for no order',
    description: 'To the payout address of the key\u2019s store, the newest first.',
    parameters: [
      {
        name: 'limit',
        in: 'query',
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      },
      {
        name: 'cursor',
        in: 'query',
        description: 'The `operation` of the last payment of the page before.',
        schema: { type: 'string', pattern: '^[1-9][0-9]*$' },
      },
    ],
    responses: {
      200: {
        description: 'The payments.',
        content: {
          'application/json': { schema: { type: 'array', items: schema('UnassignedPayment') } },
        },
      },
      ...errors(400, 401, 429, 503),
    },
  },
};

const quote = (suffix, summary) => ({
  get: {
    operationId: `quoteLumen${suffix}`,
    tags: ['Rates'],
    summary,
    description: 'In the shape of CoinMarketCap, for the WordPress plugin\u2019s preview.',
    security: PUBLIC,
    parameters: [
      {
        name: 'convert',
        in: 'query',
        description: 'One currency by its ISO 4217 code.',
        schema: { type: 'string', pattern: '^[A-Za-z]{3}$', default: 'USD' },
        example: 'EUR',
      },
      { name: 'symbol', in: 'query', schema: { const: 'XLM', default: 'XLM' } },
    ],
    responses: { 200: answer('The quote.', 'Quote'), ...errors(400, 404, 503) },
  },
});

const bitcoinRate = {
  parameters: [
    {
      name: 'currency',
      in: 'path',
      required: true,
      description: 'A currency by its ISO 4217 code.',
      schema: { type: 'string', pattern: '^[A-Za-z]{3}$' },
      example: 'eur',
    },
  ],
  get: {
    operationId: 'rateBitcoin',
    tags: ['Rates'],
    summary: 'The price of 100,000,000 satoshis',
    description:
      'In the shape of BitPay, for plugins with prices in satoshis. A satoshi is sold at 6,250 ' +
      'stroops here.',
    security: PUBLIC,
    responses: { 200: answer('The rate.', 'BitcoinRate'), ...errors(400, 404, 503) },
  },
};

const socket = {
  get: {
    operationId: 'openWalletSocket',
    tags: ['Wallet'],
    summary: 'The wallet\u2019s socket',
    description: 'A WebSocket with the subprotocol `farthing.wallet.v1` (docs/wallet-socket.md).',
    security: PUBLIC,
    parameters: [
      { name: 'network', in: 'query', required: true, schema: { enum: ['testnet'] } },
    ],
    responses: {
      101: { description: 'The connection is a WebSocket from here on.' },
      400: { $ref: '#/components/responses/400' },
      403: answer('The page is none of this platform.', 'Error'),
      426: answer('This is for WebSockets.', 'Error'),
    },
  },
};

/** A file that is part of the program. */
function asset(operationId, tag, summary, type) {
  return {
    get: {
      operationId,
      tags: [tag],
      summary,
      security: PUBLIC,
      parameters: [parameter('ifNoneMatch')],
      responses: {
        200: content(summary, type),
        304: { description: 'The client has it already.' },
      },
    },
  };
}

function health(operationId, summary, more = {}) {
  return {
    get: {
      operationId,
      tags: ['Server'],
      summary,
      security: PUBLIC,
      responses: { 200: content('Yes.', 'text/plain'), ...more },
    },
  };
}

const HTML = 'text/html';
const SCRIPT = 'text/javascript';
const QUOTES = '/coinmarketcap/v1/cryptocurrency/quotes/latest';

const LANGUAGES = ['ar', 'de', 'es', 'fr', 'ja', 'pt'];
const messages = Object.fromEntries(
  LANGUAGES.map((language) => [
    `/messages/${language}.js`,
    asset(`loadMessages_${language}`, 'Widget', `The widget\u2019s texts in ${language}`, SCRIPT),
  ]),
);

const frontPage = {
  get: {
    operationId: 'openFrontPage',
    tags: ['Server'],
    summary: 'What this server is',
    description: 'For a person who opens its address in a browser.',
    security: PUBLIC,
    responses: { 200: content('A page with links.', HTML), ...errors(404) },
  },
};
const docsFolder = {
  get: {
    operationId: 'findDocs',
    tags: ['Server'],
    summary: 'The way to this document for people',
    security: PUBLIC,
    responses: {
      302: {
        description: 'It is at `/docs/api`.',
        headers: { Location: { schema: { const: '/docs/api' } } },
      },
    },
  },
};

export const otherPaths = {
  '/testnet/orders/{id}': showOrder,
  '/testnet/orders/{id}/transaction': submitTransaction,
  '/testnet/v2/payments/unassigned': unassigned,
  [QUOTES]: quote('', 'The price of a lumen'),
  [`/testnet${QUOTES}`]: quote('OfTestnet', 'The same on the test network'),
  [`/staging/testnet${QUOTES}`]: quote('OfStaging', 'The same at the path that the plugin knows'),
  '/api/rates/{currency}': bitcoinRate,
  '/satoshipay.js': asset('loadWidget', 'Widget', 'The widget', SCRIPT),
  '/testnet/satoshipay.js': asset(
    'loadTestnetWidget',
    'Widget',
    'The widget of the test network',
    SCRIPT,
  ),
  '/wallet': asset('openWallet', 'Wallet', 'The wallet\u2019s frame', HTML),
  '/wallet/index.html': asset(
    'openWalletPage',
    'Wallet',
    'The wallet\u2019s frame, by its name',
    HTML,
  ),
  '/wallet/wallet.css': asset('loadWalletStyle', 'Wallet', 'The style of the wallet', 'text/css'),
  '/wallet/wallet.js': asset(
    'loadWalletScript',
    'Wallet',
    'The script of the wallet',
    SCRIPT,
  ),
  '/wallet/recovery.js': asset(
    'loadRecoveryScript',
    'Wallet',
    'Recovery words, when they are needed',
    SCRIPT,
  ),
  '/wallet/qr.js': asset('loadCodeScript', 'Wallet', 'QR codes, when they are needed', SCRIPT),
  '/wallet/socket': socket,
  ...messages,
  '/healthz': health('tellHealth', 'Does the process answer?'),
  '/readyz': health('tellReadiness', 'Does it sell?', {
    503: content('No; the body says why in a word or two.', 'text/plain'),
  }),
  '/': frontPage,
  '/docs': docsFolder,
  '/openapi.json': asset('loadOpenapi', 'Server', 'This document', 'application/json'),
  '/docs/api': asset('readDocs', 'Server', 'This document for people', HTML),
  '/docs/api/index.html': asset(
    'readDocsPage',
    'Server',
    'This document for people, by its name',
    HTML,
  ),
  '/docs/api/page.css': asset('loadDocsStyle', 'Server', 'The style of that page', 'text/css'),
};
