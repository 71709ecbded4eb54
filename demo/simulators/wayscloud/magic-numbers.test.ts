/** Every magic number keeps its word, and so does every variant. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { serve } from '@hono/node-server';
import { magicNumber as number } from '../kit/magic-numbers.ts';
import { faultsShown, impatient, magicSuite, shown } from '../kit/magic-suite.ts';
import { magicNumbers, type WayscloudCall, type WayscloudVariant } from '../wayscloud.ts';
import { Harness } from './harness.ts';

magicSuite(magicNumbers, new URL('../wayscloud.md', import.meta.url));

for (const [digits, channel, arrives, status] of [
  [5, 'sms', true, 'delivered'],
  [6, 'sms', true, 'pending'],
  [7, 'sms', true, 'delivered'],
  [13, 'sms', false, 'pending'],
  [13, 'voice', true, 'delivered'],
  [14, 'sms', false, 'pending'],
  [14, 'voice', false, 'pending'],
  [16, 'voice', false, 'pending'],
  [16, 'sms', true, 'delivered'],
  [17, 'sms', false, 'failed'],
  [20, 'sms', false, 'pending'],
  [20, 'voice', true, 'delivered'],
  [26, 'sms', true, 'pending'],
] as const) {
  test(`${channel} to ${number(digits)} ${arrives ? 'arrives' : 'does not arrive'}, and is ${status}`, async () => {
    const wayscloud = new Harness();
    const id = await wayscloud.start(number(digits), channel);
    wayscloud.pass(60);
    assert.equal(wayscloud.messages.length, arrives ? 1 : 0);
    assert.equal((await wayscloud.status(id)).status, status);
  });
}

test('a late text arrives after twenty seconds, not before', async () => {
  const wayscloud = new Harness();
  await wayscloud.start(number(7));
  wayscloud.pass(19.9);
  assert.equal(wayscloud.messages.length, 0);
  wayscloud.pass(0.1);
  assert.equal(wayscloud.messages.length, 1);
});

test('a short-lived code is void after twenty seconds', async () => {
  const wayscloud = new Harness();
  const id = await wayscloud.start(number(8));
  wayscloud.pass(20);
  assert.equal((await wayscloud.check(id, wayscloud.code(id))).body['status'], 'expired');
});

for (const [digits, channel, status] of [
  [23, 'voice', 422],
  [24, 'sms', 422],
  [30, 'sms', 422],
  [32, 'sms', 402],
  [33, 'sms', 403],
  [35, 'sms', 401],
  [36, 'sms', 403],
  [38, 'sms', 200],
] as const) {
  test(`a start for ${number(digits)} by ${channel} is refused with ${status}`, async () => {
    const wayscloud = new Harness();
    const body = { channel, recipient: number(digits) };
    const answer = await wayscloud.fetch('start', { body });
    assert.equal(answer.status, status);
    assert.ok('detail' in ((await answer.json()) as object));
    assert.equal(wayscloud.simulator.sessions.size, 0);
  });
}

test('an address does what the number with its digits does', async () => {
  const wayscloud = new Harness();
  const start = (recipient: string) => wayscloud.startWith({ recipient, channel: 'email' });
  assert.equal((await start('32@example.com')).status, 402);
  assert.equal((await start('ada32@example.com')).status, 200);
});

for (const [digit, { shows, isDone }] of faultsShown.entries()) {
  const startOf = (wayscloud: Harness, to: string, signal?: AbortSignal) =>
    shown(wayscloud.fetch('start', { body: { channel: 'sms', recipient: to }, ...(signal && { signal }) }));

  test(`a start for ${number(40 + digit)} shows ${shows}, each time`, async () => {
    const { signal, wait } = impatient();
    const wayscloud = new Harness({ wait });
    assert.equal(await startOf(wayscloud, number(40 + digit), signal), shows);
    wayscloud.pass(5);
    assert.equal(wayscloud.messages.length, isDone ? 1 : 0);
    if (!signal.aborted) assert.equal(await startOf(wayscloud, number(40 + digit), signal), shows);
  });

  test(`a second start for ${number(50 + digit)} shows ${shows}, once`, async () => {
    const { signal, wait } = impatient();
    const wayscloud = new Harness({ wait });
    const id = await wayscloud.start(number(50 + digit));
    assert.equal(await startOf(wayscloud, number(50 + digit), signal), shows);
    assert.equal(wayscloud.simulator.sessions.size, isDone ? 2 : 1);
    assert.equal((await wayscloud.status(id)).status, 'pending');
    await wayscloud.start(number(50 + digit));
  });

  test(`a check for ${number(60 + digit)} shows ${shows}, once`, async () => {
    const { signal, wait } = impatient();
    const wayscloud = new Harness({ wait });
    const id = await wayscloud.start(number(60 + digit));
    const body = { session_id: id, code: wayscloud.code(id) };
    assert.equal(await shown(wayscloud.fetch('check', { body, signal })), shows);
    assert.equal((await wayscloud.status(id)).status, isDone ? 'verified' : 'pending');
    assert.equal((await wayscloud.check(id, wayscloud.code(id))).body['status'], 'verified');
  });
}

for (const [digits, call, shows] of [
  [70, 'status', '500, Retry-After null, json'],
  [71, 'status', '429, Retry-After 7, json'],
  [72, 'status', '404, Retry-After null, json'],
  [73, 'status', 'TimeoutError: the caller had enough'],
  [74, 'cancel', '500, Retry-After null, json'],
  [75, 'cancel', '404, Retry-After null, json'],
] satisfies [number, WayscloudCall, string][]) {
  test(`${call} for ${number(digits)} shows ${shows}, once`, async () => {
    const { signal, wait } = impatient();
    const wayscloud = new Harness({ wait });
    const id = await wayscloud.start(number(digits));
    assert.equal(await shown(wayscloud.fetch(call, { id, signal })), shows);
    assert.equal((await wayscloud.call(call, { id })).status, 200);
  });
}

test('a cancellation may be an empty 204', async () => {
  const wayscloud = new Harness();
  const id = await wayscloud.start(number(76));
  assert.deepEqual(await wayscloud.call('cancel', { id }), { status: 204, body: {} });
  assert.equal((await wayscloud.status(id)).status, 'cancelled');
});

/** The status of each answer, when one session is checked with a wrong code five times, and with the right one after. */
const lockout = async (wayscloud: Harness, to?: string): Promise<number[]> => {
  const id = await wayscloud.start(to);
  const statuses = [];
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    statuses.push((await wayscloud.check(id, wayscloud.wrong(id))).status);
  }
  return [...statuses, (await wayscloud.check(id, wayscloud.code(id))).status];
};

