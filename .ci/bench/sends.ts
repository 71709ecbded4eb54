/** What one code costs by default, as the relay asks a store for it: the limits of texts to many people. */
import type { Limit } from '../../relay/stores/store.ts';

/** `count / period` in seconds of `relay/configuration.md`, narrow before wide. */
const DEFAULTS = [
  { kind: 'client-sends', count: 10, period: 3600, cost: 1 },
  { kind: 'client-sends', count: 30, period: 86_400, cost: 1 },
  { kind: 'wrong', count: 15, period: 3600, cost: 0 },
  { kind: 'wrong', count: 50, period: 86_400, cost: 0 },
  { kind: 'sends', count: 5, period: 3600, cost: 1 },
  { kind: 'sends', count: 10, period: 86_400, cost: 1 },
  { kind: 'prefix', count: 20, period: 3600, cost: 1 },
] as const;

/** Keys that a text to an IPv4 client has by default; two of them are only looked at. */
export const KEYS: number = DEFAULTS.length + 1;
export const WRITTEN: number = KEYS - DEFAULTS.filter(({ cost }) => cost === 0).length;

/** A key as the relay makes one: 16 bytes of a keyed hash (`secrets.ts`). */
const keyOf = (kind: string): string =>
  `${kind}:${Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')}`;

/**
 * The limits of `sends` codes, each to somebody else, all under one total.
 *
 * @param sameTotal codes under one total, of the 1,000 that it allows
 */
export function limitsOfSends(sends: number, sameTotal = 500): readonly (readonly Limit[])[] {
  let total = '';
  return Array.from({ length: sends }, (_, index) => {
    if (index % sameTotal === 0) total = keyOf('total');
    const own = DEFAULTS.map(({ kind, count, period, cost }): Limit => ({ key: keyOf(kind), count, period, cost }));
    return own.concat({ key: total, count: 1000, period: 3600 });
  });
}
