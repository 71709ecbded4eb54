import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PAGE, RECIPIENT, SERVER_SECRET, relayUnderTest } from '../demo/simulators/relay-fixture.ts';
import type { RelayUnderTest } from '../demo/simulators/relay-fixture.ts';
import type { SiteverifyAnswer } from './redeem.ts';

async function verified(relay: RelayUnderTest, nonce?: string): Promise<string> {
  const { body } = await relay.start(nonce === undefined ? {} : { nonce });
  const { body: checked } = await relay.check(body.handle, relay.code());
  return checked.proof ?? '';
}

async function redeem(relay: RelayUnderTest, members: Record<string, unknown>): Promise<SiteverifyAnswer> {
  const { status, body } = await relay.request<SiteverifyAnswer>('POST', '/siteverify', {
    origin: null,
    body: { secret: SERVER_SECRET, ...members },
  });
  assert.equal(status, 200);
  return body;
}

const errorOf = (answer: SiteverifyAnswer): string => answer['error-codes'].join();

describe('redeeming a proof', () => {
  it('succeeds once, and says what was verified, where and when', async () => {
    const relay = relayUnderTest();
    const response = await verified(relay, 'n1');
    assert.deepEqual(await redeem(relay, { response, remoteip: '192.0.2.1' }), {
      success: true,
      challenge_ts: '2026-11-21T12:00:00.000Z',
      hostname: 'shop.example',
      sub: RECIPIENT,
      phone_number: RECIPIENT,
      amr: ['otp', 'sms'],
      nonce: 'n1',
      'error-codes': [],
    });
    assert.equal(errorOf(await redeem(relay, { response })), 'timeout-or-duplicate');
  });

  it('succeeds exactly once of 100 parallel calls', async () => {
    const relay = relayUnderTest();
    const response = await verified(relay);
    const answers = await Promise.all(Array.from({ length: 100 }, () => redeem(relay, { response })));
    assert.equal(answers.filter(({ success }) => success).length, 1);
  });

  it('gives the same answer to the same idempotency key for five minutes, even past the proof’s own time', async () => {
    const relay = relayUnderTest();
    const response = await verified(relay);
    relay.clock.pass(800);
    const members = { response, idempotency_key: 'order-1' };
    const first = await redeem(relay, members);
    assert.ok(first.success);
    relay.clock.pass(200);
    assert.deepEqual(await redeem(relay, members), first);
    assert.equal(errorOf(await redeem(relay, { response, idempotency_key: 'order-2' })), 'timeout-or-duplicate');
    relay.clock.pass(101);
    assert.equal(errorOf(await redeem(relay, members)), 'timeout-or-duplicate');
  });

  it('does not redeem late, not even with an idempotency key', async () => {
    const relay = relayUnderTest();
    const response = await verified(relay);
    relay.clock.pass(901);
    assert.equal(errorOf(await redeem(relay, { response, idempotency_key: 'k' })), 'timeout-or-duplicate');
  });

  it('fails without redeeming where the nonce or the audience is another', async () => {
    const relay = relayUnderTest();
    const response = await verified(relay, 'mine');
    assert.equal(errorOf(await redeem(relay, { response, nonce: 'another' })), 'invalid-input-response');
    assert.equal(
      errorOf(await redeem(relay, { response, audience: 'https://other.example' })),
      'invalid-input-response',
    );
    assert.ok((await redeem(relay, { response, nonce: 'mine', audience: PAGE })).success);
  });

  it('takes a form as well', async () => {
    const relay = relayUnderTest();
    const form = new URLSearchParams({ secret: SERVER_SECRET, response: await verified(relay) });
    const { body } = await relay.request<SiteverifyAnswer>('POST', '/siteverify', {
      origin: null,
      body: form.toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    assert.equal(body.success, true);
  });

  it('names what is missing or wrong by Turnstile’s codes', async () => {
    const relay = relayUnderTest();
    const response = await verified(relay);
    const cases = [
      [{ secret: undefined, response }, 'missing-input-secret'],
      [{ secret: 'wrong', response }, 'invalid-input-secret'],
      [{}, 'missing-input-response'],
      [{ response: 'nonsense' }, 'invalid-input-response'],
      [{ response: `${response.slice(0, -8)}AAAAAAAA` }, 'invalid-input-response'],
      [{ response, unknown: 'x' }, 'bad-request'],
      [{ response: 5 }, 'bad-request'],
    ] as const;
    for (const [members, code] of cases) assert.equal(errorOf(await redeem(relay, members)), code);
    assert.ok((await redeem(relay, { response })).success);
  });

  it('is not there without a secret', async () => {
    const relay = relayUnderTest({ relay: { serverSecret: undefined } });
    for (const path of ['/siteverify', '/tickets']) {
      assert.equal((await relay.request('POST', path, { body: {} })).status, 404);
    }
  });
});
