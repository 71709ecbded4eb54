import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PROOF_KEY, RELAY_URL } from '../../demo/simulators/relay-fixture.ts';
import type { Problem } from '../contract.ts';
import { startLazily, startRelay } from './start.ts';
import type { Handler } from './start.ts';

const environment: Record<string, string> = {
  PUBLIC_URL: `${RELAY_URL}/otp`,
  WAVIX_API_KEY: 'key',
  WAVIX_SERVICE_ID: 'service',
  RELAY_SECRET: 'a-secret-of-at-least-thirty-two-bytes!',
  PROOF_PRIVATE_KEY: JSON.stringify(PROOF_KEY),
  ALLOWED_COUNTRIES: 'all',
  LOG_LEVEL: 'error',
};

const lazily = (read: () => Record<string, string>): Handler =>
  startLazily(() => startRelay(read(), { client: () => () => ({}), instances: 'many' }));
const health = async (handler: Handler, path = '/health'): Promise<Response> =>
  handler(new Request(`${RELAY_URL}${path}`));

describe('a relay that starts with the first request', () => {
  it('reads nothing before, and once for all who come at once', async () => {
    let reads = 0;
    const handler = lazily(() => (reads++, { ...environment, OTP_DEV: '1', LOG_LEVEL: 'error' }));
    assert.equal(reads, 0);
    const answers = await Promise.all(Array.from({ length: 10 }, () => health(handler)));
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal(reads, 1);
  });

  it('goes on with its start though whoever came first has left', async () => {
    const kept: Promise<unknown>[] = [];
    const context = {
      waitUntil: (work: Promise<unknown>) => void kept.push(work),
      passThroughOnException() {},
      props: {},
    };
    const handler = lazily(() => ({ ...environment, OTP_DEV: '1' }));
    const request = new Request(`${RELAY_URL}/health`);
    await handler(request, {}, context);
    await handler(request, {}, context);
    assert.equal(kept.length, 1);
  });

  it('answers at the root and under the path of its public URL', async () => {
    const handler = lazily(() => ({ ...environment, OTP_DEV: '1' }));
    for (const path of ['/health', '/otp/health']) assert.equal((await health(handler, path)).status, 200);
    const unknown = (await (await health(handler, '/otp/nowhere')).json()) as Problem;
    assert.equal(unknown.code, 'not_found');
  });

  it('answers 500 while its configuration is wrong, says why in its log alone, and is well once it is right', async (t) => {
    const said: string[] = [];
    t.mock.method(console, 'error', (line: string) => void said.push(line));
    let known: Record<string, string> = { ...environment, PUBLIC_URL: 'nonsense' };
    const handler = lazily(() => known);
    const response = await health(handler);
    const { code, detail } = (await response.json()) as Problem;
    assert.deepEqual([response.status, code], [500, 'internal_error']);
    assert.match(detail, /its log says what is missing/);
    assert.deepEqual(
      said
        .join('\n')
        .split('\n')
        .map((line) => line.split(' ')[0]),
      // Many instances count in no memory.
      ['UPSTASH_REDIS_REST_URL', 'PUBLIC_URL'],
    );
    known = { ...environment, OTP_DEV: '1' };
    assert.equal((await health(handler)).status, 200);
  });
});

describe('an entry', () => {
  it('does nothing by being imported', async (t) => {
    const said: unknown[] = [];
    for (const level of ['log', 'warn', 'error'] as const)
      t.mock.method(console, level, (line: unknown) => said.push(line));
    // That of Workers needs what only Workers have.
    for (const name of ['node', 'deno', 'bun', 'vercel', 'lambda']) {
      assert.ok(Object.keys((await import(`./${name}.ts`)) as object).length > 0);
    }
    assert.deepEqual(said, []);
  });
});
