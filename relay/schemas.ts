/** The bodies and parameters that the relay accepts, each checked against its type in `contract.ts`. Unknown members are refused. */
import * as z from 'zod/mini';
import type {
  CheckRequest,
  Problem,
  RestartRequest,
  SendRequest,
  StartRequest,
  TicketRequest,
  TicketStartRequest,
} from './contract.ts';
import { TICKET_TTL } from './policy.ts';
import { refuse } from './problems.ts';
import type { Refusal } from './problems.ts';
import { wholeNumber } from './values.ts';

const channel = z.enum(['sms', 'voice', 'email']);
const challenge = z.string().check(z.minLength(1), z.maxLength(4096));
/** RFC 5646, loosely: language, then subtags. */
const locale = z
  .string()
  .check(z.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/, 'must be a BCP 47 tag such as "lv" or "pt-BR"'));
const nonce = z.string().check(z.minLength(1), z.maxLength(255));

const audience = z.string().check(z.minLength(1), z.maxLength(255));

export const startRequest = z.strictObject({
  to: z.string().check(z.maxLength(254)),
  channel,
  locale: z.exactOptional(locale),
  nonce: z.exactOptional(nonce),
  challenge: z.exactOptional(challenge),
  audience: z.exactOptional(audience),
}) satisfies z.ZodMiniType<StartRequest>;

export const ticketStartRequest = z.strictObject({
  ticket: z.string().check(z.minLength(1), z.maxLength(4096)),
  channel: z.exactOptional(channel),
  locale: z.exactOptional(locale),
  challenge: z.exactOptional(challenge),
  audience: z.exactOptional(audience),
}) satisfies z.ZodMiniType<TicketStartRequest>;

export const ticketRequest = z.strictObject({
  to: z.string().check(z.maxLength(254)),
  subject: z.string().check(z.minLength(1), z.maxLength(255)),
  nonce: z.exactOptional(nonce),
  audience: z.exactOptional(audience),
  channels: z.exactOptional(z.array(channel).check(z.minLength(1))),
  ttl: z.exactOptional(z.number().check(z.int(), z.gte(1), z.lte(TICKET_TTL))),
}) satisfies z.ZodMiniType<TicketRequest>;

export const restartRequest = z.strictObject({
  channel,
  challenge: z.exactOptional(challenge),
}) satisfies z.ZodMiniType<RestartRequest>;

export const sendRequest = restartRequest satisfies z.ZodMiniType<SendRequest>;

export const codeMisfit = (...lengths: readonly number[]): { readonly path: 'code'; readonly message: string } => ({
  path: 'code',
  message: `must be ${lengths.join(' or ')} digits, 0 to 9`,
});

/** @param lengths digits of a code, by the provider's capabilities */
export function checkRequest(...lengths: readonly number[]): z.ZodMiniType<CheckRequest> {
  const pattern = new RegExp(`^(?:${lengths.map((length) => `\\d{${length}}`).join('|')})$`);
  return z.strictObject({ code: z.string().check(z.regex(pattern, codeMisfit(...lengths).message)) });
}

const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be YYYY-MM-DD'));

export const listQuery = z
  .strictObject({
    from: date,
    to: date,
    limit: z._default(wholeNumber(1, 500), 100),
    cursor: z.exactOptional(z.string().check(z.maxLength(512))),
  })
  .check(z.refine(({ from, to }) => from <= to, { message: 'must not be before "from"', path: ['to'] }));

type Parsed<T> = { readonly ok: true; readonly value: T } | Refusal;

/** `value` by its schema, or a `malformed_request` that names each field and what is wrong with it. */
export function parse<S extends z.ZodMiniType>(schema: S, value: unknown): Parsed<z.output<S>> {
  const result = z.safeParse(schema, value);
  if (result.success) return { ok: true, value: result.data };
  return refuse('malformed_request', { errors: result.error.issues.flatMap(describe) });
}

function describe(issue: z.core.$ZodIssue): NonNullable<Problem['errors']> {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: 'is not known here' }));
  }
  return [{ path, message: words(issue) }];
}

/** zod/mini brings no language of its own, and the relay needs few words. */
function words(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${issue.expected === 'object' ? 'a JSON object' : `a ${issue.expected}`}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map((value) => `"${String(value)}"`).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : `must be ${String(issue.minimum)} or more`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have ${String(issue.maximum)} characters at most`
        : `must be ${String(issue.maximum)} or less`;
    default:
      return issue.message;
  }
}
