/** The relay on Cloudflare Workers: configured by its bindings, counted in Durable Objects (`COUNTERS`). */
import { ConfigurationError } from '../options.ts';
import { durableObjects } from '../stores/durable-object.ts';
import type { CountersNamespace } from '../stores/durable-object.ts';
import type { Environment } from './config.ts';
import { startLazily, startRelay } from './start.ts';
import type { Handler, ReadClient, Started } from './start.ts';

export { Counters } from '../stores/durable-object.ts';

type Bindings = Environment & { readonly COUNTERS?: CountersNamespace };

/** What Cloudflare itself says of a request; a header of that name from elsewhere never reaches a Worker. */
const client: ReadClient = (request) => ({
  address: request.headers.get('CF-Connecting-IP') ?? undefined,
  country: (request as Request & { readonly cf?: { readonly country?: string } }).cf?.country,
});

async function start(bindings: unknown): Promise<Started> {
  const { COUNTERS, ...rest } = bindings as Bindings;
  if (!COUNTERS) throw new ConfigurationError(['COUNTERS is missing: bind the Durable Object class Counters to it']);
  // Of the bindings, only text is configuration.
  const environment = Object.fromEntries(Object.entries(rest).filter(([, value]) => typeof value === 'string'));
  return startRelay(environment, { client: () => client, store: () => durableObjects(COUNTERS) });
}

const fetch: Handler = startLazily(start);
export default { fetch };
