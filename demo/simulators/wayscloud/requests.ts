/** What WAYSCloud's reference wants in a request: no member missing, none unknown, each of its type and within its range. */
import * as z from 'zod/mini';

export const startRequest = z.strictObject({
  channel: z.enum(['sms', 'voice', 'email']),
  recipient: z.string(),
  code_length: z._default(z.int().check(z.gte(4), z.lte(8)), 6),
  ttl_seconds: z._default(z.int().check(z.gte(60), z.lte(900)), 300),
  locale: z.optional(z.enum(['en', 'no', 'sv', 'da', 'fi'])),
  client_reference: z.optional(z.string()),
});

export const checkRequest = z.strictObject({ session_id: z.string(), code: z.string() });
