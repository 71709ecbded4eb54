/** The proof that a host's backend checks: an ES256 JWT, and the key set that verifies it. Checking it is `verify-proof.ts`. */
import { SignJWT, calculateJwkThumbprint, importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import type { Channel } from './contract.ts';
import { PROOF_TYPE } from './verify-proof.ts';

export type ProofFacts = {
  /** Unique for the verification. */
  readonly id: string;
  readonly recipient: string;
  readonly audience: string;
  readonly nonce?: string;
  /** With a ticket: whom the host's backend means. The recipient is then not in the proof. */
  readonly subject?: string;
  /** How the code travelled. */
  readonly channel: Channel;
  /** Seconds since the epoch: the moment of the first success. */
  readonly verifiedAt: number;
};

export type ProofSigner = {
  /** The public keys, as `GET /.well-known/jwks.json` shows them: all that are configured. */
  readonly keySet: { readonly keys: readonly JWK[] };
  readonly issuer: string;
  /** Seconds that a proof lives. */
  readonly ttl: number;
  sign(facts: ProofFacts): Promise<string>;
};

/** RFC 8176: a code by text is `sms`, by call `tel`. */
function methods(channel: Channel): readonly string[] {
  switch (channel) {
    case 'sms':
      return ['otp', 'sms'];
    case 'voice':
      return ['otp', 'tel'];
    case 'email':
      return ['otp'];
  }
}

/** OpenID Connect's names for what was verified (OpenID Connect Core, section 5.1). */
function identity(facts: ProofFacts): Record<string, unknown> {
  if (facts.subject !== undefined) return {};
  return facts.channel === 'email'
    ? { email: facts.recipient, email_verified: true }
    : { phone_number: facts.recipient, phone_number_verified: true };
}

/**
 * @param jwks private ES256 keys: the first signs, all are published, so that a new key is known before it signs
 * @param ttl seconds
 */
export async function createProofSigner(jwks: readonly JWK[], issuer: string, ttl: number): Promise<ProofSigner> {
  const published = await Promise.all(
    jwks.map(async (jwk) => {
      const { kty = '', crv = '', x = '', y = '' } = jwk;
      const key = { kty, crv, x, y };
      return { ...key, kid: await calculateJwkThumbprint(key), alg: 'ES256', use: 'sig' };
    }),
  );
  const [first] = jwks;
  const kid = published[0]?.kid;
  if (!first || kid === undefined) throw new TypeError('createProofSigner needs at least one key');
  const signingKey = (await importJWK(first, 'ES256')) as CryptoKey;
  return {
    keySet: { keys: published },
    issuer,
    ttl,
    async sign(facts): Promise<string> {
      return new SignJWT({
        ...identity(facts),
        amr: methods(facts.channel),
        auth_time: facts.verifiedAt,
        ...(facts.nonce !== undefined && { nonce: facts.nonce }),
      })
        .setProtectedHeader({ alg: 'ES256', typ: PROOF_TYPE, kid })
        .setIssuer(issuer)
        .setAudience(facts.audience)
        .setSubject(facts.subject ?? facts.recipient)
        .setIssuedAt(facts.verifiedAt)
        .setExpirationTime(facts.verifiedAt + ttl)
        .setJti(facts.id)
        .sign(signingKey);
    },
  };
}
