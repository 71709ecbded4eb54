/** What the simulator manages, and whom it lets in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultTemplates, documentedConfiguration } from '../infobip.ts';
import { Harness } from './harness.ts';

test('an application and its templates are made, shown, changed and listed', async () => {
  const infobip = new Harness();
  const created = await infobip.call('createApplication', { body: { name: 'Shop' } });
  assert.equal(created.status, 201);
  assert.deepEqual(created.body['configuration'], documentedConfiguration);
  const app = String(created.body['applicationId']);
  const changed = { name: 'Shop', configuration: { pinAttempts: 3 } };
  await infobip.call('updateApplication', { app, body: changed });
  assert.deepEqual((await infobip.call('application', { app })).body['configuration'], {
    ...documentedConfiguration,
    pinAttempts: 3,
  });
  assert.equal(((await infobip.call('applications')).body as unknown as unknown[]).length, 2);

  const template = await infobip.call('createTemplate', { app, body: { messageText: '{{pin}}', pinType: 'NUMERIC' } });
  const msg = String(template.body['messageId']);
  await infobip.call('updateTemplate', { app, msg, body: { pinLength: 8 } });
  assert.equal((await infobip.call('template', { app, msg })).body['pinLength'], 8);
  const email = await infobip.call('createEmailTemplate', { app, body: { emailTemplateId: 1 } });
  const id = String(email.body['messageId']);
  await infobip.call('updateEmailTemplate', { app, msg: id, body: { from: 'otp@shop.example' } });
  const listed = (await infobip.call('templates', { app })).body as unknown as Record<string, unknown>[];
  assert.deepEqual(
    listed.map(({ pinPlaceholder, emailTemplateId, from }) => [pinPlaceholder, emailTemplateId, from]),
    [
      ['{{pin}}', undefined, undefined],
      [undefined, 1, 'otp@shop.example'],
    ],
  );
});

test('what belongs to another application is not found', async () => {
  const infobip = new Harness();
  const { body } = await infobip.call('createApplication', { body: { name: 'Other' } });
  const app = String(body['applicationId']);
  const msg = defaultTemplates[0]?.messageId ?? '';
  assert.equal((await infobip.call('template', { app, msg })).status, 404);
  assert.equal((await infobip.call('templates', { app: 'NONE' })).status, 404);
  assert.equal((await infobip.call('status', { app: 'NONE', query: '?msisdn=37128782931' })).status, 404);
  const wrong = await infobip.ask('37128782931', 'sms', { more: { applicationId: app } });
  const { serviceException } = wrong.body['requestError'] as Record<string, Record<string, unknown>>;
  assert.deepEqual([wrong.status, serviceException?.['validationErrors']], [400, { messageId: ['does not exist'] }]);
  const other = new Harness({ variant: { unknownObject: 404 } });
  assert.equal((await other.ask('37128782931', 'sms', { more: { applicationId: 'NONE' } })).status, 404);
});

test('a key is let in by any of four ways, and a wrong one by none', async () => {
  const infobip = new Harness();
  const ask = async (authorization: string, more: { unspecified?: boolean } = {}) =>
    (await infobip.call('applications', { headers: { authorization }, ...more })).status;
  const basic = (credentials: string) => `Basic ${btoa(credentials)}`;
  for (const good of ['App test', 'Bearer test', 'IBSSO test', basic('liene:test')]) assert.equal(await ask(good), 200);
  for (const bad of ['', 'test', 'App other', 'Digest test', basic('test:liene'), 'Basic %']) {
    assert.equal(await ask(bad), 401, bad);
  }
  assert.equal(infobip.simulator.calls.applications, 4);
});

test('a key can do no more than its scopes say', async () => {
  const outcomes = async (scopes: readonly ('2fa:manage' | '2fa:pin:send' | '2fa:pin:manage')[]) => {
    const infobip = new Harness({ scopes });
    const refused = 'F'.repeat(32);
    return [
      await infobip.call('applications'),
      await infobip.ask('37128782931'),
      await infobip.check(refused, '1'),
      await infobip.resend(refused),
      await infobip.resend(refused, 'email'),
      await infobip.call('status', { query: '?msisdn=37128782931' }),
    ].map(({ status }) => status !== 403);
  };
  assert.deepEqual(await outcomes(['2fa:manage']), [true, true, true, true, false, true]);
  assert.deepEqual(await outcomes(['2fa:pin:send']), [false, true, true, true, true, true]);
  assert.deepEqual(await outcomes(['2fa:pin:manage']), [false, false, false, false, true, false]);
});

test('the management is asked only so often in ten minutes', async () => {
  const infobip = new Harness();
  for (let call = 1; call <= 50; call += 1) assert.equal((await infobip.call('applications')).status, 200);
  const refused = await infobip.call('applications');
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '7']);
  assert.equal((await infobip.call('application')).status, 200);
  infobip.pass(600);
  assert.equal((await infobip.call('applications')).status, 200);
});

test('errors have an older form, and the gateway one of its own', async () => {
  const infobip = new Harness({ variant: { exception: 'policyException', throttle: 'E429' } });
  const { body } = await infobip.call('check', { id: 'x', body: { pin: '1' }, unspecified: true });
  assert.deepEqual(body, { requestError: { policyException: { messageId: 'NOT_FOUND', text: 'Not found' } } });
  const refused = await infobip.resend('x', 'sms', { unspecified: true });
  assert.equal(refused.status, 404);
  for (let call = 1; call <= 50; call += 1) await infobip.call('applications');
  const throttled = await infobip.call('applications', { unspecified: true });
  assert.deepEqual([throttled.status, throttled.body['errorCode']], [429, 'E429']);
});
