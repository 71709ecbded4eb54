/** What is kept for a while: bytes of a live counter and of a live verification, in memory and in Redis. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@redis/client';
import { startRedisServer } from '../../demo/simulators/redis-server.ts';
import { redis } from '../../relay/stores/redis.ts';
import { interleave, ratioOf, spreadOf } from './measure.ts';
import type { Effort } from './measure.ts';
import type { Filled } from './memory.child.ts';
import type { Row, Table } from './report.ts';
import { filler } from './verifications.ts';

const ROUNDS = 3;
const run = promisify(execFile);

async function inChild(kind: 'map' | 'counters' | 'verifications', count: number): Promise<Filled> {
  const child = join(import.meta.dirname, 'memory.child.ts');
  const { stdout } = await run(process.execPath, ['--expose-gc', child, kind, String(count)]);
  return JSON.parse(stdout) as Filled;
}

/** Bytes and keys that a live verification takes in Redis. */
async function inRedis(count: number): Promise<{ readonly bytes: number; readonly keys: number }> {
  const server = await startRedisServer();
  const client = await createClient({ url: server.url }).connect();
  const store = redis({ url: server.url });
  const used = async (): Promise<number> => Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
  try {
    const start = await filler(store);
    await start(0);
    const before = { bytes: await used(), keys: await client.dbSize() };
    for (let person = 0; person < count; person++) await start(person);
    return {
      bytes: ((await used()) - before.bytes) / count,
      keys: ((await client.dbSize()) - before.keys) / count,
    };
  } finally {
    await store.close?.();
    client.destroy();
    await server.stop();
  }
}

export async function* benchMemory(effort: Effort): AsyncGenerator<Table> {
  const keys = effort.quick ? 10_000 : 1_000_000;
  const people = effort.quick ? 100 : 20_000;
  const samples = await interleave(
    {
      map: () => inChild('map', keys),
      counters: () => inChild('counters', keys),
      verifications: () => inChild('verifications', people),
      redis: async () => ({ sweepMs: Number.NaN, ...(await inRedis(people)) }),
    },
    ROUNDS,
    effort,
  );
  const bytes = (of: readonly { readonly bytes: number }[]): readonly number[] => of.map((one) => one.bytes);
  const count = keys.toLocaleString('en');
  const against = `a Map of ${count} such keys to a number`;
  const kept = Math.round((samples.redis[0] as { keys?: number } | undefined)?.keys ?? 0);
  const rows: Row[] = [
    { what: against, here: spreadOf(bytes(samples.map)), unit: 'B' },
    {
      what: `memory: one live key of ${count}`,
      against,
      ratio: ratioOf(bytes(samples.counters), bytes(samples.map)),
      here: spreadOf(bytes(samples.counters)),
      unit: 'B',
      budget: { of: 'here', rule: 'at most', limit: 130, aim: 100 },
    },
    {
      what: `memory: the pause while ${count} keys are looked through, every 10 s at most`,
      here: spreadOf(samples.counters.map(({ sweepMs }) => sweepMs)),
      unit: 'ms',
    },
    {
      what: 'memory: one live verification, with all its counters',
      here: spreadOf(bytes(samples.verifications)),
      unit: 'B',
    },
    {
      what: `Redis: one live verification, with all its counters (${kept} keys)`,
      against: 'memory: one live verification, with all its counters',
      ratio: ratioOf(bytes(samples.redis), bytes(samples.verifications)),
      here: spreadOf(bytes(samples.redis)),
      unit: 'B',
    },
  ];
  yield { title: 'Memory: what is kept while it counts', rows };
}
