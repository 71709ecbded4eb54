import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { directionOf } from '../language.ts';
import { en } from './en.ts';
import { loadMessages, type Message, type MessageKey, type Messages } from './index.ts';
import { languages, lookUp } from './languages.ts';

const translations = new Map<string, Messages>();
for (const [tag, load] of Object.entries(languages)) translations.set(tag, (await load()).messages);
const all = new Map<string, Messages>([['en', en], ...translations]);

const keys = Object.keys(en) as MessageKey[];
const formsOf = (message: Message): Readonly<Record<string, string>> =>
  typeof message === 'string' ? { other: message } : message;
const placeholdersIn = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

/** What is wrong with the texts of every language, by a rule that sees one form of one text at a time. */
function findFaults(
  messagesByTag: ReadonlyMap<string, Messages>,
  isFault: (text: string, at: { readonly tag: string; readonly key: MessageKey; readonly category: string }) => boolean,
): string[] {
  return [...messagesByTag].flatMap(([tag, messages]) =>
    keys.flatMap((key) =>
      Object.entries(formsOf(messages[key]))
        .filter(([category, text]) => isFault(text, { tag, key, category }))
        .map(([, text]) => `${tag} ${key}: ${text}`),
    ),
  );
}

test('there are at least 40 languages, and each file is one of them', () => {
  const modules = ['en', 'first', 'index', 'languages', 'problem-texts', 'times'];
  const files = readdirSync(import.meta.dirname)
    .filter((name) => !name.endsWith('.test.ts'))
    .map((name) => name.replace('.ts', ''));
  assert.deepEqual([...modules, ...translations.keys()].toSorted(), files.toSorted());
  assert.ok(all.size >= 40, `${all.size}`);
});

test('a language has a text for every key, and for no other', () => {
  for (const [tag, messages] of translations) {
    assert.deepEqual(Object.keys(messages).toSorted(), keys.toSorted(), tag);
  }
});

test('every tag is a canonical one', () => {
  for (const tag of all.keys()) assert.deepEqual(Intl.getCanonicalLocales(tag), [tag]);
});

test('every value of the English text has its place in all languages', () => {
  const mayBeWords = new Set(['zero', 'one', 'two']);
  const faults = findFaults(translations, (text, { key, category }) => {
    const expected = placeholdersIn(formsOf(en[key])['other'] ?? '');
    const found = placeholdersIn(text);
    if (mayBeWords.has(category) && !found.includes('{n}')) found.push('{n}');
    return found.toSorted().join() !== expected.join();
  });
  assert.deepEqual(faults, []);
});

test('a plural has exactly the categories of its language', () => {
  for (const [tag, messages] of all) {
    const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories.toSorted();
    for (const key of keys) {
      const message = messages[key];
      if (typeof message !== 'string') assert.deepEqual(Object.keys(message).toSorted(), categories, `${tag} ${key}`);
      else if (categories.length > 1) assert.equal(typeof en[key], 'string', `${tag} ${key}`);
    }
  }
});

test('quotes, apostrophes and dots are typographic, spaces are single, and nothing is invisible', () => {
  const faults = findFaults(all, (text) =>
    /['"`´]|\.\.|\(s\)|^\s|\s$|\s\s|[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(text),
  );
  assert.deepEqual(faults, []);
});

test('a button is named in quotes', () => {
  for (const [tag, { bubblePress }] of all) {
    assert.match(formsOf(bubblePress)['other'] ?? '', /[“„«»”‘「『]\s?\{button\}\s?[”“»«’」』]/u, tag);
  }
});

test('a full stop ends sentences, and only those', () => {
  // Thai has none.
  const faults = findFaults(translations, (text, { tag, key }) => {
    const isSentence = formsOf(en[key])['other']?.endsWith('.') === true;
    return tag !== 'th' && /[.。।։۔]$/.test(text) !== isSentence;
  });
  assert.deepEqual(faults, []);
});

test('no word mixes letters that only look alike', () => {
  const faults = findFaults(all, (text) =>
    /(?=[\p{L}]*\p{Script=Latin})(?=\p{L}*[\p{Script=Cyrillic}\p{Script=Greek}])\p{L}+/u.test(
      text.replace(/\{\w+\}/g, ''),
    ),
  );
  assert.deepEqual(faults, []);
});

/** Texts that are the English ones, because the language says it so. */
const sameAsEnglish: ReadonlySet<string> = new Set([
  'el channelEmail: Email',
  'fil channelEmail: Email',
  'fil emailLabel: Email address',
  'id channelEmail: Email',
  'it channelEmail: Email',
  'sq channelEmail: Email',
  'vi channelEmail: Email',
]);

test('nothing was left in English', () => {
  const faults = findFaults(translations, (text, { key }) => Object.values(formsOf(en[key])).includes(text));
  assert.deepEqual(
    faults.filter((fault) => !sameAsEnglish.has(fault)),
    [],
  );
});

test('Serbian says the same in both scripts', () => {
  const cyrillic = 'абвгдђежзијклљмнњопрстћуфхцчџш';
  const latin = 'a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š'.split(' ');
  const transliterate = (text: string): string =>
    text.replace(/\p{Script=Cyrillic}/gu, (letter) => {
      const small = latin[cyrillic.indexOf(letter.toLowerCase())] ?? letter;
      return letter === letter.toLowerCase() ? small : small.replace(/./, (first) => first.toUpperCase());
    });
  const expected = transliterate(JSON.stringify(translations.get('sr')));
  assert.deepEqual(translations.get('sr-Latn'), JSON.parse(expected));
});

test('a language runs in the direction of its script', () => {
  for (const tag of all.keys()) {
    const isRightToLeft = ['Arab', 'Hebr'].includes(new Intl.Locale(tag).maximize().script ?? '');
    assert.equal(directionOf(tag), isRightToLeft ? 'rtl' : 'ltr', tag);
  }
});

test('a tag finds its language by script, by region, or at all', () => {
  const available = ['de', 'fil', 'he', 'id', 'nb', 'pt', 'pt-BR', 'sr', 'sr-Latn', 'zh-Hans', 'zh-Hant'];
  const expected = {
    de: 'de',
    'de-AT': 'de',
    'de-u-nu-arab': 'de',
    deu: 'de',
    pt: 'pt',
    'pt-PT': 'pt',
    'pt-AO': 'pt',
    'pt-BR': 'pt-BR',
    'PT-br': 'pt-BR',
    no: 'nb',
    'nb-NO': 'nb',
    iw: 'he',
    in: 'id',
    tl: 'fil',
    zh: 'zh-Hans',
    'zh-CN': 'zh-Hans',
    'zh-SG': 'zh-Hans',
    'zh-TW': 'zh-Hant',
    'zh-HK': 'zh-Hant',
    'zh-MO': 'zh-Hant',
    'zh-Hant-CN': 'zh-Hant',
    'zh-Hant-x-private': 'zh-Hant',
    sr: 'sr',
    'sr-RS': 'sr',
    'sr-ME': 'sr-Latn',
    'sr-Latn-RS': 'sr-Latn',
    sh: 'sr-Latn',
    tlh: undefined,
    nn: undefined,
  };
  const found = Object.keys(expected).map((tag) => [tag, lookUp(tag, available)]);
  assert.deepEqual(Object.fromEntries(found), expected);
});

test('a language is loaded, and formats as the page asked', async () => {
  assert.deepEqual(await loadMessages('no-no'), { messages: translations.get('nb'), tag: 'no-NO' });
});
