/** The port to whoever wants to know what happens in the relay, as it happens: an operator's function, or a webhook. */
import type { Channel, ProblemCode, Status } from '../contract.ts';

/** What all events of one verification say; nothing of it names a person. */
export type VerificationFacts = {
  /** The verification's id: the `jti` of its proof. */
  readonly verification: string;
  /** As in the answer's `X-Request-Id`, and in the log. */
  readonly requestId: string;
  /** Masked. */
  readonly recipient: string;
  /** ISO 3166-1 alpha-2; `null` for an address. */
  readonly country: string | null;
  /** The page's origin, or a native audience. */
  readonly audience: string;
};

/** What happened. A first code is `verification.started` and `verification.sent`. */
export type RelayEvent =
  | { readonly type: 'verification.started'; readonly data: VerificationFacts & { readonly channel: Channel } }
  /** `code` counts the codes of this verification, from 1. */
  | {
      readonly type: 'verification.sent';
      readonly data: VerificationFacts & { readonly channel: Channel; readonly code: number };
    }
  | { readonly type: 'verification.verified'; readonly data: VerificationFacts & { readonly channel: Channel } }
  /** It ended without success, and the relay learned of it: one that nobody comes back to just runs out. */
  | {
      readonly type: 'verification.failed';
      readonly data: VerificationFacts & { readonly status: Exclude<Status, 'pending' | 'verified'> };
    }
  /** A code was asked for and refused before anything was spent; `verification` is `null` for the first of one. */
  | {
      readonly type: 'verification.blocked';
      readonly data: Omit<VerificationFacts, 'verification'> & {
        readonly verification: string | null;
        readonly code: ProblemCode;
      };
    }
  /** Hardly any code that goes to this country is entered. */
  | {
      readonly type: 'country.paused';
      readonly data: {
        readonly country: string;
        /** For how long. */
        readonly seconds: number;
        /** What meets a code for it: nothing passes, or only with the bot check. */
        readonly until: 'refused' | 'checked';
      };
    };

/** An event and when it happened (RFC 3339, UTC). */
export type TimedEvent = RelayEvent & { readonly timestamp: string };

/** Told of each event. Nobody waits for it: what it returns is only kept alive, and what it throws is logged. */
export type EventListener = (event: TimedEvent) => void | Promise<void>;
