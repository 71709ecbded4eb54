/** The one small record of a verification: what changes while it lives, and the pure rules by which it changes. */
import type { Channel, Delivery, Status } from './contract.ts';
import type { HandleFacts } from './handle.ts';
import type { Capabilities, Sent, SessionFacts } from './providers/provider.ts';

/** All times are milliseconds since the epoch, by the relay's clock. */
export type VerificationRecord = {
  /** The provider's name for it. */
  readonly session: string;
  /** Codes asked for, those with an unknown outcome included. */
  readonly sends: number;
  /** Those of them that did not go by voice. */
  readonly texts: number;
  /** Which code is the current one; a late answer about an earlier one changes nothing. */
  readonly round: number;
  /** Checks of the current code that were paid for. */
  readonly attempts: number;
  /** Those of them whose outcome is not known: under way, or lost. */
  readonly open: number;
  /** When the last of them was begun; 0 where its outcome is lost for certain. */
  readonly checkedAt: number;
  readonly channel: Channel;
  /** When the latest code was asked for. */
  readonly sentAt: number;
  /** How far the provider's clock is ahead (ms), by its answer to the latest send. */
  readonly skew: number | undefined;
  /** When the provider was last asked how things are. */
  readonly polledAt: number;
  readonly landline: boolean;
  readonly delivery: Delivery | null;
  /** How it ended, once it has. Running out of time needs no write: see `statusOf`. */
  readonly ended: Exclude<Status, 'pending'> | undefined;
  /** The proof of the first success, word for word. */
  readonly proof: string | undefined;
  /** Seconds since the epoch. */
  readonly proofExpiresAt: number;
};

/** How late a code may still be judged: it was typed in time, and the network was slow. */
const GRACE_MS = 15_000;

/** An attempt that has been under way for longer than any call may take has lost its answer. */
const LOST_AFTER_MS = 15_000;

export function newRecord(
  facts: Pick<VerificationRecord, 'session' | 'channel' | 'sentAt' | 'skew' | 'landline'>,
): VerificationRecord {
  return {
    ...facts,
    sends: 1,
    texts: facts.channel === 'voice' ? 0 : 1,
    round: 1,
    attempts: 0,
    open: 0,
    checkedAt: 0,
    polledAt: facts.sentAt,
    delivery: null,
    ended: undefined,
    proof: undefined,
    proofExpiresAt: 0,
  };
}

/** Milliseconds for which the latest code still lives; negative when it does not. */
export function lifeLeft(record: VerificationRecord, rules: Capabilities, now: number): number {
  return record.sentAt + rules.codeTtl * 1000 - now;
}

export function statusOf(record: VerificationRecord, rules: Capabilities, now: number): Status {
  return record.ended ?? (lifeLeft(record, rules, now) <= -GRACE_MS ? 'expired' : 'pending');
}

/** Whether an answer to a check was lost, so that only the provider knows how it came out. */
export function isInDoubt(record: VerificationRecord, now: number): boolean {
  return record.open > 0 && now - record.checkedAt >= LOST_AFTER_MS;
}

/** Milliseconds until another code may be asked for. `steps` are seconds before the 2nd, 3rd … code; the last goes on. */
export function cooldownLeft(record: VerificationRecord, steps: readonly number[], now: number): number {
  const step = steps[Math.min(record.sends, steps.length) - 1] ?? 0;
  return Math.max(0, record.sentAt + step * 1000 - now);
}

export function sessionFacts(
  record: VerificationRecord,
  { recipient, locale, issuedAt }: Pick<HandleFacts, 'recipient' | 'locale' | 'issuedAt'>,
): SessionFacts {
  return {
    session: record.session,
    to: recipient,
    ...(locale !== undefined && { locale }),
    startedAt: issuedAt * 1000,
    sentAt: record.sentAt,
    ...(record.skew !== undefined && { providerSentAt: record.sentAt + record.skew }),
  };
}

/** One check is paid for, before the provider is asked. */
export function spendAttempt(record: VerificationRecord, now: number): VerificationRecord {
  return { ...record, attempts: record.attempts + 1, open: record.open + 1, checkedAt: now };
}

/** The last attempt with nothing left to hope for ends the verification. */
function endIfSpent(record: VerificationRecord, rules: Capabilities): VerificationRecord {
  return record.attempts >= rules.maxAttempts && record.open === 0 ? { ...record, ended: 'failed' } : record;
}

/** How a check of the code of `round` came out. */
export type AttemptOutcome = 'mismatch' | 'not-judged' | 'lost';

