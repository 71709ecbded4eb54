/** What every provider adapter must do, whatever its vendor's answers look like. One suite, run by each adapter in each variant. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Failure, Provider, SessionFacts, Started } from './provider.ts';

/** What a vendor's simulator is made to do. */
export type Trouble =
  | 'bad-number'
  | 'bad-key'
  | 'no-balance'
  | 'rate-limited'
  | 'server-error'
  | 'html'
  | 'empty'
  | 'lost-connection'
  | 'no-answer';

export type ProviderSubject = {
  readonly provider: Provider;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  pass(seconds: number): void;
  /** The code that counts in this session. */
  code(session: string): string;
  /** A recipient with whom nothing goes wrong. */
  readonly recipient: string;
  /** One whose start runs into this trouble. */
  troubled(trouble: Trouble): string;
  /** How often a code was asked for. */
  sends(): number;
  /** Another code comes from a new session that takes the old one's place: the vendor cannot resend. */
  readonly sendsAfresh?: boolean;
  /** Checks that the vendor takes for one code, where it takes more than `maxAttempts`: the relay stops before it does. */
  readonly vendorAttempts?: number;
};

/** Which failures each trouble may be told as. */
const TOLD_AS: Readonly<Record<Trouble, readonly Failure['kind'][]>> = {
  'bad-number': ['invalid_recipient'],
  'bad-key': ['rejected'],
  'no-balance': ['rejected'],
  'rate-limited': ['unavailable'],
  'server-error': ['unknown'],
  html: ['unknown'],
  empty: ['unknown'],
  'lost-connection': ['unknown'],
  'no-answer': ['unknown'],
};

