import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { PAGE, RECIPIENT, RELAY_URL, relayUnderTest } from '../demo/simulators/relay-fixture.ts';
import type { Reply, RelayUnderTest } from '../demo/simulators/relay-fixture.ts';

const problem = ({ status, body }: Reply): string => `${status} ${body.code}`;

async function claims(relay: RelayUnderTest, proof: string): Promise<Record<string, unknown>> {
  const { body } = await relay.request<JSONWebKeySet>('GET', '/.well-known/jwks.json', { origin: null });
  const { payload, protectedHeader } = await jwtVerify(proof, createLocalJWKSet(body), {
    issuer: RELAY_URL,
    audience: PAGE,
    typ: 'otp-proof+jwt',
    currentDate: new Date(relay.clock.now()),
  });
  return { ...payload, alg: protectedHeader.alg };
}

/** Five wrong codes, one after the other. */
async function useUpAttempts(relay: RelayUnderTest, handle: string): Promise<Reply> {
  let last: Reply | undefined;
  for (let attempt = 0; attempt < 5; attempt++) last = await relay.check(handle, relay.wrongCode());
  assert.ok(last);
  return last;
}

describe('starting a verification', () => {
  it('sends one text and says all that the page needs to know', async () => {
    const relay = relayUnderTest();
    const { status, body } = await relay.start();
    assert.equal(status, 201);
    const { handle, ...rest } = body;
    assert.match(handle, /^ey[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.deepEqual(rest, {
      status: 'pending',
      channel: 'sms',
      recipient: '+371 ••••2931',
      codeLength: 6,
      expiresIn: 300,
      resendIn: 30,
      attemptsRemaining: 5,
      sendsRemaining: 4,
      earlierCodes: 'void',
      channels: ['sms', 'voice'],
      delivery: { channel: 'sms', status: 'pending' },
      pollIn: 3,
    });
    assert.equal(relay.simulator.calls.start, 1);
  });

  it('refuses a number that cannot exist without asking the provider', async () => {
    const relay = relayUnderTest();
    for (const to of ['+371287829', '37128782931', '+37199999999999', 'nonsense', '']) {
      assert.equal(problem(await relay.start({ to })), '400 invalid_recipient', to);
    }
    assert.equal(relay.simulator.calls.start, 0);
  });

  it('refuses premium-rate, shared-cost and toll-free numbers, and those of no country', async () => {
    const relay = relayUnderTest();
    for (const to of ['+449098790000', '+448432890000', '+448081570000', '+80012345678']) {
      assert.equal(problem(await relay.start({ to })), '403 country_not_allowed', to);
    }
    assert.equal(relay.simulator.calls.start, 0);
  });

  it('refuses countries that are not allowed', async () => {
    const relay = relayUnderTest({ relay: { allowedCountries: 'NO, LV' } });
    assert.equal(problem(await relay.start({ to: '+447919433768' })), '403 country_not_allowed');
    assert.equal((await relay.start()).status, 201);
  });

  it('offers a landline a call, and never switches in silence', async () => {
    const relay = relayUnderTest();
    const refused = await relay.start({ to: '+442079460000' });
    assert.equal(problem(refused), '409 channel_not_available');
    assert.deepEqual(refused.body.channels, ['voice']);
    const called = await relay.start({ to: '+442079460000', channel: 'voice' });
    assert.deepEqual(called.body.channels, ['voice']);
  });

  it('takes sms from the channels of a number that the look-up calls a landline', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start({ to: '+46701740620' });
    assert.deepEqual(body.channels, ['voice']);
    relay.clock.pass(31);
    assert.equal(problem(await relay.send(body.handle, 'sms')), '409 channel_not_available');
    assert.equal((await relay.send(body.handle, 'voice')).status, 200);
  });

  it('offers calls only after texts where VOICE_AFTER says so, but a landline always', async () => {
    const relay = relayUnderTest({ relay: { voiceAfter: 1 } });
    assert.equal(problem(await relay.start({ channel: 'voice' })), '409 channel_not_available');
    assert.equal((await relay.start({ to: '+442079460000', channel: 'voice' })).status, 201);
    const { body } = await relay.start();
    assert.deepEqual(body.channels, ['sms', 'voice']);
  });

  it('does not send a second code to a number whose last one is seconds old, whoever asks', async () => {
    const relay = relayUnderTest();
    await relay.start();
    const again = await relay.start();
    assert.equal(problem(again), '429 rate_limited');
    assert.equal(again.headers.get('Retry-After'), '60');
    const racing = await Promise.all(Array.from({ length: 20 }, () => relay.start({ to: '+447919433768' })));
    assert.equal(racing.filter(({ status }) => status === 201).length, 1);
    assert.equal(relay.simulator.calls.start, 2);
  });
});

describe('checking a code', () => {
  it('gives a proof for the right code, with the claims of the contract', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start({ nonce: 'session-1' });
    relay.clock.pass(10);
    const { body: verified } = await relay.check(body.handle, relay.code());
    assert.equal(verified.status, 'verified');
    assert.equal(verified.proofExpiresIn, 900);
    const { jti, ...rest } = await claims(relay, verified.proof ?? '');
    assert.equal(typeof jti, 'string');
    const iat = Math.floor(relay.clock.now() / 1000);
    assert.deepEqual(rest, {
      alg: 'ES256',
      iss: RELAY_URL,
      aud: PAGE,
      sub: RECIPIENT,
      phone_number: RECIPIENT,
      phone_number_verified: true,
      amr: ['otp', 'sms'],
      auth_time: iat,
      iat,
      exp: iat + 900,
      nonce: 'session-1',
    });
  });

  it('gives the same proof again until it expires, and never asks the provider again', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    const code = relay.code();
    const first = await relay.check(body.handle, code);
    relay.clock.pass(100);
    assert.equal((await relay.read(body.handle)).body.proof, first.body.proof);
    const again = await relay.check(body.handle, code);
    assert.equal(again.body.proof, first.body.proof);
    assert.equal(again.body.proofExpiresIn, 800);
    relay.clock.pass(801);
    const { body: late } = await relay.read(body.handle);
    assert.equal(late.status, 'verified');
    assert.equal(late.proof, undefined);
    assert.equal(relay.simulator.calls.check, 1);
  });

  it('counts a wrong code down, and reads nothing else for it', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    const { status, body: wrong } = await relay.check(body.handle, relay.wrongCode());
    assert.equal(status, 200);
    assert.equal(wrong.status, 'pending');
    assert.equal(wrong.attemptsRemaining, 4);
    assert.deepEqual([relay.simulator.calls.events, relay.simulator.calls.list], [0, 0]);
  });

  it('ends with the fifth wrong code, and then refuses the right one without asking', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    const last = await useUpAttempts(relay, body.handle);
    assert.equal(last.body.status, 'failed');
    const right = await relay.check(body.handle, relay.code());
    assert.equal(right.body.status, 'failed');
    assert.equal(right.body.proof, undefined);
    assert.equal(relay.simulator.calls.check, 5);
  });

  it('lets at most five of sixty parallel wrong codes reach the provider, and refuses the right one after them', async () => {
    const relay = relayUnderTest({ relay: { limitChecksPerClient: 'off' } });
    const { body } = await relay.start();
    const right = relay.code();
    const wrong = relay.wrongCode();
    await Promise.all(Array.from({ length: 60 }, () => relay.check(body.handle, wrong)));
    assert.equal(relay.simulator.calls.check, 5);
    const { body: after } = await relay.check(body.handle, right);
    assert.equal(after.status, 'failed');
    assert.equal(relay.simulator.calls.check, 5);
  });

  it('keeps a success that arrives among parallel wrong codes', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    const codes = [relay.wrongCode(), relay.code(), relay.wrongCode(), relay.wrongCode(), relay.wrongCode()];
    await Promise.all(codes.map((code) => relay.check(body.handle, code)));
    assert.equal((await relay.read(body.handle)).body.status, 'verified');
  });

  it('refuses a code of the wrong length or alphabet and spends nothing on it', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    for (const code of ['12345', '1234567', '12345a', '１２３４５６', ' 12345']) {
      const refused = await relay.check(body.handle, code);
      assert.equal(problem(refused), '400 malformed_request');
      assert.equal(refused.body.errors?.[0]?.path, 'code');
    }
    assert.equal((await relay.read(body.handle)).body.attemptsRemaining, 5);
  });

  it('lets the provider judge a code up to 15 seconds late, and not later', async () => {
    const late = relayUnderTest();
    const { body } = await late.start();
    late.clock.pass(310);
    assert.equal((await late.read(body.handle)).body.status, 'pending');
    assert.equal((await late.read(body.handle)).body.expiresIn, 0);
    const { body: judged } = await late.check(body.handle, late.code());
    assert.equal(judged.status, 'expired');
    assert.equal(late.simulator.calls.check, 1);

    const tooLate = relayUnderTest();
    const { body: other } = await tooLate.start();
    tooLate.clock.pass(315);
    assert.equal((await tooLate.check(other.handle, tooLate.code())).body.status, 'expired');
    assert.equal(tooLate.simulator.calls.check, 0);
  });

  it('asks the provider nothing after a cancel', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    assert.equal((await relay.cancel(body.handle)).status, 204);
    assert.equal((await relay.check(body.handle, relay.code())).body.status, 'canceled');
    const again = await relay.cancel(body.handle);
    assert.equal(problem(again), '409 verification_ended');
    assert.equal(again.body.verification, 'canceled');
    assert.deepEqual([relay.simulator.calls.check, relay.simulator.calls.cancel], [0, 1]);
  });
});

