/** The simulator's wire and rules, held to Textmagic's documentation, and to Textmagic's own client. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, test, type TestContext } from 'node:test';
import { serve } from '@hono/node-server';
import { clientFor, type TextmagicClient, type TextmagicClientError } from './textmagic/client.ts';
import { basic, Harness } from './textmagic/harness.ts';

const start = { phone: '37128782931', brand: 'Shop', codeLength: 6 };

test('a code is sent, arrives under the name of the brand, and is right', async () => {
  const textmagic = new Harness();
  const { status, body } = await textmagic.startWith({});
  assert.deepEqual([status, body['price']], [200, 0.05]);
  const id = String(body['verifyId']);
  textmagic.pass(2);
  const [text] = textmagic.messages;
  assert.deepEqual([text?.to, text?.channel, text?.sessionId], ['+37128782931', 'sms', id]);
  assert.match(String(text?.text), /^Your Shop PIN is \d{6}$/);
  assert.equal(await textmagic.check(id, text?.code), 204);
  assert.equal(textmagic.session(id).status, 'verified');
});

test('a call reads the code twice', async () => {
  const textmagic = new Harness();
  const id = await textmagic.start('37128782931', 7);
  textmagic.pass(2);
  const spoken = textmagic.code(id).split('').join(', ');
  assert.equal(textmagic.messages[0]?.text.split(spoken).length, 3);
});

for (const [workflow, steps] of [
  [1, ['sms', 'voice', 'voice']],
  [2, ['sms', 'sms', 'voice']],
  [3, ['voice', 'voice']],
  [4, ['sms', 'sms']],
  [5, ['sms', 'voice']],
  [6, ['sms']],
  [7, ['voice']],
] as const) {
  test(`workflow ${workflow} is ${steps.join(', ')}, a minute apart, with one code`, async () => {
    const textmagic = new Harness();
    const id = await textmagic.start('37128782931', workflow);
    textmagic.pass(310);
    assert.deepEqual(textmagic.got, steps);
    const began = textmagic.session(id).createdAt;
    for (const [step, { at, code, channel }] of textmagic.messages.entries()) {
      assert.equal(at, began + step * 60_000 + (channel === 'sms' ? 1500 : 2000));
      assert.equal(code, textmagic.code(id));
    }
  });
}

test('without a workflow it is the first', async () => {
  const textmagic = new Harness();
  await textmagic.call('start', { body: start });
  textmagic.pass(130);
  assert.deepEqual(textmagic.got, ['sms', 'voice', 'voice']);
});

test('no step follows once the code was right, was wrong three times, or was canceled', async () => {
  const textmagic = new Harness();
  const right = await textmagic.start('37128782931', 4);
  await textmagic.check(right, textmagic.code(right));
  const exhausted = await textmagic.start('37128782932', 4);
  for (let attempt = 1; attempt <= 3; attempt += 1) await textmagic.check(exhausted, textmagic.wrong(exhausted));
  const canceled = await textmagic.start('37128782933', 4);
  textmagic.pass(30);
  assert.equal(await textmagic.cancel(canceled), 204);
  textmagic.pass(60);
  assert.deepEqual(textmagic.got, ['sms', 'sms', 'sms']);
});

test('a landline gets no text, whatever comes next', async () => {
  const textmagic = new Harness();
  await textmagic.start('46846500400', 5);
  textmagic.pass(70);
  assert.deepEqual(textmagic.got, ['voice']);
});

test('a call to a handset rings until it is answered', async () => {
  const textmagic = new Harness({ calls: 'handset' });
  await textmagic.start('37128782931', 7);
  textmagic.pass(20);
  const id = String(textmagic.messages[0]?.id);
  assert.ok(textmagic.simulator.pickUp(id, 'answer'));
  assert.ok(!textmagic.simulator.pickUp(id, 'answer'));
});

test('a code keeps its leading zeros, also where it comes as a number without them', async () => {
  const textmagic = new Harness({ random: () => 0 });
  const id = await textmagic.start();
  assert.equal(textmagic.code(id), '000000');
  assert.equal(await textmagic.check(id, '0'), 400);
  assert.equal(await textmagic.check(id, 0), 204);
});

test('a code has four digits where four are asked for', async () => {
  const textmagic = new Harness();
  const { body } = await textmagic.startWith({ codeLength: 4 });
  assert.match(textmagic.code(String(body['verifyId'])), /^\d{4}$/);
});

test('the third wrong code ends the verification, and no answer tells it from a wrong one', async () => {
  const textmagic = new Harness();
  const id = await textmagic.start();
  const answers = [];
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    answers.push(await textmagic.call('check', { body: { verifyId: id, code: textmagic.wrong(id) } }));
  }
  answers.push(await textmagic.call('check', { body: { verifyId: id, code: textmagic.code(id) } }));
  assert.equal(textmagic.session(id).status, 'failed');
  for (const { status, body } of answers) {
    assert.equal(status, 400);
    assert.deepEqual(body, {
      code: 400,
      message: 'Validation Failed',
      errors: { common: [], fields: { code: ['The code is not valid.'] } },
    });
  }
});

test('five minutes after the start a code is worth nothing, whichever step brought it', async () => {
  const textmagic = new Harness();
  const id = await textmagic.start('37128782931', 1);
  textmagic.pass(299.999);
  assert.equal(textmagic.session(id).status, 'pending');
  textmagic.pass(0.001);
  assert.equal(await textmagic.check(id, textmagic.code(id)), 400);
  assert.equal(textmagic.session(id).status, 'expired');
});

test('a verification can be canceled from its thirtieth second on, once, and until its second step', async () => {
  const textmagic = new Harness();
  const early = await textmagic.start();
  textmagic.pass(29.999);
  assert.equal(await textmagic.cancel(early), 400);
  textmagic.pass(0.001);
  assert.equal(await textmagic.cancel(early), 204);
  assert.equal(await textmagic.cancel(early), 404);
  assert.equal(await textmagic.check(early, textmagic.code(early)), 400);
  const late = await textmagic.start('37128782931', 5);
  textmagic.pass(60);
  assert.equal(await textmagic.cancel(late), 400);
});

test('a number has one verification at a time', async () => {
  const textmagic = new Harness();
  const id = await textmagic.start();
  const refused = await textmagic.startWith({ workflowId: 7 });
  const common = ['Concurrent verifications to the same number are not allowed.'];
  assert.deepEqual([refused.status, refused.body['errors']], [400, { common, fields: {} }]);
  assert.equal(textmagic.simulator.sessions.size, 1);
  assert.equal(await textmagic.check(id, textmagic.code(id)), 204);
  await textmagic.start();
});

test('what nobody has started can be neither checked nor canceled', async () => {
  const textmagic = new Harness();
  const id = '123e4567-e89b-12d3-a456-426655440000';
  assert.equal(await textmagic.check(id, '123456'), 400);
  assert.equal(await textmagic.cancel(id), 404);
});

test('a member that is missing, of the wrong kind or unknown is told by name', async () => {
  const textmagic = new Harness();
  const blank = ['This value should not be blank.'];
  const invalid = ['This value is not valid.'];
  const complaint = async (body: Record<string, unknown>) => {
    const answer = await textmagic.startWith(body);
    assert.deepEqual([answer.status, answer.body['message']], [400, 'Validation Failed']);
    return answer.body['errors'];
  };
  assert.deepEqual(await complaint({ phone: undefined }), { common: [], fields: { phone: blank } });
  assert.deepEqual(await complaint({ phone: 37128782931 }), { common: [], fields: { phone: invalid } });
  assert.deepEqual(await complaint({ brand: 'Nineteen letters on' }), { common: [], fields: { brand: invalid } });
  assert.deepEqual(await complaint({ brand: 'NineteenLettersHere' }), { common: [], fields: { brand: invalid } });
  assert.deepEqual(await complaint({ codeLength: 5 }), { common: [], fields: { codeLength: invalid } });
  assert.deepEqual(await complaint({ codeLength: '6' }), { common: [], fields: { codeLength: invalid } });
  assert.deepEqual(await complaint({ language: 'lv-lv' }), { common: [], fields: { language: invalid } });
  assert.deepEqual(await complaint({ workflowId: 8 }), { common: [], fields: { workflowId: invalid } });
  const common = ['This form should not contain extra fields.'];
  assert.deepEqual(await complaint({ channel: 'sms' }), { common, fields: {} });
  assert.equal((await textmagic.call('start')).status, 400);
  assert.equal((await textmagic.call('check', { body: [] })).status, 400);
  assert.equal(textmagic.simulator.sessions.size, 0);
});

test('a workflow may be a number or a text', async () => {
  const textmagic = new Harness();
  await textmagic.startWith({ workflowId: '7' });
  textmagic.pass(2);
  assert.deepEqual(textmagic.got, ['voice']);
});

test('a language is that of the number’s country, where none is asked for', async () => {
  const textmagic = new Harness();
  const spoken = async (body: Record<string, unknown>) => {
    const answer = await textmagic.startWith(body);
    return textmagic.session(String(answer.body['verifyId'])).language;
  };
  assert.equal(await spoken({ phone: '33612345678' }), 'fr-fr');
  assert.equal(await spoken({ phone: '33612345679', language: 'pl-pl' }), 'pl-pl');
});

test('a number is international, or local with its country', async () => {
  const textmagic = new Harness();
  await textmagic.startWith({ phone: '07400123456', country: 'GB' });
  textmagic.pass(2);
  assert.equal(textmagic.messages[0]?.to, '+447400123456');
  assert.equal((await textmagic.startWith({ phone: '+37128782931' })).status, 200);
});

test('a number that cannot exist is refused', async () => {
  const textmagic = new Harness();
  for (const phone of ['371', '37100000000', 'abc', '+371 28782931', '07400123456']) {
    const answer = await textmagic.startWith({ phone });
    const fields = { phone: ['This phone number is not valid.'] };
    assert.deepEqual([answer.status, answer.body['errors']], [400, { common: [], fields }]);
  }
});

test('nobody is let in but the account, in either of two ways', async () => {
  const textmagic = new Harness({ username: 'shop', apiKey: 'a:b' });
  const status = async (headers: Record<string, string>) =>
    (await textmagic.call('start', { body: { ...start, workflowId: 6 }, headers })).status;
  for (const authorization of ['', basic('shop', 'wrong'), basic('wrong', 'a:b'), 'Bearer a:b']) {
    assert.equal(await status({ authorization }), 401);
  }
  assert.equal(textmagic.simulator.calls.start, 0);
  assert.equal(await status({ authorization: basic('shop', 'a:b') }), 200);
  textmagic.pass(300);
  const { simulator } = textmagic;
  const headers = { 'x-tm-username': 'shop', 'x-tm-key': 'a:b', 'content-type': 'application/json' };
  const url = 'https://rest.textmagic.test/api/v2/verify';
  const request = { method: 'POST', headers, body: JSON.stringify(start) };
  assert.equal((await simulator.fetch(url, request)).status, 200);
});

test('the twenty-first call within a second is one too many', async () => {
  const textmagic = new Harness();
  for (let call = 1; call <= 20; call += 1) assert.equal(await textmagic.cancel('x'), 404);
  assert.equal(await textmagic.cancel('x'), 429);
  textmagic.pass(1);
  assert.equal(await textmagic.cancel('x'), 404);
});

test('there is nothing but the three endpoints', async () => {
  const { simulator } = new Harness();
  const headers = { authorization: basic('test', 'test') };
  for (const path of ['/api/v2/verify', '/api/v2/verify/x', '/api/v2/ping', '/']) {
    assert.equal((await simulator.fetch(`https://rest.textmagic.test${path}`, { headers })).status, 404);
  }
});

test('it counts calls and bytes by endpoint', async () => {
  const textmagic = new Harness();
  const id = await textmagic.start();
  await textmagic.check(id, textmagic.code(id));
  assert.deepEqual(textmagic.simulator.calls, { start: 1, check: 1, cancel: 0 });
  assert.equal(textmagic.simulator.bytes.start, JSON.stringify({ verifyId: id, price: 0.05 }).length);
  assert.equal(textmagic.simulator.bytes.check, 0);
});

describe('Textmagic’s own client', () => {
  const connect = async (t: TestContext, key = 'key'): Promise<{ textmagic: Harness; client: TextmagicClient }> => {
    const textmagic = new Harness({ username: 'shop', apiKey: 'key' });
    const server = serve({ fetch: textmagic.simulator.app.fetch, hostname: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    return { textmagic, client: clientFor(`http://127.0.0.1:${port}`, 'shop', key) };
  };

  /** What the client rejects with. */
  const rejection = async (call: Promise<unknown>): Promise<TextmagicClientError> => {
    try {
      await call;
    } catch (error) {
      return error as TextmagicClientError;
    }
    return assert.fail('it was no error');
  };

  test('starts a verification, and has a code checked', async (t) => {
    const { textmagic, client } = await connect(t);
    const { verifyId, price } = await client.sendPhoneVerificationCodeTFA({ ...start, workflowId: 6 });
    assert.equal(price, 0.05);
    const wrong = await rejection(client.checkPhoneVerificationCodeTFA({ verifyId, code: textmagic.wrong(verifyId) }));
    assert.deepEqual([wrong.status, wrong.response.body['message']], [400, 'Validation Failed']);
    await client.checkPhoneVerificationCodeTFA({ verifyId, code: textmagic.code(verifyId) });
    assert.equal(textmagic.session(verifyId).status, 'verified');
  });

  test('sends a code as the number that its types want', async (t) => {
    const { textmagic, client } = await connect(t);
    const { verifyId } = await client.sendPhoneVerificationCodeTFA({ ...start, codeLength: 4, language: 'en-gb' });
    await client.checkPhoneVerificationCodeTFA({ verifyId, code: Number(textmagic.code(verifyId)) });
    assert.equal(textmagic.session(verifyId).status, 'verified');
  });

  test('cancels a verification, but not at once', async (t) => {
    const { textmagic, client } = await connect(t);
    const { verifyId } = await client.sendPhoneVerificationCodeTFA({ ...start, workflowId: 1 });
    assert.equal((await rejection(client.cancelVerification(verifyId))).status, 400);
    textmagic.pass(30);
    await client.cancelVerification(verifyId);
    assert.equal(textmagic.session(verifyId).status, 'canceled');
  });

  test('is told what is wrong with a request', async (t) => {
    const { client } = await connect(t);
    const { status, response } = await rejection(client.sendPhoneVerificationCodeTFA({ ...start, codeLength: 5 }));
    const fields = { codeLength: ['This value is not valid.'] };
    assert.deepEqual([status, response.body['errors']], [400, { common: [], fields }]);
  });

  test('is not let in with another key', async (t) => {
    const { client } = await connect(t, 'another key');
    const { status, response } = await rejection(client.sendPhoneVerificationCodeTFA(start));
    assert.deepEqual([status, response.body['message']], [401, 'Unauthorized']);
  });
});
