// SPDX-License-Identifier: MIT
// The Digital Goods API: two versions of the same paths.

import { answer, errors, json, parameter } from './parts.mjs';

const TAG = { ETag: { schema: { type: 'string' }, description: 'Of this state of it.' } };
const WARNED = {
  ...TAG,
  Warning: {
    schema: { type: 'string' },
    description: 'The shared secret protects badly, and why.',
  },
};
const REPLAYED = {
  'Idempotency-Replayed': {
    schema: { const: 'true' },
    description: 'This is the answer of the first request with this `Idempotency-Key`.',
  },
};
const WRITTEN = { ...WARNED, ...REPLAYED };
const BATCH_DONE = {
  Warning: {
    schema: { type: 'string' },
    description: 'The ids of goods whose shared secrets protect badly.',
  },
  ...REPLAYED,
};
const LISTED = {
  ...TAG,
  Link: { schema: { type: 'string' }, description: 'With `rel="next"`: the next page.' },
};
const UNCHANGED = { 304: { description: 'The client has it already.' } };

const query = (name, schema, description) => ({ name, in: 'query', schema, description });

const PAGE = [
  query('limit', { type: 'integer', minimum: 1, maximum: 1000 }, 'Goods in a page; else all.'),
  query('cursor', { type: 'string' }, 'The id of the last good of the page before.'),
  query('title', { type: 'string', maxLength: 100 }, 'Only goods whose title contains this.'),
  query('url', { type: 'string', maxLength: 100 }, 'Only goods whose url contains this.'),
];

const VERSIONS = [
  {
    prefix: '/testnet/v2',
    suffix: '',
    tag: 'Goods',
    good: 'Good',
    goods: 'Goods',
    added: 'NewGood',
    change: 'GoodChange',
  },
  {
    prefix: '/testnet/v1',
    suffix: 'V1',
    tag: 'Goods, version 1',
    good: 'GoodV1',
    goods: 'GoodsV1',
    added: 'NewGoodV1',
    change: 'GoodChangeV1',
  },
];

function all({ suffix, tag, good, goods, added }) {
  return {
    get: {
      operationId: `listGoods${suffix}`,
      tags: [tag],
      summary: 'List the goods of the store',
      description: 'The oldest first.',
      parameters: [...PAGE, parameter('ifNoneMatch')],
      responses: {
        200: answer('The goods.', goods, LISTED),
        ...UNCHANGED,
        ...errors(400, 401, 429, 503),
      },
    },
    post: {
      operationId: `createGood${suffix}`,
      tags: [tag],
      summary: 'Register a good',
      parameters: [parameter('idempotencyKey')],
      requestBody: { required: true, content: json(added) },
      responses: {
        200: answer('The good with its new id.', good, WRITTEN),
        ...errors(400, 401, 409, 413, 415, 429, 503),
      },
    },
  };
}

function one({ suffix, tag, good, added, change }) {
  const written = (operationId, summary, rest) => ({
    operationId: `${operationId}${suffix}`,
    tags: [tag],
    summary,
    parameters: [parameter('ifMatch'), parameter('idempotencyKey')],
    ...rest,
  });
  const changed = (description) => ({
    200: answer(description, good, WRITTEN),
    ...errors(400, 401, 404, 409, 412, 413, 415, 429, 503),
  });
  return {
    parameters: [parameter('goodId')],
    get: {
      operationId: `retrieveGood${suffix}`,
      tags: [tag],
      summary: 'Retrieve a good',
      parameters: [parameter('ifNoneMatch')],
      responses: {
        200: answer('The good.', good, WARNED),
        ...UNCHANGED,
        ...errors(401, 404, 429, 503),
      },
    },
    put: written('replaceGood', 'Replace a good', {
      description: 'What is left out is cleared.',
      requestBody: { required: true, content: json(added) },
      responses: changed('The good as it is now.'),
    }),
    patch: written('updateGood', 'Update a good', {
      description: 'Changes the fields that are named.',
      requestBody: { required: true, content: json(change) },
      responses: changed('The good as it is now.'),
    }),
    delete: written('deleteGood', 'Delete a good', {
      description: 'Receipts for it stay valid.',
      responses: {
        200: answer('What the good was.', good, REPLAYED),
        ...errors(400, 401, 404, 409, 412, 429, 503),
      },
    }),
  };
}

function batch({ suffix, tag }) {
  return {
    post: {
      operationId: `runBatch${suffix}`,
      tags: [tag],
      summary: 'Do many requests at once',
      description:
        'In their order, and durable together. Each has the status and body that it would have ' +
        'had alone; one that is refused undoes no other.',
      parameters: [parameter('idempotencyKey')],
      requestBody: { required: true, content: json('Batch') },
      responses: {
        200: answer('An answer for each request.', 'BatchAnswer', BATCH_DONE),
        ...errors(400, 401, 409, 413, 415, 429, 503),
      },
    },
  };
}

function permissions({ suffix, tag }) {
  return {
    get: {
      operationId: `tellPermissions${suffix}`,
      tags: [tag],
      summary: 'Try an API key',
      description: 'What the WordPress plugin asks when credentials are saved.',
      responses: { 200: answer('The key is good.', 'Permissions'), ...errors(401, 429, 503) },
    },
  };
}

const limits = {
  parameters: [
    {
      name: 'key',
      in: 'path',
      required: true,
      description: 'The API key of the request.',
      schema: { type: 'string' },
    },
  ],
  get: {
    operationId: 'tellLimits',
    tags: ['Goods'],
    summary: 'The highest price of a good',
    responses: { 200: answer('The limits.', 'Limits'), ...errors(401, 404, 429, 503) },
  },
};

export const goodsPaths = Object.assign(
  {},
  ...VERSIONS.map((version) => ({
    [`${version.prefix}/goods`]: all(version),
    [`${version.prefix}/goods/{id}`]: one(version),
    [`${version.prefix}/batch`]: batch(version),
    [`${version.prefix}/permissions`]: permissions(version),
  })),
  { '/testnet/publisher/{key}/limits': limits },
);
