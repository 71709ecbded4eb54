import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testClock } from '../../demo/simulators/relay-fixture.ts';
import { memory } from './memory.ts';
import { StoreUnavailableError } from './store.ts';
import { storeSuite } from './suite.ts';

storeSuite('memory', async () => {
  const clock = testClock();
  return { store: memory({ now: clock.now }), pass: async (seconds) => clock.pass(seconds) };
});

describe('the memory store under a flood', () => {
  it('refuses new keys when it is full, forgets no count, and takes again once keys have expired', async () => {
    const clock = testClock();
    const store = memory({ now: clock.now, maxKeys: 100 });
    const take = (key: string): ReturnType<typeof store.take> => store.take([{ key, count: 1, period: 60 }]);
    for (let key = 0; key < 100; key++) await take(`k${key}`);
    await assert.rejects(take('one too many'), StoreUnavailableError);
    await assert.rejects(store.swap('record', undefined, 'x', 60), StoreUnavailableError);
    assert.equal((await take('k5')).granted, false);
    clock.pass(60);
    assert.ok((await take('one too many')).granted);
  });

  it('gives back the narrow limits of a take that found no room for a wide one', async () => {
    const store = memory({ maxKeys: 1 });
    const narrow = { key: 'narrow', count: 1, period: 60 };
    await assert.rejects(store.take([narrow, { key: 'wide', count: 1, period: 60 }]), StoreUnavailableError);
    assert.ok((await store.take([narrow])).granted);
  });
});

describe('the memory store over a long window', () => {
  it('counts exactly while each thing taken makes room for one, and gives back the newest', async () => {
    const clock = testClock();
    const store = memory({ now: clock.now });
    const total = { key: 'total', count: 50, period: 50 };
    for (let second = 0; second < 50; second++) {
      assert.ok((await store.take([total])).granted);
      clock.pass(1);
    }
    for (let second = 0; second < 200; second++) {
      assert.ok((await store.take([total])).granted);
      assert.deepEqual(await store.take([total]), { granted: false, index: 0, retryAfter: 1 });
      await store.giveBack([total]);
      assert.ok((await store.take([total])).granted);
      clock.pass(1);
    }
  });
});
