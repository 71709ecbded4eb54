import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createClient } from '@redis/client';
import { startRedisServer } from '../../demo/simulators/redis-server.ts';
import { relayUnderTest, testClock } from '../../demo/simulators/relay-fixture.ts';
import { redis } from './redis.ts';
import { StoreUnavailableError } from './store.ts';
import type { Store } from './store.ts';
import { storeSuite } from './suite.ts';

const server = await startRedisServer();
const admin = await createClient({ url: server.url })
  .on('error', () => undefined)
  .connect();
const stores: Store[] = [];

after(async () => {
  for (const store of stores) await store.close?.();
  admin.destroy();
  await server.stop();
});

function open(now?: () => number): Store {
  const store = redis({ url: server.url, ...(now && { now }) });
  stores.push(store);
  return store;
}

storeSuite('Redis', async () => {
  const clock = testClock();
  return {
    store: open(clock.now),
    async pass(seconds) {
      clock.pass(seconds);
      // Redis keeps its own time for what expires: every key grows older by as much.
      for (const key of await admin.keys('*')) {
        const left = await admin.pTTL(key);
        if (left <= seconds * 1000) await admin.del(key);
        else await admin.pExpire(key, left - seconds * 1000);
      }
    },
  };
});

describe('Redis as a store', () => {
  it('takes all limits of a request in one round trip, also after its scripts were flushed', async () => {
    const store = open();
    const limits = Array.from({ length: 7 }, (_, index) => ({ key: `trip:${index}`, count: 5, period: 60 }));
    await store.take(limits);
    await admin.configResetStat();
    await store.take(limits);
    const stats = await admin.info('commandstats');
    assert.match(stats, /cmdstat_evalsha:calls=1,/);
    await admin.scriptFlush();
    assert.ok((await store.take(limits)).granted);
  });

  it('counts for all relays together, by one clock', async () => {
    const shared = { key: 'shared', count: 10, period: 60 };
    const relays = [open(), open(), open()];
    const taken = await Promise.all(relays.flatMap((store) => Array.from({ length: 20 }, () => store.take([shared]))));
    assert.equal(taken.filter(({ granted }) => granted).length, 10);
  });

  it('keeps no key for ever, and none that shows a number', async () => {
    const { start, check, wrongCode } = relayUnderTest({ store: () => open() });
    const { body } = await start();
    await check(body.handle, wrongCode());
    const keys = await admin.keys('*');
    assert.ok(keys.length > 5);
    for (const key of keys) {
      assert.ok((await admin.pTTL(key)) > 0, `${key} never expires`);
      assert.doesNotMatch(key, /\d{8}/);
      const value = (await admin.type(key)) === 'string' ? await admin.get(key) : '';
      assert.ok(!value?.includes('28782931'));
    }
  });

  it('refuses at once while Redis is down, sends nothing, and works again by itself', async () => {
    await admin.flushAll();
    const relay = relayUnderTest({ store: () => open() });
    assert.equal((await relay.start()).status, 201);
    await server.kill();
    for (let attempt = 0; attempt < 5; attempt++) {
      const refused = await relay.start({ to: '+447919433768' });
      assert.deepEqual([refused.status, refused.body.code], [503, 'provider_unavailable']);
      assert.ok(refused.headers.get('Retry-After'));
    }
    assert.equal((await relay.request('GET', '/config')).status, 200);
    assert.equal(relay.simulator.calls.start, 1);
    await server.start();
    let status = 503;
    for (let attempt = 0; attempt < 100 && status === 503; attempt++) {
      ({ status } = await relay.start({ to: '+447919433768' }));
      if (status === 503) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(status, 201);
    assert.equal(relay.simulator.calls.start, 2);
  });

  it('keeps every limit while it is killed and started again under sustained load', async () => {
    const durable = await startRedisServer({ keeps: true });
    const store = redis({ url: durable.url, timeout: 500 });
    const limits = { limitSendsPerRecipient: '3/1h', limitSendsTotal: '60/1h', limitResendCooldown: 'off' };
    const relay = relayUnderTest({ store: () => store, relay: { ...limits, limitSendsPerPrefix: 'off' } });
    const seen = new Set<number>();
    let refusedInARow = 0;
    const over = new AbortController();
    // Ten clients ask for codes for thirty numbers, hardly with a pause, over two deaths of the store.
    const client = async (index: number): Promise<void> => {
      for (let turn = index; !over.signal.aborted; turn += 7) {
        const { status } = await relay.start({ to: `+3712878${2000 + (turn % 30)}` });
        seen.add(status);
        refusedInARow = status === 429 ? refusedInARow + 1 : 0;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    const load = Promise.all(Array.from({ length: 10 }, (_, index) => client(index)));
    const until = async (what: string, isReached: () => boolean): Promise<void> => {
      for (let waited = 0; !isReached(); waited++) {
        assert.ok(waited < 3000, `no ${what} within half a minute`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      seen.clear();
    };
    try {
      for (const sent of [10, 30]) {
        await until(`${sent} codes`, () => relay.simulator.calls.start >= sent);
        await durable.kill();
        await until('refusal', () => seen.has(503));
        await durable.start();
        await until('code after the restart', () => seen.has(201));
      }
      await until('limit reached', () => refusedInARow > 100);
    } finally {
      over.abort();
      await load;
      await store.close?.();
      await durable.stop();
    }
    const perNumber = Map.groupBy(relay.simulator.sessions.values(), ({ to }) => to);
    // What was counted while Redis died may not have been sent; what was sent was counted.
    const { start: codes } = relay.simulator.calls;
    assert.ok(codes > 30 && codes <= 60, `${codes} codes, 60 allowed`);
    for (const [to, sessions] of perNumber) assert.ok(sessions.length <= 3, `${sessions.length} codes to ${to}`);
  });

  it('starts where there is no Redis, and refuses', async () => {
    const errors: Error[] = [];
    const store = redis({ url: 'redis://127.0.0.1:1', timeout: 100, onError: (error) => errors.push(error) });
    await assert.rejects(store.take([{ key: 'k', count: 1, period: 1 }]), StoreUnavailableError);
    await assert.rejects(store.read('k'), StoreUnavailableError);
    assert.ok(errors.length > 0);
    await store.close?.().catch(() => undefined);
  });
});
