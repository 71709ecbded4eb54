/**
 * Phone numbers as people type them: to E.164 or a reason why not, and back to something readable. Works at once by the
 * country table; exact once `loadExactPhone` has brought the numbering plans. Knows no DOM.
 */
import { countryByIso, countryOfNumber, type Country } from './countries.ts';
import { toAsciiDigits } from './digits.ts';

/** What the numbering plans add; `phone-exact.ts` has it. */
export type ExactPhone = {
  /** The number, if the plan of its country has such numbers. `text` is international with a `+`, or national. */
  readonly parse: (
    text: string,
    iso: string,
  ) => { readonly e164: string; readonly country: string | undefined } | undefined;
  readonly format: (e164: string) => string;
  /** What was typed with its digits, all of them ASCII, grouped as is usual in the country. */
  readonly formatAsTyped: (typed: Typing, iso: string) => Typing;
  /** A mobile number that is nobody's, in national format. */
  readonly example: (iso: string) => string | undefined;
};

/** A field that is being typed into. */
export type Typing = {
  readonly text: string;
  readonly caret: number;
  /** What stood there before, where a key has deleted something: in front of the caret or behind it. */
  readonly deleted?: { readonly from: string; readonly key: 'Backspace' | 'Delete' };
};

export type NumberReading =
  | { readonly kind: 'number'; readonly e164: string; readonly country: string }
  | {
      readonly kind: 'problem';
      readonly reason: 'missing' | 'short' | 'long' | 'unlikely';
      /** The country that the number was measured against. */
      readonly country: string;
    };

/** The numbering plans: a separate file, loaded after the first paint. Rejects where that fails; all works on without. */
export async function loadExactPhone(): Promise<ExactPhone> {
  return (await import('./phone-exact.ts')).exactPhone;
}

/** What was typed with `iso` chosen as the country, as E.164 or with a reason why it cannot be a number. */
export function readNumber(text: string, iso: string, exact?: ExactPhone): NumberReading {
  const { digits, international } = readDigits(text, iso);
  if (!digits) return { kind: 'problem', reason: 'missing', country: iso };
  const split = international ? splitDigits(digits, iso) : splitNational(digits, iso);
  if (!split) return { kind: 'problem', reason: 'unlikely', country: iso };

  const { iso: country, callingCode, lengths } = split.country;
  const national = withoutTrunk(split.national, split.country);
  const e164 = `+${callingCode}${national}`;
  const parsed = exact?.parse(international ? `+${digits}` : digits, iso) ?? exact?.parse(e164, country);
  if (parsed) return { kind: 'number', e164: parsed.e164, country: parsed.country ?? country };
  // E.164 has at most 15 digits.
  const isLong = national.length > Math.max(...lengths) || e164.length > 16;
  if (isLong || !lengths.includes(national.length)) {
    return { kind: 'problem', reason: isLong ? 'long' : 'short', country };
  }
  return exact ? { kind: 'problem', reason: 'unlikely', country } : { kind: 'number', e164, country };
}

/**
 * A number that was typed or pasted with its calling code, split into the country to choose and the rest;
 * `undefined` while it has none. `plus` is how it reads in every country: `00` is not dialled abroad from all of them.
 */
export function splitInternational(
  text: string,
  iso: string,
): { readonly country: string; readonly national: string; readonly plus: string } | undefined {
  const { digits, international } = readDigits(text, iso);
  const split = international ? splitDigits(digits, iso) : undefined;
  return split && { country: split.country.iso, national: split.national, plus: `+${digits}` };
}

/** The digits grouped as is usual in the country; as typed as long as the plans are not here. */
export function formatAsTyped(typed: Typing, iso: string, exact?: ExactPhone): Typing {
  const text = toAsciiDigits(typed.text).replace(/＋/g, '+');
  return exact ? exact.formatAsTyped({ ...typed, text }, iso) : typed;
}

/** For the hint: how a number of this country is written. `undefined` as long as that is not known. */
export function exampleNumber(iso: string, exact?: ExactPhone): string | undefined {
  return exact?.example(iso);
}

/** `+371 28 782 931`; only the calling code apart as long as the plans are not here. */
export function formatInternational(e164: string, exact?: ExactPhone): string {
  if (exact) return exact.format(e164);
  const found = splitDigits(e164.slice(1));
  return found ? `${e164.slice(0, -found.national.length)} ${found.national}` : e164;
}

type Split = { readonly country: Country; readonly national: string };

/** `00` is how most of the world dials abroad, `011` how North America does. */
function readDigits(text: string, iso: string): { readonly digits: string; readonly international: boolean } {
  const ascii = toAsciiDigits(text);
  const digits = ascii.replace(/\D/g, '');
  if (/^\D*[+＋]/.test(ascii)) return { digits, international: true };
  const prefix = countryByIso(iso)?.callingCode === '1' ? /^011/ : /^00/;
  return { digits: digits.replace(prefix, ''), international: prefix.test(digits) };
}

function splitDigits(digits: string, preferred?: string): Split | undefined {
  const country = countryByIso(countryOfNumber(digits, preferred) ?? '');
  return country && { country, national: digits.slice(country.callingCode.length) };
}

/** A national number, or an international one whose `+` was forgotten. */
function splitNational(digits: string, iso: string): Split | undefined {
  const country = countryByIso(iso);
  if (!country) return undefined;
  const { callingCode, lengths } = country;
  const rest = digits.slice(callingCode.length);
  const plusForgotten =
    digits.startsWith(callingCode) &&
    lengths.includes(rest.length) &&
    !lengths.includes(withoutTrunk(digits, country).length);
  return { country, national: plusForgotten ? rest : digits };
}

/** Takes away what is only dialled within the country, unless the number is complete only with it. */
function withoutTrunk(national: string, { trunk, lengths }: Country): string {
  if (!trunk || !national.startsWith(trunk)) return national;
  const rest = national.slice(trunk.length);
  return lengths.includes(national.length) && !lengths.includes(rest.length) ? national : rest;
}
