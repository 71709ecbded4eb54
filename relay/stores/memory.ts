/** Counters and records in this process's memory: exact, bounded, for one process only. */
import { StoreUnavailableError } from './store.ts';
import type { Limit, Store, Taken } from './store.ts';

export type MemoryOptions = {
  /**
   * The most keys that are kept at once. When as many are alive the store refuses new ones: it never forgets a count
   * to make room. Default: 1,000,000.
   */
  readonly maxKeys?: number;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
};

/** When each thing taken will no longer count, soonest first. Most keys hold one, which needs no list. */
type Counter = number | number[];
type Entry = { value: string; expires: number };

/** Looking through all keys for expired ones costs a pause, so it is done at most this often. */
const SWEEP_EVERY_MS = 10_000;

/** A string that was put together keeps its parts in memory; one that stays a while is better copied. */
const inOnePiece = (text: string): string => JSON.parse(JSON.stringify(text)) as string;

/** The `count`th newest, or 0 where there are not as many. */
const newest = (counter: Counter, count = 1): number =>
  typeof counter === 'number' ? (count === 1 ? counter : 0) : (counter.at(-count) ?? 0);

/** A list that is shorter is copied to add one: one that grows in place keeps room for half as many again. */
const SHORT = 16;

/** With one more, where `count` can matter. The rest is dropped now and then, so that a long list costs no more than a short one. */
function added(counter: Counter | undefined, ends: number, count: number): Counter {
  if (counter === undefined || count === 1) return ends;
  if (typeof counter === 'number') return [counter, ends];
  if (counter.length < SHORT) return [...counter.slice(1 - count), ends];
  counter.push(ends);
  if (counter.length >= 2 * count) counter.splice(0, counter.length - count);
  return counter;
}

/** Sliding windows as logs of times: exact, and small because the counts are (5, 10, 20 …). */
export function memory(options: MemoryOptions = {}): Store {
  const maxKeys = options.maxKeys ?? 1_000_000;
  const now = options.now ?? Date.now;
  const counters = new Map<string, Counter>();
  const records = new Map<string, Entry>();
  let sweptAt = Number.NEGATIVE_INFINITY;

  function sweep(at: number): void {
    if (at - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = at;
    for (const [key, counter] of counters) if (newest(counter) <= at) counters.delete(key);
    for (const [key, entry] of records) if (entry.expires <= at) records.delete(key);
  }

  function makeRoom(at: number): void {
    sweep(at);
    if (counters.size + records.size >= maxKeys) {
      throw new StoreUnavailableError(`the memory store is full: ${maxKeys} live keys`);
    }
  }

  /** Seconds until it would be granted: the window is full while the `count`th newest is in it. */
  function takeOne({ key, count, period, cost }: Limit, at: number): number {
    const known = counters.get(key);
    const frees = known === undefined ? 0 : newest(known, count);
    if (frees > at) return Math.max(1, Math.ceil((frees - at) / 1000));
    if (cost === 0) return 0;
    if (known === undefined) makeRoom(at);
    // What has all expired is forgotten as a whole.
    const live = known !== undefined && newest(known) > at ? known : undefined;
    counters.set(known === undefined ? inOnePiece(key) : key, added(live, at + period * 1000, count));
    return 0;
  }

  function undo(limits: readonly Limit[]): void {
    for (const { key, cost } of limits) {
      if (cost === 0) continue;
      const counter = counters.get(key);
      if (typeof counter === 'object' && counter.length > 1) counter.pop();
      else counters.delete(key);
    }
  }

  return {
    async take(limits): Promise<Taken> {
      const at = now();
      sweep(at);
      for (const [index, limit] of limits.entries()) {
        let retryAfter: number;
        try {
          retryAfter = takeOne(limit, at);
        } catch (error) {
          undo(limits.slice(0, index));
          throw error;
        }
        if (retryAfter > 0) {
          undo(limits.slice(0, index));
          return { granted: false, index, retryAfter };
        }
      }
      return { granted: true };
    },
    async giveBack(limits): Promise<void> {
      undo(limits);
    },
    async read(key): Promise<string | undefined> {
      const entry = records.get(key);
      return entry && entry.expires > now() ? entry.value : undefined;
    },
    async swap(key, before, after, ttl): Promise<boolean> {
      const at = now();
      const entry = records.get(key);
      const current = entry && entry.expires > at ? entry.value : undefined;
      if (current !== before) return false;
      if (!entry) makeRoom(at);
      records.set(key, { value: after, expires: at + ttl * 1000 });
      return true;
    },
  };
}
