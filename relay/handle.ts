/** Seals and opens what clients carry for the relay: handles and tickets. JWE (RFC 7516), `dir` + `A256GCM`. */
import { EncryptJWT, jwtDecrypt } from 'jose';
import type { JWTPayload } from 'jose';
import type { Channel } from './contract.ts';
import { sealingKey } from './secrets.ts';
import type { SealingKeys } from './secrets.ts';

/** What a host's backend has said of a recipient that the browser must not see. */
export type TicketFacts = {
  /** Random; its starts are counted under it. */
  readonly id: string;
  /** E.164, or an address. */
  readonly recipient: string;
  /** Whom the backend means: the proof's `sub`. */
  readonly subject: string;
  readonly nonce?: string;
  /** The only origin, or native audience, that may use it. Default: any that is allowed. */
  readonly audience?: string;
  /** The only channels that it is good for. Default: all. */
  readonly channels?: readonly Channel[];
  /** Seconds since the epoch. */
  readonly expiresAt: number;
};

/** The immutable facts of one verification: all that a handle carries. */
export type HandleFacts = {
  /** The relay's own id of the verification; random. */
  readonly id: string;
  /** E.164, or an address. */
  readonly recipient: string;
  /** The origin, or the native audience, that started it; the proof's `aud`. */
  readonly audience: string;
  /** The host's own value, for the proof. */
  readonly nonce?: string;
  /** BCP 47, for later messages. */
  readonly locale?: string;
  /** The ticket that it was started with; a fresh start needs it again. */
  readonly ticket?: TicketFacts;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
};

const HEADER = { alg: 'dir', enc: 'A256GCM' } as const;
const ALGORITHMS = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };

export async function sealHandle(facts: HandleFacts, keys: SealingKeys): Promise<string> {
  const { kid, key } = sealingKey(keys);
  const claims = {
    ...(facts.nonce !== undefined && { nonce: facts.nonce }),
    ...(facts.locale !== undefined && { locale: facts.locale }),
    ...(facts.ticket !== undefined && { ticket: facts.ticket }),
  };
  return new EncryptJWT(claims)
    .setProtectedHeader({ ...HEADER, kid })
    .setJti(facts.id)
    .setSubject(facts.recipient)
    .setAudience(facts.audience)
    .setIssuedAt(facts.issuedAt)
    .setExpirationTime(facts.expiresAt)
    .encrypt(key);
}

/** The claims of a sealed token, or `undefined` where it is forged, expired, or another relay's. */
async function openToken<Claims>(
  token: string,
  keys: SealingKeys,
  now: number,
): Promise<(JWTPayload & Claims) | undefined> {
  try {
    const { payload } = await jwtDecrypt<Claims>(
      token,
      (header) => {
        const match = keys.all.find(({ kid }) => kid === header.kid);
        if (!match) throw new Error('unknown kid');
        return match.key;
      },
      { ...ALGORITHMS, currentDate: new Date(now), requiredClaims: ['jti', 'sub', 'exp'] },
    );
    return payload;
  } catch {
    return undefined;
  }
}

/** The facts, or `undefined` where the handle is forged, expired, or another relay's. */
export async function openHandle(handle: string, keys: SealingKeys, now: number): Promise<HandleFacts | undefined> {
  const payload = await openToken<Partial<HandleFacts>>(handle, keys, now);
  if (!payload) return undefined;
  const { jti, sub, aud, iat, exp, nonce, locale, ticket } = payload;
  if (jti === undefined || sub === undefined || typeof aud !== 'string' || iat === undefined || exp === undefined) {
    return undefined;
  }
  return {
    id: jti,
    recipient: sub,
    audience: aud,
    issuedAt: iat,
    expiresAt: exp,
    ...(nonce !== undefined && { nonce }),
    ...(locale !== undefined && { locale }),
    ...(ticket !== undefined && { ticket }),
  };
}

export async function sealTicket(facts: TicketFacts, keys: SealingKeys): Promise<string> {
  const { kid, key } = sealingKey(keys);
  const { id, recipient, expiresAt, ...rest } = facts;
  return new EncryptJWT(rest)
    .setProtectedHeader({ ...HEADER, kid })
    .setJti(id)
    .setSubject(recipient)
    .setExpirationTime(expiresAt)
    .encrypt(key);
}

/** The facts, or `undefined` where the ticket is forged, expired, or another relay's. */
export async function openTicket(ticket: string, keys: SealingKeys, now: number): Promise<TicketFacts | undefined> {
  const payload = await openToken<Partial<TicketFacts>>(ticket, keys, now);
  if (!payload) return undefined;
  const { jti, sub, exp, subject, nonce, audience, channels } = payload;
  if (jti === undefined || sub === undefined || exp === undefined || subject === undefined) return undefined;
  return {
    id: jti,
    recipient: sub,
    subject,
    expiresAt: exp,
    ...(nonce !== undefined && { nonce }),
    ...(audience !== undefined && { audience }),
    ...(channels !== undefined && { channels }),
  };
}
