/** For `durable-object.test.ts` alone: a Worker that lets the test call the store over HTTP, many calls in parallel. */
import { durableObjects } from './durable-object.ts';
import type { CountersNamespace } from './durable-object.ts';
import { StoreUnavailableError } from './store.ts';
import type { Limit } from './store.ts';

export { Counters } from './durable-object.ts';

export type StoreCall =
  | { readonly method: 'take' | 'giveBack'; readonly limits: readonly Limit[] }
  | { readonly method: 'read'; readonly key: string }
  | {
      readonly method: 'swap';
      readonly key: string;
      readonly before?: string | undefined;
      readonly after: string;
      readonly ttl: number;
    };

/** A call, and when. */
export type StoreRequest = { readonly call: StoreCall; readonly at: number };

/** `called` are the names of the objects, in their order. */
export type StoreReply = { readonly called: readonly string[] } & (
  | { readonly value: unknown }
  | { readonly unavailable: string }
);

async function answer({ call, at }: StoreRequest, namespace: CountersNamespace): Promise<StoreReply> {
  const called: string[] = [];
  const getByName: CountersNamespace['getByName'] = (name) => {
    called.push(name);
    return namespace.getByName(name);
  };
  const store = durableObjects({ getByName }, { now: () => at });
  const run = (): Promise<unknown> => {
    switch (call.method) {
      case 'take':
        return store.take(call.limits);
      case 'giveBack':
        return store.giveBack(call.limits);
      case 'read':
        return store.read(call.key);
      case 'swap':
        return store.swap(call.key, call.before, call.after, call.ttl);
    }
  };
  try {
    return { called, value: await run() };
  } catch (error) {
    if (error instanceof StoreUnavailableError) return { called, unavailable: error.message };
    throw error;
  }
}

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default {
  async fetch(request: Request, env: { readonly COUNTERS: CountersNamespace }): Promise<Response> {
    const requests = (await request.json()) as readonly StoreRequest[];
    return Response.json(await Promise.all(requests.map((one) => answer(one, env.COUNTERS))));
  },
};
