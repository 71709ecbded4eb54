/** What a recipient is: a real number, of which country and type, or an e-mail address; and how it may be shown. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import * as z from 'zod/mini';

export type Recipient = {
  /** E.164 with its `+`, or an e-mail address. */
  readonly to: string;
  /** What its limits count: one mailbox has many spellings. */
  readonly counted: string;
  /** ISO 3166-1 alpha-2; `undefined` for numbers that belong to no country (+800 …), and for addresses. */
  readonly country: string | undefined;
  /** `landline` cannot get texts; `refused` types cost the caller extra or reach nobody. */
  readonly kind: 'mobile' | 'landline' | 'refused' | 'mailbox';
};

const E164 = /^\+[1-9]\d{6,14}$/;

/** Where a code must never go: the called party earns, or nobody is there. */
const REFUSED_TYPES: ReadonlySet<string> = new Set(['PREMIUM_RATE', 'SHARED_COST', 'TOLL_FREE', 'PAGER', 'VOICEMAIL']);

const email = z.email();

/** Whether it is an e-mail address by its looks; a number has no `@`. */
export const isAddress = (to: string): boolean => to.includes('@');

/** The number, by the metadata's exact rules, or the address; `undefined` where no such thing can exist. */
export function parseRecipient(to: string): Recipient | undefined {
  return isAddress(to) ? parseAddress(to) : parseNumber(to);
}

/** ISO 3166-1 alpha-2 of a number that was admitted; `undefined` for those of no country, and for addresses. */
export function countryOf(to: string): string | undefined {
  return isAddress(to) ? undefined : parsePhoneNumberFromString(to)?.country;
}

function parseNumber(to: string): Recipient | undefined {
  if (!E164.test(to)) return undefined;
  const number = parsePhoneNumberFromString(to);
  if (!number?.isValid() || number.number !== to) return undefined;
  const type = number.getType();
  const kind =
    type !== undefined && REFUSED_TYPES.has(type) ? 'refused' : type === 'FIXED_LINE' ? 'landline' : 'mobile';
  return { to, counted: to, country: number.country, kind };
}

/** Upper case and `+tag` (RFC 5233) lead to the same mailbox nearly everywhere, so they must not buy more codes. */
function parseAddress(to: string): Recipient | undefined {
  if (to.length > 254 || !z.safeParse(email, to).success) return undefined;
  const [local = '', domain = ''] = to.toLowerCase().split('@');
  const mailbox = local.replace(/(?<=.)\+.*$/, '');
  return { to, counted: `${mailbox}@${domain}`, country: undefined, kind: 'mailbox' };
}

/** `+371 ••••2931`: the calling code and the last four digits, whatever the number's length; or `a••••@example.com`. */
export function maskRecipient(to: string): string {
  const at = to.lastIndexOf('@');
  if (at > 0) return `${to.slice(0, 1)}••••${to.slice(at)}`;
  const number = parsePhoneNumberFromString(to.startsWith('+') ? to : `+${to}`);
  return `${number ? `+${number.countryCallingCode} ` : ''}••••${to.slice(-4)}`;
}
