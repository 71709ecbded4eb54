/** One PIN as Infobip keeps it, and what becomes of what is asked of it. */
import type { Channel } from '../../../relay/contract.ts';
import type { Refusal } from './magic-numbers.ts';
import type { InfobipApplication, InfobipTemplate } from './options.ts';

export type InfobipPin = {
  /** 32 hexadecimal digits, in capitals. */
  readonly id: string;
  readonly applicationId: string;
  readonly template: InfobipTemplate;
  readonly placeholders: Readonly<Record<string, string>>;
  /** Digits alone, or an address. */
  readonly to: string;
  /** The one code, however often it is sent. */
  readonly code: string;
  readonly createdAt: number;
  readonly sentAt: number;
  readonly expiresAt: number;
  readonly sends: number;
  readonly attempts: number;
  /** When it was right; `null` as long as it was not. */
  readonly verifiedAt: number | null;
};

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A PIN as its keeper sees it. */
export type LivePin = Writable<InfobipPin> & {
  /** Whether the fault of its recipient has been played. */
  hasFaulted: boolean;
};

/** A send as it is asked for, once its application and its template are found. */
export type SendOrder = {
  readonly application: InfobipApplication;
  readonly template: InfobipTemplate;
  readonly channel: Channel;
  readonly to: string;
  readonly placeholders: Readonly<Record<string, string>>;
};

/** What becomes of an operation. */
export type Refused<Why> = { readonly outcome: 'refused'; readonly why: Why };
/** `not_sent` is a 200 all the same. */
export type SendResult =
  | { readonly outcome: 'sent' | 'not_sent' | 'no_credits' | 'unreachable'; readonly pin: LivePin }
  | Refused<Exclude<Refusal, 'not_sent'> | 'no_credits' | 'channel_disabled' | 'limit' | 'not_found' | 'over'>;

export type VerifyResult =
  | { readonly outcome: 'match' | 'wrong'; readonly attemptsRemaining: number }
  | { readonly outcome: 'expired' | 'exhausted' | 'verified_before' | 'too_fast' };
