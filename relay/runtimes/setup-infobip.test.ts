import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { createInfobipSimulator } from '../../demo/simulators/infobip.ts';
import { infobip, parseInfobipMessages } from '../providers/infobip.ts';

const API_KEY = 'key-that-nobody-may-see';
const program = fileURLToPath(new URL('setup-infobip.ts', import.meta.url));

type Run = { readonly code: number; readonly out: string; readonly err: string };

function run(environment: Record<string, string>, ...args: readonly string[]): Promise<Run> {
  const options = { cwd: '/', env: { PATH: process.env['PATH'], ...environment } };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], options, (_, out, err) =>
      resolve({ code: child.exitCode ?? 1, out, err }),
    );
  });
}

test('npm run setup:infobip prints what the relay needs, and never the key', async (t) => {
  const simulator = createInfobipSimulator({ apiKey: API_KEY });
  const server = serve({ fetch: simulator.app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  t.after(() => server.close());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = { INFOBIP_API_KEY: API_KEY, INFOBIP_BASE_URL: baseUrl };

  const args = ['--name=Shop', '--languages=lv,en', '--code-length=8', '--email-template=77'];
  const first = await run(environment, ...args);
  assert.deepEqual([first.code, first.err], [0, '']);
  const lines = Object.fromEntries(
    first.out
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/)),
  ) as Record<string, string>;
  assert.deepEqual(Object.keys(lines), ['INFOBIP_APPLICATION_ID', 'INFOBIP_MESSAGES', 'INFOBIP_CODE_LENGTH']);
  const provider = await infobip({
    apiKey: API_KEY,
    baseUrl,
    applicationId: lines['INFOBIP_APPLICATION_ID'] ?? '',
    messages: parseInfobipMessages(lines['INFOBIP_MESSAGES'] ?? '').messages,
    codeLength: Number(lines['INFOBIP_CODE_LENGTH']),
  });
  const { codeLength, channels } = provider.capabilities;
  assert.deepEqual([codeLength, channels], [8, ['sms', 'voice', 'email']]);

  assert.equal((await run(environment, ...args)).out, first.out);

  for (const [changes, given, line] of [
    [{ INFOBIP_API_KEY: `${API_KEY}-not` }, [], /^INFOBIP_API_KEY must have the scope 2fa:manage \(HTTP 401/],
    [{ INFOBIP_API_KEY: '' }, [], /^INFOBIP_API_KEY is missing/],
    [{ INFOBIP_BASE_URL: 'http://nowhere.invalid' }, [], /^INFOBIP_BASE_URL cannot be reached \(TypeError E/],
    [{}, ['--code-length=3'], /^--code-length must be a whole number from 4 to 10/],
    [{}, ['--languages=xx'], /^there is no text in "xx"/],
    [{}, ['--colour=red'], /^npm run setup:infobip -- \[--name/],
  ] as const) {
    const refused = await run({ ...environment, ...changes }, ...given);
    assert.equal(refused.code, 1);
    assert.equal(refused.out, '');
    assert.match(refused.err, line);
    assert.equal(refused.err.trim().split('\n').length, 1, refused.err);
    assert.ok(!refused.err.includes(API_KEY));
  }
});