export function settleAttempt(
  record: VerificationRecord,
  round: number,
  outcome: AttemptOutcome,
  rules: Capabilities,
  now: number,
  /** Attempts for this code, where the provider told. */
  remaining: number = rules.maxAttempts,
): VerificationRecord {
  if (record.round !== round || record.ended) return record;
  const open = Math.max(0, record.open - 1);
  switch (outcome) {
    case 'mismatch': {
      const attempts = Math.max(record.attempts, rules.maxAttempts - remaining);
      const settled = endIfSpent({ ...record, open, attempts }, rules);
      return !settled.ended && lifeLeft(record, rules, now) <= 0 ? { ...settled, ended: 'expired' } : settled;
    }
    case 'not-judged':
      return { ...record, open, attempts: Math.max(0, record.attempts - 1) };
    case 'lost':
      return { ...record, checkedAt: 0 };
  }
}

/** The provider has told how the lost checks came out: none of them was right. */
export function settleDoubt(record: VerificationRecord, rules: Capabilities): VerificationRecord {
  return record.open === 0 ? record : endIfSpent({ ...record, open: 0 }, rules);
}

/** One code is paid for, before the provider is asked. */
export function spendSend(record: VerificationRecord, channel: Channel, now: number): VerificationRecord {
  return {
    ...record,
    sends: record.sends + 1,
    texts: record.texts + (channel === 'voice' ? 0 : 1),
    sentAt: now,
    skew: undefined,
  };
}

/** The code was surely not sent: what `spendSend` made of `before` is taken back, and nothing of what happened meanwhile. */
export function undoSend(
  record: VerificationRecord,
  before: VerificationRecord,
  spent: VerificationRecord,
): VerificationRecord {
  const { sentAt, skew } = record.sentAt === spent.sentAt ? before : record;
  const texts = record.texts - (spent.texts - before.texts);
  return { ...record, sends: record.sends - 1, texts, sentAt, skew };
}

/** A new code is on its way by `channel`. Where the provider sends the same code again, what was tried stays tried. */
export function confirmSend(
  record: VerificationRecord,
  { channel, session = record.session }: Pick<Sent, 'channel' | 'session'>,
  skew: number | undefined,
  rules: Capabilities,
): VerificationRecord {
  const sent = { ...record, session, channel, skew, delivery: null };
  return rules.earlierCodes === 'valid' && session === record.session
    ? sent
    : { ...sent, round: record.round + 1, attempts: 0, open: 0, checkedAt: 0 };
}

/** A delivery that was looked up; the channel follows when the provider went over to another by itself. */
export function noteDelivery(record: VerificationRecord, delivery: Delivery | null): VerificationRecord {
  return delivery ? { ...record, delivery, channel: delivery.channel } : record;
}

// The stored form is a bare list, in this order, so that a live record is at most 210 bytes once it is sealed.
const CHANNELS: readonly Channel[] = ['sms', 'voice', 'email'];
const DELIVERIES: readonly Delivery['status'][] = ['pending', 'delivered', 'failed'];
const ENDS: readonly Exclude<Status, 'pending'>[] = ['verified', 'expired', 'failed', 'canceled'];

/** `null` for what is not there; times but the first are differences to it. */
type Packed = readonly (string | number | null)[];

export function packRecord(record: VerificationRecord): Packed {
  const { sentAt, checkedAt, polledAt, delivery, ended } = record;
  return [
    record.session,
    sentAt,
    record.sends,
    record.texts,
    record.round,
    record.attempts,
    record.open,
    checkedAt === 0 ? null : checkedAt - sentAt,
    CHANNELS.indexOf(record.channel),
    record.skew ?? null,
    polledAt - sentAt,
    record.landline ? 1 : 0,
    delivery && CHANNELS.indexOf(delivery.channel),
    delivery && DELIVERIES.indexOf(delivery.status),
    ended === undefined ? null : ENDS.indexOf(ended),
    ...(record.proof === undefined ? [] : [record.proof, record.proofExpiresAt]),
  ];
}

/** What `packRecord` made. The seal vouches for its form: nobody but the relay wrote it. */
export function unpackRecord(value: unknown): VerificationRecord {
  const packed = value as Packed;
  const text = (index: number): string | undefined => packed[index] as string | undefined;
  const number = (index: number): number => Number(packed[index] ?? 0);
  const sentAt = number(1);
  return {
    session: text(0) ?? '',
    sentAt,
    sends: number(2),
    texts: number(3),
    round: number(4),
    attempts: number(5),
    open: number(6),
    checkedAt: packed[7] === null ? 0 : sentAt + number(7),
    channel: CHANNELS[number(8)] ?? 'sms',
    skew: packed[9] === null ? undefined : number(9),
    polledAt: sentAt + number(10),
    landline: packed[11] === 1,
    delivery:
      packed[12] === null
        ? null
        : { channel: CHANNELS[number(12)] ?? 'sms', status: DELIVERIES[number(13)] ?? 'pending' },
    ended: packed[14] === null ? undefined : ENDS[number(14)],
    proof: text(15),
    proofExpiresAt: number(16),
  };
}
