/** Every magic number keeps its word, and so does every variant. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { serve } from '@hono/node-server';
import { faultsShown, impatient, magicSuite, shown } from '../kit/magic-suite.ts';
import { defaultService, magicNumbers } from '../wavix.ts';
import { Harness, type Operation } from './harness.ts';

const number = (lastTwoDigits: number): string => `467017406${String(lastTwoDigits).padStart(2, '0')}`;

const startBody = (to: string, channel = 'sms'): object => ({ service_id: defaultService.id, to, channel });

magicSuite(magicNumbers, new URL('../wavix.md', import.meta.url));

/** What the phone got, in order, and the events of the sends. */
const deliveries = async (to: string, channel: 'sms' | 'voice') => {
  const wavix = new Harness();
  const id = await wavix.start(to, channel);
  const code = wavix.code(id);
  wavix.pass(60);
  const events = (await wavix.events(id)).filter((event) => event.startsWith('Code'));
  return { wavix, id, code, events, got: wavix.messages.map((message) => message.channel) };
};

const text = 'Code sent via SMS';
const voice = 'Code sent via voice';

for (const [to, channel, events, got] of [
  [number(5), 'sms', [`${text}: delivered`], ['sms']],
  [number(5), 'voice', [`${voice}: delivered`], ['voice']],
  [number(6), 'sms', [`${text}: pending`], ['sms']],
  [number(7), 'sms', [`${text}: delivered`], ['sms']],
  [number(10), 'sms', [`${text}: failed`, `${voice}: delivered`], ['voice']],
  [number(11), 'sms', [`${text}: failed`, `${voice}: delivered`], ['voice']],
  [number(13), 'sms', [`${text}: failed`], []],
  [number(14), 'sms', [`${text}: failed`, `${voice}: failed`], []],
  [number(15), 'voice', [`${voice}: failed`, `${text}: delivered`], ['sms']],
  [number(16), 'voice', [`${voice}: failed`], []],
  [number(20), 'sms', [`${text}: failed`, `${voice}: delivered`], ['voice']],
  [number(26), 'sms', [`${text}: success`], ['sms']],
] as const) {
  test(`${channel} to ${to}: ${events.join(', ')}`, async () => {
    const result = await deliveries(to, channel);
    assert.deepEqual([result.events, result.got], [events, got]);
  });
}

test('a late text arrives after twenty seconds, not before', async () => {
  const wavix = new Harness();
  await wavix.start(number(7));
  wavix.pass(19.9);
  assert.equal(wavix.messages.length, 0);
  wavix.pass(0.1);
  assert.equal(wavix.messages.length, 1);
});

test('a short-lived code is void after twenty seconds', async () => {
  const wavix = new Harness();
  const id = await wavix.start(number(8));
  wavix.pass(20);
  assert.equal((await wavix.check(id, wavix.code(id))).status, 400);
  assert.equal(await wavix.statusOf(id), 'expired');
});

test('a failover carries the same code, or a new one that lives five minutes of its own', async () => {
  const same = await deliveries(number(10), 'sms');
  assert.equal(same.wavix.messages[0]?.code, same.code);
  const renewed = await deliveries(number(11), 'sms');
  assert.equal(renewed.wavix.messages[0]?.code, renewed.wavix.code(renewed.id));
  assert.notEqual(renewed.wavix.messages[0]?.code, renewed.code);
  assert.equal(renewed.wavix.simulator.sessions.get(renewed.id)?.codeSentAt, Date.parse('2026-03-04T11:45:05.250Z'));
});

test('a failover counts as a code only where it is said to', async () => {
  for (const [to, sends] of [
    [number(10), 1],
    [number(12), 2],
  ] as const) {
    const { wavix, id } = await deliveries(to, 'sms');
    assert.equal(wavix.simulator.sessions.get(id)?.sends, sends);
  }
});

