/** Every way in which the relay refuses, with its status and its words: the one place that turns a refusal into RFC 9457. */
import type { Channel, Problem, ProblemCode, Status } from './contract.ts';

/** A refusal as the core returns it. */
export type Refusal = {
  readonly ok: false;
  readonly code: ProblemCode;
  /** Instead of the code's own detail. */
  readonly detail?: string;
  /** Seconds. */
  readonly retryAfter?: number;
  readonly errors?: Problem['errors'];
  readonly verification?: Status;
  readonly channels?: readonly Channel[];
};

/** What a code always says. */
type Words = { readonly status: number; readonly title: string; readonly detail: string };

export const problemWords: { readonly [code in ProblemCode]: Words } = {
  malformed_request: {
    status: 400,
    title: 'Malformed request',
    detail: 'The request does not fit its schema: see "errors".',
  },
  invalid_recipient: {
    status: 400,
    title: 'Invalid recipient',
    detail:
      'Give a number that exists, in E.164 (a "+", the country’s calling code, the number), for "sms" and "voice".',
  },
  invalid_handle: {
    status: 401,
    title: 'Invalid handle',
    detail: 'Send the handle of a live verification as "Authorization: Bearer …", from the origin that started it.',
  },
  invalid_ticket: {
    status: 401,
    title: 'Invalid ticket',
    detail: 'The ticket is forged, expired or used up: ask the backend for a new one.',
  },
  unauthorized: { status: 401, title: 'Unauthorized', detail: 'This endpoint needs its secret as a Bearer token.' },
  origin_not_allowed: {
    status: 403,
    title: 'Origin not allowed',
    detail: 'Add the page’s origin to ALLOWED_ORIGINS; a client without an Origin names a registered "audience".',
  },
  country_not_allowed: {
    status: 403,
    title: 'Number not allowed',
    detail: 'Numbers of this country or of this type are not allowed here.',
  },
  ticket_required: {
    status: 403,
    title: 'Ticket required',
    detail: 'This relay only takes tickets: have the backend make one with POST /tickets.',
  },
  challenge_required: {
    status: 403,
    title: 'Challenge required',
    detail: 'Solve the bot check of GET /config and repeat the request with its token as "challenge".',
  },
  challenge_failed: {
    status: 403,
    title: 'Challenge failed',
    detail: 'The bot check did not pass: solve a fresh one and repeat the request.',
  },
  not_found: { status: 404, title: 'Not found', detail: 'There is no such path: see the relay’s documentation.' },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'The path exists, but not with this method: see "Allow".',
  },
  channel_not_available: {
    status: 409,
    title: 'Channel not available',
    detail: 'This channel is not offered, or not for this recipient: choose another of "channels".',
  },
  no_sends_left: {
    status: 409,
    title: 'No sends left',
    detail: 'Every code of this verification has been sent; the last one stays usable until it expires.',
  },
  verification_ended: {
    status: 409,
    title: 'Verification ended',
    detail: 'This verification is over: "verification" says how. Start a new one.',
  },
  verification_open: {
    status: 409,
    title: 'Verification open',
    detail: 'This verification is still pending: use POST /verification/send for another code.',
  },
  body_too_large: { status: 413, title: 'Body too large', detail: 'A body may have 8 KiB at most.' },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'Send JSON, with "Content-Type: application/json".',
  },
  resend_too_soon: {
    status: 429,
    title: 'Resend too soon',
    detail: 'Another code can be sent after "Retry-After" seconds.',
  },
  rate_limited: {
    status: 429,
    title: 'Rate limited',
    detail: 'Too many requests: try again after "Retry-After" seconds.',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    detail: 'A fault of the relay: "X-Request-Id" finds it in the log.',
  },
  not_supported: { status: 501, title: 'Not supported', detail: 'The provider in use cannot do this.' },
  provider_rejected: {
    status: 502,
    title: 'Provider rejected',
    detail: 'The provider refused the relay: its operator finds the reason in the log.',
  },
  provider_unavailable: {
    status: 503,
    title: 'Provider unavailable',
    detail: 'Nothing was sent or checked: try again after "Retry-After" seconds.',
  },
  outcome_unknown: {
    status: 504,
    title: 'Outcome unknown',
    detail: 'The provider gave no clear answer: a code may be on its way, so do not repeat this by itself.',
  },
};

/** Every code, for documents and tests. */
export const problemCodes: readonly ProblemCode[] = Object.keys(problemWords) as ProblemCode[];

export function refuse(code: ProblemCode, more: Omit<Refusal, 'ok' | 'code'> = {}): Refusal {
  return { ok: false, code, ...more };
}

/** A wait that does not tell which limit refused: whole minutes. */
function minutes(seconds: number): number {
  return Math.ceil(seconds / 60) * 60;
}

/** Seconds for a 503 whose cause named none. */
const DEFAULT_PAUSE = 10;

/** The refusal as an answer. CORS and `X-Request-Id` are the app's. */
export function problemResponse(refusal: Refusal): Response {
  const { status, title, detail } = problemWords[refusal.code];
  const body: Problem = {
    type: `urn:otp-verify:problem:${refusal.code}`,
    title,
    status,
    detail: refusal.detail ?? detail,
    code: refusal.code,
    ...(refusal.errors && { errors: refusal.errors }),
    ...(refusal.verification && { verification: refusal.verification }),
    ...(refusal.channels && { channels: refusal.channels }),
  };
  const headers = new Headers({ 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' });
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer');
  if (status === 429 || status === 503) {
    const seconds = Math.max(1, Math.ceil(refusal.retryAfter ?? DEFAULT_PAUSE));
    headers.set('Retry-After', String(refusal.code === 'rate_limited' ? minutes(seconds) : seconds));
  }
  return new Response(JSON.stringify(body), { status, headers });
}
