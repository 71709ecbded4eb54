/** The simulator's wire and rules, held to WAYSCloud's guide. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Harness } from './wayscloud/harness.ts';

test('a code is sent, arrives, and is right', async () => {
  const wayscloud = new Harness();
  const { status, body } = await wayscloud.startWith({});
  const id = String(body['session_id']);
  const times = { created_at: '2026-03-04T11:45:00Z', expires_at: '2026-03-04T11:50:00Z' };
  assert.equal(status, 200);
  assert.deepEqual(body, { session_id: id, status: 'pending', channel: 'sms', ...times });
  wayscloud.pass(2);
  const [text] = wayscloud.messages;
  assert.deepEqual([text?.to, text?.channel, text?.sessionId], ['+37128782931', 'sms', id]);
  assert.match(String(text?.text), /^Your verification code is \d{6}$/);
  assert.equal((await wayscloud.status(id)).status, 'delivered');
  const verified = { status: 'verified', verified_at: '2026-03-04T11:45:02Z' };
  assert.deepEqual(await wayscloud.check(id, String(text?.code)), { status: 200, body: verified });
  assert.deepEqual(await wayscloud.status(id), { session_id: id, channel: 'sms', ...times, ...verified });
});

test('a call rings, reads the code twice, and is delivered when it is answered', async () => {
  const wayscloud = new Harness({ calls: 'handset' });
  const id = await wayscloud.start('+37128782931', 'voice');
  wayscloud.pass(10);
  const [call] = wayscloud.messages;
  assert.equal(call?.text.split(wayscloud.code(id).split('').join(', ')).length, 3);
  assert.equal((await wayscloud.status(id)).status, 'pending');
  assert.ok(wayscloud.simulator.pickUp(call.id, 'answer'));
  assert.ok(!wayscloud.simulator.pickUp(call.id, 'answer'));
  assert.equal((await wayscloud.status(id)).status, 'delivered');
});

test('a call that is declined is not delivered', async () => {
  const wayscloud = new Harness({ calls: 'handset' });
  const id = await wayscloud.start('+37128782931', 'voice');
  wayscloud.pass(10);
  assert.ok(wayscloud.simulator.pickUp(wayscloud.messages[0]?.id ?? '', 'decline'));
  wayscloud.pass(60);
  assert.equal((await wayscloud.status(id)).status, 'pending');
});

test('an e-mail arrives at an address', async () => {
  const wayscloud = new Harness();
  const id = await wayscloud.start('ada@example.com', 'email');
  wayscloud.pass(3);
  const [mail] = wayscloud.messages;
  assert.deepEqual([mail?.to, mail?.channel, mail?.code], ['ada@example.com', 'email', wayscloud.code(id)]);
  assert.equal((await wayscloud.status(id)).status, 'delivered');
});

test('the message is in the language that was asked for', async () => {
  const wayscloud = new Harness();
  for (const locale of ['en', 'no', 'sv', 'da', 'fi']) await wayscloud.startWith({ locale });
  wayscloud.pass(2);
  const begun = wayscloud.messages.map(({ text }) => text.split(' ')[0]);
  assert.deepEqual(begun, ['Your', 'Din', 'Din', 'Din', 'Vahvistuskoodisi']);
  assert.equal(new Set(wayscloud.messages.map(({ text }) => text.replace(/\d+/, ''))).size, 5);
});

test('a code keeps its leading zeros, and is as long as was asked for', async () => {
  const wayscloud = new Harness({ random: () => 0 });
  const { body } = await wayscloud.startWith({ code_length: 8 });
  const id = String(body['session_id']);
  assert.equal(wayscloud.code(id), '00000000');
  assert.equal((await wayscloud.check(id, '0')).body['error'], 'invalid_code');
  assert.equal((await wayscloud.check(id, '00000000')).body['status'], 'verified');
});

test('a code lives as long as was asked for', async () => {
  const wayscloud = new Harness();
  const { body } = await wayscloud.startWith({ ttl_seconds: 60 });
  const id = String(body['session_id']);
  assert.equal(body['expires_at'], '2026-03-04T11:46:00Z');
  wayscloud.pass(59.999);
  assert.notEqual((await wayscloud.status(id)).status, 'expired');
  wayscloud.pass(0.001);
  assert.equal((await wayscloud.status(id)).status, 'expired');
  assert.equal((await wayscloud.check(id, wayscloud.code(id))).body['status'], 'expired');
});

test('a wrong code tells the attempts that are left, and the fifth ends the session', async () => {
  const wayscloud = new Harness();
  const id = await wayscloud.start();
  for (const left of [4, 3, 2, 1]) {
    const { status, body } = await wayscloud.check(id, wayscloud.wrong(id));
    assert.equal(status, 200);
    assert.deepEqual(body, { status: 'pending', error: 'invalid_code', attempts_remaining: left });
  }
  const { body } = await wayscloud.check(id, wayscloud.wrong(id));
  assert.deepEqual([body['status'], body['attempts_remaining']], ['failed', 0]);
  assert.equal((await wayscloud.status(id)).status, 'failed');
  assert.equal((await wayscloud.check(id, wayscloud.code(id))).body['status'], 'failed');
});

test('a canceled session takes no code, and cannot be canceled twice', async () => {
  const wayscloud = new Harness();
  const id = await wayscloud.start();
  const canceled = await wayscloud.call('cancel', { id });
  assert.deepEqual(canceled, { status: 200, body: { session_id: id, status: 'cancelled' } });
  assert.equal((await wayscloud.check(id, wayscloud.code(id))).body['status'], 'cancelled');
  assert.equal((await wayscloud.call('cancel', { id })).status, 409);
});

test('a second start makes another session with another code, and leaves the first as it was', async () => {
  const wayscloud = new Harness();
  const [first, second] = [await wayscloud.start(), await wayscloud.start()];
  assert.notEqual(first, second);
  assert.equal((await wayscloud.check(first, wayscloud.code(first))).body['status'], 'verified');
  assert.equal((await wayscloud.check(second, wayscloud.code(second))).body['status'], 'verified');
});

test('a session that never was is a 404', async () => {
  const wayscloud = new Harness();
  const id = '550e8400-e29b-41d4-a716-446655440000';
  assert.equal((await wayscloud.check(id, '123456')).status, 404);
  assert.equal((await wayscloud.call('status', { id })).status, 404);
  assert.equal((await wayscloud.call('cancel', { id })).status, 404);
});

test('a member that is missing, of the wrong type, out of its range or unknown is told by name', async () => {
  const wayscloud = new Harness();
  const places = async (body: Record<string, unknown>) => {
    const answer = await wayscloud.startWith(body);
    assert.equal(answer.status, 422);
    return (answer.body['detail'] as { loc: string[]; type: string }[]).map(({ loc }) => loc.join('.'));
  };
  assert.deepEqual(await places({ recipient: undefined }), ['body.recipient']);
  assert.deepEqual(await places({ recipient: 37128782931 }), ['body.recipient']);
  assert.deepEqual(await places({ channel: 'fax', code_length: 9 }), ['body.channel', 'body.code_length']);
  assert.deepEqual(await places({ ttl_seconds: 59 }), ['body.ttl_seconds']);
  assert.deepEqual(await places({ ttl_seconds: '300' }), ['body.ttl_seconds']);
  assert.deepEqual(await places({ locale: 'lv' }), ['body.locale']);
  assert.deepEqual(await places({ to: 'x', brand: 'y' }), ['body.to', 'body.brand']);
  assert.equal((await wayscloud.call('start')).status, 422);
  assert.equal((await wayscloud.call('check', { body: { session_id: 'x', code: 123456 } })).status, 422);
  assert.equal(wayscloud.simulator.sessions.size, 0);
});

test('a recipient that the channel cannot reach is refused', async () => {
  const wayscloud = new Harness();
  for (const [recipient, channel] of [
    ['37128782931', 'sms'],
    ['+37100000000', 'sms'],
    ['ada@example.com', 'voice'],
    ['+37128782931', 'email'],
    ['ada@example', 'email'],
  ] as const) {
    assert.equal((await wayscloud.startWith({ recipient, channel })).status, 422, recipient);
  }
});

test('a landline gets no text, and a call', async () => {
  const wayscloud = new Harness();
  await wayscloud.start('+46846500400');
  await wayscloud.start('+46846500400', 'voice');
  wayscloud.pass(10);
  assert.deepEqual(
    wayscloud.messages.map(({ channel }) => channel),
    ['voice'],
  );
});

test('a key opens in either of two headers, and nobody is let in without one', async () => {
  const wayscloud = new Harness({ apiKey: 'secret' });
  const status = async (headers: Record<string, string>) =>
    (await wayscloud.call('start', { body: { channel: 'sms', recipient: '+37128782931' }, headers })).status;
  assert.equal(await status({ 'x-api-key': 'secret' }), 200);
  const body = JSON.stringify({ channel: 'sms', recipient: '+37128782931' });
  const headers = { authorization: 'Bearer secret', 'content-type': 'application/json' };
  const url = 'https://api.wayscloud.test/v1/verify/start';
  assert.equal((await wayscloud.simulator.fetch(url, { method: 'POST', headers, body })).status, 200);
  assert.equal(await status({ 'x-api-key': 'wrong' }), 401);
  assert.equal(await status({ 'x-api-key': '' }), 401);
  assert.equal(wayscloud.simulator.calls.start, 2);
});

test('there is nothing but the four endpoints', async () => {
  const { simulator } = new Harness();
  for (const path of ['/v1/verify/send', '/v1/verify/start', '/v1/verify/sessions/x', '/']) {
    assert.equal((await simulator.fetch(`https://api.wayscloud.test${path}`)).status, 404);
  }
});

test('it counts calls and bytes by endpoint', async () => {
  const wayscloud = new Harness();
  const id = await wayscloud.start();
  const { body } = await wayscloud.call('status', { id });
  assert.deepEqual(wayscloud.simulator.calls, { start: 1, check: 0, status: 1, cancel: 0 });
  assert.equal(wayscloud.simulator.bytes.status, JSON.stringify(body).length);
  assert.deepEqual(
    wayscloud.simulator.requests.map(({ call, status }) => [call, status]),
    [
      ['start', 200],
      ['status', 200],
    ],
  );
});
