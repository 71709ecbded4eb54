/** The port to the relay's shared state: counters that expire, and one small record per verification. Holds no people: keys are keyed hashes or random. */

/** At most `count` within any `period` seconds (a sliding window). */
export type Limit = {
  readonly key: string;
  readonly count: number;
  /** Seconds. */
  readonly period: number;
  /** 0 only looks whether one more would be granted; 1 (the default) takes it. */
  readonly cost?: 0 | 1;
};

export type Taken =
  | { readonly granted: true }
  | {
      readonly granted: false;
      /** Which of the limits refused. */
      readonly index: number;
      /** Whole seconds until it would be granted. */
      readonly retryAfter: number;
    };

/**
 * An adapter must hold under parallel calls from many processes: counting too much is allowed, too little never. An
 * eventually consistent key-value store cannot do that and is unfit. Every key expires. A store that is down or full
 * rejects its promises with a `StoreUnavailableError`; the relay then refuses.
 */
export type Store = {
  /** Takes all limits in their order, or none: a refusal gives those before it back. Each is atomic by itself. */
  take(limits: readonly Limit[]): Promise<Taken>;
  /** Undoes a `take` that certainly had no effect. Best effort: a lost undo only counts too much. */
  giveBack(limits: readonly Limit[]): Promise<void>;
  /** The record, or `undefined` where there is none or it expired. */
  read(key: string): Promise<string | undefined>;
  /**
   * Compare-and-set: writes `after` where the record still is `before` (`undefined`: where there is none) and answers
   * whether it did. `ttl` in seconds, from now.
   */
  swap(key: string, before: string | undefined, after: string, ttl: number): Promise<boolean>;
  /** Lets go of connections and timers. */
  close?(): Promise<void>;
};

/** The store cannot count now: it is down, or full. Nothing may be sent without it. */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';
}
