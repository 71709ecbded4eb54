/** Each magic number does what its story says, and an address does what its digits do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { magicNumber } from '../kit/magic-numbers.ts';
import { faultsShown, impatient, magicSuite, shown } from '../kit/magic-suite.ts';
import { Harness, startBody } from './harness.ts';
import { magicNumbers } from './magic-numbers.ts';

const number = (digits: number): string => magicNumber(digits).slice(1);
const address = (digits: number): string => `${String(digits).padStart(2, '0')}@example.com`;

magicSuite(magicNumbers, new URL('../infobip.md', import.meta.url));

for (const [digits, channel, arrives] of [
  [5, 'sms', 1.5],
  [7, 'sms', 20],
  [7, 'email', 20],
  [13, 'sms', null],
  [13, 'voice', 2],
  [13, 'email', null],
  [14, 'sms', null],
  [14, 'voice', null],
  [16, 'sms', 1.5],
  [16, 'voice', null],
  [20, 'sms', null],
  [20, 'voice', 2],
] as const) {
  test(`a code to ${digits} by ${channel} arrives ${arrives === null ? 'never' : `after ${arrives} s`}`, async () => {
    const infobip = new Harness();
    const began = infobip.now;
    await infobip.start(channel === 'email' ? address(digits) : number(digits), channel);
    infobip.pass(60);
    const times = infobip.messages.map(({ at }) => (at - began) / 1000);
    assert.deepEqual(times, arrives === null ? [] : [arrives]);
  });
}

for (const [digits, channel, status, told] of [
  [23, 'voice', 400, 'The channel is not enabled for the account'],
  [24, 'sms', 400, 'The channel is not enabled for the account'],
  [30, 'sms', 400, 'Bad request'],
  [30, 'email', 400, 'Bad request'],
  [31, 'sms', 400, 'Sender is not registered for the destination country'],
  [32, 'sms', 400, 'Not enough credits'],
  [34, 'sms', 400, 'Bad request'],
  [35, 'sms', 401, 'Unauthorized'],
  [36, 'sms', 403, 'Forbidden'],
  [33, 'sms', 200, 'MESSAGE_NOT_SENT'],
  [33, 'voice', 200, 'REJECTED_NOT_ENOUGH_CREDITS'],
  [38, 'sms', 200, 'MESSAGE_NOT_SENT'],
  [38, 'voice', 200, 'REJECTED_DESTINATION'],
  [38, 'email', 200, 'REJECTED_DESTINATION'],
] as const) {
  test(`a code to ${digits} by ${channel} is not sent: ${status} ${told}`, async () => {
    const infobip = new Harness();
    const answer = await infobip.ask(channel === 'email' ? address(digits) : number(digits), channel);
    assert.equal(answer.status, status);
    assert.ok(JSON.stringify(answer.body).includes(`"${told}"`), JSON.stringify(answer.body));
    infobip.pass(60);
    assert.equal(infobip.messages.length, 0);
  });
}

for (const [digit, { shows, isDone }] of faultsShown.entries()) {
  for (const [to, channel, operation] of [
    [number(40 + digit), 'sms', 'startSms'],
    [address(40 + digit), 'email', 'startEmail'],
  ] as const) {
    test(`a start for ${to} shows ${shows}, each time`, async () => {
      const { signal, wait } = impatient();
      const infobip = new Harness({ wait });
      const start = () => shown(infobip.fetch(operation, { body: startBody(to, channel), signal }));
      assert.equal(await start(), shows);
      infobip.pass(5);
      assert.equal(infobip.messages.length, isDone ? 1 : 0);
      if (!signal.aborted) assert.equal(await start(), shows);
    });
  }

  test(`a resend to ${number(50 + digit)} shows ${shows}, once`, async () => {
    const { signal, wait } = impatient();
    const infobip = new Harness({ wait });
    const id = await infobip.start(number(50 + digit));
    assert.equal(await shown(infobip.fetch('resendVoice', { id, body: {}, signal })), shows);
    assert.equal(infobip.simulator.sessions.get(id)?.sends, isDone ? 2 : 1);
    assert.equal((await infobip.resend(id)).status, 200);
  });

  test(`a check for ${number(60 + digit)} shows ${shows}, once`, async () => {
    const { signal, wait } = impatient();
    const infobip = new Harness({ wait });
    const id = await infobip.start(number(60 + digit));
    assert.equal(await shown(infobip.fetch('check', { id, body: { pin: infobip.code(id) }, signal })), shows);
    assert.equal(infobip.simulator.sessions.get(id)?.verifiedAt, isDone ? infobip.now : null);
  });
}

test('a short-lived code is void after twenty seconds', async () => {
  const infobip = new Harness();
  const id = await infobip.start(number(8));
  infobip.pass(20);
  assert.equal(await infobip.verdict(id, infobip.code(id)), 'false TTL_EXPIRED');
});

test('the names of errors, and how the last wrong code is told, may differ', async () => {
  const infobip = new Harness();
  const old = await infobip.start(number(80));
  const wrong = await infobip.start(number(81));
  const verdicts = [];
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    infobip.pass(1);
    verdicts.push(await infobip.verdict(wrong, 'x'));
  }
  assert.equal(verdicts.at(-1), 'false NO_MORE_PIN_ATTEMPTS');
  infobip.pass(600);
  assert.equal(await infobip.verdict(old, infobip.code(old)), 'false PIN_EXPIRED');
});

test('a recipient may get two codes alone, or have one judged in three seconds', async () => {
  const infobip = new Harness();
  await infobip.resend(await infobip.start(number(82)));
  assert.equal((await infobip.ask(number(82))).status, 429);
  const id = await infobip.start(number(83));
  await infobip.check(id, infobip.wrong(id));
  assert.equal(await infobip.verdict(id, infobip.code(id)), '429');
  infobip.pass(3);
  assert.equal(await infobip.verdict(id, infobip.code(id)), 'true undefined');
});

test('a code may be right but once', async () => {
  const infobip = new Harness();
  const id = await infobip.start(number(84));
  assert.equal(await infobip.verdict(id, infobip.code(id)), 'true undefined');
  assert.equal(await infobip.verdict(id, infobip.code(id)), '400');
});
