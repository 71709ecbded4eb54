/** The conversion breaker: where almost nobody enters the codes that go to a country, somebody else is earning on them. */
import type { Secrets } from './secrets.ts';
import type { Store } from './stores/store.ts';

/** A country stops when under `share` of at least `least` codes within `period` seconds are verified. */
export type ConversionLimit = { readonly share: number; readonly least: number; readonly period: number };

export type Conversion = {
  /** Seconds for which the country still is in doubt; 0 when it is open. */
  doubtLeft(country: string): Promise<number>;
  /** Counts a code that was sent; answers whether it is the one that put the country in doubt. */
  countSend(country: string): Promise<boolean>;
  countSuccess(country: string): Promise<void>;
};

/** One window, from its first code on; it knows nobody. */
type Tally = {
  readonly since: number;
  readonly sends: number;
  readonly successes: number;
  readonly doubtUntil: number;
};

/** Parallel counts of one country; whoever finds no turn is left out, which such a share can bear. */
const MOST_ROUNDS = 50;

const read = (text: string | undefined): Tally | undefined => {
  if (text === undefined) return undefined;
  const [since = 0, sends = 0, successes = 0, doubtUntil = 0] = text.split('/').map(Number);
  return { since, sends, successes, doubtUntil };
};

const write = ({ since, sends, successes, doubtUntil }: Tally): string =>
  [since, sends, successes, doubtUntil].join('/');

export function createConversion(
  limit: ConversionLimit | undefined,
  store: Store,
  secrets: Secrets,
  now: () => number,
): Conversion {
  if (!limit) {
    return { doubtLeft: async () => 0, countSend: async () => false, countSuccess: async () => undefined };
  }
  const { share, least, period } = limit;
  const length = period * 1000;

  async function change(country: string, count: (tally: Tally) => Tally): Promise<Tally | undefined> {
    const key = await secrets.fixedKeyFor('conversion', country);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const text = await store.read(key);
      const known = read(text);
      const isOver = !known || now() >= Math.max(known.since + length, known.doubtUntil);
      const tally = count(isOver ? { since: now(), sends: 0, successes: 0, doubtUntil: 0 } : known);
      if (write(tally) === text || (await store.swap(key, text, write(tally), period * 2))) return tally;
    }
    return undefined;
  }

  return {
    async doubtLeft(country) {
      const tally = read(await store.read(await secrets.fixedKeyFor('conversion', country)));
      return tally ? Math.max(0, Math.ceil((tally.doubtUntil - now()) / 1000)) : 0;
    },
    async countSend(country) {
      let isNew = false;
      await change(country, (tally) => {
        const sends = tally.sends + 1;
        isNew = tally.doubtUntil <= now() && sends >= least && tally.successes < share * sends;
        return { ...tally, sends, ...(isNew && { doubtUntil: now() + length }) };
      });
      return isNew;
    },
    async countSuccess(country) {
      await change(country, (tally) => ({ ...tally, successes: tally.successes + 1 }));
    },
  };
}
