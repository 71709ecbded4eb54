/**
 * The adapter on the simulator in each of its variants, and on answers that no simulator would give. Long, because half
 * of what WAYSCloud answers is not documented, and each likely form is met.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { testClock } from '../../demo/simulators/relay-fixture.ts';
import { createWayscloudSimulator, defaultVariant } from '../../demo/simulators/wayscloud.ts';
import type { WayscloudSimulator, WayscloudVariant } from '../../demo/simulators/wayscloud.ts';
import type { Provider, SessionFacts } from './provider.ts';
import { providerSuite } from './suite.ts';
import type { ProviderSubject, Trouble } from './suite.ts';
import { wayscloud, wayscloudLocale } from './wayscloud.ts';
import type { WayscloudOptions, WayscloudProvider } from './wayscloud.ts';

const API_KEY = 'key';
const RECIPIENT = '+37128782931';

/** The simulator's magic number that ends with these digits; see demo/simulators/wayscloud.md. */
const magic = (digits: number): string => `+467017406${digits}`;

const TROUBLED: Readonly<Record<Trouble, string>> = {
  'bad-number': magic(30),
  'bad-key': magic(35),
  'no-balance': magic(32),
  'rate-limited': magic(40),
  'server-error': magic(41),
  html: magic(43),
  empty: magic(45),
  'lost-connection': magic(47),
  'no-answer': magic(48),
};

type Subject = ProviderSubject & { readonly provider: WayscloudProvider; readonly simulator: WayscloudSimulator };

function subject(variant: Partial<WayscloudVariant> = {}, options: Partial<WayscloudOptions> = {}): Subject {
  const clock = testClock();
  const simulator = createWayscloudSimulator({ apiKey: API_KEY, clock: clock.now, variant });
  const provider = wayscloud({
    apiKey: API_KEY,
    fetch: simulator.fetch,
    now: clock.now,
    timeout: 100,
    ...options,
  });
  return {
    provider,
    simulator,
    now: clock.now,
    pass: clock.pass,
    code: (session) => simulator.codeOf(session) ?? '',
    recipient: RECIPIENT,
    troubled: (trouble) => TROUBLED[trouble],
    sends: () => simulator.calls.start,
    sendsAfresh: true,
  };
}

const variants: readonly Partial<WayscloudVariant>[] = [
  {},
  { startStatus: 201 },
  ...([400, 401, 422] as const).flatMap((wrongCodeStatus) => [
    { wrongCodeStatus },
    { wrongCodeStatus, wrongCodeBody: 'detail' as const },
  ]),
  ...(['detail-list', 'detail-string', 'detail-object', 'error-object'] as const).flatMap((errorShape) => [
    { errorShape, lockoutStyle: '429detail' as const, expiredStyle: '410' as const, cancelledStyle: '409' as const },
    { errorShape, lockoutStyle: '409' as const, expiredStyle: '404' as const, recheckStyle: '409' as const },
  ]),
  { cancelStyle: 204 },
  { cancelTooLate: 404 },
  { invalidStatus: 400 },
  { statusGoesDelivered: 'off' },
  { statusBody: 'status-alone' },
  { undelivered: 'failed' },
  { secondStart: 'cancels' },
  { defaultLocale: 'no' },
];

for (const variant of variants) {
  const chosen = Object.entries(variant).map(([key, value]) => `${key}: ${value}`);
  providerSuite(`WAYSCloud (${chosen.join(', ') || 'as documented'})`, () => subject(variant));
}

it('meets every unknown that the simulator can play', () => {
  const played = new Set(variants.flatMap((variant) => Object.keys(variant)));
  // The balance is played by magic numbers, in both its forms.
  assert.deepEqual(
    Object.keys(defaultVariant).filter((key) => !played.has(key)),
    ['balance'],
  );
});

