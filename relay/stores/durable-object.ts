/**
 * Counters and records in Cloudflare's Durable Objects: exact, because an object is one thread over a SQLite of its own.
 * `Counters` is the class that a Worker exports, `durableObjects` the store that calls it.
 *
 * A record lives in an object of its own, made near the person whom it is about. Counters are spread over a few shards
 * by a hash of their key: with more shards more requests fit, with fewer one request calls fewer objects. A shard is
 * called once for all limits of a request that are its own.
 */
/** @ts-ignore -- in the package’s types: without Cloudflare’s own, the base class is unknown, and that is no error */
import { DurableObject } from 'cloudflare:workers';
import type { SqlStorage } from 'cloudflare:workers';
import { StoreUnavailableError } from './store.ts';
import type { Limit, Store, Taken } from './store.ts';

/** What an object answers to. `at` is the caller's time: all objects of a request go by the same. */
export type CountersStub = {
  take(limits: readonly Limit[], at: number): Promise<Taken>;
  giveBack(limits: readonly Limit[]): Promise<void>;
  read(key: string, at: number): Promise<string | undefined>;
  swap(key: string, before: string | undefined, after: string, ttl: number, at: number): Promise<boolean>;
};

/** The binding of the class, as far as it is used. */
export type CountersNamespace = { getByName(name: string): CountersStub };

export type DurableObjectsOptions = {
  /**
   * Objects that share the counters. One keeps up with some hundred requests a second; with 1, no request calls more
   * than one. Another number starts all counters afresh. Default: 4.
   */
  readonly shards?: number;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
};

/**
 * What was taken is numbered within its key. A window is full where the `count`th newest is within it: one look at one
 * row, however wide the window.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS taken (
    key TEXT, number INTEGER, at INTEGER NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY (key, number)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS taken_by_expires ON taken (expires);
  CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
`;

/** Milliseconds for which rows outlive their use: callers' clocks may be behind, and cleaning is done at most so often. */
const GRACE = 60_000;

/** The newest of each of these keys, and when the one was taken that must be out of the window. One statement for all. */
const LOOK = `
  WITH wanted AS (
    SELECT each.key AS place, each.value ->> 0 AS key, each.value ->> 1 AS count,
      (SELECT max(number) FROM taken WHERE taken.key = each.value ->> 0) AS last
    FROM json_each(?) AS each
  )
  SELECT coalesce(last, 0) AS last,
    (SELECT at FROM taken WHERE taken.key = wanted.key AND number = last) AS lastAt,
    (SELECT at FROM taken WHERE taken.key = wanted.key AND number = last - count + 1) AS oldest
  FROM wanted ORDER BY place
`;

/** A key that was named twice is taken once. */
const ADD = `
  INSERT INTO taken
  SELECT each.value ->> 0, each.value ->> 1, each.value ->> 2, each.value ->> 3 FROM json_each(?) AS each WHERE true
  ON CONFLICT DO NOTHING
`;

type Look = { readonly last: number; readonly lastAt: number | null; readonly oldest: number | null };

/** A shard of the counters, or the home of one record. */
export class Counters extends DurableObject implements CountersStub {
  #hasTables = false;

  async take(limits: readonly Limit[], at: number): Promise<Taken> {
    const sql = this.#open();
    const keys = limits.map(({ key, count }) => [key, count]);
    const looks = sql.exec<Look>(LOOK, JSON.stringify(keys)).toArray();
    for (const [index, { period }] of limits.entries()) {
      const oldest = looks[index]?.oldest ?? null;
      const wait = oldest === null ? 0 : oldest + period * 1000 - at;
      if (wait > 0) return { granted: false, index, retryAfter: Math.ceil(wait / 1000) };
    }
    const spent = limits.flatMap((limit, index) => (limit.cost === 0 ? [] : [{ ...limit, ...looks[index] }]));
    if (spent.length === 0) return { granted: true };
    const rows = spent.map(({ key, period, last = 0, lastAt }) => {
      // Clocks differ: within a key, time does not run backwards.
      const time = Math.max(at, lastAt ?? 0);
      return [key, last + 1, time, time + period * 1000];
    });
    sql.exec(ADD, JSON.stringify(rows));
    await this.#cleanAfter(at + Math.min(...spent.map(({ period }) => period)) * 1000);
    return { granted: true };
  }

  async giveBack(limits: readonly Limit[]): Promise<void> {
    const sql = this.#open();
    for (const { key, cost } of limits) {
      if (cost === 0) continue;
      sql.exec('DELETE FROM taken WHERE key = ?1 AND number = (SELECT max(number) FROM taken WHERE key = ?1)', key);
    }
  }

  async read(key: string, at: number): Promise<string | undefined> {
    return this.#record(key, at);
  }

