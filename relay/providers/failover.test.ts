import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { relayUnderTest, testClock } from '../../demo/simulators/relay-fixture.ts';
import type { RelayUnderTest, TestClock } from '../../demo/simulators/relay-fixture.ts';
import { createWavixSimulator, defaultService } from '../../demo/simulators/wavix.ts';
import type { WavixSimulator } from '../../demo/simulators/wavix.ts';
import { createWayscloudSimulator } from '../../demo/simulators/wayscloud.ts';
import type { WayscloudSimulator } from '../../demo/simulators/wayscloud.ts';
import { parseRecipient } from '../recipient.ts';
import { failover } from './failover.ts';
import type { FailoverOptions } from './failover.ts';
import type { Provider } from './provider.ts';
import { wavix } from './wavix.ts';
import { wayscloud } from './wayscloud.ts';

const RECIPIENT = '+37128782931';

/** How a provider is broken: before the request leaves, after it was acted on, or by its answer. */
type Trouble = 'none' | 'unreachable' | 'lost' | 401 | 429 | 500;

type Pair = {
  readonly provider: Provider;
  readonly wavix: WavixSimulator;
  readonly wayscloud: WayscloudSimulator;
  readonly clock: TestClock;
  /** What is wrong with each from now on. */
  readonly trouble: { wavix: Trouble; wayscloud: Trouble };
  /** Codes that were made, by both. */
  codes(): number;
};

function pair(options: Partial<FailoverOptions> = {}): Pair {
  const clock = testClock();
  const first = createWavixSimulator({ apiKey: 'key', clock: clock.now });
  const second = createWayscloudSimulator({ apiKey: 'key', clock: clock.now });
  const trouble: Pair['trouble'] = { wavix: 'none', wayscloud: 'none' };
  const broken =
    (name: keyof Pair['trouble'], fetch: typeof globalThis.fetch) =>
    async (url: string, init: RequestInit): Promise<Response> => {
      const wrong = trouble[name];
      if (wrong === 'unreachable') throw Object.assign(new TypeError('fetch failed'), { code: 'ECONNREFUSED' });
      if (wrong === 'none' || wrong === 'lost') {
        const response = await fetch(url, init);
        if (wrong === 'none') return response;
        throw new TypeError('fetch failed');
      }
      return Response.json({ message: 'no' }, { status: wrong });
    };
  const common = { apiKey: 'key', now: clock.now, timeout: 1000 };
  const provider = failover({
    providers: [
      wavix({ ...common, serviceId: defaultService.id, sleep: async () => {}, fetch: broken('wavix', first.fetch) }),
      wayscloud({ ...common, codeLength: 4, fetch: broken('wayscloud', second.fetch) }),
    ],
    breaker: { now: clock.now },
    ...options,
  });
  const codes = (): number => first.calls.start + first.calls.resend + second.calls.start;
  return { provider, wavix: first, wayscloud: second, clock, trouble, codes };
}

const start = (provider: Provider, to = RECIPIENT): ReturnType<Provider['start']> =>
  provider.start({ to, channel: 'sms' }, {});

async function startedBy(provider: Provider, to?: string): Promise<string> {
  const result = await start(provider, to);
  return result.outcome === 'sent' ? (result.session.split(':')[0] ?? '') : result.kind;
}

/** The relay on both, and the right code whoever made it last. */
function relayOn(two: Pair): RelayUnderTest & { readonly right: () => string } {
  const relay = relayUnderTest({ clock: two.clock, relay: { provider: two.provider, limitResendCooldown: '1s' } });
  return {
    ...relay,
    right: () => {
      const [made, other] = [[...two.wayscloud.sessions.keys()].at(-1), [...two.wavix.sessions.keys()].at(-1)];
      const code = made === undefined ? undefined : two.wayscloud.codeOf(made);
      return code ?? two.wavix.codeOf(other ?? '') ?? '';
    },
  };
}

