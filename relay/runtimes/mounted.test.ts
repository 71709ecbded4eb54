/** The relay as a library: under a path of somebody's own Hono app. */
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { PROOF_KEY, RELAY_URL } from '../../demo/simulators/relay-fixture.ts';
import { createRelay } from '../index.ts';
import type { RelayOptions } from '../index.ts';
import { wavix } from '../providers/wavix.ts';
import { memory } from '../stores/memory.ts';
import { wireSuite } from './suite.ts';

const toCamelCase = (name: string): string => name.toLowerCase().replace(/_./g, (part) => part.charAt(1).toUpperCase());

function shop(options: Partial<RelayOptions>): Hono {
  const relay = createRelay({
    publicUrl: `${RELAY_URL}/account/otp`,
    proofIssuer: RELAY_URL,
    relaySecret: 'relay-secret-of-at-least-thirty-two-bytes',
    proofPrivateKey: PROOF_KEY,
    allowedCountries: 'LV',
    provider: wavix({ apiKey: 'key', serviceId: 'service' }),
    store: memory(),
    ...options,
  });
  return new Hono()
    .get('/', (c) => c.text('the shop'))
    .route('/account/otp', relay)
    .notFound((c) => c.text('the shop has no such page', 404));
}

wireSuite('Node, mounted under a path of another app', {
  async open(environment) {
    const output: string[] = [];
    const { PUBLIC_URL: _, ...rest } = environment;
    const settings = Object.fromEntries(Object.entries(rest).map(([name, value]) => [toCamelCase(name), value]));
    const app = shop({
      ...settings,
      provider: wavix({
        apiKey: environment['WAVIX_API_KEY'] ?? '',
        serviceId: environment['WAVIX_SERVICE_ID'] ?? '',
        baseUrl: environment['WAVIX_BASE_URL'] ?? '',
        timeout: Number(environment['PROVIDER_TIMEOUT_MS']),
      }),
      client: ({ headers }) => ({ address: headers.get('X-Shop-Client') ?? undefined }),
      log: (entry) => void output.push(JSON.stringify(entry)),
    });
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
    await new Promise((resolve) => server.once('listening', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/account/otp`;
    return {
      send: (path, init, address) =>
        fetch(`${base}${path}`, {
          ...init,
          headers: { ...(init.headers as Record<string, string>), 'X-Shop-Client': address },
        }),
      output: () => output.join('\n'),
      close: async () => void server.close(),
    };
  },
});

describe('an app with a relay under one of its paths', () => {
  it('has all other paths for itself, and its own way to say that there is none', async () => {
    const app = shop({});
    assert.equal(await (await app.request('/')).text(), 'the shop');
    assert.equal(await (await app.request('/nowhere')).text(), 'the shop has no such page');
    assert.equal((await app.request('/account/otp/health')).status, 200);
    assert.match(await (await app.request('/account/otp/nowhere')).text(), /"code":"not_found"/);
  });
});
