/** The relay as a program of its own, on runtimes with sockets and signals: it listens, and stops without losing anything. */
import { ConfigurationError } from '../options.ts';
import type { Provider } from '../providers/provider.ts';
import { upstash } from '../stores/upstash.ts';
import type { Environment } from './config.ts';
import { clientOfConnection } from './proxies.ts';
import { startLazily, startRelay } from './start.ts';
import type { Handler, Platform } from './start.ts';
import { tcpRedis } from './tcp-redis.ts';

export type Address = { readonly host: string; readonly port: number };

export type Listening = {
  /** The one that is listened on, where any free one was asked for. */
  readonly port: number;
  /** Stops accepting, and lets what runs finish. */
  readonly stop: () => Promise<void>;
};

/** What is a runtime's own. */
export type Runtime = Pick<Platform, 'fetch' | 'instances'> & {
  /** The address of the connection, from what the runtime hands over beside the request. */
  readonly peer: (request: Request, env: unknown) => string | undefined;
  readonly listen: (fetch: Handler, address: Address) => Promise<Listening>;
};

/** The simulator is a part of the repository's demo, and of no build. */
async function simulator(): Promise<Provider> {
  // Put together here, so that no bundler looks for it.
  const path = ['../../demo', 'simulators', 'provider.ts'].join('/');
  type Simulators = { readonly startSimulatedProvider: () => Promise<Provider> };
  const { startSimulatedProvider } = await (import(path) as Promise<Simulators>).catch(() => {
    throw new ConfigurationError(['OTP_PROVIDER must be a real provider: the simulator is not in this build']);
  });
  return startSimulatedProvider();
}

const platformOf = (runtime: Runtime): Platform => ({
  client: ({ trustProxy, options }) => clientOfConnection(runtime.peer, trustProxy, options.log),
  redis: tcpRedis,
  upstash,
  simulator,
  webhookRetries: [5, 30, 120, 600, 1800],
  ...(runtime.fetch && { fetch: runtime.fetch }),
  ...(runtime.instances && { instances: runtime.instances }),
});

/** The `fetch` of a relay that starts with the first request, for a server of somebody's own. */
export const handlerOf = (runtime: Runtime, environment: Environment): Handler =>
  startLazily(() => startRelay(environment, platformOf(runtime)));

/**
 * @throws {ConfigurationError} with one line for each fault
 */
export async function serveRelay(environment: Environment, runtime: Runtime): Promise<Listening> {
  const { fetch, host, port, webhook, options } = await startRelay(environment, platformOf(runtime));
  const listening = await runtime.listen(fetch, { host, port });
  options.log({ level: 'info', message: `the relay listens on http://${host}:${listening.port}` });
  return {
    port: listening.port,
    async stop() {
      await listening.stop();
      await webhook?.close();
      await options.store.close?.();
    },
  };
}

/** Runs until it is told to stop; what keeps it from starting is told in one line. */
export async function runRelay(environment: Environment, runtime: Runtime): Promise<void> {
  try {
    const { stop } = await serveRelay(environment, runtime);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void stop().then(() => process.exit(0)));
    }
  } catch (error) {
    const isTaken = (error as { code?: unknown }).code === 'EADDRINUSE';
    if (!isTaken && !(error instanceof ConfigurationError)) throw error;
    console.error(isTaken ? 'PORT is in use by another program: choose another' : (error as Error).message);
    process.exitCode = 1;
  }
}
