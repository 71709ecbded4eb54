/** Reads a code out of what was typed, pasted or received: digits of any script, grouped, or a whole text message. */
import { toAsciiDigits } from './digits.ts';

/** The last line of a text that is bound to a site: https://wicg.github.io/sms-one-time-codes/ */
const boundCode = /^@\S+ #([^\s%]+)/m;

export function onlyDigits(text: string): string {
  return toAsciiDigits(text).replace(/\D/g, '');
}

/** The code of exactly `length` digits in this text; `undefined` where there is none. */
export function readCode(text: string, length: number): string | undefined {
  const ascii = toAsciiDigits(text);
  const fits = (candidate: string): boolean => candidate.length === length;
  const bound = onlyDigits(boundCode.exec(ascii)?.[1] ?? '');
  if (fits(bound)) return bound;
  // Nothing but digits and what may stand between them.
  if (!/\p{L}/u.test(ascii) && fits(onlyDigits(ascii))) return onlyDigits(ascii);
  const runs = ascii.match(/\d+/g) ?? [];
  const groups = ascii.match(/\d+(?:[\s\p{Pd}]\d+)*/gu) ?? [];
  return [...runs, ...groups.map(onlyDigits)].find(fits);
}
