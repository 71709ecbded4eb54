/** Talks to the relay over HTTP. Never throws: every reply and every failure becomes a value. */
import type { Config, ProblemCode, RestartRequest, StartRequest, Verification } from '../relay/contract.ts';
import type { Failure, Intent } from './flow-state.ts';

/** Longer than the relay waits for its provider: after it, nobody knows what became of the request. */
const timeout = 30_000;

export type Reply<Body> = { readonly kind: 'ok'; readonly body: Body } | ({ readonly kind: 'failure' } & Failure);

/** What goes with a start besides number and channel. */
export type StartOptions = Partial<Pick<StartRequest, 'locale' | 'nonce'>> & { readonly ticket?: string };

export type Question = {
  readonly intent: Intent;
  readonly handle: string | undefined;
  readonly challenge: string | undefined;
  readonly options: StartOptions;
};

export type RelayClient = {
  readonly config: () => Promise<Reply<Config>>;
  readonly ask: (question: Question) => Promise<Reply<Verification>>;
  readonly cancel: (handle: string) => Promise<Reply<undefined>>;
};

export function createRelayClient(base: string, fetch: typeof globalThis.fetch): RelayClient {
  async function call<Body>(
    method: string,
    path: string,
    { handle, body }: { handle?: string | undefined; body?: object } = {},
  ): Promise<Reply<Body>> {
    const signal = AbortSignal.timeout(timeout);
    try {
      const response = await fetch(base.replace(/\/?$/, path), {
        method,
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          ...(handle && { authorization: `Bearer ${handle}` }),
        },
        ...(body && { body: JSON.stringify(body) }),
        credentials: 'omit',
        signal,
      });
      const json: unknown = response.status === 204 ? undefined : await response.json().catch(() => null);
      // The relay is ours: what it says is believed, and pinned by its own tests.
      return response.ok && json !== null ? { kind: 'ok', body: json as Body } : refusal(response, json);
    } catch (error) {
      // A request that was given up may have been carried out; one that found no way has most likely not.
      return {
        kind: 'failure',
        code: signal.aborted ? 'outcome_unknown' : 'network',
        detail: String(error),
        retryAfter: undefined,
      };
    }
  }

  return {
    config: () => call('GET', '/config'),
    ask({ intent, handle, challenge, options }) {
      if (intent.do === 'read') return call('GET', '/verification', { handle });
      if (intent.do === 'check') {
        return call('POST', '/verification/check', { handle, body: { code: intent.code } });
      }
      const request: RestartRequest = { channel: intent.channel, ...(challenge && { challenge }) };
      if (intent.do !== 'start') {
        return call('POST', intent.do === 'send' ? '/verification/send' : '/verification', {
          handle,
          body: request,
        });
      }
      // A ticket brings its own number and nonce.
      const { ticket, locale, nonce } = options;
      const to = ticket ? { ticket } : { to: intent.to, ...(nonce && { nonce }) };
      return call('POST', '/verification', { body: { ...to, ...request, ...(locale && { locale }) } });
    },
    cancel: (handle) => call('DELETE', '/verification', { handle }),
  };
}

/** RFC 9457 from the relay; anything at all from what stands between. */
function refusal(response: Response, json: unknown): { readonly kind: 'failure' } & Failure {
  const problem: Partial<Failure> & { code?: ProblemCode } = (typeof json === 'object' && json) || {};
  const { status } = response;
  const guess = status === 429 ? 'rate_limited' : status < 500 ? 'not_found' : 'outcome_unknown';
  return {
    kind: 'failure',
    code: problem.code ?? guess,
    detail: problem.detail ?? `HTTP ${status}`,
    retryAfter: Number(response.headers.get('retry-after')) || undefined,
    verification: problem.verification,
  };
}
