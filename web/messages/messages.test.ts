// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import ar from './ar.json';
import de from './de.json';
import * as english from './en';
import es from './es.json';
import fr from './fr.json';
import ja from './ja.json';
import pt from './pt.json';
import { direction_of, fill, language_of, LANGUAGES } from '../base/words';

const ALL = { de, es, fr, pt, ja, ar };
const PARTS = ['widget', 'wallet'] as const;

const gaps = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

test('there are messages for each language, and no other', () => {
  assert.deepEqual(Object.keys(ALL).sort(), LANGUAGES.filter((name) => name !== 'en').sort());
});

test('each language says all that English says, with the same gaps', () => {
  for (const [language, messages] of Object.entries(ALL)) {
    for (const part of PARTS) {
      const said: Record<string, string> = messages[part];
      for (const [name, text] of Object.entries(english[part])) {
        assert.ok(said[name]?.trim(), `${language} ${part}.${name}`);
        assert.deepEqual(gaps(said[name]!), gaps(text), `${language} ${part}.${name}`);
      }
    }
  }
});

test('no language says what English does not, but for what the server says', () => {
  for (const [language, messages] of Object.entries(ALL)) {
    for (const part of PARTS) {
      const more = Object.keys(messages[part]).filter((name) => !(name in english[part]));
      for (const name of more) assert.match(name, /^server_/, `${language} ${part}.${name}`);
    }
  }
});

test('the first wanted language that there is counts, whatever its country', () => {
  assert.equal(language_of('pt-BR', 'de'), 'pt');
  assert.equal(language_of('', null, undefined, 'sv', 'AR-eg', 'de'), 'ar');
  assert.equal(language_of('xx'), 'en');
  assert.equal(direction_of('ar'), 'rtl');
  assert.equal(direction_of('ja'), 'ltr');
});

test('what is filled in is never looked into', () => {
  assert.equal(fill('{a} and {b}', { a: '{b}', b: '$&' }), '{b} and $&');
  assert.equal(fill('{a}', {}), '{a}');
});
