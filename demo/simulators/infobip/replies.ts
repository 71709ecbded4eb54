/** What Infobip answers: the documented bodies, and the likeliest where the documents are silent. */
import type { Channel } from '../../../relay/contract.ts';
import type { WordedFault } from '../kit/front.ts';
import { json, type Reply } from '../kit/replies.ts';
import type { InfobipApplication, InfobipTemplate, InfobipVariant } from './options.ts';
import type { InfobipPin, LivePin, SendResult, VerifyResult } from './pin.ts';

export const ok = (body: unknown): Reply => json(200, body);

type Styled = Pick<InfobipVariant, 'exception' | 'throttle'>;

/** Complaints by the member that they are about. */
export type Complaints = Readonly<Record<string, readonly string[]>>;

export type Refuse = (status: number, messageId: string, text: string, validationErrors?: Complaints) => Reply;

/** The one shape of Infobip's errors, but for those of the gateway. */
export const refuserOf =
  ({ exception }: Styled): Refuse =>
  (status, messageId, text, validationErrors) =>
    json(status, { requestError: { [exception]: { messageId, text, ...(validationErrors && { validationErrors }) } } });

export type Replies = ReturnType<typeof repliesOf>;

/** A template as it is shown. */
const shown = (template: InfobipTemplate): object =>
  template.messageText === undefined ? template : { ...template, pinPlaceholder: '{{pin}}' };

/** All answers, as a variant words them. */
export const repliesOf = (variant: Styled) => {
  const refusal = refuserOf(variant);
  const badRequest = (text: string, complaints?: Complaints): Reply => refusal(400, 'BAD_REQUEST', text, complaints);
  const notFound = refusal(404, 'NOT_FOUND', 'Not found');
  const unauthorized = refusal(401, 'UNAUTHORIZED', 'Unauthorized');
  const forbidden = refusal(403, 'FORBIDDEN', 'Forbidden');

  const tooMany: Reply = {
    ...(variant.throttle === 'E429'
      ? json(429, {
          errorCode: 'E429',
          description: 'Too many requests.',
          action: 'Retry later.',
          violations: [],
          resources: [],
        })
      : refusal(429, 'TOO_MANY_REQUESTS', 'Too many requests')),
    retryAfter: 7,
  };

  return {
    badRequest,
    notFound,
    tooMany,
    unauthorized,
    forbidden,

    applicationShown: (application: InfobipApplication, status: 200 | 201 = 200): Reply => json(status, application),
    applicationsShown: (applications: readonly InfobipApplication[]): Reply => ok(applications),
    templateShown: (template: InfobipTemplate): Reply => ok(shown(template)),
    templatesShown: (templates: readonly InfobipTemplate[]): Reply => ok(templates.map(shown)),

    unknownObject: (status: 400 | 404, member: 'applicationId' | 'messageId'): Reply =>
      status === 404 ? notFound : badRequest('Bad request', { [member]: ['does not exist'] }),

    refused(why: Extract<SendResult, { outcome: 'refused' }>['why'], inForce: InfobipVariant): Reply {
      switch (why) {
        case 'invalid_number':
          return badRequest('Bad request', { to: ['is not a valid destination'] });
        case 'no_sender':
          return badRequest('Sender is not registered for the destination country');
        case 'no_credits':
          return badRequest('Not enough credits');
        case 'channel_disabled':
          return badRequest('The channel is not enabled for the account');
        case 'unknown_application':
          return badRequest('Bad request', { applicationId: ['does not exist'] });
        case 'limit':
          return inForce.sendLimit === '400'
            ? badRequest('PIN send limit is reached for the destination')
            : refusal(429, 'TOO_MANY_REQUESTS', 'PIN send limit is reached for the destination');
        case 'over':
          return badRequest('PIN has expired');
        case 'not_found':
          return notFound;
        case 'unauthorized':
          return unauthorized;
        case 'forbidden':
          return forbidden;
      }
    },

    /** `nc`: the look-up's word, where one was made; `trackingId`: where the delivery is to be tracked. */
    sent(
      { outcome, pin }: Exclude<SendResult, { outcome: 'refused' }>,
      channel: Channel,
      { nc, trackingId }: { readonly nc?: string; readonly trackingId?: string } = {},
    ): Reply {
      const why = outcome === 'no_credits' ? 'REJECTED_NOT_ENOUGH_CREDITS' : 'REJECTED_DESTINATION';
      const status = outcome === 'sent' ? 'PENDING_ACCEPTED' : why;
      const description = outcome === 'sent' ? 'Message accepted, pending for delivery.' : 'Message rejected.';
      const told = {
        sms: { ncStatus: nc, smsStatus: outcome === 'sent' ? 'MESSAGE_SENT' : 'MESSAGE_NOT_SENT' },
        voice: { callStatus: status },
        email: { emailStatus: { name: status, description } },
      }[channel];
      return ok({ pinId: pin.id, to: pin.to, ...told, externalMessageId: trackingId });
    },

    verified(result: VerifyResult, { id, to }: LivePin, inForce: InfobipVariant): Reply {
      const { pinErrors, lastWrong, successAttemptsRemaining, pinErrorOnSuccess, reverify, verifyTooFast } = inForce;
      const told = (verified: boolean, attemptsRemaining: number, pinError?: string): Reply =>
        ok({ pinId: id, msisdn: to, verified, attemptsRemaining, pinError });
      const exhausted = pinErrors === 'TTL_EXPIRED' ? 'NO_MORE_PIN_ATTEMPTS' : 'NO_ATTEMPTS_LEFT';
      switch (result.outcome) {
        case 'match': {
          const left = successAttemptsRemaining === 'left' ? result.attemptsRemaining : 0;
          return told(true, left, pinErrorOnSuccess === 'NO_ERROR' ? 'NO_ERROR' : undefined);
        }
        case 'wrong': {
          const { attemptsRemaining } = result;
          const isLast = attemptsRemaining === 0 && lastWrong === 'NO_MORE_PIN_ATTEMPTS';
          return told(false, attemptsRemaining, isLast ? exhausted : 'WRONG_PIN');
        }
        case 'expired':
          return told(false, 0, pinErrors);
        case 'exhausted':
          return told(false, 0, exhausted);
        case 'too_fast':
          return verifyTooFast === '400'
            ? badRequest('PIN verification limit is reached')
            : refusal(429, 'TOO_MANY_REQUESTS', 'PIN verification limit is reached');
        case 'verified_before':
          if (reverify === 'verified_false') return told(false, 0);
          return reverify === '404' ? notFound : badRequest('PIN has already been verified');
      }
    },

    /** Whole seconds, as in the official example. */
    verificationsShown: (pins: readonly InfobipPin[]): Reply =>
      ok({
        verifications: pins.map(({ to, verifiedAt, sentAt }) => ({
          msisdn: to,
          verified: verifiedAt !== null,
          ...(verifiedAt !== null && { verifiedAt: Math.floor(verifiedAt / 1000) }),
          sentAt: Math.floor(sentAt / 1000),
        })),
      }),

    /** How a fault looks on the wire, where Infobip itself answers. */
    faulty(kind: WordedFault): Reply {
      switch (kind) {
        case 'rate_limited':
          return tooMany;
        case 'server_error':
          return refusal(500, 'GENERAL_ERROR', 'Something went wrong. Please contact support.');
        case 'unavailable':
          return { ...refusal(503, 'SERVICE_UNAVAILABLE', 'Service is unavailable'), retryAfter: 30 };
        case 'error_in_200':
          return ok({});
        case 'not_found':
          return notFound;
      }
    },
  };
};