/** A verification that was started, and what the relay knows of it. */
async function started({ provider, now }: Subject, to: string = RECIPIENT, locale?: string): Promise<SessionFacts> {
  const result = await provider.start({ to, channel: 'sms', ...(locale !== undefined && { locale }) }, {});
  assert.equal(result.outcome, 'sent');
  const { session } = result;
  return { session, to, startedAt: now(), sentAt: now(), ...(locale !== undefined && { locale }) };
}

/** What is sent to WAYSCloud, and one answer to all of it. */
function answering(answer: () => Response): { readonly provider: WayscloudProvider; readonly sent: RequestInit[] } {
  const sent: RequestInit[] = [];
  const { provider } = subject(
    {},
    {
      fetch: async (_url, init) => {
        sent.push(init);
        return answer();
      },
    },
  );
  return { provider, sent };
}

const facts: SessionFacts = { session: 's', to: RECIPIENT, startedAt: 0, sentAt: 0 };
const start = { to: RECIPIENT, channel: 'sms' } as const;

describe('what WAYSCloud is asked', () => {
  it('gets the number with its plus, the length and life of the code, and its key in a header', async () => {
    const { provider, sent } = answering(() => new Response());
    await provider.start({ ...start, locale: 'nb-NO' }, {});
    assert.equal(new Headers(sent[0]?.headers).get('X-API-Key'), API_KEY);
    assert.deepEqual(JSON.parse(sent[0]?.body as string), {
      channel: 'sms',
      recipient: RECIPIENT,
      code_length: 6,
      ttl_seconds: 300,
      locale: 'no',
    });
  });

  it('sends codes as long and as lasting as it was told, by text, call and e-mail', async () => {
    const chosen = subject({}, { codeLength: 4, codeTtl: 60 });
    const { provider, simulator, pass } = chosen;
    assert.deepEqual(provider.capabilities.channels, ['sms', 'voice', 'email']);
    const result = await provider.start({ to: 'ada@example.com', channel: 'email' }, {});
    const session = result.outcome === 'sent' ? result.session : '';
    assert.match(simulator.codeOf(session) ?? '', /^\d{4}$/);
    pass(60);
    const checked = await provider.check({ ...facts, session }, simulator.codeOf(session) ?? '', {});
    assert.deepEqual(checked, { outcome: 'ended', status: 'expired' });
  });

  it('has five languages, found by RFC 4647, and is left to its default in any other', () => {
    const found = ['en-GB', 'NB', 'nn-NO', 'no', 'sv-SE', 'da', 'fi-FI', 'lv', 'nbx', 'sv-x-shop'].map(wayscloudLocale);
    assert.deepEqual(found, ['en', 'no', 'no', 'no', 'sv', 'da', 'fi', undefined, undefined, 'sv']);
  });
});

