/** The endpoints for the host's backend and for the operator: each there only where its secret is configured. */
import type { Hono } from 'hono';
import type { Core } from './core.ts';
import { oneOf } from './bearer.ts';
import { bySecret, limitBody, otherMethods, problem, readBody } from './http.ts';
import type { RelayContext, RelayEnv } from './http.ts';
import type { Logger } from './log.ts';
import { listEvents, listVerifications } from './operator.ts';
import type { Provider } from './providers/provider.ts';
import { siteverify, siteverifyFailure } from './redeem.ts';
import { listQuery, parse, ticketRequest } from './schemas.ts';
import type { Store } from './stores/store.ts';
import { issueTicket } from './tickets.ts';

export type ServerPorts = {
  readonly ready: () => Promise<Core>;
  readonly store: Store;
  readonly now: () => number;
  readonly randomId: () => string;
  readonly log: Logger;
  /** Whether a verification may be started from there at all. */
  readonly isKnownAudience: (audience: string) => boolean;
};

async function readForm(c: RelayContext): Promise<unknown> {
  const isJson = /json/i.test(c.req.header('Content-Type') ?? '');
  return (isJson ? c.req.json() : c.req.parseBody()).catch(() => undefined);
}

export function addServerRoutes(app: Hono<RelayEnv>, serverSecrets: readonly string[], ports: ServerPorts): void {
  const { store, now, randomId, isKnownAudience, log } = ports;

  const isServerSecret = oneOf(serverSecrets);
  app.use('/siteverify', limitBody);
  app.post('/siteverify', async (c) => {
    const body = await readForm(c);
    try {
      const { proofs, secrets } = await ports.ready();
      return c.json(await siteverify(body, { isServerSecret, proofs, secrets, store, now }));
    } catch (error) {
      log({ level: 'error', message: 'siteverify failed', requestId: c.get('requestId'), detail: String(error) });
      return c.json(siteverifyFailure('internal-error'));
    }
  });
  app.all('/siteverify', otherMethods('POST'));

  app.use('/tickets', limitBody);
  app.post('/tickets', bySecret(serverSecrets), async (c) => {
    const body = await readBody(c, ticketRequest);
    if (!body.ok) return problem(c, body);
    const { policy, secrets } = await ports.ready();
    const issued = await issueTicket(body.value, { policy, secrets, now, randomId, isKnownAudience });
    return issued.ok ? c.json(issued.ticket, 201) : problem(c, issued);
  });
  app.all('/tickets', otherMethods('POST'));
}

export function addOperatorRoutes(
  app: Hono<RelayEnv>,
  adminTokens: readonly string[],
  provider: Provider,
  log: Logger,
): void {
  app.use('/admin/*', bySecret(adminTokens));
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
