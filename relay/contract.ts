/** The wire between any client and the relay: types only, no import, nothing at run time. */

/** How a code travels. `email` only where the provider has that channel. */
export type Channel = 'sms' | 'voice' | 'email';

/** `failed` means that the attempts are used up. All but `pending` are final. */
export type Status = 'pending' | 'verified' | 'expired' | 'failed' | 'canceled';

/** The bot check that a client has to pass before a code is sent. */
export type ChallengeConfig = {
  readonly kind: 'turnstile' | 'hcaptcha' | 'recaptcha' | 'altcha';
  /** The bot check's public key; `altcha` has `url` instead. */
  readonly siteKey?: string;
  /** Where an `altcha` challenge is fetched: the relay's own `GET /challenge`. */
  readonly url?: string;
  readonly when: 'always' | 'suspicious';
};

/** `GET /config`: what a client may show before anything was sent. */
export type Config = {
  readonly version: 1;
  readonly channels: readonly Channel[];
  readonly codeLength: number;
  /** ISO 3166-1 alpha-2 codes; `null` where every country is allowed. */
  readonly countries: readonly string[] | null;
  /** The visitor's own country by the platform's geo header, else `null`. */
  readonly country: string | null;
  readonly challenge: ChallengeConfig | null;
};

/** The newest delivery that is known. Only `delivered` is final: a failed text may yet become a call. */
export type Delivery = {
  readonly channel: Channel;
  readonly status: 'pending' | 'delivered' | 'failed';
};

/** A verification as the browser sees it. All times are whole seconds from now: phones have wrong clocks. */
export type Verification = {
  /** The capability that names this verification; goes into `Authorization: Bearer`, never into a URL. */
  readonly handle: string;
  readonly status: Status;
  readonly channel: Channel;
  /** Masked: `+371 ••••2931`. */
  readonly recipient: string;
  readonly codeLength: number;
  /** How long the latest code is still valid; 0 when it is not. */
  readonly expiresIn: number;
  /** When `/send` is accepted; 0 when it is now. */
  readonly resendIn: number;
  /** An upper bound for the current code. */
  readonly attemptsRemaining: number;
  readonly sendsRemaining: number;
  /** Whether a code of an earlier message can still be used. */
  readonly earlierCodes: 'void' | 'valid';
  /** Those that `/send` would accept for this recipient. */
  readonly channels: readonly Channel[];
  /** `null` where the provider reports none. */
  readonly delivery: Delivery | null;
  /** After how many seconds a `GET` may learn something new; `null` when never. */
  readonly pollIn: number | null;
  /** Only while `status` is `verified` and the proof lives. */
  readonly proof?: string;
  readonly proofExpiresIn?: number;
};

/** `POST /verification` for a recipient that the browser names. */
export type StartRequest = {
  /** E.164 with a leading `+`; an address for `email`. */
  readonly to: string;
  readonly channel: Channel;
  /** BCP 47, for the message's language, where the provider supports it. */
  readonly locale?: string;
  /** At most 255 characters; comes back inside the proof. */
  readonly nonce?: string;
  readonly challenge?: string;
  /** For clients without an `Origin`: one of `NATIVE_AUDIENCES`. */
  readonly audience?: string;
};

/** `POST /verification` for a recipient that the backend has named in a ticket, which brings its own nonce. */
export type TicketStartRequest = {
  readonly ticket: string;
  /** Default: the first that is good for it. */
  readonly channel?: Channel;
  readonly locale?: string;
  readonly challenge?: string;
  readonly audience?: string;
};

/** `POST /tickets`, by the host's backend. */
export type TicketRequest = {
  readonly to: string;
  /** Whom the backend means: the proof's `sub`, instead of the number. */
  readonly subject: string;
  readonly nonce?: string;
  /** The only origin, or native audience, that may use it. */
  readonly audience?: string;
  readonly channels?: readonly Channel[];
  /** Seconds, 600 at most and by default. */
  readonly ttl?: number;
};

export type TicketResponse = {
  readonly ticket: string;
  /** Masked. */
  readonly recipient: string;
  /** Seconds. */
  readonly expiresIn: number;
};

/** `POST /verification` with the handle of one that is `expired` or `failed`: a new one for the same recipient. */
export type RestartRequest = { readonly channel: Channel; readonly challenge?: string };

/** `POST /verification/send`: another code, by this channel. */
export type SendRequest = RestartRequest;

/** `POST /verification/check`. */
export type CheckRequest = { readonly code: string };

/** Every way in which the relay refuses; the last part of a problem's `type`. */
export type ProblemCode =
  | 'malformed_request'
  | 'invalid_recipient'
  | 'invalid_handle'
  | 'invalid_ticket'
  | 'unauthorized'
  | 'origin_not_allowed'
  | 'country_not_allowed'
  | 'ticket_required'
  | 'challenge_required'
  | 'challenge_failed'
  | 'not_found'
  | 'method_not_allowed'
  | 'channel_not_available'
  | 'no_sends_left'
  | 'verification_ended'
  | 'verification_open'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'resend_too_soon'
  | 'rate_limited'
  | 'internal_error'
  | 'not_supported'
  | 'provider_rejected'
  | 'provider_unavailable'
  | 'outcome_unknown';

/** RFC 9457 `application/problem+json`. */
export type Problem = {
  /** A URI that ends in the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** For a developer: says what to do. */
  readonly detail: string;
  readonly code: ProblemCode;
  /** With `malformed_request`. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  /** With `verification_ended`: how it ended. */
  readonly verification?: Status;
  /** With `channel_not_available`: those that would be accepted for this recipient. */
  readonly channels?: readonly Channel[];
};

/** `GET /admin/verifications`. */
export type AdminVerifications = {
  readonly verifications: readonly {
    /** The provider's own id. */
    readonly id: string;
    /** ISO 8601. */
    readonly createdAt: string;
    /** Masked. */
    readonly recipient: string;
    /** ISO 3166-1 alpha-2. */
    readonly country: string | null;
    readonly status: string;
    /** A decimal in a string. */
    readonly charge: string | null;
    /** ISO 4217. */
    readonly currency: string | null;
    readonly service: string | null;
  }[];
  /** The cursor of the next page, `null` on the last. */
  readonly next: string | null;
};

/** `GET /admin/verifications/{id}/events`. */
export type AdminEvents = {
  readonly events: readonly {
    readonly at: string;
    readonly event: string;
    readonly status: string;
    readonly charge: string | null;
    readonly error: string | null;
  }[];
};
