/** The keys that `RELAY_SECRET` stands for: one for each purpose, derived by HKDF (RFC 5869) with a label of its own. */
import { base64url } from 'jose';

/** A sealing key and the `kid` that tells it from its predecessors. */
export type SealingKey = {
  readonly kid: string;
  readonly key: Awaited<ReturnType<typeof crypto.subtle.importKey>>;
};

export type SealingKeys = {
  /** The first seals; all open. */
  readonly all: readonly SealingKey[];
};

export function sealingKey(keys: SealingKeys): SealingKey {
  const [first] = keys.all;
  if (!first) throw new TypeError('No key to seal with');
  return first;
}

export type Secrets = {
  readonly handles: SealingKeys;
  readonly tickets: SealingKeys;
  readonly records: SealingKeys;
  /** HMAC-SHA-256 of what a counter is about, as its key in the store. */
  readonly keyFor: (kind: string, value: string) => Promise<string>;
  /** The same for one of a few values that name nobody, such as a country: it is computed once. */
  readonly fixedKeyFor: (kind: string, value: string) => Promise<string>;
};

const encoder = new TextEncoder();

async function derive(secret: string, label: string): Promise<Uint8Array<ArrayBuffer>> {
  const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveBits']);
  const info = encoder.encode(`otp-verify ${label} v1`);
  const bits = await crypto.subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    material,
    256,
  );
  return new Uint8Array(bits);
}

async function sealingKeys(secrets: readonly string[], label: string): Promise<SealingKeys> {
  const all = secrets.map(async (secret) => ({
    kid: base64url.encode((await derive(secret, `${label} kid`)).slice(0, 6)),
    // Imported once: given its bytes, jose would import it anew for each thing that is sealed or opened.
    key: await crypto.subtle.importKey('raw', await derive(secret, label), 'AES-GCM', false, ['encrypt', 'decrypt']),
  }));
  return { all: await Promise.all(all) };
}

/**
 * Derives everything once. The *last* secret keys the counters, so that a rotation (the new one in front, the old one
 * kept behind it while handles live) loses no limit.
 *
 * @param secrets at least one, each of 32 bytes or more (validated in `options.ts`)
 */
export async function deriveSecrets(secrets: readonly string[]): Promise<Secrets> {
  const last = secrets.at(-1);
  if (last === undefined) throw new TypeError('deriveSecrets needs at least one secret');
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const counters = await crypto.subtle.importKey('raw', await derive(last, 'counters'), hmac, false, ['sign']);
  async function keyFor(kind: string, value: string): Promise<string> {
    const digest = await crypto.subtle.sign('HMAC', counters, encoder.encode(`${kind}:${value}`));
    return `${kind}:${base64url.encode(new Uint8Array(digest, 0, 16))}`;
  }
  const fixed = new Map<string, Promise<string>>();
  return {
    handles: await sealingKeys(secrets, 'handle'),
    tickets: await sealingKeys(secrets, 'ticket'),
    records: await sealingKeys(secrets, 'record'),
    keyFor,
    fixedKeyFor(kind, value): Promise<string> {
      const name = `${kind}:${value}`;
      const key = fixed.get(name) ?? keyFor(kind, value);
      fixed.set(name, key);
      return key;
    },
  };
}
