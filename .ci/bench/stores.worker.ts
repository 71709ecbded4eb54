/** For `stores.ts` alone: a Worker that calls Durable Objects one after the other, bare ones and the store's. */
import { DurableObject } from 'cloudflare:workers';
import { durableObjects } from '../../relay/stores/durable-object.ts';
import type { CountersNamespace } from '../../relay/stores/durable-object.ts';
import type { Limit } from '../../relay/stores/store.ts';

export { Counters } from '../../relay/stores/durable-object.ts';

export type Ask =
  | { readonly kind: 'call' | 'write' | 'record'; readonly calls: number }
  | { readonly kind: 'take'; readonly shards: number; readonly sends: readonly (readonly Limit[])[] };

/** The least that an object can be asked for, and the least that it can keep. */
export class Bare extends DurableObject {
  async call(value: number): Promise<number> {
    return value;
  }
  async write(value: number): Promise<void> {
    this.ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS written (value INTEGER PRIMARY KEY) WITHOUT ROWID');
    this.ctx.storage.sql.exec('INSERT OR REPLACE INTO written VALUES (?)', value);
  }
}

/** As long as a sealed one. */
const RECORD = 'r'.repeat(210);

type Bindings = {
  readonly COUNTERS: CountersNamespace;
  readonly BARE: { getByName(name: string): Pick<Bare, 'call' | 'write'> };
};

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default {
  async fetch(request: Request, { COUNTERS, BARE }: Bindings): Promise<Response> {
    const ask = (await request.json()) as Ask;
    switch (ask.kind) {
      case 'take': {
        const store = durableObjects(COUNTERS, { shards: ask.shards });
        for (const limits of ask.sends) {
          if (!(await store.take(limits)).granted) return new Response('A take was refused', { status: 500 });
        }
        break;
      }
      case 'record': {
        const store = durableObjects(COUNTERS);
        for (let call = 0; call < ask.calls; call++) await store.swap(crypto.randomUUID(), undefined, RECORD, 2700);
        break;
      }
      default: {
        const bare = BARE.getByName('bare');
        for (let call = 0; call < ask.calls; call++) await bare[ask.kind](call);
      }
    }
    return new Response('done');
  },
};
