/** Stops asking a provider that is down, and tries it again later with one request at a time. */

export type CircuitBreaker = {
  /** Whether it had better not be asked now. */
  isOpen(): boolean;
  /** It is asked. After a pause the first who asks decides for all: the others go on seeing it open until then. */
  begin(): void;
  noteSuccess(): void;
  noteFailure(): void;
};

export type CircuitBreakerOptions = {
  /** Failures in a row that open it. Default: 3. */
  readonly failures?: number;
  /** Seconds before it is tried again. Default: 30. */
  readonly pause?: number;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
};

/** It knows what this process has seen, and no more: each instance of a relay finds out for itself. */
export function circuitBreaker(options: CircuitBreakerOptions = {}): CircuitBreaker {
  const { failures = 3, pause = 30, now = Date.now } = options;
  let inARow = 0;
  let openUntil = 0;
  const rest = (): void => {
    if (inARow >= failures) openUntil = now() + pause * 1000;
  };
  return {
    isOpen: () => inARow >= failures && now() < openUntil,
    begin: rest,
    noteSuccess() {
      inARow = 0;
    },
    noteFailure() {
      inARow++;
      rest();
    },
  };
}
