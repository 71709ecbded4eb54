/** The relay on Node: `npm run relay`, configured by the environment; a `.env` file is read where there is one. */
import { existsSync, realpathSync } from 'node:fs';
import { serve } from '@hono/node-server';
import type { HttpBindings, ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { createRelay } from '../app.ts';
import type { Relay } from '../app.ts';
import type { Logger } from '../log.ts';
import type { ClientFacts, RelayOptions } from '../options.ts';
import { ConfigurationError } from '../options.ts';
import type { Provider } from '../providers/provider.ts';
import { redis } from '../stores/redis.ts';
import { upstash } from '../stores/upstash.ts';
import { chooseChallenge } from './challenges.ts';
import { readConfiguration } from './config.ts';
import type { Environment } from './config.ts';
import { clientAddress, isPrivate } from './proxies.ts';

/** Reads the client from the socket, or from as many proxies as may be believed. */
export function nodeClient(trustProxy: number, log: Logger): (request: Request, env: unknown) => ClientFacts {
  let warned = trustProxy > 0;
  return (request, env) => {
    const peer = (env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress;
    const forwardedFor = request.headers.get('X-Forwarded-For');
    if (!warned && forwardedFor !== null && isPrivate(peer)) {
      warned = true;
      log({ level: 'warn', message: 'a proxy seems to stand in front: TRUST_PROXY=1 would believe it' });
    }
    return { address: clientAddress(peer, forwardedFor, trustProxy) };
  };
}

/** The simulator is a part of the repository's demo, and of no build. */
async function simulator(): Promise<Provider> {
  const path = '../../demo/simulators/provider.ts';
  const { startSimulatedProvider } = (await import(path)) as { startSimulatedProvider: () => Promise<Provider> };
  return startSimulatedProvider();
}

/** The relay at the root, and under the path of its public URL for a proxy that keeps the path. */
function mount(relay: Relay, publicUrl: string): Hono {
  const path = new URL(publicUrl).pathname;
  const app = new Hono();
  if (path !== '/') app.route(path, relay);
  return app.route('/', relay);
}

export type Running = {
  /** Where it listens. */
  readonly port: number;
  /** Stops accepting, lets what runs finish, then lets go of the store. */
  readonly stop: () => Promise<void>;
};

/**
 * @throws {ConfigurationError} with one line for each fault
 */
export async function startRelay(environment: Environment): Promise<Running> {
  const configuration = await readConfiguration(environment, {
    simulator,
    challenge: chooseChallenge,
    redis: (url) => redis({ url, onError: ({ message }) => console.error(`Redis: ${message}`) }),
    upstash,
    webhookRetries: [5, 30, 120, 600, 1800],
  });
  const { host, port, trustProxy, isDev, webhook, options } = configuration;
  const { log } = options;
  if (isDev) log({ level: 'warn', message: 'OTP_DEV=1: what is unsafe on the open internet is allowed' });
  const relay = createRelay({ ...options, client: nodeClient(trustProxy, log) } satisfies RelayOptions);
  await relay.ready().catch(() => {
    throw new ConfigurationError(['PROOF_PRIVATE_KEY is no usable ES256 key; "npm run keys" makes one']);
  });
  const server = await new Promise<ServerType>((resolve, reject) => {
    const listening = serve({ fetch: mount(relay, options.publicUrl).fetch, hostname: host, port }, () =>
      resolve(listening),
    );
    listening.once('error', reject);
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  log({ level: 'info', message: `the relay listens on http://${host}:${actualPort}` });
  return {
    port: actualPort,
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      });
      await webhook?.close();
      await options.store.close?.();
    },
  };
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    const running = await startRelay(process.env);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void running.stop().then(() => process.exit(0)));
    }
  } catch (error) {
    const isTaken = (error as { code?: unknown }).code === 'EADDRINUSE';
    if (!isTaken && !(error instanceof ConfigurationError)) throw error;
    console.error(isTaken ? 'PORT is in use by another program: choose another' : (error as Error).message);
    process.exitCode = 1;
  }
}

/** Whether this file is the program that was started; `import.meta.main` is not yet in every Node. */
const isProgram = process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename;
if (isProgram) await main();
