/** What Wavix's records say of one session: its events (cheap) and, as the last resort, the list of the service's sessions. */
import type { Channel, Delivery, Status } from '../contract.ts';
import { textMember } from './http.ts';
import type { ListedEvent, ListedVerification } from './provider.ts';

/** Wavix's rules for every service: https://docs.wavix.com/messaging/2fa, "Wavix 2FA Service restrictions". */
export const WAVIX_RULES = { codeTtl: 300, maxAttempts: 5, maxSends: 5 } as const;

export function readEvents(json: unknown): readonly ListedEvent[] | undefined {
  if (!Array.isArray(json)) return undefined;
  return json.map((item: unknown) => ({
    at: textMember(item, 'created_at') ?? '',
    event: textMember(item, 'event') ?? '',
    status: textMember(item, 'status') ?? '',
    charge: textMember(item, 'charge') ?? null,
    error: textMember(item, 'error') ?? null,
  }));
}

export function readSessions(json: unknown): readonly ListedVerification[] | undefined {
  if (!Array.isArray(json)) return undefined;
  return json.map((item: unknown) => {
    const charge = textMember(item, 'charge') ?? null;
    return {
      id: textMember(item, 'session_id') ?? '',
      createdAt: textMember(item, 'created_at') ?? '',
      recipient: textMember(item, 'phone_number') ?? '',
      country: textMember(item, 'destination_country') ?? null,
      status: textMember(item, 'status') ?? '',
      charge,
      currency: charge === null ? null : 'USD',
      service: textMember(item, 'service_name') ?? null,
    };
  });
}

/** A session's `status` in the list. Any word that is not known counts as still open. */
export function readStatus(word: string): Status {
  switch (word) {
    case 'verified':
    case 'expired':
    case 'failed':
    case 'canceled':
      return word;
    case 'cancelled':
      return 'canceled';
    default:
      return 'pending';
  }
}

type Send = { readonly channel: Channel; readonly status: string; readonly at: number };

/** What a session's events tell. */
export type EventDigest = {
  /** Newest last. */
  readonly sends: readonly Send[];
  /** Times (ms) at which a wrong code was judged, newest last. */
  readonly wrongAt: readonly number[];
  /** One of the events looks like a success; only the session's own status makes it one. */
  readonly looksVerified: boolean;
};

export function digestEvents(events: readonly ListedEvent[]): EventDigest {
  const inOrder = events
    .map((event) => ({ ...event, time: Date.parse(event.at) || 0 }))
    .sort((one, other) => one.time - other.time);
  const sends: Send[] = [];
  const wrongAt: number[] = [];
  let looksVerified = false;
  for (const { event, status, time } of inOrder) {
    if (/sent via sms/i.test(event)) sends.push({ channel: 'sms', status, at: time });
    else if (/sent via voice/i.test(event)) sends.push({ channel: 'voice', status, at: time });
    else if (/^verification/i.test(event)) {
      if (status === 'failed') wrongAt.push(time);
      else if (status !== 'pending') looksVerified = true;
    }
  }
  return { sends, wrongAt, looksVerified };
}

/** The newest delivery of the latest code. `since` is when it was sent, by Wavix's clock where it told. */
export function deliveryOf({ sends }: EventDigest, since: number): Delivery | null {
  const newest = sends.at(-1);
  if (!newest || newest.at < since) return null;
  const { channel, status } = newest;
  // The guide says "delivered", the specification knows "success" alone for the same thing.
  if (status === 'delivered' || status === 'success') return { channel, status: 'delivered' };
  return { channel, status: status === 'failed' ? 'failed' : 'pending' };
}

/** How a refused call may be read when nothing better is to be had: Wavix documents no machine-readable reason. */
export function hintFrom(message: string): Exclude<Status, 'pending'> | undefined {
  if (/expired/i.test(message)) return 'expired';
  if (/cancel/i.test(message)) return 'canceled';
  if (/already.*verified|verified already/i.test(message)) return undefined;
  if (/fail|attempts|exceed|too many|maximum/i.test(message)) return 'failed';
  return /not found|cannot be found/i.test(message) ? 'expired' : undefined;
}
