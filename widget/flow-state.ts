/** The states, events and effects of the flow, the state that it begins with, and what follows from a state alone. */
import type { Channel, Config, ProblemCode, Status, Verification } from '../relay/contract.ts';
import type { MessageKey } from './messages/index.ts';

/** A code can still be sent to the relay so long after its time: what was typed when the clock reached zero is not lost. */
export const grace = 15_000;

/** The relay's Verification as the page may see it: without what would let the page act in the person's place. */
export type Facts = Omit<Verification, 'handle' | 'proof'>;

export type Proof = {
  readonly value: string;
  /** All moments are in milliseconds of the controller's clock, worked out from relative seconds when they arrive. */
  readonly until: number;
};

/** A verification that the relay has started. */
export type Session = {
  readonly handle: string;
  readonly facts: Facts;
  /** The number as it was sent; unknown after a reload and with a ticket. */
  readonly to: string | undefined;
  readonly expiresAt: number;
  readonly resendAt: number;
  /** `Infinity` when a read would tell nothing new. */
  readonly pollAt: number;
  /** The codes that were wrong. */
  readonly tried: readonly string[];
  /** An answer was lost: the relay may know more than we do. */
  readonly stale: boolean;
  readonly proof: Proof | undefined;
};

/** What is asked of the relay. */
export type Intent =
  | { readonly do: 'start'; readonly to: string | undefined; readonly channel: Channel }
  | { readonly do: 'restart' | 'send'; readonly channel: Channel }
  | { readonly do: 'check'; readonly code: string; readonly again?: true }
  | { readonly do: 'read' };

/** The line under the field. Times in it are worked out when it is shown. */
export type Notice = {
  readonly text: MessageKey;
  readonly error?: boolean;
  readonly n?: number;
};

type Shared = {
  /** What the person typed; kept whatever happens. */
  readonly text: string;
  /** What was typed for the other kind of recipient: an address where `text` is a number, and the reverse. */
  readonly aside: string;
  readonly country: string;
  readonly code: string;
  /** The one that was picked; see `chosenChannel`. */
  readonly channel: Channel | undefined;
  /** The host's restriction. */
  readonly only: readonly Channel[];
  readonly config: Config | undefined;
  readonly online: boolean;
  /** What the relay is being asked, and the how manieth question it is: a late answer to an older one is ignored. */
  readonly intent: Intent | undefined;
  readonly attempt: number;
  /** What the person asked for and what goes on by itself when the network or the bot check allows. */
  readonly held: Intent | undefined;
  /** The relay asked for a bot check that the configuration does not always want. */
  readonly challenged: boolean;
  /** The bot check's answer, not used yet. */
  readonly token: string | undefined;
  /** 0: nothing to wait for. */
  readonly waitUntil: number;
  readonly notice: Notice | undefined;
};

type Ended = Exclude<Status, 'pending' | 'verified'>;

export type Place =
  /** With a session after *Change number*: it is still good. */
  | { readonly name: 'recipient' | 'sending'; readonly session: Session | undefined }
  | { readonly name: 'code' | 'checking'; readonly session: Session }
  | { readonly name: 'verified'; readonly session: Session & { readonly proof: Proof } }
  | { readonly name: 'ended'; readonly session: Session; readonly status: Ended }
  | { readonly name: 'unavailable'; readonly session: Session | undefined; readonly again: Intent };

export type State = Shared & Place;

export type StateName = State['name'];

/** A failure as the page is told it: the relay's problem, or no answer at all. */
export type Failure = {
  readonly code: ProblemCode | 'network';
  /** For a developer. */
  readonly detail: string;
  /** In seconds. */
  readonly retryAfter: number | undefined;
  /** With `verification_ended`: how. */
  readonly verification?: Status | undefined;
};

export type Answer =
  | { readonly kind: 'verification'; readonly verification: Verification }
  | ({ readonly kind: 'failure' } & Failure);

/** What a person does, and in which states: see `Action`. */
type Actions = {
  typed: { readonly text: string; readonly country: string };
  picked: { readonly channel: Channel };
  /** The filled button on the first screen: with a number, with the reason why there is none, or (ticket) with neither. */
  submitted: { readonly to?: string; readonly problem?: MessageKey };
  digits: { readonly code: string };
  /** The filled button beside the code; no code: it is not complete. */
  checked: { readonly code: string | undefined };
  resent: { readonly channel: Channel };
  edited: object;
  kept: object;
  restarted: object;
};

