/** Every vendor, simulated, with a switch that breaks it: for the operator's page, and for tests of what a break does. */
import { failover } from '../relay/providers/failover.ts';
import type { Provider } from '../relay/providers/provider.ts';
import type { Message } from './simulators/kit/network.ts';
import type { Simulator } from './simulators/kit/simulator.ts';
import { type SimulatedVendor, simulateVendor, type Vendor, vendors } from './simulators/vendors.ts';

/**
 * How a vendor is met:
 * - `refusing`: every call is answered with 401, as if the key had been withdrawn.
 * - `unreachable`: no connection comes about.
 * - `losing`: every call is carried out, and its answer never arrives.
 */
export type Condition = 'up' | 'refusing' | 'unreachable' | 'losing';
export const conditions: readonly Condition[] = ['up', 'refusing', 'unreachable', 'losing'];

/** One call of the relay to a vendor, and what came of it. */
export type Exchange = {
  readonly at: number;
  readonly vendor: Vendor;
  /** Method and path, without ids. */
  readonly call: string;
  readonly result: number | 'unreachable' | 'lost';
};

/** What reached a phone or a mailbox; no code, no recipient. */
export type Arrival = Pick<Message, 'at' | 'channel'> & { readonly vendor: Vendor };

/** What an operator sees. */
export type Board = {
  readonly conditions: Readonly<Record<Vendor, Condition>>;
  /** The latest ones, the oldest first. */
  readonly exchanges: readonly Exchange[];
  /** Likewise. */
  readonly arrivals: readonly Arrival[];
};

export type Switchboard = {
  readonly simulators: readonly Simulator[];
  /** These vendors, asked in this order; one alone is asked as it is. */
  providerOf(order: readonly Vendor[]): Provider;
  turn(vendor: Vendor, condition: Condition): void;
  readonly board: Board;
  /** Told of each change of the board; gives back how to stop that. */
  onChange(listener: () => void): () => void;
  /** Stops the clock. */
  readonly stop: () => void;
};

export type SwitchboardOptions = {
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
};

/** So many exchanges and arrivals are shown. */
const remembered = 12;

/** How often what is due is made to happen, in milliseconds. */
const tickEvery = 250;

const credentials = ['authorization', 'x-api-key', 'x-tm-key'];

/** As Node words it. */
const noConnection = (code: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

const describe = (url: string, method = 'GET'): string =>
  `${method} ${new URL(url).pathname.replace(/\/[\w-]{16,}/g, '/…')}`;

export const createSwitchboard = async ({ now = Date.now }: SwitchboardOptions = {}): Promise<Switchboard> => {
  const state: Record<Vendor, Condition> = { wavix: 'up', wayscloud: 'up', textmagic: 'up', infobip: 'up' };
  const exchanges: Exchange[] = [];
  const arrivals: Arrival[] = [];
  const listeners = new Set<() => void>();

  const note = <Entry>(list: Entry[], entry: Entry): void => {
    list.push(entry);
    if (list.length > remembered) list.shift();
    for (const listener of listeners) listener();
  };

  /** The way to a vendor, by its switch. */
  const wayTo =
    (vendor: Vendor) =>
    (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
    async (input, init) => {
      const call = describe(new Request(input).url, init?.method);
      const came = (result: Exchange['result']): void => note(exchanges, { at: now(), vendor, call, result });
      const condition = state[vendor];
      if (condition === 'unreachable') {
        came('unreachable');
        throw noConnection('ECONNREFUSED');
      }
      const headers = new Headers(init?.headers);
      if (condition === 'refusing') for (const name of credentials) headers.delete(name);
      const response = await fetch(input, { ...init, headers });
      if (condition === 'losing') {
        came('lost');
        throw noConnection('UND_ERR_SOCKET');
      }
      came(response.status);
      return response;
    };

  const simulated = new Map<Vendor, SimulatedVendor>();
  for (const vendor of vendors) {
    const parts = await simulateVendor(vendor, { calls: 'handset', clock: now, network: wayTo(vendor) });
    parts.simulator.onMessage(({ at, channel }) => note(arrivals, { at, channel, vendor }));
    simulated.set(vendor, parts);
  }
  // Infobip has been asked for its templates, which is no part of the play.
  exchanges.length = 0;

  const simulators = [...simulated.values()].map(({ simulator }) => simulator);
  const ticking = setInterval(() => {
    for (const simulator of simulators) simulator.tick();
  }, tickEvery).unref();

  return {
    simulators,
    providerOf(order) {
      const providers = order.flatMap((vendor) => simulated.get(vendor)?.provider ?? []);
      const [only, ...others] = providers;
      return only && others.length === 0 ? only : failover({ providers, breaker: { now } });
    },
    turn(vendor, condition) {
      state[vendor] = condition;
      for (const listener of listeners) listener();
    },
    get board() {
      return { conditions: { ...state }, exchanges: [...exchanges], arrivals: [...arrivals] };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: () => clearInterval(ticking),
  };
};
