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

export function createRecords(store: Store, secrets: Secrets, now: () => number): Records {
  const keyOf = (facts: HandleFacts): Promise<string> => secrets.keyFor('record', facts.id);
  const ttl = (facts: HandleFacts): number => Math.max(1, Math.ceil(facts.expiresAt - now() / 1000));
  const seal = (record: VerificationRecord): Promise<string> => sealRecord(packRecord(record), secrets.records);

  async function open(sealed: string): Promise<VerificationRecord | undefined> {
    const packed = await openRecord(sealed, secrets.records);
    return packed === undefined ? undefined : unpackRecord(packed);
  }

  return {
    async create(facts, record) {
      const created = await store.swap(await keyOf(facts), undefined, await seal(record), ttl(facts));
      if (!created) throw new Error('A fresh verification id was already in use');
    },
    async read(facts) {
      const sealed = await store.read(await keyOf(facts));
      return sealed === undefined ? undefined : open(sealed);
    },
    async update(facts, change) {
      const key = await keyOf(facts);
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const sealed = await store.read(key);
        const before = sealed === undefined ? undefined : await open(sealed);
        if (sealed === undefined || !before) return undefined;
        const record = change(before);
        if (record === before) return { record, before: undefined };
        if (await store.swap(key, sealed, await seal(record), ttl(facts))) return { record, before };
      }
      throw new Error('Too many parallel requests for one verification');
    },
  };
}
