/**
 * What happens inside Wavix: sessions, codes, deliveries and charges. No HTTP, and no timers: what is due by the clock
 * is made up for whenever a session is looked at.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { lineOf, type Network, wordingOf } from '../kit/network.ts';
import { randomCode, randomHex } from '../kit/surroundings.ts';
import { Archive } from './archive.ts';
import { magicOf } from './magic-numbers.ts';
import type { WavixChannel, WavixService, WavixVariant } from './options.ts';
import {
  charges,
  type CancelResult,
  type CheckResult,
  type Ended,
  expire,
  fateOf,
  type LiveSession,
  record,
  type Refused,
  type ResendResult,
  type SessionsOptions,
  type StartResult,
  type WavixSession,
} from './session.ts';

const limits = { sends: 5, attempts: 5 } as const;

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #archive: Archive;
  readonly #network: Network;

  constructor(options: SessionsOptions, network: Network) {
    this.#options = options;
    this.#network = network;
    this.#archive = new Archive(options.keepDays);
  }

  get byId(): ReadonlyMap<string, WavixSession> {
    return this.#archive.byId;
  }

  /** The variant in force for a recipient. */
  variantOf(to: string): WavixVariant {
    const { variant } = magicOf(to);
    return variant ? { ...this.#options.variant, ...variant } : this.#options.variant;
  }

  start(portalService: WavixService, to: string, channel: WavixChannel): StartResult {
    const magic = magicOf(to);
    const service = magic.service ? { ...portalService, ...magic.service } : portalService;
    if (magic.refusal) return { outcome: 'refused', why: magic.refusal };
    const phone = parsePhoneNumberFromString(`+${to}`);
    if (!phone?.isValid()) return { outcome: 'refused', why: 'invalid_number' };
    const refused = this.#refuseToSend(service, to, channel);
    if (refused) return refused;
    const now = this.#options.clock();
    const session: LiveSession = {
      id: randomHex(this.#options.random, 32),
      service,
      to,
      country: phone.country ?? 'ZZ',
      line: magic.line ?? lineOf(phone.getType()),
      createdAt: now,
      status: 'pending',
      code: '',
      codeSentAt: now,
      sends: 0,
      attempts: 0,
      events: [],
      hasFaulted: false,
    };
    this.#archive.file(session);
    if (service.lookup) record(session, 'Number lookup', 'success', now, charges.lookup);
    this.#sendNewCode(session, channel, now);
    return { outcome: 'started', session };
  }

  resend(session: LiveSession, channel: WavixChannel): ResendResult {
    const over = this.#endOf(session) ?? this.#refuseToSend(session.service, session.to, channel);
    if (over) return over;
    if (session.sends >= limits.sends) {
      session.status = 'failed';
      return { outcome: 'refused', why: 'no_sends' };
    }
    const now = this.#options.clock();
    this.#sendNewCode(session, channel, now);
    return { outcome: 'sent', channel, at: now };
  }

  check(session: LiveSession, code: string): CheckResult {
    const ended = this.#endOf(session);
    if (ended) return ended;
    session.attempts += 1;
    if (session.attempts > limits.attempts) {
      session.status = 'failed';
      return { outcome: 'ended', status: 'failed' };
    }
    const now = this.#options.clock();
    if (code === session.code) {
      session.status = 'verified';
      record(session, 'Verification', 'success', now, charges.verification);
      return { outcome: 'match' };
    }
    record(session, 'Verification', 'failed', now, 0);
    const isLast = session.attempts === limits.attempts && this.variantOf(session.to).attemptsFlip === 'fifth';
    if (isLast) session.status = 'failed';
    return { outcome: 'mismatch' };
  }

  cancel(session: LiveSession): CancelResult {
    const ended = this.#endOf(session);
    if (ended) return ended;
    session.status = 'canceled';
    return { outcome: 'canceled' };
  }

  find(id: string): LiveSession | undefined {
    const session = this.#archive.byId.get(id);
    if (session) this.#settle(session);
    return session;
  }

  /** The sessions that were created on these days (UTC, both included), oldest first. */
  list(serviceId: string, from: string, to: string): readonly WavixSession[] {
    const sessions = this.#archive.list(serviceId, from, to);
    for (const session of sessions) this.#settle(session);
    return sessions;
  }

  #settle(session: LiveSession): void {
    this.#network.settle(session.id);
    expire(session, this.#options.clock());
  }

  /** What did not get through takes the other way, once. */
  #failOver(session: LiveSession, from: WavixChannel, code: string, at: number): void {
    expire(session, at);
    const channel = from === 'sms' ? 'voice' : 'sms';
    const { failoverCode, countsFailover } = this.variantOf(session.to);
    const isOver = session.status !== 'pending' || session.code !== code;
    if (isOver || !session.service.failover || !session.service.channels.includes(channel)) return;
    if (countsFailover && session.sends >= limits.sends) return;
    if (countsFailover) session.sends += 1;
    if (failoverCode === 'new') this.#renewCode(session, at);
    this.#transmit(session, channel, at, true);
  }

  #refuseToSend(
    service: WavixService,
    to: string,
    channel: WavixChannel,
  ): Refused<'no_funds' | 'channel_disabled'> | undefined {
    if (!service.channels.includes(channel)) return { outcome: 'refused', why: 'channel_disabled' };
    return this.variantOf(to).balance === 'ok' ? undefined : { outcome: 'refused', why: 'no_funds' };
  }

  #sendNewCode(session: LiveSession, channel: WavixChannel, at: number): void {
    session.sends += 1;
    this.#renewCode(session, at);
    this.#transmit(session, channel, at, false);
  }

  #renewCode(session: LiveSession, at: number): void {
    session.code = randomCode(this.#options.random, session.service.codeLength);
    session.codeSentAt = at;
    if (this.variantOf(session.to).attemptsScope === 'code') session.attempts = 0;
  }

  #transmit(session: LiveSession, channel: WavixChannel, at: number, isFailover: boolean): void {
    const { delays, random } = this.#options;
    const { id: sessionId, code, to } = session;
    const name = channel === 'sms' ? 'Code sent via SMS' : 'Code sent via voice';
    const event = record(session, name, 'pending', at, charges[channel]);
    const message = {
      id: randomHex(random, 16),
      to: `+${to}`,
      channel,
      code,
      text: wordingOf(channel, code),
      sessionId,
    };
    this.#network.send(message, fateOf(session, channel), at, (outcome, then) => {
      if (outcome === 'delivered') {
        event.status = this.variantOf(to).sendStatus;
        return;
      }
      event.status = 'failed';
      event.error = channel === 'sms' ? 'Rejected by carrier' : 'No answer';
      if (isFailover) return;
      this.#network.plan(sessionId, then + delays.failover, (later) => this.#failOver(session, channel, code, later));
    });
  }

  #endOf(session: LiveSession): Ended | undefined {
    this.#settle(session);
    return session.status === 'pending' ? undefined : { outcome: 'ended', status: session.status };
  }
}
