/** Reads a request's body by a schema, and lets the vendor word what is wrong with it. */
import type * as z from 'zod/mini';
import type { Reply } from './replies.ts';

export type Issue = z.core.$ZodIssue;

export type Read<T> =
  | { readonly outcome: 'read'; readonly fields: T }
  | { readonly outcome: 'malformed'; readonly reply: Reply };

/** `complain` words the reply from what the schema found, and from the body as it came. */
export const readFields = <T>(
  body: unknown,
  schema: z.ZodMiniType<T>,
  complain: (issues: readonly Issue[], body: unknown) => Reply,
): Read<T> => {
  const parsed = schema.safeParse(body);
  return parsed.success
    ? { outcome: 'read', fields: parsed.data }
    : { outcome: 'malformed', reply: complain(parsed.error.issues, body) };
};

/** `undefined` where the body is not sent as JSON, or is none. */
export const readJson = async (request: Request): Promise<unknown> => {
  const isJson = /^application\/json\b/i.test(request.headers.get('content-type') ?? '');
  const body: unknown = isJson ? await request.json().catch(() => undefined) : undefined;
  return body;
};

export const readBody = async <T>(
  request: Request,
  schema: z.ZodMiniType<T>,
  complain: (issues: readonly Issue[], body: unknown) => Reply,
): Promise<Read<T>> => readFields(await readJson(request), schema, complain);