describe('another code from WAYSCloud', () => {
  it('comes from a new session, in the language of the first, and the old session is canceled', async () => {
    const chosen = subject();
    const { provider, simulator } = chosen;
    const old = await started(chosen, RECIPIENT, 'fi');
    const sent = await provider.send(old, 'sms', {});
    assert.equal(sent.outcome, 'sent');
    assert.equal(simulator.sessions.get(old.session)?.status, 'cancelled');
    assert.equal(simulator.sessions.get(sent.session ?? '')?.status, 'pending');
    assert.equal(simulator.sessions.get(sent.session ?? '')?.locale, 'fi');
  });

  for (const [digits, what] of [
    [74, 'is refused'],
    [75, 'finds nothing'],
  ] as const) {
    it(`is sent all the same where the cancel of the old session ${what}`, async () => {
      const chosen = subject();
      const sent = await chosen.provider.send(await started(chosen, magic(digits)), 'sms', {});
      assert.equal(sent.outcome, 'sent');
    });
  }

  it('is sent all the same where the cancel is never answered, and does not wait long for it', async (t) => {
    const patience: number[] = [];
    const { timeout } = AbortSignal;
    t.mock.method(AbortSignal, 'timeout', (ms: number) => {
      patience.push(ms);
      return timeout.call(AbortSignal, 10);
    });
    const chosen = subject();
    const old = await started(chosen);
    const provider = wayscloud({
      apiKey: API_KEY,
      fetch: (url, init) =>
        init.method === 'DELETE'
          ? new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(new Error('timeout'))))
          : chosen.simulator.fetch(url, init),
    });
    assert.equal((await provider.send(old, 'sms', {})).outcome, 'sent');
    assert.deepEqual(patience.slice(-2), [10_000, 2000]);
  });

  for (const [digits, kind] of [
    [50, 'unavailable'],
    [51, 'unknown'],
    [53, 'unknown'],
    [55, 'unknown'],
    [57, 'unknown'],
  ] as const) {
    it(`that meets trouble ${digits} is told as ${kind}, asked for once, and leaves the old session open`, async () => {
      const chosen = subject();
      const { provider, simulator } = chosen;
      const old = await started(chosen, magic(digits));
      const sent = await provider.send(old, 'sms', {});
      assert.equal(sent.outcome === 'failure' && sent.kind, kind);
      assert.equal(simulator.calls.start, 2);
      assert.equal(simulator.calls.cancel, 0);
      assert.deepEqual(await provider.check(old, chosen.code(old.session), {}), { outcome: 'match' });
    });
  }
});

describe('a check by WAYSCloud', () => {
  it('tells the attempts that are left, down to none', async () => {
    const chosen = subject();
    const old = await started(chosen);
    const wrong = chosen.code(old.session) === '000000' ? '000001' : '000000';
    const left: unknown[] = [];
    for (let attempt = 1; attempt <= 5; attempt++) {
      const checked = await chosen.provider.check(old, wrong, {});
      left.push(checked.outcome === 'mismatch' && checked.attemptsRemaining);
    }
    assert.deepEqual(left, [4, 3, 2, 1, 0]);
  });

  it('takes a 429 for a lockout only where the session has failed, else for a pause', async () => {
    const locked = subject();
    const old = await started(locked, magic(83));
    const wrong = locked.code(old.session) === '000000' ? '000001' : '000000';
    for (let attempt = 1; attempt <= 4; attempt++) await locked.provider.check(old, wrong, {});
    assert.deepEqual(await locked.provider.check(old, wrong, {}), { outcome: 'ended', status: 'failed' });

    const paused = subject();
    const open = await started(paused, magic(60));
    const refused = await paused.provider.check(open, '000000', {});
    assert.equal(refused.outcome === 'failure' && refused.kind, 'unavailable');
    assert.equal(refused.outcome === 'failure' && refused.retryAfter, 7);
    assert.deepEqual(await paused.provider.check(open, paused.code(open.session), {}), { outcome: 'match' });
  });

  it('that was refused with 429 is in doubt where the status cannot be had', async () => {
    const { provider } = answering(() => Response.json({ detail: 'Too many requests' }, { status: 429 }));
    const checked = await provider.check(facts, '000000', {});
    assert.equal(checked.outcome === 'failure' && checked.kind, 'unknown');
  });

  for (const [digits, shows] of [
    [61, '500'],
    [63, 'HTML'],
    [65, 'nothing'],
    [66, 'an error in a 200'],
    [67, 'a broken connection'],
  ] as const) {
    it(`that shows ${shows} is in doubt, and the status tells how it came out`, async () => {
      const chosen = subject();
      const { provider } = chosen;
      const open = await started(chosen, magic(digits));
      const checked = await provider.check(open, chosen.code(open.session), {});
      assert.equal(checked.outcome === 'failure' && checked.kind, 'unknown');
      const inspected = await provider.inspect(open, 'full', {});
      const isDone = digits === 65 || digits === 67;
      assert.equal(inspected.outcome === 'inspected' && inspected.status, isDone ? 'verified' : 'pending');
    });
  }

  for (const body of [
    { error: 'invalid_code' },
    { detail: 'Invalid code' },
    { detail: { error: 'invalid_code' } },
    { error: { code: 'INVALID_CODE', message: 'The code does not match' } },
    { error: { code: 'INVALID_PARAMETER', message: 'Wrong code' } },
  ]) {
    it(`knows a wrong code without its status: ${JSON.stringify(body)}`, async () => {
      const { provider } = answering(() => Response.json(body, { status: 401 }));
      assert.deepEqual(await provider.check(facts, '000000', {}), { outcome: 'mismatch' });
    });
  }

  it('finds the attempts that are left wherever they stand', async () => {
    const body = { error: { code: 'INVALID_CODE', message: '', details: { attempts_remaining: 2 } } };
    const { provider } = answering(() => Response.json(body, { status: 422 }));
    const checked = await provider.check(facts, '000000', {});
    assert.deepEqual(checked, { outcome: 'mismatch', attemptsRemaining: 2 });
  });

  it('is never a match that the vendor did not say in so many words', async () => {
    for (const body of [{}, { verified: true }, { status: 'approved' }, { status: 'delivered' }, [], 'verified']) {
      const { provider } = answering(() => Response.json(body));
      assert.notEqual((await provider.check(facts, '000000', {})).outcome, 'match', JSON.stringify(body));
    }
  });

  it('that is refused tells of the session, not of the code, and nothing where the fault is theirs', async () => {
    const outcome = async (status: number): Promise<unknown> => {
      const { provider } = answering(() => Response.json({ status: 'verified' }, { status }));
      const checked = await provider.check(facts, '000000', {});
      return checked.outcome === 'ended' ? checked.status : checked.outcome;
    };
    assert.deepEqual(await Promise.all([400, 409, 500, 503].map(outcome)), [
      'verified',
      'verified',
      'failure',
      'failure',
    ]);
  });

  it('with a key that is refused judges nothing', async () => {
    const { provider } = answering(() => Response.json({ detail: 'Invalid API key' }, { status: 401 }));
    const checked = await provider.check(facts, '000000', {});
    assert.equal(checked.outcome === 'failure' && checked.kind, 'rejected');
  });
});

