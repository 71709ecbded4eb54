/** The port to a bot check: proves, before a code is paid for, that the client took some trouble. */
import type { ChallengeConfig } from '../contract.ts';

export type ChallengeFacts = {
  /** The client's address, where it is known. */
  readonly address: string | undefined;
  /** The host of the page; `undefined` for native clients. */
  readonly hostname: string | undefined;
  /** What the check was solved for; compared where the vendor tells. */
  readonly action: string;
};

export type ChallengeResult =
  | {
      readonly outcome: 'passed';
      /** Where the vendor does not refuse a replay itself: what may pass once only, and for how many seconds it must be remembered. */
      readonly once?: { readonly id: string; readonly ttl: number };
    }
  /** `detail` is for the operator's log alone. */
  | { readonly outcome: 'failed'; readonly detail: string }
  | { readonly outcome: 'unavailable'; readonly detail: string };

export type Challenge = {
  readonly kind: ChallengeConfig['kind'];
  /** The public key that the page's widget needs; none where the relay itself makes the challenges. */
  readonly siteKey?: string;
  verify(token: string, facts: ChallengeFacts): Promise<ChallengeResult>;
  /** A fresh challenge, where the relay makes them itself: `GET /challenge`. */
  readonly issue?: () => Promise<unknown>;
};
