/** Redis for runtimes that have TCP: what keeps it from connecting is written to standard error. */
import { redis } from '../stores/redis.ts';
import type { Store } from '../stores/store.ts';

export const tcpRedis = (url: string): Store =>
  redis({ url, onError: ({ message }) => console.error(`Redis: ${message}`) });
