/**
 * A simulator of Wavix's 2FA API: its six endpoints as a Hono app, and nothing else on the wire. What it does, and how
 * the recipient's number makes it misbehave, is told in wavix.md.
 */
import { type Context, Hono } from 'hono';
import { type Env, Front } from './kit/front.ts';
import { Network } from './kit/network.ts';
import type { Reply } from './kit/replies.ts';
import { assemble, type Simulator } from './kit/simulator.ts';
import { surroundingsOf } from './kit/surroundings.ts';
import { magicOf, type WavixCall } from './wavix/magic-numbers.ts';
import { defaultService, defaultVariant, type WavixSimulatorOptions } from './wavix/options.ts';
import * as replies from './wavix/replies.ts';
import { checkRequest, listQuery, readBody, readQuery, resendRequest, startRequest } from './wavix/requests.ts';
import type { LiveSession, WavixSession } from './wavix/session.ts';
import { Sessions } from './wavix/sessions.ts';

export type { Message as WavixMessage } from './kit/network.ts';
export { type MagicNumber, magicNumbers, type WavixCall } from './wavix/magic-numbers.ts';
export * from './wavix/options.ts';
export type { WavixEvent, WavixSession, WavixStatus } from './wavix/session.ts';

/** To be served; its paths begin with `/v1`. */
export type WavixSimulator = Simulator<WavixCall, WavixSession>;

const calls: readonly WavixCall[] = ['start', 'resend', 'check', 'cancel', 'list', 'events'];

export const createWavixSimulator = (options: WavixSimulatorOptions = {}): WavixSimulator => {
  const {
    apiKey = 'test',
    scope = 'write',
    services = [defaultService],
    keepDays = Number.POSITIVE_INFINITY,
  } = options;
  const surroundings = surroundingsOf(options);
  const variant = { ...defaultVariant, ...options.variant };
  const network = new Network(surroundings);
  const sessions = new Sessions({ ...surroundings, variant, keepDays }, network);
  const app = new Hono<Env>();

  const refuse = ({ req }: Context<Env>): Reply | undefined => {
    const bearer = /^Bearer (.+)$/.exec(req.header('authorization') ?? '')?.[1];
    if ((bearer ?? req.query('appid')) !== apiKey) return replies.unauthorized;
    const isAllowed = scope === 'write' || (scope === 'read' && req.method === 'GET');
    return isAllowed ? undefined : replies.forbidden(variant);
  };
  const front = new Front<WavixCall>({ ...surroundings, calls, refuse, faulty: replies.faulty });

  const enact = (call: WavixCall, c: Context<Env>, to: string, session: LiveSession | null, act: () => Reply) =>
    front.enact(call, c, { fault: magicOf(to).fault, ...(session && { session }) }, () =>
      replies.styled(act(), sessions.variantOf(to)),
    );

  app.post(
    '/v1/two-fa/verification',
    front.serve('start', async (c) => {
      const body = await readBody(c.req.raw, startRequest);
      if (body.outcome === 'malformed') return body.reply;
      const { service_id: serviceId, to: recipient, channel } = body.fields;
      const service = services.find(({ id }) => id === serviceId);
      if (!service) return replies.serviceNotFound(serviceId);
      const isWritten = variant.plusInTo === 'accept' ? /^\+?\d{4,15}$/ : /^\d{4,15}$/;
      if (!isWritten.test(recipient)) return replies.refused('invalid_number', serviceId, variant);
      const to = recipient.replace('+', '');
      return enact('start', c, to, null, () => {
        const result = sessions.start(service, to, channel);
        const inForce = sessions.variantOf(to);
        if (result.outcome === 'refused') return replies.refused(result.why, serviceId, inForce);
        return replies.started(result.session, inForce, new URL(c.req.url).origin);
      });
    }),
  );

  app.post(
    '/v1/two-fa/verification/:id',
    front.serve('resend', async (c, id) => {
      const body = await readBody(c.req.raw, resendRequest);
      if (body.outcome === 'malformed') return body.reply;
      const session = sessions.find(id);
      if (!session) return replies.sessionNotFound(variant.unknownSession, id);
      return enact('resend', c, session.to, session, () => {
        const result = sessions.resend(session, body.fields.channel);
        switch (result.outcome) {
          case 'sent':
            return replies.sent(session, result.channel, result.at);
          case 'refused':
            return replies.refused(result.why, session.service.id, sessions.variantOf(session.to));
          case 'ended':
            return replies.ended(result);
        }
      });
    }),
  );

  app.post(
    '/v1/two-fa/verification/:id/check',
    front.serve('check', async (c, id) => {
      const body = await readBody(c.req.raw, checkRequest);
      if (body.outcome === 'malformed') return body.reply;
      const session = sessions.find(id);
      if (!session) return replies.sessionNotFound(variant.unknownSession, id);
      return enact('check', c, session.to, session, () =>
        replies.checked(sessions.check(session, body.fields.code), sessions.variantOf(session.to)),
      );
    }),
  );

  app.patch(
    '/v1/two-fa/verification/:id/cancel',
    front.serve('cancel', (c, id) => {
      const session = sessions.find(id);
      if (!session) return replies.notCanceled;
      return enact('cancel', c, session.to, session, () =>
        sessions.cancel(session).outcome === 'canceled'
          ? replies.canceled(sessions.variantOf(session.to))
          : replies.notCanceled,
      );
    }),
  );

  app.get(
    '/v1/two-fa/service/:id/sessions',
    front.serve('list', (c, id) => {
      const query = readQuery({ from: c.req.query('from'), to: c.req.query('to') }, listQuery);
      if (query.outcome === 'malformed') return query.reply;
      return replies.listed(sessions.list(id, query.fields.from, query.fields.to));
    }),
  );

  app.get(
    '/v1/two-fa/session/:id/events',
    front.serve('events', (c, id) => {
      const session = sessions.find(id);
      if (!session) return replies.sessionNotFound(404, id);
      return enact('events', c, session.to, session, () => replies.eventsOf(session.events));
    }),
  );

  app.notFound((c) => c.json({ success: false, message: 'Not found' }, 404));

  return assemble({
    app,
    front,
    network,
    sessions: sessions.byId,
    codeOf: (sessionId) => sessions.find(sessionId)?.code,
  });
};
