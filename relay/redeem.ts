/** `/siteverify`: redeems a proof once, in the form that Turnstile, hCaptcha and reCAPTCHA have made familiar. */
import { createLocalJWKSet, decodeJwt } from 'jose';
import type { ProofSigner } from './proof.ts';
import type { Secrets } from './secrets.ts';
import type { Store } from './stores/store.ts';
import { verifyProofWith } from './verify-proof.ts';

/** https://developers.cloudflare.com/turnstile/get-started/server-side-validation/#error-codes */
export type SiteverifyError =
  | 'missing-input-secret'
  | 'invalid-input-secret'
  | 'missing-input-response'
  | 'invalid-input-response'
  | 'timeout-or-duplicate'
  | 'bad-request'
  | 'internal-error';

export type SiteverifyAnswer = {
  readonly success: boolean;
  /** ISO 8601: when the number was verified. */
  readonly challenge_ts?: string;
  /** The host of the page, or the native audience. */
  readonly hostname?: string;
  readonly sub?: string;
  readonly phone_number?: string;
  readonly email?: string;
  readonly amr?: readonly string[];
  readonly nonce?: string;
  readonly 'error-codes': readonly SiteverifyError[];
};

export type SiteverifyPorts = {
  readonly isServerSecret: (given: string) => Promise<boolean>;
  readonly proofs: ProofSigner;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly now: () => number;
};

/** Seconds for which one `idempotency_key` gets one answer. */
const IDEMPOTENCY_TTL = 300;

const MEMBERS = new Set(['secret', 'response', 'remoteip', 'idempotency_key', 'nonce', 'audience']);

export const siteverifyFailure = (error: SiteverifyError): SiteverifyAnswer => ({
  success: false,
  'error-codes': [error],
});

/** The body's members, where all are known and text. */
function readMembers(body: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const entries = Object.entries(body as Record<string, string>).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  const fits = entries.every(([name, value]) => MEMBERS.has(name) && typeof value === 'string' && value.length <= 4096);
  return fits ? Object.fromEntries<string>(entries) : undefined;
}

/** @param body the form's or the JSON's members, as they came */
export async function siteverify(body: unknown, ports: SiteverifyPorts): Promise<SiteverifyAnswer> {
  const members = readMembers(body);
  if (!members) return siteverifyFailure('bad-request');
  const { secret, response, idempotency_key: idempotencyKey, nonce, audience } = members;
  if (!secret) return siteverifyFailure('missing-input-secret');
  if (!(await ports.isServerSecret(secret))) return siteverifyFailure('invalid-input-secret');
  if (!response) return siteverifyFailure('missing-input-response');

  const { issuer, keySet } = ports.proofs;
  const keys = createLocalJWKSet({ keys: [...keySet.keys] });
  const unverified = claimsOf(response);
  const expectations = { issuer, audience: audience ?? unverified.aud, nonce: nonce ?? unverified.nonce };
  const verifyAt = (time: number): ReturnType<typeof verifyProofWith> =>
    verifyProofWith(keys, response, { ...expectations, currentDate: new Date(time) });

  const now = ports.now();
  let result = await verifyAt(now);
  const isLate = !result.ok && result.reason === 'expired';
  // Redeemed in time, asked again with the same key a little later: the answer stays what it was.
  if (isLate && idempotencyKey) result = await verifyAt(now - IDEMPOTENCY_TTL * 1000);
  if (!result.ok)
    return siteverifyFailure(result.reason === 'expired' ? 'timeout-or-duplicate' : 'invalid-input-response');
  const { claims } = result;

  const key = await ports.secrets.keyFor('redeemed', claims.id);
  const mark = idempotencyKey ? await ports.secrets.keyFor('idempotent', idempotencyKey) : '';
  const keepFor = Math.max(IDEMPOTENCY_TTL, Math.ceil((claims.expiresAt.getTime() - now) / 1000) + 1);
  const isFirst = !isLate && (await ports.store.swap(key, undefined, `${now}/${mark}`, keepFor));
  if (!isFirst) {
    const [redeemedAt = '0', by = ''] = ((await ports.store.read(key)) ?? '').split('/');
    const isRepeat = mark !== '' && by === mark && now - Number(redeemedAt) < IDEMPOTENCY_TTL * 1000;
    if (!isRepeat) return siteverifyFailure('timeout-or-duplicate');
  }
  return {
    success: true,
    challenge_ts: claims.verifiedAt.toISOString(),
    hostname: URL.parse(claims.audience)?.hostname || claims.audience,
    sub: claims.subject,
    ...(claims.phoneNumber !== undefined && { phone_number: claims.phoneNumber }),
    ...(claims.email !== undefined && { email: claims.email }),
    amr: claims.methods,
    ...(claims.nonce !== null && { nonce: claims.nonce }),
    'error-codes': [],
  };
}

/** What the proof says of itself, before anybody has checked it: a backend that expects nothing takes these. */
function claimsOf(proof: string): { readonly aud: string; readonly nonce: string | null } {
  try {
    const { aud, nonce } = decodeJwt(proof);
    return { aud: typeof aud === 'string' ? aud : '', nonce: typeof nonce === 'string' ? nonce : null };
  } catch {
    return { aud: '', nonce: null };
  }
}
