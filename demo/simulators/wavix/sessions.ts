/**
 * What happens inside Wavix: sessions, codes, deliveries and charges. No HTTP, and no timers: what is due by the clock
 * is made up for whenever a session is looked at.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Archive } from './archive.ts';
import { magicOf } from './magic-numbers.ts';
import { journeyOf, lineOf, type WavixMessage, wordingOf } from './network.ts';
import type { WavixChannel, WavixService, WavixVariant } from './options.ts';
import {
  charges,
  type CancelResult,
  type CheckResult,
  type Delivery,
  type Due,
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
  readonly #unsettled: Set<LiveSession> = new Set();
  readonly #listeners: Set<(message: WavixMessage) => void> = new Set();

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#archive = new Archive(options.keepDays);
  }

  get byId(): ReadonlyMap<string, WavixSession> {
    return this.#archive.byId;
  }

  onMessage(listener: (message: WavixMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
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
      id: this.#hex(32),
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
      due: [],
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

  /** Brings every session up to date: texts arrive, calls ring, failovers are placed. */
  tick(): void {
    for (const session of this.#unsettled) this.#settle(session);
  }

  /** Answers or declines a call that is ringing; `false` where none is. */
  pickUp(messageId: string, does: 'answer' | 'decline'): boolean {
    for (const session of this.#unsettled) {
      const index = session.due.findIndex((due) => due.delivery.id === messageId && due.delivery.channel === 'voice');
      const due = session.due[index];
      if (due?.does !== 'fail') continue;
      session.due[index] = { ...due, at: this.#options.clock(), does: does === 'answer' ? 'deliver' : 'fail' };
      this.#settle(session);
      return true;
    }
    return false;
  }

  #settle(session: LiveSession): void {
    const now = this.#options.clock();
    for (;;) {
      const next = session.due.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      session.due.splice(session.due.indexOf(next), 1);
      expire(session, next.at);
      this.#take(session, next);
    }
    expire(session, now);
    if (session.due.length === 0) this.#unsettled.delete(session);
  }

  #take(session: LiveSession, { does, at, delivery }: Due): void {
    const { id, channel, code, event } = delivery;
    switch (does) {
      case 'arrive': {
        const text = wordingOf(channel, code);
        const message = { id, to: `+${session.to}`, channel, code, text, sessionId: session.id, at };
        for (const listener of this.#listeners) listener(message);
        return;
      }
      case 'deliver':
        event.status = this.variantOf(session.to).sendStatus;
        return;
      case 'fail':
        event.status = 'failed';
        event.error = channel === 'sms' ? 'Rejected by carrier' : 'No answer';
        if (delivery.isFailover) return;
        session.due.push({ delivery, does: 'fail over', at: at + this.#options.delays.failover });
        return;
      case 'fail over':
        return this.#failOver(session, delivery, at);
    }
  }

  #failOver(session: LiveSession, { channel: from, code }: Delivery, at: number): void {
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
    const digits = Array.from({ length: session.service.codeLength }, () => Math.floor(this.#options.random() * 10));
    session.code = digits.join('');
    session.codeSentAt = at;
    if (this.variantOf(session.to).attemptsScope === 'code') session.attempts = 0;
  }

  #transmit(session: LiveSession, channel: WavixChannel, at: number, isFailover: boolean): void {
    const { delays, calls } = this.#options;
    const name = channel === 'sms' ? 'Code sent via SMS' : 'Code sent via voice';
    const event = record(session, name, 'pending', at, charges[channel]);
    const delivery: Delivery = { id: this.#hex(16), channel, code: session.code, isFailover, event };
    for (const step of journeyOf(channel, fateOf(session, channel), at, delays, calls)) {
      session.due.push({ ...step, delivery });
    }
    this.#unsettled.add(session);
  }

  #endOf(session: LiveSession): Ended | undefined {
    this.#settle(session);
    return session.status === 'pending' ? undefined : { outcome: 'ended', status: session.status };
  }

  /** `length` hexadecimal digits, a multiple of eight. */
  #hex(length: number): string {
    const word = (): string =>
      Math.floor(this.#options.random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0');
    return Array.from({ length: length / 8 }, word).join('');
  }
}
