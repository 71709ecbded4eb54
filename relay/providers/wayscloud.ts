/**
 * WAYSCloud Verify as a provider: https://docs.wayscloud.services/services/verify. Half of its answers are not
 * documented: the body is read before the HTTP status, and where neither is clear the status endpoint is asked. It
 * cannot send again in the same session, so another code comes from a new one.
 */
import type { Channel, Delivery } from '../contract.ts';
import { describeReply, failure, sift } from './failures.ts';
import type { Wording } from './failures.ts';
import { exchange, textMember } from './http.ts';
import type { Exchange, Fetch, NoReply, Reply } from './http.ts';
import { lookUpLocale } from './locales.ts';
import type { CallContext, Checked, Ended, Failure, Provider, SessionFacts, Started } from './provider.ts';
import { readAnswer } from './wayscloud-answers.ts';
import type { SessionWord, Told } from './wayscloud-answers.ts';

export type WayscloudOptions = {
  /** A key of the service Verify; shown once, when the service is activated. */
  readonly apiKey: string;
  /** Default: `https://api.wayscloud.services`. */
  readonly baseUrl?: string;
  /** Default: `sms`, then `voice`, then `email`. */
  readonly channels?: readonly Channel[];
  /** Digits of a code: 4 to 8. Default: 6. */
  readonly codeLength?: number;
  /** Seconds in which a code is valid: 60 to 900. Default: 300. */
  readonly codeTtl?: number;
  /** Milliseconds for one call. Default: 10,000. */
  readonly timeout?: number;
  /** Default: the platform's. */
  readonly fetch?: Fetch;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
};

/** Five checks end a session: "What you get" in its guide. How many codes are sent is the relay's own rule. */
const WAYSCLOUD_RULES = { maxAttempts: 5, maxSends: 5 } as const;

/** A new code is already on its way: nobody should wait long for the old session to be tidied away. */
const CANCEL_PATIENCE_MS = 2_000;

const LOCALES = ['en', 'no', 'sv', 'da', 'fi'] as const;

/**
 * The language of the message, for a BCP 47 tag. Both written forms of Norwegian are `no` to WAYSCloud. `undefined`: it
 * is left to WAYSCloud's own default.
 */
export function wayscloudLocale(tag: string): string | undefined {
  return lookUpLocale(tag.replace(/^n[bn](?=-|$)/i, 'no'), LOCALES);
}

const WORDING: Wording = {
  messageOf: (reply) => readAnswer(reply).message,
  unauthorized: 'check WAYSCLOUD_API_KEY',
  forbidden: 'the key is one of another service, or Verify is not activated or not paid for',
};

const isSuccess = ({ status }: Reply): boolean => status >= 200 && status < 300;

const describe = (reply: Reply): string => describeReply(reply, WORDING.messageOf(reply));

/** A refusal of a start. Nothing was sent. */
function refusalOf(reply: Reply, { error, message, fields }: Told): Failure {
  const detail = describe(reply);
  const words = `${error} ${message}`;
  if (reply.status === 409) return failure('unavailable', detail);
  if (reply.status === 402 || /balance|insufficient|credit|payment|activat/i.test(words))
    return failure('rejected', detail);
  if (fields.includes('channel')) return failure('channel_not_available', detail);
  if (fields.includes('recipient')) return failure('invalid_recipient', detail);
  if (fields.length > 0) return failure('rejected', detail);
  if (/channel/i.test(words)) return failure('channel_not_available', detail);
  if (/recipient|phone|number|e-?mail|address/i.test(words)) return failure('invalid_recipient', detail);
  return failure('rejected', detail);
}

/** Its word for a wrong code, or the like of it in a sentence. */
const WRONG_CODE = /\b(?:invalid|incorrect|wrong)[ _](?:code|otp|pin)\b/;

/** What a check's answer says by itself; `undefined` where it does not say. */
function verdictOf(reply: Reply, { status, error, message, attemptsRemaining }: Told): Checked | Ended | undefined {
  const mismatch = { outcome: 'mismatch', ...(attemptsRemaining !== undefined && { attemptsRemaining }) } as const;
  const isWrong = WRONG_CODE.test(`${error} ${message.toLowerCase()}`);
  switch (status) {
    case 'verified':
      return isSuccess(reply) && error === '' ? { outcome: 'match' } : { outcome: 'ended', status };
    case 'expired':
    case 'canceled':
      return { outcome: 'ended', status };
    case 'failed':
      // The fifth wrong code was judged; what comes after it is not.
      return attemptsRemaining === 0 ? mismatch : { outcome: 'ended', status };
    case 'pending':
    case 'delivered':
      return isWrong || (isSuccess(reply) && error === '') ? mismatch : undefined;
    case undefined:
      return isWrong ? mismatch : undefined;
  }
}

/** WAYSCloud can tell of a session and cancel it, but lists none. */
export type WayscloudProvider = Provider & Required<Pick<Provider, 'inspect' | 'cancel'>>;

