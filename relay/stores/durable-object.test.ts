import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createTestHarness } from 'wrangler';
import { testClock } from '../../demo/simulators/relay-fixture.ts';
import type { StoreCall, StoreReply, StoreRequest } from './durable-object.worker.ts';
import { StoreUnavailableError } from './store.ts';
import type { Limit, Store, Taken } from './store.ts';
import { storeSuite } from './suite.ts';

process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
process.env['WRANGLER_SEND_METRICS'] = 'false';

const folder = await mkdtemp(join(tmpdir(), 'otp-verify-'));
const harness = createTestHarness({
  root: folder,
  workers: [
    {
      config: {
        name: 'store',
        main: join(import.meta.dirname, 'durable-object.worker.ts'),
        compatibility_date: '2026-10-01',
        durable_objects: { bindings: [{ name: 'COUNTERS', class_name: 'Counters' }] },
        migrations: [{ tag: 'v1', new_sqlite_classes: ['Counters'] }],
      },
    },
  ],
});
await harness.listen();
const worker = harness.getWorker();

after(async () => {
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

/** All that is asked for in one go is one HTTP request, so that parallel calls are parallel in workerd too. */
let waiting: Promise<readonly StoreReply[]> | undefined;
let requests: StoreRequest[] = [];

async function send(request: StoreRequest): Promise<StoreReply> {
  const place = requests.push(request) - 1;
  waiting ??= Promise.resolve().then(async () => {
    const body = JSON.stringify(requests);
    requests = [];
    waiting = undefined;
    const response = await harness.fetch('/', { method: 'POST', body });
    assert.equal(response.status, 200);
    return (await response.json()) as StoreReply[];
  });
  const reply = (await waiting)[place];
  assert.ok(reply);
  return reply;
}

/** The store in workerd. Each answer also tells which objects were called. */
function open(now: () => number = Date.now): Store & { readonly called: string[] } {
  const called: string[] = [];
  const ask = async (call: StoreCall): Promise<unknown> => {
    const reply = await send({ call, at: now() });
    called.splice(0, Infinity, ...reply.called);
    if ('unavailable' in reply) throw new StoreUnavailableError(reply.unavailable);
    return reply.value;
  };
  return {
    called,
    take: async (limits) => (await ask({ method: 'take', limits })) as Taken,
    giveBack: async (limits) => void (await ask({ method: 'giveBack', limits })),
    read: async (key) => (await ask({ method: 'read', key })) as string | undefined,
    swap: async (key, before, then, ttl) => (await ask({ method: 'swap', key, before, after: then, ttl })) as boolean,
  };
}

storeSuite('Durable Objects', async () => {
  const clock = testClock(Date.now());
  return { store: open(clock.now), pass: async (seconds) => clock.pass(seconds) };
});

/** As many limits as a text to an IPv6 client has, by names of their own. */
const limitsOf = (name: string): Limit[] =>
  Array.from({ length: 10 }, (_, index) => ({ key: `${name}:${index}`, count: 5, period: 3600 }));

describe('Durable Objects as a store', () => {
  it('calls each shard once for all limits of a request, the one with the widest last', async () => {
    const store = open();
    const limits = limitsOf('shards');
    await store.take(limits);
    const shards = [...store.called];
    assert.ok(shards.length > 1 && shards.length <= 4);
    assert.equal(new Set(shards).size, shards.length);
    await store.take(limits.slice(-1));
    assert.deepEqual(store.called, shards.slice(-1));
  });

  it('gives back what other shards granted where the last refuses', async () => {
    const store = open();
    const limits = limitsOf('refused');
    const wide = limits.slice(-1);
    for (let taken = 0; taken < 5; taken++) await store.take(wide);
    for (let attempt = 0; attempt < 6; attempt++) {
      const refused = await store.take(limits);
      assert.equal(!refused.granted && refused.index, 9);
    }
    assert.ok((await store.take(limits.slice(0, -1))).granted);
  });

  it('keeps a record in an object of its own', async () => {
    const store = open();
    await store.swap('own', undefined, 'one', 60);
    assert.deepEqual(store.called, ['record/own']);
    await store.swap('other', undefined, 'one', 60);
    assert.deepEqual(store.called, ['record/other']);
  });

  it('leaves nothing where it looked for a record in vain', async () => {
    const store = open();
    assert.equal(await store.read('in vain'), undefined);
    assert.equal(await store.swap('in vain', 'one', 'two', 60), false);
    const storage = await worker.getDurableObjectStorage('Counters', { name: 'record/in vain' });
    assert.deepEqual(await storage.exec("SELECT name FROM sqlite_master WHERE name = 'records'"), []);
  });

  it('remembers when an object was put out of memory', async () => {
    const store = open();
    const limit = { key: 'evicted', count: 1, period: 60 };
    await store.take([limit]);
    const [shard = ''] = store.called;
    await store.swap('evicted', undefined, 'one', 60);
    await worker.evictDurableObject('Counters', { name: shard });
    await worker.evictDurableObject('Counters', { name: 'record/evicted' });
    assert.equal((await store.take([limit])).granted, false);
    assert.equal(await store.read('evicted'), 'one');
  });

  it('looks at one row, whatever the limit, and still counts to the last', async () => {
    const store = open();
    const limit = { key: 'bill', count: 150, period: 3600 };
    const taken = await Promise.all(Array.from({ length: 200 }, () => store.take([limit])));
    assert.equal(taken.filter(({ granted }) => granted).length, 150);
  });

  it('takes a limit that is named twice', async () => {
    const store = open();
    const limit = { key: 'twice', count: 2, period: 3600 };
    assert.ok((await store.take([limit, { ...limit, count: 3 }])).granted);
    assert.ok((await store.take([limit])).granted);
    assert.equal((await store.take([limit])).granted, false);
  });

  it('forgets by alarm what expired, and leaves nothing of a record', async () => {
    // A clock of yesterday: what it takes has expired for the alarm.
    const { now } = testClock(Date.now() - 86_400_000);
    const yesterday = open(now);
    const key = 'of yesterday';
    await yesterday.swap(key, undefined, 'one', 60);
    await yesterday.take([{ key, count: 1, period: 60 }]);
    const [shard = ''] = yesterday.called;
    const rows = async (name: string, table: string): Promise<number> => {
      const storage = await worker.getDurableObjectStorage('Counters', { name });
      const tables = await storage.exec('SELECT name FROM sqlite_master WHERE name = ?', table);
      return tables.length === 0 ? -1 : (await storage.exec(`SELECT key FROM ${table} WHERE key = ?`, key)).length;
    };
    const eventually = async (count: () => Promise<number>, expected: number): Promise<void> => {
      for (let attempt = 0; attempt < 200 && (await count()) !== expected; attempt++) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assert.equal(await count(), expected);
    };
    await eventually(() => rows(`record/${key}`, 'records'), -1);
    await eventually(() => rows(shard, 'taken'), 0);
    // The object begins anew, whether it is still in memory or not.
    assert.ok(await yesterday.swap(key, undefined, 'two', 60));
  });

  it('takes nothing where one object fails, neither there nor elsewhere', async () => {
    const store = open();
    const limits = limitsOf('failed');
    const { period: _, ...broken } = { key: 'without a period', count: 1, period: 60 };
    for (let attempt = 0; attempt < 6; attempt++) {
      await assert.rejects(store.take([...limits, broken as Limit]), StoreUnavailableError);
    }
    assert.ok((await store.take(limits)).granted);
  });
});
