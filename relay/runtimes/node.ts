/** The relay on Node: `npm run relay`, configured by the environment; a `.env` file is read where there is one. */
import { existsSync, realpathSync } from 'node:fs';
import { serve } from '@hono/node-server';
import type { HttpBindings, ServerType } from '@hono/node-server';
import type { Logger } from '../log.ts';
import type { Environment } from './config.ts';
import { nodeFetch } from './node-fetch.ts';
import { runRelay, serveRelay } from './program.ts';
import type { Listening, Runtime } from './program.ts';
import { clientOfConnection } from './proxies.ts';
import type { ReadClient } from './start.ts';

const peer = (_request: Request, env: unknown): string | undefined =>
  (env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress;

const runtime: Runtime = {
  peer,
  fetch: nodeFetch(),
  async listen(fetch, { host, port }) {
    const server = await new Promise<ServerType>((resolve, reject) => {
      const listening = serve({ fetch, hostname: host, port }, () => resolve(listening));
      listening.once('error', reject);
    });
    const address = server.address();
    return {
      port: typeof address === 'object' && address ? address.port : port,
      stop: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          if (!('closeIdleConnections' in server)) return;
          server.closeIdleConnections();
          // Those that are busy now must not be kept once they are idle.
          server.keepAliveTimeout = 1;
        }),
    };
  },
};

/** Reads the client from the socket, or from as many proxies as may be believed. */
export const nodeClient = (trustProxy: number, log: Logger): ReadClient => clientOfConnection(peer, trustProxy, log);

/**
 * @throws {ConfigurationError} with one line for each fault
 */
export const startRelay = (environment: Environment): Promise<Listening> => serveRelay(environment, runtime);

/** Whether this file is the program that was started; `import.meta.main` is not yet in every Node. */
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  if (existsSync('.env')) process.loadEnvFile('.env');
  await runRelay(process.env, runtime);
}
