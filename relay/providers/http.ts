/** One HTTP exchange with a vendor: it never throws, and says for certain, or not at all, whether the vendor saw it. */
import type { CallContext } from './provider.ts';

/** What came back. `json` is `undefined` where the body is no JSON (an HTML error page, nothing at all). */
export type Reply = {
  readonly outcome: 'reply';
  readonly status: number;
  readonly json: unknown;
  /** Seconds, from `Retry-After`. */
  readonly retryAfter: number | undefined;
};

/** No answer: `unsent` where the request surely never left, else it may have been acted on. */
export type NoReply = { readonly outcome: 'no-reply'; readonly unsent: boolean; readonly detail: string };

/** `fetch`, as far as an exchange needs it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Pick<Response, 'status' | 'headers' | 'text'>>;

export type HttpOptions = {
  readonly fetch: Fetch;
  /** Milliseconds for the whole exchange, the body included. */
  readonly timeout: number;
  readonly now: () => number;
};

export type Exchange = {
  /** Names the exchange in the log. */
  readonly call: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** Node's, Bun's and Deno's ways to say that no connection came about. */
const UNSENT_CODES =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|CERT_|ERR_TLS_CERT|DEPTH_ZERO|UNABLE_TO_)/;
const UNSENT_MESSAGES = /tcp connect error|dns error|connection refused/i;

function surelyUnsent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as Error & { code?: unknown };
    if ((typeof code === 'string' && UNSENT_CODES.test(code)) || UNSENT_MESSAGES.test(cause.message)) return true;
  }
  return false;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  const { code } = (error.cause ?? error) as { code?: unknown };
  return typeof code === 'string' ? `${error.name} ${code}` : error.name;
}

function readRetryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

/**
 * Deno repeats any request whose connection breaks before the answer, a POST as well, unless it takes the body for a
 * stream (https://github.com/denoland/deno/issues/35610). What was perhaps carried out must not be asked for again.
 */
const sentOnce = (body: string): BodyInit => ('Deno' in globalThis ? new Blob([body]) : body);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function exchange(
  request: Exchange,
  options: HttpOptions,
  context: CallContext,
): Promise<Reply | NoReply> {
  const begun = options.now();
  const trace = (status: number | null): void =>
    context.trace?.({ call: request.call, status, ms: options.now() - begun });
  try {
    const response = await options.fetch(request.url, {
      method: request.method,
      headers: {
        Accept: 'application/json',
        ...request.headers,
        ...(request.body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(request.body !== undefined && { body: sentOnce(JSON.stringify(request.body)) }),
      // A redirect would carry the key to another address.
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeout),
    });
    const text = await response.text();
    trace(response.status);
    return {
      outcome: 'reply',
      status: response.status,
      json: parseJson(text),
      retryAfter: readRetryAfter(response.headers),
    };
  } catch (error) {
    trace(null);
    return { outcome: 'no-reply', unsent: surelyUnsent(error), detail: describe(error) };
  }
}

/** A member of a JSON object, whatever the vendor sent. */
export function member(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;
}

export function textMember(json: unknown, name: string): string | undefined {
  const value = member(json, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An address, a UUID, a key, hexadecimal digits, or four digits and more, however they are grouped. */
const SECRETS =
  /[^\s@,;<>]+@[^\s@,;<>]+|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\w{32,}|[\da-f]{16,}|\+?\d(?:[ ().-]{0,2}\d){3,}/gi;

/** A vendor's words for the operator's log, without what could name a person, a session or a key. */
export function redact(text: string): string {
  return text.replace(SECRETS, '…').slice(0, 200);
}