describe('sending another code', () => {
  it('refuses before the cooldown is over, and says for how long', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    relay.clock.pass(12);
    const refused = await relay.send(body.handle);
    assert.equal(problem(refused), '429 resend_too_soon');
    assert.equal(refused.headers.get('Retry-After'), '18');
    relay.clock.pass(18);
    const { body: sent } = await relay.send(body.handle, 'voice');
    assert.equal(sent.channel, 'voice');
    assert.equal(sent.handle, body.handle);
    assert.deepEqual([sent.resendIn, sent.sendsRemaining, sent.expiresIn], [45, 3, 300]);
  });

  it('starts the attempts anew with each new code, and voids the one before', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    const old = relay.code();
    await relay.check(body.handle, relay.wrongCode());
    relay.clock.pass(31);
    assert.equal((await relay.send(body.handle)).body.attemptsRemaining, 5);
    assert.equal((await relay.check(body.handle, old)).body.attemptsRemaining, 4);
    assert.equal((await relay.check(body.handle, relay.code())).body.status, 'verified');
  });

  it('never asks for a sixth code, and the fifth still works', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    for (let sends = 1; sends < 5; sends++) {
      relay.clock.pass(90);
      assert.equal((await relay.send(body.handle)).status, 200);
    }
    relay.clock.pass(91);
    assert.equal(problem(await relay.send(body.handle)), '409 no_sends_left');
    assert.equal(relay.simulator.calls.resend, 4);
    assert.equal((await relay.check(body.handle, relay.code())).body.status, 'verified');
  });

  it('sends one code for parallel presses', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    relay.clock.pass(31);
    const presses = await Promise.all(Array.from({ length: 30 }, () => relay.send(body.handle)));
    assert.equal(presses.filter(({ status }) => status === 200).length, 1);
    assert.equal(relay.simulator.calls.resend, 1);
  });

  it('gives back what was surely not sent, and nothing of another send meanwhile', async () => {
    let isDown = false;
    const relay = relayUnderTest({ relay: { limitResendCooldown: 'off' } });
    const { simulator } = relay;
    const flaky = relayUnderTest({
      relay: { limitResendCooldown: 'off' },
      fetch: async (url, init) => (isDown ? new Response('{}', { status: 429 }) : relay.simulator.fetch(url, init)),
    });
    const { body } = await flaky.start();
    isDown = true;
    const down = await Promise.all([flaky.send(body.handle), flaky.send(body.handle)]);
    assert.deepEqual(down.map(problem), ['503 provider_unavailable', '503 provider_unavailable']);
    isDown = false;
    const { body: read } = await flaky.read(body.handle);
    assert.deepEqual([read.sendsRemaining, read.expiresIn], [4, 300]);
    assert.equal(simulator.calls.resend, 0);
  });

  it('refuses in a verification that is over, and says how it ended', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    relay.clock.pass(320);
    const refused = await relay.send(body.handle);
    assert.equal(problem(refused), '409 verification_ended');
    assert.equal(refused.body.verification, 'expired');
  });
});

