// SPDX-License-Identifier: MIT
// The platform's OpenAPI document, as tests read it.

import Ajv2020 from 'ajv/dist/2020.js';

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

export async function fetchDocument(platform) {
  const response = await fetch(`${platform}/openapi.json`);
  return response.json();
}

/** `{ method, path, ...operation }` for each, with its parameters resolved. */
export function operationsOf(document) {
  const resolve = ({ $ref, ...rest }) =>
    $ref ? document.components.parameters[$ref.split('/').at(-1)] : rest;
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      path,
      method,
      ...item[method],
      security: item[method].security ?? document.security,
      parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(resolve),
    })),
  );
}

/** `validate(schema, value)`: what is wrong with the value, or null. Schemas may be references. */
export function makeValidator(document) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'https://farthing.test/', components: document.components });
  const compiled = new Map();
  const absolute = (schema) =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"https://farthing.test/#/'));
  return (schema, value) => {
    const key = JSON.stringify(schema);
    if (!compiled.has(key)) compiled.set(key, ajv.compile(absolute(schema)));
    const check = compiled.get(key);
    return check(value) ? null : ajv.errorsText(check.errors);
  };
}
