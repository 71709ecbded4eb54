import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeJwt } from 'jose';
import { PAGE, RECIPIENT, SERVER_SECRET, relayUnderTest } from '../demo/simulators/relay-fixture.ts';
import type { Reply, RelayUnderTest } from '../demo/simulators/relay-fixture.ts';
import type { TicketResponse } from './contract.ts';

const issue = (
  relay: RelayUnderTest,
  members: Record<string, unknown> = {},
  secret = SERVER_SECRET,
): Promise<Reply<TicketResponse>> =>
  relay.request('POST', '/tickets', {
    origin: null,
    headers: { Authorization: `Bearer ${secret}` },
    body: { to: RECIPIENT, subject: 'user-7', ...members },
  });

const startWith = (
  relay: RelayUnderTest,
  ticket: string,
  members: Record<string, unknown> = {},
  origin: string | null = PAGE,
): Promise<Reply> => relay.request('POST', '/verification', { origin, body: { ticket, ...members } });

async function ticketOf(relay: RelayUnderTest, members?: Record<string, unknown>): Promise<string> {
  return (await issue(relay, members)).body.ticket;
}

describe('a ticket', () => {
  it('lets a browser verify a number that it never sees', async () => {
    const relay = relayUnderTest();
    const { status, body: issued } = await issue(relay, { nonce: 'session-9' });
    assert.equal(status, 201);
    assert.equal(issued.recipient, '+371 ••••2931');
    assert.equal(issued.expiresIn, 600);
    const { status: started, body } = await startWith(relay, issued.ticket);
    assert.equal(started, 201);
    assert.equal(body.channel, 'sms');
    const { body: verified } = await relay.check(body.handle, relay.code());
    const claims = decodeJwt(verified.proof ?? '');
    assert.equal(claims.sub, 'user-7');
    assert.equal(claims['nonce'], 'session-9');
    assert.deepEqual([claims['phone_number'], claims['phone_number_verified']], [undefined, undefined]);
    const seen = relay.said.join('\n').replaceAll(issued.ticket, '');
    assert.ok(!seen.includes('28782931'));
    assert.ok(
      !atob((verified.proof ?? '').split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '').includes('28782931'),
    );
  });

  it('is made for the backend alone, of a number that may be called', async () => {
    const relay = relayUnderTest({ relay: { allowedCountries: 'LV' } });
    const closed = await issue(relay, {}, 'wrong');
    assert.deepEqual([closed.status, closed.body.code], [401, 'unauthorized']);
    assert.equal((await issue(relay, { to: '+447919433768' })).body.code, 'country_not_allowed');
    assert.equal((await issue(relay, { to: '12' })).body.code, 'invalid_recipient');
    assert.equal((await issue(relay, { ttl: 601 })).body.errors?.[0]?.path, 'ttl');
    assert.equal((await issue(relay, { audience: 'https://evil.example' })).body.errors?.[0]?.path, 'audience');
  });

  it('is good for three starts, restarts among them, and for its time', async () => {
    const relay = relayUnderTest({ relay: { limitResendCooldown: 'off' } });
    const ticket = await ticketOf(relay);
    const { body } = await startWith(relay, ticket);
    for (let attempt = 0; attempt < 5; attempt++) await relay.check(body.handle, relay.wrongCode());
    assert.equal((await relay.restart(body.handle)).status, 201);
    assert.equal((await startWith(relay, ticket)).status, 201);
    assert.equal((await startWith(relay, ticket)).body.code, 'invalid_ticket');
    assert.equal((await relay.restart(body.handle)).body.code, 'invalid_ticket');

    const late = await ticketOf(relay, { ttl: 30 });
    relay.clock.pass(31);
    assert.equal((await startWith(relay, late)).body.code, 'invalid_ticket');
    assert.equal((await startWith(relay, 'forged')).body.code, 'invalid_ticket');
  });

  it('gives a start back that surely sent nothing', async () => {
    const relay = relayUnderTest({ relay: { limitResendCooldown: 'off' } });
    const ticket = await ticketOf(relay, { to: '+46701740635' });
    for (let attempt = 0; attempt < 5; attempt++) {
      assert.equal((await startWith(relay, ticket)).body.code, 'provider_rejected');
    }
  });

  it('is bound to its audience and its channels, and brings its own nonce', async () => {
    const relay = relayUnderTest({ relay: { allowedOrigins: [PAGE, 'https://other.example'] } });
    const ticket = await ticketOf(relay, { audience: PAGE, channels: ['voice'] });
    assert.equal((await startWith(relay, ticket, {}, 'https://other.example')).body.code, 'invalid_ticket');
    assert.equal((await startWith(relay, ticket, { nonce: 'mine' })).body.errors?.[0]?.path, 'nonce');
    assert.equal((await startWith(relay, ticket, { channel: 'sms' })).body.code, 'channel_not_available');
    const { body } = await startWith(relay, ticket);
    assert.deepEqual([body.channel, body.channels], ['voice', ['voice']]);
  });

  it('keeps working where strangers have used up what the public page may send to that number', async () => {
    const relay = relayUnderTest({
      relay: { limitSendsPerRecipient: '1/1h', limitSendsTotal: '1/1h', limitSendsPerPrefix: '1/1h' },
    });
    await relay.start();
    assert.equal((await relay.start()).body.code, 'rate_limited');
    assert.equal((await startWith(relay, await ticketOf(relay))).status, 201);
  });

  it('is all that a relay takes where TICKETS_ONLY says so', async () => {
    const relay = relayUnderTest({ relay: { ticketsOnly: true } });
    assert.equal((await relay.start()).body.code, 'ticket_required');
    assert.equal((await startWith(relay, await ticketOf(relay))).status, 201);
  });
});
