/** The simulator's wire, held to Infobip's own specification, and its rules, held to Infobip's documents. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultApplicationId, defaultMessages, documentedConfiguration } from './infobip.ts';
import { Harness } from './infobip/harness.ts';

const documented = { configuration: documentedConfiguration };

test('a text is sent, arrives in the words of its template, and its code is right', async () => {
  const infobip = new Harness();
  const { body } = await infobip.ask('37128782931');
  const id = String(body['pinId']);
  assert.match(id, /^[0-9A-F]{32}$/);
  assert.deepEqual(body, { pinId: id, to: '37128782931', smsStatus: 'MESSAGE_SENT' });
  infobip.pass(2);
  const [text] = infobip.messages;
  assert.deepEqual([text?.to, text?.channel, text?.sessionId], ['+37128782931', 'sms', id]);
  assert.match(String(text?.text), /^Your verification code is \d{6}\. Do not share it with anyone\.$/);
  assert.deepEqual((await infobip.check(id, String(text?.code))).body, {
    pinId: id,
    msisdn: '37128782931',
    verified: true,
    attemptsRemaining: 0,
  });
});

test('a call reads the code digit by digit', async () => {
  const infobip = new Harness();
  const { body } = await infobip.ask('37128782931', 'voice');
  assert.equal(body['callStatus'], 'PENDING_ACCEPTED');
  infobip.pass(2);
  const code = infobip.code(String(body['pinId']));
  assert.ok(infobip.messages[0]?.text.includes(code.split('').join(', ')));
});

test('an e-mail goes to an address, and to nothing else', async () => {
  const infobip = new Harness();
  const { body } = await infobip.ask('liene@example.com', 'email');
  assert.deepEqual(body['emailStatus'], {
    name: 'PENDING_ACCEPTED',
    description: 'Message accepted, pending for delivery.',
  });
  infobip.pass(3);
  assert.equal(infobip.messages[0]?.to, 'liene@example.com');
  assert.equal((await infobip.ask('37128782931', 'email')).status, 400);
  assert.equal((await infobip.ask('liene@example.com', 'sms')).status, 400);
});

test('a code keeps its leading zeros', async () => {
  const infobip = new Harness({ random: () => 0 });
  const id = await infobip.start();
  assert.equal(infobip.code(id), '000000');
  assert.equal(await infobip.verdict(id, '0'), 'false WRONG_PIN');
  infobip.pass(1);
  assert.equal(await infobip.verdict(id, '000000'), 'true undefined');
});

test('another template makes other codes', async () => {
  for (const [pinType, pattern] of [
    ['ALPHA', /^[A-Z]{8}$/],
    ['HEX', /^[0-9A-F]{8}$/],
    ['ALPHANUMERIC', /^[0-9A-Z]{8}$/],
  ] as const) {
    const infobip = new Harness();
    const created = await infobip.call('createTemplate', { body: { messageText: '{{pin}}', pinType, pinLength: 8 } });
    const { body } = await infobip.ask('37128782931', 'sms', { more: { messageId: created.body['messageId'] } });
    assert.match(infobip.code(String(body['pinId'])), pattern);
  }
});

test('placeholders are filled in, and the code cannot be given', async () => {
  const infobip = new Harness();
  const messageText = 'Dear {{name}}, {{pin}} for {{what}}';
  const { body } = await infobip.call('createTemplate', { body: { messageText, pinType: 'NUMERIC', pinLength: 4 } });
  const ask = (placeholders: object) =>
    infobip.ask('37128782931', 'sms', { more: { messageId: body['messageId'], placeholders } });
  assert.equal((await ask({ name: 'Liene' })).status, 200);
  infobip.pass(2);
  assert.match(infobip.messages[0]?.text ?? '', /^Dear Liene, \d{4} for \{\{what\}\}$/);
  assert.equal((await ask({ pin: '0000' })).status, 400);
  assert.equal((await ask({ '{{name}}': 'Liene' })).status, 400);
});

test('a delivery that is to be tracked gets an id', async () => {
  const { body } = await new Harness().ask('37128782931', 'sms', { more: { trackDelivery: true } });
  assert.match(String(body['externalMessageId']), /^[0-9a-f-]{36}$/);
});

test('a resend is the same code in the same PIN, by text or call, and never by e-mail', async () => {
  const infobip = new Harness();
  const id = await infobip.start();
  const { body } = await infobip.resend(id, 'voice');
  assert.deepEqual(body, { pinId: id, to: '37128782931', callStatus: 'PENDING_ACCEPTED' });
  assert.equal((await infobip.resend(id, 'sms', { body: undefined })).status, 200);
  assert.equal((await infobip.resend(id, 'email')).status, 400);
  infobip.pass(3);
  assert.equal(new Set(infobip.messages.map(({ code }) => code)).size, 1);
  assert.equal(infobip.messages.length, 3);
  assert.equal((await infobip.resend('F'.repeat(32))).status, 404);
});

test('a resend makes no code live longer and gives back no attempt, or does by the variant', async () => {
  for (const [resendTtl, told] of [
    ['keep', 'false TTL_EXPIRED'],
    ['extend', 'true undefined'],
  ] as const) {
    const infobip = new Harness({ variant: { resendTtl } });
    const id = await infobip.start();
    await infobip.check(id, infobip.wrong(id));
    infobip.pass(500);
    await infobip.resend(id);
    assert.equal(infobip.simulator.sessions.get(id)?.attempts, 1);
    infobip.pass(200);
    assert.equal(await infobip.verdict(id, infobip.code(id)), told);
  }
});

test('wrong codes are counted down, and the tenth ends it by Infobip’s own defaults', async () => {
  const infobip = new Harness(documented);
  const id = await infobip.start();
  for (let left = 9; left >= 0; left -= 1) {
    const { body } = await infobip.check(id, infobip.wrong(id));
    assert.deepEqual([body['pinError'], body['attemptsRemaining']], ['WRONG_PIN', left]);
    infobip.pass(3);
  }
  assert.equal(await infobip.verdict(id, infobip.code(id)), 'false NO_MORE_PIN_ATTEMPTS');
});

test('after 15 minutes a code is worth nothing by Infobip’s own defaults', async () => {
  const infobip = new Harness(documented);
  const id = await infobip.start();
  infobip.pass(899.999);
  const other = await infobip.start('37128782932');
  assert.equal(await infobip.verdict(id, infobip.code(id)), 'true undefined');
  infobip.pass(900);
  assert.equal(await infobip.verdict(other, infobip.code(other)), 'false TTL_EXPIRED');
});

test('a code lives as long as the application says, in any unit', async () => {
  for (const [pinTimeToLive, seconds] of [
    ['250ms', 0.25],
    ['30s', 30],
    ['m', 60],
    ['2h', 7200],
    ['1d', 86_400],
  ] as const) {
    const infobip = new Harness({ configuration: { pinTimeToLive } });
    const id = await infobip.start();
    infobip.pass(seconds - 0.001);
    assert.equal(await infobip.verdict(id, 'wrong'), 'false WRONG_PIN');
    infobip.pass(0.001);
    assert.equal(await infobip.verdict(id, infobip.code(id)), 'false TTL_EXPIRED');
  }
});

test('a second check within three seconds is refused, or judged all the same', async () => {
  for (const [verifyTooFast, told] of [
    ['429', '429'],
    ['400', '400'],
    ['ignore', 'true undefined'],
  ] as const) {
    const infobip = new Harness({ ...documented, variant: { verifyTooFast } });
    const id = await infobip.start();
    await infobip.check(id, infobip.wrong(id));
    infobip.pass(2.999);
    assert.equal(await infobip.verdict(id, infobip.code(id)), told);
    assert.equal(infobip.simulator.sessions.get(id)?.attempts, told.startsWith('4') ? 1 : 2);
  }
});

test('a fourth send to one number within a day is refused, and a resend counts by the variant', async () => {
  for (const [variant, statuses] of [
    [{}, [200, 200, 200, 429]],
    [{ sendLimit: '400' }, [200, 200, 200, 400]],
    [{ resendCounts: false }, [200, 200, 200, 200]],
  ] as const) {
    const infobip = new Harness({ ...documented, variant });
    const id = await infobip.start();
    const answers = [200];
    for (let send = 2; send <= 3; send += 1) answers.push((await infobip.resend(id)).status);
    answers.push((await infobip.ask('37128782931')).status);
    assert.deepEqual(answers, statuses);
    infobip.pass(86_400);
    assert.equal((await infobip.ask('37128782931')).status, 200);
  }
});

test('an application has a limit for all of its sends', async () => {
  const infobip = new Harness({ configuration: { sendPinPerApplicationLimit: '2/h' } });
  await infobip.start('37128782931');
  await infobip.start('37128782932');
  assert.equal((await infobip.ask('37128782933')).status, 429);
  infobip.pass(3600);
  assert.equal((await infobip.ask('37128782933')).status, 200);
});

test('a code can be right twice where the application allows it, and else once', async () => {
  for (const [reverify, told] of [
    ['400', '400'],
    ['404', '404'],
    ['verified_false', 'false undefined'],
  ] as const) {
    const variant = { reverify };
    for (const allowMultiplePinVerifications of [true, false]) {
      const infobip = new Harness({ variant, configuration: { allowMultiplePinVerifications } });
      const id = await infobip.start();
      assert.equal(await infobip.verdict(id, infobip.code(id)), 'true undefined');
      infobip.pass(1);
      const again = await infobip.verdict(id, infobip.code(id));
      assert.equal(again, allowMultiplePinVerifications ? 'true undefined' : told);
    }
  }
});

test('a success may be told with what is left, and with the name of no error', async () => {
  const infobip = new Harness({ variant: { successAttemptsRemaining: 'left', pinErrorOnSuccess: 'NO_ERROR' } });
  const id = await infobip.start();
  const { body } = await infobip.check(id, infobip.code(id));
  assert.deepEqual([body['attemptsRemaining'], body['pinError']], [4, 'NO_ERROR']);
});

test('what ends a PIN may have other names, and be told at the last wrong code', async () => {
  const infobip = new Harness({
    variant: { pinErrors: 'PIN_EXPIRED', lastWrong: 'NO_MORE_PIN_ATTEMPTS' },
    configuration: { pinAttempts: 2 },
  });
  const id = await infobip.start();
  assert.equal(await infobip.verdict(id, 'x'), 'false WRONG_PIN');
  assert.equal(await infobip.verdict(id, 'x'), 'false NO_ATTEMPTS_LEFT');
  infobip.pass(600);
  assert.equal(await infobip.verdict(id, 'x'), 'false PIN_EXPIRED');
});

test('a resend of what is over is refused, or sent, by the variant', async () => {
  for (const [resendOver, status] of [
    ['404', 404],
    ['400', 400],
    ['sent', 200],
  ] as const) {
    const infobip = new Harness({ variant: { resendOver } });
    const id = await infobip.start();
    infobip.pass(600);
    assert.equal((await infobip.resend(id)).status, status);
  }
});

test('a look-up is made unless it is declined, and may keep a text from being sent', async () => {
  for (const [lookup, nc, sms] of [
    ['reachable', 'NC_DESTINATION_REACHABLE', 'MESSAGE_SENT'],
    ['not_configured', 'NC_NOT_CONFIGURED', 'MESSAGE_SENT'],
    ['not_reachable', 'NC_DESTINATION_NOT_REACHABLE', 'MESSAGE_NOT_SENT'],
  ] as const) {
    const infobip = new Harness({ variant: { lookup } });
    for (const query of ['', '?ncNeeded=true', '?ncNeeded=undefined']) {
      const { body } = await infobip.ask('37128782931', 'sms', { query });
      assert.deepEqual([body['ncStatus'], body['smsStatus']], [nc, sms]);
    }
    const { body } = await infobip.ask('37128782931');
    assert.deepEqual([body['ncStatus'], body['smsStatus']], [undefined, 'MESSAGE_SENT']);
  }
});

test('a landline gets no text, but a call', async () => {
  const infobip = new Harness();
  await infobip.start('46846500400', 'sms');
  await infobip.start('46846500400', 'voice');
  infobip.pass(20);
  assert.deepEqual(
    infobip.messages.map(({ channel }) => channel),
    ['voice'],
  );
});

test('an application that is not enabled sends nothing', async () => {
  assert.equal((await new Harness({ enabled: false }).ask('37128782931')).status, 400);
});

test('a member that is missing, of the wrong type or unknown is told by name', async () => {
  const infobip = new Harness();
  const id = await infobip.start();
  const faulty = async (...call: Parameters<Harness['call']>): Promise<string[]> => {
    const { status, body } = await infobip.call(...call);
    assert.equal(status, 400);
    const { serviceException } = body['requestError'] as Record<string, { validationErrors: object }>;
    return Object.keys(serviceException?.validationErrors ?? {});
  };
  const good = { applicationId: defaultApplicationId, messageId: defaultMessages.sms?.['en'], to: '37128782931' };
  assert.deepEqual(await faulty('startSms', { body: { ...good, to: undefined } }), ['to']);
  assert.deepEqual(await faulty('startSms', { body: { ...good, to: 37128782931 } }), ['to']);
  assert.deepEqual(await faulty('startSms', { body: { ...good, pinLength: 6 } }), ['pinLength']);
  assert.deepEqual(await faulty('startEmail', { body: { ...good, trackDelivery: true } }), ['trackDelivery']);
  assert.deepEqual(await faulty('startSms', { body: good, query: '?ncNeeded=maybe' }), ['ncNeeded']);
  assert.deepEqual(await faulty('startSms'), ['body']);
  assert.deepEqual(await faulty('check', { id, body: { code: '123456' } }), ['pin', 'code']);
  assert.deepEqual(await faulty('resendVoice', { id, body: { channel: 'sms' } }), ['channel']);
  assert.deepEqual(await faulty('createApplication', { body: { configuration: { verifyPinLimit: '1 in 3s' } } }), [
    'name',
    'configuration.verifyPinLimit',
  ]);
  assert.deepEqual(await faulty('createTemplate', { body: { messageText: 'Hi', pinType: 'DIGITS', language: 'lv' } }), [
    'messageText',
    'pinType',
    'language',
  ]);
  assert.deepEqual(await faulty('createEmailTemplate', { body: { emailTemplateId: '1' } }), ['emailTemplateId']);
  assert.equal((await infobip.call('status', { query: '?msisdn=37128782931&verified=perhaps' })).status, 400);
  assert.equal((await infobip.call('status')).status, 400);
});

test('a number that cannot exist is refused, and a plus by the variant', async () => {
  const infobip = new Harness();
  for (const to of ['371', '37100000000', 'abc', '+371 28782931', '0037128782931']) {
    assert.equal((await infobip.ask(to)).status, 400, to);
  }
  assert.equal(infobip.simulator.sessions.size, 0);
  assert.equal((await infobip.ask('+37128782931')).body['to'], '37128782931');
  assert.equal((await new Harness({ variant: { plusInTo: 'reject' } }).ask('+37128782931')).status, 400);
});

test('whom a code was sent to, and whether it was right, is told in whole seconds', async () => {
  const infobip = new Harness();
  const [first] = [await infobip.start(), await infobip.start('37128782932')];
  infobip.pass(10);
  await infobip.check(first, infobip.code(first));
  await infobip.start();
  const ask = async (query: string) => (await infobip.call('status', { query })).body['verifications'];
  const right = { msisdn: '37128782931', verified: true, verifiedAt: 1_772_624_710, sentAt: 1_772_624_700 };
  const pending = { msisdn: '37128782931', verified: false, sentAt: 1_772_624_710 };
  assert.deepEqual(await ask('?msisdn=37128782931'), [right, pending]);
  assert.deepEqual(await ask('?msisdn=37128782931&verified=true'), [right]);
  assert.deepEqual(await ask('?msisdn=37128782931&verified=false&sent=true'), [pending]);
  assert.deepEqual(await ask('?msisdn=37128782933'), []);
});

test('there is nothing but the documented endpoints', async () => {
  const { simulator } = new Harness();
  for (const path of ['/2fa/1/pin', '/2fa/2/pin', '/2fa/2/pin/x', '/account/1/balance', '/']) {
    assert.equal((await simulator.fetch(`https://api.infobip.test${path}`)).status, 404);
  }
});

test('it counts calls and bytes, and keeps no number in its log', async () => {
  const infobip = new Harness();
  const id = await infobip.start();
  await infobip.resend(id);
  const { body } = await infobip.check(id, infobip.code(id));
  await infobip.call('status', { query: '?msisdn=37128782931' });
  const { calls, bytes, requests } = infobip.simulator;
  assert.deepEqual(calls, { start: 1, resend: 1, check: 1, status: 1, applications: 0, templates: 0 });
  assert.equal(bytes.check, JSON.stringify(body).length);
  assert.ok(!JSON.stringify(requests).includes('37128782931'));
});
