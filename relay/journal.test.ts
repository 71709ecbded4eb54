import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PAGE, RECIPIENT, relayUnderTest } from '../demo/simulators/relay-fixture.ts';
import type { FixtureOptions, RelayUnderTest } from '../demo/simulators/relay-fixture.ts';
import type { TimedEvent } from './events/event.ts';

function listening(options: FixtureOptions = {}): RelayUnderTest & { readonly events: TimedEvent[] } {
  const events: TimedEvent[] = [];
  const relay = relayUnderTest({
    ...options,
    relay: { onEvent: (event) => void events.push(event), ...options.relay },
  });
  return { ...relay, events };
}

const types = (events: readonly TimedEvent[]): readonly string[] => events.map(({ type }) => type);

describe('events', () => {
  it('tell a verification from its start to its proof, by the id that the proof has', async () => {
    const relay = listening();
    const { handle } = (await relay.start()).body;
    relay.clock.pass(31);
    await relay.send(handle, 'voice');
    const { proof = '' } = (await relay.check(handle, relay.code())).body;
    assert.deepEqual(types(relay.events), [
      'verification.started',
      'verification.sent',
      'verification.sent',
      'verification.verified',
    ]);
    const { jti } = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()) as { jti: string };
    const [started, , resent, verified] = relay.events;
    const facts = { verification: jti, recipient: '+371 ••••2931', country: 'LV', audience: PAGE };
    assert.equal(started?.type, 'verification.started');
    const { requestId, ...data } = started.data;
    assert.deepEqual(data, { ...facts, channel: 'sms' });
    assert.ok(relay.log.some((entry) => entry.requestId === requestId && entry.message === 'request'));
    assert.deepEqual({ ...resent?.data, requestId: '' }, { ...facts, requestId: '', channel: 'voice', code: 2 });
    assert.deepEqual({ ...verified?.data, requestId: '' }, { ...facts, requestId: '', channel: 'voice' });
    assert.equal(verified?.timestamp, '2026-11-21T12:00:31.250Z');
  });

  it('tell once how one ended without success', async () => {
    const relay = listening();
    const one = (await relay.start()).body.handle;
    for (let attempt = 0; attempt < 7; attempt++) await relay.check(one, relay.wrongCode());
    const other = (await relay.start({ to: '+37128782932' })).body.handle;
    await Promise.all([relay.cancel(other), relay.cancel(other)]);
    const failed = relay.events.filter(({ type }) => type === 'verification.failed');
    assert.deepEqual(
      failed.map(({ data }) => 'status' in data && data.status),
      ['failed', 'canceled'],
    );
  });

  it('tell what was refused and why, and not what the person can mend', async () => {
    const relay = listening({ relay: { allowedCountries: 'LV', limitSendsPerRecipient: '1/1h' } });
    await relay.start({ to: '+4791234567' });
    await relay.start({ to: '+371' });
    await relay.start();
    relay.clock.pass(60);
    await relay.start();
    const blocked = relay.events.filter(({ type }) => type === 'verification.blocked');
    assert.deepEqual(
      blocked.map(({ data }) => 'code' in data && [data.code, data.country, data.recipient]),
      [
        ['country_not_allowed', 'NO', '+47 ••••4567'],
        ['rate_limited', 'LV', '+371 ••••2931'],
      ],
    );
  });

  it('tell of a country that hardly anyone of enters a code', async () => {
    const relay = listening({ relay: { limitCountryConversion: '50%/3/1h', limitSendsPerPrefix: 'off' } });
    for (const end of ['1', '2', '3']) await relay.start({ to: `+3712878293${end}` });
    assert.deepEqual(relay.events.find(({ type }) => type === 'country.paused')?.data, {
      country: 'LV',
      seconds: 3600,
      until: 'refused',
    });
  });

  it('keep nobody waiting, and fail nobody', async () => {
    let isTold = false;
    const slow = listening({ relay: { onEvent: () => new Promise(() => (isTold = true)) } });
    assert.equal((await slow.start()).status, 201);
    assert.ok(isTold);
    const broken = listening({
      relay: {
        onEvent: () => {
          throw new Error('no listener');
        },
      },
    });
    assert.equal((await broken.start()).status, 201);
    assert.ok(broken.log.some(({ message }) => message === 'an event was not taken'));
  });

  it('name nobody: no number in full, no code, no handle', async () => {
    const relay = listening();
    const { handle } = (await relay.start()).body;
    const code = relay.code();
    await relay.check(handle, relay.wrongCode());
    await relay.check(handle, code);
    const told = JSON.stringify([relay.events, relay.log]);
    for (const secret of [RECIPIENT, RECIPIENT.slice(1), code, handle]) assert.ok(!told.includes(secret));
  });
});

describe('the log', () => {
  it('says of each request what came of it, and how much of its time was the provider’s', async () => {
    const relay = relayUnderTest();
    const { handle } = (await relay.start()).body;
    await relay.check(handle, '12');
    const lines = relay.log.filter(({ message }) => message === 'request');
    assert.deepEqual(
      lines.map(({ route, status, code, providerMs }) => [route, status, code, typeof providerMs]),
      [
        ['/verification', 201, undefined, 'number'],
        ['/verification/check', 400, 'malformed_request', 'undefined'],
      ],
    );
  });
});
