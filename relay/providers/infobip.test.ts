import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import {
  createInfobipSimulator,
  defaultApplicationId,
  defaultMessages,
  defaultVariant,
  documentedConfiguration,
} from '../../demo/simulators/infobip.ts';
import type { InfobipSimulator, InfobipSimulatorOptions, InfobipVariant } from '../../demo/simulators/infobip.ts';
import { testClock } from '../../demo/simulators/relay-fixture.ts';
import { infobip } from './infobip.ts';
import type { InfobipOptions } from './infobip.ts';
import type { Provider, SessionFacts } from './provider.ts';
import { providerSuite } from './suite.ts';
import type { ProviderSubject, Trouble } from './suite.ts';

const API_KEY = 'key-that-nobody-may-see';

/** The simulator's magic numbers for each trouble of a start; see demo/simulators/infobip.md. */
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

const RECIPIENT = '+37128782931';
const ADDRESS = 'liene@example.com';

type Subject = ProviderSubject & { readonly provider: Provider; readonly simulator: InfobipSimulator };

async function subject(
  simulated: InfobipSimulatorOptions = {},
  options: Partial<InfobipOptions> = {},
): Promise<Subject> {
  const clock = testClock();
  const simulator = createInfobipSimulator({ apiKey: API_KEY, clock: clock.now, ...simulated });
  const provider = await infobip({
    apiKey: API_KEY,
    applicationId: defaultApplicationId,
    messages: defaultMessages,
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
    sends: () => simulator.calls.start + simulator.calls.resend,
  };
}

const variants: readonly Partial<InfobipVariant>[] = [
  {},
  { sendLimit: '400' },
  { verifyTooFast: '400' },
  { verifyTooFast: 'ignore' },
  { reverify: '404' },
  { reverify: 'verified_false' },
  { successAttemptsRemaining: 'left' },
  { pinErrorOnSuccess: 'NO_ERROR' },
  { pinErrors: 'PIN_EXPIRED' },
  { lastWrong: 'NO_MORE_PIN_ATTEMPTS' },
  { lookup: 'not_configured' },
  { lookup: 'not_reachable' },
  { resendTtl: 'extend' },
  { resendCounts: false },
  { resendOver: '400' },
  { resendOver: 'sent' },
  { unknownObject: 404 },
  { plusInTo: 'reject' },
  { exception: 'policyException' },
  { throttle: 'E429' },
];

for (const variant of variants) {
  const [[key, value] = ['as documented', '']] = Object.entries(variant);
  providerSuite(`Infobip (${key}${value === '' ? '' : `: ${String(value)}`})`, () => subject({ variant }), [
    'cancel',
    'inspect',
  ]);
}

providerSuite('Infobip (by its own defaults)', () => subject({ configuration: documentedConfiguration }), [
  'cancel',
  'inspect',
]);

it('meets every unknown that the simulator can play', () => {
  const played = new Set(variants.flatMap((variant) => Object.keys(variant)));
  // The balance is played by magic numbers, in both its forms.
  assert.deepEqual(
    Object.keys(defaultVariant).filter((key) => !played.has(key)),
    ['balance'],
  );
});

/** A started verification, as the relay knows it. */
async function started(
  { provider, now }: Subject,
  to = RECIPIENT,
  channel: 'sms' | 'voice' | 'email' = 'sms',
  locale?: string,
): Promise<SessionFacts> {
  const sentAt = now();
  const result = await provider.start({ to, channel, ...(locale !== undefined && { locale }) }, {});
  assert.equal(result.outcome, 'sent');
  return { session: result.session, to, startedAt: sentAt, sentAt };
}

/** What an answer of Infobip's is taken for, whatever the simulator would say. */
async function told(
  call: 'start' | 'send' | 'check',
  answer: () => Response | Promise<Response>,
  channel: 'sms' | 'voice' | 'email' = 'sms',
): Promise<unknown> {
  const { provider } = await subject(
    {},
    {
      codeLength: 6,
      fetch: async (_, init) => (init.method === 'GET' ? new Response(null, { status: 503 }) : answer()),
    },
  );
  const to = channel === 'email' ? ADDRESS : RECIPIENT;
  const facts = { session: 'A'.repeat(32), to, startedAt: 0, sentAt: 0 };
  if (call === 'check') return provider.check(facts, '123456', {});
  return call === 'send' ? provider.send(facts, channel, {}) : provider.start({ to, channel }, {});
}

const refusal = (status: number, messageId: string, text: string, validationErrors?: object): Response =>
  Response.json({ requestError: { serviceException: { messageId, text, validationErrors } } }, { status });

const kindOf = (result: unknown): unknown => (result as { readonly kind?: unknown }).kind;

describe('what Infobip is asked', () => {
  it('gets digits alone, no look-up, and the template of the language that fits best', async () => {
    const asked: { readonly url: string; readonly body: Record<string, unknown> }[] = [];
    const { simulator } = await subject();
    const { provider } = await subject(
      {},
      {
        fetch: (url, init) => {
          if (typeof init.body === 'string') asked.push({ url, body: JSON.parse(init.body) as never });
          return simulator.fetch(url, init);
        },
      },
    );
    for (const locale of ['lv-LV', 'no', 'pt-BR', 'xx', undefined]) {
      await provider.start({ to: RECIPIENT, channel: 'sms', ...(locale !== undefined && { locale }) }, {});
    }
    assert.deepEqual(asked[0], {
      url: 'https://api.infobip.com/2fa/2/pin?ncNeeded=false',
      body: { applicationId: defaultApplicationId, messageId: defaultMessages.sms?.['lv'], to: '37128782931' },
    });
    assert.deepEqual(
      asked.map(({ body }) => body['messageId']),
      ['lv', 'nb', 'pt', 'en', 'en'].map((language) => defaultMessages.sms?.[language]),
    );
  });

  it('sends what the template says, by each channel, and never twice for one start', async () => {
    const infobipSubject = await subject();
    const { simulator, pass } = infobipSubject;
    const messages: string[] = [];
    simulator.onMessage(({ to, text }) =>
      messages.push(`${to}: ${text.replaceAll(/\d(, \d)*\d{0,5}(?=\.|$)/g, 'CODE')}`),
    );
    await started(infobipSubject, RECIPIENT, 'sms', 'de');
    await started(infobipSubject, RECIPIENT, 'voice', 'sv');
    await started(infobipSubject, ADDRESS, 'email');
    pass(3);
    simulator.tick();
    assert.deepEqual(messages, [
      '+37128782931: Ihr Bestätigungscode lautet CODE. Geben Sie ihn nicht weiter.',
      '+37128782931: Hej. Din verifieringskod är: CODE. Tryck 1 för att höra den igen.',
      'liene@example.com: Your verification code is CODE',
    ]);
    assert.equal(simulator.calls.start, 3);
  });

  it('names a sender only where it can be one', async () => {
    const senders = async (from: string): Promise<unknown[]> => {
      const asked: unknown[] = [];
      const simulator = createInfobipSimulator({ apiKey: API_KEY });
      const { provider } = await subject(
        {},
        {
          from,
          fetch: (url, init) => {
            if (typeof init.body === 'string') asked.push((JSON.parse(init.body) as { from?: string }).from);
            return simulator.fetch(url, init);
          },
        },
      );
      await provider.start({ to: RECIPIENT, channel: 'sms' }, {});
      await provider.start({ to: RECIPIENT, channel: 'voice' }, {});
      await provider.start({ to: ADDRESS, channel: 'email' }, {});
      return asked;
    };
    assert.deepEqual(await senders('Shop'), ['Shop', undefined, undefined]);
    assert.deepEqual(await senders('37167000000'), ['37167000000', '37167000000', undefined]);
    assert.deepEqual(await senders('Shop <otp@shop.example>'), [undefined, undefined, 'Shop <otp@shop.example>']);
  });

  it('sends the same code again, in the same session, by e-mail as well', async () => {
    const infobipSubject = await subject();
    const { provider, simulator, pass } = infobipSubject;
    const facts = await started(infobipSubject, ADDRESS, 'email');
    const code = simulator.codeOf(facts.session);
    pass(30);
    assert.deepEqual(await provider.send(facts, 'email', {}), { outcome: 'sent', channel: 'email' });
    assert.equal(simulator.codeOf(facts.session), code);
    assert.equal(provider.capabilities.earlierCodes, 'valid');
    assert.deepEqual(await provider.check(facts, code ?? '', {}), { outcome: 'match' });
  });

  it('is not asked for a channel that has no template', async () => {
    const { provider, simulator } = await subject({}, { messages: { sms: defaultMessages.sms ?? {} } });
    assert.deepEqual(provider.capabilities.channels, ['sms']);
    const failed = await provider.start({ to: RECIPIENT, channel: 'voice' }, {});
    assert.equal(kindOf(failed), 'channel_not_available');
    assert.equal(simulator.calls.start, 0);
  });
});

describe('what Infobip says of a send', () => {
  it('within a 200 may be that nothing was sent', async () => {
    const sent = (body: object, channel: 'sms' | 'voice' | 'email' = 'sms') =>
      told('start', () => Response.json({ pinId: 'A', to: '1', ...body }), channel);
    assert.equal(kindOf(await sent({ smsStatus: 'MESSAGE_NOT_SENT' })), 'channel_not_available');
    const unreachable = { smsStatus: 'MESSAGE_NOT_SENT', ncStatus: 'NC_DESTINATION_NOT_REACHABLE' };
    assert.equal(kindOf(await sent(unreachable)), 'invalid_recipient');
    assert.equal(kindOf(await sent({ callStatus: 'REJECTED_NOT_ENOUGH_CREDITS' }, 'voice')), 'rejected');
    assert.equal(kindOf(await sent({ callStatus: 'REJECTED_FLOODING_FILTER' }, 'voice')), 'unavailable');
    const rejected = { emailStatus: { name: 'UNDELIVERABLE_REJECTED_OPERATOR' } };
    assert.equal(kindOf(await sent(rejected, 'email')), 'invalid_recipient');
    assert.deepEqual(await sent({ emailStatus: { name: 'PENDING_ACCEPTED' } }, 'email'), {
      outcome: 'sent',
      session: 'A',
    });
  });

  it('within a 200 without a PIN may be anything', async () => {
    assert.equal(kindOf(await told('start', () => Response.json({ to: '1', smsStatus: 'MESSAGE_SENT' }))), 'unknown');
    assert.equal(kindOf(await told('send', () => Response.json({}))), 'unknown');
  });

  it('may have members that nobody knows, and lack all but the PIN', async () => {
    assert.deepEqual(await told('start', () => Response.json({ pinId: 'B', tomorrow: [1] })), {
      outcome: 'sent',
      session: 'B',
    });
  });

  it('is a limit by its status or by the word, whichever limit it was', async () => {
    const limited = () => refusal(400, 'BAD_REQUEST', 'PIN send limit reached for 37128782931');
    assert.deepEqual(await told('start', limited), {
      outcome: 'failure',
      kind: 'unavailable',
      detail: 'HTTP 400 BAD_REQUEST PIN send limit reached for …',
    });
    assert.equal(kindOf(await told('send', limited)), 'unavailable');
    const gateway = await told('start', () =>
      Response.json({ errorCode: 'E429', description: 'Slow down' }, { status: 429, headers: { 'Retry-After': '12' } }),
    );
    assert.deepEqual(gateway, {
      outcome: 'failure',
      kind: 'unavailable',
      detail: 'HTTP 429 E429 Slow down',
      retryAfter: 12,
    });
  });

  it('is told by the member at fault: the recipient, or our own settings', async () => {
    const bad = (member: string) => refusal(400, 'BAD_REQUEST', 'Bad request', { [member]: ['is wrong'] });
    assert.equal(kindOf(await told('start', () => bad('to'))), 'invalid_recipient');
    assert.equal(kindOf(await told('start', () => bad('messageId'))), 'rejected');
    assert.equal(kindOf(await told('start', () => refusal(404, 'NOT_FOUND', 'Not found'))), 'rejected');
    assert.equal(kindOf(await told('start', () => refusal(402, 'PAYMENT', 'Pay for this number'))), 'rejected');
    assert.equal(
      kindOf(await told('start', () => refusal(400, 'X', 'Channel is not enabled'))),
      'channel_not_available',
    );
    assert.equal(kindOf(await told('start', () => refusal(400, 'X', 'Invalid MSISDN'))), 'invalid_recipient');
    assert.equal(kindOf(await told('start', () => new Response('?', { status: 418 }))), 'rejected');
  });

  it('is kept out of the log where it names a person, a session or the key', async () => {
    const failed = await told('start', () =>
      refusal(400, 'X', `37128782931 or ${ADDRESS} in 9C817C6F8AF3D48F9FE553282AFA2B67 is bad`),
    );
    assert.equal((failed as { detail: string }).detail, 'HTTP 400 X … or … in … is bad');
  });

  it('is that a PIN is over, where another message is asked for too late', async () => {
    for (const variant of [{}, { resendOver: '400' }] as const) {
      const infobipSubject = await subject({ variant });
      const { provider, pass } = infobipSubject;
      const facts = await started(infobipSubject);
      pass(601);
      assert.deepEqual(await provider.send(facts, 'sms', {}), { outcome: 'ended', status: 'expired' });
    }
  });

  it('is never followed elsewhere with the key', async () => {
    const seen: RequestInit[] = [];
    const { provider } = await subject(
      {},
      {
        codeLength: 6,
        fetch: async (_url, init) => {
          seen.push(init);
          return new Response(null, { status: 302, headers: { Location: 'https://evil.example/' } });
        },
      },
    );
    assert.equal(kindOf(await provider.start({ to: RECIPIENT, channel: 'sms' }, {})), 'unknown');
    assert.ok(seen.every(({ redirect }) => redirect === 'manual'));
  });
});

describe('what Infobip says of a code', () => {
  it('is how many attempts are left, on a wrong one alone', async () => {
    for (const successAttemptsRemaining of ['zero', 'left'] as const) {
      const infobipSubject = await subject({ variant: { successAttemptsRemaining } });
      const { provider, simulator, pass } = infobipSubject;
      const facts = await started(infobipSubject);
      assert.deepEqual(await provider.check(facts, 'wrong!', {}), { outcome: 'mismatch', attemptsRemaining: 4 });
      pass(3);
      const right = await provider.check(facts, simulator.codeOf(facts.session) ?? '', {});
      assert.deepEqual(right, { outcome: 'match' });
    }
  });

  it('is told by its verdict, never by the word of an error', async () => {
    const verdict = (body: object) => told('check', () => Response.json(body));
    assert.deepEqual(await verdict({ verified: true, pinError: 'NO_ERROR', attemptsRemaining: 0 }), {
      outcome: 'match',
    });
    assert.deepEqual(await verdict({ verified: false, pinError: 'NO_ERROR' }), { outcome: 'mismatch' });
    assert.deepEqual(await verdict({ verified: false, attemptsRemaining: -1 }), { outcome: 'mismatch' });
    assert.equal(kindOf(await verdict({ verified: 'true' })), 'unknown');
    assert.equal(kindOf(await verdict({ pinError: 'NO_ERROR' })), 'unknown');
  });

  it('is known by the parts of its name where it ends the PIN', async () => {
    const names = {
      TTL_EXPIRED: 'expired',
      PIN_EXPIRED: 'expired',
      NO_MORE_PIN_ATTEMPTS: 'failed',
      ATTEMPTS_EXCEEDED: 'failed',
    };
    for (const [pinError, status] of Object.entries(names)) {
      assert.deepEqual(await told('check', () => Response.json({ verified: false, pinError })), {
        outcome: 'ended',
        status,
      });
    }
  });

  it('is no judgement where it came too fast, and when to try again', async () => {
    for (const verifyTooFast of ['429', '400'] as const) {
      const infobipSubject = await subject({ variant: { verifyTooFast }, configuration: { verifyPinLimit: '1/3s' } });
      const { provider, simulator, pass } = infobipSubject;
      const facts = await started(infobipSubject);
      await provider.check(facts, '000000', {});
      pass(1);
      const code = simulator.codeOf(facts.session) ?? '';
      const failed = await provider.check(facts, code, {});
      assert.equal(failed.outcome === 'failure' && failed.kind, 'unavailable');
      assert.equal(failed.outcome === 'failure' && failed.retryAfter, 3);
      pass(2);
      assert.deepEqual(await provider.check(facts, code, {}), { outcome: 'match' });
    }
  });

  it('that was right before is right again where the application allows it, and else proves nothing', async () => {
    const again = async (simulated: InfobipSimulatorOptions): Promise<unknown> => {
      const infobipSubject = await subject(simulated);
      const { provider, simulator, pass } = infobipSubject;
      const facts = await started(infobipSubject);
      const code = simulator.codeOf(facts.session) ?? '';
      await provider.check(facts, code, {});
      pass(5);
      return provider.check(facts, code, {});
    };
    assert.deepEqual(await again({}), { outcome: 'match' });
    const single = { configuration: { allowMultiplePinVerifications: false } };
    const expired = { outcome: 'ended', status: 'expired' };
    assert.deepEqual(await again({ ...single, variant: { reverify: '400' } }), expired);
    assert.deepEqual(await again({ ...single, variant: { reverify: '404' } }), expired);
    assert.deepEqual(await again({ ...single, variant: { reverify: 'verified_false' } }), {
      outcome: 'mismatch',
      attemptsRemaining: 0,
    });
  });

  it('is nothing where Infobip refuses us', async () => {
    assert.equal(kindOf(await told('check', () => refusal(400, 'BAD_REQUEST', 'Bad request'))), 'rejected');
    assert.equal(kindOf(await told('check', () => new Response('<html>', { status: 404 }))), 'rejected');
    const forbidden = () => refusal(403, 'FORBIDDEN', 'The key is limited to other addresses');
    assert.equal(kindOf(await told('check', forbidden)), 'rejected');
    assert.equal(kindOf(await told('check', () => refusal(500, 'GENERAL_ERROR', 'Sorry'))), 'unknown');
  });
});

describe('the network to Infobip', () => {
  it('that refuses the connection has surely sent nothing; one that breaks or stalls may have', async () => {
    const server = createServer((request) => {
      if (request.headers['x-stall'] === undefined) request.socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const at = async (options: Partial<InfobipOptions> = {}): Promise<unknown> => {
      const provider = await infobip({
        apiKey: API_KEY,
        applicationId: defaultApplicationId,
        messages: defaultMessages,
        codeLength: 6,
        baseUrl: `http://127.0.0.1:${port}`,
        ...options,
      });
      return kindOf(await provider.start({ to: RECIPIENT, channel: 'sms' }, {}));
    };
    assert.equal(await at(), 'unknown');
    const headers = { 'x-stall': '1' };
    assert.equal(await at({ timeout: 150, fetch: (url, init) => fetch(url, { ...init, headers }) }), 'unknown');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    assert.equal(await at(), 'unavailable');
    assert.equal(await at({ baseUrl: 'http://nowhere.invalid' }), 'unavailable');
  });
});
