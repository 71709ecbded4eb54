/** The simulator, used by Infobip's own client: one that the real client cannot use is wrong. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { serve } from '@hono/node-server';
import { AuthType, Infobip } from '@infobip-api/sdk';
import { createInfobipSimulator } from '../infobip.ts';

/** Infobip's own client returns its errors instead of throwing them. */
type Returned = { readonly status?: number; readonly data: unknown; readonly response?: { readonly status: number } };

type TwoFactor = Readonly<Record<string, (...args: readonly unknown[]) => Promise<Returned>>>;

test('Infobip’s own client verifies a number with it, over a socket', async (t) => {
  const simulator = createInfobipSimulator();
  const server = serve({ fetch: simulator.app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const client = (apiKey: string): TwoFactor => {
    const sdk = new Infobip({ baseUrl: `http://127.0.0.1:${port}`, apiKey, authType: AuthType.ApiKey });
    return (sdk.service as { readonly twoFA: TwoFactor }).twoFA;
  };
  const twoFA = client('test');
  const call = async (name: string, ...args: readonly unknown[]): Promise<Record<string, unknown>> => {
    const answer = await twoFA[name]?.(...args);
    assert.ok(answer && !(answer instanceof Error), `${name} failed`);
    return answer.data as Record<string, unknown>;
  };

  const { applicationId } = await call('createApplication', {
    name: 'Shop',
    configuration: { pinAttempts: 5, verifyPinLimit: '9/1s', sendPinPerPhoneNumberLimit: '9/1h' },
  });
  await call('updateApplication', applicationId, { name: 'Shop', enabled: true });
  assert.equal((await call('getApplication', applicationId))['name'], 'Shop');
  assert.equal((await call('getApplications'))['length'], 2);
  const { messageId } = await call('createMessageTemplate', applicationId, {
    messageText: 'Your pin is {{pin}}',
    pinType: 'NUMERIC',
    pinLength: 4,
    language: 'en',
    senderId: 'Shop',
    repeatDTMF: '1#',
    speechRate: 1,
  });
  await call('updateMessageTemplate', applicationId, messageId, { pinLength: 6 });
  assert.equal((await call('getMessageTemplate', applicationId, messageId))['pinLength'], 6);
  assert.equal((await call('getMessageTemplates', applicationId))['length'], 1);

  const order = { applicationId, messageId, to: '37128782931' };
  for (const isLookupNeeded of [true, false, undefined]) {
    const sent = await call('sendPINCodeSMS', order, isLookupNeeded);
    const isMade = isLookupNeeded !== false;
    assert.equal(sent['ncStatus'], isMade ? 'NC_DESTINATION_REACHABLE' : undefined);
  }
  const { pinId } = await call('sendPINCodeVoice', order);
  assert.equal((await call('resendPINCodeSMS', pinId))['smsStatus'], 'MESSAGE_SENT');
  assert.equal((await call('resendPINCodeVoice', pinId, {}))['callStatus'], 'PENDING_ACCEPTED');
  const wrong = await call('verifyPhoneNumber', pinId, { pin: 'x' });
  assert.deepEqual([wrong['verified'], wrong['pinError'], wrong['attemptsRemaining']], [false, 'WRONG_PIN', 4]);
  const right = await call('verifyPhoneNumber', pinId, { pin: simulator.codeOf(String(pinId)) });
  assert.equal(right['verified'], true);
  const status = await call('getVerificationStatus', applicationId, { msisdn: '37128782931', verified: true });
  assert.equal((status['verifications'] as unknown[]).length, 1);

  const refused = await client('other')['getApplications']?.();
  assert.equal(refused?.response?.status, 401);
});
