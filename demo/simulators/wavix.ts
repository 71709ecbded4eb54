/**
 * A simulator of Wavix's 2FA API: its six endpoints as a Hono app, and nothing else on the wire. What it does, and how
 * the recipient's number makes it misbehave, is told in wavix.md.
 */
import { Hono } from 'hono';
import { type Env, Front, type WavixRequest } from './wavix/front.ts';
import type { WavixCall } from './wavix/magic-numbers.ts';
import type { WavixMessage } from './wavix/network.ts';
import { defaultDelays, defaultService, defaultVariant, type WavixSimulatorOptions } from './wavix/options.ts';
import * as replies from './wavix/replies.ts';
import { isDay, malformed, readBody, readFields } from './wavix/requests.ts';
import type { WavixSession } from './wavix/session.ts';
import { Sessions } from './wavix/sessions.ts';

export type { WavixRequest } from './wavix/front.ts';
export { type MagicNumber, magicNumbers, type WavixCall } from './wavix/magic-numbers.ts';
export type { WavixMessage } from './wavix/network.ts';
export * from './wavix/options.ts';
export type { WavixEvent, WavixSession, WavixStatus } from './wavix/session.ts';

export type WavixSimulator = {
  /** To be served; the paths begin with `/v1`. */
  readonly app: Hono<Env>;
  /** The same in-process, in the place of `fetch`: a broken connection rejects. */
  readonly fetch: typeof globalThis.fetch;
  /** Tells each text that arrives and each call that rings; gives back how to stop that. */
  onMessage(listener: (message: WavixMessage) => void): () => void;
  /** Answers or declines a call that rings (with `calls: 'handset'`); `false` where it rings no more. */
  pickUp(messageId: string, does: 'answer' | 'decline'): boolean;
  /** Lets everything happen that is due by the clock. */
  tick(): void;
  /** The code that counts in a session. */
  codeOf(sessionId: string): string | undefined;
  readonly sessions: ReadonlyMap<string, WavixSession>;
  /** How often each endpoint was called with a good key. */
  readonly calls: Readonly<Record<WavixCall, number>>;
  /** How many bytes of bodies each endpoint served. */
  readonly bytes: Readonly<Record<WavixCall, number>>;
  /** The latest thousand calls. */
  readonly requests: readonly WavixRequest[];
};

export const createWavixSimulator = (options: WavixSimulatorOptions = {}): WavixSimulator => {
  const {
    apiKey = 'test',
    scope = 'write',
    services = [defaultService],
    keepDays = Number.POSITIVE_INFINITY,
  } = options;
  const { calls = 'answered', clock = Date.now, random = cryptographic, wait = sleep } = options;
  const delays = { ...defaultDelays, ...options.delays };
  const variant = { ...defaultVariant, ...options.variant };
  const sessions = new Sessions({ variant, delays, calls, clock, random, keepDays });
  const front = new Front({ apiKey, scope, variant, delays, clock, wait });
  const app = new Hono<Env>();

  const enact: Front['enact'] = (call, c, subject, act) =>
    front.enact(call, c, subject, () => replies.styled(act(), sessions.variantOf(subject.to)));

  app.post(
    '/v1/two-fa/verification',
    front.serve('start', async (c) => {
      const body = await readBody(c.req.raw, { service_id: 'any', to: 'any', channel: ['sms', 'voice'] });
      if (body.outcome === 'malformed') return body.reply;
      const { service_id: serviceId, to: recipient, channel } = body.fields;
      const service = services.find(({ id }) => id === serviceId);
      if (!service) return replies.serviceNotFound(serviceId);
      const isWritten = variant.plusInTo === 'accept' ? /^\+?\d{4,15}$/ : /^\d{4,15}$/;
      if (!isWritten.test(recipient)) return replies.refused('invalid_number', serviceId, variant);
      const to = recipient.replace('+', '');
      return enact('start', c, { to }, () => {
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
      const body = await readBody(c.req.raw, { channel: ['sms', 'voice'] });
      if (body.outcome === 'malformed') return body.reply;
      const session = sessions.find(id);
      if (!session) return replies.sessionNotFound(variant.unknownSession, id);
      return enact('resend', c, { to: session.to, session }, () => {
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
      const body = await readBody(c.req.raw, { code: 'any' });
      if (body.outcome === 'malformed') return body.reply;
      const session = sessions.find(id);
      if (!session) return replies.sessionNotFound(variant.unknownSession, id);
      return enact('check', c, { to: session.to, session }, () =>
        replies.checked(sessions.check(session, body.fields.code), sessions.variantOf(session.to)),
      );
    }),
  );

  app.patch(
    '/v1/two-fa/verification/:id/cancel',
    front.serve('cancel', (c, id) => {
      const session = sessions.find(id);
      if (!session) return replies.notCanceled;
      return enact('cancel', c, { to: session.to, session }, () =>
        sessions.cancel(session).outcome === 'canceled'
          ? replies.canceled(sessions.variantOf(session.to))
          : replies.notCanceled,
      );
    }),
  );

  app.get(
    '/v1/two-fa/service/:id/sessions',
    front.serve('list', (c, id) => {
      const query = readFields({ from: c.req.query('from'), to: c.req.query('to') }, { from: 'any', to: 'any' });
      if (query.outcome === 'malformed') return query.reply;
      const wrong = Object.entries(query.fields).filter(([, day]) => !isDay(day));
      if (wrong.length > 0) return malformed(wrong.map(([name]) => `Field "${name}" is invalid`));
      return replies.listed(sessions.list(id, query.fields.from, query.fields.to));
    }),
  );

  app.get(
    '/v1/two-fa/session/:id/events',
    front.serve('events', (c, id) => {
      const session = sessions.find(id);
      if (!session) return replies.sessionNotFound(404, id);
      return enact('events', c, { to: session.to, session }, () => replies.eventsOf(session.events));
    }),
  );

  app.notFound((c) => c.json({ success: false, message: 'Not found' }, 404));
  app.onError((error) => {
    throw error;
  });

  return {
    app,
    fetch: async (input, init) => app.fetch(new Request(input, init)),
    onMessage: (listener) => sessions.onMessage(listener),
    pickUp: (messageId, does) => sessions.pickUp(messageId, does),
    tick: () => sessions.tick(),
    codeOf: (sessionId) => sessions.find(sessionId)?.code,
    sessions: sessions.byId,
    calls: front.calls,
    bytes: front.bytes,
    requests: front.requests,
  };
};

/** Ends early when the caller is gone. */
const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const end = (): void => (clearTimeout(timer), resolve());
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });

/** Random words are fetched by the thousand: a hundred thousand sessions need a million. */
const words = new Uint32Array(1024);
let wordsLeft = 0;
const cryptographic = (): number => {
  if (wordsLeft === 0) wordsLeft = crypto.getRandomValues(words).length;
  wordsLeft -= 1;
  return (words[wordsLeft] ?? 0) / 2 ** 32;
};
