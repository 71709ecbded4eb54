/** What every endpoint needs of HTTP: the context, bodies, refusals, secrets. It knows no endpoint. */
import type { Context, Handler, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type * as z from 'zod/mini';
import { bearerToken, oneOf } from './bearer.ts';
import type { RequestFacts } from './journal.ts';
import type { ClientFacts } from './options.ts';
import { problemResponse, refuse } from './problems.ts';
import type { Refusal } from './problems.ts';
import { parse } from './schemas.ts';

export type Variables = {
  readonly requestId: string;
  readonly client: ClientFacts;
  readonly problem: string;
  /** What the provider took of the time, where it was asked. */
  readonly providerMs: number | undefined;
};
export type RelayEnv = { readonly Variables: Variables };
export type RelayContext = Context<RelayEnv>;

/** The refusal as an answer; its code goes to the log. */
export function problem(c: RelayContext, refusal: Refusal): Response {
  c.set('problem', refusal.code);
  return problemResponse(refusal);
}

/** A started call goes on where the platform would end it with the visitor's connection. */
export function keepAlive<T>(c: RelayContext, work: Promise<T>): Promise<T> {
  try {
    c.executionCtx.waitUntil(
      work.then(
        () => undefined,
        () => undefined,
      ),
    );
  } catch {
    // This runtime has no such thing, and does not need it.
  }
  return work;
}

export const factsOf = (c: RelayContext): RequestFacts => ({
  requestId: c.get('requestId'),
  address: c.get('client').address,
  keepAlive: (work) => void keepAlive(c, work),
  countProvider: (ms) => c.set('providerMs', (c.get('providerMs') ?? 0) + ms),
});

/** 8 KiB. */
const MAX_BODY = 8192;

export const limitBody: MiddlewareHandler<RelayEnv> = bodyLimit({
  maxSize: MAX_BODY,
  onError: (c) => problem(c as RelayContext, refuse('body_too_large')),
});

/** The body, where it is JSON. */
export async function readJson(c: RelayContext): Promise<{ readonly ok: true; readonly json: unknown } | Refusal> {
  const type = c.req.header('Content-Type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) return refuse('unsupported_media_type');
  try {
    return { ok: true, json: await c.req.json() };
  } catch {
    return refuse('malformed_request', { errors: [{ path: '', message: 'is not JSON' }] });
  }
}

/** The body by its schema. */
export async function readBody<S extends z.ZodMiniType>(
  c: RelayContext,
  schema: S,
): Promise<ReturnType<typeof parse<S>>> {
  const body = await readJson(c);
  return body.ok ? parse(schema, body.json) : body;
}

/** Last on its path: the path is known, the method is not. */
export function otherMethods(...allowed: readonly string[]): Handler<RelayEnv> {
  return (c) => {
    const refusal = problem(c, refuse('method_not_allowed'));
    refusal.headers.set('Allow', allowed.join(', '));
    return refusal;
  };
}

/** A server's or operator's endpoint: closed without its secret. */
export function bySecret(secrets: readonly string[]): MiddlewareHandler<RelayEnv> {
  const isKnown = oneOf(secrets);
  return async (c, next) =>
    (await isKnown(bearerToken(c.req.header('Authorization')))) ? next() : problem(c, refuse('unauthorized'));
}
