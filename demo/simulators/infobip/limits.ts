/** Infobip's limits and durations, as its configuration writes them: `5/1h`, `15m`. */

export type Limit = { readonly count: number; readonly period: number };

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export const durationPattern: RegExp = /^(\d*)(ms|s|m|h|d)$/;
export const limitPattern: RegExp = /^(\d+)\/(\d*(?:ms|s|m|h|d))$/;

/** Milliseconds. */
export const durationOf = (text: string): number => {
  const [, count = '', unit = ''] = durationPattern.exec(text) ?? [];
  return Number(count === '' ? 1 : count) * (units[unit] ?? 0);
};

export const limitOf = (text: string): Limit => {
  const [, count = '', period = ''] = limitPattern.exec(text) ?? [];
  return { count: Number(count), period: durationOf(period) };
};

/** Counts what happens to each key within a sliding window. */
export class Windows {
  readonly #times: Map<string, number[]> = new Map();

  /** `false`, and nothing is counted, where the limit is reached. */
  take(key: string, { count, period }: Limit, now: number): boolean {
    const recent = (this.#times.get(key) ?? []).filter((time) => time > now - period);
    if (recent.length < count) recent.push(now);
    else {
      this.#times.set(key, recent);
      return false;
    }
    this.#times.set(key, recent);
    return true;
  }
}
