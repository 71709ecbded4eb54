/** The relay as a program: how it starts, who it takes a caller for, and how it stops. */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { platform } from 'node:os';
import { afterEach, describe, it } from 'node:test';
import { serve } from '@hono/node-server';
import { Agent, request } from 'undici';
import { API_KEY, PAGE, PROOF_KEY } from '../../demo/simulators/relay-fixture.ts';
import { listening, startProgram } from '../../demo/simulators/relay-process.ts';
import type { Program, RelayProcess } from '../../demo/simulators/relay-process.ts';
import { createWavixSimulator, defaultService } from '../../demo/simulators/wavix.ts';
import type { WavixSimulator } from '../../demo/simulators/wavix.ts';

const environment = {
  PUBLIC_URL: 'https://example.com/otp/',
  ALLOWED_ORIGINS: PAGE,
  WAVIX_API_KEY: API_KEY,
  WAVIX_SERVICE_ID: defaultService.id,
  RELAY_SECRET: 'a-secret-of-at-least-thirty-two-bytes!',
  PROOF_PRIVATE_KEY: JSON.stringify(PROOF_KEY),
  ALLOWED_COUNTRIES: 'all',
};

const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

function run(program: Program, more: Readonly<Record<string, string>> = {}): RelayProcess {
  const relay = startProgram(program, { ...environment, ...more });
  open.push(() => relay.kill('SIGKILL'));
  return relay;
}

async function serveWavix(): Promise<{ simulator: WavixSimulator; WAVIX_BASE_URL: string }> {
  const simulator = createWavixSimulator({ apiKey: API_KEY, delays: { slow: 500 } });
  const server = serve({ fetch: simulator.app.fetch, hostname: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  open.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { simulator, WAVIX_BASE_URL: `http://127.0.0.1:${port}/v1` };
}

const start = (to: string): Parameters<typeof request>[1] => ({
  method: 'POST',
  headers: { Origin: PAGE, 'Content-Type': 'application/json' },
  body: JSON.stringify({ to, channel: 'sms' }),
});

for (const program of ['Node', 'Bun', 'Deno'] as const) {
  describe(`the relay as a program on ${program}`, () => {
    it('answers at the root and under the path of its public URL', async () => {
      const relay = run(program);
      const port = await listening(relay);
      for (const path of ['/health', '/otp/health']) {
        const response = await fetch(`http://127.0.0.1:${port}${path}`);
        assert.deepEqual(await response.json(), { status: 'ok' });
      }
      relay.kill('SIGINT');
      assert.equal(await relay.end, 0);
    });

    it('finishes what runs when it is told to stop, and takes nothing new', async () => {
      const { simulator, WAVIX_BASE_URL } = await serveWavix();
      const relay = run(program, { WAVIX_BASE_URL });
      const base = `http://127.0.0.1:${await listening(relay)}`;
      // This connection stays open, and idle.
      await (await fetch(`${base}/health`)).text();
      const slow = request(`${base}/verification`, { ...start('+46701740649'), dispatcher: new Agent() });
      while (simulator.calls.start === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      relay.kill('SIGTERM');
      const { statusCode, body } = await slow;
      assert.equal(statusCode, 201);
      assert.match(await body.text(), /"handle"/);
      assert.equal(await relay.end, 0);
      await assert.rejects(fetch(`${base}/health`));
    });

    it('knows its callers by their connections, whatever they say', async () => {
      const { WAVIX_BASE_URL } = await serveWavix();
      const relay = run(program, { WAVIX_BASE_URL, LIMIT_SENDS_PER_CLIENT: '1/1h' });
      const url = `http://127.0.0.1:${await listening(relay)}/verification`;
      const statuses: number[] = [];
      for (const [index, localAddress] of ['127.0.0.1', '127.0.0.1', '127.0.0.2'].entries()) {
        // Only Linux has more than one address of its own without being asked.
        if (localAddress !== '127.0.0.1' && platform() !== 'linux') continue;
        const options = start(`+3712${8_000_000 + index * 20_011}`);
        const headers = { ...(options?.headers as Record<string, string>), 'X-Forwarded-For': `192.0.2.${index}` };
        const { statusCode, body } = await request(url, {
          ...options,
          headers,
          dispatcher: new Agent({ localAddress }),
        });
        statuses.push(statusCode);
        await body.dump();
      }
      assert.deepEqual(statuses, platform() === 'linux' ? [201, 429, 201] : [201, 429]);
      assert.equal(relay.output().match(/a proxy seems to stand in front/g)?.length, 1);
    });

    it('does not start on a wrong configuration: a line for each fault, no stack, exit 1', async () => {
      const relay = run(program, { PUBLIC_URL: 'nonsense', RELAY_SECRET: '' });
      assert.equal(await relay.end, 1);
      const lines = relay.output().trim().split('\n');
      assert.deepEqual(
        lines.map((line) => line.split(' ')[0]),
        ['PUBLIC_URL', 'RELAY_SECRET'],
      );
    });

    it('says in one line that a proof key is no key', async () => {
      const wrong = JSON.stringify({ ...PROOF_KEY, d: 'AAAA' });
      const relay = run(program, { PROOF_PRIVATE_KEY: wrong });
      assert.equal(await relay.end, 1);
      assert.match(relay.output(), /^PROOF_PRIVATE_KEY .*\n$/);
    });

    it('says in one line that its port is taken', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => other.once('listening', resolve));
      const relay = run(program, { PORT: String((other.address() as AddressInfo).port) });
      assert.equal(await relay.end, 1);
      assert.match(relay.output(), /^.*PORT.*\n$/);
      other.close();
    });
  });
}

describe('the relay on Deno Deploy', () => {
  it('does not count in memory, where many instances run at once', async () => {
    const relay = run('Deno', { DENO_DEPLOYMENT_ID: 'one-of-many' });
    assert.equal(await relay.end, 1);
    assert.match(relay.output(), /^UPSTASH_REDIS_REST_URL is missing.*\n$/);
  });
});
