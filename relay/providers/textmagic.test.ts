import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { testClock } from '../../demo/simulators/relay-fixture.ts';
import { createTextmagicSimulator, defaultVariant } from '../../demo/simulators/textmagic.ts';
import type { TextmagicSession, TextmagicSimulator, TextmagicVariant } from '../../demo/simulators/textmagic.ts';
import type { Channel } from '../contract.ts';
import type { SessionFacts } from './provider.ts';
import { providerSuite } from './suite.ts';
import type { ProviderSubject, Trouble } from './suite.ts';
import { TEXTMAGIC_LANGUAGES } from './textmagic-language.ts';
import { textmagic } from './textmagic.ts';
import type { TextmagicOptions, TextmagicProvider } from './textmagic.ts';

const RECIPIENT = '+37128782931';

/** The simulator's magic numbers for each trouble of a start; see demo/simulators/textmagic.md. */
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

type Subject = ProviderSubject & { readonly provider: TextmagicProvider; readonly simulator: TextmagicSimulator };

const ACCOUNT = { username: 'shop', apiKey: 'key', brand: 'Shop' } as const;

function setUp(variant: Partial<TextmagicVariant> = {}, options: Partial<TextmagicOptions> = {}): Subject {
  const clock = testClock();
  const simulator = createTextmagicSimulator({ ...ACCOUNT, clock: clock.now, variant });
  const provider = textmagic({
    ...ACCOUNT,
    fetch: simulator.fetch,
    now: clock.now,
    sleep: async (ms) => clock.pass(ms / 1000),
    timeout: 100,
    ...options,
  });
  return {
    provider,
    simulator,
    now: clock.now,
    pass(seconds) {
      clock.pass(seconds);
      simulator.tick();
    },
    code: (session) => simulator.codeOf(session) ?? '',
    recipient: RECIPIENT,
    troubled: (trouble) => TROUBLED[trouble],
    sends: () => simulator.calls.start,
    vendorAttempts: variant.maxAttempts ?? defaultVariant.maxAttempts,
    sendsAfresh: true,
  };
}

const variants: readonly Partial<TextmagicVariant>[] = [
  {},
  { startStatus: 201 },
  { wrong: 'common' },
  { maxAttempts: 5 },
  { cancelTooEarly: 403 },
  { cancelAfterSecondStep: 'accept' },
  { duplicateStart: 'accept' },
  { codeAsNumber: 'reject' },
  { plusInPhone: 'reject' },
  { unknownAtCheck: 404 },
];

for (const variant of variants) {
  const [[key, value] = ['as documented', '']] = Object.entries(variant);
  providerSuite(`Textmagic (${key}${value === '' ? '' : `: ${value}`})`, () => setUp(variant), ['inspect']);
}

it('meets every unknown that the simulator can play', () => {
  const played = new Set(variants.flatMap((variant) => Object.keys(variant)));
  // The balance is played by magic numbers, in both its forms; a Verify that is gone passes no suite.
  assert.deepEqual(
    Object.keys(defaultVariant).filter((key) => !played.has(key)),
    ['balance', 'verify'],
  );
});

/** A verification under way, and what the phone got. */
async function begun(
  { provider, simulator, now, code }: Subject,
  { to = RECIPIENT, channel = 'sms' }: { to?: string; channel?: Channel } = {},
): Promise<{ facts: SessionFacts; code: string; got: string[] }> {
  const got: string[] = [];
  simulator.onMessage((message) => got.push(`${message.channel} ${message.code}`));
  const sentAt = now();
  const started = await provider.start({ to, channel }, {});
  assert.equal(started.outcome, 'sent');
  const facts = { session: started.session, to, startedAt: sentAt, sentAt };
  return { facts, code: code(started.session), got };
}

/** What the simulator knows of the latest verification. */
const latest = ({ simulator }: Subject): TextmagicSession =>
  [...simulator.sessions.values()].at(-1) ?? assert.fail('none was started');

const statusOf = ({ simulator }: Subject, { session }: SessionFacts): string | undefined =>
  simulator.sessions.get(session)?.status;

