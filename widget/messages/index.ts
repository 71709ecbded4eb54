/** Texts: their type, how values get into them, and where the languages are loaded from. */
import { en } from './en.ts';

/** A text by the plural category of its `{n}`; a language has those categories that `Intl.PluralRules` gives for it. */
export type Plural = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** `{name}` stands for a value. */
export type Message = string | Plural;

export type MessageKey = keyof typeof en;

export type Messages = Readonly<Record<MessageKey, Message>>;

export type MessageValues = Readonly<Record<string, string | number>>;

/** Each language but English is a file of its own, which is loaded when it is asked for. */
const languages: Readonly<Record<string, () => Promise<{ readonly messages: Messages }>>> = {
  en: async () => ({ messages: en }),
};

/** The texts that fit a BCP 47 tag best, and the tag that their values are to be formatted by. Never rejects. */
export async function loadMessages(tag: string): Promise<{ readonly messages: Messages; readonly tag: string }> {
  try {
    const [locale = ''] = Intl.getCanonicalLocales(tag);
    const loaded = await languages[lookUp(locale, Object.keys(languages)) ?? '']?.();
    if (loaded) return { messages: loaded.messages, tag: locale };
  } catch {
    // What is no tag, or a language that cannot be loaded, is no reason to show nothing.
  }
  return { messages: en, tag: 'en' };
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
const cached = <T>(make: (locale: string) => T): ((locale: string) => T) => {
  const made = new Map<string, T>();
  return (locale) => {
    const value = made.get(locale) ?? make(locale);
    made.set(locale, value);
    return value;
  };
};
const plurals = cached((locale) => new Intl.PluralRules(locale));
const numbers = cached((locale) => new Intl.NumberFormat(locale));
const minutes = cached(
  (locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'long' }),
);
const hours = cached((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay: 'long' }));

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

/** `0:24`. */
export function formatTime(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
}

/** `25 minutes`, `2 hours`: rounded up, so that nobody comes back too early. */
export function formatDuration(seconds: number, locale = 'en'): string {
  const wait = Math.ceil(seconds / 60);
  return wait < 90 ? minutes(locale).format(wait) : hours(locale).format(Math.ceil(wait / 60));
}

/** How long to wait: to the second while that is under ten minutes. */
export function formatWait(seconds: number, locale = 'en'): string {
  return seconds < 600 ? formatTime(seconds) : formatDuration(seconds, locale);
}
