/** One verification as Wavix keeps it, and its book of events. */
import type { Fate } from '../kit/network.ts';
import type { Surroundings } from '../kit/surroundings.ts';
import { magicOf, type Refusal } from './magic-numbers.ts';
import type { WavixChannel, WavixService, WavixVariant } from './options.ts';

export type WavixStatus = 'pending' | 'verified' | 'expired' | 'canceled' | 'failed';

export type WavixEvent = {
  readonly at: number;
  readonly event: 'Number lookup' | 'Code sent via SMS' | 'Code sent via voice' | 'Verification';
  readonly status: 'pending' | 'delivered' | 'success' | 'failed';
  /** In ten-thousandths of a dollar. */
  readonly charge: number;
  readonly error: string | null;
};

export type WavixSession = {
  readonly id: string;
  readonly service: WavixService;
  /** Digits alone. */
  readonly to: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** `mobile`, `landline`, `voip` or `unknown`. */
  readonly line: string;
  readonly createdAt: number;
  readonly status: WavixStatus;
  /** The one code that counts. */
  readonly code: string;
  readonly codeSentAt: number;
  readonly sends: number;
  readonly attempts: number;
  readonly events: readonly WavixEvent[];
};

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A session as its keeper sees it. */
export type LiveSession = Writable<Omit<WavixSession, 'events'>> & {
  readonly events: Writable<WavixEvent>[];
  /** Whether the fault of its magic number has been played. */
  hasFaulted: boolean;
};

export type SessionsOptions = Pick<Surroundings, 'clock' | 'random' | 'delays'> & {
  readonly variant: WavixVariant;
  readonly keepDays: number;
};

/** What becomes of an operation. */
export type Refused<Why> = { readonly outcome: 'refused'; readonly why: Why };
export type Ended = { readonly outcome: 'ended'; readonly status: Exclude<WavixStatus, 'pending'> };
export type StartResult =
  | { readonly outcome: 'started'; readonly session: LiveSession }
  | Refused<Refusal | 'no_funds' | 'channel_disabled'>;
export type ResendResult =
  | { readonly outcome: 'sent'; readonly channel: WavixChannel; readonly at: number }
  | Ended
  | Refused<'no_funds' | 'channel_disabled' | 'no_sends'>;
export type CheckResult = { readonly outcome: 'match' | 'mismatch' } | Ended;
export type CancelResult = { readonly outcome: 'canceled' } | Ended;

/** In ten-thousandths of a dollar, as far as the examples of Wavix's guide tell. */
export const charges = { lookup: 40, sms: 522, voice: 278, verification: 500 } as const;

const codeTtl = 5 * 60_000;

/** Adds an event; the code's own is completed when its delivery is known. */
export const record = (
  session: LiveSession,
  event: WavixEvent['event'],
  status: WavixEvent['status'],
  at: number,
  charge: number,
): Writable<WavixEvent> => {
  const entry = { at, event, status, charge, error: null };
  session.events.push(entry);
  return entry;
};

/** Makes a session `expired` whose latest code is too old. */
export const expire = (session: LiveSession, now: number): void => {
  const ttl = magicOf(session.to).codeTtl ?? codeTtl;
  if (session.status === 'pending' && now >= session.codeSentAt + ttl) session.status = 'expired';
};

export const fateOf = ({ to, line }: LiveSession, channel: WavixChannel): Fate =>
  magicOf(to)[channel] ?? (channel === 'sms' && line === 'landline' ? 'undelivered' : 'delivered');