describe('the status of a session at WAYSCloud', () => {
  it('tells that the code has arrived, and by which way', async () => {
    const chosen = subject();
    const open = await started(chosen);
    const before = await chosen.provider.inspect(open, 'light', {});
    assert.deepEqual(before, { outcome: 'inspected', status: 'pending', delivery: null });
    chosen.pass(2);
    assert.deepEqual(await chosen.provider.inspect(open, 'light', {}), {
      outcome: 'inspected',
      status: 'pending',
      delivery: { channel: 'sms', status: 'delivered' },
    });
  });

  it('tells of no delivery where it does not say by which way', async () => {
    const chosen = subject({ statusBody: 'status-alone' });
    const open = await started(chosen);
    chosen.pass(2);
    const inspected = await chosen.provider.inspect(open, 'light', {});
    assert.deepEqual(inspected, { outcome: 'inspected', status: 'pending', delivery: null });
  });

  it('is not known where it is a word that nobody knows, or the session cannot be found', async () => {
    for (const answer of [
      () => Response.json({ status: 'sent' }),
      () => Response.json({ detail: 'Session not found' }, { status: 404 }),
      () => new Response('<p>', { status: 200 }),
    ]) {
      const inspected = await answering(answer).provider.inspect(facts, 'full', {});
      assert.equal(inspected.outcome === 'failure' && inspected.kind, 'unknown');
    }
  });
});