const callsOf = ({ simulator }: Subject): string[] => simulator.requests.map(({ call, status }) => `${call} ${status}`);

describe('what Textmagic is asked', () => {
  it('is one text for sms and one call for voice, with digits alone and a code of six', async () => {
    const subject = setUp({ plusInPhone: 'reject' });
    await subject.provider.start({ to: RECIPIENT, channel: 'sms' }, {});
    assert.deepEqual(latest(subject).request, { phone: '37128782931', brand: 'Shop', codeLength: 6, workflowId: 6 });
    await subject.provider.start({ to: '+37128782932', channel: 'voice' }, {});
    assert.equal(latest(subject).request.workflowId, 7);
  });

  it('is what the operator has configured', async () => {
    const subject = setUp({}, { codeLength: 4, senderId: '447624800500', workflow: 2 });
    await subject.provider.start({ to: RECIPIENT, channel: 'sms' }, {});
    const { codeLength, senderId, workflowId } = latest(subject).request;
    assert.deepEqual([codeLength, senderId, workflowId], [4, '447624800500', 2]);
    assert.equal(subject.provider.capabilities.codeLength, 4);
    assert.match(latest(subject).code, /^\d{4}$/);
  });

  it('is the language of the request, else of the operator, else none', async () => {
    const languageOf = async (locale: string | undefined, options: Partial<TextmagicOptions> = {}) => {
      const subject = setUp({}, options);
      await subject.provider.start({ to: RECIPIENT, channel: 'sms', ...(locale !== undefined && { locale }) }, {});
      return latest(subject).request.language;
    };
    assert.equal(await languageOf('de-AT', { language: 'sv-se' }), 'de-de');
    assert.equal(await languageOf('lv', { language: 'sv-se' }), 'sv-se');
    assert.equal(await languageOf(undefined, { language: 'sv-se' }), 'sv-se');
    assert.equal(await languageOf('lv'), undefined);
  });

  it('may be each of Textmagic’s languages', async () => {
    for (const language of TEXTMAGIC_LANGUAGES) {
      const { provider } = setUp({}, { language });
      assert.equal((await provider.start({ to: RECIPIENT, channel: 'sms' }, {})).outcome, 'sent', language);
    }
  });

  it('is a code as text, so that its leading zeros count', async () => {
    const bodies: string[] = [];
    const { provider, now } = setUp(
      {},
      {
        fetch: async (_url, init) => {
          bodies.push(typeof init.body === 'string' ? init.body : '');
          return new Response(null, { status: 204 });
        },
      },
    );
    const facts = { session: 'x', to: RECIPIENT, startedAt: now(), sentAt: now() };
    assert.deepEqual(await provider.check(facts, '004210', {}), { outcome: 'match' });
    assert.deepEqual(bodies, ['{"verifyId":"x","code":"004210"}']);
  });

  it('comes with name and key in UTF-8', async () => {
    const simulator = createTextmagicSimulator({ username: 'köksbutiken', apiKey: 'ключ' });
    const provider = textmagic({ ...ACCOUNT, username: 'köksbutiken', apiKey: 'ключ', fetch: simulator.fetch });
    assert.equal((await provider.start({ to: RECIPIENT, channel: 'sms' }, {})).outcome, 'sent');
  });

  it('never bears a brand that Textmagic would refuse', () => {
    for (const brand of ['', 'A name that is long', 'Shop & Co']) {
      assert.throws(() => textmagic({ ...ACCOUNT, brand }), /1 to 18 letters and digits/);
    }
  });
});

