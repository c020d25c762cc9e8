// SPDX-License-Identifier: MIT
// Paid files by node's own HTTP server, which Express stands on.
// usage: paid_by_node.mjs FOLDER SECRET PORT

import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { isPaid } from '../../docs/verify/verify.js';

const [folder, secret, port] = process.argv.slice(2);

createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (!isPaid(url.searchParams.get('paymentReceipt') ?? '', secret)) {
    response.writeHead(402, { 'Cache-Control': 'no-store' });
    return response.end('Payment Required\n');
  }
  const file = join(folder, 'files', basename(url.pathname));
  response.writeHead(200, {
    'Content-Type': 'text/plain',
    'Content-Length': statSync(file).size,
    'Cache-Control': 'private, no-store',
  });
  return createReadStream(file).pipe(response);
}).listen(Number(port), '127.0.0.1');
