/** The world's numbering plans, by libphonenumber-js: a file of its own that is loaded when the first paint is done. */
import { AsYouType, getExampleNumber, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/core/es6';
import examples from 'libphonenumber-js/examples.mobile.json';
import metadata from 'libphonenumber-js/metadata.min.json';
import type { ExactPhone, Typing } from './phone.ts';

export const exactPhone: ExactPhone = {
  parse(text, iso) {
    const number = parsePhoneNumberFromString(
      text,
      { ...(isCountry(iso) && { defaultCountry: iso }), extract: false },
      metadata,
    );
    return number?.isValid() ? { e164: number.number, country: number.country } : undefined;
  },
  format(e164) {
    return parsePhoneNumberFromString(e164, metadata)?.formatInternational() ?? e164;
  },
  formatAsTyped(typed, iso) {
    const before = withoutDigit(typed);
    const text = new AsYouType(isCountry(iso) ? iso : undefined, metadata).input(before.text);
    // What cannot be read is left as it is.
    if (plain(text) !== plain(before.text)) return before;
    return { text, caret: caretAfterFormat(before.text, before.caret, text) };
  },
  example(iso) {
    return isCountry(iso) ? getExampleNumber(iso, examples, metadata)?.formatNational() : undefined;
  },
};

function isCountry(iso: string): iso is CountryCode {
  return Object.hasOwn(metadata.countries, iso);
}

/** Only what counts. */
const plain = (text: string): string => text.replace(/[^\d+]/g, '');

/**
 * A key that deletes has met only what stands between the digits: it deletes the digit behind that as well. Else nobody
 * would get past a bracket, which is put back at once.
 */
function withoutDigit({ text, caret, deleted }: Typing): Typing {
  if (!deleted || plain(deleted.from) !== plain(text)) return { text, caret };
  const [before, after] = [text.slice(0, caret), text.slice(caret)];
  if (deleted.key === 'Delete') return { text: before + after.replace(/\d/, ''), caret };
  const rest = before.replace(/\d\D*$/, '');
  return { text: rest + after, caret: rest.length };
}

/** Where the caret belongs after `before` became `after`: behind the same digit as it was. */
export function caretAfterFormat(before: string, caret: number, after: string): number {
  let left = plain(before.slice(0, caret)).length;
  if (left === plain(before).length) return after.length;
  for (const { index } of after.matchAll(/[\d+]/g)) {
    if (left-- === 0) return index;
    if (left === 0) return index + 1;
  }
  return 0;
}
