/**
 * Wavix 2FA as a provider: https://docs.wavix.com/messaging/2fa. Its documentation leaves open how it answers about
 * sessions that are over; each such answer is settled by the session's own events, and by the list of sessions only
 * where these cannot tell.
 *
 * It stands over 250 lines because all six calls share the reading of those answers.
 */
import type { Channel, Status } from '../contract.ts';
import { describeReply, failure, sift } from './failures.ts';
import type { Wording } from './failures.ts';
import { exchange, member, textMember } from './http.ts';
import type { Exchange, Fetch, NoReply, Reply } from './http.ts';
import type { CallContext, Ended, Failure, Provider, SessionFacts } from './provider.ts';
import {
  WAVIX_RULES,
  deliveryOf,
  digestEvents,
  hintFrom,
  readEvents,
  readSessions,
  readStatus,
} from './wavix-status.ts';
import type { EventDigest } from './wavix-status.ts';

export type WavixOptions = {
  /** An API key with the scope `two_fa:write`, not restricted to source addresses where the relay has none of its own. */
  readonly apiKey: string;
  /** The 2FA service of the portal (32 hex digits). */
  readonly serviceId: string;
  /** Default: `https://api.wavix.com/v1`. */
  readonly baseUrl?: string;
  /** The channels that the service has enabled. Default: `sms`, then `voice`. */
  readonly channels?: readonly ('sms' | 'voice')[];
  /** Digits of a code, as set on the service: 4 to 10. Default: 6. */
  readonly codeLength?: number;
  /** Milliseconds for one call. Default: 10,000. */
  readonly timeout?: number;
  /** Default: the platform's. */
  readonly fetch?: Fetch;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
  /** Waits before a read is repeated. Default: a timer. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** From 0 to 1, for the jitter of that wait. Default: `Math.random`. */
  readonly random?: () => number;
};

/** Its list has whole seconds, and the two clocks are compared through one network delay. */
const CLOCK_TOLERANCE_MS = 2_000;

const DAY_MS = 86_400_000;

/** `YYYY-MM-DD`. */
const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

const messageOf = ({ json }: Reply): string => textMember(json, 'message') ?? '';

const isSuccess = ({ status, json }: Reply): boolean =>
  status >= 200 && status < 300 && member(json, 'success') !== false && member(json, 'error') !== true;

const timeOf = (json: unknown): number | undefined => {
  const time = Date.parse(textMember(json, 'created_at') ?? '');
  return Number.isNaN(time) ? undefined : time;
};

const WORDING: Wording = {
  messageOf,
  unauthorized: 'check WAVIX_API_KEY',
  forbidden: 'the key lacks the scope two_fa:write, is limited to source addresses, or 2FA is not enabled',
};

/** A refusal of a send, by the words that Wavix is known to use. Nothing was sent. */
function sendFailure(reply: Reply): Failure {
  const message = messageOf(reply);
  const code = textMember(reply.json, 'error_code');
  const detail = describeReply(reply, code === undefined ? message : `${message} (${code})`);
  if (code === '091' || /insufficient|balance|funds|service with id|provision|sender/i.test(message)) {
    return failure('rejected', detail);
  }
  if (code === '013' || code === '041' || code === '042') return failure('unavailable', detail);
  if (/channel/i.test(message)) return failure('channel_not_available', detail);
  if (code === '021' || /phone|number|destination|recipient|field "to"/i.test(message)) {
    return failure('invalid_recipient', detail);
  }
  return failure('rejected', detail);
}

/** Wavix can do all that a provider may be able to do. */
export type WavixProvider = Provider & Required<Pick<Provider, 'inspect' | 'cancel' | 'list' | 'events'>>;

