import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTestHarness } from 'wrangler';
import { serve } from '@hono/node-server';
import type { ServerType } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { API_KEY, PROOF_KEY, RECIPIENT } from '../../demo/simulators/relay-fixture.ts';
import { createWavixSimulator, defaultService } from '../../demo/simulators/wavix.ts';
import type { Verification } from '../contract.ts';

process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
process.env['WRANGLER_SEND_METRICS'] = 'false';

const simulator = createWavixSimulator({ apiKey: API_KEY });
const page = 'https://shop.example';
let wavix: ServerType;
let harness: ReturnType<typeof createTestHarness>;

const open = (vars: Record<string, string>): ReturnType<typeof createTestHarness> =>
  createTestHarness({ workers: [{ configPath: new URL('../wrangler.jsonc', import.meta.url).pathname, vars }] });

before(async () => {
  const port = await new Promise<number>((resolve) => {
    wavix = serve({ fetch: simulator.app.fetch, hostname: '127.0.0.1', port: 0 }, (address: AddressInfo) =>
      resolve(address.port),
    );
  });
  harness = open({
    PUBLIC_URL: 'https://otp.example.com',
    ALLOWED_ORIGINS: page,
    ALLOWED_COUNTRIES: 'all',
    RELAY_SECRET: 'relay-secret-of-at-least-thirty-two-bytes',
    PROOF_PRIVATE_KEY: JSON.stringify(PROOF_KEY),
    WAVIX_API_KEY: API_KEY,
    WAVIX_SERVICE_ID: defaultService.id,
    WAVIX_BASE_URL: `http://127.0.0.1:${port}/v1`,
    LOG_LEVEL: 'error',
  });
  await harness.listen();
});

after(async () => {
  await harness.close();
  wavix.close();
});

async function call(
  method: string,
  path: string,
  body?: object,
  handle?: string,
): Promise<{ status: number; body: Verification }> {
  const response = await harness.fetch(path, {
    method,
    headers: {
      Origin: page,
      'CF-Connecting-IP': '192.0.2.1',
      ...(body && { 'Content-Type': 'application/json' }),
      ...(handle !== undefined && { Authorization: `Bearer ${handle}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Verification };
}

describe('the relay on a real workerd, with its own wrangler.jsonc', () => {
  it('verifies a number, counting in Durable Objects', async () => {
    const { status, body } = await call('POST', '/verification', { to: RECIPIENT, channel: 'sms' });
    assert.equal(status, 201);
    const [session = ''] = [...simulator.sessions.keys()];
    const code = simulator.codeOf(session) ?? '';
    const wrong = code === '000000' ? '000001' : '000000';
    assert.equal((await call('POST', '/verification/check', { code: wrong }, body.handle)).body.attemptsRemaining, 4);
    const { body: verified } = await call('POST', '/verification/check', { code }, body.handle);
    assert.equal(verified.status, 'verified');
    assert.match(verified.proof ?? '', /^ey/);
  });

  it('lets five of thirty parallel wrong codes reach the provider', async () => {
    const { body } = await call('POST', '/verification', { to: '+447919433768', channel: 'sms' });
    const session = [...simulator.sessions.keys()].at(-1) ?? '';
    const wrong = simulator.codeOf(session) === '000000' ? '000001' : '000000';
    const before_ = simulator.calls.check;
    await Promise.all(
      Array.from({ length: 30 }, () => call('POST', '/verification/check', { code: wrong }, body.handle)),
    );
    assert.equal(simulator.calls.check - before_, 5);
  });

  it('serves configuration, keys, health and the OpenAPI document', async () => {
    for (const path of ['/config', '/.well-known/jwks.json', '/health', '/openapi.json']) {
      assert.equal((await call('GET', path)).status, 200, path);
    }
  });
});
