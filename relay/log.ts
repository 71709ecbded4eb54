/** What the relay writes for its operator: never a code, a handle or a secret, and recipients masked. */

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type LogEntry = {
  readonly level: LogLevel;
  /** What happened, in few words. */
  readonly message: string;
  /** As in the answer's `X-Request-Id`. */
  readonly requestId?: string;
  readonly [field: string]: string | number | boolean | null | undefined;
};

export type Logger = (entry: LogEntry) => void;