describe('failover', () => {
  it('asks the first provider alone while it is well', async () => {
    const two = pair();
    assert.equal(await startedBy(two.provider), 'wavix');
    assert.equal(two.wayscloud.calls.start, 0);
  });

  for (const trouble of ['unreachable', 401, 429] as const) {
    it(`starts with the next one where the first surely sent nothing (${trouble})`, async () => {
      const two = pair();
      two.trouble.wavix = trouble;
      assert.equal(await startedBy(two.provider), 'wayscloud');
      assert.equal(two.codes(), 1);
    });
  }

  for (const trouble of ['lost', 500] as const) {
    it(`asks nobody else where a code may be on its way (${trouble})`, async () => {
      const two = pair();
      two.trouble.wavix = trouble;
      assert.equal(await startedBy(two.provider), 'unknown');
      assert.equal(two.wayscloud.calls.start, 0);
    });
  }

  it('says what may be otherwise in a while where nobody can send', async () => {
    const two = pair();
    Object.assign(two.trouble, { wavix: 'unreachable', wayscloud: 401 });
    const result = await start(two.provider);
    assert.equal(result.outcome === 'failure' && result.kind, 'unavailable');
    assert.match(result.outcome === 'failure' ? result.detail : '', /^wavix: .*; wayscloud: HTTP 401/);
  });

  it('stops asking one that is down, tries it later with one request, and trusts it again', async () => {
    const two = pair();
    two.trouble.wavix = 500;
    for (let time = 0; time < 3; time++) assert.equal(await startedBy(two.provider), 'unknown');
    assert.equal(await startedBy(two.provider), 'wayscloud', 'nobody pays for a fourth try');
    two.clock.pass(31);
    const [trial, ...others] = await Promise.all([1, 2, 3].map(() => startedBy(two.provider)));
    assert.deepEqual([trial, ...others], ['unknown', 'wayscloud', 'wayscloud']);
    two.trouble.wavix = 'none';
    two.clock.pass(31);
    assert.equal(await startedBy(two.provider), 'wavix');
    assert.equal(await startedBy(two.provider), 'wavix');
  });

  it('asks one that is down all the same where there is no other', async () => {
    const two = pair();
    Object.assign(two.trouble, { wavix: 'unreachable', wayscloud: 'unreachable' });
    for (let time = 0; time < 4; time++) await start(two.provider);
    two.trouble.wayscloud = 'none';
    assert.equal(await startedBy(two.provider), 'wayscloud');
  });

  it('goes by the country of the number where routes say so', async () => {
    const two = pair({
      routes: [
        { countries: ['NO', 'SE'], providers: ['wayscloud'] },
        { countries: ['*'], providers: ['wavix', 'wayscloud'] },
      ],
      countryOf: (to) => parseRecipient(to)?.country,
    });
    assert.equal(await startedBy(two.provider, '+4791234567'), 'wayscloud');
    assert.equal(await startedBy(two.provider), 'wavix');
    two.trouble.wayscloud = 'unreachable';
    assert.equal(await startedBy(two.provider, '+4791234567'), 'unavailable', 'a route names all that may serve it');
    const email = await two.provider.start({ to: 'ada@example.com', channel: 'email' }, {});
    assert.equal(email.outcome === 'failure' && email.kind, 'unavailable');
  });

  it('refuses to begin with providers that it cannot tell apart, or routes to nowhere', () => {
    const [one] = [pair().provider];
    assert.ok(one);
    assert.throws(() => failover({ providers: [] }), TypeError);
    assert.throws(() => failover({ providers: [one, one] }), TypeError);
    assert.throws(() => pair({ routes: [{ countries: ['*'], providers: ['infobip'] }] }), /"infobip"/);
  });

  it('lists what all of them have, each by a name of its own, and finds the events by it', async () => {
    const two = pair();
    await start(two.provider);
    const listed = await two.provider.list?.({ from: '2026-11-21', to: '2026-11-21' }, {});
    const [only] = listed?.outcome === 'listed' ? listed.verifications : [];
    assert.match(only?.id ?? '', /^wavix:[\da-f]{32}$/);
    const events = await two.provider.events?.(only?.id ?? '', {});
    assert.ok(events?.outcome === 'listed' && events.events?.length);
  });
});

describe('the relay on two providers', () => {
  it('verifies with the second when the first dies before the start', async () => {
    const two = pair();
    two.trouble.wavix = 'unreachable';
    const relay = relayOn(two);
    const { body } = await relay.start();
    assert.equal(body.codeLength, 4, 'the code is as long as its provider makes it');
    two.trouble.wavix = 'none';
    assert.equal((await relay.check(body.handle, relay.right())).body.status, 'verified');
    assert.equal(two.wavix.calls.check, 0);
  });

  it('moves a resend to the second, under the same handle, and takes only the newest code', async () => {
    const two = pair();
    const relay = relayOn(two);
    const { body } = await relay.start();
    const old = two.wavix.codeOf([...two.wavix.sessions.keys()][0] ?? '') ?? '';
    two.clock.pass(31);
    two.trouble.wavix = 'unreachable';
    const sent = await relay.send(body.handle, 'voice');
    assert.equal(sent.status, 200);
    assert.deepEqual([sent.body.channel, sent.body.codeLength, sent.body.attemptsRemaining], ['voice', 4, 5]);
    const misfit = await relay.check(body.handle, old);
    assert.deepEqual([misfit.status, misfit.body.code], [400, 'malformed_request']);
    assert.equal((await relay.check(body.handle, relay.right())).body.status, 'verified');
    assert.equal(two.codes(), 2);
  });

  it('leaves the old code good where nobody can send a new one', async () => {
    const two = pair();
    const relay = relayOn(two);
    const { body } = await relay.start();
    two.clock.pass(31);
    Object.assign(two.trouble, { wavix: 'unreachable', wayscloud: 'unreachable' });
    assert.equal((await relay.send(body.handle)).status, 503);
    Object.assign(two.trouble, { wavix: 'none', wayscloud: 'none' });
    assert.equal((await relay.check(body.handle, relay.right())).body.status, 'verified');
  });

  it('says that a check was not judged where its provider is gone, and asks no other', async () => {
    const two = pair();
    const relay = relayOn(two);
    const { body } = await relay.start();
    two.trouble.wavix = 'unreachable';
    const refused = await relay.check(body.handle, relay.right());
    assert.deepEqual([refused.status, refused.body.code], [503, 'provider_unavailable']);
    assert.equal(two.wayscloud.calls.check, 0);
    two.trouble.wavix = 'none';
    assert.equal((await relay.check(body.handle, relay.right())).body.status, 'verified');
  });

  it('cancels, and reads, by the provider that holds the session', async () => {
    const two = pair();
    two.trouble.wavix = 'unreachable';
    const relay = relayOn(two);
    const { body } = await relay.start();
    two.clock.pass(4);
    assert.equal((await relay.read(body.handle)).status, 200);
    assert.equal((await relay.cancel(body.handle)).status, 204);
    assert.deepEqual([two.wayscloud.calls.status > 0, two.wayscloud.calls.cancel], [true, 1]);
  });
});
