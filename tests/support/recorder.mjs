// SPDX-License-Identifier: MIT
// Stands between a client and a server, passes everything on, and notes what was asked.

import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';

const PATIENCE_MS = 20_000;

/**
 * Listens on a free port in front of `target` (an http URL).
 *
 * `requests`: { method, path, headers } of each, in order. `until(fits)`: the first request that
 * fits, seen or to come; rejects when none comes in time.
 */
export async function startRecorder(target) {
  const requests = [];
  const waiters = new Set();
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    requests.push({ method, path: url, headers });
    for (const waiter of waiters) waiter();
    pass(incoming, outgoing, new URL(url, target));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    until: (fits) => firstThat(fits, requests, waiters),
    stop() {
      server.closeAllConnections();
      server.close();
      return once(server, 'close');
    },
  };
}

function pass(incoming, outgoing, url) {
  const { method, headers } = incoming;
  // The server's or none.
  outgoing.sendDate = false;
  const onward = ask(url, { method, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
  });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

function firstThat(fits, requests, waiters) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(reject, new Error(`no such request: ${fits}`)), PATIENCE_MS);
    const look = () => {
      const found = requests.find(fits);
      if (found) end(resolve, found);
    };
    const end = (settle, value) => {
      clearTimeout(timer);
      waiters.delete(look);
      settle(value);
    };
    waiters.add(look);
    look();
  });
}
