/** Which text a person meets for each way in which the relay refuses; the type makes sure that none is forgotten. */
import type { ProblemCode } from '../../relay/contract.ts';
import type { MessageKey } from './index.ts';

export const problemTexts: Readonly<Record<ProblemCode, MessageKey>> = {
  invalid_recipient: 'numberUnlikely',
  country_not_allowed: 'numberNotAllowed',
  channel_not_available: 'numberLandline',

  challenge_required: 'challenge',
  challenge_failed: 'challengeFailed',

  resend_too_soon: 'resendIn',
  rate_limited: 'rateLimited',
  no_sends_left: 'lastCode',
  outcome_unknown: 'unsure',

  invalid_handle: 'codeExpired',
  verification_ended: 'codeExpired',
  invalid_ticket: 'ticketEnded',

  // Nothing that a person could mend: the site's or the relay's owner finds the reason in the console or the log.
  malformed_request: 'unavailable',
  unauthorized: 'unavailable',
  origin_not_allowed: 'unavailable',
  ticket_required: 'unavailable',
  not_found: 'unavailable',
  method_not_allowed: 'unavailable',
  verification_open: 'unavailable',
  body_too_large: 'unavailable',
  unsupported_media_type: 'unavailable',
  internal_error: 'unavailable',
  not_supported: 'unavailable',
  provider_rejected: 'unavailable',
  provider_unavailable: 'unavailable',
};
