// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keypair } from '@stellar/stellar-sdk';
import { pay_link } from './top_up';

const ADDRESS = Keypair.random().publicKey();

test('a link for another wallet names the network, unless it is the public one', () => {
  const link = `web+stellar:pay?destination=${ADDRESS}`;
  assert.equal(pay_link(ADDRESS, 'Public Global Stellar Network ; September 2015'), link);
  assert.equal(
    pay_link(ADDRESS, 'Test SDF Network ; September 2015'),
    `${link}&network_passphrase=Test%20SDF%20Network%20%3B%20September%202015`,
  );
});