/** @param lacks what the vendor has no call for: its tests then see that the adapter says so */
export function providerSuite(
  name: string,
  create: () => ProviderSubject | Promise<ProviderSubject>,
  lacks: readonly ('cancel' | 'inspect')[] = [],
): void {
  const context = {};

  async function started(subject: ProviderSubject): Promise<{ facts: SessionFacts; started: Started }> {
    const sentAt = subject.now();
    const result = await subject.provider.start({ to: subject.recipient, channel: 'sms' }, context);
    assert.equal(result.outcome, 'sent');
    const sent = result;
    const facts = {
      session: sent.session,
      to: subject.recipient,
      startedAt: sentAt,
      sentAt,
      ...(sent.providerTime !== undefined && { providerSentAt: sent.providerTime }),
    };
    return { facts, started: sent };
  }

  const wrong = (code: string): string => (code.startsWith('0') ? '1' : '0') + code.slice(1);

  /** A test of what not every vendor can do. */
  function itWhere(able: 'cancel' | 'inspect', behaves: string, test: () => Promise<void>): void {
    if (!lacks.includes(able)) {
      it(behaves, test);
      return;
    }
    it(`cannot ${able}, and says so (else: ${behaves})`, async () => {
      assert.equal((await create()).provider[able], undefined);
    });
  }

  describe(`${name} as a provider`, () => {
    it('sends a code and knows the right one', async () => {
      const subject = await create();
      const { facts } = await started(subject);
      assert.deepEqual(await subject.provider.check(facts, subject.code(facts.session), context), { outcome: 'match' });
      assert.equal(subject.sends(), 1);
    });

    it('tells a wrong code from a right one', async () => {
      const subject = await create();
      const { facts } = await started(subject);
      const checked = await subject.provider.check(facts, wrong(subject.code(facts.session)), context);
      assert.equal(checked.outcome, 'mismatch');
    });

    it('sends another code by another channel', async () => {
      const subject = await create();
      const { facts } = await started(subject);
      const old = subject.code(facts.session);
      subject.pass(31);
      const sentAt = subject.now();
      const sent = await subject.provider.send(facts, 'voice', context);
      assert.equal(sent.outcome, 'sent');
      assert.equal(sent.channel, 'voice');
      assert.equal(sent.session !== undefined && sent.session !== facts.session, subject.sendsAfresh === true);
      const later = { ...facts, session: sent.session ?? facts.session, sentAt };
      const code = subject.code(later.session);
      if (subject.provider.capabilities.earlierCodes === 'void' && old !== code) {
        assert.equal((await subject.provider.check(later, old, context)).outcome, 'mismatch');
        subject.pass(4);
      }
      assert.deepEqual(await subject.provider.check(later, code, context), { outcome: 'match' });
    });

    it('gives no match once the attempts are used up', async () => {
      const subject = await create();
      const { facts } = await started(subject);
      const code = subject.code(facts.session);
      const attempts = subject.vendorAttempts ?? subject.provider.capabilities.maxAttempts;
      for (let attempt = 0; attempt < attempts; attempt++) {
        assert.notEqual((await subject.provider.check(facts, wrong(code), context)).outcome, 'match');
        // Some vendors judge one code in three seconds.
        subject.pass(4);
      }
      assert.notEqual((await subject.provider.check(facts, code, context)).outcome, 'match');
    });

    it('gives no match for a code that is too old', async () => {
      const subject = await create();
      const { facts } = await started(subject);
      const code = subject.code(facts.session);
      subject.pass(subject.provider.capabilities.codeTtl + 5);
      const checked = await subject.provider.check(facts, code, context);
      assert.ok(checked.outcome === 'mismatch' || (checked.outcome === 'ended' && checked.status === 'expired'));
    });

    itWhere('cancel', 'takes no code after a cancel, and says why where the vendor tells', async () => {
      const subject = await create();
      const { provider } = subject;
      assert.ok(provider.cancel);
      const { facts } = await started(subject);
      subject.pass(31);
      const code = subject.code(facts.session);
      const canceled = { outcome: 'ended', status: 'canceled' } as const;
      assert.deepEqual(await provider.cancel(facts, context), { outcome: 'canceled' });
      const checked = await provider.check(facts, code, context);
      if (provider.inspect) assert.deepEqual(checked, canceled);
      else assert.notEqual(checked.outcome, 'match');
      if (!subject.sendsAfresh) assert.deepEqual(await provider.send(facts, 'sms', context), canceled);
    });

    it('takes a session that nobody knows for one that is over, where the vendor tells', async () => {
      const { provider, recipient, now } = await create();
      const facts = { session: '00000000000000000000000000000000', to: recipient, startedAt: now(), sentAt: now() };
      const { outcome } = await provider.check(facts, '123456', context);
      assert.ok(outcome === 'ended' || (outcome === 'mismatch' && !provider.inspect), outcome);
    });

    itWhere('inspect', 'says after a lost answer that the session is verified, by its own status', async () => {
      const subject = await create();
      const { provider } = subject;
      assert.ok(provider.inspect);
      const { facts } = await started(subject);
      subject.pass(5);
      const code = subject.code(facts.session);
      await provider.check(facts, code, context);
      const inspected = await provider.inspect(facts, 'full', context);
      assert.equal(inspected.outcome === 'inspected' && inspected.status, 'verified');
      const again = await provider.check(facts, code, context);
      assert.ok(again.outcome === 'match' || (again.outcome === 'ended' && again.status === 'verified'));
    });

    itWhere('inspect', 'leaves a session open that was only looked at', async () => {
      const subject = await create();
      const { provider } = subject;
      assert.ok(provider.inspect);
      const { facts } = await started(subject);
      await provider.check(facts, wrong(subject.code(facts.session)), context);
      for (const depth of ['light', 'full'] as const) {
        const inspected = await provider.inspect(facts, depth, context);
        assert.equal(inspected.outcome === 'inspected' && inspected.status, 'pending');
      }
    });

    for (const [trouble, kinds] of Object.entries(TOLD_AS) as [Trouble, readonly Failure['kind'][]][]) {
      it(`tells a start that meets "${trouble}" as ${kinds.join(' or ')}, and does not repeat it`, async () => {
        const subject = await create();
        const before = subject.sends();
        const failed = await subject.provider.start({ to: subject.troubled(trouble), channel: 'sms' }, context);
        assert.equal(failed.outcome, 'failure');
        assert.ok(kinds.includes(failed.kind), `told as ${failed.kind}`);
        assert.ok(subject.sends() - before <= 1);
      });
    }
  });
}
