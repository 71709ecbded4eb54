/**
 * The networks as a vendor sees them: how long a text, a call or an e-mail takes, what becomes of it, and what a phone
 * or a mailbox gets. No timers: what is due by the clock happens when somebody looks.
 */
import type { Channel } from '../../../relay/contract.ts';
import type { Surroundings } from './surroundings.ts';

/** What a phone or a mailbox receives. */
export type Message = {
  readonly id: string;
  /** E.164, with its plus; or an address. */
  readonly to: string;
  readonly channel: Channel;
  readonly code: string;
  /** What is written, or said. */
  readonly text: string;
  readonly sessionId: string;
  /** When it arrived, or began to ring. */
  readonly at: number;
};

/** What becomes of a message. */
export type Fate = 'delivered' | 'undelivered' | 'late' | 'unreported';

/** Told when a vendor learns what became of a message. */
export type Report = (outcome: 'delivered' | 'failed', at: number) => void;

type Due = { readonly at: number; readonly happen: (at: number) => void };

/** A call that somebody may answer: what happens when nobody does, and to whom it is told. */
type Ringing = { readonly sessionId: string; readonly unanswered: Due; readonly report: Report };

export class Network {
  readonly #surroundings: Pick<Surroundings, 'clock' | 'delays' | 'calls'>;
  /** What is still to happen, by session. */
  readonly #due: Map<string, Due[]> = new Map();
  readonly #ringing: Map<string, Ringing> = new Map();
  readonly #listeners: Set<(message: Message) => void> = new Set();

  constructor(surroundings: Pick<Surroundings, 'clock' | 'delays' | 'calls'>) {
    this.#surroundings = surroundings;
  }

  /** Tells each text and e-mail that arrives and each call that rings; gives back how to stop that. */
  onMessage(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Sends at `at`, now as a rule. Where the fate is `unreported`, the vendor never learns of it. */
  send(message: Omit<Message, 'at'>, fate: Fate, at: number, report: Report = () => {}): void {
    const { delays } = this.#surroundings;
    const { sessionId } = message;
    if (fate === 'undelivered') {
      this.plan(sessionId, at + delays.undelivered, (then) => report('failed', then));
      return;
    }
    const transit = { voice: delays.call, email: delays.email, sms: delays.text }[message.channel];
    const isLate = fate === 'late' && message.channel !== 'voice';
    this.plan(sessionId, at + (isLate ? delays.lateText : transit), (then) => {
      for (const listener of this.#listeners) listener({ ...message, at: then });
      if (message.channel === 'voice') this.#ring(message, then, report);
      else if (fate !== 'unreported') report('delivered', then);
    });
  }

  /** Lets something happen to a session at its time. */
  plan(sessionId: string, at: number, happen: (at: number) => void): Due {
    const due = { at, happen };
    const others = this.#due.get(sessionId);
    if (others) others.push(due);
    else this.#due.set(sessionId, [due]);
    return due;
  }

  /** Brings a session up to date, in the order of time. What happens may look at the session again. */
  settle(sessionId: string): void {
    const now = this.#surroundings.clock();
    for (;;) {
      const due = this.#due.get(sessionId) ?? [];
      const next = due.filter(({ at }) => at <= now).toSorted((one, other) => one.at - other.at)[0];
      if (!next) return;
      due.splice(due.indexOf(next), 1);
      if (due.length === 0) this.#due.delete(sessionId);
      next.happen(next.at);
    }
  }

  /** Brings every session up to date. */
  tick(): void {
    for (const sessionId of this.#due.keys()) this.settle(sessionId);
  }

  /** Answers or declines a call that is ringing; `false` where none is. */
  pickUp(messageId: string, does: 'answer' | 'decline'): boolean {
    const ringing = this.#ringing.get(messageId);
    if (!ringing) return false;
    const { sessionId, unanswered, report } = ringing;
    this.settle(sessionId);
    const due = this.#due.get(sessionId);
    const index = due?.indexOf(unanswered) ?? -1;
    if (!due || index < 0) return false;
    this.#ringing.delete(messageId);
    const outcome = does === 'answer' ? 'delivered' : 'failed';
    due[index] = { at: this.#surroundings.clock(), happen: (at) => report(outcome, at) };
    this.settle(sessionId);
    return true;
  }

  #ring({ id, sessionId }: Omit<Message, 'at'>, at: number, report: Report): void {
    const { calls, delays } = this.#surroundings;
    if (calls === 'answered') {
      this.plan(sessionId, at + delays.answer, (then) => report('delivered', then));
      return;
    }
    const unanswered = this.plan(sessionId, at + delays.ringOut, (then) => {
      this.#ringing.delete(id);
      report('failed', then);
    });
    this.#ringing.set(id, { sessionId, unanswered, report });
  }
}

/** What is written, or said: in English, and twice where it is said, as robots do. */
export const wordingOf = (channel: Channel, code: string): string => {
  if (channel !== 'voice') return `Your verification code is ${code}`;
  const spoken = code.split('').join(', ');
  return `Hello. Your verification code is: ${spoken}. Once more: ${spoken}. Goodbye.`;
};

/** What a look-up calls the types of libphonenumber. */
export const lineOf = (type: string | undefined): 'mobile' | 'landline' | 'voip' | 'unknown' => {
  switch (type) {
    case 'MOBILE':
    case 'FIXED_LINE_OR_MOBILE':
      return 'mobile';
    case 'FIXED_LINE':
      return 'landline';
    case 'VOIP':
      return 'voip';
    default:
      return 'unknown';
  }
};
