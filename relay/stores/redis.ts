/** Counters and records in Redis (or Valkey): one round trip for all that a request needs, exact across any number of relays. */
import { createClient, defineScript } from '@redis/client';
import { scripts, scriptedStore } from './redis-scripts.ts';
import { StoreUnavailableError } from './store.ts';
import type { Store } from './store.ts';

export type RedisOptions = {
  /** `redis://…` or `rediss://…`. */
  readonly url: string;
  /** Milliseconds for one answer. Default: 1,000. */
  readonly timeout?: number;
  /** Told of each failure to connect; the client goes on trying. */
  readonly onError?: (error: Error) => void;
  /** Milliseconds since the epoch. Default: Redis's own clock, which all relays share. */
  readonly now?: () => number;
};

/** EVALSHA, and EVAL where Redis does not know the script yet. */
const script = (source: string) =>
  defineScript({
    SCRIPT: source,
    parseCommand(parser, keys: readonly string[], args: readonly string[]) {
      parser.push(String(keys.length));
      for (const key of keys) parser.pushKey(key);
      parser.push(...args);
    },
    transformReply: (reply: unknown) => reply,
  });

/**
 * Connects in the background and reconnects by itself; until then, and whenever it has no connection, calls are refused
 * at once with a `StoreUnavailableError`.
 */
export function redis(options: RedisOptions): Store {
  const timeout = options.timeout ?? 1000;
  const client = createClient({
    url: options.url,
    scripts: {
      take: script(scripts.take),
      giveBack: script(scripts.giveBack),
      read: script(scripts.read),
      swap: script(scripts.swap),
    },
    // A call that waits for a connection would be carried out when nobody wants it any more.
    disableOfflineQueue: true,
    // For Redis Enterprise's own moves; asks, with each connection, for a look-up and variables that Deno may forbid.
    maintNotifications: 'disabled',
    socket: { connectTimeout: timeout, reconnectStrategy: (retries) => Math.min(2000, 50 * 2 ** Math.min(retries, 6)) },
  });
  client.on('error', (error: Error) => options.onError?.(error));
  const connecting = client.connect().then(
    () => undefined,
    () => undefined,
  );
  let isFirst = true;

  async function call<T>(command: () => Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${timeout} ms`)), timeout);
    });
    try {
      // Only the very first calls wait for the connection.
      if (isFirst) await Promise.race([connecting, late]);
      isFirst = false;
      return await Promise.race([command(), late]);
    } catch (error) {
      throw new StoreUnavailableError(`Redis: ${error instanceof Error ? error.message : 'failed'}`);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    ...scriptedStore((name, keys, args) => call(() => client[name](keys, args)), options.now ?? (() => 0)),
    async close(): Promise<void> {
      await client.close();
    },
  };
}
