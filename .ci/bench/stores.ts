/** What it costs to count one code: a `take` of all its limits, over the least that the same store can be asked for. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { createTestHarness } from 'wrangler';
import { startRedisServer } from '../../demo/simulators/redis-server.ts';
import { serveUpstash } from '../../demo/simulators/upstash.ts';
import { memory } from '../../relay/stores/memory.ts';
import { redis } from '../../relay/stores/redis.ts';
import type { Limit, Store, Taken } from '../../relay/stores/store.ts';
import { upstash } from '../../relay/stores/upstash.ts';
import { interleave, ratioOf, spreadOf, timeEach } from './measure.ts';
import type { Effort, Spread } from './measure.ts';
import type { Budget, Row, Table } from './report.ts';
import { KEYS, WRITTEN, limitsOfSends } from './sends.ts';
import type { Ask } from './stores.worker.ts';

const ROUNDS = 15;

function mustBeGranted(taken: Taken): void {
  if (!taken.granted) throw new Error('A take was refused: what is measured is not what it should be');
}

/** One after the other: each take waits for the one before. */
const takeEach = (store: Store, sends: readonly (readonly Limit[])[]): Promise<number> =>
  timeEach(sends.length, (index) => store.take(sends[index] ?? []).then(mustBeGranted));

/** A row for each contender; the first is what the others are held against. */
function rowsOf(samples: Readonly<Record<string, readonly number[]>>, unit: 'ns' | 'µs', budget?: Budget): Row[] {
  const [[against, floor] = ['', []], ...others] = Object.entries(samples);
  const here = (values: readonly number[]): Spread => spreadOf(values.map((ns) => (unit === 'ns' ? ns : ns / 1000)));
  const first: Row = { what: against, here: here(floor), unit };
  return [first].concat(
    others.map(([what, values]): Row => {
      const row = { what, against, ratio: ratioOf(values, floor), here: here(values), unit };
      return budget ? Object.assign(row, { budget }) : row;
    }),
  );
}

async function inMemory(effort: Effort): Promise<Row[]> {
  const calls = effort.quick ? 200 : 20_000;
  const floor = `memory: ${KEYS} get and ${WRITTEN} set of a Map`;
  const total = (count: number): Limit => ({ key: 'total:of all', count, period: 3600 });
  const full = memory();
  const many = effort.quick ? 1000 : 100_000;
  for (let taken = 0; taken < 999; taken++) await full.take([total(1000)]);
  const crowded = memory();
  for (let taken = 0; taken < many; taken++) await crowded.take([{ ...total(many), key: 'total:of many' }]);
  const samples = await interleave(
    {
      [floor]: () => {
        const sends = limitsOfSends(calls);
        const map = new Map<string, number>();
        return timeEach(calls, (index) => {
          for (const { key, cost } of sends[index] ?? []) {
            const known = map.get(key) ?? 0;
            if (cost !== 0) map.set(key, known + index);
          }
        });
      },
      'memory: one take': () => takeEach(memory(), limitsOfSends(calls)),
      'memory: a look at the total, 999 codes in it': () =>
        timeEach(calls, () => full.take([{ ...total(1000), cost: 0 }]).then(mustBeGranted)),
      [`memory: a look at the total, ${many.toLocaleString('en')} codes in it`]: () =>
        timeEach(Math.ceil(calls / 100), () =>
          crowded.take([{ key: 'total:of many', count: many + 1, period: 3600, cost: 0 }]).then(mustBeGranted),
        ),
    },
    ROUNDS,
    effort,
  );
  return rowsOf(samples, 'ns');
}

const ROUND_TRIP: Budget = { of: 'ratio', rule: 'at most', limit: 1.3, aim: 1.2 };

const ONE = ['Redis: PING', 'Redis: one take'] as const;
const MANY = ['Redis, 50 in flight: PING', 'Redis, 50 in flight: one take'] as const;
const HTTP = ['Upstash: a bare round trip (PING over HTTP)', 'Upstash: one take'] as const;

