/** The relay's HTTP: parse, judge the origin, call the verification, answer. The rules of the wire are here, and no other. */
import { Hono } from 'hono/tiny';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import type * as z from 'zod/mini';
import { bearerToken, isOneOf } from './bearer.ts';
import type { Config } from './contract.ts';
import type { LogEntry } from './log.ts';
import { listEvents, listVerifications } from './operator.ts';
import { parseSettings } from './options.ts';
import type { ClientFacts, RelayOptions, Settings } from './options.ts';
import { isAllowedOrigin } from './origins.ts';
import { createPolicy } from './policy.ts';
import { problemResponse, refuse } from './problems.ts';
import type { Refusal } from './problems.ts';
import { createProofSigner } from './proof.ts';
import type { ProofSigner } from './proof.ts';
import { createRecords } from './records.ts';
import { checkRequest, listQuery, parse, restartRequest, sendRequest, startRequest } from './schemas.ts';
import { deriveSecrets } from './secrets.ts';
import { StoreUnavailableError } from './stores/store.ts';
import { createVerifications } from './verification.ts';
import type { Answer, Handle, RequestFacts, Verifications } from './verification.ts';

type Variables = { readonly requestId: string; readonly client: ClientFacts; readonly problem: string };
type RelayContext = Context<{ Variables: Variables }>;

/** A Hono app with a standard `fetch`; mount it with `app.route('/otp', relay)`, or serve it as it is. */
export type Relay = Hono<{ Variables: Variables }> & {
  /** Resolves once the keys are usable; rejects where they are not. A first request waits for it by itself. */
  readonly ready: () => Promise<void>;
};

/** 8 KiB. */
const MAX_BODY = 8192;

/** Two hours, as long as browsers believe one (Fetch, section 4.9: Chromium's cap). */
const PREFLIGHT_SECONDS = 7200;

type Core = { readonly verifications: Verifications; readonly proofs: ProofSigner };

async function createCore(options: RelayOptions, settings: Settings, log: (entry: LogEntry) => void): Promise<Core> {
  const now = options.now ?? Date.now;
  const secrets = await deriveSecrets(settings.relaySecret);
  const issuer = settings.proofIssuer ?? settings.publicUrl;
  const proofs = await createProofSigner(settings.proofPrivateKey, issuer, settings.proofTtl);
  const verifications = createVerifications({
    provider: options.provider,
    records: createRecords(options.store, secrets, now),
    policy: createPolicy(settings, options.store, secrets, now),
    proofs,
    secrets,
    settings,
    log,
    now,
    randomId: options.randomId ?? ((): string => crypto.randomUUID()),
  });
  return { verifications, proofs };
}

/**
 * The relay.
 *
 * @throws {ConfigurationError} with one line for each fault
 */