describe('another code', () => {
  it('comes from a verification that takes the place of the old one, which is canceled first', async () => {
    const subject = setUp();
    const old = await begun(subject);
    subject.pass(45);
    const sent = await subject.provider.send(old.facts, 'sms', {});
    assert.deepEqual(sent, {
      outcome: 'sent',
      channel: 'sms',
      session: latest(subject).id,
      providerTime: subject.now(),
    });
    assert.deepEqual(callsOf(subject), ['start 200', 'start 400', 'cancel 204', 'start 200']);
    assert.equal(statusOf(subject, old.facts), 'canceled');
    subject.pass(5);
    assert.deepEqual(old.got, [`sms ${old.code}`, `sms ${latest(subject).code}`]);
  });

  it('needs no cancellation where Textmagic lets two run', async () => {
    const subject = setUp({ duplicateStart: 'accept' });
    const { facts } = await begun(subject);
    subject.pass(5);
    assert.equal((await subject.provider.send(facts, 'voice', {})).outcome, 'sent');
    assert.deepEqual(callsOf(subject), ['start 200', 'start 200']);
  });

  it('is asked for in the language of the first', async () => {
    const subject = setUp();
    const { facts } = await begun(subject);
    subject.pass(45);
    await subject.provider.send({ ...facts, locale: 'sv' }, 'sms', {});
    assert.equal(latest(subject).request.language, 'sv-se');
  });

  it('waits a moment where the button was pressed in its first second', async () => {
    const subject = setUp();
    const { facts } = await begun(subject);
    subject.pass(30);
    assert.equal((await subject.provider.send(facts, 'sms', {})).outcome, 'sent');
    assert.equal(subject.now() - facts.sentAt, 31_000);
  });

  it('counts the thirty seconds from Textmagic’s answer, not from the question', async () => {
    const subject = setUp();
    const sentAt = subject.now();
    const slow = textmagic({
      ...ACCOUNT,
      now: subject.now,
      fetch: async (url, init) => {
        subject.pass(1.5);
        return subject.simulator.fetch(url, init);
      },
    });
    const started = await slow.start({ to: RECIPIENT, channel: 'sms' }, {});
    assert.ok(started.outcome === 'sent' && started.providerTime !== undefined);
    const { session, providerTime } = started;
    const facts = { session, to: RECIPIENT, startedAt: sentAt, sentAt, providerSentAt: providerTime };
    subject.pass(28.5);
    assert.equal((await subject.provider.send(facts, 'sms', {})).outcome, 'sent');
    assert.equal(subject.now() - sentAt, 32_500);
  });

  it('is not to be had before the old one can be canceled, and that stays good', async () => {
    const subject = setUp();
    const { facts, code } = await begun(subject);
    subject.pass(20);
    const refused = await subject.provider.send(facts, 'sms', {});
    assert.deepEqual(refused, {
      outcome: 'failure',
      kind: 'unavailable',
      detail: 'too early to replace this verification',
      retryAfter: 11,
    });
    assert.equal(subject.simulator.calls.cancel, 0);
    assert.deepEqual(await subject.provider.check(facts, code, {}), { outcome: 'match' });
  });

  it('is not sent where the old one stands in the way and cannot be canceled, and that stays good', async () => {
    for (const cancelTooEarly of [400, 403] as const) {
      const subject = setUp({ cancelTooEarly });
      const { facts, code } = await begun(subject);
      subject.pass(10);
      // The relay's clock says so; Textmagic's does not.
      const refused = await subject.provider.send({ ...facts, sentAt: facts.sentAt - 60_000 }, 'sms', {});
      assert.ok(refused.outcome === 'failure' && refused.kind === 'unavailable');
      assert.equal(refused.retryAfter, 230);
      assert.deepEqual(await subject.provider.check(facts, code, {}), { outcome: 'match' });
    }
  });

  for (const [trouble, to, kind] of [
    ['a rate limit', '+46701740650', 'unavailable'],
    ['a server error', '+46701740651', 'unknown'],
    ['a page instead of an answer', '+46701740653', 'unknown'],
    ['a lost connection', '+46701740657', 'unknown'],
  ] as const) {
    it(`that meets ${trouble} leaves the old code as good as it was, where two may run`, async () => {
      const subject = setUp({ duplicateStart: 'accept' });
      const { facts, code } = await begun(subject, { to });
      subject.pass(45);
      const failed = await subject.provider.send(facts, 'sms', {});
      assert.equal(failed.outcome === 'failure' && failed.kind, kind);
      assert.equal(subject.simulator.calls.cancel, 0);
      assert.deepEqual(await subject.provider.check(facts, code, {}), { outcome: 'match' });
    });
  }

  it('that surely was not sent after the old one was canceled is told as the end: a fresh start is next', async () => {
    const subject = setUp();
    const { facts } = await begun(subject, { to: '+46701740650' });
    subject.pass(45);
    assert.deepEqual(await subject.provider.send(facts, 'sms', {}), { outcome: 'ended', status: 'expired' });
    assert.deepEqual(callsOf(subject), ['start 200', 'start 400', 'cancel 204', 'start 429']);
    assert.equal((await subject.provider.start({ to: facts.to, channel: 'sms' }, {})).outcome, 'sent');
  });

  it('that may have been sent after the old one was canceled is not known, and not asked for again', async () => {
    const subject = setUp();
    const { facts, got } = await begun(subject, { to: '+46701740657' });
    subject.pass(45);
    const lost = await subject.provider.send(facts, 'sms', {});
    assert.equal(lost.outcome === 'failure' && lost.kind, 'unknown');
    subject.pass(5);
    assert.equal(got.length, 2);
  });

  it('is not asked for where nobody knows whether the old one was canceled', async () => {
    const subject = setUp();
    const { facts } = await begun(subject, { to: '+46701740674' });
    subject.pass(45);
    const lost = await subject.provider.send(facts, 'sms', {});
    assert.equal(lost.outcome === 'failure' && lost.kind, 'unknown');
    assert.deepEqual(callsOf(subject), ['start 200', 'start 400', 'cancel 500']);
  });

  it('also comes where Textmagic says in other words, or of the number, that one is under way', async () => {
    for (const errors of [null, { common: [], fields: { phone: ['Please wait.'] } }]) {
      const answers = [
        Response.json({ code: 400, message: 'Please wait', errors }, { status: 400 }),
        new Response(null, { status: 204 }),
        Response.json({ verifyId: 'y', price: 0.05 }),
      ];
      const { provider, now } = setUp({}, { fetch: async () => answers.shift() ?? assert.fail('one call too many') });
      const facts = { session: 'x', to: RECIPIENT, startedAt: now(), sentAt: now() - 45_000 };
      const sent = await provider.send(facts, 'sms', {});
      assert.equal(sent.outcome === 'sent' && sent.session, 'y');
    }
  });

  it('costs the old one nothing where the refusal is about something else', async () => {
    const answers = (message: string) => async () =>
      Response.json({ code: 400, message, errors: null }, { status: 400 });
    for (const [message, kind] of [
      ['Insufficient balance', 'rejected'],
      ['The destination network is not supported', 'invalid_recipient'],
    ] as const) {
      const calls: string[] = [];
      const { provider, now } = setUp({}, { fetch: answers(message) });
      const facts = { session: 'x', to: RECIPIENT, startedAt: now(), sentAt: now() };
      const refused = await provider.send(facts, 'sms', { trace: ({ call }) => calls.push(call) });
      assert.equal(refused.outcome === 'failure' && refused.kind, kind);
      assert.deepEqual(calls, ['start']);
    }
  });

  it('needs nothing canceled once the old code has run out', async () => {
    const subject = setUp();
    const { facts } = await begun(subject);
    subject.pass(305);
    assert.equal((await subject.provider.send(facts, 'sms', {})).outcome, 'sent');
    assert.equal(subject.simulator.calls.cancel, 0);
  });
});

