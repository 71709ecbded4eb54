/** What every entry does alike: the environment becomes a relay, once, and what is wrong with it is told in a line each. */
import { Hono } from 'hono/tiny';
import { createRelay } from '../app.ts';
import { ConfigurationError } from '../options.ts';
import type { RelayOptions } from '../options.ts';
import { problemResponse, refuse } from '../problems.ts';
import { chooseChallenge } from './challenges.ts';
import { readConfiguration } from './config.ts';
import type { Configuration, ConfigurationParts, Environment } from './config.ts';

/** Tells who calls, from what the platform hands over beside the request. */
export type ReadClient = NonNullable<RelayOptions['client']>;

/** The second argument is what the platform hands over, the third how work is kept alive after the answer. */
export type Handler = Hono['fetch'];

export type Platform = Omit<ConfigurationParts, 'challenge'> & {
  readonly client: (configuration: Configuration) => ReadClient;
};

export type Started = Configuration & { readonly fetch: Handler };

/**
 * @throws {ConfigurationError} with one line for each fault
 */
export async function startRelay(environment: Environment, { client, ...parts }: Platform): Promise<Started> {
  const configuration = await readConfiguration(environment, { challenge: chooseChallenge, ...parts });
  const { options, isDev } = configuration;
  if (isDev) options.log({ level: 'warn', message: 'OTP_DEV=1: what is unsafe on the open internet is allowed' });
  const relay = createRelay({ ...options, client: client(configuration) });
  await relay.ready().catch(() => {
    throw new ConfigurationError(['PROOF_PRIVATE_KEY is no usable ES256 key; "npm run keys" makes one']);
  });
  const path = new URL(options.publicUrl).pathname;
  if (path === '/') return { ...configuration, fetch: relay.fetch };
  // Under the path of its public URL for a proxy that keeps the path, and at the root for one that does not.
  return { ...configuration, fetch: new Hono().route(path, relay).route('/', relay).fetch };
}

const ignore = (): void => undefined;

/** A relay that starts with the first request, for platforms that import first and configure then. */
export function startLazily(start: (env: unknown) => Promise<{ readonly fetch: Handler }>): Handler {
  let starting: ReturnType<typeof start> | undefined;
  return async (request, env, context) => {
    if (!starting) {
      starting = start(env);
      // Whoever comes first may leave before; the others wait for the same start.
      context?.waitUntil(starting.then(ignore, ignore));
    }
    let relay: { readonly fetch: Handler };
    try {
      relay = await starting;
    } catch (error) {
      // The next request finds the environment as it then is.
      starting = undefined;
      if (!(error instanceof ConfigurationError)) throw error;
      console.error(error.message);
      const detail = 'The relay is not configured: its log says what is missing.';
      return problemResponse(refuse('internal_error', { detail }));
    }
    return relay.fetch(request, env, context);
  };
}
