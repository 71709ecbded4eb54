/** A store made of Lua scripts, whichever way Redis is reached: a script is atomic, and one round trip. */
import type { Store, Taken } from './store.ts';

/**
 * A sliding window is a list of the times that were taken, newest first: it is full while the `count`th newest is in it,
 * so that one look at one entry tells, and what is older need not be kept. All limits are looked at first, so that a
 * refusal has nothing to undo. Answers {0} or {index of the refusing limit from 1, ms until it would grant}.
 */
const take = `
local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
for i, key in ipairs(KEYS) do
  local count, period = ARGV[i * 3 - 1], ARGV[i * 3]
  local oldest = redis.call('LINDEX', key, count - 1)
  if oldest and oldest + period > now then return {i, oldest + period - now} end
end
for i, key in ipairs(KEYS) do
  local count, period, cost = tonumber(ARGV[i * 3 - 1]), ARGV[i * 3], ARGV[i * 3 + 1]
  if cost == '1' then
    if redis.call('LPUSH', key, now) > count then redis.call('LTRIM', key, 0, count - 1) end
    redis.call('PEXPIRE', key, period)
  end
end
return {0}`;

/** The newest goes: which one does not matter, all count alike. */
const giveBack = `for _, key in ipairs(KEYS) do redis.call('LPOP', key) end return 1`;

/** A script, because a replica may answer a plain GET, and late. */
const read = `return redis.call('GET', KEYS[1])`;

/** Compare-and-set; an empty `before` stands for no record. */
const swap = `
local current = redis.call('GET', KEYS[1])
if (current or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

/** What Redis runs. */
export const scripts: Readonly<Record<ScriptName, string>> = { take, giveBack, read, swap };

export type ScriptName = 'take' | 'giveBack' | 'read' | 'swap';

/** Runs a script and answers what it returned; rejects with a `StoreUnavailableError`. */
export type RunScript = (script: ScriptName, keys: string[], args: string[]) => Promise<unknown>;

/**
 * All keys carry one hash tag, so that a cluster has them in one slot and a script may take several at once
 * (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags).
 */
const name = (key: string): string => `{otp}:${key}`;

/** @param now milliseconds since the epoch; 0 is Redis's own clock */
export function scriptedStore(run: RunScript, now: () => number): Store {
  return {
    async take(limits): Promise<Taken> {
      const keys = limits.map(({ key }) => name(key));
      const args = limits.flatMap(({ count, period, cost }) => [count, period * 1000, cost ?? 1]);
      const reply = await run('take', keys, [now(), ...args].map(String));
      const [index = 0, wait = 0] = reply as readonly number[];
      if (index === 0) return { granted: true };
      return { granted: false, index: index - 1, retryAfter: Math.max(1, Math.ceil(wait / 1000)) };
    },
    async giveBack(limits): Promise<void> {
      const keys = limits.filter(({ cost }) => cost !== 0).map(({ key }) => name(key));
      if (keys.length > 0) await run('giveBack', keys, []);
    },
    async read(key): Promise<string | undefined> {
      return ((await run('read', [name(key)], [])) as string | null) ?? undefined;
    },
    async swap(key, before, after, ttl): Promise<boolean> {
      return (await run('swap', [name(key)], [before ?? '', after, String(ttl * 1000)])) === 1;
    },
  };
}
