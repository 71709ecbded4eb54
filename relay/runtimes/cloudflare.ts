/** The relay on Cloudflare Workers: configured by its bindings, counted in Durable Objects (`COUNTERS`). */
import type { Relay } from '../app.ts';
import { createRelay } from '../app.ts';
import { ConfigurationError } from '../options.ts';
import { durableObjects } from '../stores/durable-object.ts';
import type { CountersNamespace } from '../stores/durable-object.ts';
import { chooseChallenge } from './challenges.ts';
import { readConfiguration } from './config.ts';
import type { Environment } from './config.ts';

export { Counters } from '../stores/durable-object.ts';

type Bindings = Environment & { readonly COUNTERS?: CountersNamespace };
type Context = { waitUntil(promise: Promise<unknown>): void; passThroughOnException(): void; readonly props: unknown };

/** What Cloudflare itself says of a request; a header of that name from elsewhere never reaches a Worker. */
const client = (request: Request): { address?: string | undefined; country?: string | undefined } => ({
  address: request.headers.get('CF-Connecting-IP') ?? undefined,
  country: (request as Request & { readonly cf?: { readonly country?: string } }).cf?.country,
});

async function start(bindings: Bindings): Promise<Relay> {
  const { COUNTERS, ...rest } = bindings;
  if (!COUNTERS) throw new ConfigurationError(['COUNTERS is missing: bind the Durable Object class Counters to it']);
  // Of the bindings, only text is configuration.
  const environment = Object.fromEntries(Object.entries(rest).filter(([, value]) => typeof value === 'string'));
  const { options } = await readConfiguration(environment, {
    challenge: chooseChallenge,
    store: () => durableObjects(COUNTERS),
  });
  return createRelay({ ...options, client });
}

let relay: Promise<Relay> | undefined;

export default {
  async fetch(request: Request, bindings: Bindings, context: Context): Promise<Response> {
    relay ??= start(bindings);
    try {
      return await (await relay).fetch(request, bindings, context);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      // The next request finds the bindings as they then are.
      relay = undefined;
      console.error(error.message);
      return new Response('The relay is not configured: its log says what is missing.\n', { status: 500 });
    }
  },
};
