/** The simulator's wire, held to Wavix's own specification, and its rules, held to Wavix's guide. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Harness } from './wavix/harness.ts';
import { defaultService } from './wavix.ts';

const day = { id: defaultService.id, query: '?from=2026-03-04&to=2026-03-04' };
const toLatvia = { service_id: defaultService.id, to: '37128782931', channel: 'sms' };

test('a code is sent, arrives, and is right', async () => {
  const wavix = new Harness();
  const started = await wavix.call('start', { body: toLatvia });
  assert.deepEqual(started.body['number_lookup'], {
    number_type: 'mobile',
    country: 'LV',
    current_carrier: 'Simulated Mobile',
  });
  const id = String(started.body['session_id']);
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.equal(started.body['session_url'], `https://api.wavix.test/v1/two-fa/verification/${id}`);
  assert.equal(started.body['created_at'], '2026-03-04T11:45:00.250Z');
  assert.deepEqual(await wavix.events(id), ['Number lookup: success', 'Code sent via SMS: pending']);
  wavix.pass(2);
  const [text] = wavix.messages;
  assert.deepEqual([text?.to, text?.channel, text?.sessionId], ['+37128782931', 'sms', id]);
  assert.match(String(text?.text), /is \d{6}$/);
  assert.deepEqual((await wavix.check(id, String(text?.code))).body, { is_valid: true });
  assert.deepEqual(await wavix.events(id), [
    'Number lookup: success',
    'Code sent via SMS: delivered',
    'Verification: success',
  ]);
  assert.equal(await wavix.statusOf(id), 'verified');
});

test('a call rings, and reads the code twice', async () => {
  const wavix = new Harness();
  const id = await wavix.start('37128782931', 'voice');
  wavix.pass(2);
  assert.deepEqual(await wavix.events(id), ['Number lookup: success', 'Code sent via voice: pending']);
  wavix.pass(4);
  assert.equal((await wavix.events(id))[1], 'Code sent via voice: delivered');
  const spoken = wavix.code(id).split('').join(', ');
  assert.equal(wavix.messages[0]?.text.split(spoken).length, 3);
});

test('a call to a handset rings until it is answered, or declined and a text follows', async () => {
  const wavix = new Harness({ calls: 'handset' });
  const answered = await wavix.start('37128782931', 'voice');
  const declined = await wavix.start('37128782932', 'voice');
  wavix.pass(20);
  const [first, second] = wavix.messages;
  assert.ok(first && second);
  assert.ok(wavix.simulator.pickUp(first.id, 'answer'));
  assert.ok(wavix.simulator.pickUp(second.id, 'decline'));
  assert.ok(!wavix.simulator.pickUp(first.id, 'decline'));
  wavix.pass(3);
  assert.equal((await wavix.events(answered)).at(-1), 'Code sent via voice: delivered');
  assert.deepEqual((await wavix.events(declined)).slice(1), [
    'Code sent via voice: failed',
    'Code sent via SMS: delivered',
  ]);
  assert.equal(wavix.messages.at(-1)?.code, second.code);
});

test('a code keeps its leading zeros', async () => {
  const wavix = new Harness({ random: () => 0 });
  const id = await wavix.start();
  assert.equal(wavix.code(id), '000000');
  assert.deepEqual((await wavix.check(id, '0')).body, { is_valid: false });
  assert.deepEqual((await wavix.check(id, '000000')).body, { is_valid: true });
});

test('a resend makes a new code, voids the old one, and starts five attempts and five minutes anew', async () => {
  const wavix = new Harness();
  const id = await wavix.start();
  const old = wavix.code(id);
  for (let attempt = 1; attempt <= 4; attempt += 1) await wavix.check(id, wavix.wrong(id));
  wavix.pass(299);
  const { body } = await wavix.resend(id, 'voice');
  assert.deepEqual(body, {
    success: true,
    channel: 'voice',
    destination: '37128782931',
    created_at: '2026-03-04T11:49:59.250Z',
  });
  assert.notEqual(wavix.code(id), old);
  assert.deepEqual((await wavix.check(id, old)).body, { is_valid: false });
  wavix.pass(299);
  assert.deepEqual((await wavix.check(id, wavix.code(id))).body, { is_valid: true });
});

test('the fifth wrong code ends the verification', async () => {
  const wavix = new Harness();
  const id = await wavix.start();
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    assert.deepEqual((await wavix.check(id, wavix.wrong(id))).body, { is_valid: false });
  }
  assert.equal(await wavix.statusOf(id), 'failed');
  assert.equal((await wavix.check(id, wavix.code(id))).status, 400);
  assert.equal((await wavix.resend(id)).status, 400);
});

test('a sixth send ends the verification, though the fifth code was good', async () => {
  const wavix = new Harness();
  const id = await wavix.start();
  for (let send = 2; send <= 5; send += 1) assert.equal((await wavix.resend(id)).status, 200);
  assert.equal((await wavix.resend(id)).status, 400);
  assert.equal(await wavix.statusOf(id), 'failed');
  assert.equal((await wavix.check(id, wavix.code(id))).status, 400);
});

test('five minutes after its sending a code is worth nothing, and the session takes no new one', async () => {
  const wavix = new Harness();
  const id = await wavix.start();
  wavix.pass(299.999);
  assert.equal(await wavix.statusOf(id), 'pending');
  wavix.pass(0.001);
  assert.equal(await wavix.statusOf(id), 'expired');
  assert.equal((await wavix.check(id, wavix.code(id))).status, 400);
  assert.equal((await wavix.resend(id)).status, 400);
});

test('a canceled verification sends and checks nothing more, and cannot be canceled twice', async () => {
  const wavix = new Harness();
  const id = await wavix.start();
  assert.deepEqual((await wavix.call('cancel', { id })).body, { success: true });
  assert.equal(await wavix.statusOf(id), 'canceled');
  assert.equal((await wavix.check(id, wavix.code(id))).status, 400);
  assert.equal((await wavix.resend(id)).status, 400);
  assert.equal((await wavix.call('cancel', { id })).status, 404);
  assert.equal((await wavix.call('cancel', { id: 'f'.repeat(32) })).status, 404);
});

test('the node SDK may cancel with an empty object as the body', async () => {
  const wavix = new Harness();
  assert.equal((await wavix.call('cancel', { id: await wavix.start(), body: {} })).status, 200);
});

test('a list holds whole days, both included, and is a 404 when it would be empty', async () => {
  const wavix = new Harness();
  const list = (query: string) => wavix.call('list', { id: defaultService.id, query });
  wavix.now = Date.parse('2026-03-01T23:59:59Z');
  const first = await wavix.start();
  wavix.now = Date.parse('2026-03-03T00:00:00Z');
  const second = await wavix.start();
  const ids = async (query: string) =>
    ((await list(query)).body as unknown as Record<string, string>[]).map(({ session_id }) => session_id);
  assert.deepEqual(await ids('?from=2026-03-01&to=2026-03-03'), [first, second]);
  assert.deepEqual(await ids('?from=2026-03-03&to=2026-03-03&'), [second]);
  const empty = await list('?from=2026-03-02&to=2026-03-02');
  assert.deepEqual([empty.status, empty.body], [404, { success: false, message: 'Sessions not found' }]);
  assert.equal((await wavix.call('list', { ...day, id: 'unknown' })).status, 404);
});

test('a list tells country, charge and service, in whole seconds', async () => {
  const wavix = new Harness();
  const id = await wavix.start('4741999999');
  await wavix.check(id, wavix.code(id));
  assert.deepEqual((await wavix.call('list', day)).body, [
    {
      created_at: '2026-03-04T11:45:00.000Z',
      session_id: id,
      phone_number: '4741999999',
      destination_country: 'NO',
      status: 'verified',
      charge: '0.1062',
      service_id: defaultService.id,
      service_name: '2FA Service',
    },
  ]);
});

test('a list wants both of its days, and days that exist', async () => {
  const wavix = new Harness();
  const list = (query: string) => wavix.call('list', { id: defaultService.id, query });
  const message = 'Request validation errors: Field "to" is required';
  assert.deepEqual((await list('?from=2026-03-04')).body, { success: false, message });
  assert.equal((await list('?from=2026-03-04&to=')).status, 400);
  assert.equal((await list('?from=2026-02-30&to=2026-03-04')).status, 400);
  assert.equal((await list('?from=4.3.2026&to=2026-03-04')).status, 400);
});

test('a member that is missing, of the wrong type or unknown is told by name', async () => {
  const wavix = new Harness();
  const id = await wavix.start();
  const complaint = async (operation: 'start' | 'resend' | 'check', body: unknown) => {
    const answer = await wavix.call(operation, { id, body });
    assert.equal(answer.status, 400);
    return answer.body['message'];
  };
  const errors = 'Request validation errors: ';
  assert.equal(await complaint('start', { ...toLatvia, to: undefined }), `${errors}Field "to" is required`);
  assert.equal(await complaint('start', { ...toLatvia, to: 37128782931 }), `${errors}Field "to" must be a string`);
  assert.equal(await complaint('start', { ...toLatvia, channel: 'fax' }), `${errors}Field "channel" is invalid`);
  assert.equal(await complaint('start', { ...toLatvia, lang: 'lv' }), `${errors}Field "lang" is not allowed`);
  assert.equal(await complaint('resend', {}), `${errors}Field "channel" is required`);
  assert.equal(await complaint('check', { code: 123456 }), `${errors}Field "code" must be a string`);
  assert.equal(await complaint('check', []), `${errors}Field "code" is required`);
  assert.equal(wavix.simulator.sessions.get(id)?.attempts, 0);
});

test('an unknown service is told by its id', async () => {
  const answer = await new Harness().call('start', { body: { ...toLatvia, service_id: 'nope' } });
  assert.deepEqual([answer.status, answer.body['message']], [400, '2FA service with ID=nope cannot be found']);
});

test('a number that cannot exist is refused, and costs nothing', async () => {
  const wavix = new Harness();
  for (const to of ['', '371', '37100000000', 'abc', '+371 28782931']) {
    assert.equal((await wavix.call('start', { body: { ...toLatvia, to } })).status, 400);
  }
  assert.equal(wavix.simulator.sessions.size, 0);
});

test('a landline gets no text, so it is called', async () => {
  const wavix = new Harness();
  const id = await wavix.start('46846500400');
  wavix.pass(20);
  assert.deepEqual((await wavix.events(id)).slice(1), ['Code sent via SMS: failed', 'Code sent via voice: delivered']);
  assert.deepEqual(
    wavix.messages.map(({ channel }) => channel),
    ['voice'],
  );
});

test('a text that fails becomes no call once the verification is over', async () => {
  const wavix = new Harness();
  const id = await wavix.start('46846500400');
  await wavix.call('cancel', { id });
  wavix.pass(60);
  assert.deepEqual((await wavix.events(id)).slice(1), ['Code sent via SMS: failed']);
});

test('no key, a wrong key and a key without the scope are let in nowhere', async () => {
  const wavix = new Harness();
  const refused = await wavix.call('start', {
    body: toLatvia,
    headers: { authorization: 'Bearer x' },
    unspecified: true,
  });
  assert.deepEqual([refused.status, refused.body], [401, { success: false, error: true, message: 'Unauthorized' }]);
  const reader = new Harness({ scope: 'read' });
  assert.equal((await reader.call('start', { body: toLatvia })).status, 403);
  assert.equal((await reader.call('list', day)).status, 404);
  assert.equal((await new Harness({ scope: 'none' }).call('list', day)).status, 403);
  assert.equal(wavix.simulator.calls.start, 0);
});

test('the deprecated key in the query still opens', async () => {
  const wavix = new Harness();
  const answer = await wavix.call('start', { body: toLatvia, query: '?appid=test', headers: { authorization: '' } });
  assert.equal(answer.status, 200);
  assert.ok(wavix.simulator.requests.every(({ path }) => !path.includes('test')));
});

test('there is nothing but the six endpoints', async () => {
  const { simulator } = new Harness();
  for (const path of ['/v1/two-fa/verification/x', '/v1/two-fa/session/x', '/v1/profile/config', '/']) {
    assert.equal((await simulator.fetch(`https://api.wavix.test${path}`)).status, 404);
  }
});

test('it counts calls and bytes by endpoint', async () => {
  const wavix = new Harness();
  const id = await wavix.start();
  const { body } = await wavix.call('events', { id });
  assert.deepEqual(wavix.simulator.calls, { start: 1, resend: 0, check: 0, cancel: 0, list: 0, events: 1 });
  assert.equal(wavix.simulator.bytes.events, JSON.stringify(body).length);
  assert.deepEqual(
    wavix.simulator.requests.map(({ call, status }) => [call, status]),
    [
      ['start', 200],
      ['events', 200],
    ],
  );
});

test('sessions are forgotten after as many days as it is told to keep them', async () => {
  const wavix = new Harness({ keepDays: 2 });
  const id = await wavix.start();
  wavix.pass(2 * 86_400);
  await wavix.start();
  assert.equal((await wavix.call('events', { id })).status, 200);
  wavix.pass(86_400);
  await wavix.start();
  assert.equal((await wavix.call('events', { id })).status, 404);
});

test('it keeps a hundred thousand sessions in 100 MB, and lists a day of them', async () => {
  const wavix = new Harness();
  const before = heapUsed();
  for (let n = 0; n < 100_000; n += 1) {
    if (n === 50_000) wavix.pass(86_400);
    const body = JSON.stringify({ ...toLatvia, to: String(37120000000 + n) });
    const headers = { authorization: 'Bearer test', 'content-type': 'application/json' };
    await wavix.simulator.fetch('https://api.wavix.test/v1/two-fa/verification', { method: 'POST', headers, body });
  }
  wavix.pass(10);
  wavix.messages.length = 0;
  assert.ok(heapUsed() - before < 100e6);
  const response = await wavix.fetch('list', day);
  assert.equal(((await response.json()) as unknown[]).length, 50_000);
  await wavix.call('events', { id: await wavix.start() });
  assert.ok(wavix.simulator.bytes.events < 500, 'the events of one session cost what they always did');
});

/** After the garbage is gone. */
const heapUsed = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
};