test('the look-up is a landline, has another name, or is missing', async () => {
  const start = async (to: string, unspecified = true) =>
    (await new Harness().call('start', { body: startBody(to), unspecified })).body;
  assert.equal(((await start(number(20), false))['number_lookup'] as { number_type: string }).number_type, 'landline');
  assert.equal(((await start(number(21)))['lookup'] as { country: string }).country, 'SE');
  assert.deepEqual(
    Object.keys(await start(number(22))).filter((name) => name.includes('lookup')),
    [],
  );
  assert.ok(!('session_url' in (await start(number(25)))));
});

test('without a look-up there is no event of one, and no charge', async () => {
  const wavix = new Harness();
  const id = await wavix.start(number(22), 'sms', { unspecified: true });
  assert.deepEqual(await wavix.events(id), ['Code sent via SMS: pending']);
});

test('a channel that the service lacks is refused at the start and at a resend', async () => {
  const wavix = new Harness();
  assert.equal((await wavix.call('start', { body: startBody(number(23), 'voice') })).status, 400);
  assert.equal((await wavix.call('start', { body: startBody(number(24), 'sms') })).status, 400);
  assert.equal((await wavix.resend(await wavix.start(number(23)), 'voice')).status, 400);
});

for (const [digits, status, message, isSpecified] of [
  [30, 400, 'Invalid destination phone number', true],
  [31, 400, 'Sender ID is not provisioned for the destination country', true],
  [32, 422, 'Insufficient funds', false],
  [33, 400, 'Insufficient funds', true],
  [34, 400, `2FA service with ID=${defaultService.id} cannot be found`, true],
  [35, 401, 'Unauthorized', false],
  [36, 403, 'The service is not provisioned for your account.', true],
  [37, 403, 'Access Denied', true],
  [38, 200, 'Invalid destination phone number', false],
] as const) {
  test(`a start for ${number(digits)} is refused: ${status} ${message}`, async () => {
    const wavix = new Harness();
    const answer = await wavix.call('start', { body: startBody(number(digits)), unspecified: !isSpecified });
    assert.deepEqual([answer.status, answer.body['success'], answer.body['message']], [status, false, message]);
    assert.equal(answer.body['error_code'], digits === 37 ? '012' : undefined);
    assert.equal(wavix.simulator.sessions.size, 0);
  });
}

for (const [digit, { shows, isDone }] of faultsShown.entries()) {
  test(`a start for ${number(40 + digit)} shows ${shows}, each time`, async () => {
    const { signal, wait } = impatient();
    const wavix = new Harness({ wait });
    const start = () => shown(wavix.fetch('start', { body: startBody(number(40 + digit)), signal }));
    assert.equal(await start(), shows);
    wavix.pass(5);
    assert.equal(wavix.messages.length, isDone ? 1 : 0);
    if (!signal.aborted) assert.equal(await start(), shows);
  });

  test(`a resend to ${number(50 + digit)} shows ${shows}, once`, async () => {
    const { signal, wait } = impatient();
    const wavix = new Harness({ wait });
    const id = await wavix.start(number(50 + digit));
    assert.equal(await shown(wavix.fetch('resend', { id, body: { channel: 'sms' }, signal })), shows);
    assert.equal(wavix.simulator.sessions.get(id)?.sends, isDone ? 2 : 1);
    assert.equal((await wavix.resend(id)).status, 200);
  });

  test(`a check for ${number(60 + digit)} shows ${shows}, once`, async () => {
    const { signal, wait } = impatient();
    const wavix = new Harness({ wait });
    const id = await wavix.start(number(60 + digit));
    assert.equal(await shown(wavix.fetch('check', { id, body: { code: wavix.code(id) }, signal })), shows);
    assert.equal(await wavix.statusOf(id), isDone ? 'verified' : 'pending');
  });
}

