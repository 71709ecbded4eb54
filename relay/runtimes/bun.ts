/** The relay on Bun: `bun relay/runtimes/bun.ts`; Bun reads a `.env` file by itself. The default export is for a server of one's own. */
import { handlerOf, runRelay } from './program.ts';
import type { Runtime } from './program.ts';
import type { Handler } from './start.ts';

/** The little of Bun that the relay uses, so that it compiles without Bun's own types. */
type BunServer = {
  readonly port: number;
  requestIP(request: Request): { readonly address: string } | null;
  stop(): Promise<void>;
};
declare const Bun: {
  serve(options: { hostname: string; port: number; idleTimeout: number; fetch: Handler }): BunServer;
};

const runtime: Runtime = {
  peer: (request, env) => (env as BunServer | undefined)?.requestIP(request)?.address,
  async listen(fetch, { host, port }) {
    // The most there is: Bun takes a request that waits for the provider for idle, and would end it after 10 seconds.
    const server = Bun.serve({ hostname: host, port, idleTimeout: 255, fetch });
    return { port: server.port, stop: () => server.stop() };
  },
};

const fetch: Handler = handlerOf(runtime, process.env);
export default fetch;

if (import.meta.main) await runRelay(process.env, runtime);
