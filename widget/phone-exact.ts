/** The world's numbering plans, by libphonenumber-js: a file of its own that is loaded when the first paint is done. */
import { AsYouType, getExampleNumber, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/core/es6';
import examples from 'libphonenumber-js/examples.mobile.json';
import metadata from 'libphonenumber-js/metadata.min.json';
import type { ExactPhone } from './phone.ts';

export const exactPhone: ExactPhone = {
  parse(text, iso) {
    const number = parsePhoneNumberFromString(
      text,
      { ...(isCountry(iso) && { defaultCountry: iso }), extract: false },
      metadata,
    );
    return number?.isValid() ? { e164: number.number, country: number.country } : undefined;
  },
  format(e164, style) {
    const number = parsePhoneNumberFromString(e164, metadata);
    return number ? number.format(style === 'national' ? 'NATIONAL' : 'INTERNATIONAL') : e164;
  },
  formatAsTyped(text, iso) {
    return new AsYouType(isCountry(iso) ? iso : undefined, metadata).input(text);
  },
  example(iso) {
    return isCountry(iso) ? getExampleNumber(iso, examples, metadata)?.formatNational() : undefined;
  },
};

function isCountry(iso: string): iso is CountryCode {
  return Object.hasOwn(metadata.countries, iso);
}
