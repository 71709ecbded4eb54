/** What the types for React, Vue and Svelte are made of; nothing is left of it in JavaScript. */
import type { OtpEvents, OtpVerify } from './index.ts';

type Settable =
  | 'name'
  | 'required'
  | 'disabled'
  | 'value'
  | 'recipient'
  | 'recipientLocked'
  | 'ticket'
  | 'channels'
  | 'country'
  | 'countries'
  | 'messages'
  | 'proofNonce'
  | 'challengeToken'
  | 'noAutoCheck'
  | 'noPersist';

/** All that a page can set, besides what every HTML element has. */
export type OtpProperties = Readonly<Pick<OtpVerify, 'relay'>> & {
  readonly [Name in Settable]?: OtpVerify[Name] | undefined;
};

/** Attributes whose name is not the property's. What some frameworks write for `false` would be true for HTML. */
export type OtpAttributes = {
  readonly [Name in 'recipient-locked' | 'no-auto-check' | 'no-persist']?: true | '' | undefined;
} & { readonly 'proof-nonce'?: string | undefined };

/** All that a listener on the element can hear of it. */
type Heard = OtpEvents & { readonly input: Event; readonly change: Event };

/** An event of the element, as a listener on the element hears it. */
export type OtpEventOn<Type extends keyof Heard> = Heard[Type] & { readonly currentTarget: OtpVerify };

export type OtpListener<Type extends keyof Heard> = ((event: OtpEventOn<Type>) => void) | undefined;

/** A property for each event, as React 19 and Svelte 5 name them: `onotp-verified`. */
export type OtpListeners = { readonly [Type in keyof OtpEvents as `on${Type}`]?: OtpListener<Type> };
