/** Counters and records in Upstash, which is Redis over HTTP: for runtimes without TCP. One HTTP request for each call. */
import { Redis } from '@upstash/redis';
import { scripts, scriptedStore } from './redis-scripts.ts';
import { StoreUnavailableError } from './store.ts';
import type { Store } from './store.ts';

export type UpstashOptions = {
  /** The database's REST URL, `https://…`. */
  readonly url: string;
  /** Its token that may write. */
  readonly token: string;
  /** Default: `fetch`. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds for one answer. Default: 1,000. */
  readonly timeout?: number;
  /**
   * Milliseconds since the epoch. Default: `Date.now`, because Upstash advises against clocks in a script
   * (https://upstash.com/docs/redis/commands/scripting/eval); relays must keep true time.
   */
  readonly now?: () => number;
};

/** The official client, but records are text also where they look like JSON. */
class Client extends Redis {
  protected override opts = { automaticDeserialization: false };
}

export function upstash(options: UpstashOptions): Store {
  const send = options.fetch ?? ((url, init) => fetch(url, init));
  const timeout = options.timeout ?? 1000;
  const client = new Client({
    // Asks once, unlike the client's own: what was perhaps carried out must not be asked for again.
    async request({ body }: { body?: unknown }) {
      const response = await send(options.url, {
        method: 'POST',
        headers: { Authorization: `Bearer ${options.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeout),
      });
      return (await response.json()) as { result?: never; error?: string };
    },
  });
  const commands = {
    take: client.createScript(scripts.take),
    giveBack: client.createScript(scripts.giveBack),
    read: client.createScript(scripts.read),
    swap: client.createScript(scripts.swap),
  };
  return scriptedStore(async (name, keys, args) => {
    try {
      return await commands[name].exec(keys, args);
    } catch (error) {
      throw new StoreUnavailableError(`Upstash: ${error instanceof Error ? error.message : 'failed'}`);
    }
  }, options.now ?? Date.now);
}
