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

/** Each language is a file of its own, which is loaded when it is asked for. */
const languages: Readonly<Record<string, () => Promise<{ readonly messages: Messages }>>> = { en: english };

/** The texts that fit a BCP 47 tag best, and the tag that their values are to be formatted by. Rejects without English. */
export async function loadMessages(tag: string): Promise<{ readonly messages: Messages; readonly tag: string }> {
  try {
    const [locale = ''] = Intl.getCanonicalLocales(tag);
    const loaded = await languages[lookUp(locale, Object.keys(languages)) ?? '']?.();
    if (loaded) return { messages: loaded.messages, tag: locale };
  } catch {
    // What is no tag, or a language that cannot be loaded, is no reason to show nothing.
  }
  return { ...(await english()), tag: 'en' };
}

/** The available tag that is found first by cutting `tag` from its end: RFC 4647, section 3.4. */
export function lookUp(tag: string, available: readonly string[]): string | undefined {
  for (let range = tag.toLowerCase(); range; range = range.replace(/(?:-[^-])?-?[^-]*$/, '')) {
    const match = available.find((candidate) => candidate.toLowerCase() === range);
    if (match) return match;
  }
  return undefined;
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
const numbers = cached((locale) => new Intl.NumberFormat(locale));

/**
 * The text with its values. In a right-to-left context each value that is a text is isolated and runs left to right, as
 * phone numbers and times do (https://www.w3.org/International/articles/inline-bidi-markup/).
 */
export function format(message: Message, values: MessageValues = {}, locale = 'en', direction = 'ltr'): string {
  const text =
    typeof message === 'string' ? message : (message[plurals(locale).select(Number(values['n']))] ?? message.other);
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name] ?? placeholder;
    if (typeof value === 'number') return numbers(locale).format(value);
    return direction === 'rtl' ? `\u2066${value}\u2069` : value;
  });
}
