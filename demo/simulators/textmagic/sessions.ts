/**
 * What happens inside Textmagic: verifications, their codes, and the steps of their workflows. No HTTP, and no timers:
 * what is due by the clock is made up for whenever a verification is looked at.
 */
import { type CountryCode, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
import { lineOf, type Network } from '../kit/network.ts';
import { randomCode, randomHex, randomUuid, type Surroundings } from '../kit/surroundings.ts';
import { magicOf, type Refusal } from './magic-numbers.ts';
import type { TextmagicVariant } from './options.ts';
import { languageOf, type StartRequest } from './requests.ts';

type Voiced = 'sms' | 'voice';

/** By number, as https://www.textmagic.com/docs/api/send-2fa-messages/ lists them. */
const workflows: Readonly<Record<StartRequest['workflowId'], readonly Voiced[]>> = {
  1: ['sms', 'voice', 'voice'],
  2: ['sms', 'sms', 'voice'],
  3: ['voice', 'voice'],
  4: ['sms', 'sms'],
  5: ['sms', 'voice'],
  6: ['sms'],
  7: ['voice'],
};

const stepEvery = 60_000;
const codeTtl = 300_000;
const cancelAfter = 30_000;

export type TextmagicSession = {
  readonly id: string;
  /** Digits alone. */
  readonly to: string;
  readonly request: StartRequest;
  /** The one that is spoken: asked for, or the country's. */
  readonly language: string;
  readonly line: string;
  readonly createdAt: number;
  readonly status: 'pending' | 'verified' | 'expired' | 'canceled' | 'failed';
  readonly code: string;
  readonly wrongCodes: number;
  /** Steps of the workflow that have begun. */
  readonly steps: number;
};

/** A verification as its keeper sees it. */
export type LiveSession = { -readonly [K in keyof TextmagicSession]: TextmagicSession[K] } & {
  /** Whether the fault of its magic number has been played, to it or to one whose place it took. */
  hasFaulted: boolean;
};

/** What becomes of a request to start: a number that can be called, or why there is none. */
export type Admission =
  | { readonly outcome: 'admitted'; readonly phone: PhoneNumber; readonly previous: LiveSession | undefined }
  | { readonly outcome: 'refused'; readonly why: Refusal | 'no_funds' | 'duplicate'; readonly to: string };
export type CheckResult = 'match' | 'no match' | 'verified before';
export type CancelResult = 'canceled' | 'over' | 'too early' | 'too late';

export type SessionsOptions = Pick<Surroundings, 'clock' | 'random'> & { readonly variant: TextmagicVariant };

export class Sessions {
  readonly byId: Map<string, LiveSession> = new Map();
  /** The latest verification of each number. */
  readonly #latest: Map<string, LiveSession> = new Map();
  readonly #options: SessionsOptions;
  readonly #network: Network;

  constructor(options: SessionsOptions, network: Network) {
    this.#options = options;
    this.#network = network;
  }

  /** The variant in force for a recipient. */
  variantOf(to: string): TextmagicVariant {
    const { variant } = magicOf(to);
    return variant ? { ...this.#options.variant, ...variant } : this.#options.variant;
  }

  admit({ phone: written, country }: StartRequest): Admission {
    const { plusInPhone } = this.#options.variant;
    const isWritten = plusInPhone === 'accept' ? /^\+?\d{4,15}$/ : /^\d{4,15}$/;
    const local = country as CountryCode | undefined;
    const phone = parsePhoneNumberFromString(local || written.startsWith('+') ? written : `+${written}`, local);
    if (!isWritten.test(written) || !phone?.isValid()) return { outcome: 'refused', why: 'invalid_number', to: '' };
    const to = phone.number.slice(1);
    const { refusal } = magicOf(to);
    if (refusal) return { outcome: 'refused', why: refusal, to };
    const { balance, duplicateStart } = this.variantOf(to);
    if (balance !== 'ok') return { outcome: 'refused', why: 'no_funds', to };
    const previous = this.#latest.get(to);
    if (previous) this.#settle(previous);
    const isDuplicate = previous?.status === 'pending' && duplicateStart === 'reject';
    if (isDuplicate) return { outcome: 'refused', why: 'duplicate', to };
    const isRecent = previous !== undefined && this.#options.clock() < previous.createdAt + codeTtl;
    return { outcome: 'admitted', phone, previous: isRecent ? previous : undefined };
  }

  start(request: StartRequest, phone: PhoneNumber, previous: LiveSession | undefined): LiveSession {
    const { clock, random } = this.#options;
    const to = phone.number.slice(1);
    const session: LiveSession = {
      id: randomUuid(random),
      to,
      request,
      language: request.language ?? languageOf(phone.country ?? ''),
      line: lineOf(phone.getType()),
      createdAt: clock(),
      status: 'pending',
      code: randomCode(random, request.codeLength),
      wrongCodes: 0,
      steps: 0,
      hasFaulted: previous?.hasFaulted ?? false,
    };
    this.byId.set(session.id, session);
    this.#latest.set(to, session);
    for (const [step, channel] of workflows[request.workflowId].entries()) {
      const at = session.createdAt + step * stepEvery;
      if (step === 0) this.#send(session, channel, at);
      else this.#network.plan(session.id, at, (then) => this.#send(session, channel, then));
    }
    return session;
  }

  check(session: LiveSession, code: string): CheckResult {
    this.#settle(session);
    if (session.status === 'verified') return 'verified before';
    if (session.status !== 'pending') return 'no match';
    if (code === session.code) {
      session.status = 'verified';
      return 'match';
    }
    session.wrongCodes += 1;
    if (session.wrongCodes >= this.variantOf(session.to).maxAttempts) session.status = 'failed';
    return 'no match';
  }

  cancel(session: LiveSession): CancelResult {
    this.#settle(session);
    if (session.status !== 'pending') return 'over';
    if (this.#options.clock() < session.createdAt + cancelAfter) return 'too early';
    if (session.steps > 1 && this.variantOf(session.to).cancelAfterSecondStep === 'reject') return 'too late';
    session.status = 'canceled';
    return 'canceled';
  }

  find(id: string): LiveSession | undefined {
    const session = this.byId.get(id);
    if (session) this.#settle(session);
    return session;
  }

  #settle(session: LiveSession): void {
    this.#network.settle(session.id);
    this.#expire(session, this.#options.clock());
  }

  #expire(session: LiveSession, now: number): void {
    const ttl = magicOf(session.to).codeTtl ?? codeTtl;
    if (session.status === 'pending' && now >= session.createdAt + ttl) session.status = 'expired';
  }

  /** One step; those that are left fall away once the verification is over. */
  #send(session: LiveSession, channel: Voiced, at: number): void {
    this.#expire(session, at);
    if (session.status !== 'pending') return;
    session.steps += 1;
    const { id: sessionId, to, code, line, request } = session;
    const fate = magicOf(to)[channel] ?? (channel === 'sms' && line === 'landline' ? 'undelivered' : 'delivered');
    const spoken = code.split('').join(', ');
    const text =
      channel === 'sms'
        ? `Your ${request.brand} PIN is ${code}`
        : `Your ${request.brand} PIN is: ${spoken}. Once more: ${spoken}.`;
    this.#network.send(
      { id: randomHex(this.#options.random, 16), to: `+${to}`, channel, code, text, sessionId },
      fate,
      at,
    );
  }
}
