/** The relay on Deno and Deno Deploy: `deno task --config relay/deno.json start`. The default export is for a server of one's own. */
import type { Environment } from './config.ts';
import { handlerOf, runRelay } from './program.ts';
import type { Runtime } from './program.ts';
import type { Handler } from './start.ts';

/** The little of Deno that the relay uses, so that it compiles without Deno's own types. */
declare const Deno: {
  readonly env: { get(name: string): string | undefined; toObject(): Record<string, string> };
  readonly permissions: {
    querySync(wanted: { readonly name: 'env'; readonly variable?: string }): { readonly state: string };
  };
  serve(
    options: { readonly hostname: string; readonly port: number; onListen(): void },
    fetch: Handler,
  ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> };
};

const mayRead = (variable?: string): boolean =>
  Deno.permissions.querySync({ name: 'env', ...(variable !== undefined && { variable }) }).state === 'granted';

/** With `--allow-env=NAME,…` only these can be read, and none can be listed. */
const environment: Environment = new Proxy<Record<string, string>>(
  {},
  {
    get: (_, name) => (typeof name === 'string' && mayRead(name) ? Deno.env.get(name) : undefined),
    ownKeys: () => (mayRead() ? Object.keys(Deno.env.toObject()) : []),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  },
);

const runtime: Runtime = {
  // https://docs.deno.com/deploy/reference/env_vars_and_contexts/#predefined-environment-variables
  get instances() {
    return environment['DENO_DEPLOYMENT_ID'] === undefined ? 'one' : 'many';
  },
  peer: (_request, env) => (env as { remoteAddr?: { hostname?: string } } | undefined)?.remoteAddr?.hostname,
  async listen(fetch, { host, port }) {
    const server = Deno.serve({ hostname: host, port, onListen: () => undefined }, fetch);
    return { port: server.addr.port, stop: () => server.shutdown() };
  },
};

const fetch: Handler = handlerOf(runtime, environment);
export default fetch;

if (import.meta.main) await runRelay(environment, runtime);
