/** Which text a person meets where the relay refuses and there is something to do; all else is merely unavailable. */
import type { ProblemCode } from '../../relay/contract.ts';
import type { MessageKey } from './index.ts';

export const problemTexts = {
  invalid_recipient: 'numberUnlikely',
  country_not_allowed: 'numberNotAllowed',
  challenge_required: 'challenge',
  challenge_failed: 'challengeFailed',
  rate_limited: 'rateLimited',
  outcome_unknown: 'unsure',
  invalid_ticket: 'ticketEnded',
} as const satisfies Partial<Record<ProblemCode, MessageKey>>;
