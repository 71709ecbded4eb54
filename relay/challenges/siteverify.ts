/** Turnstile, hCaptcha and reCAPTCHA: one `siteverify` call that all three share. */
import type { Challenge, ChallengeFacts, ChallengeResult } from './challenge.ts';

export type SiteverifyOptions = {
  readonly kind: 'turnstile' | 'hcaptcha' | 'recaptcha';
  readonly secret: string;
  readonly siteKey: string;
  /** Default: the service's own. */
  readonly verifyUrl?: string;
  /** Milliseconds. Default: 5,000. */
  readonly timeout?: number;
  /** reCAPTCHA v3 alone: the least score that passes, from 0 to 1. Default: 0.5. */
  readonly leastScore?: number;
  /** Default: the platform's. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
};

/**
 * https://developers.cloudflare.com/turnstile/get-started/server-side-validation/,
 * https://docs.hcaptcha.com/#verify-the-user-response-server-side, https://developers.google.com/recaptcha/docs/verify
 */
const VERIFY_URLS: Readonly<Record<SiteverifyOptions['kind'], string>> = {
  turnstile: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  hcaptcha: 'https://api.hcaptcha.com/siteverify',
  recaptcha: 'https://www.google.com/recaptcha/api/siteverify',
};

/** Their ways to say that our own key is wrong, or that they are at fault: not the visitor's doing. */
const OURS = /^(missing-input-secret|invalid-input-secret|sitekey-secret-mismatch|internal-error|bad-request)$/;

type Answer = {
  readonly success?: unknown;
  readonly hostname?: unknown;
  readonly action?: unknown;
  readonly score?: unknown;
  readonly 'error-codes'?: unknown;
};

const failed = (detail: string): ChallengeResult => ({ outcome: 'failed', detail });

function judge(answer: Answer, facts: ChallengeFacts, leastScore: number): ChallengeResult {
  const { success, hostname, action, score } = answer;
  const codes = Array.isArray(answer['error-codes']) ? answer['error-codes'].map(String) : [];
  if (success !== true) {
    const detail = codes.join(', ') || 'not passed';
    return codes.some((code) => OURS.test(code)) ? { outcome: 'unavailable', detail } : failed(detail);
  }
  if (typeof hostname === 'string' && facts.hostname !== undefined && hostname !== '' && hostname !== facts.hostname) {
    return failed('solved on another host');
  }
  if (typeof action === 'string' && action !== '' && action !== facts.action)
    return failed('solved for another action');
  if (typeof score === 'number' && score < leastScore) return failed('the score is too low');
  return { outcome: 'passed' };
}

export function siteverifyChallenge(options: SiteverifyOptions): Challenge {
  const url = options.verifyUrl ?? VERIFY_URLS[options.kind];
  const call = options.fetch ?? ((target: string, init: RequestInit) => fetch(target, init));
  return {
    kind: options.kind,
    siteKey: options.siteKey,
    async verify(token, facts) {
      const body = new URLSearchParams({ secret: options.secret, response: token });
      if (facts.address !== undefined) body.set('remoteip', facts.address);
      try {
        const signal = AbortSignal.timeout(options.timeout ?? 5000);
        const response = await call(url, { method: 'POST', body, redirect: 'manual', signal });
        const answer: unknown = await response.json();
        if (typeof answer !== 'object' || answer === null) return { outcome: 'unavailable', detail: 'no answer' };
        return judge(answer, facts, options.leastScore ?? 0.5);
      } catch (error) {
        return { outcome: 'unavailable', detail: error instanceof Error ? error.name : 'no answer' };
      }
    },
  };
}
