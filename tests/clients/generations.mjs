// SPDX-License-Identifier: MIT
// Three generations of the real Stellar SDK behind one face, as thin as their differences allow:
// wherever all three have the same objects (keys, operations, memos, call builders), tests use the
// SDK's own.

import { readFile } from 'node:fs/promises';

const SUBMISSION_MS = 10_000;

/** `generation`: what `since` of a test case is compared with. */
const GENERATIONS = [
  { generation: 17, folder: 'stellar-sdk-17', face: modern },
  { generation: 13, folder: '@stellar/stellar-sdk', face: modern },
  { generation: 0.15, folder: 'stellar-sdk', face: first },
];

/**
 * The SDKs, each with its `name` and either why it cannot run here (`unusable`) or:
 *
 * - `sdk`: the module itself
 * - `connect(url)`: its Server
 * - `builder(account, options)`: its TransactionBuilder, for the test network
 * - `feeBump(source, baseFee, inner)` and `muxed(address, id)`, where it has them
 * - `Failed`: the class of what it throws when the network refuses a transaction
 */
export const generations = await Promise.all(GENERATIONS.map(open));

async function open({ generation, folder, face }) {
  const manifest = new URL(`../../node_modules/${folder}/package.json`, import.meta.url);
  const { name, version, engines } = JSON.parse(await readFile(manifest, 'utf8'));
  const title = `${name} ${version}`;
  try {
    const module = await import(folder);
    // A CommonJS module whole: of its names as node guesses them, some are there too late.
    const sdk = module.default ?? module;
    // Randomness is the first thing that an old node lacks.
    sdk.Keypair.random();
    return { name: title, version, generation, sdk, ...face(sdk) };
  } catch (problem) {
    if (!isTooOld(engines?.node)) throw problem;
    const unusable = `node ${process.versions.node} is not ${engines.node}: ${problem.message}`;
    return { name: title, version, generation, unusable };
  }
}

function isTooOld(range) {
  const wanted = /^>=(\d+)\.(\d+)/.exec(range ?? '');
  if (!wanted) return false;
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < wanted[1] || (major === Number(wanted[1]) && minor < wanted[2]);
}

function modern(sdk) {
  const passphrase = sdk.Networks.TESTNET;
  return {
    connect: (url) => new sdk.Horizon.Server(url, { allowHttp: true }),
    builder: (account, options) =>
      new sdk.TransactionBuilder(account, { networkPassphrase: passphrase, ...options }),
    feeBump: (source, baseFee, inner) =>
      sdk.TransactionBuilder.buildFeeBumpTransaction(source, baseFee, inner, passphrase),
    muxed: (address, id) => new sdk.MuxedAccount(new sdk.Account(address, '0'), id).accountId(),
    Failed: sdk.TransactionFailedError ?? Error,
  };
}

function first(sdk) {
  sdk.Network.useTestNetwork();
  // After a connection that was cut its HTTP client keeps the timer of the request, and the process
  // waits for it: 60 s if nobody says otherwise.
  sdk.HorizonAxiosClient.interceptors.request.use((request) => ({
    ...request,
    timeout: Math.min(request.timeout, SUBMISSION_MS),
  }));
  return {
    connect: (url) => new sdk.Server(url, { allowHttp: true }),
    builder: (account, options) => new sdk.TransactionBuilder(account, options),
    Failed: Error,
  };
}
