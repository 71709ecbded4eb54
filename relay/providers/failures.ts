/** Which failures an answer tells of, as far as that is the same with every vendor and for every call. */
import { redact } from './http.ts';
import type { NoReply, Reply } from './http.ts';
import type { Failure } from './provider.ts';

/** How a vendor tells of failures, and what its operators should look at. */
export type Wording = {
  /** The vendor's own words in an answer; empty where there are none. */
  readonly messageOf: (reply: Reply) => string;
  /** What to look at after a 401. */
  readonly unauthorized: string;
  /** What to look at after a 403. */
  readonly forbidden: string;
};

export const failure = (kind: Failure['kind'], detail: string, retryAfter?: number): Failure => ({
  outcome: 'failure',
  kind,
  detail,
  ...(retryAfter !== undefined && { retryAfter }),
});

/** An answer for the operator's log: its status, and the vendor's words without what they may not hold. */
export const describeReply = ({ status }: Reply, words: string): string => `HTTP ${status} ${redact(words)}`.trim();

/** The failures that are the same for every call, or the answer, where it is about this very request. */
export function sift(reply: Reply | NoReply, { messageOf, unauthorized, forbidden }: Wording): Reply | Failure {
  if (reply.outcome === 'no-reply') return failure(reply.unsent ? 'unavailable' : 'unknown', reply.detail);
  const { status } = reply;
  const detail = describeReply(reply, messageOf(reply));
  if (status === 401) return failure('rejected', `${detail}: ${unauthorized}`);
  if (status === 403) return failure('rejected', `${detail}: ${forbidden}`);
  if (status === 429) return failure('unavailable', detail, reply.retryAfter);
  // Neither done nor refused: a redirect (never followed), a fault of theirs, a page of a proxy.
  const isDoubtful = status < 200 || (status >= 300 && status < 400) || status === 408 || status >= 500;
  return isDoubtful ? failure('unknown', detail) : reply;
}
