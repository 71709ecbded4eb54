/** Log entries as JSON lines. */
import type { LogLevel, Logger } from '../log.ts';

const ORDER: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** @param write takes one line. Default: standard output */
export function jsonLog(level: LogLevel, write: (line: string) => void = console.log): Logger {
  return (entry) => {
    if (ORDER[entry.level] < ORDER[level]) return;
    write(JSON.stringify({ time: new Date().toISOString(), ...entry }));
  };
}
