/** Records in the store: sealed, found by the verification's random id, changed by compare-and-set alone. */
import { base64url } from 'jose';
import type { HandleFacts } from './handle.ts';
import { packRecord, unpackRecord } from './record.ts';
import type { VerificationRecord } from './record.ts';
import { sealingKey } from './secrets.ts';
import type { SealingKeys, Secrets } from './secrets.ts';
import type { Store } from './stores/store.ts';

/** What came of a change: the record as it now is, and as it was where the change was made. */
export type Changed = {
  readonly record: VerificationRecord;
  /** `undefined` where the change left the record as it was. */
  readonly before: VerificationRecord | undefined;
};

export type Records = {
  create(facts: HandleFacts, record: VerificationRecord): Promise<void>;
  read(facts: HandleFacts): Promise<VerificationRecord | undefined>;
  /**
   * Changes the record atomically: `change` is run again on whatever another request made of it meanwhile, and leaves
   * it as it is by returning it. `undefined` where there is no record.
   */
  update(facts: HandleFacts, change: (record: VerificationRecord) => VerificationRecord): Promise<Changed | undefined>;
};

/** One of the contenders wins each round, so this is a bound on parallel requests for one verification. */
const MOST_ROUNDS = 500;

/** Bytes of an IV, as AES-GCM wants it (NIST SP 800-38D). */
const IV_LENGTH = 12;

const encoder = new TextEncoder();
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(base64url.decode(text));

/** AES-GCM; the place in the store is authenticated too, so that nobody there can put one verification's record in another's place. */
const cipher = (iv: Uint8Array<ArrayBuffer>, place: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: encoder.encode(place),
});

/** A record as the store keeps it. Each sealing has a fresh IV, so no two are alike and compare-and-set may compare them. */
export async function sealRecord(packed: unknown, place: string, keys: SealingKeys): Promise<string> {
  const { kid, key } = sealingKey(keys);
  const iv = crypto.getRandomValues(new Uint8Array(IV_LENGTH));
  const sealed = await crypto.subtle.encrypt(cipher(iv, place), key, encoder.encode(JSON.stringify(packed)));
  return [kid, base64url.encode(iv), base64url.encode(new Uint8Array(sealed))].join('.');
}

/** What was sealed for this place, or `undefined` where no key opens it. */
export async function openRecord(text: string, place: string, keys: SealingKeys): Promise<unknown> {
  const [kid, iv = '', sealed = ''] = text.split('.');
  const match = keys.all.find((candidate) => candidate.kid === kid);
  if (!match) return undefined;
  try {
    const plain = await crypto.subtle.decrypt(cipher(bytesOf(iv), place), match.key, bytesOf(sealed));
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return undefined;
  }
}

/** A record, and the text that it is in the store. */
type Found = { readonly sealed: string; readonly record: VerificationRecord };

export function createRecords(store: Store, secrets: Secrets, now: () => number): Records {
  const placeOf = ({ id }: HandleFacts): string => `record:${id}`;
  /** What a request last saw of its record: a change is tried on it first, and compare-and-set tells whether it holds. */
  const seen = new WeakMap<HandleFacts, Found>();

  const ttl = (facts: HandleFacts): number => Math.max(1, Math.ceil(facts.expiresAt - now() / 1000));
  const seal = (record: VerificationRecord, place: string): Promise<string> =>
    sealRecord(packRecord(record), place, secrets.records);

  async function find(facts: HandleFacts): Promise<Found | undefined> {
    const place = placeOf(facts);
    const sealed = await store.read(place);
    if (sealed === undefined) return undefined;
    const packed = await openRecord(sealed, place, secrets.records);
    if (packed === undefined) return undefined;
    const found = { sealed, record: unpackRecord(packed) };
    seen.set(facts, found);
    return found;
  }

  return {
    async create(facts, record) {
      const place = placeOf(facts);
      const created = await store.swap(place, undefined, await seal(record, place), ttl(facts));
      if (!created) throw new Error('A fresh verification id was already in use');
    },
    async read(facts) {
      return (await find(facts))?.record;
    },
    async update(facts, change) {
      const place = placeOf(facts);
      let known = seen.get(facts);
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const found = known ?? (await find(facts));
        if (!found) return undefined;
        const record = change(found.record);
        if (record !== found.record) {
          const sealed = await seal(record, place);
          if (await store.swap(place, found.sealed, sealed, ttl(facts))) {
            seen.set(facts, { sealed, record });
            return { record, before: found.record };
          }
        } else if (!known) return { record, before: undefined };
        // That nothing is to be changed is believed of what the store has now alone.
        known = undefined;
      }
      throw new Error('Too many parallel requests for one verification');
    },
  };
}
