/** The bot check before a send: when it is asked for, what its answer means, and that one answer passes once. */
import type { Challenge, ChallengeResult } from './challenges/challenge.ts';
import type { Logger } from './log.ts';
import { refuse } from './problems.ts';
import type { Refusal } from './problems.ts';
import type { Secrets } from './secrets.ts';
import type { Store } from './stores/store.ts';

/** What the checks of this relay are solved for, where the vendor has a notion of it. */
export const CHALLENGE_ACTION = 'otp';

export type BotCheckRequest = {
  readonly requestId: string;
  /** What the client brings, if it brings one. */
  readonly token: string | undefined;
  readonly address: string | undefined;
  /** The page's origin, or a native audience. */
  readonly audience: string;
  readonly isSuspicious: () => Promise<boolean>;
};

/** `undefined`: go on. */
export type BotCheck = (request: BotCheckRequest) => Promise<Refusal | undefined>;

export function createBotCheck(
  challenge: Challenge,
  when: 'always' | 'suspicious',
  ports: { readonly store: Store; readonly secrets: Secrets; readonly log: Logger },
): BotCheck {
  const { store, secrets, log } = ports;

  async function isReplay(once: Extract<ChallengeResult, { outcome: 'passed' }>['once']): Promise<boolean> {
    if (!once) return false;
    const key = await secrets.keyFor('challenge', once.id);
    return !(await store.take([{ key, count: 1, period: once.ttl }])).granted;
  }

  return async ({ requestId, token, address, audience, isSuspicious }) => {
    if (when === 'suspicious' && token === undefined && !(await isSuspicious())) return undefined;
    if (token === undefined) return refuse('challenge_required');
    const hostname = URL.parse(audience)?.hostname || undefined;
    const result = await challenge.verify(token, { address, hostname, action: CHALLENGE_ACTION });
    switch (result.outcome) {
      case 'passed':
        return (await isReplay(result.once)) ? refuse('challenge_failed') : undefined;
      case 'failed':
        log({ level: 'info', message: 'bot check failed', requestId, detail: result.detail });
        return refuse('challenge_failed');
      case 'unavailable':
        // An attacker must not get past it by taking it down.
        log({ level: 'error', message: 'bot check unavailable', requestId, detail: result.detail });
        return refuse('provider_unavailable', { detail: 'The bot check cannot be verified now: nothing was sent.' });
    }
  };
}