export function wayscloud(options: WayscloudOptions): WayscloudProvider {
  const base = `${(options.baseUrl ?? 'https://api.wayscloud.services').replace(/\/$/, '')}/v1/verify`;
  const now = options.now ?? Date.now;
  const timeout = options.timeout ?? 10_000;
  const http = { fetch: options.fetch ?? ((url, init) => fetch(url, init)), timeout, now };
  const headers = { 'X-API-Key': options.apiKey };
  const codeLength = options.codeLength ?? 6;
  const codeTtl = options.codeTtl ?? 300;

  function call(
    request: Pick<Exchange, 'call' | 'method' | 'body'> & { readonly path: string },
    context: CallContext,
    patience: number = timeout,
  ): Promise<Reply | NoReply> {
    const { path, ...rest } = request;
    return exchange({ ...rest, url: `${base}${path}`, headers }, { ...http, timeout: patience }, context);
  }

  async function start(
    { to, channel, locale }: Parameters<Provider['start']>[0],
    context: CallContext,
  ): Promise<Started | Failure> {
    const language = locale === undefined ? undefined : wayscloudLocale(locale);
    const body = {
      channel,
      recipient: to,
      code_length: codeLength,
      ttl_seconds: codeTtl,
      ...(language !== undefined && { locale: language }),
    };
    const reply = sift(await call({ call: 'start', method: 'POST', path: '/start', body }, context), WORDING);
    if (reply.outcome === 'failure') return reply;
    const told = readAnswer(reply);
    const session = textMember(reply.json, 'session_id');
    if (!isSuccess(reply) || (told.error !== '' && session === undefined)) return refusalOf(reply, told);
    if (session === undefined) return failure('unknown', `HTTP ${reply.status}: no session in the answer`);
    const isOpen = told.status === undefined || told.status === 'pending' || told.status === 'delivered';
    if (!isOpen || told.error !== '') return failure('unknown', `${describe(reply)} (a session that is not open)`);
    return { outcome: 'sent', session };
  }

  async function fetchStatus(
    { session }: SessionFacts,
    context: CallContext,
  ): Promise<{ readonly outcome: 'told'; readonly reply: Reply; readonly status: SessionWord } | Failure> {
    const path = `/status/${encodeURIComponent(session)}`;
    const reply = sift(await call({ call: 'status', method: 'GET', path }, context), WORDING);
    if (reply.outcome === 'failure') return reply;
    const { status } = readAnswer(reply);
    if (isSuccess(reply) && status !== undefined) return { outcome: 'told', reply, status };
    return failure('unknown', `${describe(reply)} (no status in the answer)`);
  }

  /** What a refused check means, by the session's own status. */
  async function explain(
    facts: SessionFacts,
    refused: Reply,
    context: CallContext,
  ): Promise<Checked | Ended | Failure> {
    const asked = await fetchStatus(facts, context);
    const status = asked.outcome === 'told' ? asked.status : undefined;
    const doubt = failure('unknown', describe(refused));
    switch (status) {
      case undefined:
        // A session that is gone, not a page that is missing.
        return refused.json !== undefined && (refused.status === 404 || refused.status === 410)
          ? { outcome: 'ended', status: 'expired' }
          : doubt;
      case 'pending':
      case 'delivered':
        if (refused.status === 429) return failure('unavailable', describe(refused), refused.retryAfter);
        return refused.status === 400 || refused.status === 422 ? { outcome: 'mismatch' } : doubt;
      default:
        return { outcome: 'ended', status };
    }
  }

  async function cancel(
    { session }: SessionFacts,
    context: CallContext,
    patience?: number,
  ): Promise<{ readonly outcome: 'canceled' } | Failure> {
    const path = `/sessions/${encodeURIComponent(session)}`;
    const reply = sift(await call({ call: 'cancel', method: 'DELETE', path }, context, patience), WORDING);
    if (reply.outcome === 'failure') return reply;
    // 404, 409 and 410: nothing (left) to cancel.
    const isOver = reply.status === 404 || reply.status === 409 || reply.status === 410;
    const isCanceled = isSuccess(reply) && readAnswer(reply).error === '';
    return isCanceled || isOver ? { outcome: 'canceled' } : failure('unknown', describe(reply));
  }

  return {
    name: 'wayscloud',
    capabilities: {
      ...WAYSCLOUD_RULES,
      channels: options.channels ?? ['sms', 'voice', 'email'],
      codeLength,
      codeTtl,
      // Those of the sessions that were replaced.
      earlierCodes: 'void',
      reportsDelivery: true,
    },

    start,

    async send(facts, channel, context) {
      const { to, locale } = facts;
      const started = await start({ to, channel, ...(locale !== undefined && { locale }) }, context);
      if (started.outcome === 'failure') return started;
      // The relay asks about the new session alone, whatever becomes of the old one.
      await cancel(facts, context, Math.min(timeout, CANCEL_PATIENCE_MS));
      return { outcome: 'sent', channel, session: started.session };
    },

    async check(facts, code, context) {
      const body = { session_id: facts.session, code };
      const reply = await call({ call: 'check', method: 'POST', path: '/check', body }, context);
      if (reply.outcome === 'reply' && reply.status < 500) {
        const verdict = verdictOf(reply, readAnswer(reply));
        if (verdict) return verdict;
        // Too many calls, or too many attempts.
        if (reply.status === 429) return explain(facts, reply, context);
      }
      const answer = sift(reply, WORDING);
      if (answer.outcome === 'failure') return answer;
      return isSuccess(answer) ? failure('unknown', describe(answer)) : explain(facts, answer, context);
    },

    async inspect(facts, _depth, context) {
      const asked = await fetchStatus(facts, context);
      if (asked.outcome === 'failure') return asked;
      const { status, reply } = asked;
      if (status !== 'delivered') return { outcome: 'inspected', status, delivery: null };
      return { outcome: 'inspected', status: 'pending', delivery: deliveredBy(reply) };
    },

    cancel: (facts, context) => cancel(facts, context),
  };
}

/** `null` where it is not told by which channel. */
function deliveredBy({ json }: Reply): Delivery | null {
  const channel = textMember(json, 'channel');
  return channel === 'sms' || channel === 'voice' || channel === 'email' ? { channel, status: 'delivered' } : null;
}
