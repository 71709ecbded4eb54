/** Every magic number keeps its word, and so does every variant. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { magicNumber } from '../kit/magic-numbers.ts';
import { faultsShown, impatient, magicSuite, shown } from '../kit/magic-suite.ts';
import { magicNumbers } from '../textmagic.ts';
import { Harness } from './harness.ts';

magicSuite(magicNumbers, new URL('../textmagic.md', import.meta.url));

const number = (lastTwoDigits: number): string => magicNumber(lastTwoDigits).slice(1);

const request = (phone: string, workflowId = 6): object => ({ phone, brand: 'Shop', codeLength: 6, workflowId });

for (const [to, workflow, got] of [
  [number(5), 5, ['sms', 'voice']],
  [number(13), 5, ['voice']],
  [number(13), 6, []],
  [number(14), 5, []],
  [number(16), 5, ['sms']],
  [number(20), 2, ['voice']],
] as const) {
  test(`workflow ${workflow} to ${to} gets through as ${got.join(', ') || 'nothing'}`, async () => {
    const textmagic = new Harness();
    await textmagic.start(to, workflow);
    textmagic.pass(200);
    assert.deepEqual(textmagic.got, got);
  });
}

test('a late text arrives after twenty seconds, not before', async () => {
  const textmagic = new Harness();
  await textmagic.start(number(7));
  textmagic.pass(19.9);
  assert.equal(textmagic.messages.length, 0);
  textmagic.pass(0.1);
  assert.equal(textmagic.messages.length, 1);
});

test('a short-lived code is void after twenty seconds, and no step follows', async () => {
  const textmagic = new Harness();
  const id = await textmagic.start(number(8), 4);
  textmagic.pass(20);
  assert.equal(await textmagic.check(id, textmagic.code(id)), 400);
  textmagic.pass(60);
  assert.deepEqual(textmagic.got, ['sms']);
});

for (const [digits, status, message, errors] of [
  [30, 400, 'Validation Failed', { common: [], fields: { phone: ['This phone number is not valid.'] } }],
  [31, 400, 'Validation Failed', { common: ['The destination network is not supported.'], fields: {} }],
  [32, 400, 'Validation Failed', { common: ['Insufficient balance.'], fields: {} }],
  [33, 400, 'Insufficient balance', null],
  [34, 404, 'Not Found', null],
  [35, 401, 'Unauthorized', null],
  [36, 403, 'Forbidden', null],
] as const) {
  test(`a start for ${number(digits)} is refused: ${status} ${message}`, async () => {
    const textmagic = new Harness();
    const answer = await textmagic.call('start', { body: request(number(digits)) });
    assert.deepEqual([answer.status, answer.body], [status, { code: status, message, errors }]);
    assert.equal(textmagic.simulator.sessions.size, 0);
  });
}

for (const [digit, { shows, isDone }] of faultsShown.entries()) {
  test(`a start for ${number(40 + digit)} shows ${shows}, each time`, async () => {
    const { signal, wait } = impatient();
    const textmagic = new Harness({ wait });
    const start = () => shown(textmagic.fetch('start', { body: request(number(40 + digit)), signal }));
    assert.equal(await start(), shows);
    textmagic.pass(300);
    assert.equal(textmagic.messages.length, isDone ? 1 : 0);
    if (!signal.aborted) assert.equal(await start(), shows);
  });

  test(`a start in another’s place for ${number(50 + digit)} shows ${shows}, once`, async () => {
    const { signal, wait } = impatient();
    const textmagic = new Harness({ wait, variant: { duplicateStart: 'accept' } });
    await textmagic.start(number(50 + digit));
    assert.equal(await shown(textmagic.fetch('start', { body: request(number(50 + digit)), signal })), shows);
    assert.equal(textmagic.simulator.sessions.size, isDone ? 2 : 1);
    await textmagic.start(number(50 + digit));
    await textmagic.start(number(50 + digit));
  });

  test(`a check for ${number(60 + digit)} shows ${shows}, once`, async () => {
    const { signal, wait } = impatient();
    const textmagic = new Harness({ wait });
    const id = await textmagic.start(number(60 + digit));
    const check = { body: { verifyId: id, code: textmagic.code(id) } };
    const answer = await shown(textmagic.fetch('check', { ...check, signal }));
    assert.equal(answer, digit === 9 ? '204, Retry-After null, empty' : shows);
    assert.equal(textmagic.session(id).status, isDone ? 'verified' : 'pending');
    assert.equal(await textmagic.check(id, textmagic.code(id)), isDone ? 400 : 204);
  });
}

test('a start long after the one before takes nobody’s place', async () => {
  const textmagic = new Harness();
  await textmagic.start(number(51));
  textmagic.pass(300);
  await textmagic.start(number(51));
});

for (const [digits, status] of [
  [74, 500],
  [75, 404],
] as const) {
  test(`a cancellation for ${number(digits)} is answered with ${status}, once`, async () => {
    const textmagic = new Harness();
    const id = await textmagic.start(number(digits));
    textmagic.pass(30);
    assert.equal(await textmagic.cancel(id), status);
    assert.equal(await textmagic.cancel(id), 204);
  });
}

test('a wrong code may be told in `errors.common`', async () => {
  const textmagic = new Harness();
  const id = await textmagic.start(number(81));
  const { body } = await textmagic.call('check', { body: { verifyId: id, code: textmagic.wrong(id) } });
  assert.deepEqual(body['errors'], { common: ['The code is not valid.'], fields: {} });
});

test('it may be the fifth wrong code that ends a verification', async () => {
  const textmagic = new Harness();
  const id = await textmagic.start(number(82));
  for (let attempt = 1; attempt <= 4; attempt += 1) await textmagic.check(id, textmagic.wrong(id));
  assert.equal(textmagic.session(id).status, 'pending');
  await textmagic.check(id, textmagic.wrong(id));
  assert.equal(textmagic.session(id).status, 'failed');
});

test('a second check after success may be a 404', async () => {
  const textmagic = new Harness();
  const id = await textmagic.start(number(84));
  assert.equal(await textmagic.check(id, textmagic.code(id)), 204);
  assert.equal(await textmagic.check(id, textmagic.code(id)), 404);
});

test('a cancellation before its time may be a 403', async () => {
  const textmagic = new Harness();
  assert.equal(await textmagic.cancel(await textmagic.start(number(85))), 403);
});

test('a verification may be canceled after its second step, and its third then falls away', async () => {
  const textmagic = new Harness();
  const id = await textmagic.start(number(86), 1);
  textmagic.pass(70);
  assert.equal(await textmagic.cancel(id), 204);
  textmagic.pass(70);
  assert.deepEqual(textmagic.got, ['sms', 'voice']);
});

test('a number may have several verifications, each with a code of its own', async () => {
  const textmagic = new Harness();
  const first = await textmagic.start(number(87));
  const second = await textmagic.start(number(87));
  assert.equal(await textmagic.check(first, textmagic.code(first)), 204);
  assert.equal(await textmagic.check(second, textmagic.code(second)), 204);
});

test('variants that no number chooses: 201, numbers, the plus, unknown verifications, and no Verify at all', async () => {
  const other = new Harness({
    variant: { startStatus: 201, codeAsNumber: 'reject', plusInPhone: 'reject', unknownAtCheck: 404 },
  });
  assert.equal((await other.startWith({})).status, 201);
  const [id = ''] = other.simulator.sessions.keys();
  assert.equal(await other.check(id, Number(other.code(id))), 400);
  assert.equal(other.session(id).wrongCodes, 0);
  assert.equal((await other.startWith({ phone: '+37128782932' })).status, 400);
  assert.equal(await other.check('x', '123456'), 404);
  const gone = new Harness({ variant: { verify: 'gone' } });
  assert.equal((await gone.startWith({})).status, 404);
});
