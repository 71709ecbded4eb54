/**
 * The element: properties in, events out, and for each state its view. What a state is and what follows from it is the
 * flow's concern, and nothing of that is loaded before the first screen is painted. Long, since it is the public interface.
 */
import {
  html,
  nothing,
  type CSSResult,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type { Channel } from '../relay/contract.ts';
import { Fields } from './fields.ts';
import { numberField, viewOf } from './first-view.ts';
import { begin, type Facts, type State, type StateName } from './flow-state.ts';
import { FormControl, type Fault } from './form-control.ts';
import { directionOf, nearestLanguage } from './language.ts';
import type { Messages } from './messages/index.ts';
import type { Runner } from './runner.ts';
import { styles } from './styles.ts';
import { numberView } from './views/number.ts';
import type { View } from './views/view.ts';
import { Words } from './words.ts';

const list = {
  converter: (value: string | null): readonly Channel[] => (value?.split(/[\s,]+/).filter(Boolean) ?? []) as Channel[],
};

/**
 * Verifies a phone number: asks for it, has a code sent, and gives the form around it a proof for the host's backend.
 *
 * @tag otp-verify
 * @attr {string} name - As on `<input>`: the proof's name in the form.
 * @attr {boolean} required - As on `<input>`: the form is not submitted before the number is verified.
 * @attr {boolean} disabled - As on `<input>`.
 * @attr {string} lang - BCP 47: of the texts and of the message; by default the nearest ancestor's, else the browser's.
 * @attr {string} dir - Of the texts; by default the nearest ancestor's, else as the language is written.
 * @attr {boolean} autofocus - As on `<input>`.
 * @fires {CustomEvent<null>} otp-ready - The relay's configuration is known.
 * @fires {CustomEvent<{ state: OtpState, previous: OtpState }>} otp-state - The person does something else now.
 * @fires {CustomEvent<{ channel: 'sms' | 'voice' | 'email' }>} otp-before-send - Cancelable: nothing is sent then.
 * @fires {CustomEvent<{ channel: 'sms' | 'voice' | 'email', recipient: string, expiresIn: number, resend: boolean }>} otp-sent -
 *   A code is on its way; `expiresIn` is in seconds.
 * @fires {CustomEvent<{ channel: 'sms' | 'voice' | 'email', status: 'pending' | 'delivered' | 'failed', failover: boolean }>} otp-delivery -
 *   What became of it; with `failover` it goes another way.
 * @fires {CustomEvent<{ kind: string, siteKey: string | undefined, url: string | undefined }>} otp-challenge -
 *   A bot check's fresh token is needed.
 * @fires {CustomEvent<{ proof: string, channel: 'sms' | 'voice' | 'email' }>} otp-verified - The code was right.
 * @fires {CustomEvent<{ attemptsRemaining: number }>} otp-rejected - The code was wrong.
 * @fires {CustomEvent<{ status: 'expired' | 'failed' | 'canceled' | 'proof-expired' }>} otp-ended -
 *   The verification or its proof is over.
 * @fires {CustomEvent<{ code: string, detail: string, retryAfter: number | undefined }>} otp-error -
 *   The relay's problem, or `network`; `retryAfter` is in seconds.
 * @fires {Event} input - `value` has changed.
 * @fires {Event} change - `value` has changed.
 * @slot - Shown only until the element is defined.
 * @slot heading - Above everything.
 * @slot consent - Between the channels and the button.
 * @slot challenge - The page's bot check: Turnstile, hCaptcha, reCAPTCHA, ALTCHA.
 * @slot verified - In place of the verified line.
 * @slot recipient - An input of the page's own for the number.
 * @slot code - An input of the page's own for the code.
 * @slot submit - A button of the page's own.
 * @csspart base - All of it.
 * @csspart field - The box around number or code.
 * @csspart country - The country select.
 * @csspart guide - The short lines under the digits.
 * @csspart channels - The channel picker.
 * @csspart channel - One channel.
 * @csspart submit - The filled button.
 * @csspart resend - The link that sends a new code.
 * @csspart switch - The link that sends it by another channel.
 * @csspart edit - The link that changes or keeps the number.
 * @csspart status - The line under the field.
 * @csspart countdown - When a new code can be asked for.
 * @csspart verified - The verified line.
 * @cssprop --otp-accent - The button and the focus ring; by default the page's accent-color, else its text colour.
 * @cssprop [--otp-radius=0.5rem] - Of fields, picker and button.
 * @cssprop [--otp-gap=1rem] - Between what stands below each other.
 * @cssprop --otp-border - Of fields and picker; by default one pixel of the text colour, at 60 %.
 * @cssprop --otp-field-background - By default the text colour, at 3 %.
 * @cssprop --otp-font-code - The code's font family; by default the page's.
 * @cssState recipient - The number is asked for.
 * @cssState sending - A code is being asked for.
 * @cssState code - The code is asked for.
 * @cssState checking - The code is being checked.
 * @cssState verified - The number is verified, and `value` is the proof.
 * @cssState ended - Expired, failed or canceled.
 * @cssState unavailable - The relay cannot do it now.
 * @cssState waiting - Beside any state: the relay wants a pause.
 * @cssState offline - Beside any state: the browser has no network.
 * @cssState challenge - Beside any state: a bot check's token is needed.
 * @cssState busy - Beside any state: an answer of the relay is awaited.
 */
export class OtpVerify extends FormControl {
  static override styles: CSSResult = styles;
  static override properties: PropertyDeclarations = {
    relay: {},
    recipient: { noAccessor: true },
    recipientLocked: { type: Boolean, attribute: 'recipient-locked' },
    ticket: {},
    channels: list,
    country: {},
    countries: list,
    messages: { attribute: false },
    proofNonce: { attribute: 'proof-nonce' },
    challengeToken: { attribute: false },
    noAutoCheck: { type: Boolean, attribute: 'no-auto-check' },
    noPersist: { type: Boolean, attribute: 'no-persist' },
  };

  /** The relay's base URL. */
  declare relay: string;
  /** The person is not offered to change the number. */
  declare recipientLocked: boolean;
  /** From the relay's `/tickets`: the number is not known here. */
  declare ticket: string;
  /** Restricts and orders what the relay offers. */
  declare channels: readonly Channel[];
  /** ISO 3166-1 alpha-2: the one first shown. */
  declare country: string;
  /** ISO 3166-1 alpha-2: restricts what the relay allows. */
  declare countries: readonly string[];
  /** Overrides any text. */
  declare messages: Partial<Messages> | undefined;
  /** Comes back in the proof. */
  declare proofNonce: string;
  /** The bot check's answer, used once. */
  declare challengeToken: string;
  /** Do not check by itself when the last digit is in. */
  declare noAutoCheck: boolean;
  /** Do not survive a reload. */
  declare noPersist: boolean;

  /** The browser's own, whose changes have to be seen. */
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang', 'dir'];
  }

  readonly #fields = new Fields(this);
  readonly #words = new Words();
  #initial: State = begin('', '');
  #loading: Promise<Runner> | undefined;
  #runner: Runner | undefined;
  /** Not even the next screen could be loaded. */
  #stuck = false;
  #hadFocus = false;
  #accent = '';

  constructor() {
    super();
    this.relay = this.ticket = this.country = this.proofNonce = this.challengeToken = '';
    this.recipientLocked = this.noAutoCheck = this.noPersist = false;
    this.channels = this.countries = [];
    this.addEventListener('click', (event) => {
      // A label of the page was pressed.
      if (event.composedPath()[0] === this) this.focus();
    });
    this.addEventListener('keydown', (event) => {
      // Who types faster than the rest arrives: after that, the runner listens.
      if (this.#runner || event.key !== 'Enter' || event.target !== this.#fields.current) return;
      event.preventDefault();
      void this.start();
    });
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after);
    this.requestUpdate();
  }

  /** What the person is doing. */
  get state(): StateName {
    return this.#state.name;
  }

  /** The relay's Verification, without handle and proof. */
  get verification(): Facts | undefined {
    return this.#state.session?.facts;
  }

  /** The proof; empty until verified. Setting it to `''` resets, setting anything else is ignored. */
  get value(): string {
    return this.#state.name === 'verified' ? this.#state.session.proof.value : '';
  }

  set value(value: string) {
    if (!value) void this.reset();
  }

  /** The number or address as it is now; the attribute is the initial one. */
  get recipient(): string {
    const { session, text, name } = this.#state;
    return (name === 'recipient' ? undefined : session?.to) ?? text;
  }

  set recipient(recipient: string | null) {
    const text = recipient ?? '';
    if (this.#runner) this.#runner.begin(text);
    else this.#initial = { ...this.#initial, text };
    this.#fields.written = undefined;
    this.requestUpdate();
  }

  /** Sends a code, as pressing the first button does. Resolves with the state that follows, as all of these do. */
  start(): Promise<StateName> {
    return this.#run((runner) => runner.start());
  }

  /** Sends another code. */
  send(channel?: Channel): Promise<StateName> {
    return this.#run((runner) => runner.send(channel));
  }

  /** Checks a code, as if it was typed. */
  check(code: string): Promise<StateName> {
    return this.#run((runner) => runner.check(code));
  }

  /** Gives the verification up, at the relay as well. */
  cancel(): Promise<StateName> {
    return this.#run((runner) => runner.cancel());
  }

  /** Back to the beginning. */
  async reset(): Promise<StateName> {
    this.recipient = this.getAttribute('recipient');
    return this.state;
  }

  /** To the current field. */
  override focus(options?: FocusOptions): void {
    this.anchor?.focus(options);
  }

  formResetCallback(): void {
    void this.reset();
  }

  /** The browser brings back what was typed; a verification comes back by itself. */
  formStateRestoreCallback(text: string): void {
    if (!this.recipient) this.recipient = text;
  }

  protected override get anchor(): HTMLElement | undefined {
    const inner = (selector: string): HTMLElement | null | undefined => this.renderRoot?.querySelector(selector);
    return (
      this.#fields.current ??
      inner('.verified') ??
      this.#fields.ownControl('submit', HTMLButtonElement) ??
      inner('.submit') ??
      undefined
    );
  }

  protected override fault(): Fault | undefined {
    if (this.#runner) return this.#runner.fault();
    const typed = !!this.#fields.current?.value;
    return typed || this.required
      ? { flags: typed ? { badInput: true } : { valueMissing: true }, message: this.#words.text('bubbleNumber') }
      : undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#hadFocus = this.matches(':focus-within');
    // Read before anything is changed: afterwards, all styles would have to be computed for it at once.
    this.#accent = getComputedStyle(this).accentColor;
    // An attribute that goes away leaves null; frameworks set undefined, or to a property what its attribute would be.
    for (const name of ['relay', 'name', 'ticket', 'country', 'proofNonce'] as const) this[name] ??= '';
    for (const name of ['channels', 'countries'] as const) {
      const given: unknown = this[name];
      if (!Array.isArray(given)) this[name] = list.converter(given as string | null);
    }
    this.#words.overrides = this.messages;
    const tag = nearestLanguage(this);
    if (tag !== this.#words.tag)
      this.#words.load(tag).then(
        () => this.requestUpdate(),
        () => undefined,
      );
    this.#runner?.willUpdate();
    if (!changed.has('channels')) return;
    const only = this.channels;
    if (this.#runner) this.#runner.flow.dispatch({ type: 'restricted', only });
    else this.#initial = { ...this.#initial, only };
  }

  protected override render(): TemplateResult {
    const { locale } = this.#words;
    const direction = this.closest<HTMLElement>('[dir]')?.dir || directionOf(locale);
    const view = this.#runner?.view() ?? this.#firstView();
    const labels = [...this.labels].map(
      ({ textContent }) => textContent?.replace(this.textContent ?? '', '').trim() ?? '',
    );
    const field = this.#runner ? this.#runner.field(view, labels) : numberField(view, labels);
    this.#fields.show(field, view.line?.text ?? '', locale);
    return html`
      <div part="base" class="base" lang=${locale} dir=${direction} @input=${stop} @slotchange=${this.#runner?.adopt}>
        <div class="heard" role="status">${this.#runner ? this.#runner.heard : view.line?.text}</div>
        <slot name="heading"></slot>
        ${this.#runner?.render(view) ?? (this.#isKept() ? nothing : numberView(view))}
        <slot hidden></slot>
      </div>
    `;
  }

  protected override firstUpdated(): void {
    if (this.hasAttribute('autofocus')) this.focus();
    const load = (): void => void this.#load().catch(() => undefined);
    // The first screen is painted first.
    if (document.hidden) load();
    else requestAnimationFrame(() => setTimeout(load));
  }

  protected override updated(): void {
    this.validate();
    // By script: a style sheet can inherit the page's accent-color, but not read it.
    const base = this.renderRoot.querySelector<HTMLElement>('.base');
    base?.style.setProperty('--_page-accent', this.#accent === 'auto' ? '' : this.#accent);
    this.#runner?.updated();
    // Whoever was here has not gone away because the screen has changed.
    if (this.#hadFocus && !this.matches(':focus-within')) this.focus();
  }

  get #state(): State {
    return this.#runner?.flow.state ?? this.#initial;
  }

  #firstView(): View {
    return viewOf(this.#initial, this, this.#words, {
      dispatch: (action) => void this.#run(({ flow }) => (flow.dispatch(action), flow.settled())),
      press: () => void this.start(),
      disabled: this.isDisabled,
      own: !!this.#fields.ownControl('recipient', HTMLInputElement),
      line: this.#stuck ? { text: this.#words.text('network'), error: true } : undefined,
    });
  }

  /** Brings what comes after the first screen; once, unless it fails. */
  #load(): Promise<Runner> {
    return (this.#loading ??= Promise.all([import('./later.ts'), this.#words.load(nearestLanguage(this))]).then(
      async ([{ Runner }]) => {
        // Two short tasks rather than a long one: what was loaded has just been evaluated.
        await new Promise((resolve) => setTimeout(resolve));
        this.#stuck = false;
        const { internals } = this;
        const state: State = { ...this.#initial, text: this.#fields.current?.value || this.#initial.text };
        const runner = new Runner({ element: this, internals, fields: this.#fields, words: this.#words }, state);
        this.#runner = runner;
        runner.connect();
        return runner;
      },
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    ));
  }

  async #run(task: (runner: Runner) => Promise<StateName>): Promise<StateName> {
    const runner = await this.#load().catch(() => undefined);
    if (runner) return this.isDisabled ? this.state : task(runner);
    this.#stuck = true;
    this.requestUpdate();
    return this.state;
  }

  /** A reload in the middle: the first screen would only flash up. */
  #isKept(): boolean {
    try {
      return !!this.storageKey && this.storageKey in sessionStorage;
    } catch {
      return false;
    }
  }

  /** @internal Where a verification is kept over a reload, if it is. */
  get storageKey(): string | undefined {
    const { relay, name, id, ticket } = this;
    return this.noPersist ? undefined : ['otp-verify', relay, name || id, ticket.slice(-16)].join(' ');
  }
}

/** The frame's own controls must not speak for the element; what is slotted is not theirs. */
const stop = (event: Event): void => {
  if (event.target instanceof Element && !event.target.slot) event.stopPropagation();
};
