/** The languages in which Textmagic writes and speaks, and which of them fits the one that a page asks for. */
import { lookUpLocale } from './locales.ts';

/** https://www.textmagic.com/docs/api/send-2fa-messages/, `language`. */
export const TEXTMAGIC_LANGUAGES = [
  'de-de',
  'en-au',
  'en-gb',
  'en-us',
  'en-in',
  'es-es',
  'es-mx',
  'es-us',
  'fr-ca',
  'fr-fr',
  'is-is',
  'it-it',
  'ja-jp',
  'ko-kr',
  'nl-nl',
  'pl-pl',
  'pt-pt',
  'pt-br',
  'ro-ro',
  'ru-ru',
  'sv-se',
  'tr-tr',
  'zh-cn',
  'zh-tw',
] as const;

export type TextmagicLanguage = (typeof TEXTMAGIC_LANGUAGES)[number];

/**
 * Textmagic's language for a BCP 47 tag; `undefined` where it has none. Each of its languages names a region, so that a
 * tag without one, or with one that is not in the list, means the region in which most people write that way: `de-CH`
 * is `de-de`, `zh-HK` is `zh-tw`. See https://unicode.org/reports/tr35/#Likely_Subtags.
 */
export function languageFor(locale: string): TextmagicLanguage | undefined {
  const found = lookUpLocale(locale, TEXTMAGIC_LANGUAGES);
  if (found !== undefined) return found;
  try {
    const { language, script = '' } = new Intl.Locale(locale).maximize();
    const { region = '' } = new Intl.Locale(`${language}-${script}`).maximize();
    return lookUpLocale(`${language}-${region}`, TEXTMAGIC_LANGUAGES);
  } catch {
    // No BCP 47 tag, or one of private use alone.
    return undefined;
  }
}
