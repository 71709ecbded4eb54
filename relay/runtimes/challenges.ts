/** The bot check that `CHALLENGE` names: for runtimes whose bundle may have all of them. */
import { altcha } from '../challenges/altcha.ts';
import type { Challenge } from '../challenges/challenge.ts';
import { siteverifyChallenge } from '../challenges/siteverify.ts';

export type ChallengeChoice = {
  readonly kind: Challenge['kind'];
  readonly secret: string;
  readonly siteKey: string;
  readonly verifyUrl: string | undefined;
};

export function chooseChallenge({ kind, secret, siteKey, verifyUrl }: ChallengeChoice): Challenge {
  if (kind === 'altcha') return altcha({ secret });
  return siteverifyChallenge({ kind, secret, siteKey, ...(verifyUrl !== undefined && { verifyUrl }) });
}
