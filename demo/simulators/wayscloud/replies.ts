/** What WAYSCloud answers, word for word: the documented bodies, and the likeliest where the documents are silent. */
import type { WordedFault } from '../kit/front.ts';
import { json, nothing, type Reply } from '../kit/replies.ts';
import type { Issue } from '../kit/requests.ts';
import type { WayscloudVariant } from './options.ts';
import type { CheckResult, StartResult, WayscloudSession } from './sessions.ts';

/** What does not fit in a request, as FastAPI lists it. */
type Misfit = { readonly loc: readonly string[]; readonly msg: string; readonly type: string };

const errorOf = (
  { errorShape }: WayscloudVariant,
  status: number,
  error: string,
  message: string,
  misfits: readonly Misfit[] = [],
): Reply => {
  switch (errorShape) {
    case 'detail-list':
      return json(status, { detail: misfits.length > 0 ? misfits : message });
    case 'detail-string':
      return json(status, { detail: message });
    case 'detail-object':
      return json(status, { detail: { error, message } });
    case 'error-object': {
      const field = misfits[0]?.loc.at(-1);
      return json(status, {
        error: { code: error.toUpperCase(), message, ...(field !== undefined && { details: { field } }) },
      });
    }
  }
};

const misfitOf = (issue: Issue, body: unknown): Misfit[] => {
  if (issue.code === 'unrecognized_keys') {
    const msg = 'Extra inputs are not permitted';
    return issue.keys.map((key) => ({ loc: ['body', key], msg, type: 'extra_forbidden' }));
  }
  const loc = ['body', ...issue.path.map(String)];
  const name = issue.path[0];
  if (name === undefined || (body as Record<PropertyKey, unknown>)[name] === undefined) {
    return [{ loc, msg: 'Field required', type: 'missing' }];
  }
  return [{ loc, msg: issue.message, type: issue.code }];
};

/** A body that does not fit. */
export const malformed = (variant: WayscloudVariant, issues: readonly Issue[], body: unknown): Reply => {
  const misfits = issues.flatMap((issue) => misfitOf(issue, body));
  const message = misfits.map(({ loc, msg }) => `${loc.slice(1).join('.')}: ${msg}`).join('; ');
  return errorOf(variant, variant.invalidStatus, 'invalid_parameter', message, misfits);
};

export const unauthorized = (variant: WayscloudVariant): Reply =>
  errorOf(variant, 401, 'auth_failed', 'Invalid API key');

export const sessionNotFound = (variant: WayscloudVariant): Reply =>
  errorOf(variant, 404, 'not_found', 'Session not found');

type Why = Extract<StartResult, { readonly outcome: 'refused' }>['why'];

export const refused = (variant: WayscloudVariant, why: Why): Reply => {
  const misfit = (name: string, message: string): Reply =>
    errorOf(variant, variant.invalidStatus, 'invalid_parameter', message, [
      { loc: ['body', name], msg: message, type: 'value_error' },
    ]);
  switch (why) {
    case 'invalid_recipient':
      return misfit('recipient', 'Invalid recipient');
    case 'invalid_recipient_in_200':
      return { ...misfit('recipient', 'Invalid recipient'), status: 200 };
    case 'channel_unavailable':
      return misfit('channel', 'Channel not available');
    case 'unauthorized':
      return unauthorized(variant);
    case 'forbidden':
      return errorOf(variant, 403, 'insufficient_permissions', 'API key is not valid for this service');
    case 'no_funds':
      return errorOf(
        variant,
        variant.balance === 'empty403' ? 403 : 402,
        'insufficient_balance',
        'Insufficient balance',
      );
  }
};

/** Whole seconds, as in the documents. */
const time = (at: number): string => new Date(at).toISOString().replace(/\.\d+/, '');

const described = ({ id, status, channel, expiresAt, createdAt }: WayscloudSession): object => ({
  session_id: id,
  status,
  channel,
  expires_at: time(expiresAt),
  created_at: time(createdAt),
});

export const started = (session: WayscloudSession, { startStatus }: WayscloudVariant): Reply =>
  json(startStatus, described(session));

export const statusOf = (session: WayscloudSession, { statusBody }: WayscloudVariant): Reply => {
  const { status, verifiedAt } = session;
  if (statusBody === 'status-alone') return json(200, { status });
  return json(200, { ...described(session), ...(verifiedAt !== undefined && { verified_at: time(verifiedAt) }) });
};

export const checked = (result: CheckResult, variant: WayscloudVariant): Reply => {
  switch (result.outcome) {
    case 'right':
      return json(200, { status: 'verified', verified_at: time(result.at) });
    case 'wrong': {
      const { wrongCodeStatus: status, wrongCodeBody } = variant;
      const body = { status: 'pending', error: 'invalid_code', attempts_remaining: result.remaining };
      return json(status, status !== 200 && wrongCodeBody === 'detail' ? { detail: body } : body);
    }
    case 'ended':
      return ended(result.status, variant);
  }
};

const ended = (
  status: Extract<CheckResult, { readonly outcome: 'ended' }>['status'],
  variant: WayscloudVariant,
): Reply => {
  switch (status) {
    case 'failed':
      if (variant.lockoutStyle === 'failed200') {
        return json(200, { status, error: 'max_attempts_exceeded', attempts_remaining: 0 });
      }
      return errorOf(variant, variant.lockoutStyle === '409' ? 409 : 429, 'too_many_attempts', 'Too many attempts');
    case 'expired':
      if (variant.expiredStyle === '200status') return json(200, { status, error: 'session_expired' });
      return variant.expiredStyle === '410'
        ? errorOf(variant, 410, 'session_expired', 'Session expired')
        : sessionNotFound(variant);
    case 'cancelled':
      if (variant.cancelledStyle === '200status') return json(200, { status, error: 'session_cancelled' });
      return errorOf(variant, 409, 'session_cancelled', 'Session is not open');
    case 'verified':
      if (variant.recheckStyle === '200status') return json(200, { status });
      return errorOf(variant, 409, 'already_verified', 'Session is not open');
  }
};

export const canceled = (session: WayscloudSession, { cancelStyle }: WayscloudVariant): Reply =>
  cancelStyle === 204 ? nothing : json(200, { session_id: session.id, status: session.status });

export const notCanceled = (variant: WayscloudVariant): Reply =>
  variant.cancelTooLate === 404
    ? sessionNotFound(variant)
    : errorOf(variant, 409, 'session_not_open', 'Session is not open');

/** How a fault looks on the wire, where WAYSCloud itself answers. */
export const faulty = (variant: WayscloudVariant, kind: WordedFault): Reply => {
  switch (kind) {
    case 'rate_limited':
      return { ...errorOf(variant, 429, 'rate_limit_exceeded', 'Rate limit exceeded'), retryAfter: 7 };
    case 'server_error':
      return errorOf(variant, 500, 'internal_error', 'Internal server error');
    case 'unavailable':
      return { ...errorOf(variant, 503, 'service_unavailable', 'Service temporarily unavailable'), retryAfter: 30 };
    case 'error_in_200':
      return errorOf(variant, 200, 'internal_error', 'Something went wrong');
    case 'not_found':
      return sessionNotFound(variant);
  }
};
