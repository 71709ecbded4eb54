import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SERVER_SECRET, relayUnderTest, testClock } from '../demo/simulators/relay-fixture.ts';
import type { FixtureOptions, RelayUnderTest } from '../demo/simulators/relay-fixture.ts';
import { createWayscloudSimulator } from '../demo/simulators/wayscloud.ts';
import type { WayscloudSimulator } from '../demo/simulators/wayscloud.ts';
import type { TicketResponse } from './contract.ts';
import { wayscloud } from './providers/wayscloud.ts';

const ADDRESS = 'ada.lovelace@example.com';

type Mail = RelayUnderTest & { readonly post: WayscloudSimulator; readonly right: () => string };

/** The relay on a vendor that has e-mail. */
function withEmail(relay: FixtureOptions['relay'] = {}): Mail {
  const clock = testClock();
  const post = createWayscloudSimulator({ apiKey: 'key', clock: clock.now });
  const provider = wayscloud({ apiKey: 'key', fetch: (url, init) => post.fetch(url, init), now: clock.now });
  const under = relayUnderTest({ clock, relay: { provider, ...relay } });
  return { ...under, post, right: () => post.codeOf([...post.sessions.keys()].at(-1) ?? '') ?? '' };
}

const startAt = (relay: Mail, to: string, channel = 'email'): ReturnType<Mail['start']> => relay.start({ to, channel });

describe('e-mail as a channel', () => {
  it('verifies an address, shows it masked, and proves it as OpenID Connect names it', async () => {
    const relay = withEmail();
    const { status, body } = await startAt(relay, ADDRESS);
    assert.equal(status, 201);
    assert.equal(body.recipient, 'a••••@example.com');
    assert.deepEqual(body.channels, ['email'], 'nothing else reaches an address');
    const { proof = '' } = (await relay.check(body.handle, relay.right())).body;
    const claims = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()) as object;
    const { sub, email, email_verified: verified, amr, phone_number: phone } = claims as Record<string, unknown>;
    assert.deepEqual([sub, email, verified, amr, phone], [ADDRESS, ADDRESS, true, ['otp'], undefined]);
    assert.ok(!relay.said.some((said) => said.includes('ada.lovelace')));
  });

  it('offers a number no e-mail, and an address nothing else', async () => {
    const relay = withEmail();
    assert.deepEqual((await startAt(relay, '+37128782931', 'sms')).body.channels, ['sms', 'voice']);
    for (const [to, channel] of [
      [ADDRESS, 'sms'],
      ['+37128782931', 'email'],
      ['no address', 'email'],
      ['a@b', 'email'],
      [`${'a'.repeat(250)}@example.com`, 'email'],
    ] as const) {
      const { status, body } = await startAt(relay, to, channel);
      assert.equal(status, 400, `${to} by ${channel}`);
      assert.ok(body.code === 'invalid_recipient' || body.code === 'malformed_request');
    }
    const { handle } = (await startAt(relay, ADDRESS)).body;
    relay.clock.pass(31);
    assert.equal((await relay.send(handle, 'sms')).body.code, 'channel_not_available');
    assert.equal((await relay.send(handle, 'email')).status, 200);
  });

  it('counts all spellings of one mailbox together', async () => {
    const relay = withEmail({ limitSendsPerRecipient: '3/1h', limitResendCooldown: 'off' });
    for (const to of [ADDRESS, 'Ada.Lovelace@Example.com', 'ada.lovelace+shop@example.com']) {
      assert.equal((await startAt(relay, to)).status, 201, to);
    }
    assert.equal((await startAt(relay, 'ada.lovelace+more@example.com')).status, 429);
    assert.equal((await startAt(relay, 'grace@example.com')).status, 201);
    assert.equal(relay.post.calls.start, 4);
  });

  it('is no matter of countries, ranges and their conversion', async () => {
    const limits = { limitSendsPerPrefix: '1/1h', limitSendsPerCountry: '1/1h', limitCountryConversion: '99%/1/1h' };
    const relay = withEmail({ allowedCountries: 'LV', limitResendCooldown: 'off', ...limits });
    for (const name of ['a1', 'a2', 'a3']) assert.equal((await startAt(relay, `${name}@example.com`)).status, 201);
  });

  it('works with a ticket: the browser sees no address, and the proof names the subject', async () => {
    const relay = withEmail();
    const made = await relay.request<TicketResponse>('POST', '/tickets', {
      headers: { Authorization: `Bearer ${SERVER_SECRET}` },
      body: { to: ADDRESS, subject: 'user-7' },
    });
    assert.deepEqual([made.status, made.body.recipient], [201, 'a••••@example.com']);
    const { body } = await relay.request('POST', '/verification', { body: { ticket: made.body.ticket } });
    assert.deepEqual([body.channel, body.recipient], ['email', 'a••••@example.com']);
    const { proof = '' } = (await relay.check(body.handle, relay.right())).body;
    const claims = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()) as object;
    assert.equal((claims as { sub: string }).sub, 'user-7');
    assert.ok(!('email' in claims));
  });
});
