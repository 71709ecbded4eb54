/** Every vendor, simulated, with the relay's own adapter on it: the one place that knows how each pair is put together. */
import { infobip } from '../../relay/providers/infobip.ts';
import type { Provider } from '../../relay/providers/provider.ts';
import { textmagic } from '../../relay/providers/textmagic.ts';
import { wavix } from '../../relay/providers/wavix.ts';
import { wayscloud } from '../../relay/providers/wayscloud.ts';
import { createInfobipSimulator, defaultApplicationId, defaultMessages } from './infobip.ts';
import type { Simulator } from './kit/simulator.ts';
import type { SurroundingsOptions } from './kit/surroundings.ts';
import { createTextmagicSimulator } from './textmagic.ts';
import { createWavixSimulator, defaultService } from './wavix.ts';
import { createWayscloudSimulator } from './wayscloud.ts';

export type Vendor = 'wavix' | 'wayscloud' | 'textmagic' | 'infobip';
export const vendors: readonly Vendor[] = ['wavix', 'wayscloud', 'textmagic', 'infobip'];

type Fetch = typeof globalThis.fetch;

export type VendorOptions = SurroundingsOptions & {
  /** How the adapter reaches the simulator. Default: as if the network was not there. */
  readonly network?: (fetch: Fetch) => Fetch;
  /** Milliseconds for one call of the adapter. Default: its own. */
  readonly timeout?: number;
};

export type SimulatedVendor = { readonly simulator: Simulator; readonly provider: Provider };

export async function simulateVendor(vendor: Vendor, options: VendorOptions = {}): Promise<SimulatedVendor> {
  const { network = (fetch) => fetch, timeout, ...surroundings } = options;
  const apiKey = crypto.randomUUID();
  const common = (simulator: Simulator): { apiKey: string; fetch: Fetch; timeout?: number; now?: () => number } => ({
    apiKey,
    fetch: network(simulator.fetch),
    ...(timeout !== undefined && { timeout }),
    ...(surroundings.clock && { now: surroundings.clock }),
  });
  switch (vendor) {
    case 'wavix': {
      const simulator = createWavixSimulator({ ...surroundings, apiKey });
      return { simulator, provider: wavix({ ...common(simulator), serviceId: defaultService.id }) };
    }
    case 'wayscloud': {
      const simulator = createWayscloudSimulator({ ...surroundings, apiKey });
      return { simulator, provider: wayscloud(common(simulator)) };
    }
    case 'textmagic': {
      // Its limit on calls in a second is for a clock that runs.
      const simulator = createTextmagicSimulator({
        ...surroundings,
        username: 'demo',
        apiKey,
        callsPerSecond: Number.POSITIVE_INFINITY,
      });
      return { simulator, provider: textmagic({ ...common(simulator), username: 'demo', brand: 'Groove' }) };
    }
    case 'infobip': {
      const simulator = createInfobipSimulator({ ...surroundings, apiKey });
      const settings = { applicationId: defaultApplicationId, messages: defaultMessages };
      return { simulator, provider: await infobip({ ...common(simulator), ...settings }) };
    }
  }
}
