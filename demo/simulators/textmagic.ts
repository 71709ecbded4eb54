/**
 * A simulator of Textmagic's Verify API: its three endpoints as a Hono app, and nothing else on the wire. What it does,
 * and how the recipient's number makes it misbehave, is told in textmagic.md.
 */
import { type Context, Hono } from 'hono';
import { type Env, Front } from './kit/front.ts';
import { Network } from './kit/network.ts';
import type { Reply } from './kit/replies.ts';
import { assemble, type Simulator } from './kit/simulator.ts';
import { surroundingsOf } from './kit/surroundings.ts';
import { magicOf, type TextmagicCall, type TextmagicMoment } from './textmagic/magic-numbers.ts';
import { defaultVariant, type TextmagicSimulatorOptions } from './textmagic/options.ts';
import * as replies from './textmagic/replies.ts';
import { checkRequest, readBody, startRequest } from './textmagic/requests.ts';
import { Sessions, type TextmagicSession } from './textmagic/sessions.ts';

export type { Message as TextmagicMessage } from './kit/network.ts';
export { type MagicNumber, magicNumbers, type TextmagicCall } from './textmagic/magic-numbers.ts';
export * from './textmagic/options.ts';
export type { TextmagicSession } from './textmagic/sessions.ts';

/** To be served; its paths begin with `/api/v2`. */
export type TextmagicSimulator = Simulator<TextmagicCall, TextmagicSession>;

const calls: readonly TextmagicCall[] = ['start', 'check', 'cancel'];

export const createTextmagicSimulator = (options: TextmagicSimulatorOptions = {}): TextmagicSimulator => {
  const { username = 'test', apiKey = 'test', callsPerSecond = 20 } = options;
  const surroundings = surroundingsOf(options);
  const variant = { ...defaultVariant, ...options.variant };
  const network = new Network(surroundings);
  const sessions = new Sessions({ ...surroundings, variant }, network);
  const app = new Hono<Env>();

  const isLetIn = ({ req }: Context<Env>): boolean => {
    const basic = /^Basic (.+)$/i.exec(req.header('authorization') ?? '')?.[1];
    if (basic !== undefined) return Buffer.from(basic, 'base64').toString() === `${username}:${apiKey}`;
    return req.header('x-tm-username') === username && req.header('x-tm-key') === apiKey;
  };
  const latest = { second: 0, calls: 0 };
  const isTooMany = (): boolean => {
    const second = Math.floor(surroundings.clock() / 1000);
    Object.assign(latest, second === latest.second ? { calls: latest.calls + 1 } : { second, calls: 1 });
    return latest.calls > callsPerSecond;
  };
  const refuse = (c: Context<Env>): Reply | undefined => {
    if (!isLetIn(c)) return replies.unauthorized;
    if (variant.verify === 'gone') return replies.notFound;
    return isTooMany() ? replies.tooMany : undefined;
  };
  const front = new Front<TextmagicCall, TextmagicMoment>({ ...surroundings, calls, refuse, faulty: replies.faulty });

  app.post(
    '/api/v2/verify',
    front.serve('start', async (c) => {
      const body = await readBody(c.req.raw, startRequest);
      if (body.outcome === 'malformed') return body.reply;
      const admission = sessions.admit(body.fields);
      if (admission.outcome === 'refused') return replies.refused(admission.why, sessions.variantOf(admission.to));
      const { phone, previous } = admission;
      const to = phone.number.slice(1);
      const { fault } = magicOf(to);
      const subject = fault?.at === 'resend' && previous ? { fault, session: previous } : { fault };
      return front.enact(subject.session ? 'resend' : 'start', c, subject, () =>
        replies.started(sessions.start(body.fields, phone, previous), sessions.variantOf(to)),
      );
    }),
  );

  app.put(
    '/api/v2/verify',
    front.serve('check', async (c) => {
      const body = await readBody(c.req.raw, checkRequest);
      if (body.outcome === 'malformed') return body.reply;
      const { verifyId, code } = body.fields;
      const session = sessions.find(verifyId);
      if (!session) return replies.unknownAtCheck(variant);
      const inForce = sessions.variantOf(session.to);
      if (typeof code === 'number' && inForce.codeAsNumber === 'reject') return replies.wrongCode(inForce);
      // A number has lost its leading zeros.
      const text = typeof code === 'number' ? String(code).padStart(session.request.codeLength, '0') : code;
      return front.enact('check', c, { fault: magicOf(session.to).fault, session }, () =>
        replies.checked(sessions.check(session, text), inForce),
      );
    }),
  );

  app.delete(
    '/api/v2/verify/:id',
    front.serve('cancel', (c, id) => {
      const session = sessions.find(id);
      if (!session) return replies.notFound;
      return front.enact('cancel', c, { fault: magicOf(session.to).fault, session }, () =>
        replies.canceled(sessions.cancel(session), sessions.variantOf(session.to)),
      );
    }),
  );

  app.notFound((c) => c.json({ code: 404, message: 'Not Found', errors: null }, 404));

  return assemble({
    app,
    front,
    network,
    sessions: sessions.byId,
    codeOf: (sessionId) => sessions.find(sessionId)?.code,
  });
};
