/** What every store must do, under parallel calls above all. One suite, run by each adapter. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Limit, Store } from './store.ts';

export type StoreSubject = {
  readonly store: Store;
  /** Lets time pass, by the store's own clock. */
  pass(seconds: number): Promise<void>;
};

export function storeSuite(name: string, create: () => Promise<StoreSubject>): void {
  let unique = 0;
  const limit = (count: number, period: number, more: Partial<Limit> = {}): Limit => ({
    key: `test:${name}:${++unique}`,
    count,
    period,
    ...more,
  });

  describe(`${name} as a store`, () => {
    it('grants exactly as many of 100 parallel takes as the limit allows', async () => {
      const { store } = await create();
      const shared = limit(7, 60);
      const taken = await Promise.all(Array.from({ length: 100 }, () => store.take([shared])));
      assert.equal(taken.filter(({ granted }) => granted).length, 7);
    });

    it('slides: what was taken counts for one period, and refusals say when it ends', async () => {
      const { store, pass } = await create();
      const shared = limit(2, 60);
      await store.take([shared]);
      await pass(20);
      await store.take([shared]);
      assert.deepEqual(await store.take([shared]), { granted: false, index: 0, retryAfter: 40 });
      await pass(40);
      assert.deepEqual(await store.take([shared]), { granted: true });
      assert.deepEqual(await store.take([shared]), { granted: false, index: 0, retryAfter: 20 });
    });

    it('takes all limits or none, and names the one that refused', async () => {
      const { store } = await create();
      const narrow = limit(5, 60);
      const wide = limit(1, 60);
      await store.take([wide]);
      const refused = await store.take([narrow, wide]);
      assert.equal(!refused.granted && refused.index, 1);
      const rest = await Promise.all(Array.from({ length: 6 }, () => store.take([narrow])));
      assert.equal(rest.filter(({ granted }) => granted).length, 5);
    });

    it('only looks where the cost is 0', async () => {
      const { store } = await create();
      const looked = limit(1, 60, { cost: 0 });
      assert.ok((await store.take([looked])).granted);
      assert.ok((await store.take([looked])).granted);
      await store.take([{ ...looked, cost: 1 }]);
      assert.equal((await store.take([looked])).granted, false);
    });

    it('gives back what certainly came to nothing', async () => {
      const { store } = await create();
      const shared = limit(1, 60);
      await store.take([shared]);
      await store.giveBack([shared]);
      assert.ok((await store.take([shared])).granted);
      assert.equal((await store.take([shared])).granted, false);
    });

    it('writes a record only where it is as it was read', async () => {
      const { store } = await create();
      const key = `record:${name}:${++unique}`;
      assert.equal(await store.read(key), undefined);
      assert.ok(await store.swap(key, undefined, 'one', 60));
      assert.equal(await store.swap(key, undefined, 'two', 60), false);
      assert.equal(await store.swap(key, 'other', 'two', 60), false);
      assert.ok(await store.swap(key, 'one', 'two', 60));
      assert.equal(await store.read(key), 'two');
    });

    it('loses none of 100 parallel updates of one record', async () => {
      const { store } = await create();
      const key = `record:${name}:${++unique}`;
      await store.swap(key, undefined, '0', 60);
      const increment = async (): Promise<void> => {
        for (;;) {
          const before = await store.read(key);
          if (await store.swap(key, before, String(Number(before) + 1), 60)) return;
        }
      };
      await Promise.all(Array.from({ length: 100 }, increment));
      assert.equal(await store.read(key), '100');
    });

    it('forgets a record when its time is over', async () => {
      const { store, pass } = await create();
      const key = `record:${name}:${++unique}`;
      await store.swap(key, undefined, 'one', 5);
      await pass(5);
      assert.equal(await store.read(key), undefined);
      assert.ok(await store.swap(key, undefined, 'two', 5));
    });
  });
}
