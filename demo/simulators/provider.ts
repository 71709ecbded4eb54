/** The Wavix simulator behind a socket of its own, so that the relay's adapter speaks true HTTP to it. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Provider } from '../../relay/providers/provider.ts';
import { wavix } from '../../relay/providers/wavix.ts';
import type { Simulator } from './kit/simulator.ts';
import { createWavixSimulator, defaultService, type WavixSimulatorOptions } from './wavix.ts';

export type ServedSimulator = {
  readonly simulator: Simulator;
  /** The relay's own adapter, which takes the simulator for Wavix. */
  readonly provider: Provider;
  /** Frees the port and stops the clock. */
  readonly stop: () => void;
};

/** How often what is due is made to happen, in milliseconds. */
const tickEvery = 250;

export const serveSimulator = async (options: WavixSimulatorOptions = {}): Promise<ServedSimulator> => {
  const apiKey = crypto.randomUUID();
  const simulator = createWavixSimulator({ apiKey, ...options });
  const { port, close } = await new Promise<{ port: number; close: () => void }>((resolve, reject) => {
    const server = serve({ fetch: simulator.app.fetch, hostname: '127.0.0.1', port: 0 }, (address: AddressInfo) =>
      resolve({ port: address.port, close: () => server.close() }),
    );
    server.once('error', reject);
    server.unref();
  });
  const ticking = setInterval(() => simulator.tick(), tickEvery).unref();
  return {
    simulator,
    provider: wavix({
      apiKey: options.apiKey ?? apiKey,
      serviceId: defaultService.id,
      baseUrl: `http://127.0.0.1:${port}/v1`,
    }),
    stop: () => {
      clearInterval(ticking);
      close();
    },
  };
};

/** For a relay with `OTP_PROVIDER=simulator`: what a phone would get is written to standard output. */
export const startSimulatedProvider = async (): Promise<Provider> => {
  const { simulator, provider } = await serveSimulator();
  simulator.onMessage(({ to, channel, text }) => console.log(`${channel} to ${to}: ${text}`));
  return provider;
};
