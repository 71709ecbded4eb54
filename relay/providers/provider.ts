/** The port to a vendor that makes, sends and judges codes. Adapters map a vendor's answers here, once; the core knows no vendor. */
import type { Channel, Delivery, Status } from '../contract.ts';

/** What a provider can do, and the rules that it holds codes to. */
export type Capabilities = {
  readonly channels: readonly Channel[];
  /** Digits, 4 to 10. */
  readonly codeLength: number;
  /** All that occur, where sessions differ: a provider made of providers. */
  readonly codeLengths?: readonly number[];
  /** Seconds in which a code is valid, from its own sending. */
  readonly codeTtl: number;
  /** Checks for one code. */
  readonly maxAttempts: number;
  /** Codes of one verification, the first included. */
  readonly maxSends: number;
  /** What a resend does to the codes sent before. */
  readonly earlierCodes: 'void' | 'valid';
  /** Whether deliveries can be looked up while a verification is pending. */
  readonly reportsDelivery: boolean;
};

/**
 * A call that did not do what it was asked for. The `kind` says what is certain:
 * - `rejected`: the vendor refused us (key, balance, service, sender); nothing was sent or checked.
 * - `unavailable`: it could not be reached, or asked us to slow down; nothing was sent or checked.
 * - `unknown`: it may or may not have happened; never repeat a send.
 * - `invalid_recipient`, `channel_not_available`: refused for this recipient; nothing was sent.
 *
 * `detail` is for the operator's log alone.
 */
export type Failure = {
  readonly outcome: 'failure';
  readonly kind: 'rejected' | 'unavailable' | 'unknown' | 'invalid_recipient' | 'channel_not_available';
  readonly detail: string;
  /** Seconds, where the vendor asked for a pause. */
  readonly retryAfter?: number;
};

/** The session takes no more codes or checks; nothing was sent or checked by this call. */
export type Ended = { readonly outcome: 'ended'; readonly status: Exclude<Status, 'pending'> };

export type Started = {
  readonly outcome: 'sent';
  /** The vendor's name for this verification; never shown to a browser. */
  readonly session: string;
  /** When the vendor says that it sent, in its own clock (ms since the epoch); where it tells none, when its answer came. */
  readonly providerTime?: number;
  /** `landline` where a look-up said that the number cannot get texts. */
  readonly line?: 'landline';
};

export type Sent = {
  readonly outcome: 'sent';
  readonly channel: Channel;
  /** The session that took the old one's place, where the vendor cannot send again in the same. */
  readonly session?: string;
  readonly providerTime?: number;
};

export type Checked =
  | { readonly outcome: 'match' }
  /** `attemptsRemaining`: for this code, where the vendor tells. */
  | { readonly outcome: 'mismatch'; readonly attemptsRemaining?: number };

/** What is known of one session, by the vendor's own records of it. */
export type Inspection = {
  readonly outcome: 'inspected';
  readonly status: Status;
  readonly delivery: Delivery | null;
};

/** What the relay knows of a session when it asks about it. */
export type SessionFacts = {
  readonly session: string;
  /** E.164 with its `+`, or an address. */
  readonly to: string;
  /** BCP 47, as it was asked for at the start. */
  readonly locale?: string;
  /** When the verification was started, by the relay's clock (ms since the epoch). */
  readonly startedAt: number;
  /** When the latest code was sent, by the relay's clock (ms since the epoch). */
  readonly sentAt: number;
  /** The same moment by the vendor's clock, where it told. */
  readonly providerSentAt?: number;
};

export type ListedVerification = {
  readonly id: string;
  readonly createdAt: string;
  /** As the vendor gives it; masked by the core before it leaves the relay. */
  readonly recipient: string;
  readonly country: string | null;
  readonly status: string;
  readonly charge: string | null;
  readonly currency: string | null;
  readonly service: string | null;
};

export type ListedEvent = {
  readonly at: string;
  readonly event: string;
  readonly status: string;
  readonly charge: string | null;
  readonly error: string | null;
};

/** Carried by every call. */
export type CallContext = {
  /** Reports each HTTP exchange, for the log: no body, no number, no code. */
  readonly trace?: (exchange: { readonly call: string; readonly status: number | null; readonly ms: number }) => void;
};

export type Provider = {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Sends a code. Never repeated by anyone. `to` is E.164 with its `+` (or an address). */
  start(
    request: { readonly to: string; readonly channel: Channel; readonly locale?: string },
    context: CallContext,
  ): Promise<Started | Failure>;
  /**
   * Sends another code, in the same session where the vendor can, else in a new one that takes its place. Never repeated
   * by anyone. A failure but `unknown` leaves the old session as it was.
   */
  send(facts: SessionFacts, channel: Channel, context: CallContext): Promise<Sent | Ended | Failure>;
  /** Judges a code. The core has taken the attempt before. */
  check(facts: SessionFacts, code: string, context: CallContext): Promise<Checked | Ended | Failure>;
  /**
   * Reads one session. `light` may not cost more with the vendor's traffic, and may answer `pending` when it cannot
   * tell; `full` is asked when an answer was lost and may look further. Left out where the vendor tells nothing of a
   * session.
   */
  readonly inspect?: (
    facts: SessionFacts,
    depth: 'light' | 'full',
    context: CallContext,
  ) => Promise<Inspection | Failure>;
  /** `canceled` also where there was nothing left to cancel. Left out where the vendor cannot: the relay then forgets. */
  readonly cancel?: (facts: SessionFacts, context: CallContext) => Promise<{ readonly outcome: 'canceled' } | Failure>;
  /** The rules of this session, where sessions differ. Default: `capabilities`. */
  readonly rulesOf?: (session: string) => Capabilities;
  /** The sessions of these days (`YYYY-MM-DD`, both included), where the vendor can list. */
  readonly list?: (
    days: { readonly from: string; readonly to: string },
    context: CallContext,
  ) => Promise<{ readonly outcome: 'listed'; readonly verifications: readonly ListedVerification[] } | Failure>;
  /** The events of one session; `null` where there is no such session. */
  readonly events?: (
    session: string,
    context: CallContext,
  ) => Promise<{ readonly outcome: 'listed'; readonly events: readonly ListedEvent[] | null } | Failure>;
};
