/** `otp-verify/proof`: how a host's backend checks a proof, without the relay, the widget or any server framework. */
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';

/** The proof's media type, as its `typ` (RFC 8725, section 3.11). */
export const PROOF_TYPE = 'otp-proof+jwt';

export type VerifyProofOptions = {
  /** The relay's `PROOF_ISSUER`; by default its `PUBLIC_URL`. */
  readonly issuer: string;
  /** The origin of the page on which the number was verified, or the native audience; several where several may. */
  readonly audience: string | readonly string[];
  /** The nonce that your own session gave to the widget; `null` says, in so many words, that none was given. */
  readonly nonce: string | null;
  /** Where the key set is. Default: `/.well-known/jwks.json` below the issuer. */
  readonly jwksUrl?: string | URL;
  /** Fetches the key set. Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch;
  /** Default: now. */
  readonly currentDate?: Date;
};

/** What a good proof says. */
export type ProofClaims = {
  /** The recipient in full, or the ticket's `subject`. */
  readonly subject: string;
  /** E.164; not with a ticket. */
  readonly phoneNumber?: string;
  /** Not with a ticket. */
  readonly email?: string;
  readonly audience: string;
  /** RFC 8176. */
  readonly methods: readonly string[];
  readonly verifiedAt: Date;
  readonly expiresAt: Date;
  /** Unique for the verification: remember it until `expiresAt`, and refuse it a second time. */
  readonly id: string;
  readonly nonce: string | null;
};

/** Why a proof was refused. `keys_unavailable` says nothing of the proof: try again. */
export type ProofRefusal =
  | 'malformed'
  | 'bad_signature'
  | 'expired'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'wrong_nonce'
  | 'wrong_type'
  | 'missing_claim'
  | 'keys_unavailable';

export type ProofResult =
  | { readonly ok: true; readonly claims: ProofClaims }
  | { readonly ok: false; readonly reason: ProofRefusal; readonly detail: string };

const no = (reason: ProofRefusal, detail: string): ProofResult => ({ ok: false, reason, detail });

/** One cached key set for each place, as jose keeps it: fetched anew for an unknown `kid`, at most every 30 seconds. */
const keySets = new Map<string, JWTVerifyGetKey>();

function remoteKeys(options: VerifyProofOptions): JWTVerifyGetKey {
  const url = new URL(options.jwksUrl ?? `${options.issuer.replace(/\/$/, '')}/.well-known/jwks.json`);
  const create = (): JWTVerifyGetKey => createRemoteJWKSet(url, options.fetch ? { [customFetch]: options.fetch } : {});
  if (options.fetch) return create();
  const known = keySets.get(url.href);
  if (known) return known;
  const created = create();
  keySets.set(url.href, created);
  return created;
}

function refusalOf(error: unknown): ProofResult {
  if (error instanceof errors.JWTExpired) return no('expired', 'The proof’s time is over: verify the number again.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    switch (error.claim) {
      case 'iss':
        return no('wrong_issuer', 'The proof is of another relay than "issuer" names.');
      case 'aud':
        return no('wrong_audience', 'The number was verified on another page or app than "audience" names.');
      case 'typ':
        return no('wrong_type', `The token is no proof: its "typ" is not "${PROOF_TYPE}".`);
      default:
        return no('missing_claim', `The proof’s "${error.claim}" is missing or wrong.`);
    }
  }
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JOSEAlgNotAllowed
  ) {
    return no('bad_signature', 'No key of the relay has signed this proof.');
  }
  if (
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JOSENotSupported
  ) {
    return no('malformed', 'The proof is no JWT of the right form.');
  }
  return no('keys_unavailable', 'The relay’s key set could not be fetched: try again.');
}

function claimsOf(payload: JWTPayload): ProofClaims | undefined {
  const { sub, aud, jti, exp, auth_time: verifiedAt, amr, nonce, phone_number: phoneNumber, email } = payload;
  if (sub === undefined || typeof aud !== 'string' || jti === undefined || exp === undefined) return undefined;
  if (typeof verifiedAt !== 'number' || !Array.isArray(amr)) return undefined;
  return {
    subject: sub,
    audience: aud,
    methods: amr.map(String),
    verifiedAt: new Date(verifiedAt * 1000),
    expiresAt: new Date(exp * 1000),
    id: jti,
    nonce: typeof nonce === 'string' ? nonce : null,
    ...(typeof phoneNumber === 'string' && payload['phone_number_verified'] === true && { phoneNumber }),
    ...(typeof email === 'string' && payload['email_verified'] === true && { email }),
  };
}

/** Checks a proof by the given keys; see `verifyProof`. */
export async function verifyProofWith(
  keys: JWTVerifyGetKey,
  proof: string,
  options: Omit<VerifyProofOptions, 'jwksUrl' | 'fetch'>,
): Promise<ProofResult> {
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(proof, keys, {
      algorithms: ['ES256'],
      typ: PROOF_TYPE,
      issuer: options.issuer,
      audience: typeof options.audience === 'string' ? options.audience : [...options.audience],
      requiredClaims: ['sub', 'aud', 'jti', 'iat', 'exp', 'auth_time', 'amr'],
      ...(options.currentDate && { currentDate: options.currentDate }),
    }));
  } catch (error) {
    return refusalOf(error);
  }
  const claims = claimsOf(payload);
  if (!claims) return no('missing_claim', 'The proof lacks a claim.');
  if (claims.nonce !== options.nonce) {
    return no('wrong_nonce', 'The number was verified in another session than the one whose nonce is expected.');
  }
  return { ok: true, claims };
}

/**
 * Checks a proof: signature, type, issuer, audience, time, nonce, and that every claim is there. The key set is fetched
 * once and kept. It does not redeem: remember `claims.id` until `claims.expiresAt`, or use the relay's `/siteverify`.
 * It never throws for what a proof is.
 */
export async function verifyProof(proof: string, options: VerifyProofOptions): Promise<ProofResult> {
  if (options.nonce === undefined) throw new TypeError('verifyProof needs "nonce": your session’s, or null');
  return verifyProofWith(remoteKeys(options), proof, options);
}