for (const [digits, operation, shows] of [
  [70, 'events', '500, Retry-After null, json'],
  [71, 'events', '429, Retry-After 7, json'],
  [72, 'events', '404, Retry-After null, json'],
  [73, 'events', 'TimeoutError: the caller had enough'],
  [74, 'cancel', '500, Retry-After null, json'],
  [75, 'cancel', '404, Retry-After null, json'],
] satisfies [number, Operation, string][]) {
  test(`${operation} for ${number(digits)} shows ${shows}, once`, async () => {
    const { signal, wait } = impatient();
    const wavix = new Harness({ wait });
    const id = await wavix.start(number(digits));
    assert.equal(await shown(wavix.fetch(operation, { id, signal })), shows);
    assert.equal((await wavix.call(operation, { id })).status, 200);
  });
}

test('a cancellation may be an empty 204, as the guide says and the specification does not', async () => {
  const wavix = new Harness();
  const id = await wavix.start(number(76));
  assert.equal((await wavix.call('cancel', { id, unspecified: true })).status, 204);
  assert.equal(await wavix.statusOf(id), 'canceled');
});

test('a check that comes too late may be no error', async () => {
  const wavix = new Harness();
  const id = await wavix.start(number(80));
  wavix.pass(300);
  assert.deepEqual((await wavix.check(id, wavix.code(id))).body, { is_valid: false });
});

test('a wrong code may be an error, and still costs an attempt', async () => {
  const wavix = new Harness();
  const id = await wavix.start(number(81));
  assert.equal((await wavix.check(id, wavix.wrong(id))).status, 400);
  assert.equal(wavix.simulator.sessions.get(id)?.attempts, 1);
});

test('attempts may be counted for the whole session', async () => {
  const wavix = new Harness();
  const id = await wavix.start(number(82));
  for (let attempt = 1; attempt <= 4; attempt += 1) await wavix.check(id, wavix.wrong(id));
  await wavix.resend(id);
  await wavix.check(id, wavix.wrong(id));
  assert.equal(await wavix.statusOf(id), 'failed');
});

test('it may be the sixth check that ends a verification', async () => {
  const wavix = new Harness();
  const id = await wavix.start(number(83));
  for (let attempt = 1; attempt <= 5; attempt += 1) await wavix.check(id, wavix.wrong(id));
  assert.equal(await wavix.statusOf(id), 'pending');
  assert.equal((await wavix.check(id, wavix.code(id))).status, 400);
  assert.equal(await wavix.statusOf(id), 'failed');
});

test('a second check after success is an error, or is right again', async () => {
  for (const [to, status] of [
    [number(5), 400],
    [number(84), 200],
  ] as const) {
    const wavix = new Harness();
    const id = await wavix.start(to);
    await wavix.check(id, wavix.code(id));
    assert.equal((await wavix.check(id, wavix.code(id))).status, status);
  }
});

test('variants that no number chooses: unknown sessions, the plus, and a key without access', async () => {
  const unknown = { id: 'f'.repeat(32), unspecified: true };
  assert.equal((await new Harness().resend(unknown.id)).status, 400);
  const other = new Harness({
    variant: { unknownSession: 404, plusInTo: 'reject', errorCode012: true },
    scope: 'write',
  });
  assert.equal((await other.check(unknown.id, '123456', unknown)).status, 404);
  assert.equal((await other.call('start', { body: startBody(`+${number(5)}`) })).status, 400);
  assert.equal((await new Harness().call('start', { body: startBody(`+${number(5)}`) })).status, 200);
  const denied = await new Harness({ scope: 'none', variant: { errorCode012: true } }).call('cancel', { id: 'x' });
  assert.deepEqual([denied.status, denied.body['error_code']], [403, '012']);
});

test('over a socket, a broken connection is one', async (t) => {
  const { simulator } = new Harness();
  const server = serve({ fetch: simulator.app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const start = (to: string) =>
    fetch(`http://127.0.0.1:${port}/v1/two-fa/verification`, {
      method: 'POST',
      headers: { authorization: 'Bearer test', 'content-type': 'application/json' },
      body: JSON.stringify(startBody(to)),
    });
  assert.equal((await start(number(5))).status, 200);
  await assert.rejects(start(number(47)), TypeError);
  assert.equal((await start(number(5))).status, 200);
});