  async swap(key: string, before: string | undefined, after: string, ttl: number, at: number): Promise<boolean> {
    if (this.#record(key, at) !== before) return false;
    const expires = at + ttl * 1000;
    this.#open().exec('INSERT OR REPLACE INTO records VALUES (?, ?, ?)', key, after, expires);
    await this.#cleanAfter(expires);
    return true;
  }

  /** Forgets what expired; an object with nothing left is gone, and costs nothing. */
  override async alarm(): Promise<void> {
    const sql = this.#open();
    const now = Date.now();
    sql.exec('DELETE FROM taken WHERE expires <= ?', now - GRACE);
    sql.exec('DELETE FROM records WHERE expires <= ?', now - GRACE);
    const rest = sql.exec<{ expires: number | null }>(
      'SELECT min(expires) AS expires FROM taken UNION SELECT min(expires) FROM records',
    );
    const expires = rest.toArray().flatMap((row) => row.expires ?? []);
    if (expires.length > 0) return this.ctx.storage.setAlarm(Math.max(now, Math.min(...expires)) + GRACE);
    this.#hasTables = false;
    return this.ctx.storage.deleteAll();
  }

  /** Not in the constructor: after an alarm an object without tables may still be in memory. */
  #open(): SqlStorage {
    const { sql } = this.ctx.storage;
    if (!this.#hasTables) sql.exec(SCHEMA);
    this.#hasTables = true;
    return sql;
  }

  #record(key: string, at: number): string | undefined {
    const { sql } = this.ctx.storage;
    // A mere look makes no tables: without a row no alarm would ever remove them.
    const tables = sql.exec("SELECT name FROM sqlite_master WHERE name = 'records'").toArray();
    if (tables.length === 0) return undefined;
    const rows = sql.exec<{ value: string }>('SELECT value FROM records WHERE key = ? AND expires > ?', key, at);
    return rows.toArray()[0]?.value;
  }

  async #cleanAfter(expires: number): Promise<void> {
    const planned = await this.ctx.storage.getAlarm();
    if (planned === null || planned > expires + GRACE) await this.ctx.storage.setAlarm(expires + GRACE);
  }
}

/** The limits of one request that one shard keeps, and their places among all. */
type Share = { readonly shard: number; readonly limits: readonly Limit[]; readonly places: readonly number[] };

export function durableObjects(namespace: CountersNamespace, options: DurableObjectsOptions = {}): Store {
  const shards = options.shards ?? 4;
  const now = options.now ?? Date.now;

  /**
   * A stub of its own for each call: one that failed stays broken. What is safe to repeat, the platform has repeated
   * (https://developers.cloudflare.com/durable-objects/best-practices/automatic-retries/).
   */
  async function call<T>(name: string, ask: (object: CountersStub) => Promise<T>): Promise<T> {
    try {
      return await ask(namespace.getByName(name));
    } catch (error) {
      throw new StoreUnavailableError(`Durable Object: ${error instanceof Error ? error.message : 'failed'}`);
    }
  }

  const inShard = <T>({ shard }: Share, ask: (object: CountersStub) => Promise<T>): Promise<T> =>
    call(`counters/${shards}/${shard}`, ask);
  const atHome = <T>(key: string, ask: (object: CountersStub) => Promise<T>): Promise<T> => call(`record/${key}`, ask);

  /** In the order of each shard's widest limit, so that the widest of all is taken last. */
  function spread(limits: readonly Limit[]): Share[] {
    const shares = new Map<number, Share>();
    for (const [place, limit] of limits.entries()) {
      const shard = hash(limit.key) % shards;
      const share = shares.get(shard);
      shares.delete(shard);
      shares.set(shard, {
        shard,
        limits: [...(share?.limits ?? []), limit],
        places: [...(share?.places ?? []), place],
      });
    }
    return [...shares.values()];
  }

  async function undo(shares: readonly Share[]): Promise<void> {
    const spent = shares.filter(({ limits }) => limits.some(({ cost }) => cost !== 0));
    await Promise.all(spent.map((share) => inShard(share, (object) => object.giveBack(share.limits))));
  }

  return {
    async take(limits): Promise<Taken> {
      const at = now();
      const shares = spread(limits);
      let granted = 0;
      try {
        for (const share of shares) {
          const taken = await inShard(share, (object) => object.take(share.limits, at));
          if (!taken.granted) return { ...taken, index: share.places[taken.index] ?? 0 };
          granted += 1;
        }
        return { granted: true };
      } finally {
        if (granted < shares.length) await undo(shares.slice(0, granted)).catch(() => undefined);
      }
    },
    giveBack: (limits) => undo(spread(limits)),
    read: (key) => atHome(key, (object) => object.read(key, now())),
    swap: (key, before, after, ttl) => atHome(key, (object) => object.swap(key, before, after, ttl, now())),
  };
}

/** FNV-1a, 32 bits (https://www.rfc-editor.org/rfc/rfc9923): keys are spread evenly, and alike by every relay. */
function hash(key: string): number {
  let bits = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) bits = Math.imul(bits ^ key.charCodeAt(index), 0x01000193);
  return bits >>> 0;
}
