/**
 * Textmagic Verify as a provider: https://www.textmagic.com/docs/api/send-2fa-messages/. It cannot send again, and
 * refuses for one reason or another with the same 400, so that the relay's clock and counter tell expired, exhausted
 * and wrong apart.
 */
import type { Channel } from '../contract.ts';
import { describeReply, failure, sift } from './failures.ts';
import { exchange, textMember } from './http.ts';
import type { Exchange, Fetch, NoReply, Reply } from './http.ts';
import type { CallContext, Ended, Failure, Inspection, Provider, SessionFacts, Started } from './provider.ts';
import { languageFor } from './textmagic-language.ts';
import type { TextmagicLanguage } from './textmagic-language.ts';
import { TEXTMAGIC_WORDING, readRefusal } from './textmagic-refusal.ts';
import type { Refusal } from './textmagic-refusal.ts';
import { TEXTMAGIC_WORKFLOWS, runningStep } from './textmagic-workflow.ts';
import type { TextmagicWorkflow } from './textmagic-workflow.ts';

export type TextmagicOptions = {
  /** The name of the account. */
  readonly username: string;
  /** An API key of that account. */
  readonly apiKey: string;
  /** Who asks, in the text's "Your … PIN is": 1 to 18 letters and digits. */
  readonly brand: string;
  /** Default: `https://rest.textmagic.com`. */
  readonly baseUrl?: string;
  /** Digits of a code. Default: 6. */
  readonly codeLength?: 4 | 6;
  /** One of the account's sender settings. Default: Textmagic's choice. */
  readonly senderId?: string;
  /** For those who ask for no language that Textmagic has. Default: the language of the number's country. */
  readonly language?: TextmagicLanguage;
  /**
   * The workflow of every verification. Its first step is the one channel that can then be asked for; its further steps
   * follow by themselves, a minute apart. Default: 6 (one text) or 7 (one call), by the channel that is asked for.
   */
  readonly workflow?: TextmagicWorkflow;
  /** Milliseconds for one call. Default: 10,000. */
  readonly timeout?: number;
  /** Default: the platform's. */
  readonly fetch?: Fetch;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
  /** Waits until a verification is old enough to be canceled. Default: a timer. */
  readonly sleep?: (ms: number) => Promise<void>;
};

/** What `brand` may be. */
export const TEXTMAGIC_BRAND: RegExp = /^[a-z\d]{1,18}$/i;

/** A code and all the steps of its workflow live so long from the start. */
const CODE_TTL = 300;

/** Nothing younger can be canceled. */
const CANCEL_AFTER_MS = 30_000;

/** It may count whole seconds. */
const CANCEL_SURELY_AFTER_MS = CANCEL_AFTER_MS + 1000;

/** Who presses the button in the very second in which it opens is kept waiting, not sent away. */
const PATIENCE_MS = 3000;

/** A cancellation that is refused: too early, or (as with Vonage, whose engine this seems to be) past the second step. */
const isRefused = (reply: Reply | NoReply): reply is Reply =>
  reply.outcome === 'reply' && (reply.status === 400 || reply.status === 403 || reply.status === 409);

/** RFC 7617, in UTF-8. */
function basicAuthorization(username: string, password: string): string {
  return `Basic ${btoa(String.fromCodePoint(...new TextEncoder().encode(`${username}:${password}`)))}`;
}

const notOffered = failure('channel_not_available', 'not the first step of a workflow that is configured');

const expired: Ended = { outcome: 'ended', status: 'expired' };

/** What can be canceled; `inspect` is there with workflows 1 to 5 alone. */
export type TextmagicProvider = Provider & Required<Pick<Provider, 'cancel'>>;

