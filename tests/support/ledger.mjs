// SPDX-License-Identifier: MIT
// The embedded Stellar network alone (`farthing ledger`), and the controls with which a test makes
// it close ledgers, move its clock and fail.

import { rm } from 'node:fs/promises';
import { makeFolder, startCommand } from './farthing.mjs';

/**
 * A running ledger: the URL of its Horizon, its log and its controls.
 *
 * `close`: as --ledger-close takes it. `controls`: false for a ledger as anybody starts it, whose
 * controls answer nothing but 404. `passphrase`: of another network than the test network.
 */
export async function startLedger({ close = 'immediate', controls = false, passphrase } = {}) {
  const folder = await makeFolder();
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const command = await startCommand(ledgerArguments({ folder, close, controls, passphrase }));
    const [url] = /http:\/\/[\d.:]+/.exec(command.line);
    const stop = async () => {
      const code = await command.stop();
      await remove();
      return code;
    };
    return { url, log: command.log, controls: new Controls(url), stop };
  } catch (problem) {
    await remove();
    throw problem;
  }
}

function ledgerArguments({ folder, close, controls, passphrase }) {
  const place = ['--listen', '127.0.0.1:0', '--data-dir', folder, '--ledger-close', close];
  const network = passphrase ? ['--passphrase', passphrase] : [];
  return ['ledger', ...place, ...network, ...(controls ? ['--test-controls'] : [])];
}

class Controls {
  #url;

  constructor(url) {
    this.#url = `${url}/test`;
  }

  /** Closes a ledger; gives its number. */
  async closeLedger() {
    return (await this.#ask('POST', 'close')).ledger;
  }

  async advanceClock(seconds) {
    await this.#ask('POST', 'clock', { advance_seconds: seconds });
  }

  /**
   * Makes requests fail: `on` submit, read or stream; `what` is timeout, drop, delay or refuse.
   * `times` 0 is for ever.
   */
  async fault(fault) {
    await this.#ask('POST', 'faults', { times: 1, ...fault });
  }

  async clearFaults() {
    await this.#ask('DELETE', 'faults');
  }

  /** How often faults fired since they were set. */
  async fired() {
    const { faults } = await this.#ask('GET', 'faults');
    return faults.reduce((total, { fired }) => total + fired, 0);
  }

  async #ask(method, name, body) {
    const answer = await fetch(`${this.#url}/${name}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} /test/${name}: ${answer.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  }
}
