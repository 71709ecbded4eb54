/** The front of the simulated API: checks keys, counts and logs calls, and plays the faults of magic numbers. */
import type { Context } from 'hono';
import { type Fault, magicOf, type WavixCall } from './magic-numbers.ts';
import type { WavixDelays, WavixVariant } from './options.ts';
import { faulty, forbidden, type Reply, unauthorized } from './replies.ts';
import type { LiveSession } from './session.ts';

/** One call, as it was answered; `status` is `null` where the connection broke. */
export type WavixRequest = {
  readonly at: number;
  readonly call: WavixCall;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly bytes: number;
};

/** Node's server hands its request over; elsewhere there is none. */
export type Env = { Bindings: { readonly incoming?: { readonly socket: { destroy(): unknown } } } };

export type FrontOptions = {
  readonly apiKey: string;
  readonly scope: 'none' | 'read' | 'write';
  readonly variant: WavixVariant;
  readonly delays: WavixDelays;
  readonly clock: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** Whom a call is about: what goes wrong depends on the number, and once for each session. */
type Subject = { readonly to: string; readonly session?: LiveSession };

const logLength = 1000;

/** These faults lose the answer, not the deed. */
const carriedOut: ReadonlySet<Fault> = new Set(['bad_gateway', 'empty', 'broken', 'silent', 'slow']);

const none = (): Record<WavixCall, number> => ({ start: 0, resend: 0, check: 0, cancel: 0, list: 0, events: 0 });

export class Front {
  readonly calls: Record<WavixCall, number> = none();
  readonly bytes: Record<WavixCall, number> = none();
  readonly requests: WavixRequest[] = [];
  readonly #options: FrontOptions;

  constructor(options: FrontOptions) {
    this.#options = options;
  }

  /** A route's handler; `id` is the one in its path. */
  serve(
    call: WavixCall,
    answer: (c: Context<Env>, id: string) => Reply | Promise<Reply>,
  ): (c: Context<Env>) => Promise<Response> {
    return async (c) => {
      let status: number | null = null;
      let size = 0;
      try {
        const reply = this.#refuseKey(c) ?? (await this.#counted(call, () => answer(c, c.req.param('id') ?? '')));
        const response = responseTo(reply);
        status = reply.status;
        size = Number(response.headers.get('content-length') ?? 0);
        return response;
      } finally {
        this.bytes[call] += size;
        this.requests.push({
          at: this.#options.clock(),
          call,
          method: c.req.method,
          path: c.req.path,
          status,
          bytes: size,
        });
        if (this.requests.length > logLength) this.requests.shift();
      }
    };
  }

  /** Acts, unless the recipient's number makes something go wrong. */
  async enact(call: WavixCall, c: Context<Env>, { to, session }: Subject, act: () => Reply): Promise<Reply> {
    const { fault } = magicOf(to);
    if (fault?.at !== call || session?.hasFaulted) return act();
    if (session) session.hasFaulted = true;
    const reply = carriedOut.has(fault.kind) ? act() : undefined;
    const { signal } = c.req.raw;
    switch (fault.kind) {
      case 'slow':
        await this.#options.wait(this.#options.delays.slow, signal);
        return reply ?? act();
      case 'silent':
        await this.#options.wait(this.#options.delays.stall, signal);
        return hangUp(c);
      case 'broken':
        return hangUp(c);
      default:
        return faulty(fault.kind, call, session?.id ?? '');
    }
  }

  #refuseKey({ req }: Context<Env>): Reply | undefined {
    const { apiKey, scope, variant } = this.#options;
    const bearer = /^Bearer (.+)$/.exec(req.header('authorization') ?? '')?.[1];
    if ((bearer ?? req.query('appid')) !== apiKey) return unauthorized;
    const isAllowed = scope === 'write' || (scope === 'read' && req.method === 'GET');
    return isAllowed ? undefined : forbidden(variant);
  }

  #counted(call: WavixCall, answer: () => Reply | Promise<Reply>): Reply | Promise<Reply> {
    this.calls[call] += 1;
    return answer();
  }
}

const responseTo = ({ status, body, type, retryAfter }: Reply): Response => {
  if (body === null) return new Response(null, { status });
  const bytes = new TextEncoder().encode(body);
  const headers = new Headers({
    'content-type': `${type ?? 'application/json'}; charset=utf-8`,
    'content-length': String(bytes.length),
  });
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
  return new Response(bytes, { status, headers });
};

/** Breaks the connection, and throws what `fetch` then rejects with. */
const hangUp = (c: Context<Env>): never => {
  c.env?.incoming?.socket.destroy();
  c.req.raw.signal.throwIfAborted();
  throw new TypeError('fetch failed');
};
