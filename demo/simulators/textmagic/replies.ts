/** What Textmagic answers: `{ code, message, errors }` where it refuses, in words of which hardly any are documented. */
import type { WordedFault } from '../kit/front.ts';
import { json, nothing, type Reply } from '../kit/replies.ts';
import type { Refusal } from './magic-numbers.ts';
import type { TextmagicVariant } from './options.ts';
import type { CancelResult, CheckResult, TextmagicSession } from './sessions.ts';

type Errors = { readonly common?: readonly string[]; readonly fields?: Readonly<Record<string, readonly string[]>> };

const error = (status: number, message: string, errors: Errors | null = null, code = status): Reply =>
  json(status, { code, message, errors });

/** `errors` is there where the message is this one. */
export const invalid = ({ common = [], fields = {} }: Errors): Reply =>
  error(400, 'Validation Failed', { common, fields });

export const unauthorized: Reply = error(401, 'Unauthorized');

export const notFound: Reply = error(404, 'Not Found');

export const tooMany: Reply = { ...error(429, 'Too Many Requests'), retryAfter: 7 };

export const refused = (why: Refusal | 'no_funds' | 'duplicate', { balance }: TextmagicVariant): Reply => {
  switch (why) {
    case 'invalid_number':
      return invalid({ fields: { phone: ['This phone number is not valid.'] } });
    case 'unsupported_network':
      return invalid({ common: ['The destination network is not supported.'] });
    case 'no_funds':
      return balance === 'message'
        ? error(400, 'Insufficient balance')
        : invalid({ common: ['Insufficient balance.'] });
    case 'duplicate':
      return invalid({ common: ['Concurrent verifications to the same number are not allowed.'] });
    case 'gone':
      return notFound;
    case 'unauthorized':
      return unauthorized;
    case 'forbidden':
      return error(403, 'Forbidden');
  }
};

export const started = ({ id }: TextmagicSession, { startStatus }: TextmagicVariant): Reply =>
  json(startStatus, { verifyId: id, price: 0.05 });

/** Wrong, expired and exhausted are one answer: the documentation knows no other. */
export const wrongCode = ({ wrong }: TextmagicVariant): Reply => {
  const complaints = ['The code is not valid.'];
  return invalid(wrong === 'fields' ? { fields: { code: complaints } } : { common: complaints });
};

export const unknownAtCheck = (variant: TextmagicVariant): Reply =>
  variant.unknownAtCheck === 404 ? notFound : wrongCode(variant);

export const checked = (result: CheckResult, variant: TextmagicVariant): Reply => {
  switch (result) {
    case 'match':
      return nothing;
    case 'no match':
      return wrongCode(variant);
    case 'verified before':
      return unknownAtCheck(variant);
  }
};

export const canceled = (result: CancelResult, { cancelTooEarly }: TextmagicVariant): Reply => {
  switch (result) {
    case 'canceled':
      return nothing;
    case 'over':
      return notFound;
    case 'too early':
      return error(cancelTooEarly, 'The verification cannot be canceled within 30 seconds.');
    case 'too late':
      return error(400, 'The verification cannot be canceled any more.');
  }
};

/** How a fault looks on the wire, where Textmagic itself answers. */
export const faulty = (kind: WordedFault): Reply => {
  switch (kind) {
    case 'rate_limited':
      return tooMany;
    case 'server_error':
      return error(500, 'Internal Server Error');
    case 'unavailable':
      return { ...error(503, 'Service Unavailable'), retryAfter: 30 };
    case 'error_in_200':
      return error(200, 'Something went wrong', null, 400);
    case 'not_found':
      return notFound;
  }
};
