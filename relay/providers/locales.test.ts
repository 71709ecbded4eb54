import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lookUpLocale } from './locales.ts';

describe('the vendor’s language for a tag', () => {
  for (const [range, tags, found] of [
    ['de', ['en', 'de'], 'de'],
    ['de-CH', ['en', 'de'], 'de'],
    ['PT-br', ['pt', 'pt-BR'], 'pt-BR'],
    ['zh-Hant-CN-x-private1', ['zh-Hant', 'zh'], 'zh-Hant'],
    ['zh-Hant-CN-x-private1', ['zh-Hant-CN-x', 'zh-Hant-CN'], 'zh-Hant-CN'],
    ['de', ['de-CH'], undefined],
    ['fil', ['fi'], undefined],
    ['', ['en'], undefined],
  ] as const) {
    it(`of ${tags.join(' and ')}, "${range}" gets ${found ?? 'none'}`, () =>
      assert.equal(lookUpLocale(range, tags), found));
  }
});
