/** The relay's HTTP: parse, judge the origin, call the verification, answer. The rules of the wire are here, and no other. */
import { Hono } from 'hono/tiny';
import { cors } from 'hono/cors';
import { addOperatorRoutes, addServerRoutes } from './backend.ts';
import { bearerToken } from './bearer.ts';
import type { Config } from './contract.ts';
import { createCore } from './core.ts';
import type { Core } from './core.ts';
import { openTicket } from './handle.ts';
import { factsOf, keepAlive, limitBody, otherMethods, problem, readBody, readJson } from './http.ts';
import type { RelayContext, RelayEnv } from './http.ts';
import type { RequestFacts } from './journal.ts';
import { parseSettings } from './options.ts';
import type { RelayOptions } from './options.ts';
import { isAllowedOrigin } from './origins.ts';
import { refuse } from './problems.ts';
import type { Refusal } from './problems.ts';
import { checkRequest, parse, restartRequest, sendRequest, startRequest, ticketStartRequest } from './schemas.ts';
import { StoreUnavailableError } from './stores/store.ts';
import type { Answer, Verifications } from './verification.ts';
import type { Handle } from './view.ts';

/** A Hono app with a standard `fetch`; mount it with `app.route('/otp', relay)`, or serve it as it is. */
export type Relay = Hono<RelayEnv> & {
  /** Resolves once the keys are usable; rejects where they are not. A first request waits for it by itself. */
  readonly ready: () => Promise<void>;
};

