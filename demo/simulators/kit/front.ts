/** The front of a simulated API: lets callers in, counts and logs calls, and plays the faults of magic numbers. */
import type { Context } from 'hono';
import type { Fault, PlannedFault } from './magic-numbers.ts';
import { type Reply, responseTo, strangers } from './replies.ts';
import type { Surroundings } from './surroundings.ts';

/** One call, as it was answered; `status` is `null` where the connection broke. */
export type LoggedRequest<Call extends string> = {
  readonly at: number;
  readonly call: Call;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly status: number | null;
  readonly bytes: number;
};

/** Node's server hands its request over; elsewhere there is none. */
export type Env = { Bindings: { readonly incoming?: { readonly socket: { destroy(): unknown } } } };

/** The faults that look as the vendor words its errors. */
export type WordedFault = 'rate_limited' | 'server_error' | 'unavailable' | 'error_in_200' | 'not_found';

export type FrontOptions<Call extends string, Moment extends string> = Pick<
  Surroundings,
  'clock' | 'wait' | 'delays'
> & {
  /** The names of the endpoints. */
  readonly calls: readonly Call[];
  /** The answer to a caller who is not let in. */
  readonly refuse: (c: Context<Env>) => Reply | undefined;
  readonly faulty: (kind: WordedFault, at: Moment, sessionId: string) => Reply;
};

/** What a call is about: the fault of its recipient plays once for each session, or each time where there is none yet. */
export type Subject<Moment extends string> = {
  readonly fault: PlannedFault<Moment> | undefined;
  readonly session?: { readonly id: string; hasFaulted: boolean };
};

const logLength = 1000;

/** These faults lose the answer, not the deed. */
const carriedOut: ReadonlySet<Fault> = new Set(['bad_gateway', 'empty', 'broken', 'silent', 'slow']);

/** `Moment` names the moments of a verification at which something can go wrong; mostly they are the calls. */
export class Front<Call extends string, Moment extends string = Call> {
  readonly calls: Record<Call, number>;
  readonly bytes: Record<Call, number>;
  readonly requests: LoggedRequest<Call>[] = [];
  readonly #options: FrontOptions<Call, Moment>;

  constructor(options: FrontOptions<Call, Moment>) {
    const none = (): Record<Call, number> =>
      Object.fromEntries(options.calls.map((call) => [call, 0])) as Record<Call, number>;
    this.calls = none();
    this.bytes = none();
    this.#options = options;
  }

  /** A route's handler; `id` is the one in its path. */
  serve(
    call: Call,
    answer: (c: Context<Env>, id: string) => Reply | Promise<Reply>,
  ): (c: Context<Env>) => Promise<Response> {
    return async (c) => {
      let status: number | null = null;
      let size = 0;
      try {
        const reply = this.#options.refuse(c) ?? (await this.#counted(call, () => answer(c, c.req.param('id') ?? '')));
        const response = responseTo(reply);
        status = reply.status;
        size = Number(response.headers.get('content-length') ?? 0);
        return response;
      } finally {
        this.bytes[call] += size;
        const { method, path } = c.req;
        this.requests.push({ at: this.#options.clock(), call, method, path, status, bytes: size });
        if (this.requests.length > logLength) this.requests.shift();
      }
    };
  }

  /** Acts, unless the recipient's number makes something go wrong. */
  async enact(at: Moment, c: Context<Env>, { fault, session }: Subject<Moment>, act: () => Reply): Promise<Reply> {
    if (fault?.at !== at || session?.hasFaulted) return act();
    if (session) session.hasFaulted = true;
    const reply = carriedOut.has(fault.kind) ? act() : undefined;
    const { delays, wait } = this.#options;
    const { signal } = c.req.raw;
    switch (fault.kind) {
      case 'slow':
        await wait(delays.slow, signal);
        return reply ?? act();
      case 'silent':
        await wait(delays.stall, signal);
        return hangUp(c);
      case 'broken':
        return hangUp(c);
      case 'html':
      case 'bad_gateway':
      case 'empty':
        return strangers[fault.kind];
      default:
        return this.#options.faulty(fault.kind, at, session?.id ?? '');
    }
  }

  #counted(call: Call, answer: () => Reply | Promise<Reply>): Reply | Promise<Reply> {
    this.calls[call] += 1;
    return answer();
  }
}

/** Breaks the connection, and throws what `fetch` then rejects with. */
const hangUp = (c: Context<Env>): never => {
  c.env?.incoming?.socket.destroy();
  c.req.raw.signal.throwIfAborted();
  throw new TypeError('fetch failed');
};
