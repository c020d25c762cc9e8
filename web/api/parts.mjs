// SPDX-License-Identifier: MIT
// What the descriptions of many operations have in common.

const DESCRIPTIONS = {
  400: 'The request makes no sense; `message` says which field, and what would be right.',
  401: 'No API key, a wrong one, or one of another network.',
  404: 'There is no such thing.',
  409: 'The request contradicts what was done before; `message` says how.',
  412: 'It is not in the state that `If-Match` or `If-None-Match` asks for.',
  413: 'The body is larger than what is taken here.',
  415: 'The body is not of a type that is taken here.',
  416: 'The range lies beyond the end of the file.',
  429: 'Too many requests; `Retry-After` says for how many seconds to wait.',
  503: 'At present this cannot be answered; try again.',
};

const HEADERS = {
  401: { 'WWW-Authenticate': { schema: { type: 'string' } } },
  429: { 'Retry-After': { schema: { type: 'integer' } } },
};

export const schema = (name) => ({ $ref: `#/components/schemas/${name}` });
export const parameter = (name) => ({ $ref: `#/components/parameters/${name}` });

export const json = (name) => ({ 'application/json': { schema: schema(name) } });

/** An answer with a JSON body of this schema. */
export function answer(description, name, headers) {
  return { description, ...(headers ? { headers } : {}), content: json(name) };
}

/** A document, picture or script. */
export function content(description, type) {
  const schema = { type: type === 'application/json' ? 'object' : 'string' };
  return { description, content: { [type]: { schema } } };
}

/** The error answers of an operation; those of components are shared. */
export function errors(...statuses) {
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/${status}` }]),
  );
}

export const responses = Object.fromEntries(
  Object.entries(DESCRIPTIONS).map(([status, description]) => [
    status,
    {
      ...answer(description, 'Error'),
      ...(HEADERS[status] ? { headers: HEADERS[status] } : {}),
    },
  ]),
);

export const parameters = {
  goodId: {
    name: 'id',
    in: 'path',
    required: true,
    description: 'The id of a good.',
    schema: { type: 'string', pattern: '^[0-9a-f]{24}$' },
    example: '558bcdbb1309c59725bdb559',
  },
  orderId: {
    name: 'id',
    in: 'path',
    required: true,
    description: 'The id of an order.',
    schema: { type: 'string', pattern: '^[0-9A-HJKMNP-TV-Z]{26}$' },
    example: '01JD3W5E3QJX0E4W4H5N8Q3Z7K',
  },
  ifMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The `ETag` of the good as it was read: refused with 412 when it has changed.',
    schema: { type: 'string' },
  },
  ifNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The `ETag` of what the client has: answered with 304 when it has not changed.',
    schema: { type: 'string' },
  },
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'New for each request. Sent again with the same key, the request is done once and has the ' +
      'same answer.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
};
