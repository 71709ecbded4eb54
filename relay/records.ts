/** Records in the store: sealed, found by a keyed hash of the verification's id, changed by compare-and-set alone. */
import { openRecord, sealRecord } from './handle.ts';
import type { HandleFacts } from './handle.ts';
import { packRecord, unpackRecord } from './record.ts';
import type { VerificationRecord } from './record.ts';
import type { Secrets } from './secrets.ts';
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

/** A record, and the text that it is in the store. */
type Found = { readonly sealed: string; readonly record: VerificationRecord };

export function createRecords(store: Store, secrets: Secrets, now: () => number): Records {
  const keys = new WeakMap<HandleFacts, Promise<string>>();
  /** What a request last saw of its record: a change is tried on it first, and compare-and-set tells whether it holds. */
  const seen = new WeakMap<HandleFacts, Found>();

  function keyOf(facts: HandleFacts): Promise<string> {
    const key = keys.get(facts) ?? secrets.keyFor('record', facts.id);
    keys.set(facts, key);
    return key;
  }

  const ttl = (facts: HandleFacts): number => Math.max(1, Math.ceil(facts.expiresAt - now() / 1000));
  const seal = (record: VerificationRecord): Promise<string> => sealRecord(packRecord(record), secrets.records);

  async function open(sealed: string): Promise<VerificationRecord | undefined> {
    const packed = await openRecord(sealed, secrets.records);
    return packed === undefined ? undefined : unpackRecord(packed);
  }

  async function find(facts: HandleFacts): Promise<Found | undefined> {
    const sealed = await store.read(await keyOf(facts));
    const record = sealed === undefined ? undefined : await open(sealed);
    if (sealed === undefined || !record) return undefined;
    const found = { sealed, record };
    seen.set(facts, found);
    return found;
  }

  return {
    async create(facts, record) {
      const created = await store.swap(await keyOf(facts), undefined, await seal(record), ttl(facts));
      if (!created) throw new Error('A fresh verification id was already in use');
    },
    async read(facts) {
      return (await find(facts))?.record;
    },
    async update(facts, change) {
      const key = await keyOf(facts);
      let known = seen.get(facts);
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const found = known ?? (await find(facts));
        if (!found) return undefined;
        const record = change(found.record);
        if (record !== found.record) {
          const sealed = await seal(record);
          if (await store.swap(key, found.sealed, sealed, ttl(facts))) {
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
