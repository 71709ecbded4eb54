/** The next step of a rotation without a gap: what the lists of secrets and keys become, and when to go on. */
import type { JWK } from 'jose';

/** A fresh secret in front seals; the old ones still open, and the last one still keys the counters: no limit is lost. */
export function rotateSecrets(list: string, fresh: string): string {
  return [fresh, ...list.split(',').map((secret) => secret.trim())].join(',');
}

export type RotatedKeys = {
  readonly keys: readonly JWK[];
  /** When the next step may follow, for the operator. */
  readonly next: string;
};

/**
 * A new key is published before it signs, and an old one as long as a proof of it may live.
 *
 * @param fresh is taken where there is one key so far
 */
export function rotateKeys(keys: readonly JWK[], fresh: JWK): RotatedKeys {
  const [first, second] = keys;
  if (!first || !second) {
    return { keys: [...keys, fresh], next: 'the new key is published: after 5 minutes, rotate again and it signs' };
  }
  return {
    keys: [second, first],
    next: 'the new key signs: after PROOF_TTL, leave the second one out',
  };
}