/** Redis, and Upstash’s protocol in front of the same Redis. */
async function inRedis(effort: Effort): Promise<Row[]> {
  const calls = effort.quick ? 50 : 1000;
  const server = await startRedisServer();
  const service = await serveUpstash(server.url);
  const client = await createClient({ url: server.url }).connect();
  const store = redis({ url: server.url });
  const overHttp = upstash(service);
  const inFlight = async (call: (index: number) => unknown): Promise<number> => {
    let next = 0;
    const all = calls * 4;
    const work = async (): Promise<void> => {
      while (next < all) await call(next++);
    };
    const begun = performance.now();
    await Promise.all(Array.from({ length: 50 }, work));
    return ((performance.now() - begun) * 1e6) / all;
  };
  const ping = async (): Promise<void> => {
    const response = await fetch(service.url, {
      method: 'POST',
      headers: { Authorization: `Bearer ${service.token}`, 'Content-Type': 'application/json' },
      body: '["PING"]',
    });
    if (!response.ok) throw new Error(`PING: HTTP ${response.status}`);
    await response.text();
  };
  try {
    const samples = await interleave<string, number>(
      {
        [ONE[0]]: () => timeEach(calls, () => client.ping()),
        [ONE[1]]: () => takeEach(store, limitsOfSends(calls)),
        [MANY[0]]: () => inFlight(() => client.ping()),
        [MANY[1]]: () => {
          const sends = limitsOfSends(calls * 4);
          return inFlight(async (index) => mustBeGranted(await store.take(sends[index] ?? [])));
        },
        [HTTP[0]]: () => timeEach(calls, ping),
        [HTTP[1]]: () => takeEach(overHttp, limitsOfSends(calls)),
      },
      ROUNDS,
      effort,
    );
    const pair = (names: readonly string[]): Record<string, readonly number[]> =>
      Object.fromEntries(names.map((name) => [name, samples[name] ?? []]));
    return [...rowsOf(pair(ONE), 'µs', ROUND_TRIP), ...rowsOf(pair(MANY), 'µs'), ...rowsOf(pair(HTTP), 'µs')];
  } finally {
    await store.close?.();
    client.destroy();
    await service.stop();
    await server.stop();
  }
}

async function inDurableObjects(effort: Effort): Promise<Row[]> {
  const calls = effort.quick ? 10 : 100;
  process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
  process.env['WRANGLER_SEND_METRICS'] = 'false';
  const folder = await mkdtemp(join(tmpdir(), 'otp-bench-'));
  const harness = createTestHarness({
    root: folder,
    workers: [
      {
        config: {
          name: 'stores',
          main: join(import.meta.dirname, 'stores.worker.ts'),
          compatibility_date: '2026-10-01',
          durable_objects: {
            bindings: [
              { name: 'COUNTERS', class_name: 'Counters' },
              { name: 'BARE', class_name: 'Bare' },
            ],
          },
          migrations: [{ tag: 'v1', new_sqlite_classes: ['Counters', 'Bare'] }],
        },
      },
    ],
  });
  await harness.listen();
  /** Inside, the clock stands still between two answers: what many calls take is measured out here. */
  const ask = async (wanted: Ask): Promise<number> => {
    const body = JSON.stringify(wanted);
    const begun = performance.now();
    const response = await harness.fetch('/', { method: 'POST', body });
    const ns = ((performance.now() - begun) * 1e6) / calls;
    if (response.status !== 200) throw new Error(await response.text());
    return ns;
  };
  const floor = 'Durable Object: a bare call';
  try {
    const samples = await interleave(
      {
        [floor]: () => ask({ kind: 'call', calls }),
        'Durable Object: a call that writes one row': () => ask({ kind: 'write', calls }),
        'Durable Object: a record in a new one': () => ask({ kind: 'record', calls }),
        'Durable Objects: one take, 1 shard': () => ask({ kind: 'take', shards: 1, sends: limitsOfSends(calls) }),
        'Durable Objects: one take, 4 shards': () => ask({ kind: 'take', shards: 4, sends: limitsOfSends(calls) }),
      },
      ROUNDS,
      effort,
    );
    return rowsOf(samples, 'µs');
  } finally {
    await harness.close();
    await rm(folder, { recursive: true, force: true });
  }
}

export async function* benchStores(effort: Effort): AsyncGenerator<Table> {
  yield {
    title: `Stores: one take of the ${KEYS} limits of a send, over the least that can be asked of the same store`,
    rows: [await inMemory(effort), await inRedis(effort), await inDurableObjects(effort)].flat(),
    notes: [
      'Upstash is its protocol in front of a local Redis, Durable Objects are workerd’s own: neither has a network in it.',
    ],
  };
}
