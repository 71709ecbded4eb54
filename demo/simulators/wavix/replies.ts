/** What Wavix answers, word for word: the documented bodies, and the likeliest where the documents are silent. */
import type { WordedFault } from '../kit/front.ts';
import { json, nothing, type Reply } from '../kit/replies.ts';
import type { WavixCall } from './magic-numbers.ts';
import type { WavixVariant } from './options.ts';
import type { CheckResult, Ended, Refused, ResendResult, StartResult, WavixEvent, WavixSession } from './session.ts';

export const ok = (body: unknown): Reply => json(200, body);

/** `{"success": false, "message": …}`: the one shape of Wavix's errors. */
export const refusal = (status: number, message: string, more: object = {}): Reply =>
  json(status, { success: false, ...more, message });

export const unauthorized: Reply = refusal(401, 'Unauthorized', { error: true });

export const forbidden = ({ errorCode012 }: WavixVariant): Reply =>
  errorCode012
    ? refusal(403, 'Access Denied', { error_code: '012' })
    : refusal(403, 'The service is not provisioned for your account.');

export const sessionNotFound = (status: 400 | 404, id: string): Reply =>
  refusal(status, `2FA verification session with ID=${id} cannot be found`);

/** Documented for both: an unknown session, and one that cannot be canceled now. */
export const notCanceled: Reply = refusal(404, 'Two FA session is not canceled');

export const sessionsNotFound: Reply = refusal(404, 'Sessions not found');

export const serviceNotFound = (id: string): Reply => refusal(400, `2FA service with ID=${id} cannot be found`);

type Why = Extract<StartResult | ResendResult, Refused<unknown>>['why'];

export const refused = (why: Why, serviceId: string, variant: WavixVariant): Reply => {
  switch (why) {
    case 'invalid_number':
      return refusal(400, 'Invalid destination phone number');
    case 'no_sender':
      return refusal(400, 'Sender ID is not provisioned for the destination country');
    case 'channel_disabled':
      return refusal(400, 'The channel is not enabled for the 2FA service');
    case 'no_sends':
      return refusal(400, 'The maximum number of codes has been sent. The 2FA session is failed');
    case 'no_funds':
      return refusal(variant.balance === 'empty400' ? 400 : 422, 'Insufficient funds');
    case 'unknown_service':
      return serviceNotFound(serviceId);
    case 'unauthorized':
      return unauthorized;
    case 'forbidden':
      return forbidden(variant);
  }
};

export const ended = ({ status }: Ended): Reply => refusal(400, `The 2FA session is ${status}`);

/** Some APIs tell every refusal within a 200; Wavix's own SDK for Go is prepared for that. */
export const styled = (reply: Reply, { successFalseIn200 }: WavixVariant): Reply =>
  successFalseIn200 && reply.status >= 400 ? { ...reply, status: 200 } : reply;

/** Lists and events tell whole seconds. */
const wholeSecond = (at: number): string => new Date(Math.floor(at / 1000) * 1000).toISOString();

const dollars = (tenThousandths: number): string => (tenThousandths / 10_000).toFixed(4);

export const started = (session: WavixSession, variant: WavixVariant, base: string): Reply => {
  const { id, service, to, createdAt, line, country } = session;
  return ok({
    success: true,
    service_id: service.id,
    ...(variant.sessionUrl === 'present' && { session_url: `${base}/v1/two-fa/verification/${id}` }),
    session_id: id,
    destination: to,
    created_at: new Date(createdAt).toISOString(),
    ...(service.lookup && {
      [variant.lookupName]: { number_type: line, country, current_carrier: 'Simulated Mobile' },
    }),
  });
};

export const sent = (session: WavixSession, channel: string, at: number): Reply =>
  ok({ success: true, channel, destination: session.to, created_at: new Date(at).toISOString() });

export const checked = (result: CheckResult, variant: WavixVariant): Reply => {
  switch (result.outcome) {
    case 'match':
      return ok({ is_valid: true });
    case 'mismatch':
      return variant.wrongStyle === 'error400' ? refusal(400, 'The code is not valid') : ok({ is_valid: false });
    case 'ended':
      if (result.status === 'expired' && variant.expiredStyle === 'is_valid_false') return ok({ is_valid: false });
      if (result.status === 'verified' && variant.verifiedRecheck === 'is_valid_true') return ok({ is_valid: true });
      return ended(result);
  }
};

export const canceled = ({ cancelStyle }: WavixVariant): Reply =>
  cancelStyle === 204 ? nothing : ok({ success: true });

export const listed = (sessions: readonly WavixSession[]): Reply => {
  if (sessions.length === 0) return sessionsNotFound;
  return ok(
    sessions.map(({ createdAt, id, to, country, status, events, service }) => ({
      created_at: wholeSecond(createdAt),
      session_id: id,
      phone_number: to,
      destination_country: country,
      status,
      charge: dollars(events.reduce((sum, { charge }) => sum + charge, 0)),
      service_id: service.id,
      service_name: service.name,
    })),
  );
};

export const eventsOf = (events: readonly WavixEvent[]): Reply =>
  ok(
    events.map(({ at, event, status, charge, error }) => ({
      created_at: wholeSecond(at),
      event,
      status,
      charge: dollars(charge),
      error,
    })),
  );

/** How a fault looks on the wire, where Wavix itself answers. */
export const faulty = (kind: WordedFault, at: WavixCall, sessionId: string): Reply => {
  switch (kind) {
    case 'rate_limited':
      return { ...refusal(429, 'Too many requests'), retryAfter: 7 };
    case 'server_error':
      return refusal(500, 'Internal server error');
    case 'unavailable':
      return { ...refusal(503, 'Billing service temporarily unavailable'), retryAfter: 30 };
    case 'error_in_200':
      return refusal(200, 'Something went wrong');
    case 'not_found':
      return at === 'cancel' ? notCanceled : sessionNotFound(404, sessionId);
  }
};
