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

/** Times of what was taken, oldest first, and when the newest of them no longer counts. */
type Counter = { times: number[]; expires: number };
type Entry = { value: string; expires: number };

/** Looking through all keys for expired ones costs a pause, so it is done at most this often. */
const SWEEP_EVERY_MS = 10_000;

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
    for (const [key, counter] of counters) if (counter.expires <= at) counters.delete(key);
    for (const [key, entry] of records) if (entry.expires <= at) records.delete(key);
  }

  function makeRoom(at: number): void {
    sweep(at);
    if (counters.size + records.size >= maxKeys) {
      throw new StoreUnavailableError(`the memory store is full: ${maxKeys} live keys`);
    }
  }

  function takeOne(limit: Limit, at: number): number {
    const counter = counters.get(limit.key);
    const since = at - limit.period * 1000;
    const times = counter?.times ?? [];
    let first = 0;
    while (first < times.length && (times[first] ?? 0) <= since) first++;
    const used = times.length - first;
    if (used >= limit.count) {
      const frees = times[times.length - limit.count];
      return Math.max(1, Math.ceil(((frees ?? at) - since) / 1000));
    }
    if (limit.cost === 0) return 0;
    const expires = at + limit.period * 1000;
    if (counter) {
      counter.times.splice(0, first);
      counter.times.push(at);
      counter.expires = expires;
    } else {
      makeRoom(at);
      counters.set(limit.key, { times: [at], expires });
    }
    return 0;
  }

  function undo(limits: readonly Limit[]): void {
    for (const limit of limits) {
      if (limit.cost === 0) continue;
      const counter = counters.get(limit.key);
      counter?.times.pop();
      if (counter?.times.length === 0) counters.delete(limit.key);
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
