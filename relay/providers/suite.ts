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

export function providerSuite(name: string, create: () => ProviderSubject): void {
  const context = {};

  async function started(subject: ProviderSubject): Promise<{ facts: SessionFacts; started: Started }> {
    const sentAt = subject.now();
    const result = await subject.provider.start({ to: subject.recipient, channel: 'sms' }, context);
    assert.equal(result.outcome, 'sent');
    const sent = result;
    const facts = {
      session: sent.session,
      startedAt: sentAt,
      sentAt,
      ...(sent.providerTime !== undefined && { providerSentAt: sent.providerTime }),
    };
    return { facts, started: sent };
  }

  const wrong = (code: string): string => (code.startsWith('0') ? '1' : '0') + code.slice(1);

  describe(`${name} as a provider`, () => {
    it('sends a code and knows the right one', async () => {
      const subject = create();
      const { facts } = await started(subject);
      assert.deepEqual(await subject.provider.check(facts, subject.code(facts.session), context), { outcome: 'match' });
      assert.equal(subject.sends(), 1);
    });

    it('tells a wrong code from a right one', async () => {
      const subject = create();
      const { facts } = await started(subject);
      const checked = await subject.provider.check(facts, wrong(subject.code(facts.session)), context);
      assert.deepEqual(checked, { outcome: 'mismatch' });
    });

    it('sends another code by another channel', async () => {
      const subject = create();
      const { facts } = await started(subject);
      const old = subject.code(facts.session);
      subject.pass(31);
      const sentAt = subject.now();
      const sent = await subject.provider.send({ ...facts, sentAt }, 'voice', context);
      assert.equal(sent.outcome, 'sent');
      const later = { ...facts, sentAt };
      if (subject.provider.capabilities.earlierCodes === 'void' && old !== subject.code(facts.session)) {
        assert.deepEqual(await subject.provider.check(later, old, context), { outcome: 'mismatch' });
      }
      assert.deepEqual(await subject.provider.check(later, subject.code(facts.session), context), { outcome: 'match' });
    });

    it('gives no match once the attempts are used up', async () => {
      const subject = create();
      const { facts } = await started(subject);
      const code = subject.code(facts.session);
      const { maxAttempts } = subject.provider.capabilities;
      for (let attempt = 0; attempt < maxAttempts; attempt++) {
        assert.notEqual((await subject.provider.check(facts, wrong(code), context)).outcome, 'match');
      }
    });

    it('gives no match for a code that is too old', async () => {
      const subject = create();
      const { facts } = await started(subject);
      const code = subject.code(facts.session);
      subject.pass(subject.provider.capabilities.codeTtl + 5);
      const checked = await subject.provider.check(facts, code, context);
      assert.ok(checked.outcome === 'mismatch' || (checked.outcome === 'ended' && checked.status === 'expired'));
    });

    it('neither checks nor sends after a cancel, and says why', async () => {
      const subject = create();
      const { facts } = await started(subject);
      subject.pass(31);
      const code = subject.code(facts.session);
      assert.deepEqual(await subject.provider.cancel(facts, context), { outcome: 'canceled' });
      assert.deepEqual(await subject.provider.check(facts, code, context), { outcome: 'ended', status: 'canceled' });
      assert.deepEqual(await subject.provider.send(facts, 'sms', context), { outcome: 'ended', status: 'canceled' });
    });

    it('takes a session that nobody knows for one that is over', async () => {
      const subject = create();
      const at = subject.now();
      const facts = { session: '00000000000000000000000000000000', startedAt: at, sentAt: at };
      const checked = await subject.provider.check(facts, '123456', context);
      assert.equal(checked.outcome, 'ended');
    });

    it('says after a lost answer that the session is verified, by the session’s own status', async () => {
      const subject = create();
      const { facts } = await started(subject);
      subject.pass(5);
      const code = subject.code(facts.session);
      await subject.provider.check(facts, code, context);
      const inspected = await subject.provider.inspect(facts, 'full', context);
      assert.equal(inspected.outcome === 'inspected' && inspected.status, 'verified');
      const again = await subject.provider.check(facts, code, context);
      assert.ok(again.outcome === 'match' || (again.outcome === 'ended' && again.status === 'verified'));
    });

    it('leaves a session open that was only looked at', async () => {
      const subject = create();
      const { facts } = await started(subject);
      await subject.provider.check(facts, wrong(subject.code(facts.session)), context);
      for (const depth of ['light', 'full'] as const) {
        const inspected = await subject.provider.inspect(facts, depth, context);
        assert.equal(inspected.outcome === 'inspected' && inspected.status, 'pending');
      }
    });

    for (const [trouble, kinds] of Object.entries(TOLD_AS) as [Trouble, readonly Failure['kind'][]][]) {
      it(`tells a start that meets "${trouble}" as ${kinds.join(' or ')}, and does not repeat it`, async () => {
        const subject = create();
        const before = subject.sends();
        const failed = await subject.provider.start({ to: subject.troubled(trouble), channel: 'sms' }, context);
        assert.equal(failed.outcome, 'failure');
        assert.ok(kinds.includes(failed.kind), `told as ${failed.kind}`);
        assert.ok(subject.sends() - before <= 1);
      });
    }
  });
}
