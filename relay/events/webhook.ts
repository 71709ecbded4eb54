/**
 * Events as webhooks, as Standard Webhooks describes (https://www.standardwebhooks.com): signed, and tried again with
 * back-off while the process lives. Each event has an id, by which a receiver knows one that came twice.
 */
import { Webhook as Signer } from 'standardwebhooks';
import type { EventListener } from './event.ts';

export type WebhookOptions = {
  /** `https://…`; `http:` on this machine alone. */
  readonly url: string;
  /** `whsec_` and 24 to 64 bytes in base64; while secrets rotate, several: each of them signs. */
  readonly secret: string | readonly string[];
  /** Seconds before each further try. Default: 1, 4, 15, which fits into the half minute that edge runtimes grant. */
  readonly retries?: readonly number[];
  /** Milliseconds for one try. Default: 10,000. */
  readonly timeout?: number;
  /** Events that may be under way at once; past it they are dropped, and reported. Default: 1000. */
  readonly most?: number;
  /** Told of events that were lost, in words for the operator's log. Default: nobody. */
  readonly onLost?: (reason: string) => void;
  /** Default: the platform's. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
  /** Waits before a further try, unless `signal` says that there is no time left. Default: a timer. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
};

export type Webhook = {
  /** For `createRelay`. */
  readonly onEvent: EventListener;
  /** Tries what still waits once more, at once, and then lets go of it. */
  readonly close: () => Promise<void>;
};

/** A host that is this very machine. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Seconds; whoever asks for a longer pause is tried at the end of this one. */
const LONGEST_PAUSE = 300;

/** What is wrong with an address; `undefined`: nothing. */
export function urlFault(text: string): string | undefined {
  const url = URL.parse(text);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  return isSafe && !url.username ? undefined : 'must be an https:// URL; for example https://shop.example/hooks/otp';
}

/** What is wrong with a secret; `undefined`: nothing. */
export function secretFault(secret: string): string | undefined {
  const base64 = secret.replace(/^whsec_/, '');
  const isWritten = /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && base64.length % 4 === 0;
  const length = isWritten ? atob(base64).length : 0;
  return length >= 24 && length <= 64
    ? undefined
    : 'must be "whsec_" and 24 to 64 bytes in base64; "npm run keys" makes one';
}

type Attempt =
  | { readonly outcome: 'taken' }
  /** The receiver wants no more events at all. */
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'failed'; readonly reason: string; readonly pause: number };

function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}

/**
 * @throws {TypeError} where the address or a secret cannot be used
 */
export function webhook(options: WebhookOptions): Webhook {
  const secrets = typeof options.secret === 'string' ? options.secret.split(',') : options.secret;
  const fault = urlFault(options.url) ?? secrets.map(secretFault).find((found) => found !== undefined);
  if (fault !== undefined) throw new TypeError(`A webhook's address or secret ${fault}`);

  const { url, retries = [1, 4, 15], timeout = 10_000, most = 1000, onLost } = options;
  const send = options.fetch ?? ((to, init) => fetch(to, init));
  const now = options.now ?? Date.now;
  const sleep = options.sleep ?? sleepFor;
  const signers = secrets.map((secret) => new Signer(secret.trim()));
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();
  let isGone = false;
  let dropped = 0;

  async function attempt(id: string, body: string): Promise<Attempt> {
    const at = new Date(now());
    try {
      const response = await send(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': signers.map((signer) => signer.sign(id, at, body)).join(' '),
        },
        body,
        // The events go where they were meant to go, or nowhere.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      });
      await response.body?.cancel();
      if (response.ok) return { outcome: 'taken' };
      if (response.status === 410) return { outcome: 'gone' };
      const pause = Number(response.headers.get('Retry-After') ?? 0);
      return { outcome: 'failed', reason: `HTTP ${response.status}`, pause: pause > 0 ? pause : 0 };
    } catch (error) {
      return { outcome: 'failed', reason: error instanceof Error ? error.name : 'no answer', pause: 0 };
    }
  }

  async function deliver(type: string, body: string): Promise<void> {
    const id = `msg_${crypto.randomUUID()}`;
    for (let tried = 0; ; tried++) {
      // A try that begins while it closes is the last one.
      const isLast = tried >= retries.length || closing.signal.aborted;
      const result = await attempt(id, body);
      if (result.outcome === 'taken' || isGone) return;
      if (result.outcome === 'gone') {
        isGone = true;
        onLost?.('the webhook answered 410 Gone: it gets no further events until the relay starts anew');
        return;
      }
      if (isLast) {
        onLost?.(`${type} was not delivered in ${tried + 1} tries: ${result.reason}`);
        return;
      }
      const pause = Math.min(Math.max(retries[tried] ?? 0, result.pause), LONGEST_PAUSE);
      await sleep(pause * 1000, closing.signal);
    }
  }

  return {
    onEvent({ type, timestamp, data }) {
      if (isGone) return undefined;
      if (underWay.size >= most) {
        // One line for many: a flood of events must not become a flood of lines.
        if (dropped++ % most === 0) onLost?.(`${type} was dropped: ${most} events are under way`);
        return undefined;
      }
      const delivery = deliver(type, JSON.stringify({ type, timestamp, data })).finally(() =>
        underWay.delete(delivery),
      );
      underWay.add(delivery);
      return delivery;
    },
    async close() {
      closing.abort();
      await Promise.all(underWay);
    },
  };
}