describe('a workflow that sends by itself', () => {
  const running = async ({ provider }: Subject, facts: SessionFacts) => {
    const inspected = await provider.inspect?.(facts, 'light', {});
    return inspected?.outcome === 'inspected' && inspected;
  };

  for (const [workflow, channels, steps] of [
    [1, ['sms'], ['sms', 'voice', 'voice']],
    [2, ['sms'], ['sms', 'sms', 'voice']],
    [3, ['voice'], ['voice', 'voice', 'voice']],
    [4, ['sms'], ['sms', 'sms', 'sms']],
    [5, ['sms'], ['sms', 'voice', 'voice']],
  ] as const) {
    it(`as ${workflow} offers its first step alone, and tells of each when it runs`, async () => {
      const subject = setUp({}, { workflow });
      const { facts, code, got } = await begun(subject, { channel: channels[0] });
      assert.deepEqual(subject.provider.capabilities.channels, channels);
      assert.ok(subject.provider.capabilities.reportsDelivery);
      const told: unknown[] = [];
      for (let minute = 0; minute < 3; minute++) {
        subject.pass(10);
        told.push(await running(subject, facts));
        subject.pass(50);
      }
      const delivery = (channel: Channel) => ({ channel, status: 'pending' });
      assert.deepEqual(
        told,
        steps.map((channel) => ({ outcome: 'inspected', status: 'pending', delivery: delivery(channel) })),
      );
      assert.deepEqual(
        got,
        latest(subject).steps === 3
          ? steps.map((step) => `${step} ${code}`)
          : steps.slice(0, 2).map((step) => `${step} ${code}`),
      );
      assert.deepEqual(await subject.provider.check(facts, code, {}), { outcome: 'match' });
    });
  }

  for (const [workflow, channel] of [
    [6, 'sms'],
    [7, 'voice'],
  ] as const) {
    it(`is none as ${workflow}: its one step is all, and nothing is told of it`, async () => {
      const { provider } = setUp({}, { workflow });
      assert.deepEqual(provider.capabilities.channels, [channel]);
      assert.ok(!provider.capabilities.reportsDelivery);
      assert.equal(provider.inspect, undefined);
    });
  }

  it('does not begin with another channel than its own', async () => {
    const subject = setUp({}, { workflow: 3 });
    const { facts } = await begun(subject, { channel: 'voice' });
    subject.pass(45);
    const started = await subject.provider.start({ to: RECIPIENT, channel: 'sms' }, {});
    assert.equal(started.outcome === 'failure' && started.kind, 'channel_not_available');
    const sent = await subject.provider.send(facts, 'sms', {});
    assert.equal(sent.outcome === 'failure' && sent.kind, 'channel_not_available');
    assert.equal(statusOf(subject, facts), 'pending');
  });

  it('is stopped before another takes its place, so that no step of the old one follows', async () => {
    for (const duplicateStart of ['reject', 'accept'] as const) {
      const subject = setUp({ duplicateStart }, { workflow: 1 });
      const old = await begun(subject);
      subject.pass(45);
      assert.equal((await subject.provider.send(old.facts, 'sms', {})).outcome, 'sent');
      assert.deepEqual(callsOf(subject), ['start 200', 'cancel 204', 'start 200']);
      subject.pass(50);
      assert.deepEqual(old.got, [`sms ${old.code}`, `sms ${latest(subject).code}`]);
    }
  });

  it('goes on, its code good, where it cannot be stopped past its second step', async () => {
    const subject = setUp({}, { workflow: 1 });
    const { facts, code, got } = await begun(subject);
    subject.pass(90);
    const refused = await subject.provider.send(facts, 'sms', {});
    assert.ok(refused.outcome === 'failure' && refused.kind === 'unavailable');
    assert.equal(refused.retryAfter, 210);
    assert.match(refused.detail, /^cannot be replaced: HTTP 400/);
    subject.pass(90);
    assert.deepEqual(got, [`sms ${code}`, `voice ${code}`, `voice ${code}`]);
    assert.deepEqual(await subject.provider.check(facts, code, {}), { outcome: 'match' });
  });

  it('is replaced at any time where Textmagic cancels at any time', async () => {
    const subject = setUp({ cancelAfterSecondStep: 'accept' }, { workflow: 1 });
    const { facts } = await begun(subject);
    subject.pass(90);
    assert.equal((await subject.provider.send(facts, 'sms', {})).outcome, 'sent');
  });

  it('makes room where it is over already', async () => {
    const subject = setUp({}, { workflow: 5 });
    const { facts } = await begun(subject);
    for (const code of ['x', 'y', 'z']) await subject.provider.check(facts, code, {});
    subject.pass(45);
    assert.equal((await subject.provider.send(facts, 'sms', {})).outcome, 'sent');
    assert.deepEqual(callsOf(subject).slice(-2), ['cancel 404', 'start 200']);
  });
});

