#!/usr/bin/env node
// SPDX-License-Identifier: MIT
//
// Buys one good with the ordinary Stellar SDK instead of Farthing's wallet: docs/wallet-socket.md
// in a program.
//
//   node tests/clients/sdk_buyer.mjs <platform URL> <good id> [secret seed]

import { Asset, Keypair, Networks, TransactionBuilder } from '@stellar/stellar-sdk';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';

const LONGEST_OFFER_SECONDS = 300;

/** The receipt for the good, paid for by `keypair`. Throws what the server says otherwise. */
export async function buy(platform, good, keypair) {
  const socket = new WebSocket(
    `${platform.replace('http', 'ws')}/wallet/socket?network=testnet`,
    'farthing.wallet.v1',
  );
  const inbox = incoming(socket);
  const ask = async (message, last) => {
    socket.send(JSON.stringify({ request: message.type, ...message }));
    for (;;) {
      const answer = await inbox.next();
      if (answer.type === 'error' || answer.type === 'failed') throw new Error(answer.message);
      if (last.includes(answer.type) && answer.request === message.type) return answer;
    }
  };
  try {
    const hello = await inbox.next();
    if (hello.audience !== platform) throw new Error('this socket belongs to another platform');
    await ask(login(hello, keypair), ['authenticated']);
    const { exists } = await ask({ type: 'balance' }, ['balance']);
    if (!exists) await ask({ type: 'fund' }, ['balance']);

    const offer = await ask({ type: 'order', good }, ['sign', 'receipt']);
    if (offer.type === 'receipt') return offer.receipt;
    const envelope = sign(offer, keypair);
    const sold = await ask({ type: 'submit', order: offer.order, envelope }, ['receipt']);
    return sold.receipt;
  } finally {
    socket.close();
  }
}

function login({ audience, network, nonce }, keypair) {
  const text = ['farthing.wallet.v1', audience, network, nonce].join('\n');
  const signature = keypair.sign(Buffer.from(text)).toString('base64');
  return { type: 'authenticate', address: keypair.publicKey(), signature };
}

/** Checks what is offered, as any wallet must, and returns the signed envelope. */
function sign(offer, keypair) {
  const transaction = TransactionBuilder.fromXDR(offer.envelope, Networks.TESTNET);
  const [payment, ...others] = transaction.operations;
  const now = Date.now() / 1000;
  const maxTime = Number(transaction.timeBounds?.maxTime ?? 0);
  const honest =
    others.length === 0 &&
    payment.type === 'payment' &&
    payment.source === keypair.publicKey() &&
    payment.destination === offer.destination &&
    payment.asset.equals(Asset.native()) &&
    payment.amount === lumens(offer.amount) &&
    transaction.source !== keypair.publicKey() &&
    transaction.memo.value?.toString() === offer.order &&
    maxTime > 0 &&
    maxTime < now + LONGEST_OFFER_SECONDS;
  if (!honest) throw new Error('the offered transaction is not the payment that was shown');
  transaction.sign(keypair);
  return transaction.toXDR();
}

function lumens(stroops) {
  const digits = stroops.padStart(8, '0');
  return `${digits.slice(0, -7)}.${digits.slice(-7)}`;
}

/** The socket's messages, one at a time. */
function incoming(socket) {
  const arrived = [];
  const waiting = [];
  let problem;
  const fail = (error) => {
    problem = error;
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString());
    const waiter = waiting.shift();
    waiter ? waiter.resolve(message) : arrived.push(message);
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the socket')));
  return {
    next: () =>
      arrived.length > 0
        ? Promise.resolve(arrived.shift())
        : problem
          ? Promise.reject(problem)
          : new Promise((resolve, reject) => waiting.push({ resolve, reject })),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [platform, good, seed] = process.argv.slice(2);
  if (!good) {
    console.error('usage: node tests/clients/sdk_buyer.mjs <platform URL> <good id> [secret seed]');
    process.exit(1);
  }
  console.log(await buy(platform, good, seed ? Keypair.fromSecret(seed) : Keypair.random()));
}
