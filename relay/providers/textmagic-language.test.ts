import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageFor } from './textmagic-language.ts';

describe('Textmagic’s language', () => {
  for (const [locale, language] of [
    ['en-GB', 'en-gb'],
    ['EN-in', 'en-in'],
    ['fr-CA-x-shop', 'fr-ca'],
    ['fr', 'fr-fr'],
    ['de-CH', 'de-de'],
    ['pt', 'pt-br'],
    ['pt-PT', 'pt-pt'],
    ['zh', 'zh-cn'],
    ['zh-Hant', 'zh-tw'],
    ['zh-HK', 'zh-tw'],
    ['lv', undefined],
    ['x-private', undefined],
    ['not a tag', undefined],
  ] as const) {
    it(`for ${locale} is ${language ?? 'none of Textmagic’s'}`, () => assert.equal(languageFor(locale), language));
  }
});
