/** The demo's server: its pages, the relay, and simulated vendors where no key of Wavix is given. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { altcha } from '../relay/challenges/altcha.ts';
import { createRelay, type Provider } from '../relay/index.ts';
import { readConfiguration } from '../relay/runtimes/config.ts';
import { jsonLog } from '../relay/runtimes/json-log.ts';
import { nodeClient } from '../relay/runtimes/node.ts';
import { buildPages, watchPages } from './pages.ts';
import { createSite } from './site.ts';
import { serveSimulator } from './simulators/provider.ts';
import { createSwitchboard } from './switchboard.ts';

export type Demo = {
  /** Where it is found. */
  readonly origin: string;
  readonly stop: () => Promise<void>;
};

/** Those who play with simulated phones should not be told to come back in an hour. */
const playfulLimits = {
  LIMIT_SENDS_PER_RECIPIENT: 'off',
  LIMIT_SENDS_PER_PREFIX: 'off',
  LIMIT_SENDS_PER_CLIENT: 'off',
  LIMIT_WRONG_CODES_PER_RECIPIENT: 'off',
};

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });

/** The wanted port, or the next one that is free. */
const listenNear = async (server: Server, port: number, host: string): Promise<number> => {
  try {
    return await listen(server, port, host);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    console.log(`Port ${port} is in use; trying ${port + 1}.`);
    return listenNear(server, port + 1, host);
  }
};

const newSecret = (): string => randomBytes(32).toString('base64url');

/** @param now milliseconds since the epoch, for relay and shop */
export const startDemo = async (
  environment: NodeJS.ProcessEnv,
  isDev: boolean,
  now: () => number = Date.now,
): Promise<Demo> => {
  const server = createServer();
  const host = environment['HOST'] ?? '127.0.0.1';
  const port = await listenNear(server, Number(environment['PORT'] ?? 8787), host);
  const origins = [`http://localhost:${port}`, `http://127.0.0.1:${port}`] as const;
  const [origin] = origins;
  const serverSecret = environment['SERVER_SECRET']?.split(',')[0]?.trim() ?? newSecret();
  const isReal = Boolean(environment['WAVIX_API_KEY'] && environment['WAVIX_SERVICE_ID']);

  const served = isReal ? undefined : await serveSimulator({ calls: 'handset' });
  const { options, logLevel, trustProxy } = await readConfiguration(
    {
      RELAY_SECRET: newSecret(),
      SERVER_SECRET: serverSecret,
      ...(served && playfulLimits),
      LOG_LEVEL: 'warn',
      ...environment,
      OTP_DEV: '1',
      OTP_PROVIDER: served ? 'simulator' : 'wavix',
      PUBLIC_URL: `${origin}/otp`,
      ALLOWED_ORIGINS: origins.join(','),
    },
    served ? { simulator: async () => served.provider } : {},
  );
  const log = jsonLog(logLevel);
  const common = { ...options, client: nodeClient(trustProxy, log), log, now };
  const relay = createRelay(common);
  // Other doors to the same keys and counters.
  const door = (path: string) => ({ ...common, publicUrl: `${origin}${path}`, proofIssuer: `${origin}/otp` });
  const guarded = createRelay({
    ...door('/guarded'),
    challenge: altcha({ secret: newSecret() }),
    challengeWhen: 'always',
  });

  const pages = isDev ? await watchPages(server) : await buildPages();
  const { render } = pages;
  const vite = 'vite' in pages ? pages.vite : undefined;
  const built = 'folder' in pages ? pages.folder : undefined;
  const switchboard = served && (await createSwitchboard({ now }));
  const simulation = served &&
    switchboard && {
      simulator: served.simulator,
      switchboard,
      relayOn: (provider: Provider, path: string) => createRelay({ ...door(path), provider }),
    };
  const { fetch } = createSite({ origins, relay, guarded, serverSecret, render, simulation, built, now });
  const site = getRequestListener(fetch);
  server.on('request', (request, response) => {
    if (vite) vite.middlewares(request, response, () => void site(request, response));
    else void site(request, response);
  });

  return {
    origin,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pages.close();
      served?.stop();
      switchboard?.stop();
    },
  };
};
