// SPDX-License-Identifier: MIT
// The OpenAPI 3.1 document of the platform. tests/http/openapi.test.mjs checks that it is valid;
// src/app/openapi_test.cpp that it describes exactly the routes that there are.

import { contentPaths } from './content.mjs';
import { goodsPaths } from './goods.mjs';
import { otherPaths } from './others.mjs';
import { parameters, responses } from './parts.mjs';
import { schemas } from './schemas.mjs';

const INTRODUCTION = [
  'The API for goods is SatoshiPay\u2019s Digital Goods API: clients that were written for that ' +
    'work here.',
  'Merchants\u2019 programs log in with HTTP Basic: the API key is the user and the API secret ' +
    'the password; `farthing store create` prints both. Every path may also end in a slash.',
  'Errors are one object, `{"name","message","statusCode","errorCode"}`; `message` says what is ' +
    'wrong and what would be right.',
].join('\n\n');

export function openapi(version) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Farthing',
      version,
      summary: 'Sells digital goods by the piece',
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This server' }],
    security: [{ apiKey: [] }],
    tags: [
      { name: 'Goods', description: 'What is for sale, at what price, with what secret.' },
      { name: 'Goods, version 1', description: 'For plugins of 2016 and 2017, with satoshis.' },
      { name: 'Orders', description: 'Paying from a wallet outside the page.' },
      { name: 'Delivery', description: 'The goods that this server delivers by itself.' },
      { name: 'Payments', description: 'Money that arrived past the server.' },
      { name: 'Rates', description: 'What a lumen costs elsewhere, for price previews.' },
      { name: 'Widget', description: 'What publishers put on their pages.' },
      { name: 'Wallet', description: 'What the widget puts into its frame.' },
      { name: 'Server', description: 'For its operator, and about itself.' },
    ],
    paths: { ...goodsPaths, ...contentPaths, ...otherPaths },
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'basic', description: 'API key and API secret.' },
      },
      schemas,
      responses,
      parameters,
    },
  };
}