describe('a cancellation', () => {
  it('within thirty seconds is the relay’s alone: Textmagic is not asked', async () => {
    const subject = setUp();
    const { facts } = await begun(subject);
    subject.pass(29);
    assert.deepEqual(await subject.provider.cancel(facts, {}), { outcome: 'canceled' });
    assert.equal(subject.simulator.calls.cancel, 0);
  });

  it('is Textmagic’s from then on, and there may be nothing left to cancel', async () => {
    const subject = setUp();
    const { facts } = await begun(subject);
    subject.pass(30);
    assert.deepEqual(await subject.provider.cancel(facts, {}), { outcome: 'canceled' });
    assert.equal(statusOf(subject, facts), 'canceled');
    assert.deepEqual(await subject.provider.cancel(facts, {}), { outcome: 'canceled' });
    assert.deepEqual(callsOf(subject), ['start 200', 'cancel 204', 'cancel 404']);
  });

  it('that Textmagic refuses past the second step leaves nothing to do', async () => {
    const subject = setUp({}, { workflow: 1 });
    const { facts } = await begun(subject);
    subject.pass(61);
    assert.deepEqual(await subject.provider.cancel(facts, {}), { outcome: 'canceled' });
    assert.deepEqual(callsOf(subject).at(-1), 'cancel 400');
  });

  it('whose answer is none is not known', async () => {
    const subject = setUp();
    const { facts } = await begun(subject, { to: '+46701740674' });
    subject.pass(45);
    const failed = await subject.provider.cancel(facts, {});
    assert.equal(failed.outcome === 'failure' && failed.kind, 'unknown');
    const page = setUp({}, { fetch: async () => new Response('<html>', { status: 200 }) });
    const answered = await page.provider.cancel({ ...facts, sentAt: 0 }, {});
    assert.equal(answered.outcome === 'failure' && answered.kind, 'unknown');
  });
});

