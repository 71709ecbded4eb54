/** The operator's view of what the provider has on its books: days of verifications, and the events of one. */
import { base64url } from 'jose';
import type { AdminEvents, AdminVerifications } from './contract.ts';
import type { Logger } from './log.ts';
import { refuse } from './problems.ts';
import type { Refusal } from './problems.ts';
import type { Failure, ListedVerification, Provider } from './providers/provider.ts';
import { maskRecipient } from './recipient.ts';

export type ListQuery = {
  /** `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

function refusalOf(failure: Failure, call: string, log: Logger): Refusal {
  log({ level: 'warn', message: 'provider failed', call, kind: failure.kind, detail: failure.detail });
  if (failure.kind === 'unavailable') {
    return refuse('provider_unavailable', {
      ...(failure.retryAfter !== undefined && { retryAfter: failure.retryAfter }),
    });
  }
  return refuse(failure.kind === 'rejected' ? 'provider_rejected' : 'outcome_unknown');
}

/** The place after a row: its time and id, so that rows which arrive later move no page. */
const cursorAfter = ({ createdAt, id }: ListedVerification): string =>
  base64url.encode(JSON.stringify([createdAt, id]));

function readCursor(cursor: string): { readonly createdAt: string; readonly id: string } | undefined {
  try {
    const [createdAt, id] = JSON.parse(new TextDecoder().decode(base64url.decode(cursor))) as unknown[];
    return typeof createdAt === 'string' && typeof id === 'string' ? { createdAt, id } : undefined;
  } catch {
    return undefined;
  }
}

const newestFirst = (
  one: Pick<ListedVerification, 'createdAt' | 'id'>,
  other: Pick<ListedVerification, 'createdAt' | 'id'>,
): number => {
  if (one.createdAt !== other.createdAt) return one.createdAt < other.createdAt ? 1 : -1;
  return one.id === other.id ? 0 : one.id < other.id ? 1 : -1;
};

export async function listVerifications(
  provider: Provider,
  query: ListQuery,
  log: Logger,
): Promise<{ readonly ok: true; readonly page: AdminVerifications } | Refusal> {
  if (!provider.list) return refuse('not_supported');
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
  if (query.cursor !== undefined && !after) {
    return refuse('malformed_request', {
      errors: [{ path: 'cursor', message: 'is not the "next" of an earlier page' }],
    });
  }
  const listed = await provider.list({ from: query.from, to: query.to }, {});
  if (listed.outcome === 'failure') return refusalOf(listed, 'list', log);
  const rows = listed.verifications.toSorted(newestFirst).filter((row) => !after || newestFirst(row, after) > 0);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    ok: true,
    page: {
      verifications: page.map((row) => ({ ...row, recipient: maskRecipient(row.recipient) })),
      next: last && rows.length > page.length ? cursorAfter(last) : null,
    },
  };
}

export async function listEvents(
  provider: Provider,
  id: string,
  log: Logger,
): Promise<{ readonly ok: true; readonly page: AdminEvents } | Refusal> {
  if (!provider.events) return refuse('not_supported');
  const listed = await provider.events(id, {});
  if (listed.outcome === 'failure') return refusalOf(listed, 'events', log);
  if (listed.events === null) return refuse('not_found', { detail: 'The provider knows no verification of this id.' });
  return { ok: true, page: { events: listed.events } };
}
