import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'node:test';
import { PROOF_KEY } from '../../demo/simulators/relay-fixture.ts';

const entry = fileURLToPath(new URL('node.ts', import.meta.url));

const environment = {
  PATH: process.env['PATH'] ?? '',
  PUBLIC_URL: 'https://example.com/otp/',
  WAVIX_API_KEY: 'key',
  WAVIX_SERVICE_ID: 'service',
  RELAY_SECRET: 'a-secret-of-at-least-thirty-two-bytes!',
  PROOF_PRIVATE_KEY: JSON.stringify(PROOF_KEY),
  ALLOWED_COUNTRIES: 'all',
  PORT: '0',
};

type Run = {
  readonly output: () => string;
  readonly until: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly end: Promise<number | null>;
  readonly kill: (signal: NodeJS.Signals) => void;
};

function run(env: Record<string, string>): Run {
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const waiting = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    text += chunk.toString();
    for (const check of waiting) check();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const end = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    output: () => text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const match = pattern.exec(text);
          if (match) resolve(match);
        };
        waiting.add(check);
        check();
        void end.then(() => reject(new Error(`it ended without ${String(pattern)}:\n${text}`)));
      }),
    end,
    kill: (signal) => child.kill(signal),
  };
}

describe('the relay on Node', () => {
  it('listens, answers at the root and under the path of its public URL, and stops when it is told to', async () => {
    const relay = run(environment);
    const [, port] = await relay.until(/listens on http:\/\/127\.0\.0\.1:(\d+)/);
    for (const path of ['/health', '/otp/health']) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      assert.deepEqual(await response.json(), { status: 'ok' });
    }
    relay.kill('SIGTERM');
    assert.equal(await relay.end, 0);
  });

  it('does not start on a wrong configuration: a line for each fault, no stack, exit 1', async () => {
    const relay = run({ ...environment, PUBLIC_URL: 'nonsense', RELAY_SECRET: '' });
    assert.equal(await relay.end, 1);
    assert.deepEqual(
      relay
        .output()
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
      ['PUBLIC_URL', 'RELAY_SECRET'],
    );
  });

  it('says in one line that a proof key is no key', async () => {
    const relay = run({ ...environment, PROOF_PRIVATE_KEY: JSON.stringify({ ...PROOF_KEY, d: 'AAAA' }) });
    assert.equal(await relay.end, 1);
    assert.match(relay.output(), /^PROOF_PRIVATE_KEY .*\n$/);
  });

  it('says in one line that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const relay = run({ ...environment, PORT: String((other.address() as AddressInfo).port) });
    assert.equal(await relay.end, 1);
    assert.match(relay.output(), /^.*PORT.*\n$/);
    other.close();
  });
});
