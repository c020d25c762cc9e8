// SPDX-License-Identifier: MIT
// The objects that the platform takes and answers, as JSON Schema (2020-12).

const GOOD_ID = {
  type: 'string',
  pattern: '^[0-9a-f]{24}$',
  examples: ['558bcdbb1309c59725bdb559'],
};
const ORDER_ID = {
  type: 'string',
  pattern: '^[0-9A-HJKMNP-TV-Z]{26}$',
  examples: ['01JD3W5E3QJX0E4W4H5N8Q3Z7K'],
};
const HASH = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const ADDRESS = { type: 'string', pattern: '^G[A-Z2-7]{55}$' };
const AMOUNT = { type: 'string', pattern: '^[0-9]+$', description: 'Stroops, 10^-7 lumens.' };
const SECONDS = { type: 'integer', description: 'UNIX seconds.' };
/** Of a price: one more than int64 holds, because JavaScript cannot write its last number. */
const NO_PRICE = 2 ** 63;

const TITLE = { type: 'string', maxLength: 1000, description: 'One line; at most 1,000 bytes.' };
const URL = {
  type: 'string',
  maxLength: 4000,
  description: 'The page with the good on it. One line; at most 4,000 bytes; may be empty.',
};
const SECRET = {
  type: 'string',
  minLength: 1,
  maxLength: 1000,
  description:
    'Signs the receipts of the good: at least 24 random letters and digits, and of this good ' +
    'alone.',
};
const STROOPS = {
  type: 'integer',
  minimum: 1,
  exclusiveMaximum: NO_PRICE,
  description: 'Stroops (10,000,000 to the lumen).',
};
const PRICE = {
  description:
    'Stroops (10,000,000 to the lumen): a whole number in any spelling, also as a text.',
  anyOf: [
    { type: 'number', minimum: 1, exclusiveMaximum: NO_PRICE },
    { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$' },
  ],
};
const VALIDITY_IN = {
  description:
    'How long a purchase lasts, as the npm package ms reads it (`"1h"`, `"2.5 hrs"`, `"60000"`), ' +
    'or milliseconds. At most 100 years. Absent: for ever.',
  anyOf: [
    { type: 'string', minLength: 1, maxLength: 100 },
    { type: 'integer', minimum: 1, maximum: 3155760000000 },
    { type: 'null' },
  ],
};

const described = {
  price: PRICE,
  asset: { const: 'XLM' },
  sharedSecret: SECRET,
  title: TITLE,
  url: URL,
  purchaseValidityPeriod: VALIDITY_IN,
};
const GOOD_EXAMPLE = {
  price: 200000000,
  asset: 'XLM',
  sharedSecret: 'DLDwYsQGromi',
  title: 'Nihil placeat sapiente',
  url: 'http://example.org/post1',
  purchaseValidityPeriod: '1h',
};
const GOOD_ANSWER = {
  id: '558bcdbb1309c59725bdb559',
  ...GOOD_EXAMPLE,
  purchaseValidityPeriod: 3600000,
};

const satoshis = {
  description: 'Satoshis, sold at 6,250 stroops each.',
  anyOf: [{ type: 'number', minimum: 1 }, { type: 'string', pattern: '^[0-9]+$' }],
};
const describedV1 = {
  price: satoshis,
  sharedSecret: SECRET,
  secret: { ...SECRET, description: 'The same field as `sharedSecret`.' },
  title: TITLE,
  url: URL,
};
const GOOD_V1_EXAMPLE = {
  price: 4000,
  sharedSecret: 'n1hLnMiJwAwB',
  title: 'Tempora',
  url: 'https://example.info',
};
const GOOD_V1_ANSWER = {
  id: '558bcdbb1309c59725bdb559',
  ...GOOD_V1_EXAMPLE,
  secret: 'n1hLnMiJwAwB',
};

function object(properties, required, more = {}) {
  return { type: 'object', properties, required, ...more };
}

const batchOf = (path) => ({
  requests: [
    { method: 'PATCH', path, body: { title: 'A better title' } },
    { method: 'DELETE', path },
  ],
});

export const schemas = {
  Error: object(
    {
      name: { type: 'string', examples: ['invalid_request'] },
      message: { type: 'string', description: 'What is wrong, and what would be right.' },
      statusCode: { type: 'integer' },
      errorCode: { type: 'integer', description: 'The same as `statusCode`.' },
    },
    ['name', 'message', 'statusCode', 'errorCode'],
    {
      examples: [
        { name: 'not_found', message: 'There is no such path.', statusCode: 404, errorCode: 404 },
      ],
    },
  ),
  NewGood: object(described, ['price', 'asset', 'sharedSecret', 'title', 'url'], {
    description: 'Fields that are not known are ignored.',
    examples: [GOOD_EXAMPLE],
  }),
  GoodChange: object(described, [], {
    description: 'Any of the fields; the others stay. `purchaseValidityPeriod: null` clears it.',
    examples: [{ title: 'A better title', url: 'http://example.com/changed' }],
  }),
  Good: object(
    {
      id: GOOD_ID,
      ...described,
      price: STROOPS,
      purchaseValidityPeriod: {
        type: 'integer',
        minimum: 1,
        description: 'Milliseconds. Absent when a purchase never ends.',
      },
    },
    ['id', 'price', 'asset', 'sharedSecret', 'title', 'url'],
    { examples: [GOOD_ANSWER] },
  ),
  Goods: { type: 'array', items: { $ref: '#/components/schemas/Good' }, examples: [[GOOD_ANSWER]] },
  NewGoodV1: object(describedV1, ['price', 'title', 'url'], {
    description: 'With `secret` or `sharedSecret`.',
    anyOf: [{ required: ['secret'] }, { required: ['sharedSecret'] }],
    examples: [GOOD_V1_EXAMPLE],
  }),
  GoodChangeV1: object(describedV1, [], { examples: [{ title: 'A better title' }] }),
  GoodV1: object(
    { id: GOOD_ID, ...describedV1, price: { type: 'integer', description: 'Satoshis.' } },
    ['id', 'price', 'sharedSecret', 'secret', 'title', 'url'],
    { examples: [GOOD_V1_ANSWER] },
  ),
  GoodsV1: {
    type: 'array',
    items: { $ref: '#/components/schemas/GoodV1' },
    examples: [[GOOD_V1_ANSWER]],
  },
  Batch: object(
    {
      requests: {
        type: 'array',
        maxItems: 5000,
        items: object(
          {
            method: { enum: ['POST', 'PUT', 'PATCH', 'DELETE'] },
            path: { type: 'string', description: '`/goods` or `/goods/<id>`' },
            body: { type: 'object', description: 'The good, as of the request alone.' },
          },
          ['method', 'path'],
        ),
      },
    },
    ['requests'],
    { examples: [batchOf('/goods/558bcdbb1309c59725bdb559')] },
  ),
  BatchAnswer: object(
    {
      responses: {
        type: 'array',
        description: 'In the order of the requests.',
        items: object({ status: { type: 'integer' }, body: { type: 'object' } }, [
          'status',
          'body',
        ]),
      },
    },
    ['responses'],
    { examples: [{ responses: [{ status: 200, body: GOOD_ANSWER }] }] },
  ),
  Permissions: object({ permissions: { type: 'array', items: { type: 'string' } } }, [
    'permissions',
  ]),
  Limits: object(
    { maxProductPrice: { type: 'integer', description: 'Stroops.' } },
    ['maxProductPrice'],
    { examples: [{ maxProductPrice: 1e18 }] },
  ),
  Order: object(
    {
      id: ORDER_ID,
      state: { enum: ['offered', 'submitted', 'settled', 'failed'] },
      good: GOOD_ID,
      amount: AMOUNT,
      asset: { const: 'XLM' },
      destination: ADDRESS,
      memo: { ...ORDER_ID, description: 'The order\u2019s id; the memo of the payment.' },
      expires_at: SECONDS,
      hash: { ...HASH, description: 'Of the transaction that pays, from `submitted` on.' },
      submitted_hash: { ...HASH, description: 'Of the fee-bump around it, or the same.' },
      failure: { type: 'string', description: 'Why it failed, when it failed.' },
    },
    ['id', 'state', 'good', 'amount', 'asset', 'destination', 'memo', 'expires_at'],
  ),
  Transaction: object(
    { envelope: { type: 'string', description: 'A signed TransactionEnvelope, base64 XDR.' } },
    ['envelope'],
    { additionalProperties: false, examples: [{ envelope: 'AAAAAgAAAAB...' }] },
  ),
  UnassignedPayment: object(
    {
      operation: { type: 'string', description: 'The operation\u2019s id in history.' },
      hash: HASH,
      address: ADDRESS,
      from: ADDRESS,
      amount: { anyOf: [AMOUNT, { type: 'null' }] },
      asset: { type: 'string', description: '`XLM`, or `CODE:ISSUER`.' },
      memo: {
        type: ['string', 'null'],
        description: 'A stranger\u2019s text: show it as text, and never make a link of it.',
      },
      ledger: { type: 'integer' },
      at: SECONDS,
      reason: {
        enum: [
          ...['no_memo', 'unknown_order', 'wrong_asset', 'other_destination', 'amount_too_small'],
          ...['order_under_way', 'order_already_settled', 'order_ended', 'account_created'],
          ...['account_merged', 'contract_transfer'],
        ],
      },
      explanation: { type: 'string' },
    },
    [
      ...['operation', 'hash', 'address', 'from', 'amount', 'asset', 'memo', 'ledger', 'at'],
      ...['reason', 'explanation'],
    ],
  ),
  Quote: object({
    status: object({
      timestamp: { type: 'string', format: 'date-time' },
      error_code: { const: 0 },
      error_message: { type: 'null' },
    }),
    data: object(
      {
        XLM: object({
          id: { type: 'integer' },
          name: { type: 'string' },
          symbol: { const: 'XLM' },
          slug: { type: 'string' },
          last_updated: { type: 'string', format: 'date-time' },
          quote: {
            type: 'object',
            additionalProperties: object(
              {
                price: { type: 'number', description: 'Of one lumen, with at most 8 decimals.' },
                last_updated: { type: 'string', format: 'date-time' },
                stale: { type: 'boolean', description: 'Show it with its time.' },
              },
              ['price', 'last_updated', 'stale'],
            ),
          },
        }),
      },
      ['XLM'],
    ),
  }),
  BitcoinRate: object(
    {
      code: { type: 'string' },
      rate: { type: 'number', description: 'Of 100,000,000 satoshis, that is of 62,500 lumens.' },
      last_updated: { type: 'string', format: 'date-time' },
      stale: { type: 'boolean', description: 'Show it with its time.' },
    },
    ['code', 'rate', 'last_updated', 'stale'],
    { examples: [{ code: 'EUR', rate: 9050, last_updated: '2026-09-21T14:13:20Z', stale: false }] },
  ),
};