describe('starting afresh with an old handle', () => {
  it('gives a new verification for the same recipient and nonce, once the old one has expired or failed', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start({ nonce: 'kept' });
    assert.equal(problem(await relay.restart(body.handle)), '409 verification_open');
    await useUpAttempts(relay, body.handle);
    relay.clock.pass(31);
    const { status, body: fresh } = await relay.restart(body.handle, 'voice');
    assert.equal(status, 201);
    assert.notEqual(fresh.handle, body.handle);
    assert.equal(fresh.recipient, body.recipient);
    const { body: verified } = await relay.check(fresh.handle, relay.code());
    const proof = await claims(relay, verified.proof ?? '');
    assert.equal(proof['nonce'], 'kept');
    assert.deepEqual(proof['amr'], ['otp', 'tel']);
  });

  it('refuses for one that was verified or canceled', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    await relay.check(body.handle, relay.code());
    const refused = await relay.restart(body.handle);
    assert.equal(problem(refused), '409 verification_ended');
    assert.equal(refused.body.verification, 'verified');
  });
});

describe('reading a verification', () => {
  it('tells of a delivery, asking the provider at most once in three seconds', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    relay.clock.pass(3);
    const parallel = await Promise.all(Array.from({ length: 10 }, () => relay.read(body.handle)));
    assert.equal(relay.simulator.calls.events, 1);
    assert.ok(parallel.some((reply) => reply.body.delivery?.status === 'delivered'));
    relay.clock.pass(3);
    const { body: delivered } = await relay.read(body.handle);
    assert.deepEqual(delivered.delivery, { channel: 'sms', status: 'delivered' });
    assert.equal(delivered.pollIn, null);
    assert.equal(relay.simulator.calls.events, 1);
  });

  it('follows a text that became a call', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start({ to: '+46701740610' });
    relay.clock.pass(4.5);
    assert.deepEqual((await relay.read(body.handle)).body.delivery, { channel: 'sms', status: 'failed' });
    relay.clock.pass(30);
    const { body: called } = await relay.read(body.handle);
    assert.equal(called.channel, 'voice');
    assert.deepEqual(called.delivery, { channel: 'voice', status: 'delivered' });
    const { body: verified } = await relay.check(body.handle, relay.code());
    assert.deepEqual((await claims(relay, verified.proof ?? ''))['amr'], ['otp', 'tel']);
  });

  it('reports no old delivery for a new code', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    relay.clock.pass(31);
    assert.equal((await relay.read(body.handle)).body.delivery?.status, 'delivered');
    const { body: resent } = await relay.send(body.handle, 'voice');
    assert.deepEqual(resent.delivery, { channel: 'voice', status: 'pending' });
    relay.clock.pass(3);
    const { body: read } = await relay.read(body.handle);
    assert.notEqual(read.delivery?.channel, 'sms');
  });

  it('limits how often it is asked', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    const reads = await Promise.all(Array.from({ length: 61 }, () => relay.read(body.handle)));
    assert.deepEqual(
      reads.filter(({ status }) => status === 429).map((reply) => reply.body.code),
      ['rate_limited'],
    );
  });
});
