// SPDX-License-Identifier: MIT
// 100,000 texts as a purchaseValidityPeriod: this server reads what the npm package `ms` reads, and
// refuses what that refuses.

import assert from 'node:assert/strict';
import ms from 'ms';
import { after, before, test } from 'node:test';
import { startDemo } from '../support/farthing.mjs';
import { GoodsApi } from '../support/goods_api.mjs';
import { numbersFrom } from '../support/random.mjs';

const TEXTS = 100_000;
const PER_BATCH = 2_000;
const MOST_MS = 100 * 31_557_600_000;
const UNITS =
  'milliseconds millisecond msecs msec ms seconds second secs sec s minutes minute mins min m ' +
  'hours hour hrs hr h days day d weeks week w years year yrs yr y months mo fortnight x';
const STRANGE = [...' \t\n\0.-+e1,_\u00b2\u017f\u212a', '', 'E5'];

/** What `ms` makes of the text in milliseconds, or NaN. */
function reference(text) {
  try {
    return ms(text) ?? NaN;
  } catch {
    return NaN;
  }
}

class Texts {
  constructor(seed) {
    this.random = numbersFrom(seed);
  }
  below(n) {
    return Math.floor(this.random() * n);
  }
  pick(list) {
    return list[this.below(list.length)];
  }
  digits(most) {
    return Array.from({ length: this.below(most + 1) }, () => this.below(10)).join('');
  }
  number() {
    const sign = this.pick(['', '', '', '', '', '-', '+']);
    const point = this.pick(['', '', '.']);
    const longest = this.pick([1, 2, 4, 8, 30]);
    return sign + this.digits(longest) + point + this.digits(this.pick([0, 1, 3, 12, 40]));
  }
  unit() {
    const unit = this.pick(['', ...UNITS.split(' ')]);
    return [...unit].map((c) => (this.below(4) ? c : c.toUpperCase())).join('');
  }
  next() {
    const text = this.number() + ' '.repeat(this.pick([0, 0, 1, 2, 100])) + this.unit();
    if (this.below(5)) return text;
    const at = this.below(text.length + 1);
    return text.slice(0, at) + this.pick(STRANGE) + text.slice(at + this.below(2));
  }
}

/** True when `read` (milliseconds, or nothing) is right for the text. */
function agrees(text, read) {
  const value = reference(text);
  const rounded = Math.floor(value + 0.5);
  const expected = rounded >= 1 && rounded <= MOST_MS ? rounded : undefined;
  if (read === expected) return true;
  // Whether half a millisecond is just reached, floating point cannot say.
  const nearHalf = Math.abs(value + 0.5 - Math.round(value + 0.5)) < 1e-3;
  return nearHalf && Math.abs((read ?? 0) - value) <= 0.501;
}

let demo;
let api;
before(async () => {
  demo = await startDemo({ ledgerClose: 'immediate' });
  api = new GoodsApi(demo);
});
after(() => demo.stop());

test('periods are read as the npm package ms reads them', async () => {
  const { id } = await api.create();
  const texts = new Texts(20261128);
  let read = 0;
  for (let done = 0; done < TEXTS; done += PER_BATCH) {
    const batch = Array.from({ length: PER_BATCH }, () => texts.next());
    const answers = await api.batch(
      batch.map((purchaseValidityPeriod) => ({
        method: 'PATCH',
        path: `/goods/${id}`,
        body: { purchaseValidityPeriod },
      })),
    );
    answers.forEach(({ status, body }, i) => {
      const period = status === 200 ? body.purchaseValidityPeriod : undefined;
      assert.ok(status === 200 || /"purchaseValidityPeriod"/.test(body.message));
      assert.ok(agrees(batch[i], period), `${JSON.stringify(batch[i])} was read as ${period}`);
      if (status === 200) ++read;
    });
  }
  // Else it would prove little.
  assert.ok(read > TEXTS / 10 && read < TEXTS * 0.9, `${read} of them were periods`);
});
