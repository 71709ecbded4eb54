/**
 * Listens to the fields: formats a number as it is typed, reads a code out of whatever is put in, and lets nothing of it
 * leave the element.
 */
import type { ReactiveController } from 'lit';
import { onlyDigits, readCode } from './code.ts';
import type { FieldKind } from './fields.ts';
import type { Action, State } from './flow-state.ts';
import type { MessageKey } from './messages/index.ts';
import { formatAsTyped, loadExactPhone, readNumber, splitInternational, type ExactPhone } from './phone.ts';

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

/** What stays within the element. */
const kept = [
  'input',
  'change',
  'beforeinput',
  'compositionstart',
  'compositionupdate',
  'compositionend',
  'keydown',
  'keyup',
  'keypress',
  'paste',
] as const;

const deletions: Readonly<Record<string, 'Backspace' | 'Delete'>> = {
  deleteContentBackward: 'Backspace',
  deleteContentForward: 'Delete',
};

/** The caret stays behind the digit that it is behind of. */
function write(input: HTMLInputElement, text: string, caret: number): void {
  if (text === input.value) return;
  input.value = text;
  input.setSelectionRange(caret, caret);
}

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
  /** The field that is listened to. */
  #field: HTMLInputElement | undefined;
  #listening = new AbortController();
  #receiving: { readonly session: string; readonly abort: AbortController } | undefined;

  constructor(host: TypingHost) {
    this.#host = host;
    // Without them a number is only measured, which is a loss that nobody sees.
    void this.#loadPlans();
  }

  hostConnected(): void {
    this.#connected = new AbortController();
    // The channel picker's: what happens in the field does not come as far as this.
    const { signal } = this.#connected;
    const picked = (event: Event): void => void (event.target !== this.#field && this.#heard(event));
    this.#host.element.addEventListener('keydown', picked, { signal });
    this.#listen();
  }

  hostDisconnected(): void {
    this.#connected.abort();
    this.#listening.abort();
    this.#field = undefined;
    this.#stopReceiving();
  }

  hostUpdated(): void {
    this.#listen();
    void this.#receive();
  }

  /** At the field itself: nothing of it is to be heard on the element, where a page may listen. */
  #listen(): void {
    const { input } = this.#host.typed;
    if (input === this.#field || this.#connected.signal.aborted) return;
    this.#listening.abort();
    this.#listening = new AbortController();
    this.#field = input;
    const { signal } = this.#listening;
    for (const type of kept) input?.addEventListener(type, (event) => this.#heard(event), { signal });
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
      // The end of a composition, or a key that is still held down from the screen before, presses nothing.
      if (event instanceof KeyboardEvent && !event.isComposing && !event.repeat) this.#host.press();
    }
    if (!input || event.target !== input) return;
    if (event instanceof ClipboardEvent) this.#pasted(event, event.clipboardData?.getData('text') ?? '');
    const isInput = event instanceof InputEvent;
    const ended = event.type === 'change' || event.type === 'compositionend';
    const changed = event.type === 'input' || (ended && input.value !== this.#shown());
    if (changed && !(isInput && event.isComposing)) this.#changed(input, isInput ? event.inputType : '');
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

  #changed(input: HTMLInputElement, inputType: string): void {
    const { typed, state, flow } = this.#host;
    const { kind, country } = typed;
    if (kind === 'code') return this.#enter(input.value);
    if (kind === 'email') return flow.dispatch({ type: 'typed', text: input.value, country: state.country });
    const { value } = input;
    const found = splitInternational(value, country);
    const key = deletions[inputType];
    const { text, caret } = formatAsTyped(
      {
        text: found && !value.startsWith('+') ? found.plus : value,
        caret: input.selectionStart ?? 0,
        ...(key && { deleted: { from: state.text, key } }),
      },
      found?.country ?? country,
      this.exact,
    );
    write(input, text, caret);
    // What was only guessed may still be known better.
    flow.dispatch({ type: 'typed', text, country: found?.country ?? state.country });
  }

  /** The number as it is written in a country that is chosen now: without the calling code of the one before. */
  within(iso: string): string {
    const { input, country } = this.#host.typed;
    const value = input?.value ?? '';
    const text = splitInternational(value, country)?.national ?? value;
    return formatAsTyped({ text, caret: 0 }, iso, this.exact).text;
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
    const digits = onlyDigits(text);
    // A code that is full takes no more, as a field with a `maxlength`.
    const full = digits.length > length && state.code.length === length;
    const code = readCode(text, length) ?? (full ? state.code : digits.slice(0, length));
    const { input } = typed;
    if (input) write(input, code, onlyDigits(input.value.slice(0, input.selectionStart ?? 0)).length);
    const complete = code.length === length && code !== state.code;
    flow.dispatch({ type: 'digits', code });
    if (complete && !element.noAutoCheck) flow.dispatch({ type: 'checked', code });
  }

  /** The browser itself may hand over the code of a text message; anew for each. */
  async #receive(): Promise<void> {
    const { state, element } = this.#host;
    // An answer may still arrive when the element has left the page.
    const facts = state.name === 'code' && element.isConnected && state.session.facts;
    const awaited = facts && facts.channel === 'sms' && state.intent?.do !== 'send' && 'OTPCredential' in globalThis;
    if (!awaited) return this.#stopReceiving();
    const key = `${state.session?.handle} ${facts.sendsRemaining}`;
    if (this.#receiving?.session === key) return;
    this.#stopReceiving();
    const abort = new AbortController();
    this.#receiving = { session: key, abort };
    const { receiveCode } = await import('./web-otp.ts');
    const text = await receiveCode(abort.signal);
    const code = abort.signal.aborted ? undefined : readCode(text ?? '', this.#length);
    if (code) this.#enter(code);
  }

  #stopReceiving(): void {
    this.#receiving?.abort.abort();
    this.#receiving = undefined;
  }
}
