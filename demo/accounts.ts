/** Whom the shop knows already. Their numbers are set aside for books and films, and belong to nobody. */
import type { Account } from './log-in.ts';

export const accounts: readonly Account[] = [
  { id: 'customer-7', name: 'Ada', email: 'ada@example.com', phone: '+46701740699' },
  { id: 'customer-8', name: 'Ben', email: 'ben@example.com', phone: '+46701740698' },
];
