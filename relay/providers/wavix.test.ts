import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { testClock } from '../../demo/simulators/relay-fixture.ts';
import { createWavixSimulator, defaultService, defaultVariant } from '../../demo/simulators/wavix.ts';
import type { WavixSimulator, WavixVariant } from '../../demo/simulators/wavix.ts';
import type { Provider } from './provider.ts';
import { providerSuite } from './suite.ts';
import type { ProviderSubject, Trouble } from './suite.ts';
import { wavix } from './wavix.ts';
import type { WavixOptions, WavixProvider } from './wavix.ts';

const API_KEY = 'key';

/** The simulator's magic numbers for each trouble of a start; see demo/simulators/wavix.md. */
const TROUBLED: Readonly<Record<Trouble, string>> = {
  'bad-number': '+46701740630',
  'bad-key': '+46701740635',
  'no-balance': '+46701740632',
  'rate-limited': '+46701740640',
  'server-error': '+46701740641',
  html: '+46701740643',
  empty: '+46701740645',
  'lost-connection': '+46701740647',
  'no-answer': '+46701740648',
};

type Subject = ProviderSubject & { readonly provider: WavixProvider; readonly simulator: WavixSimulator };

function subject(variant: Partial<WavixVariant> = {}, options: Partial<WavixOptions> = {}): Subject {
  const clock = testClock();
  const simulator = createWavixSimulator({ apiKey: API_KEY, clock: clock.now, variant });
  const provider = wavix({
    apiKey: API_KEY,
    serviceId: defaultService.id,
    fetch: simulator.fetch,
    now: clock.now,
    sleep: async () => {},
    timeout: 100,
    ...options,
  });
  return {
    provider,
    simulator,
    now: clock.now,
    pass: clock.pass,
    code: (session) => simulator.codeOf(session) ?? '',
    recipient: '+37128782931',
    troubled: (trouble) => TROUBLED[trouble],
    sends: () => simulator.calls.start + simulator.calls.resend,
  };
}

const variants: readonly Partial<WavixVariant>[] = [
  {},
  { cancelStyle: 204 },
  { expiredStyle: 'is_valid_false' },
  { wrongStyle: 'error400' },
  { unknownSession: 404 },
  { attemptsScope: 'session' },
  { attemptsFlip: 'sixth' },
  { errorCode012: true },
  { lookupName: 'lookup' },
  { failoverCode: 'new' },
  { countsFailover: true },
  { plusInTo: 'reject' },
  { verifiedRecheck: 'is_valid_true' },
  { sendStatus: 'success' },
  { successFalseIn200: true },
  { sessionUrl: 'absent' },
];

for (const variant of variants) {
  const [[key, value] = ['as documented', '']] = Object.entries(variant);
  providerSuite(`Wavix (${key}${value === '' ? '' : `: ${String(value)}`})`, () => subject(variant));
}

it('meets every unknown that the simulator can play', () => {
  const played = new Set(variants.flatMap((variant) => Object.keys(variant)));
  // The balance is played by magic numbers, in both its forms.
  assert.deepEqual(
    Object.keys(defaultVariant).filter((key) => !played.has(key)),
    ['balance'],
  );
});