type Legal = {
  recipient: 'typed' | 'picked' | 'submitted' | 'kept';
  sending: never;
  code: 'digits' | 'checked' | 'resent' | 'edited';
  checking: 'edited';
  verified: 'edited';
  ended: 'restarted' | 'edited';
  unavailable: 'typed' | 'picked' | 'submitted' | 'restarted' | 'edited' | 'kept';
};

/** What a person can do in a state: a view that offers anything else does not compile. */
export type Action<Name extends StateName = StateName> = {
  [Type in Legal[Name]]: { readonly type: Type } & Actions[Type];
}[Legal[Name]];

/** What happens to a person. */
export type Happening =
  | { readonly type: 'configured'; readonly config: Config }
  | { readonly type: 'restricted'; readonly only: readonly Channel[] }
  | { readonly type: 'answered'; readonly attempt: number; readonly answer: Answer }
  | { readonly type: 'token'; readonly token: string }
  | { readonly type: 'restored'; readonly session: Session }
  | { readonly type: 'reset'; readonly text: string; readonly country: string }
  | { readonly type: 'canceled' | 'online' | 'offline' | 'woke' | 'tick' };

export type Event = Action | Happening;

/** The element's own events, besides those that follow from a change of state. */
export type OtpEventDetails = {
  'otp-sent': {
    readonly channel: Channel;
    readonly recipient: string;
    readonly expiresIn: number;
    readonly resend: boolean;
  };
  'otp-delivery': {
    readonly channel: Channel;
    readonly status: 'pending' | 'delivered' | 'failed';
    readonly failover: boolean;
  };
  'otp-challenge': {
    readonly kind: string;
    readonly siteKey: string | undefined;
    readonly url: string | undefined;
  };
  'otp-verified': { readonly proof: string; readonly channel: Channel };
  'otp-rejected': { readonly attemptsRemaining: number };
  'otp-ended': { readonly status: Ended | 'proof-expired' };
  'otp-error': Omit<Failure, 'verification'>;
};

export type Tell = {
  [Name in keyof OtpEventDetails]: {
    readonly do: 'tell';
    readonly event: Name;
    readonly detail: OtpEventDetails[Name];
  };
}[keyof OtpEventDetails];

export type Effect =
  | { readonly do: 'configure' }
  | {
      readonly do: 'ask';
      readonly intent: Intent;
      readonly attempt: number;
      readonly handle: string | undefined;
      readonly challenge: string | undefined;
    }
  /** Nobody waits for the answer. */
  | { readonly do: 'cancel'; readonly handle: string }
  /** To what the person does next. Only ever follows from what the person did. */
  | { readonly do: 'focus' }
  | Tell;

export const begin = (text: string, country: string): State => ({
  name: 'recipient',
  session: undefined,
  text,
  aside: '',
  country,
  code: '',
  channel: undefined,
  only: [],
  config: undefined,
  online: true,
  intent: undefined,
  attempt: 0,
  held: undefined,
  challenged: false,
  token: undefined,
  waitUntil: 0,
  notice: undefined,
});

/** Before the relay's configuration is here: what nearly all relays offer. */
export const offeredChannels = ({ config, only }: State): readonly Channel[] => {
  const all = config?.channels ?? ['sms', 'voice'];
  return only.length ? only.filter((channel) => !config || all.includes(channel)) : all;
};

export const chosenChannel = (state: State): Channel => {
  const offered = offeredChannels(state);
  return offered.find((channel) => channel === state.channel) ?? offered[0] ?? 'sms';
};

/** Whether the person has to wait for an answer; a look at the delivery in the background is none. */
export const isBusy = ({ name, intent }: State): boolean => !!intent && (intent.do !== 'read' || name !== 'code');

/** Whether a code can be sent only with a bot check's answer that is not here yet. */
export const needsToken = ({ config, challenged, token }: State): boolean =>
  !token && (challenged || config?.challenge?.when === 'always');

/** What is on the screen. What is on its way shows where it came from. */
export function screenOf(state: State): 'number' | 'code' | 'ended' | 'verified' {
  switch (state.name) {
    case 'recipient':
      return 'number';
    case 'sending':
      return state.intent?.do === 'restart' ? 'ended' : 'number';
    case 'checking':
      // After a reload: verified already, only the proof has to be fetched.
      return state.session.facts.status === 'verified' ? 'ended' : 'code';
    case 'unavailable':
      return state.again.do === 'start' ? 'number' : 'ended';
    case 'code':
    case 'ended':
    case 'verified':
      return state.name;
    default:
      return state satisfies never;
  }
}
