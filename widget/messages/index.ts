/** Texts: their type, how values get into them, and where the languages are loaded from. */
import type { en } from './en.ts';

/** A text by the plural category of its `{n}`; a language has those categories that `Intl.PluralRules` gives for it. */
export type Plural = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** `{name}` stands for a value. */
export type Message = string | Plural;

export type MessageKey = keyof typeof en;

export type Messages = Readonly<Record<MessageKey, Message>>;

export type MessageValues = Readonly<Record<string, string | number>>;

const english = async (): Promise<{ readonly messages: Messages }> => ({ messages: (await import('./en.ts')).en });

/** The texts that fit a BCP 47 tag best, and the tag that their values are to be formatted by. Rejects without English. */
export async function loadMessages(tag: string): Promise<{ readonly messages: Messages; readonly tag: string }> {
  try {
    const [locale = ''] = Intl.getCanonicalLocales(tag);
    if (/^en\b/.test(locale)) return { ...(await english()), tag: locale };
    // Apart, since a page in English needs none of it.
    const { languages, lookUp } = await import('./languages.ts');
    const loaded = await languages[lookUp(locale, Object.keys(languages)) ?? '']?.();
    if (loaded) return { messages: loaded.messages, tag: locale };
  } catch {
    // What is no tag, or a language that cannot be loaded, is no reason to show nothing.
  }
  return { ...(await english()), tag: 'en' };
}

// The first use of an Intl object can cost tens of milliseconds, so each is made when it is needed, and once.
export const cached = <T>(make: (locale: string) => T): ((locale: string) => T) => {
  const made = new Map<string, T>();
  return (locale) => {
    const value = made.get(locale) ?? make(locale);
    made.set(locale, value);
    return value;
  };
};
const plurals = cached((locale) => new Intl.PluralRules(locale));
export const numbers: (locale: string) => Intl.NumberFormat = cached((locale) => new Intl.NumberFormat(locale));

/**
 * The text with its values. In a right-to-left context each value that is a text is isolated: phone numbers and times run
 * left to right then, words in their own direction (https://www.w3.org/International/articles/inline-bidi-markup/).
 */
export function format(message: Message, values: MessageValues = {}, locale = 'en', direction = 'ltr'): string {
  const text =
    typeof message === 'string' ? message : (message[plurals(locale).select(Number(values['n']))] ?? message.other);
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name] ?? placeholder;
    if (typeof value === 'number') return numbers(locale).format(value);
    return direction === 'rtl' ? `\u2068${value}\u2069` : value;
  });
}
