import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { solveChallenge } from 'altcha-lib';
import type { Challenge as AltchaChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { RECIPIENT, RELAY_URL, relayUnderTest } from '../demo/simulators/relay-fixture.ts';
import type { Reply, RelayUnderTest } from '../demo/simulators/relay-fixture.ts';
import { altcha } from './challenges/altcha.ts';
import { siteverifyChallenge } from './challenges/siteverify.ts';
import type { Config } from './contract.ts';

const problem = ({ status, body }: Reply): string => `${status} ${body.code}`;

// ALTCHA compares with the machine's clock as well.
const own = altcha({ secret: 'altcha-secret-of-at-least-thirty-two-bytes', cost: 10, tries: 20 });

async function solve(relay: RelayUnderTest): Promise<string> {
  const { body } = await relay.request<AltchaChallenge>('GET', '/challenge');
  const challenge = { parameters: body.parameters, ...(body.signature !== undefined && { signature: body.signature }) };
  const solution = await solveChallenge({ challenge, deriveKey });
  return btoa(JSON.stringify({ challenge, solution }));
}

describe('ALTCHA, made by the relay itself', () => {
  it('is told in /config, and a solution lets one code pass', async () => {
    const relay = relayUnderTest({ relay: { challenge: own, limitResendCooldown: 'off' } });
    const { body: config } = await relay.request<Config>('GET', '/config');
    assert.deepEqual(config.challenge, { kind: 'altcha', url: `${RELAY_URL}/challenge`, when: 'always' });
    assert.equal(problem(await relay.start()), '403 challenge_required');
    assert.equal(relay.simulator.calls.start, 0);
    const challenge = await solve(relay);
    const { status, body } = await relay.start({ challenge });
    assert.equal(status, 201);
    // A replay is refused, however often and wherever it is tried.
    assert.equal(problem(await relay.start({ challenge, to: '+447919433768' })), '403 challenge_failed');
    const resend = (token?: string): Promise<Reply> =>
      relay.request('POST', '/verification/send', {
        handle: body.handle,
        body: { channel: 'sms', ...(token && { challenge: token }) },
      });
    assert.equal(problem(await resend()), '403 challenge_required');
    assert.equal((await resend(await solve(relay))).status, 200);
  });

  it('lets one of twenty parallel uses of a solution pass', async () => {
    const relay = relayUnderTest({ relay: { challenge: own, limitSendsPerPrefix: 'off' } });
    const challenge = await solve(relay);
    const uses = await Promise.all(
      Array.from({ length: 20 }, (_, index) => relay.start({ challenge, to: `+3712878${1000 + index}` })),
    );
    assert.equal(uses.filter(({ status }) => status === 201).length, 1);
  });

  it('refuses what is forged, unsolved, another relay’s, or too old', async () => {
    const relay = relayUnderTest({ relay: { challenge: own } });
    const solved = JSON.parse(atob(await solve(relay))) as {
      challenge: AltchaChallenge;
      solution: { counter: number };
    };
    const forged = structuredClone(solved);
    forged.challenge.parameters.cost = 1;
    const unsolved = structuredClone(solved);
    unsolved.solution.counter += 1;
    const bare = structuredClone(solved) as { challenge: Partial<AltchaChallenge> };
    delete bare.challenge.signature;
    const stranger = relayUnderTest({ relay: { challenge: altcha({ secret: 'another', cost: 10, tries: 20 }) } });
    const tokens = [
      ...[forged, bare, { challenge: 1 }, null].map((value) => btoa(JSON.stringify(value))),
      'x',
      await solve(stranger),
    ];
    for (const challenge of tokens) assert.equal(problem(await relay.start({ challenge })), '403 challenge_failed');
    let time = Date.now();
    const aging = relayUnderTest({
      relay: { challenge: altcha({ secret: 's', cost: 10, tries: 5, ttl: 60, now: () => time }) },
    });
    const late = await solve(aging);
    time += 61_000;
    assert.equal(problem(await aging.start({ challenge: late })), '403 challenge_failed');
    assert.equal(relay.simulator.calls.start, 0);
  });
});

describe('asked for only when suspicious', () => {
  it('lets the first ones pass, asks once a limit is half used, and goes on with a solution', async () => {
    const relay = relayUnderTest({
      relay: {
        challenge: own,
        challengeWhen: 'suspicious',
        limitSendsPerClient: '4/1h',
        client: () => ({ address: '192.0.2.1' }),
      },
    });
    const to = (index: number): string => `+3712${8000000 + index * 10_007}`;
    assert.equal((await relay.start({ to: to(1) })).status, 201);
    assert.equal((await relay.start({ to: to(2) })).status, 201);
    assert.equal(problem(await relay.start({ to: to(3) })), '403 challenge_required');
    assert.equal((await relay.start({ to: to(3), challenge: await solve(relay) })).status, 201);
    assert.equal((await relay.start({ to: to(4), challenge: await solve(relay) })).status, 201);
    // The limits hold all the same.
    assert.equal(problem(await relay.start({ to: to(5), challenge: await solve(relay) })), '429 rate_limited');
  });
});

describe('the conversion breaker', () => {
  const pump = async (relay: RelayUnderTest, count: number): Promise<Reply[]> => {
    const replies: Reply[] = [];
    for (let index = 0; index < count; index++)
      replies.push(await relay.start({ to: `+3712${8000000 + index * 10_007}` }));
    return replies;
  };
  const limits = { limitCountryConversion: '10%/10/1h', limitSendsPerPrefix: 'off' } as const;

  it('pauses a country whose codes nobody enters, says so, spares others, and opens again', async () => {
    const relay = relayUnderTest({ relay: limits });
    const replies = await pump(relay, 12);
    assert.deepEqual(
      replies.map(({ status }) => status),
      [...Array.from({ length: 10 }, () => 201), 429, 429],
    );
    assert.ok(relay.log.some(({ message, country }) => message.startsWith('country in doubt') && country === 'LV'));
    assert.equal((await relay.start({ to: '+447919433768' })).status, 201);
    relay.clock.pass(3600);
    assert.equal((await relay.start()).status, 201);
  });

  it('leaves a country alone where enough codes are entered', async () => {
    const relay = relayUnderTest({ relay: limits });
    for (let index = 0; index < 30; index++) {
      const { status, body } = await relay.start({ to: `+3712${8000000 + index * 10_007}` });
      assert.equal(status, 201);
      if (index % 8 === 0) await relay.check(body.handle, relay.code());
    }
  });

  it('lets every code go where it is off', async () => {
    const relay = relayUnderTest({ relay: { ...limits, limitCountryConversion: 'off' } });
    const replies = await pump(relay, 60);
    assert.ok(replies.every(({ status }) => status === 201));
  });

  it('asks for a bot check instead, where one is configured', async () => {
    const relay = relayUnderTest({
      relay: { ...limits, challenge: own, challengeWhen: 'suspicious', limitSendsTotal: 'off' },
    });
    const replies = await pump(relay, 11);
    assert.equal(problem(replies[10] as Reply), '403 challenge_required');
    assert.equal((await relay.start({ challenge: await solve(relay) })).status, 201);
  });
});

describe('Turnstile, hCaptcha and reCAPTCHA', () => {
  let answer: object | string = { success: true };
  let asked = new URLSearchParams();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      asked = new URLSearchParams(body);
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  }).listen(0, '127.0.0.1');
  after(() => server.close());
  const challengeAt = (port: number): ReturnType<typeof siteverifyChallenge> =>
    siteverifyChallenge({
      kind: 'turnstile',
      secret: 'shh',
      siteKey: 'site',
      verifyUrl: `http://127.0.0.1:${port}/`,
      timeout: 500,
    });
  const under = (port = (server.address() as AddressInfo).port): RelayUnderTest =>
    relayUnderTest({ relay: { challenge: challengeAt(port), client: () => ({ address: '192.0.2.1' }) } });

  it('are asked with the secret, the token and the client’s address, which stay inside', async () => {
    const relay = under();
    const { body } = await relay.request<Config>('GET', '/config');
    assert.deepEqual(body.challenge, { kind: 'turnstile', siteKey: 'site', when: 'always' });
    assert.equal((await relay.start({ challenge: 'token' })).status, 201);
    assert.deepEqual(Object.fromEntries(asked), { secret: 'shh', response: 'token', remoteip: '192.0.2.1' });
    assert.ok(!relay.said.join('').includes('shh'));
  });

  it('refuse what did not pass, was solved on another host, for another purpose, or scores too low', async () => {
    const relay = under();
    for (const verdict of [
      { success: false, 'error-codes': ['timeout-or-duplicate'] },
      { success: true, hostname: 'evil.example' },
      { success: true, hostname: 'shop.example', action: 'login' },
      { success: true, score: 0.1 },
    ]) {
      answer = verdict;
      assert.equal(problem(await relay.start({ challenge: 'token' })), '403 challenge_failed');
    }
    answer = { success: true, hostname: 'shop.example', action: 'otp', score: 0.9 };
    assert.equal((await relay.start({ challenge: 'token' })).status, 201);
  });

  it('refuse with a clear code while they are down, or our own key is wrong', async () => {
    for (const verdict of ['<html>', { success: false, 'error-codes': ['invalid-input-secret'] }]) {
      answer = verdict;
      assert.equal(problem(await under().start({ challenge: 'token' })), '503 provider_unavailable');
    }
    const relay = under(1);
    const refused = await relay.start({ challenge: 'token', to: RECIPIENT });
    assert.equal(problem(refused), '503 provider_unavailable');
    assert.match(refused.body.detail ?? '', /bot check/);
    assert.equal(relay.simulator.calls.start, 0);
  });
});