export function textmagic(options: TextmagicOptions): TextmagicProvider {
  if (!TEXTMAGIC_BRAND.test(options.brand)) throw new TypeError('brand must be 1 to 18 letters and digits');
  const base = (options.baseUrl ?? 'https://rest.textmagic.com').replace(/\/$/, '');
  const now = options.now ?? Date.now;
  const sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const codeLength = options.codeLength ?? 6;
  const { workflow } = options;
  const channels: readonly Channel[] = workflow ? [runningStep(workflow, 0)] : ['sms', 'voice'];
  const isTimed = workflow !== undefined && TEXTMAGIC_WORKFLOWS[workflow].length > 1;
  const http = { fetch: options.fetch ?? ((url, init) => fetch(url, init)), timeout: options.timeout ?? 10_000, now };
  const headers = { Authorization: basicAuthorization(options.username, options.apiKey) };

  function call(
    name: string,
    method: Exchange['method'],
    path: string,
    body: unknown,
    context: CallContext,
  ): Promise<Reply | NoReply> {
    return exchange({ call: name, method, url: `${base}/api/v2/verify${path}`, headers, body }, http, context);
  }

  type StartRequest = Parameters<Provider['start']>[0];

  async function begin(
    { to, channel, locale }: StartRequest,
    context: CallContext,
  ): Promise<Started | Refusal | Failure> {
    if (!channels.includes(channel)) return notOffered;
    const language = (locale === undefined ? undefined : languageFor(locale)) ?? options.language;
    const body = {
      // Every official example has the digits alone.
      phone: to.replace(/^\+/, ''),
      brand: options.brand,
      codeLength,
      // A number by the text of the documentation, a string by its schema.
      workflowId: String(workflow ?? (channel === 'voice' ? 7 : 6)),
      ...(language !== undefined && { language }),
      ...(options.senderId !== undefined && { senderId: options.senderId }),
    };
    const answer = sift(await call('start', 'POST', '', body, context), TEXTMAGIC_WORDING);
    if (answer.outcome === 'failure') return answer;
    if (answer.status >= 400) return readRefusal(answer);
    const session = textMember(answer.json, 'verifyId');
    if (session === undefined) return failure('unknown', `HTTP ${answer.status}: no verifyId in the answer`);
    // It tells no time; it has begun when it answers, at the latest.
    return { outcome: 'sent', session, providerTime: now() };
  }

  const cancelSession = ({ session }: SessionFacts, context: CallContext): Promise<Reply | NoReply> =>
    call('cancel', 'DELETE', `/${encodeURIComponent(session)}`, undefined, context);

  /** Every code has a session of its own. By the relay's clock, as all times here. */
  const begunAt = ({ sentAt, providerSentAt }: SessionFacts): number => providerSentAt ?? sentAt;

  const lifeLeft = (facts: SessionFacts): number => begunAt(facts) + CODE_TTL * 1000 - now();

  /** Makes room for another verification of the same number. After a failure but `unknown` the old one is as it was. */
  async function makeRoom(
    facts: SessionFacts,
    context: CallContext,
  ): Promise<{ readonly outcome: 'stopped' } | Failure> {
    const tooEarly = begunAt(facts) + CANCEL_SURELY_AFTER_MS - now();
    if (tooEarly > PATIENCE_MS) {
      return failure('unavailable', 'too early to replace this verification', Math.ceil(tooEarly / 1000));
    }
    if (tooEarly > 0) await sleep(tooEarly);
    const reply = await cancelSession(facts, context);
    if (isRefused(reply)) {
      const detail = describeReply(reply, TEXTMAGIC_WORDING.messageOf(reply));
      return failure('unavailable', `cannot be replaced: ${detail}`, Math.max(1, Math.ceil(lifeLeft(facts) / 1000)));
    }
    const answer = sift(reply, TEXTMAGIC_WORDING);
    if (answer.outcome === 'failure') return answer;
    // 404: it is over already.
    if (answer.status === 204 || answer.status === 404) return { outcome: 'stopped' };
    return failure('unknown', describeReply(answer, TEXTMAGIC_WORDING.messageOf(answer)));
  }

  /** Textmagic tells nothing of a session, but which of its steps is running is a matter of time. */
  async function inspect(facts: SessionFacts): Promise<Inspection> {
    const channel = runningStep(workflow ?? 6, now() - begunAt(facts));
    return { outcome: 'inspected', status: 'pending', delivery: { channel, status: 'pending' } };
  }

  return {
    name: 'textmagic',
    capabilities: {
      channels,
      codeLength,
      codeTtl: CODE_TTL,
      // Not documented; Vonage, whose engine this seems to be, takes three.
      maxAttempts: 3,
      // Each is a verification of its own; as many as Wavix allows.
      maxSends: 5,
      earlierCodes: 'void',
      reportsDelivery: isTimed,
    },

    async start(request, context) {
      const begun = await begin(request, context);
      return begun.outcome === 'refused' ? begun.failure : begun;
    },

    /**
     * Textmagic cannot send again, and as a rule has one verification for a number at a time. Of a workflow with one
     * step nothing more will come, so that the new verification is tried first, and the old one is canceled only where
     * it stands in the way: whatever else goes wrong, the code that the user holds stays good. One with further steps
     * is canceled first, lest its next step sends a code that no longer counts; where that is refused, it stays.
     * Once it is canceled, a start that surely sent nothing leaves nothing to enter: the relay offers a fresh one.
     */
    async send(facts, channel, context) {
      if (!channels.includes(channel)) return notOffered;
      const { to, locale } = facts;
      const request = { to, channel, ...(locale !== undefined && { locale }) };
      if (!isTimed) {
        const begun = await begin(request, context);
        if (begun.outcome === 'sent') return { ...begun, channel };
        if (begun.outcome === 'failure') return begun;
        if (!begun.mayBeDuplicate) return begun.failure;
      }
      const room = await makeRoom(facts, context);
      if (room.outcome === 'failure') return room;
      const begun = await begin(request, context);
      if (begun.outcome === 'sent') return { ...begun, channel };
      return begun.outcome === 'failure' && begun.kind === 'unknown' ? begun : expired;
    },

    async check(facts, code, context) {
      // A string, though the schema says integer: a number would lose the leading zeros.
      const reply = await call('check', 'PUT', '', { verifyId: facts.session, code }, context);
      const answer = sift(reply, TEXTMAGIC_WORDING);
      if (answer.outcome === 'failure') return answer;
      switch (answer.status) {
        // No other success is one: it may be the page of a proxy.
        case 204:
          return { outcome: 'match' };
        case 400:
          return lifeLeft(facts) > 0 ? { outcome: 'mismatch' } : expired;
        case 404:
          return expired;
        default:
          return failure('unknown', describeReply(answer, TEXTMAGIC_WORDING.messageOf(answer)));
      }
    },

    ...(isTimed && { inspect }),

    /**
     * Nothing can be done at Textmagic about a verification that is younger than thirty seconds, nor, it seems, about
     * one past its second step: the relay forgets it, and nobody takes its code any more. With workflows 1 to 5 that
     * means that its remaining steps still go out: the user may get a text or a call that is of no use.
     */
    async cancel(facts, context) {
      const canceled = { outcome: 'canceled' } as const;
      if (now() < begunAt(facts) + CANCEL_AFTER_MS) return canceled;
      const reply = await cancelSession(facts, context);
      if (isRefused(reply)) return canceled;
      const answer = sift(reply, TEXTMAGIC_WORDING);
      if (answer.outcome === 'failure') return answer;
      if (answer.status === 204 || answer.status === 404) return canceled;
      return failure('unknown', describeReply(answer, TEXTMAGIC_WORDING.messageOf(answer)));
    },
  };
}
