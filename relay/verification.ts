/**
 * One verification from start to end: start, restart, send, check, read, cancel, as functions of the ports. Refusals are
 * returned; a thrown error is a fault (or a store that is down) and is the app's to answer.
 *
 * It stands over 250 lines because these verbs share one rule: what is spent is spent on the record before the provider
 * is called, and each of the provider's answers settles exactly what was spent.
 */
import type { BotCheck } from './bot-check.ts';
import type { Channel, RestartRequest, SendRequest, Status, Verification } from './contract.ts';
import { openHandle, sealHandle } from './handle.ts';
import type { HandleFacts, TicketFacts } from './handle.ts';
import type { Journal, RequestFacts } from './journal.ts';
import type { Settings } from './options.ts';
import type { Budget, Policy, Spent } from './policy.ts';
import { refuse } from './problems.ts';
import type { Refusal } from './problems.ts';
import type { ProofSigner } from './proof.ts';
import type { Capabilities, Failure, Provider } from './providers/provider.ts';
import { countryOf, parseRecipient } from './recipient.ts';
import type { Recipient } from './recipient.ts';
import {
  confirmSend,
  cooldownLeft,
  isInDoubt,
  newRecord,
  noteDelivery,
  sessionFacts,
  settleAttempt,
  settleDoubt,
  spendAttempt,
  spendSend,
  statusOf,
  undoSend,
} from './record.ts';
import type { VerificationRecord } from './record.ts';
import type { Records } from './records.ts';
import { codeMisfit } from './schemas.ts';
import type { Secrets } from './secrets.ts';
import { StoreUnavailableError } from './stores/store.ts';
import { POLL_EVERY, channelsFor, viewOf } from './view.ts';
import type { Handle } from './view.ts';

/** Seconds for which a verification can be acted on; the handle also outlives its proof. */
const LIFE = 30 * 60;

export type Answer = { readonly ok: true; readonly verification: Verification };

/** A start, once it is known on whose behalf. */
export type StartFacts = {
  readonly to: string;
  /** Left out with a ticket: the first that is good for it. */
  readonly channel?: Channel | undefined;
  readonly audience: string;
  readonly locale?: string | undefined;
  readonly nonce?: string | undefined;
  readonly ticket?: TicketFacts | undefined;
  /** The bot check's token. */
  readonly challenge?: string | undefined;
};

export type Verifications = {
  open(token: string): Promise<Handle | undefined>;
  start(facts: StartFacts, request: RequestFacts): Promise<Answer | Refusal>;
  restart(handle: Handle, body: RestartRequest, request: RequestFacts): Promise<Answer | Refusal>;
  send(handle: Handle, body: SendRequest, request: RequestFacts): Promise<Answer | Refusal>;
  check(handle: Handle, code: string, request: RequestFacts): Promise<Answer | Refusal>;
  read(handle: Handle, request: RequestFacts): Promise<Answer | Refusal>;
  cancel(handle: Handle, request: RequestFacts): Promise<{ readonly ok: true } | Refusal>;
};

export type VerificationPorts = {
  readonly provider: Provider;
  readonly records: Records;
  readonly policy: Policy;
  /** Where one is configured. */
  readonly botCheck: BotCheck | undefined;
  readonly proofs: ProofSigner;
  readonly secrets: Secrets;
  readonly settings: Settings;
  readonly journal: Journal;
  readonly now: () => number;
  readonly randomId: () => string;
};

/** A failure of the provider in the relay's own terms. */
function refusalOf(failure: Failure): Refusal {
  switch (failure.kind) {
    case 'rejected':
      return refuse('provider_rejected');
    case 'unavailable':
      return refuse('provider_unavailable', {
        ...(failure.retryAfter !== undefined && { retryAfter: failure.retryAfter }),
      });
    case 'unknown':
      return refuse('outcome_unknown');
    case 'invalid_recipient':
      return refuse('invalid_recipient');
    case 'channel_not_available':
      return refuse('channel_not_available');
  }
}

