/** The relay's public door: `createRelay`, and the types of its ports. */
export { createRelay } from './app.ts';
export type { Relay } from './app.ts';
export type * from './contract.ts';
export type { LogEntry, LogLevel, Logger } from './log.ts';
export type * from './events/event.ts';
export { ConfigurationError } from './options.ts';
export type { ClientFacts, LimitName, RelayOptions, RelayParts, RelaySettings } from './options.ts';
export type * from './providers/provider.ts';
export { StoreUnavailableError } from './stores/store.ts';
export type { Limit, Store, Taken } from './stores/store.ts';
