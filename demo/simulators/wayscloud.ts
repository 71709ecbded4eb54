/**
 * A simulator of WAYSCloud Verify: its four endpoints as a Hono app, and nothing else on the wire. What it does, and how
 * the recipient makes it misbehave, is told in wayscloud.md.
 */
import { type Context, Hono } from 'hono';
import { type Env, Front } from './kit/front.ts';
import { Network } from './kit/network.ts';
import type { Reply } from './kit/replies.ts';
import { readBody } from './kit/requests.ts';
import { assemble, type Simulator } from './kit/simulator.ts';
import { surroundingsOf } from './kit/surroundings.ts';
import { magicOf, type Moment, type WayscloudCall } from './wayscloud/magic-numbers.ts';
import { defaultVariant, type WayscloudSimulatorOptions } from './wayscloud/options.ts';
import * as replies from './wayscloud/replies.ts';
import { checkRequest, startRequest } from './wayscloud/requests.ts';
import { type LiveSession, Sessions, type WayscloudSession } from './wayscloud/sessions.ts';

export { type MagicNumber, magicNumbers, type WayscloudCall } from './wayscloud/magic-numbers.ts';
export * from './wayscloud/options.ts';
export type { WayscloudSession, WayscloudStatus } from './wayscloud/sessions.ts';

/** To be served; its paths begin with `/v1`. */
export type WayscloudSimulator = Simulator<WayscloudCall, WayscloudSession>;

const calls: readonly WayscloudCall[] = ['start', 'check', 'status', 'cancel'];

export const createWayscloudSimulator = (options: WayscloudSimulatorOptions = {}): WayscloudSimulator => {
  const { apiKey = 'test' } = options;
  const surroundings = surroundingsOf(options);
  const variant = { ...defaultVariant, ...options.variant };
  const network = new Network(surroundings);
  const sessions = new Sessions(surroundings, variant, network);
  const app = new Hono<Env>();

  // A service key opens in either header: https://docs.wayscloud.services/guide/authentication
  const refuse = ({ req }: Context<Env>): Reply | undefined => {
    const bearer = /^Bearer (.+)$/.exec(req.header('authorization') ?? '')?.[1];
    return (req.header('x-api-key') ?? bearer) === apiKey ? undefined : replies.unauthorized(variant);
  };
  const front = new Front<WayscloudCall, Moment>({
    ...surroundings,
    calls,
    refuse,
    faulty: (kind) => replies.faulty(variant, kind),
  });

  const complain: Parameters<typeof readBody>[2] = (issues, body) => replies.malformed(variant, issues, body);

  /** Acts on a session, unless its recipient makes something go wrong. */
  const enact = (at: WayscloudCall, c: Context<Env>, session: LiveSession, act: () => Reply): Promise<Reply> =>
    front.enact(at, c, { fault: magicOf(session.to).fault, session }, act);

  app.post(
    '/v1/verify/start',
    front.serve('start', async (c) => {
      const body = await readBody(c.req.raw, startRequest, complain);
      if (body.outcome === 'malformed') return body.reply;
      const { recipient: to, channel, locale, code_length: codeLength, ttl_seconds: ttl } = body.fields;
      const { fault } = magicOf(to);
      const earlier = fault?.at === 'resend' ? sessions.openOf(to) : undefined;
      return front.enact(earlier ? 'resend' : 'start', c, { fault, ...(earlier && { session: earlier }) }, () => {
        const result = sessions.start({ to, channel, codeLength, ttl: ttl * 1000, locale });
        const inForce = sessions.variantOf(to);
        return result.outcome === 'started'
          ? replies.started(result.session, inForce)
          : replies.refused(inForce, result.why);
      });
    }),
  );

  app.post(
    '/v1/verify/check',
    front.serve('check', async (c) => {
      const body = await readBody(c.req.raw, checkRequest, complain);
      if (body.outcome === 'malformed') return body.reply;
      const session = sessions.find(body.fields.session_id);
      if (!session) return replies.sessionNotFound(variant);
      return enact('check', c, session, () =>
        replies.checked(sessions.check(session, body.fields.code), sessions.variantOf(session.to)),
      );
    }),
  );

  app.get(
    '/v1/verify/status/:id',
    front.serve('status', (c, id) => {
      const session = sessions.find(id);
      if (!session) return replies.sessionNotFound(variant);
      return enact('status', c, session, () => replies.statusOf(session, sessions.variantOf(session.to)));
    }),
  );

  app.delete(
    '/v1/verify/sessions/:id',
    front.serve('cancel', (c, id) => {
      const session = sessions.find(id);
      if (!session) return replies.sessionNotFound(variant);
      return enact('cancel', c, session, () => {
        const inForce = sessions.variantOf(session.to);
        return sessions.cancel(session) ? replies.canceled(session, inForce) : replies.notCanceled(inForce);
      });
    }),
  );

  app.notFound((c) => c.json({ detail: 'Not Found' }, 404));

  return assemble({
    app,
    front,
    network,
    sessions: sessions.byId,
    codeOf: (sessionId) => sessions.find(sessionId)?.code,
  });
};
