/** What every simulator is to those who use it: an API on the wire, and a phone beside it. */
import type { Hono } from 'hono';
import type { Env, Front, LoggedRequest } from './front.ts';
import type { Message, Network } from './network.ts';

export type Simulator<Call extends string = string, Session = unknown> = {
  /** To be served. */
  readonly app: Hono<Env>;
  /** The same in-process, in the place of `fetch`: a broken connection rejects. */
  readonly fetch: typeof globalThis.fetch;
  /** Tells each text and e-mail that arrives and each call that rings; gives back how to stop that. */
  onMessage(listener: (message: Message) => void): () => void;
  /** Answers or declines a call that rings (with `calls: 'handset'`); `false` where it rings no more. */
  pickUp(messageId: string, does: 'answer' | 'decline'): boolean;
  /** Lets everything happen that is due by the clock. */
  tick(): void;
  /** The code that counts in a session. */
  codeOf(sessionId: string): string | undefined;
  readonly sessions: ReadonlyMap<string, Session>;
  /** How often each endpoint was called with a good key. */
  readonly calls: Readonly<Record<Call, number>>;
  /** How many bytes of bodies each endpoint served. */
  readonly bytes: Readonly<Record<Call, number>>;
  /** The latest thousand calls. */
  readonly requests: readonly LoggedRequest<Call>[];
};

type Parts<Call extends string, Moment extends string, Session> = {
  readonly app: Hono<Env>;
  readonly front: Front<Call, Moment>;
  readonly network: Network;
  readonly sessions: ReadonlyMap<string, Session>;
  readonly codeOf: (sessionId: string) => string | undefined;
};

export const assemble = <Call extends string, Moment extends string, Session>({
  app,
  front,
  network,
  sessions,
  codeOf,
}: Parts<Call, Moment, Session>): Simulator<Call, Session> => {
  // A broken connection is thrown by the front, and is no 500.
  app.onError((error) => {
    throw error;
  });
  return {
    app,
    fetch: async (input, init) => app.fetch(new Request(input, init)),
    onMessage: (listener) => network.onMessage(listener),
    pickUp: (messageId, does) => network.pickUp(messageId, does),
    tick: () => network.tick(),
    codeOf,
    sessions,
    calls: front.calls,
    bytes: front.bytes,
    requests: front.requests,
  };
};
