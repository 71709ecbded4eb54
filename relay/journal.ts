/** What happens to verifications, as lines of the log and as events: never a code, a handle or a number in full. */
import type { Channel, ProblemCode } from './contract.ts';
import type { EventListener, RelayEvent, VerificationFacts } from './events/event.ts';
import type { HandleFacts } from './handle.ts';
import type { LogEntry, Logger } from './log.ts';
import type { Refusal } from './problems.ts';
import type { CallContext, Failure } from './providers/provider.ts';
import { countryOf, maskRecipient } from './recipient.ts';
import type { Changed } from './records.ts';

/** What every request brings. */
export type RequestFacts = {
  readonly requestId: string;
  /** The client's address, where it is known. */
  readonly address: string | undefined;
  /** For work that outlives the answer. */
  readonly keepAlive: (work: Promise<unknown>) => void;
  /** Told of each exchange with the provider, and how long it took (ms). */
  readonly countProvider: (ms: number) => void;
};

/** All that is noted about one request. */
export type Notes = {
  /** For calls to the provider: each exchange is noted, and how long it took. */
  readonly context: CallContext;
  providerFailed(call: string, failure: Failure): void;
  storeFailed(reason: string): void;
  /** `code` counts the codes of the verification, from 1. */
  sent(handle: HandleFacts, channel: Channel, code: number): void;
  verified(handle: HandleFacts, channel: Channel): void;
  /** A change of the record: it may have been the one that ended the verification without success. */
  changed(handle: HandleFacts, changed: Changed | undefined): void;
  /** A code was asked for and refused. */
  blocked(facts: Pick<HandleFacts, 'recipient' | 'audience'> & { readonly id?: string }, refusal: Refusal): void;
  paused(country: string, seconds: number, until: 'refused' | 'checked'): void;
};

export type Journal = (request: RequestFacts) => Notes;

export type JournalOptions = {
  readonly provider: string;
  readonly log: Logger;
  /** Where somebody listens. */
  readonly onEvent: EventListener | undefined;
  readonly now: () => number;
};

/** Refusals that an operator wants to hear of: somebody was stopped who may have meant harm. */
const BLOCKS: ReadonlySet<ProblemCode> = new Set(['rate_limited', 'country_not_allowed', 'challenge_failed']);

export function createJournal({ provider, log, onEvent, now }: JournalOptions): Journal {
  async function tell(event: RelayEvent): Promise<void> {
    try {
      await onEvent?.({ ...event, timestamp: new Date(now()).toISOString() });
    } catch (error) {
      log({ level: 'error', message: 'an event was not taken', event: event.type, detail: String(error) });
    }
  }

  return ({ requestId, keepAlive, countProvider }) => {
    const write = (entry: LogEntry): void => log({ requestId, provider, ...entry });
    /** No request waits for a listener, or fails by it. */
    const emit = (event: RelayEvent): void => {
      if (onEvent) keepAlive(tell(event));
    };
    const personOf = (recipient: string): Pick<VerificationFacts, 'recipient' | 'country'> => ({
      recipient: maskRecipient(recipient),
      country: countryOf(recipient) ?? null,
    });
    const factsOf = ({ id, recipient, audience }: HandleFacts): VerificationFacts => ({
      verification: id,
      requestId,
      ...personOf(recipient),
      audience,
    });

    return {
      context: {
        trace({ call, status, ms }) {
          countProvider(ms);
          write({ level: 'debug', message: 'provider call', call, status, ms });
        },
      },
      providerFailed(call, { kind, detail }) {
        write({ level: kind === 'rejected' ? 'error' : 'warn', message: 'provider failed', call, kind, detail });
      },
      storeFailed(reason) {
        write({ level: 'error', message: 'the store is unavailable after a call', detail: reason });
      },
      sent(handle, channel, code) {
        const data = { ...factsOf(handle), channel };
        const { recipient, country } = data;
        write({ level: 'info', message: code === 1 ? 'started' : 'sent', recipient, country, channel, code });
        if (code === 1) emit({ type: 'verification.started', data });
        emit({ type: 'verification.sent', data: { ...data, code } });
      },
      verified(handle, channel) {
        const data = { ...factsOf(handle), channel };
        const { recipient, country } = data;
        write({ level: 'info', message: 'verified', recipient, country, channel });
        emit({ type: 'verification.verified', data });
      },
      changed(handle, changed) {
        const status = changed?.record.ended;
        if (!changed?.before || changed.before.ended || status === undefined || status === 'verified') return;
        const data = { ...factsOf(handle), status };
        const { recipient, country } = data;
        write({ level: 'info', message: 'ended', recipient, country, status });
        emit({ type: 'verification.failed', data });
      },
      blocked({ id: verification = null, recipient, audience }, { code }) {
        if (!BLOCKS.has(code)) return;
        const person = personOf(recipient);
        write({ level: 'info', message: 'blocked', ...person, code });
        const data = { verification, requestId, ...person, audience, code };
        emit({ type: 'verification.blocked', data });
      },
      paused(country, seconds, until) {
        write({ level: 'warn', message: 'country in doubt: hardly any code is entered', country, seconds, until });
        emit({ type: 'country.paused', data: { country, seconds, until } });
      },
    };
  };
}
