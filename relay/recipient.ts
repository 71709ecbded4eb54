/** What a recipient is: a real number, of which country and type, and how it may be shown. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

export type Recipient = {
  /** E.164 with its `+`. */
  readonly e164: string;
  /** ISO 3166-1 alpha-2; `undefined` for numbers that belong to no country (+800 …). */
  readonly country: string | undefined;
  /** `landline` cannot get texts; `refused` types cost the caller extra or reach nobody. */
  readonly line: 'mobile' | 'landline' | 'refused';
};

const E164 = /^\+[1-9]\d{6,14}$/;

/** Where a code must never go: the called party earns, or nobody is there. */
const REFUSED_TYPES: ReadonlySet<string> = new Set(['PREMIUM_RATE', 'SHARED_COST', 'TOLL_FREE', 'PAGER', 'VOICEMAIL']);

/** The number, by the metadata's exact rules; `undefined` where no such number can exist. */
export function parseRecipient(to: string): Recipient | undefined {
  if (!E164.test(to)) return undefined;
  const number = parsePhoneNumberFromString(to);
  if (!number?.isValid() || number.number !== to) return undefined;
  const type = number.getType();
  const line =
    type !== undefined && REFUSED_TYPES.has(type) ? 'refused' : type === 'FIXED_LINE' ? 'landline' : 'mobile';
  return { e164: to, country: number.country, line };
}

/** `+371 ••••2931`: the calling code and the last four digits, whatever the number's length. */
export function maskRecipient(to: string): string {
  const number = parsePhoneNumberFromString(to.startsWith('+') ? to : `+${to}`);
  return `${number ? `+${number.countryCallingCode} ` : ''}••••${to.slice(-4)}`;
}
