/** Counters and records in Redis (or Valkey): one round trip for all that a request needs, exact across any number of relays. */
import { createClient, defineScript } from '@redis/client';
import { StoreUnavailableError } from './store.ts';
import type { Store, Taken } from './store.ts';

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

/**
 * All keys carry one hash tag, so that a cluster has them in one slot and a script may take several at once
 * (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags).
 */
const PREFIX = '{otp}:';

const CLOCK = `
local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end`;

/**
 * A sliding window is a sorted set of the times that count. All limits are looked at first, so that a refusal has
 * nothing to undo: a script is atomic. Answers {0} or {index of the refusing limit from 1, ms until it would grant}.
 */
const take = defineScript({
  SCRIPT: `${CLOCK}
for i, key in ipairs(KEYS) do
  local count, period = tonumber(ARGV[i * 3 - 1]), tonumber(ARGV[i * 3])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - period)
  local used = redis.call('ZCARD', key)
  if used >= count then
    local frees = redis.call('ZRANGE', key, used - count, used - count, 'WITHSCORES')[2]
    return {i, math.ceil(tonumber(frees) + period - now)}
  end
end
for i, key in ipairs(KEYS) do
  local period, cost = tonumber(ARGV[i * 3]), ARGV[i * 3 + 1]
  if cost == '1' then
    redis.call('ZADD', key, now, now .. ':' .. ARGV[#ARGV])
    redis.call('PEXPIRE', key, period)
  end
end
return {0}`,
  parseCommand(parser, keys: readonly string[], args: readonly string[]) {
    parser.push(String(keys.length));
    for (const key of keys) parser.pushKey(key);
    parser.push(...args);
  },
  transformReply: (reply: unknown) => reply as readonly number[],
});

/** The newest entry goes: which one does not matter, all count alike. */
const giveBack = defineScript({
  SCRIPT: `for _, key in ipairs(KEYS) do redis.call('ZPOPMAX', key) end return 1`,
  parseCommand(parser, keys: readonly string[]) {
    parser.push(String(keys.length));
    for (const key of keys) parser.pushKey(key);
  },
  transformReply: (reply: unknown) => reply as number,
});

/** Compare-and-set; an empty `before` stands for no record. */
const swap = defineScript({
  SCRIPT: `
local current = redis.call('GET', KEYS[1])
if (current or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`,
  NUMBER_OF_KEYS: 1,
  parseCommand(parser, key: string, before: string, after: string, ttl: number) {
    parser.pushKey(key);
    parser.push(before, after, String(ttl));
  },
  transformReply: (reply: unknown) => reply === 1,
});

/**
 * Connects in the background and reconnects by itself; until then, and whenever it has no connection, calls are refused
 * at once with a `StoreUnavailableError`.
 */
export function redis(options: RedisOptions): Store {
  const timeout = options.timeout ?? 1000;
  const client = createClient({
    url: options.url,
    scripts: { take, giveBack, swap },
    // A call that waits for a connection would be carried out when nobody wants it any more.
    disableOfflineQueue: true,
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

  const name = (key: string): string => PREFIX + key;
  let unique = 0;
  const process = crypto.randomUUID();

  return {
    async take(limits): Promise<Taken> {
      const args = limits.flatMap(({ count, period, cost }) => [count, period * 1000, cost ?? 1].map(String));
      const now = String(options.now?.() ?? 0);
      const entry = `${process}:${(unique += 1)}`;
      const keys = limits.map(({ key }) => name(key));
      const [index = 0, wait = 0] = await call(() => client.take(keys, [now, ...args, entry]));
      return index === 0
        ? { granted: true }
        : { granted: false, index: index - 1, retryAfter: Math.max(1, Math.ceil(wait / 1000)) };
    },
    async giveBack(limits): Promise<void> {
      const keys = limits.filter(({ cost }) => cost !== 0).map(({ key }) => name(key));
      if (keys.length > 0) await call(() => client.giveBack(keys));
    },
    async read(key): Promise<string | undefined> {
      return (await call(() => client.get(name(key)))) ?? undefined;
    },
    swap: (key, before, after, ttl) => call(() => client.swap(name(key), before ?? '', after, ttl * 1000)),
    async close(): Promise<void> {
      await client.close();
    },
  };
}