const skewOf = (providerTime: number | undefined, now: number): number | undefined =>
  providerTime === undefined ? undefined : providerTime - now;

const gone: Refusal = refuse('invalid_handle');

/** Where the vendor cannot cancel. */
const forgotten = { outcome: 'canceled' } as const;

/** Where the vendor tells nothing of a session. */
const nothingKnown = { outcome: 'inspected', status: 'pending', delivery: null } as const;

export function createVerifications(ports: VerificationPorts): Verifications {
  const { provider, records, policy, botCheck, proofs, secrets, settings, journal, now } = ports;
  const { capabilities } = provider;
  const rulesOf = ({ session }: VerificationRecord): Capabilities => provider.rulesOf?.(session) ?? capabilities;

  const budgetOf = ({ ticket }: { readonly ticket?: TicketFacts | undefined }): Budget => (ticket ? 'ticket' : 'page');

  const answer = (handle: Handle, record: VerificationRecord): Answer => ({
    ok: true,
    verification: viewOf(handle, record, rulesOf(record), settings, now()),
  });

  const ended = (status: Status): Refusal => refuse('verification_ended', { verification: status });

  /** The first success fixes the proof; a later one finds it. A cancelled verification stays cancelled. */
  async function verify(
    handle: Handle,
    { channel }: VerificationRecord,
    request: RequestFacts,
  ): Promise<VerificationRecord | undefined> {
    const verifiedAt = Math.floor(now() / 1000);
    const proof = await proofs.sign({
      id: handle.id,
      recipient: handle.recipient,
      audience: handle.audience,
      channel,
      verifiedAt,
      ...(handle.nonce !== undefined && { nonce: handle.nonce }),
      ...(handle.ticket && { subject: handle.ticket.subject }),
    });
    const changed = await records.update(handle, (record) =>
      record.ended === 'verified' || record.ended === 'canceled'
        ? record
        : { ...record, open: 0, ended: 'verified', proof, proofExpiresAt: verifiedAt + proofs.ttl },
    );
    if (changed?.before) {
      if (!handle.ticket) await policy.countSuccess(countryOf(handle.recipient));
      journal(request).verified(handle, channel);
    }
    return changed?.record;
  }

  /** The provider says that the session is over. Only a verified one needs more than a note. */
  async function end(
    handle: Handle,
    known: VerificationRecord,
    status: Exclude<Status, 'pending'>,
    request: RequestFacts,
  ): Promise<VerificationRecord | undefined> {
    if (status === 'verified') return verify(handle, known, request);
    const changed = await records.update(handle, (record) =>
      record.ended ? record : { ...record, ended: status, open: 0 },
    );
    journal(request).changed(handle, changed);
    return changed?.record;
  }

  /**
   * What follows a call that may have sent or judged a code. Where the store fails then, nobody knows what holds: the
   * client must read before it tries again.
   */
  async function settle<T>(request: RequestFacts, work: () => Promise<T | Refusal>): Promise<T | Refusal> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      journal(request).storeFailed(error.message);
      return refuse('outcome_unknown');
    }
  }

  /** All that a code costs, the bot check in its place. */
  function takeSend(
    recipient: Recipient,
    budget: Budget,
    audience: string,
    challenge: string | undefined,
    { requestId, address }: RequestFacts,
  ): Promise<Spent | Refusal> {
    const facts = { recipient, address, budget };
    const isSuspicious = (): Promise<boolean> => policy.isSuspicious(facts);
    const passCheck =
      botCheck &&
      ((): ReturnType<BotCheck> => botCheck({ requestId, token: challenge, address, audience, isSuspicious }));
    return policy.takeSend({ ...facts, check: passCheck });
  }

  /** A code was sent, for all that is known. */
  async function countSend(recipient: Recipient, budget: Budget, request: RequestFacts): Promise<void> {
    // Strangers decide how the public page converts, and must not decide it for those whom a backend knows.
    if (budget === 'ticket') return;
    const { paused } = await policy.countSend(recipient);
    const { country } = recipient;
    if (!paused || country === undefined) return;
    journal(request).paused(country, settings.limitCountryConversion?.period ?? 0, botCheck ? 'checked' : 'refused');
  }

  async function start(facts: StartFacts, request: RequestFacts): Promise<Answer | Refusal> {
    const { to, audience, locale, nonce, ticket, challenge } = facts;
    const budget = budgetOf(facts);
    if (facts.channel !== undefined && !capabilities.channels.includes(facts.channel)) {
      return refuse('channel_not_available', { channels: capabilities.channels });
    }
    const admitted = policy.admit(to, facts.channel);
    if (!admitted.ok) return admitted;
    const { recipient } = admitted;
    const channels = channelsFor(capabilities, settings, {
      recipient: to,
      landline: recipient.kind === 'landline',
      texts: 0,
      ticket,
    });
    const channel = facts.channel ?? channels[0];
    if (channel === undefined || !channels.includes(channel)) return refuse('channel_not_available', { channels });
    const ticketStart = ticket && (await policy.takeTicketStart(ticket.id));
    if (ticketStart?.ok === false) return ticketStart;
    const spent = await takeSend(recipient, budget, audience, challenge, request);
    const giveBack = async (): Promise<void> => {
      await Promise.all([ticketStart?.giveBack(), spent.ok ? spent.giveBack() : undefined]);
    };
    if (!spent.ok) {
      await giveBack();
      return spent;
    }
    const pause = await policy.reserveStart(recipient, budget);
    if (pause > 0) {
      await giveBack();
      return refuse('rate_limited', { retryAfter: pause });
    }

    const sentAt = now();
    const started = await provider.start(
      { to, channel, ...(locale !== undefined && { locale }) },
      journal(request).context,
    );
    if (started.outcome === 'failure') {
      journal(request).providerFailed('start', started);
      if (started.kind !== 'unknown') await Promise.all([giveBack(), policy.forgetSend(recipient, budget)]);
      if (started.kind !== 'channel_not_available') return refusalOf(started);
      return refuse('channel_not_available', { channels: channels.filter((other) => other !== channel) });
    }

    const issuedAt = Math.floor(sentAt / 1000);
    const handleFacts: HandleFacts = {
      id: ports.randomId(),
      recipient: to,
      audience,
      issuedAt,
      expiresAt: issuedAt + LIFE + proofs.ttl,
      ...(nonce !== undefined && { nonce }),
      ...(locale !== undefined && { locale }),
      ...(ticket && { ticket }),
    };
    const record = newRecord({
      session: started.session,
      channel,
      sentAt,
      skew: skewOf(started.providerTime, sentAt),
      landline: recipient.kind === 'landline' || started.line === 'landline',
    });
    return settle(request, async () => {
      await records.create(handleFacts, record);
      await countSend(recipient, budget, request);
      const token = await sealHandle(handleFacts, secrets.handles);
      journal(request).sent(handleFacts, channel, 1);
      return answer({ ...handleFacts, token }, record);
    });
  }

  async function restart(handle: Handle, body: RestartRequest, request: RequestFacts): Promise<Answer | Refusal> {
    const record = await records.read(handle);
    if (!record) return gone;
    const status = statusOf(record, rulesOf(record), now());
    if (status === 'pending') return refuse('verification_open');
    if (status === 'verified' || status === 'canceled') return ended(status);
    const { recipient, audience, locale, nonce, ticket } = handle;
    if (ticket && ticket.expiresAt * 1000 <= now()) return refuse('invalid_ticket');
    return start({ ...body, to: recipient, audience, locale, nonce, ticket }, request);
  }

  /** Why no further code may be sent in this verification now, by its own record. */
  function refuseSend(handle: Handle, record: VerificationRecord, channel: Channel): Refusal | undefined {
    const at = now();
    const rules = rulesOf(record);
    const status = statusOf(record, rules, at);
    if (status !== 'pending') return ended(status);
    const channels = channelsFor(rules, settings, { ...record, ...handle });
    if (!channels.includes(channel)) return refuse('channel_not_available', { channels });
    if (record.sends >= rules.maxSends) return refuse('no_sends_left');
    const wait = cooldownLeft(record, settings.limitResendCooldown, at);
    return wait > 0 ? refuse('resend_too_soon', { retryAfter: Math.ceil(wait / 1000) }) : undefined;
  }

  async function send(handle: Handle, body: SendRequest, request: RequestFacts): Promise<Answer | Refusal> {
    const { channel, challenge } = body;
    const known = await records.read(handle);
    if (!known) return gone;
    const refusal = refuseSend(handle, known, channel);
    if (refusal) return refusal;
    const recipient = parseRecipient(handle.recipient);
    if (!recipient) return refuse('invalid_recipient');
    const spent = await takeSend(recipient, budgetOf(handle), handle.audience, challenge, request);
    if (!spent.ok) return spent;

    const sentAt = now();
    let late: Refusal | undefined;
    const taken = await records.update(handle, (record) => {
      late = refuseSend(handle, record, channel);
      return late ? record : spendSend(record, channel, sentAt);
    });
    if (!taken?.before) {
      await spent.giveBack();
      return late ?? gone;
    }
    const { before } = taken;
    await policy.noteSend(recipient, budgetOf(handle), taken.record.sends);

    const sent = await provider.send(sessionFacts(before, handle), channel, journal(request).context);
    return settle(request, async () => {
      if (sent.outcome === 'sent') {
        await countSend(recipient, budgetOf(handle), request);
        const skew = skewOf(sent.providerTime, sentAt);
        const changed = await records.update(handle, (record) => confirmSend(record, sent, skew, rulesOf(record)));
        journal(request).sent(handle, sent.channel, taken.record.sends);
        return changed ? answer(handle, changed.record) : gone;
      }
      if (sent.outcome === 'failure') journal(request).providerFailed('send', sent);
      // What may have been sent stays spent; what surely was not is given back.
      if (sent.outcome === 'failure' && sent.kind === 'unknown') return refuse('outcome_unknown');
      await Promise.all([
        records.update(handle, (record) => undoSend(record, before, taken.record)),
        spent.giveBack(),
        policy.forgetSend(recipient, budgetOf(handle)),
      ]);
      if (sent.outcome === 'failure') return refusalOf(sent);
      const record = await end(handle, taken.record, sent.status, request);
      return record ? ended(statusOf(record, rulesOf(record), now())) : gone;
    });
  }

  async function check(handle: Handle, code: string, request: RequestFacts): Promise<Answer | Refusal> {
    const spent = await policy.takeCheck(request.address);
    if (!spent.ok) return spent;
    let misfit = false;
    const taken = await records.update(handle, (record) => {
      const rules = rulesOf(record);
      misfit = code.length !== rules.codeLength;
      const isOpen = statusOf(record, rules, now()) === 'pending' && record.attempts < rules.maxAttempts;
      return isOpen && !misfit ? spendAttempt(record, now()) : record;
    });
    if (!taken) return gone;
    const rules = rulesOf(taken.record);
    if (misfit) return refuse('malformed_request', { errors: [codeMisfit(rules.codeLength)] });
    if (!taken.before) return answer(handle, taken.record);
    const { round } = taken.record;

    const checked = await provider.check(sessionFacts(taken.record, handle), code, journal(request).context);
    return settle(request, async () => {
      switch (checked.outcome) {
        case 'match': {
          const record = await verify(handle, taken.record, request);
          return record ? answer(handle, record) : gone;
        }
        case 'ended': {
          const record = await end(handle, taken.record, checked.status, request);
          return record ? answer(handle, record) : gone;
        }
        case 'mismatch': {
          const changed = await records.update(handle, (record) =>
            settleAttempt(record, round, 'mismatch', rules, now(), checked.attemptsRemaining),
          );
          const recipient = parseRecipient(handle.recipient);
          if (recipient) await policy.countWrongCode(recipient, budgetOf(handle));
          journal(request).changed(handle, changed);
          return changed ? answer(handle, changed.record) : gone;
        }
        case 'failure': {
          journal(request).providerFailed('check', checked);
          const outcome = checked.kind === 'unknown' ? 'lost' : 'not-judged';
          await records.update(handle, (record) => settleAttempt(record, round, outcome, rules, now()));
          return refusalOf(checked);
        }
      }
    });
  }

  async function read(handle: Handle, request: RequestFacts): Promise<Answer | Refusal> {
    const spent = await policy.takeRead(handle.id);
    if (!spent.ok) return spent;
    const at = now();
    const isDue = (record: VerificationRecord): boolean =>
      statusOf(record, rulesOf(record), at) === 'pending' &&
      at - record.polledAt >= POLL_EVERY * 1000 &&
      (isInDoubt(record, at) || (rulesOf(record).reportsDelivery && record.delivery?.status !== 'delivered'));
    const taken = await records.update(handle, (record) => (isDue(record) ? { ...record, polledAt: at } : record));
    if (!taken) return gone;
    if (!taken.before) return answer(handle, taken.record);

    const { record: asked } = taken;
    const doubt = isInDoubt(asked, at);
    const depth = doubt ? 'full' : 'light';
    // Where nobody can tell, a lost check was a wrong one; the code itself can be entered again.
    const inspected =
      (await provider.inspect?.(sessionFacts(asked, handle), depth, journal(request).context)) ?? nothingKnown;
    if (inspected.outcome === 'failure') {
      // What is known without the provider is still an answer.
      journal(request).providerFailed('inspect', inspected);
      return answer(handle, asked);
    }
    if (inspected.status !== 'pending') {
      const record = await end(handle, asked, inspected.status, request);
      return record ? answer(handle, record) : gone;
    }
    const changed = await records.update(handle, (record) => {
      // An answer about the code before the current one says nothing of this one.
      if (record.round !== asked.round || record.ended) return record;
      const noted = noteDelivery(record, inspected.delivery);
      return doubt ? settleDoubt(noted, rulesOf(record)) : noted;
    });
    journal(request).changed(handle, changed);
    return changed ? answer(handle, changed.record) : gone;
  }

  async function cancel(handle: Handle, request: RequestFacts): Promise<{ readonly ok: true } | Refusal> {
    const changed = await records.update(handle, (record) =>
      statusOf(record, rulesOf(record), now()) === 'pending' ? { ...record, ended: 'canceled' } : record,
    );
    if (!changed) return gone;
    if (!changed.before) return ended(statusOf(changed.record, rulesOf(changed.record), now()));
    journal(request).changed(handle, changed);
    // From here on the relay checks and sends nothing more, whatever the provider makes of it.
    const canceled =
      (await provider.cancel?.(sessionFacts(changed.record, handle), journal(request).context)) ?? forgotten;
    if (canceled.outcome === 'failure') journal(request).providerFailed('cancel', canceled);
    return { ok: true };
  }

  return {
    async open(token) {
      const facts = await openHandle(token, secrets.handles, now());
      return facts && { ...facts, token };
    },
    async start(facts, request) {
      const result = await start(facts, request);
      if (!result.ok) journal(request).blocked({ recipient: facts.to, audience: facts.audience }, result);
      return result;
    },
    async restart(handle, body, request) {
      const result = await restart(handle, body, request);
      if (!result.ok) journal(request).blocked({ recipient: handle.recipient, audience: handle.audience }, result);
      return result;
    },
    async send(handle, body, request) {
      const result = await send(handle, body, request);
      if (!result.ok) journal(request).blocked(handle, result);
      return result;
    },
    check,
    read,
    cancel,
  };
}