describe('a start that WAYSCloud refuses', () => {
  const refusals: readonly [digits: number, kind: string][] = [
    [23, 'channel_not_available'],
    [30, 'invalid_recipient'],
    [32, 'rejected'],
    [33, 'rejected'],
    [36, 'rejected'],
    [38, 'invalid_recipient'],
    [46, 'rejected'],
  ];
  for (const errorShape of ['detail-list', 'detail-string', 'detail-object', 'error-object'] as const) {
    it(`is told for what it is, in errors of the shape ${errorShape}`, async () => {
      const { provider } = subject({ errorShape });
      for (const [digits, kind] of refusals) {
        const failed = await provider.start({ to: magic(digits), channel: 'voice' }, {});
        assert.equal(failed.outcome === 'failure' && failed.kind, kind, String(digits));
      }
    });
  }

  it('for a length that it does not know is a fault of ours, not of the recipient', async () => {
    const { provider } = subject({}, { codeLength: 9 });
    const failed = await provider.start(start, {});
    assert.equal(failed.outcome === 'failure' && failed.kind, 'rejected');
  });

  it('for a conflict may be asked for later', async () => {
    const { provider } = answering(() => Response.json({ detail: 'A session is open' }, { status: 409 }));
    const failed = await provider.start(start, {});
    assert.equal(failed.outcome === 'failure' && failed.kind, 'unavailable');
  });

  it('tells what to look for, and shows neither number, address, session nor key', async () => {
    const session = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    const detail = `${RECIPIENT}, ada@example.com, ${session} and wayscloud_verify_abcdefghij_${'k'.repeat(56)}`;
    const { provider } = answering(() => Response.json({ detail }, { status: 403 }));
    assert.deepEqual(await provider.start(start, {}), {
      outcome: 'failure',
      kind: 'rejected',
      detail: 'HTTP 403 …, …, … and …: the key is one of another service, or Verify is not activated or not paid for',
    });
  });
});

describe('a start that WAYSCloud answers oddly', () => {
  it('may have members that nobody knows, and lack those that are not needed', async () => {
    const { provider } = answering(() => Response.json({ session_id: 'x', message: 'Code sent', new_member: {} }));
    assert.deepEqual(await provider.start(start, {}), { outcome: 'sent', session: 'x' });
  });

  it('is in doubt where there is a session, but not an open one', async () => {
    for (const body of [
      { session_id: 'x', status: 'failed' },
      { session_id: 'x', error: 'delivery_failed' },
    ]) {
      const failed = await answering(() => Response.json(body)).provider.start(start, {});
      assert.equal(failed.outcome === 'failure' && failed.kind, 'unknown');
    }
  });

  it('is never followed elsewhere with the key', async () => {
    const { provider, sent } = answering(() => new Response(null, { status: 302, headers: { Location: 'https://x' } }));
    const failed = await provider.start(start, {});
    assert.equal(failed.outcome === 'failure' && failed.kind, 'unknown');
    assert.equal(sent[0]?.redirect, 'manual');
  });
});

describe('the network to WAYSCloud', () => {
  const call = async (provider: Provider): Promise<unknown> => {
    const failed = await provider.start(start, {});
    return failed.outcome === 'failure' && failed.kind;
  };

  const listen = async (): Promise<{ readonly server: Server; readonly baseUrl: string }> => {
    const server = createServer((request) => {
      if (request.headers['x-stall'] === undefined) request.socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  };

  it('that breaks or stalls may have sent something', async (t) => {
    const { server, baseUrl } = await listen();
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    const options = { apiKey: 'k', baseUrl, timeout: 150 };
    assert.equal(await call(wayscloud(options)), 'unknown');
    const stalled = wayscloud({
      ...options,
      fetch: (url, init) => fetch(url, { ...init, headers: { 'x-stall': '1' } }),
    });
    assert.equal(await call(stalled), 'unknown');
  });

  it('that refuses the connection has surely sent nothing', async () => {
    // A port that nobody has spoken to: a connection that is being closed would be no refusal.
    const { server, baseUrl } = await listen();
    server.close();
    await once(server, 'close');
    assert.equal(await call(wayscloud({ apiKey: 'k', baseUrl })), 'unavailable');
  });
});
