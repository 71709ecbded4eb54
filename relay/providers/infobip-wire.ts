/** Infobip's API as the relay speaks to it, and what its answers say: https://www.infobip.com/docs/api/channels/sms/2fa. */
import { describeReply, failure } from './failures.ts';
import type { Wording } from './failures.ts';
import { exchange, member, textMember } from './http.ts';
import type { Exchange, Fetch, NoReply, Reply } from './http.ts';
import type { CallContext, Checked, Ended, Failure } from './provider.ts';

export type InfobipAccess = {
  /** An API key with the scope `2fa:pin:send`; `2fa:manage` besides, for the application to be read at the start. */
  readonly apiKey: string;
  /** The account's own, as the portal shows it. Default: `https://api.infobip.com`. */
  readonly baseUrl?: string;
  /** Milliseconds for one call. Default: 10,000. */
  readonly timeout?: number;
  /** Default: the platform's. */
  readonly fetch?: Fetch;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
};

/** `path` follows `/2fa/2`. */
export type InfobipCall = (
  name: string,
  method: Exchange['method'],
  path: string,
  body: unknown,
  context: CallContext,
) => Promise<Reply | NoReply>;

export function connect(access: InfobipAccess): InfobipCall {
  const base = `${(access.baseUrl ?? 'https://api.infobip.com').replace(/\/$/, '')}/2fa/2`;
  const headers = { Authorization: `App ${access.apiKey}` };
  const http = {
    fetch: access.fetch ?? ((url, init) => fetch(url, init)),
    timeout: access.timeout ?? 10_000,
    now: access.now ?? Date.now,
  };
  return (call, method, path, body, context) =>
    exchange({ call, method, url: `${base}${path}`, headers, body }, http, context);
}

/** Older answers have a `policyException`; the gateway in front has a shape of its own. */
const exceptionOf = ({ json }: Reply): unknown => {
  const error = member(json, 'requestError');
  return member(error, 'serviceException') ?? member(error, 'policyException');
};

const idOf = (reply: Reply): string =>
  textMember(exceptionOf(reply), 'messageId') ?? textMember(reply.json, 'errorCode') ?? '';

/** The members that Infobip found fault with. */
const faultyFields = (reply: Reply): string[] => Object.keys(member(exceptionOf(reply), 'validationErrors') ?? {});

const messageOf = (reply: Reply): string => {
  const text = textMember(exceptionOf(reply), 'text') ?? textMember(reply.json, 'description') ?? '';
  return [idOf(reply), text, ...faultyFields(reply)].filter(Boolean).join(' ');
};

export const WORDING: Wording = {
  messageOf,
  unauthorized: 'check INFOBIP_API_KEY and INFOBIP_BASE_URL',
  forbidden: 'the key lacks the scope 2fa:pin:send',
};

export const describe = (reply: Reply): string => describeReply(reply, messageOf(reply));

const isRefusal = ({ status }: Reply): boolean => status >= 400 && status < 500;

/**
 * Whether a limit stood in the way: of the API, or of the application's own. Which status these have is not documented,
 * so the word counts as well.
 */
export const isLimited = (reply: Reply): boolean =>
  reply.status === 429 ||
  (isRefusal(reply) && ![401, 403].includes(reply.status) && /limit|too[ _]many/i.test(messageOf(reply)));

/** A send that was refused: nothing was sent. */
export function refusedSend(reply: Reply): Failure {
  const detail = describe(reply);
  const words = messageOf(reply);
  if (isLimited(reply)) return failure('unavailable', detail, reply.retryAfter);
  if (faultyFields(reply).includes('to')) return failure('invalid_recipient', detail);
  if (reply.status === 404 || /application|template|messageId/i.test(words)) {
    return failure('rejected', `${detail}: check INFOBIP_APPLICATION_ID and INFOBIP_MESSAGES`);
  }
  if (reply.status === 402 || /credit|balance|funds|sender/i.test(words)) return failure('rejected', detail);
  if (/channel/i.test(words)) return failure('channel_not_available', detail);
  if (/phone|number|msisdn|destination|recipient|address/i.test(words)) return failure('invalid_recipient', detail);
  return failure('rejected', detail);
}

/**
 * What a status of the message says of its sending; `undefined` where it was sent.
 * https://www.infobip.com/docs/essentials/response-status-and-error-codes
 */
function unsentBy(status: string): Failure['kind'] | undefined {
  // Without a look-up nobody says why, and a call may get through where a text does not.
  if (status === 'MESSAGE_NOT_SENT') return 'channel_not_available';
  if (!/^(REJECTED|UNDELIVERABLE)/.test(status)) return undefined;
  if (/CREDIT|PREPAID|SENDER|SOURCE|ROUTE|SYSTEM/.test(status)) return 'rejected';
  return /FLOOD|LIMIT/.test(status) ? 'unavailable' : 'invalid_recipient';
}

/** What a 200 says of a send: the PIN's id, or why it is none. A 200 can be a send that failed. */
export function readSent(reply: Reply): string | Failure {
  const { json } = reply;
  const word =
    textMember(json, 'smsStatus') ?? textMember(json, 'callStatus') ?? textMember(member(json, 'emailStatus'), 'name');
  const lookup = textMember(json, 'ncStatus');
  const kind = unsentBy(word ?? '');
  if (kind !== undefined) {
    const isUnreachable = lookup?.endsWith('NOT_REACHABLE') === true;
    return failure(isUnreachable ? 'invalid_recipient' : kind, describeReply(reply, `${word ?? ''} ${lookup ?? ''}`));
  }
  return textMember(json, 'pinId') ?? failure('unknown', `HTTP ${reply.status}: no pinId in the answer`);
}

/**
 * How a PIN ended, by the name of an error: `TTL_EXPIRED`, `NO_MORE_PIN_ATTEMPTS`. These are known from older documents
 * alone, so their parts count. One that was verified already is of no more use: its own record alone would be a proof.
 */
function endedBy(error: string): Ended | undefined {
  if (/wrong/i.test(error)) return undefined;
  if (/expired|already/i.test(error)) return { outcome: 'ended', status: 'expired' };
  return /attempts/i.test(error) ? { outcome: 'ended', status: 'failed' } : undefined;
}

/** A PIN that is unknown or long gone (404, by Infobip and not by a proxy), or of which the refusal says that it is over. */
export const endedByRefusal = (reply: Reply): Ended | undefined =>
  reply.status === 404 && idOf(reply) !== '' ? { outcome: 'ended', status: 'expired' } : endedBy(messageOf(reply));

/** The verdict of a 200. `attemptsRemaining` is 0 in the official example of a success, and so says nothing there. */
export function readVerdict({ status, json }: Reply): Checked | Ended | Failure {
  const verified = member(json, 'verified');
  if (typeof verified !== 'boolean') return failure('unknown', `HTTP ${status}: no verdict in the answer`);
  if (verified) return { outcome: 'match' };
  const ended = endedBy(textMember(json, 'pinError') ?? '');
  if (ended) return ended;
  const left = member(json, 'attemptsRemaining');
  const isCount = typeof left === 'number' && Number.isInteger(left) && left >= 0;
  return { outcome: 'mismatch', ...(isCount && { attemptsRemaining: left }) };
}
