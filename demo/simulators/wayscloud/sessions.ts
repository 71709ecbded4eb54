/** What happens inside WAYSCloud: sessions, codes and deliveries. No HTTP, and no timers. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { type Fate, lineOf, type Network } from '../kit/network.ts';
import { randomCode, randomHex, randomUuid, type Surroundings } from '../kit/surroundings.ts';
import { magicOf, type Refusal } from './magic-numbers.ts';
import type { WayscloudChannel, WayscloudLocale, WayscloudVariant } from './options.ts';
import { wordingOf } from './wording.ts';

export type WayscloudStatus = 'pending' | 'delivered' | 'verified' | 'failed' | 'expired' | 'cancelled';

export type WayscloudSession = {
  /** A UUID. */
  readonly id: string;
  /** As it was written in the request. */
  readonly to: string;
  readonly channel: WayscloudChannel;
  readonly locale: WayscloudLocale;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly status: WayscloudStatus;
  readonly code: string;
  readonly attempts: number;
  readonly verifiedAt?: number;
};

/** A session as its keeper sees it. */
export type LiveSession = { -readonly [K in keyof WayscloudSession]: WayscloudSession[K] } & {
  /** Whether the fault of its magic number has been played. */
  hasFaulted: boolean;
};

export type StartRequest = {
  readonly to: string;
  readonly channel: WayscloudChannel;
  readonly codeLength: number;
  /** Milliseconds. */
  readonly ttl: number;
  readonly locale: WayscloudLocale | undefined;
};

export type StartResult =
  | { readonly outcome: 'started'; readonly session: LiveSession }
  | { readonly outcome: 'refused'; readonly why: Refusal | 'no_funds' | 'channel_unavailable' };
export type CheckResult =
  | { readonly outcome: 'right'; readonly at: number }
  | { readonly outcome: 'wrong'; readonly remaining: number }
  | { readonly outcome: 'ended'; readonly status: Exclude<WayscloudStatus, 'pending' | 'delivered'> };

const maxAttempts = 5;

const isOpen = ({ status }: WayscloudSession): boolean => status === 'pending' || status === 'delivered';

const isAddress = (to: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to);

const isNumber = (to: string): boolean => to.startsWith('+') && parsePhoneNumberFromString(to)?.isValid() === true;

const fateOf = (to: string, channel: WayscloudChannel): Fate => {
  const { message, voice } = magicOf(to);
  const isDeaf = channel === 'sms' && lineOf(parsePhoneNumberFromString(to)?.getType()) === 'landline';
  return (channel === 'voice' ? voice : message) ?? (isDeaf ? 'undelivered' : 'delivered');
};

export class Sessions {
  readonly byId: Map<string, LiveSession> = new Map();
  /** The newest session of each recipient. */
  readonly #newest: Map<string, LiveSession> = new Map();
  readonly #surroundings: Surroundings;
  readonly #variant: WayscloudVariant;
  readonly #network: Network;

  constructor(surroundings: Surroundings, variant: WayscloudVariant, network: Network) {
    this.#surroundings = surroundings;
    this.#variant = variant;
    this.#network = network;
  }

  /** The variant in force for a recipient. */
  variantOf(to: string): WayscloudVariant {
    return { ...this.#variant, ...magicOf(to).variant };
  }

  find(id: string): LiveSession | undefined {
    const session = this.byId.get(id);
    if (session) this.#settle(session);
    return session;
  }

  /** The recipient's newest session, if it is open. */
  openOf(to: string): LiveSession | undefined {
    const session = this.#newest.get(to);
    if (session) this.#settle(session);
    return session && isOpen(session) ? session : undefined;
  }

  start({ to, channel, codeLength, ttl, locale }: StartRequest): StartResult {
    const { refusal, channels, codeTtl } = magicOf(to);
    const variant = this.variantOf(to);
    if (refusal) return { outcome: 'refused', why: refusal };
    if (!(channel === 'email' ? isAddress(to) : isNumber(to))) return { outcome: 'refused', why: 'invalid_recipient' };
    if (channels && !channels.includes(channel)) return { outcome: 'refused', why: 'channel_unavailable' };
    if (variant.balance !== 'ok') return { outcome: 'refused', why: 'no_funds' };
    const earlier = this.openOf(to);
    if (earlier && variant.secondStart === 'cancels') earlier.status = 'cancelled';
    const { clock, random } = this.#surroundings;
    const now = clock();
    const session: LiveSession = {
      id: randomUuid(random),
      to,
      channel,
      locale: locale ?? variant.defaultLocale,
      createdAt: now,
      expiresAt: now + (codeTtl ?? ttl),
      status: 'pending',
      code: randomCode(random, codeLength),
      attempts: 0,
      // A second start that went wrong once is not to go wrong again.
      hasFaulted: magicOf(to).fault?.at === 'resend' && earlier?.hasFaulted === true,
    };
    this.byId.set(session.id, session);
    this.#newest.set(to, session);
    this.#transmit(session);
    return { outcome: 'started', session };
  }

  check(session: LiveSession, code: string): CheckResult {
    this.#settle(session);
    const { status } = session;
    if (status !== 'pending' && status !== 'delivered') return { outcome: 'ended', status };
    const now = this.#surroundings.clock();
    if (code === session.code) {
      session.status = 'verified';
      session.verifiedAt = now;
      return { outcome: 'right', at: now };
    }
    session.attempts += 1;
    if (session.attempts < maxAttempts) {
      return { outcome: 'wrong', remaining: maxAttempts - session.attempts };
    }
    session.status = 'failed';
    return { outcome: 'ended', status: 'failed' };
  }

  /** `false` where there is nothing left to cancel. */
  cancel(session: LiveSession): boolean {
    this.#settle(session);
    if (!isOpen(session)) return false;
    session.status = 'cancelled';
    return true;
  }

  #transmit(session: LiveSession): void {
    const { id: sessionId, to, channel, code, locale, createdAt } = session;
    const { statusGoesDelivered, undelivered } = this.variantOf(to);
    const text = wordingOf(channel, code, locale);
    const message = { id: randomHex(this.#surroundings.random, 16), to, channel, code, text, sessionId };
    this.#network.send(message, fateOf(to, channel), createdAt, (outcome, at) => {
      expire(session, at);
      if (!isOpen(session)) return;
      if (outcome === 'delivered' && statusGoesDelivered === 'on') session.status = 'delivered';
      if (outcome === 'failed' && undelivered === 'failed') session.status = 'failed';
    });
  }

  #settle(session: LiveSession): void {
    this.#network.settle(session.id);
    expire(session, this.#surroundings.clock());
  }
}

const expire = (session: LiveSession, now: number): void => {
  if (isOpen(session) && now >= session.expiresAt) session.status = 'expired';
};