describe('what Textmagic answers', () => {
  const answering = (status: number, body: unknown): TextmagicProvider =>
    setUp({}, { fetch: async () => Response.json(body, { status }) }).provider;

  const startWith = async (status: number, body: unknown) =>
    answering(status, body).start({ to: RECIPIENT, channel: 'sms' }, {});

  it('to a check is a match only as the 204 that is documented', async () => {
    const subject = setUp();
    const { facts, code } = await begun(subject, { to: '+46701740663' });
    const failed = await subject.provider.check(facts, code, {});
    assert.equal(failed.outcome === 'failure' && failed.kind, 'unknown');
    for (const status of [200, 201, 202]) {
      const checked = await answering(status, { code: 200 }).check(facts, code, {});
      assert.equal(checked.outcome === 'failure' && checked.kind, 'unknown');
    }
  });

  it('to a check as 400 is a wrong code, whatever it says, until five minutes have passed', async () => {
    const subject = setUp();
    const { facts, code } = await begun(subject);
    subject.pass(299);
    const refused = { code: 400, message: 'The code is invalid or has expired', errors: null };
    const { provider } = setUp({}, { now: subject.now, fetch: async () => Response.json(refused, { status: 400 }) });
    assert.deepEqual(await provider.check(facts, code, {}), { outcome: 'mismatch' });
    subject.pass(1);
    assert.deepEqual(await subject.provider.check(facts, code, {}), { outcome: 'ended', status: 'expired' });
  });

  it('to a check as 404 means that there is nothing left to check', async () => {
    const subject = setUp({ unknownAtCheck: 404 });
    const { facts, code } = await begun(subject);
    assert.deepEqual(await subject.provider.check(facts, code, {}), { outcome: 'match' });
    assert.deepEqual(await subject.provider.check(facts, code, {}), { outcome: 'ended', status: 'expired' });
  });

  it('tells the operator where Verify is gone, or the account may not use it', async () => {
    const gone = await setUp({ verify: 'gone' }).provider.start({ to: RECIPIENT, channel: 'sms' }, {});
    assert.deepEqual(gone, {
      outcome: 'failure',
      kind: 'rejected',
      detail:
        'HTTP 404 Not Found: Verify is gone, or not open to this account; ask Textmagic, or take another provider',
    });
    for (const [to, detail] of [
      ['+46701740634', /^HTTP 404 .*another provider/],
      ['+46701740635', /^HTTP 401 .*TEXTMAGIC_USERNAME and TEXTMAGIC_API_KEY/],
      ['+46701740636', /^HTTP 403 .*may not use Verify/],
      ['+46701740633', /^HTTP 400 Insufficient balance: top up the account/],
    ] as const) {
      const refused = await setUp().provider.start({ to, channel: 'sms' }, {});
      assert.ok(refused.outcome === 'failure' && refused.kind === 'rejected', to);
      assert.match(refused.detail, detail);
    }
  });

  it('says which setting it does not like', async () => {
    const fields = { language: ['This value is not valid.'] };
    const refused = await startWith(400, { code: 400, message: 'Validation Failed', errors: { common: [], fields } });
    assert.deepEqual(refused, {
      outcome: 'failure',
      kind: 'rejected',
      detail: 'HTTP 400 Validation Failed; language: This value is not valid.',
    });
  });

  it('about a number under verification is no fault of the number, nor of the operator', async () => {
    const subject = setUp();
    await begun(subject);
    const refused = await subject.provider.start({ to: RECIPIENT, channel: 'sms' }, {});
    assert.equal(refused.outcome === 'failure' && refused.kind, 'unavailable');
  });

  it('about a network that it does not serve is about the recipient', async () => {
    const refused = await setUp().provider.start({ to: '+46701740631', channel: 'sms' }, {});
    assert.equal(refused.outcome === 'failure' && refused.kind, 'invalid_recipient');
  });

  it('may have members that nobody knows, lack those that are not needed, or lists where PHP has no objects', async () => {
    const started = await startWith(200, { verifyId: 'x', more: { a: 1 } });
    assert.equal(started.outcome === 'sent' && started.session, 'x');
    const bare = await startWith(400, { errors: { fields: [] } });
    assert.deepEqual(bare, { outcome: 'failure', kind: 'rejected', detail: 'HTTP 400' });
  });

  it('goes into no log with a code, a number or a verification in it', async () => {
    const message = 'Code 1234 for 447860021130 in 123e4567-e89b-12d3-a456-426655440000 is odd';
    const refused = await startWith(400, { code: 400, message, errors: null });
    assert.equal(refused.outcome === 'failure' && refused.detail, 'HTTP 400 Code … for … in … is odd');
  });

  it('is never followed elsewhere with the key', async () => {
    const seen: RequestInit[] = [];
    const { provider } = setUp(
      {},
      {
        fetch: async (_url, init) => {
          seen.push(init);
          return new Response(null, { status: 302, headers: { Location: 'https://evil.example/' } });
        },
      },
    );
    const failed = await provider.start({ to: RECIPIENT, channel: 'sms' }, {});
    assert.equal(failed.outcome === 'failure' && failed.kind, 'unknown');
    assert.equal(seen[0]?.redirect, 'manual');
  });
});

describe('the network', () => {
  const kindOf = async (provider: TextmagicProvider): Promise<unknown> => {
    const failed = await provider.start({ to: RECIPIENT, channel: 'sms' }, {});
    return failed.outcome === 'failure' && failed.kind;
  };

  it('that refuses the connection has surely sent nothing; one that breaks or stalls may have', async () => {
    const server = createServer((request) => {
      if (request.headers['x-stall'] === undefined) request.socket.destroy();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const options = { ...ACCOUNT, baseUrl: `http://127.0.0.1:${port}` };
    assert.equal(await kindOf(textmagic(options)), 'unknown');
    const stalled = textmagic({
      ...options,
      timeout: 150,
      fetch: (url, init) => fetch(url, { ...init, headers: { 'x-stall': '1' } }),
    });
    assert.equal(await kindOf(stalled), 'unknown');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    assert.equal(await kindOf(textmagic(options)), 'unavailable');
    assert.equal(await kindOf(textmagic({ ...options, baseUrl: 'http://nowhere.invalid' })), 'unavailable');
  });
});
