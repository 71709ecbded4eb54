/** What a Textmagic simulator can be told: its account, its clock, and how it behaves where the documents are silent. */
import type { SurroundingsOptions } from '../kit/surroundings.ts';

/** One choice for each thing that Textmagic's documents leave open; the first value named is the default. */
export type TextmagicVariant = {
  /** `200` by the specification, `201` as elsewhere in the API. */
  readonly startStatus: 200 | 201;
  /** Where the complaint about a code stands: `errors.fields.code`, or `errors.common`. */
  readonly wrong: 'fields' | 'common';
  /** How many wrong codes end a verification. */
  readonly maxAttempts: 3 | 5;
  /** The status of a cancellation before its time. */
  readonly cancelTooEarly: 400 | 403;
  /** Whether a verification can be canceled once its second step has begun. */
  readonly cancelAfterSecondStep: 'reject' | 'accept';
  /** A second verification of a number while one is under way. */
  readonly duplicateStart: 'reject' | 'accept';
  /** A code that is no string but, as the schema has it, a number. */
  readonly codeAsNumber: 'accept' | 'reject';
  /** Whether `phone` may begin with a plus. */
  readonly plusInPhone: 'accept' | 'reject';
  /** The status of a check of a verification that never was, or that has succeeded before. */
  readonly unknownAtCheck: 400 | 404;
  /** The account's balance, and where it is said that it is empty: in `errors.common`, or in `message` alone. */
  readonly balance: 'ok' | 'common' | 'message';
  /** Whether there is a Verify at all: Textmagic's SDKs have lost it. */
  readonly verify: 'there' | 'gone';
};

export const defaultVariant: TextmagicVariant = {
  startStatus: 200,
  wrong: 'fields',
  maxAttempts: 3,
  cancelTooEarly: 400,
  cancelAfterSecondStep: 'reject',
  duplicateStart: 'reject',
  codeAsNumber: 'accept',
  plusInPhone: 'accept',
  unknownAtCheck: 400,
  balance: 'ok',
  verify: 'there',
};

export type TextmagicSimulatorOptions = SurroundingsOptions & {
  /** The account that is let in. Default `test`. */
  readonly username?: string;
  /** Its API key. Default `test`. */
  readonly apiKey?: string;
  /** Calls in one second of the clock; one more is answered with 429. Default 20. */
  readonly callsPerSecond?: number;
  readonly variant?: Partial<TextmagicVariant>;
};
