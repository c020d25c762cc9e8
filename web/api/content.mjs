// SPDX-License-Identifier: MIT
// The goods that the platform delivers by itself (docs/deliver.md).

import { content, errors, parameter } from './parts.mjs';

const RECEIPT = [
  {
    name: 'paymentReceipt',
    in: 'query',
    description: 'The receipt that the wallet got.',
    schema: { type: 'string' },
  },
  {
    name: 'X-Payment-Certificate',
    in: 'header',
    description: 'The receipt, in place of `paymentReceipt`.',
    schema: { type: 'string' },
  },
  {
    name: 'Range',
    in: 'header',
    description: 'Parts of the file (RFC 9110 section 14).',
    schema: { type: 'string' },
    example: 'bytes=0-1023',
  },
];

const text = (description) => ({ description, schema: { type: 'string' } });

const unpaid = {
  description:
    'Not paid, or not with this receipt: problem details (RFC 9457), or to a browser a page to ' +
    'pay on. Nothing in it depends on the file.',
  headers: {
    'X-Payment-Types-Accepted': { schema: { const: 'SatoshiPay' } },
    'X-Payment-Price': { description: 'Stroops.', schema: { type: 'integer', minimum: 1 } },
    'X-Payment-Identifier': text('The id of the good.'),
  },
  content: {
    'application/problem+json': { schema: { type: 'object' } },
    'text/html': { schema: { type: 'string' } },
  },
};

const FILE = '*/*';

function delivery(operationId, summary, where) {
  return {
    get: {
      operationId,
      tags: ['Delivery'],
      summary,
      description:
        'The purchase of the receipt has to be one of this good. Conditions and several ranges ' +
        'are answered as RFC 9110 has them. Pages are sandboxed: they have no rights on the ' +
        'platform\u2019s origin.',
      security: [],
      parameters: [...where, ...RECEIPT],
      responses: {
        200: content('The file.', FILE),
        206: content('The parts of it that were asked for.', FILE),
        302: {
          description: 'It is at another address, which holds the receipt for what is beside it.',
          headers: { Location: text('That address.') },
        },
        304: { description: 'The client has it already.' },
        402: unpaid,
        ...errors(400, 404, 412, 416, 429, 503),
      },
    },
  };
}

const member = {
  name: 'member',
  in: 'path',
  required: true,
  description: 'The path of a file in the folder; it may have several parts.',
  schema: { type: 'string' },
  example: '720p/1.ts',
};

export const contentPaths = {
  '/testnet/content/{id}': delivery('openGood', 'Get a good against a receipt', [
    parameter('goodId'),
  ]),
  '/testnet/content/{id}/{member}': delivery(
    'openMember',
    'Get a file of a good that is a folder',
    [parameter('goodId'), member],
  ),
};