test('wrong codes, lateness, lockout and a second check may be errors', async () => {
  assert.deepEqual(await lockout(new Harness(), number(81)), [400, 400, 400, 400, 200, 200]);
  assert.deepEqual(await lockout(new Harness(), number(83)), [200, 200, 200, 200, 429, 429]);
  const wayscloud = new Harness();
  const late = await wayscloud.start(number(80));
  wayscloud.pass(300);
  assert.equal((await wayscloud.check(late, wayscloud.code(late))).status, 410);
  const twice = await wayscloud.start(number(84));
  await wayscloud.check(twice, wayscloud.code(twice));
  assert.equal((await wayscloud.check(twice, wayscloud.code(twice))).status, 409);
});

const harnessOf = (variant: Partial<WayscloudVariant>): Harness => new Harness({ variant });

test('variants that no number chooses: statuses', async () => {
  assert.equal((await harnessOf({ startStatus: 201 }).startWith({})).status, 201);
  assert.equal((await harnessOf({ invalidStatus: 400 }).startWith({ channel: 'fax' })).status, 400);
  const conflicting = harnessOf({ lockoutStyle: '409', wrongCodeStatus: 422 });
  assert.deepEqual(await lockout(conflicting), [422, 422, 422, 422, 409, 409]);
  const canceled = harnessOf({ cancelledStyle: '409', cancelTooLate: 404, expiredStyle: '404' });
  const id = await canceled.start();
  await canceled.call('cancel', { id });
  assert.equal((await canceled.check(id, canceled.code(id))).status, 409);
  assert.equal((await canceled.call('cancel', { id })).status, 404);
  const late = await canceled.start();
  canceled.pass(300);
  assert.equal((await canceled.check(late, canceled.code(late))).status, 404);
});

test('variants that no number chooses: shapes', async () => {
  const nested = harnessOf({ wrongCodeStatus: 401, wrongCodeBody: 'detail' });
  const id = await nested.start();
  const { body } = await nested.check(id, nested.wrong(id));
  assert.deepEqual(body, { detail: { status: 'pending', error: 'invalid_code', attempts_remaining: 4 } });
  const alone = harnessOf({ statusBody: 'status-alone' });
  assert.deepEqual((await alone.call('status', { id: await alone.start() })).body, { status: 'pending' });
  const refusal = async (errorShape: WayscloudVariant['errorShape']) =>
    (await harnessOf({ errorShape }).startWith({ recipient: '+1' })).body;
  const message = 'Invalid recipient';
  const misfit = { loc: ['body', 'recipient'], msg: message, type: 'value_error' };
  const code = 'INVALID_PARAMETER';
  assert.deepEqual(await refusal('detail-list'), { detail: [misfit] });
  assert.deepEqual(await refusal('detail-string'), { detail: message });
  assert.deepEqual(await refusal('detail-object'), { detail: { error: 'invalid_parameter', message } });
  assert.deepEqual(await refusal('error-object'), { error: { code, message, details: { field: 'recipient' } } });
});

test('variants that no number chooses: a second start, and the language', async () => {
  const wayscloud = harnessOf({ secondStart: 'cancels', defaultLocale: 'no' });
  const first = await wayscloud.start();
  const second = await wayscloud.start();
  assert.equal(wayscloud.session(first).status, 'cancelled');
  assert.deepEqual([wayscloud.session(second).status, wayscloud.session(second).locale], ['pending', 'no']);
});

test('over a socket, a broken connection is one', async (t) => {
  const { simulator } = new Harness();
  const server = serve({ fetch: simulator.app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const start = (recipient: string) =>
    fetch(`http://127.0.0.1:${port}/v1/verify/start`, {
      method: 'POST',
      headers: { 'x-api-key': 'test', 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'sms', recipient }),
    });
  assert.equal((await start(number(5))).status, 200);
  await assert.rejects(start(number(47)), TypeError);
  assert.equal((await start(number(5))).status, 200);
});
