// SPDX-License-Identifier: MIT
// Paid files as one would deliver them with Express.
// usage: paid.mjs FOLDER SECRET PORT VERIFIER

import express from 'express';
import { join } from 'node:path';

const [folder, secret, port, verifier] = process.argv.slice(2);
const { isPaid } = await import(verifier);

const app = express();
app.disable('x-powered-by');
app.get('/:file', (request, response) => {
  if (!isPaid(request.query.paymentReceipt ?? '', secret)) {
    response.status(402).set('Cache-Control', 'no-store');
    return response.send('Payment Required\n');
  }
  const headers = { 'Content-Type': 'text/plain', 'Cache-Control': 'private, no-store' };
  response.sendFile(request.params.file, { root: join(folder, 'files'), headers });
});
app.listen(Number(port), '127.0.0.1');