describe('what Wavix is asked', () => {
  it('gets digits alone, the Bearer key, and never a second send for one start', async () => {
    const { provider, simulator } = subject({ plusInTo: 'reject' });
    await provider.start({ to: '+37128782931', channel: 'sms', locale: 'lv' }, {});
    assert.equal(simulator.calls.start, 1);
    await provider.start({ to: TROUBLED['server-error'], channel: 'sms' }, {});
    assert.equal(simulator.calls.start, 2);
  });

  it('has its events read once more after a 5xx, and the list never twice for one answer', async () => {
    const { provider, simulator, now } = subject();
    const sentAt = now();
    const started = await provider.start({ to: '+46701740670', channel: 'sms' }, {});
    const session = started.outcome === 'sent' ? started.session : '';
    const facts = { session, to: '+46701740670', startedAt: sentAt, sentAt };
    assert.equal((await provider.inspect(facts, 'light', {})).outcome, 'inspected');
    assert.equal(simulator.calls.events, 2);
    await provider.cancel(facts, {});
    await provider.check(facts, '123456', {});
    assert.equal(simulator.calls.list, 1);
  });

  it('explains a refused check by the session’s events, at a cost that does not grow with the day’s traffic', async () => {
    const { provider, simulator, now, pass } = subject();
    for (let other = 0; other < 500; other++) {
      await provider.start({ to: `+3712878${String(1000 + other)}`, channel: 'sms' }, {});
    }
    const sentAt = now();
    const started = await provider.start({ to: '+37128782931', channel: 'sms' }, {});
    const session = started.outcome === 'sent' ? started.session : '';
    const facts = { session, to: '+37128782931', startedAt: sentAt, sentAt };
    pass(305);
    assert.deepEqual(await provider.check(facts, '000000', {}), { outcome: 'ended', status: 'expired' });
    assert.equal(simulator.calls.list, 0);
    assert.ok(simulator.bytes.events + simulator.bytes.check < 2000);
  });

  it('does not take an event for a status: a code counts as right only where the session is verified', async () => {
    const events = [
      { created_at: '2026-11-21T12:00:05.000Z', event: 'Verification', status: 'success', charge: '0', error: null },
    ];
    const session = '5f1a8680201511eeafdfcfc3dedfac51';
    const list = [{ created_at: '2026-11-21T12:00:00.000Z', session_id: session, status: 'pending' }];
    const { provider, now } = subject(
      {},
      { fetch: async (url) => Response.json(url.includes('/events') ? events : list) },
    );
    const inspected = await provider.inspect(
      { session, to: '+37128782931', startedAt: now(), sentAt: now() },
      'full',
      {},
    );
    assert.equal(inspected.outcome === 'inspected' && inspected.status, 'pending');
  });
});

describe('what Wavix answers', () => {
  it('may have members that nobody knows, and lack those that are not needed', async () => {
    const { provider } = subject(
      {},
      { fetch: async () => Response.json({ success: true, session_id: 'x', new_member: { a: 1 } }) },
    );
    assert.deepEqual(await provider.start({ to: '+37128782931', channel: 'sms' }, {}), {
      outcome: 'sent',
      session: 'x',
    });
  });

  it('is never followed elsewhere with the key', async () => {
    const seen: RequestInit[] = [];
    const { provider } = subject(
      {},
      {
        fetch: async (_url, init) => {
          seen.push(init);
          return new Response(null, { status: 302, headers: { Location: 'https://evil.example/' } });
        },
      },
    );
    const failed = await provider.start({ to: '+37128782931', channel: 'sms' }, {});
    assert.equal(failed.outcome === 'failure' && failed.kind, 'unknown');
    assert.equal(seen[0]?.redirect, 'manual');
  });

  it('tells a 403 with what to look for, and shows neither number nor session in its detail', async () => {
    const { provider } = subject();
    const failed = await provider.start({ to: '+46701740636', channel: 'sms' }, {});
    assert.match(failed.outcome === 'failure' ? failed.detail : '', /403.*source addresses/);
    const talkative = subject(
      {},
      {
        fetch: async () =>
          Response.json(
            { success: false, message: 'Number 37128782931 in 5f1a8680201511eeafdfcfc3dedfac51 is bad' },
            { status: 400 },
          ),
      },
    );
    const refused = await talkative.provider.start({ to: '+37128782931', channel: 'sms' }, {});
    assert.deepEqual(refused, {
      outcome: 'failure',
      kind: 'invalid_recipient',
      detail: 'HTTP 400 Number … in … is bad',
    });
  });
});

describe('the network', () => {
  const call = async (provider: Provider): Promise<unknown> => {
    const failed = await provider.start({ to: '+37128782931', channel: 'sms' }, {});
    return failed.outcome === 'failure' && failed.kind;
  };

  it('that refuses the connection has surely sent nothing; one that breaks or stalls may have', async () => {
    const server = createServer((request) => {
      if (request.headers['x-stall'] === undefined) request.socket.destroy();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const options = { apiKey: 'k', serviceId: 's', baseUrl: `http://127.0.0.1:${port}/v1` };
    assert.equal(await call(wavix(options)), 'unknown');
    const stalled = wavix({
      ...options,
      timeout: 150,
      fetch: (url, init) => fetch(url, { ...init, headers: { 'x-stall': '1' } }),
    });
    assert.equal(await call(stalled), 'unknown');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    // A port that nobody has spoken to: a connection that is kept would break instead of being refused.
    const unused = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => unused.once('listening', resolve));
    const { port: closed } = unused.address() as AddressInfo;
    await new Promise((resolve) => unused.close(resolve));
    assert.equal(await call(wavix({ ...options, baseUrl: `http://127.0.0.1:${closed}/v1` })), 'unavailable');
    assert.equal(await call(wavix({ ...options, baseUrl: 'http://nowhere.invalid' })), 'unavailable');
  });
});