export function createRelay(options: RelayOptions): Relay {
  const settings = parseSettings(options);
  const { provider } = options;
  const now = options.now ?? Date.now;
  const log = options.log ?? ((): void => undefined);
  const ownOrigin = new URL(settings.publicUrl).origin;
  const allowedOrigins = [{ kind: 'exact', origin: ownOrigin } as const, ...settings.allowedOrigins];
  const capabilities = provider.capabilities;

  let core: Promise<Core> | undefined;
  const ready = (): Promise<Core> => (core ??= createCore(options, settings, log));

  const app = new Hono<{ Variables: Variables }>();

  function problem(c: RelayContext, refusal: Refusal): Response {
    c.set('problem', refusal.code);
    return problemResponse(refusal);
  }

  /** A started call goes on where the platform would end it with the visitor's connection. */
  function keepAlive<T>(c: RelayContext, work: Promise<T>): Promise<T> {
    try {
      c.executionCtx.waitUntil(work.then(() => undefined, () => undefined));
    } catch {
      // This runtime has no such thing, and does not need it.
    }
    return work;
  }

  app.use(async (c, next) => {
    const begun = now();
    const requestId = crypto.randomUUID();
    c.set('requestId', requestId);
    c.set('client', options.client?.(c.req.raw, c.env) ?? {});
    await next();
    c.header('X-Request-Id', requestId);
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    const { status } = c.res;
    const code = c.get('problem');
    const level = status >= 500 ? 'error' : 'info';
    log({ level, message: 'request', requestId, method: c.req.method, route: c.req.routePath, status, code, ms: now() - begun });
  });

  app.onError((error, c) => {
    const requestId = c.get('requestId');
    if (error instanceof StoreUnavailableError) {
      log({ level: 'error', message: 'the store is unavailable', requestId, detail: error.message });
      return problem(c, refuse('provider_unavailable'));
    }
    log({ level: 'error', message: 'a fault of the relay', requestId, detail: error.stack ?? error.message });
    return problem(c, refuse('internal_error'));
  });

  const isAllowed = (origin: string): boolean => isAllowedOrigin(origin, allowedOrigins);

  const crossOrigin = cors({
    origin: (origin) => (isAllowed(origin) ? origin : null),
    allowMethods: ['GET', 'POST', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type'],
    exposeHeaders: ['Retry-After', 'X-Request-Id'],
    maxAge: PREFLIGHT_SECONDS,
  });

  const limitBody = bodyLimit({ maxSize: MAX_BODY, onError: (c) => problem(c, refuse('body_too_large')) });

  /** The body by its schema. */
  async function readBody<S extends z.ZodMiniType>(c: RelayContext, schema: S): Promise<ReturnType<typeof parse<S>>> {
    const type = c.req.header('Content-Type') ?? '';
    if (!/^application\/json\s*(;|$)/i.test(type)) return refuse('unsupported_media_type');
    let json: unknown;
    try {
      json = await c.req.json();
    } catch {
      return refuse('malformed_request', { errors: [{ path: '', message: 'is not JSON' }] });
    }
    return parse(schema, json);
  }

  type PageOrigin = { readonly ok: true; readonly origin: string | undefined };

  /** The page's origin; `undefined` for clients that send none (a native app, or the relay's own pages with `GET`). */
  function judgeOrigin(c: RelayContext): PageOrigin | Refusal {
    const origin = c.req.header('Origin');
    return origin === undefined || isAllowed(origin) ? { ok: true, origin } : refuse('origin_not_allowed');
  }

  /** The handle of the request, where it is used from where it was given out. */
  async function openHandle(c: RelayContext, origin: string | undefined): Promise<Handle | undefined> {
    const token = bearerToken(c.req.header('Authorization'));
    const handle = token === undefined ? undefined : await (await ready()).verifications.open(token);
    if (!handle) return undefined;
    const { audience } = handle;
    if (origin !== undefined) return audience === origin ? handle : undefined;
    const isOwnPage = c.req.method === 'GET' && audience === ownOrigin;
    return isOwnPage || settings.nativeAudiences.includes(audience) ? handle : undefined;
  }

  const factsOf = (c: RelayContext): RequestFacts => ({
    requestId: c.get('requestId'),
    address: c.get('client').address,
  });

  function reply(c: RelayContext, result: Answer | Refusal, status: 200 | 201 = 200): Response {
    return result.ok ? c.json(result.verification, status) : problem(c, result);
  }

  /** An endpoint that acts on a started verification: body, origin, handle, then the act itself. */
  function onHandle<T>(
    read: (c: RelayContext) => Promise<{ readonly ok: true; readonly value: T } | Refusal>,
    act: (verifications: Verifications, handle: Handle, value: T, facts: RequestFacts, c: RelayContext) => Promise<Response>,
  ): (c: RelayContext) => Promise<Response> {
    return async (c) => {
      const body = await read(c);
      if (!body.ok) return problem(c, body);
      const page = judgeOrigin(c);
      if (!page.ok) return problem(c, page);
      const handle = await openHandle(c, page.origin);
      if (!handle) return problem(c, refuse('invalid_handle'));
      const { verifications } = await ready();
      return keepAlive(c, act(verifications, handle, body.value, factsOf(c), c));
    };
  }

  const noBody = async (): Promise<{ readonly ok: true; readonly value: undefined }> => ({ ok: true, value: undefined });

  async function start(c: RelayContext): Promise<Response> {
    const body = await readBody(c, startRequest);
    if (!body.ok) return problem(c, body);
    const page = judgeOrigin(c);
    if (!page.ok) return problem(c, page);
    const { audience: named, ...request } = body.value;
    if (page.origin !== undefined && named !== undefined) {
      const message = 'is for clients without an Origin: a page’s audience is its origin';
      return problem(c, refuse('malformed_request', { errors: [{ path: 'audience', message }] }));
    }
    const audience = page.origin ?? (named !== undefined && settings.nativeAudiences.includes(named) ? named : undefined);
    if (audience === undefined) return problem(c, refuse('origin_not_allowed'));
    const { verifications } = await ready();
    return reply(c, await keepAlive(c, verifications.start({ ...request, audience }, factsOf(c))), 201);
  }

  const restart = onHandle(
    (c) => readBody(c, restartRequest),
    async (verifications, handle, { channel }, facts, c) =>
      reply(c, await verifications.restart(handle, channel, facts), 201),
  );

  /** Last on its path: the path is known, the method is not. */
  const otherMethods =
    (...allowed: readonly string[]): ((c: RelayContext) => Response) =>
    (c) => {
      const refusal = problem(c, refuse('method_not_allowed'));
      refusal.headers.set('Allow', allowed.join(', '));
      return refusal;
    };

  app.use('/config', crossOrigin);
  app.use('/verification', crossOrigin, limitBody);
  app.use('/verification/*', crossOrigin, limitBody);

  app.get('/config', (c) => {
    const page = judgeOrigin(c);
    if (!page.ok) return problem(c, page);
    const { country } = c.get('client');
    const countries = settings.allowedCountries;
    const isServed = country !== undefined && (countries === null || countries.includes(country));
    const config: Config = {
      version: 1,
      channels: capabilities.channels.filter((channel) => channel !== 'voice' || settings.voiceAfter === 0),
      codeLength: capabilities.codeLength,
      countries,
      country: isServed ? country : null,
      challenge: null,
    };
    return c.json(config, 200, { 'Cache-Control': 'private, max-age=60' });
  });
  app.all('/config', otherMethods('GET'));

  app.post('/verification', (c) => (c.req.header('Authorization') === undefined ? start(c) : restart(c)));
  app.get('/verification', onHandle(noBody, async (verifications, handle, _none, facts, c) => reply(c, await verifications.read(handle, facts))));
  app.delete(
    '/verification',
    onHandle(noBody, async (verifications, handle, _none, facts, c) => {
      const canceled = await verifications.cancel(handle, facts);
      return canceled.ok ? c.body(null, 204) : problem(c, canceled);
    }),
  );
  app.all('/verification', otherMethods('GET', 'POST', 'DELETE'));

  app.post(
    '/verification/send',
    onHandle(
      (c) => readBody(c, sendRequest),
      async (verifications, handle, { channel }, facts, c) => reply(c, await verifications.send(handle, channel, facts)),
    ),
  );
  app.all('/verification/send', otherMethods('POST'));

  const checkBody = checkRequest(capabilities.codeLength);
  app.post(
    '/verification/check',
    onHandle(
      (c) => readBody(c, checkBody),
      async (verifications, handle, { code }, facts, c) => reply(c, await verifications.check(handle, code, facts)),
    ),
  );
  app.all('/verification/check', otherMethods('POST'));

  app.get('/.well-known/jwks.json', async (c) =>
    c.json((await ready()).proofs.keySet, 200, { 'Cache-Control': 'public, max-age=300' }),
  );
  app.all('/.well-known/jwks.json', otherMethods('GET'));

  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.all('/health', otherMethods('GET'));

  const { adminToken } = settings;
  if (adminToken !== undefined) {
    const authorize: MiddlewareHandler<{ Variables: Variables }> = async (c, next) => {
      if (await isOneOf(bearerToken(c.req.header('Authorization')), adminToken)) return next();
      return problem(c, refuse('unauthorized'));
    };
    app.use('/admin/*', authorize);
    app.get('/admin/verifications', async (c) => {
      const query = parse(listQuery, c.req.query());
      if (!query.ok) return problem(c, query);
      const listed = await listVerifications(provider, query.value, log);
      return listed.ok ? c.json(listed.page) : problem(c, listed);
    });
    app.all('/admin/verifications', otherMethods('GET'));
    app.get('/admin/verifications/:id/events', async (c) => {
      const listed = await listEvents(provider, c.req.param('id'), log);
      return listed.ok ? c.json(listed.page) : problem(c, listed);
    });
    app.all('/admin/verifications/:id/events', otherMethods('GET'));
  }

  // Not `notFound`: where the relay is mounted under a path, that would be the outer app's.
  app.all('*', (c) => problem(c, refuse('not_found')));

  return Object.assign(app, { ready: async (): Promise<void> => void (await ready()) });
}
