/** How long something takes or lasts, for within a text. */
import { cached, numbers } from './index.ts';

const minutes = cached(
  (locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'long' }),
);
const hours = cached((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay: 'long' }));

/** `0:24`, in the digits of the language. */
export function formatTime(seconds: number, locale = 'en'): string {
  const time = `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
  return time.replace(/\d/g, (digit) => numbers(locale).format(Number(digit)));
}

/** `25 minutes`, `2 hours`: rounded up, so that nobody comes back too early. */
export function formatDuration(seconds: number, locale = 'en'): string {
  const wait = Math.ceil(seconds / 60);
  return wait < 90 ? minutes(locale).format(wait) : hours(locale).format(Math.ceil(wait / 60));
}

/** How long to wait: to the second while that is under ten minutes. */
export function formatWait(seconds: number, locale = 'en'): string {
  return seconds < 600 ? formatTime(seconds, locale) : formatDuration(seconds, locale);
}
