/** ALTCHA: proof of work that the relay makes and checks itself, without any third party (https://altcha.org). */
import { createChallenge, randomInt, verifySolution } from 'altcha-lib';
import type { Payload } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import type { Challenge } from './challenge.ts';

export type AltchaOptions = {
  /** Signs the challenges; 32 bytes or more, the same on every instance. */
  readonly secret: string;
  /** Iterations of one try; more is harder for everyone. Default: 5,000. */
  readonly cost?: number;
  /** The most tries that a solution takes; half of them on average. Default: 200. */
  readonly tries?: number;
  /** Seconds in which a challenge may be solved and used. Default: 600. */
  readonly ttl?: number;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
};

/** The widget's payload: base64 of the challenge and its solution. */
function readPayload(token: string): Payload | undefined {
  try {
    const payload = JSON.parse(atob(token)) as Partial<Payload>;
    const { challenge, solution } = payload;
    const isWhole =
      typeof challenge?.signature === 'string' && typeof challenge.parameters?.algorithm === 'string' && solution;
    return isWhole ? { challenge, solution } : undefined;
  } catch {
    return undefined;
  }
}

export function altcha(options: AltchaOptions): Challenge {
  const ttl = options.ttl ?? 600;
  const now = options.now ?? Date.now;
  const hmacSignatureSecret = options.secret;
  const hmacKeySignatureSecret = `${options.secret}/key`;
  return {
    kind: 'altcha',
    issue: () =>
      createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost: options.cost ?? 5000,
        counter: randomInt(options.tries ?? 200),
        expiresAt: Math.floor(now() / 1000) + ttl,
        deriveKey,
        hmacSignatureSecret,
        hmacKeySignatureSecret,
      }),
    async verify(token) {
      const payload = readPayload(token);
      if (!payload) return { outcome: 'failed', detail: 'no ALTCHA payload' };
      const { challenge, solution } = payload;
      // The signature covers the time; the library compares it with its own clock.
      const expiresAt = challenge.parameters.expiresAt ?? 0;
      if (expiresAt * 1000 <= now()) return { outcome: 'failed', detail: 'expired' };
      try {
        const result = await verifySolution({
          challenge,
          solution,
          deriveKey,
          hmacSignatureSecret,
          hmacKeySignatureSecret,
        });
        if (!result.verified) return { outcome: 'failed', detail: result.invalidSignature ? 'forged' : 'not solved' };
      } catch {
        return { outcome: 'failed', detail: 'malformed' };
      }
      return { outcome: 'passed', once: { id: challenge.signature ?? '', ttl } };
    },
  };
}