/** Two hours, as long as browsers believe one (Fetch, section 4.9: Chromium's cap). */
const PREFLIGHT_SECONDS = 7200;

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
  const randomId = options.randomId ?? ((): string => crypto.randomUUID());
  const ownOrigin = new URL(settings.publicUrl).origin;
  const allowedOrigins = [{ kind: 'exact', origin: ownOrigin } as const, ...settings.allowedOrigins];
  const capabilities = provider.capabilities;
  const codeLengths = capabilities.codeLengths ?? [capabilities.codeLength];

  if (!options.client) {
    log({ level: 'warn', message: 'no "client" option: the limits on client addresses count all clients as one' });
  }

  let core: Promise<Core> | undefined;
  const ready = (): Promise<Core> => (core ??= createCore(options, settings, { log, now, randomId }));

  const app = new Hono<RelayEnv>();

  app.use(async (c, next) => {
    const begun = now();
    const requestId = randomId();
    c.set('requestId', requestId);
    c.set('client', options.client?.(c.req.raw, c.env) ?? {});
    await next();
    c.header('X-Request-Id', requestId);
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    const { status } = c.res;
    const code = c.get('problem');
    const level = status >= 500 ? 'error' : 'info';
    log({
      level,
      message: 'request',
      requestId,
      method: c.req.method,
      route: c.req.routePath,
      status,
      code,
      ms: now() - begun,
      providerMs: c.get('providerMs'),
    });
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

  function reply(c: RelayContext, result: Answer | Refusal, status: 200 | 201 = 200): Response {
    return result.ok ? c.json(result.verification, status) : problem(c, result);
  }

  /** An endpoint that acts on a started verification: body, origin, handle, then the act itself. */
  function onHandle<T>(
    read: (c: RelayContext) => Promise<{ readonly ok: true; readonly value: T } | Refusal>,
    act: (
      verifications: Verifications,
      handle: Handle,
      value: T,
      facts: RequestFacts,
      c: RelayContext,
    ) => Promise<Response>,
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

  const noBody = async (): Promise<{ readonly ok: true; readonly value: undefined }> => ({
    ok: true,
    value: undefined,
  });

  /** The audience of a start: the page's origin, or what a client without one names and is registered. */
  function judgeAudience(
    origin: string | undefined,
    named: string | undefined,
  ): { readonly ok: true; readonly audience: string } | Refusal {
    if (origin !== undefined && named !== undefined) {
      const message = 'is for clients without an Origin: a page’s audience is its origin';
      return refuse('malformed_request', { errors: [{ path: 'audience', message }] });
    }
    const audience = origin ?? named;
    const isKnown = origin !== undefined || (named !== undefined && settings.nativeAudiences.includes(named));
    return audience !== undefined && isKnown ? { ok: true, audience } : refuse('origin_not_allowed');
  }

  async function startByNumber(c: RelayContext, json: unknown): Promise<Response> {
    const body = parse(startRequest, json);
    if (!body.ok) return problem(c, body);
    const page = judgeOrigin(c);
    if (!page.ok) return problem(c, page);
    const judged = judgeAudience(page.origin, body.value.audience);
    if (!judged.ok) return problem(c, judged);
    if (settings.ticketsOnly) return problem(c, refuse('ticket_required'));
    const { verifications } = await ready();
    const facts = { ...body.value, audience: judged.audience };
    return reply(c, await keepAlive(c, verifications.start(facts, factsOf(c))), 201);
  }

  async function startByTicket(c: RelayContext, json: unknown): Promise<Response> {
    const body = parse(ticketStartRequest, json);
    if (!body.ok) return problem(c, body);
    const page = judgeOrigin(c);
    if (!page.ok) return problem(c, page);
    const judged = judgeAudience(page.origin, body.value.audience);
    if (!judged.ok) return problem(c, judged);
    const { audience } = judged;
    const { verifications, secrets } = await ready();
    const ticket = await openTicket(body.value.ticket, secrets.tickets, now());
    if (!ticket || (ticket.audience !== undefined && ticket.audience !== audience)) {
      return problem(c, refuse('invalid_ticket'));
    }
    const { channel, locale, challenge } = body.value;
    const facts = { to: ticket.recipient, channel, locale, nonce: ticket.nonce, challenge, audience, ticket };
    return reply(c, await keepAlive(c, verifications.start(facts, factsOf(c))), 201);
  }

  async function start(c: RelayContext): Promise<Response> {
    const body = await readJson(c);
    if (!body.ok) return problem(c, body);
    const isTicket = typeof body.json === 'object' && body.json !== null && 'ticket' in body.json;
    return isTicket ? startByTicket(c, body.json) : startByNumber(c, body.json);
  }

  const restart = onHandle(
    (c) => readBody(c, restartRequest),
    async (verifications, handle, body, facts, c) => reply(c, await verifications.restart(handle, body, facts), 201),
  );

  app.use('/config', crossOrigin);
  // It stands for `/verification` itself as well.
  app.use('/verification/*', crossOrigin, limitBody);

  const { challenge } = options;
  const challengeConfig: Config['challenge'] = challenge
    ? {
        kind: challenge.kind,
        ...(challenge.siteKey !== undefined && { siteKey: challenge.siteKey }),
        ...(challenge.issue && { url: `${settings.publicUrl}/challenge` }),
        when: settings.challengeWhen,
      }
    : null;
  if (challenge?.issue) {
    const issue = challenge.issue;
    app.use('/challenge', crossOrigin);
    app.get('/challenge', async (c) => {
      const page = judgeOrigin(c);
      return page.ok ? c.json((await issue()) as object) : problem(c, page);
    });
    app.all('/challenge', otherMethods('GET'));
  }

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
      challenge: challengeConfig,
    };
    return c.json(config, 200, { 'Cache-Control': 'private, max-age=60' });
  });
  app.all('/config', otherMethods('GET'));

  app.post('/verification', (c) => (c.req.header('Authorization') === undefined ? start(c) : restart(c)));
  app.get(
    '/verification',
    onHandle(noBody, async (verifications, handle, _none, facts, c) =>
      reply(c, await verifications.read(handle, facts)),
    ),
  );
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
      async (verifications, handle, body, facts, c) => reply(c, await verifications.send(handle, body, facts)),
    ),
  );
  app.all('/verification/send', otherMethods('POST'));

  const checkBody = checkRequest(...codeLengths);
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

  app.get('/openapi.json', async (c) => {
    const { openApi } = await import('./openapi.ts');
    const document = openApi({
      publicUrl: settings.publicUrl,
      codeLengths,
      hasServerEndpoints: settings.serverSecret !== undefined,
      hasOperatorEndpoints: settings.adminToken !== undefined,
      hasOwnChallenge: options.challenge?.issue !== undefined,
    });
    return c.json(document, 200, { 'Cache-Control': 'public, max-age=300' });
  });
  app.all('/openapi.json', otherMethods('GET'));

  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.all('/health', otherMethods('GET'));

  const { adminToken, serverSecret } = settings;
  if (serverSecret !== undefined) {
    const isKnownAudience = (audience: string): boolean =>
      settings.nativeAudiences.includes(audience) || isAllowed(audience);
    addServerRoutes(app, serverSecret, { ready, store: options.store, now, randomId, log, isKnownAudience });
  }
  if (adminToken !== undefined) addOperatorRoutes(app, adminToken, provider, log);

  // Not `notFound`: where the relay is mounted under a path, that would be the outer app's.
  app.all('*', (c) => problem(c, refuse('not_found')));

  return Object.assign(app, { ready: async (): Promise<void> => void (await ready()) });
}
