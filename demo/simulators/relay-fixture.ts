/** A relay under test: the real one, on the Wavix simulator and a clock of the test's own, spoken to as a page would. */
import { exportJWK, generateKeyPair } from 'jose';
import type { Problem, Verification } from '../../relay/contract.ts';
import { createRelay } from '../../relay/index.ts';
import type { LogEntry, Relay, RelayOptions, Store } from '../../relay/index.ts';
import { wavix } from '../../relay/providers/wavix.ts';
import { memory } from '../../relay/stores/memory.ts';
import { createWavixSimulator, defaultService } from './wavix.ts';
import type { WavixSimulator, WavixSimulatorOptions } from './wavix.ts';

export const PAGE = 'https://shop.example';
export const RELAY_URL = 'https://otp.example.com';
export const API_KEY = 'wavix-key-that-nobody-may-see';
export const RECIPIENT = '+37128782931';
export const ADMIN_TOKEN = 'admin-token-of-at-least-thirty-two-bytes';
export const SERVER_SECRET = 'server-secret-of-at-least-thirty-two-bytes';

const { privateKey } = await generateKeyPair('ES256', { extractable: true });
export const PROOF_KEY = await exportJWK(privateKey);

/** Seconds can pass without anybody waiting. */
export type TestClock = { readonly now: () => number; pass(seconds: number): void };

export function testClock(start = Date.parse('2026-11-21T12:00:00.250Z')): TestClock {
  let time = start;
  return {
    now: () => time,
    pass(seconds) {
      time += seconds * 1000;
    },
  };
}

export type Reply<T = Verification> = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, as what it is hoped to be. */
  readonly body: T & Omit<Partial<Problem>, 'status'>;
};

export type RelayUnderTest = {
  readonly relay: Relay;
  readonly simulator: WavixSimulator;
  readonly clock: TestClock;
  readonly log: LogEntry[];
  /** Everything that left the relay towards a client or the log, for searches of what must not be there. */
  readonly said: string[];
  request<T = Verification>(method: string, path: string, request?: TestRequest): Promise<Reply<T>>;
  start(body?: Record<string, unknown>): Promise<Reply>;
  send(handle: string, channel?: string): Promise<Reply>;
  check(handle: string, code: string): Promise<Reply>;
  read(handle: string): Promise<Reply>;
  restart(handle: string, channel?: string): Promise<Reply>;
  cancel(handle: string): Promise<Reply>;
  /** The right code of the newest session. */
  code(): string;
  /** A code that is not the right one. */
  wrongCode(): string;
};

export type TestRequest = {
  readonly body?: unknown;
  readonly handle?: string;
  /** `null`: none is sent. Default: the page's. */
  readonly origin?: string | null;
  readonly headers?: Record<string, string>;
};

export type FixtureOptions = {
  /** Over the fixture's own; `undefined` leaves one out. */
  readonly relay?: { readonly [K in keyof RelayOptions]?: RelayOptions[K] | undefined };
  readonly simulator?: WavixSimulatorOptions;
  readonly timeout?: number;
  readonly channels?: readonly ('sms' | 'voice')[];
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  readonly store?: (clock: TestClock) => Store;
  /** One that others go by as well. */
  readonly clock?: TestClock;
};

export function relayUnderTest(options: FixtureOptions = {}): RelayUnderTest {
  const clock = options.clock ?? testClock();
  const simulator = createWavixSimulator({ apiKey: API_KEY, clock: clock.now, ...options.simulator });
  const log: LogEntry[] = [];
  const said: string[] = [];
  const relay = createRelay({
    publicUrl: RELAY_URL,
    relaySecret: 'relay-secret-of-at-least-thirty-two-bytes',
    proofPrivateKey: PROOF_KEY,
    allowedOrigins: PAGE,
    allowedCountries: 'all',
    nativeAudiences: 'com.example.app',
    adminToken: ADMIN_TOKEN,
    serverSecret: SERVER_SECRET,
    limitSendsPerRecipient: 'off',
    limitSendsPerClient: 'off',
    provider: wavix({
      apiKey: API_KEY,
      serviceId: defaultService.id,
      fetch: options.fetch ?? simulator.fetch,
      now: clock.now,
      sleep: async () => {},
      timeout: options.timeout ?? 1000,
      ...(options.channels && { channels: options.channels }),
    }),
    store: options.store?.(clock) ?? memory({ now: clock.now }),
    now: clock.now,
    log: (entry) => {
      log.push(entry);
      said.push(JSON.stringify(entry));
    },
    ...options.relay,
  } as RelayOptions);

  async function request<T>(method: string, path: string, init: TestRequest = {}): Promise<Reply<T>> {
    const headers = new Headers(init.headers);
    if (init.origin !== null) headers.set('Origin', init.origin ?? PAGE);
    if (init.handle !== undefined) headers.set('Authorization', `Bearer ${init.handle}`);
    if (init.body !== undefined && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
    const body = typeof init.body === 'string' ? init.body : JSON.stringify(init.body);
    const response = await relay.request(path, { method, headers, ...(init.body !== undefined && { body }) });
    const text = await response.text();
    said.push(text, JSON.stringify([...response.headers]));
    const json = /json/.test(response.headers.get('Content-Type') ?? '') ? (JSON.parse(text) as unknown) : undefined;
    return { status: response.status, headers: response.headers, text, body: json as Reply<T>['body'] };
  }

  const code = (): string => {
    simulator.tick();
    const newest = [...simulator.sessions.keys()].at(-1) ?? '';
    return simulator.codeOf(newest) ?? '';
  };

  return {
    relay,
    simulator,
    clock,
    log,
    said,
    request,
    start: (body) => request('POST', '/verification', { body: { to: RECIPIENT, channel: 'sms', ...body } }),
    send: (handle, channel = 'sms') => request('POST', '/verification/send', { handle, body: { channel } }),
    check: (handle, entered) => request('POST', '/verification/check', { handle, body: { code: entered } }),
    read: (handle) => request('GET', '/verification', { handle }),
    restart: (handle, channel = 'sms') => request('POST', '/verification', { handle, body: { channel } }),
    cancel: (handle) => request('DELETE', '/verification', { handle }),
    code,
    wrongCode: () => (code() === '000000' ? '000001' : '000000'),
  };
}
