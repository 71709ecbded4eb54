/** Readers of single configuration values: a string as in the environment, or its natural type, to what the core uses; a fault completes the sentence "NAME …". */
import * as z from 'zod/mini';
import type { JWK } from 'jose';
import type { ConversionLimit } from './conversion.ts';
import { parseAllowedOrigin } from './origins.ts';
import type { AllowedOrigin } from './origins.ts';

/** At most `count` within `period` seconds. */
export type Rate = { readonly count: number; readonly period: number };

const commaList = z.pipe(
  z.union([z.string(), z.array(z.string())]),
  z.transform((value: string | string[]) =>
    (typeof value === 'string' ? value.split(',') : value).map((item) => item.trim()).filter((item) => item !== ''),
  ),
);

/** `input`, then `parse`, which says what is wrong by throwing an `Error`. */
export function parsed<S extends z.ZodMiniType, O>(
  input: S,
  parse: (value: z.output<S>) => O,
): z.ZodMiniType<O, z.input<S>> {
  const read = z.transform((value: z.output<S>, context): O => {
    try {
      return parse(value);
    } catch (error) {
      context.issues.push({ code: 'custom', message: (error as Error).message, input: '' });
      return z.NEVER;
    }
  });
  return z.pipe(input, read);
}

const bytes = (text: string): number => new TextEncoder().encode(text).length;

export const secretList = parsed(commaList, (secrets) => {
  if (secrets.length === 0) throw new Error('is empty; "npm run keys" makes one');
  if (secrets.some((secret) => bytes(secret) < 32)) {
    throw new Error('must be 32 bytes or more, each of them where it is a list; "npm run keys" makes one');
  }
  return secrets;
});

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$|\.(localhost|test)$/;

export const publicUrl = parsed(z.string(), (text) => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error('must be a URL, for example https://otp.example.com');
  if (url.search || url.hash || url.username) throw new Error('must have no query, fragment or user name');
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) throw new Error('must begin with https://');
  return url.href.replace(/\/$/, '');
});

export const privateKeys = parsed(z.unknown(), (value) => {
  const wrong = 'must be a private ES256 JWK or a JSON array of them; "npm run keys" makes one';
  let keys: unknown;
  try {
    keys = typeof value === 'string' ? JSON.parse(value) : value;
  } catch {
    throw new Error(wrong);
  }
  const list = (Array.isArray(keys) ? keys : [keys]) as JWK[];
  const fits = (key: JWK): boolean =>
    key?.kty === 'EC' && key.crv === 'P-256' && [key.x, key.y, key.d].every((part) => typeof part === 'string' && part);
  if (list.length === 0 || !list.every(fits)) throw new Error(wrong);
  return list;
});

export function wholeNumber(least: number, most: number): z.ZodMiniType<number, string | number> {
  return parsed(z.union([z.string(), z.number()]), (value) => {
    const number = Number(value);
    if (value === '' || !Number.isInteger(number) || number < least || number > most) {
      throw new Error(`must be a whole number from ${least} to ${most}`);
    }
    return number;
  });
}

export const flag = parsed(z.union([z.string(), z.boolean()]), (value) => {
  if (value === true || value === 'true' || value === '1') return true;
  if (value === false || value === 'false' || value === '0' || value === '') return false;
  throw new Error('must be "true" or "false"');
});

export const countries = parsed(commaList, (list): readonly string[] | null => {
  if (list.length === 1 && list[0]?.toLowerCase() === 'all') return null;
  const codes = list.map((code) => code.toUpperCase());
  if (codes.length === 0 || !codes.every((code) => /^[A-Z]{2}$/.test(code))) {
    throw new Error('must be ISO 3166-1 alpha-2 codes such as "LV,NO", or "all"');
  }
  return codes;
});

export const audiences = parsed(commaList, (names): readonly string[] => {
  if (names.some((name) => URL.canParse(name) || name === '*')) {
    throw new Error('must be plain names such as "com.example.app", no origins');
  }
  return names;
});

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

function readDuration(text: string): number {
  const match = /^(\d+)([smhd])$/.exec(text);
  if (!match) throw new Error(`has a wrong duration "${text}": write 30s, 10m, 1h or 1d`);
  return Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0);
}

const isOff = (items: readonly string[]): boolean => items.length === 1 && /^(off|0s)$/i.test(items[0] ?? '');

/** `5/1h,10/1d`, or `off`. */
export const rates = parsed(commaList, (items): readonly Rate[] => {
  if (isOff(items)) return [];
  return items.map((item) => {
    const [count = '', period = ''] = item.split('/');
    if (!/^[1-9]\d*$/.test(count) || items.length === 0) {
      throw new Error(`has a wrong limit "${item}": write COUNT/PERIOD such as 5/1h, or off`);
    }
    const seconds = readDuration(period);
    if (seconds === 0) throw new Error(`has a period of no length in "${item}"`);
    return { count: Number(count), period: seconds };
  });
});

/** `5%/50/1h`: the share, the least number of codes, the period; or `off`. */
export const conversion = parsed(z.string(), (text): ConversionLimit | undefined => {
  if (isOff([text.trim()])) return undefined;
  const [, percent = '', least = '', period = ''] = /^([\d.]+)%\/([1-9]\d*)\/(\w+)$/.exec(text.trim()) ?? [];
  const share = Number(percent) / 100;
  if (!(share > 0 && share <= 1))
    throw new Error(`has a wrong limit "${text}": write SHARE%/COUNT/PERIOD such as 5%/50/1h, or off`);
  return { share, least: Number(least), period: readDuration(period) };
});

/** `30s,45s,60s,90s`, or `off`: seconds before the 2nd, 3rd … code; the last one goes on. */
export const steps = parsed(commaList, (items): readonly number[] => (isOff(items) ? [] : items.map(readDuration)));

export const origins = parsed(commaList, (list): readonly AllowedOrigin[] => list.map(parseAllowedOrigin));
