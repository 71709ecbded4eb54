/**
 * Listens to the fields: formats a number as it is typed, reads a code out of whatever is put in, and lets nothing of it
 * leave the element.
 */
import type { ReactiveController } from 'lit';
import { onlyDigits, readCode } from './code.ts';
import type { FieldKind } from './fields.ts';
import type { Action, State } from './flow-state.ts';
import type { MessageKey } from './messages/index.ts';
import {
  caretAfterFormat,
  formatAsTyped,
  loadExactPhone,
  readNumber,
  splitInternational,
  type ExactPhone,
} from './phone.ts';

/** What is typed into, and what it is for. */
export type Typed = {
  readonly input: HTMLInputElement | undefined;
  readonly kind: FieldKind;
  /** ISO 3166-1 alpha-2: of the number. */
  readonly country: string;
  /** Those that can be chosen; all: empty. */
  readonly countries: readonly string[];
};

export type TypingHost = {
  readonly element: HTMLElement & { readonly noAutoCheck: boolean; requestUpdate(): void };
  readonly flow: { dispatch(action: Action): void };
  readonly state: State;
  readonly typed: Typed;
  press(): void;
};

type Reading = { readonly to: string } | { readonly problem: MessageKey };

const problems = {
  missing: 'numberMissing',
  short: 'numberShort',
  long: 'numberLong',
  unlikely: 'numberUnlikely',
} as const;

export class TypingController implements ReactiveController {
  /** The numbering plans, once they are here. */
  exact: ExactPhone | undefined;
  readonly #host: TypingHost;
  #connected = new AbortController();
  #receiving: { readonly session: string; readonly abort: AbortController } | undefined;

  constructor(host: TypingHost) {
    this.#host = host;
    // Without them a number is only measured, which is a loss that nobody sees.
    void this.#loadPlans();
  }

  hostConnected(): void {
    this.#connected = new AbortController();
    const { signal } = this.#connected;
    for (const type of ['input', 'change', 'beforeinput', 'keydown', 'keyup', 'keypress', 'paste'] as const) {
      this.#host.element.addEventListener(type, (event) => this.#heard(event), { signal });
    }
  }

  hostDisconnected(): void {
    this.#connected.abort();
    this.#stopReceiving();
  }

  hostUpdated(): void {
    void this.#receive();
  }

  async #loadPlans(): Promise<void> {
    this.exact = await loadExactPhone().catch(() => undefined);
    this.#host.element.requestUpdate();
  }

  /** What stands in the field of the first screen. */
  read(): Reading {
    const { input, kind, country, countries } = this.#host.typed;
    const text = (input?.value ?? this.#host.state.text).trim();
    if (kind === 'email') return /^\S+@\S+\.\S+$/.test(text) ? { to: text } : { problem: 'emailMissing' };
    const reading = readNumber(text, country, this.exact);
    if (reading.kind === 'problem') return { problem: problems[reading.reason] };
    const allowed = countries.length === 0 || countries.includes(reading.country);
    return allowed ? { to: reading.e164 } : { problem: 'numberNotAllowed' };
  }

  /** The code, if it is complete: an extension may have put it in without an event. */
  code(): string | undefined {
    return readCode(this.#host.typed.input?.value ?? '', this.#length);
  }

  /** Puts a code in and has it checked, as if it was typed. */
  check(text: string): void {
    const code = readCode(text, this.#length);
    this.#host.flow.dispatch({ type: 'digits', code: code ?? onlyDigits(text) });
    this.#host.flow.dispatch({ type: 'checked', code });
  }

  /** No keystroke and no code reaches the page; other keys do, an Escape may be meant for it. */
  #heard(event: Event): void {
    const { input } = this.#host.typed;
    if (event.target !== input && !(event instanceof KeyboardEvent)) return;
    const key = event instanceof KeyboardEvent ? event.key : '';
    if (event.target === input && key.length < 2) event.stopPropagation();
    if (event.type === 'keydown' && key === 'Enter' && this.#isField(event)) {
      event.preventDefault();
      this.#host.press();
    }
    if (!input || event.target !== input) return;
    if (event instanceof ClipboardEvent) this.#pasted(event, event.clipboardData?.getData('text') ?? '');
    const changed = event.type === 'input' || (event.type === 'change' && input.value !== this.#shown());
    if (changed && !(event instanceof InputEvent && event.isComposing)) this.#changed(input);
  }

  /** A field or a radio button of ours: what the page slotted keeps its own Enter. */
  #isField(event: Event): boolean {
    const { element, typed } = this.#host;
    const ours = event.target === typed.input || event.target === element;
    return ours && event.composedPath()[0] instanceof HTMLInputElement;
  }

  get #length(): number {
    return this.#host.state.session?.facts.codeLength ?? 0;
  }

  #shown(): string {
    const { typed, state } = this.#host;
    return typed.kind === 'code' ? state.code : state.text;
  }

  #changed(input: HTMLInputElement): void {
    const { kind, country } = this.#host.typed;
    if (kind === 'code') return this.#enter(input.value);
    if (kind === 'email') {
      return this.#host.flow.dispatch({ type: 'typed', text: input.value, country: this.#host.state.country });
    }
    const before = input.value;
    const caret = input.selectionStart ?? before.length;
    const found = splitInternational(before, country)?.country;
    const text = formatAsTyped(before, found ?? country, this.exact);
    if (text !== before) {
      input.value = text;
      const after = caretAfterFormat(before, caret, text);
      input.setSelectionRange(after, after);
    }
    // What was only guessed may still be known better.
    this.#host.flow.dispatch({ type: 'typed', text, country: found ?? this.#host.state.country });
  }

  /** A whole message, or a code beside digits that stand there already. */
  #pasted(event: ClipboardEvent, text: string): void {
    if (this.#host.typed.kind !== 'code' || !readCode(text, this.#length)) return;
    event.preventDefault();
    this.#enter(text);
  }

  #enter(text: string): void {
    const { state, typed, element, flow } = this.#host;
    const length = this.#length;
    const code = readCode(text, length) ?? onlyDigits(text).slice(0, length);
    if (typed.input) typed.input.value = code;
    const complete = code.length === length && code !== state.code;
    flow.dispatch({ type: 'digits', code });
    if (complete && !element.noAutoCheck) flow.dispatch({ type: 'checked', code });
  }

  /** The browser itself may hand over the code of a text message; anew for each. */
  async #receive(): Promise<void> {
    const { state } = this.#host;
    const facts = state.name === 'code' && state.session.facts;
    const session = facts && facts.channel === 'sms' && 'OTPCredential' in globalThis;
    if (!session) return this.#stopReceiving();
    const key = `${state.session?.handle} ${facts.sendsRemaining}`;
    if (this.#receiving?.session === key) return;
    this.#stopReceiving();
    const abort = new AbortController();
    this.#receiving = { session: key, abort };
    const { receiveCode } = await import('./web-otp.ts');
    const text = await receiveCode(abort.signal);
    if (text && !abort.signal.aborted) this.#enter(text);
  }

  #stopReceiving(): void {
    this.#receiving?.abort.abort();
    this.#receiving = undefined;
  }
}