export function wavix(options: WavixOptions): WavixProvider {
  const base = (options.baseUrl ?? 'https://api.wavix.com/v1').replace(/\/$/, '');
  const now = options.now ?? Date.now;
  const sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const random = options.random ?? Math.random;
  const channels: readonly Channel[] = options.channels ?? ['sms', 'voice'];
  const http = { fetch: options.fetch ?? ((url, init) => fetch(url, init)), timeout: options.timeout ?? 10_000, now };
  const headers = { Authorization: `Bearer ${options.apiKey}` };

  function call(
    name: string,
    method: Exchange['method'],
    path: string,
    body: unknown,
    context: CallContext,
  ): Promise<Reply | NoReply> {
    return exchange({ call: name, method, url: `${base}${path}`, headers, body }, http, context);
  }

  const sessionPath = (session: string): string => `/two-fa/verification/${encodeURIComponent(session)}`;

  /** The events, `null` where there is no such session. Read once more where the first answer was lost. */
  async function fetchEvents(session: string, context: CallContext): ReturnType<NonNullable<Provider['events']>> {
    const path = `/two-fa/session/${encodeURIComponent(session)}/events`;
    const ask = (): Promise<Reply | NoReply> => call('events', 'GET', path, undefined, context);
    let reply = await ask();
    if (reply.outcome === 'no-reply' || reply.status >= 500) {
      await sleep(100 + 200 * random());
      reply = await ask();
    }
    const answer = sift(reply, WORDING);
    if (answer.outcome === 'failure') return answer;
    const { json, status } = answer;
    if (status === 404) return { outcome: 'listed', events: null };
    const events = readEvents(json);
    return events ? { outcome: 'listed', events } : failure('unknown', `HTTP ${status}: no events in the answer`);
  }

  async function fetchSessions(
    days: { readonly from: string; readonly to: string },
    context: CallContext,
  ): ReturnType<NonNullable<Provider['list']>> {
    const path = `/two-fa/service/${encodeURIComponent(options.serviceId)}/sessions?from=${days.from}&to=${days.to}`;
    const answer = sift(await call('list', 'GET', path, undefined, context), WORDING);
    if (answer.outcome === 'failure') return answer;
    const { json, status } = answer;
    // No match is a 404 with Wavix.
    if (status === 404) return { outcome: 'listed', verifications: [] };
    const verifications = readSessions(json);
    return verifications
      ? { outcome: 'listed', verifications }
      : failure('unknown', `HTTP ${status}: no list in the answer`);
  }

  /** The session's own status by the list: the last resort, since it costs as much as the service has traffic. */
  async function statusByList(facts: SessionFacts, context: CallContext): Promise<Status | undefined> {
    // In which zone Wavix's days begin is not documented, so the neighbours are asked for as well.
    const days = { from: day(facts.startedAt - DAY_MS), to: day(now() + DAY_MS) };
    const listed = await fetchSessions(days, context);
    if (listed.outcome === 'failure') return undefined;
    const found = listed.verifications.find(({ id }) => id === facts.session);
    return found && readStatus(found.status);
  }

  const skew = (facts: SessionFacts): number => (facts.providerSentAt ?? facts.sentAt) - facts.sentAt;

  const latestSend = (facts: SessionFacts): number => facts.sentAt + skew(facts) - CLOCK_TOLERANCE_MS;

  /** What the events alone make certain about a session that refused a call. */
  function statusByEvents(facts: SessionFacts, digest: EventDigest, calledAt: number): Status | undefined {
    if (digest.looksVerified) return undefined;
    const wrong = digest.wrongAt;
    const wrongNow = wrong.filter((at) => at >= latestSend(facts)).length;
    if (wrongNow >= WAVIX_RULES.maxAttempts) return 'failed';
    if (now() >= facts.sentAt + WAVIX_RULES.codeTtl * 1000) return 'expired';
    // The refused call was judged as a wrong code: the session was open. Whether attempts are counted for each code or
    // for the session is not documented, so past five in all this is no proof.
    const newest = wrong.at(-1) ?? 0;
    const wasJudged = newest >= calledAt + skew(facts) - CLOCK_TOLERANCE_MS;
    return wasJudged && wrong.length < WAVIX_RULES.maxAttempts ? 'pending' : undefined;
  }

  /** Why a session refused a call: by its events, then by the list, then by the words of the refusal. */
  async function explainRefusal(
    facts: SessionFacts,
    reply: Reply,
    calledAt: number,
    context: CallContext,
  ): Promise<Status | undefined> {
    const listed = await fetchEvents(facts.session, context);
    if (listed.outcome === 'listed' && listed.events !== null) {
      const status = statusByEvents(facts, digestEvents(listed.events), calledAt);
      if (status) return status;
    }
    return (await statusByList(facts, context)) ?? hintFrom(messageOf(reply));
  }

  return {
    name: 'wavix',
    capabilities: {
      ...WAVIX_RULES,
      channels,
      codeLength: options.codeLength ?? 6,
      // A new code makes those before it void.
      earlierCodes: 'void',
      reportsDelivery: true,
    },

    async start({ to, channel }, context) {
      // Every official example has the digits alone.
      const body = { service_id: options.serviceId, to: to.replace(/^\+/, ''), channel };
      const answer = sift(await call('start', 'POST', '/two-fa/verification', body, context), WORDING);
      if (answer.outcome === 'failure') return answer;
      if (!isSuccess(answer)) return sendFailure(answer);
      const session = textMember(answer.json, 'session_id');
      if (session === undefined) return failure('unknown', `HTTP ${answer.status}: no session in the answer`);
      const lookup = member(answer.json, 'number_lookup') ?? member(answer.json, 'lookup');
      const isLandline = /land|fixed/i.test(textMember(lookup, 'number_type') ?? '');
      const isMobileToo = /mobile/i.test(textMember(lookup, 'number_type') ?? '');
      const providerTime = timeOf(answer.json);
      return {
        outcome: 'sent',
        session,
        ...(providerTime !== undefined && { providerTime }),
        ...(isLandline && !isMobileToo && { line: 'landline' }),
      };
    },

    async send(facts, channel, context) {
      const calledAt = now();
      const answer = sift(await call('send', 'POST', sessionPath(facts.session), { channel }, context), WORDING);
      if (answer.outcome === 'failure') return answer;
      if (isSuccess(answer)) {
        if (typeof answer.json !== 'object' || answer.json === null) {
          return failure('unknown', `HTTP ${answer.status}: no JSON in the answer`);
        }
        const by = textMember(answer.json, 'channel');
        const providerTime = timeOf(answer.json);
        return {
          outcome: 'sent',
          channel: by === 'sms' || by === 'voice' ? by : channel,
          ...(providerTime !== undefined && { providerTime }),
        };
      }
      const status = await explainRefusal(facts, answer, calledAt, context);
      return status && status !== 'pending' ? { outcome: 'ended', status } : sendFailure(answer);
    },

    async check(facts, code, context) {
      const calledAt = now();
      const answer = sift(
        await call('check', 'POST', `${sessionPath(facts.session)}/check`, { code }, context),
        WORDING,
      );
      if (answer.outcome === 'failure') return answer;
      const isValid = member(answer.json, 'is_valid');
      if (isSuccess(answer)) {
        if (typeof isValid !== 'boolean') return failure('unknown', `HTTP ${answer.status}: no verdict in the answer`);
        return { outcome: isValid ? 'match' : 'mismatch' };
      }
      const status = await explainRefusal(facts, answer, calledAt, context);
      if (status === 'pending') return { outcome: 'mismatch' };
      if (status) return { outcome: 'ended', status } satisfies Ended;
      return failure('unknown', describeReply(answer, messageOf(answer)));
    },

    async inspect(facts, depth, context) {
      const listed = await fetchEvents(facts.session, context);
      if (listed.outcome === 'failure') return listed;
      const digest = digestEvents(listed.events ?? []);
      const delivery = deliveryOf(digest, latestSend(facts));
      // An event is no status: that a code matched is believed of the session's own status alone.
      const status = depth === 'full' && digest.looksVerified ? await statusByList(facts, context) : 'pending';
      return status
        ? { outcome: 'inspected', status, delivery }
        : failure('unknown', 'the list of sessions does not tell of this one');
    },

    async cancel(facts, context) {
      const path = `${sessionPath(facts.session)}/cancel`;
      const answer = sift(await call('cancel', 'PATCH', path, undefined, context), WORDING);
      if (answer.outcome === 'failure') return answer;
      // 200 with a body or 204 without: the documents differ. 404: nothing (left) to cancel.
      if (isSuccess(answer) || answer.status === 404) return { outcome: 'canceled' };
      return failure('unknown', describeReply(answer, messageOf(answer)));
    },

    list: fetchSessions,
    events: fetchEvents,
  };
}
