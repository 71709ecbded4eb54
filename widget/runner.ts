/**
 * Runs an element once its first screen is painted: joins flow, typing and views, and tells the page what happens. It is
 * the element's other half, apart only so that nobody waits for it; long, since it is where all the pieces meet.
 */
import { adoptStyles, type TemplateResult } from 'lit';
import type { Channel } from '../relay/contract.ts';
import { findToken } from './challenge.ts';
import { listCountries } from './country-names.ts';
import { countries } from './countries.ts';
import { fieldOf } from './field-of.ts';
import type { Fields, FieldState } from './fields.ts';
import { allowedCountries, viewOf } from './first-view.ts';
import { FlowController, type FlowHost } from './flow-controller.ts';
import { isBusy, needsToken, screenOf, type State, type StateName, type Tell } from './flow-state.ts';
import type { Fault } from './form-control.ts';
import { aboveOf, heardOf, lineOf, minuteOf, timeOf } from './lines.ts';
import type { OtpVerify } from './otp-verify.ts';
import { exampleNumber, formatInternational, splitInternational } from './phone.ts';
import type { StartOptions } from './relay-client.ts';
import { laterStyles } from './styles-later.ts';
import { styles } from './styles.ts';
import { TypingController, type Typed, type TypingHost } from './typing.ts';
import { codeView } from './views/code.ts';
import { endedView, keepLink, verifiedView } from './views/end.ts';
import { numberView, sendLabels } from './views/number.ts';
import { recipientIn } from './views/recipient.ts';
import type { View } from './views/view.ts';
import type { Words } from './words.ts';

/** What an element shares with its other half. */
export type Shell = {
  readonly element: OtpVerify;
  readonly internals: ElementInternals;
  readonly fields: Fields;
  readonly words: Words;
};

/** The country of an international number. */
const countryIn = (text: string): string => splitInternational(text, '')?.country ?? '';

const valueOf = (state: State): string => (state.name === 'verified' ? state.session.proof.value : '');

export class Runner implements FlowHost, TypingHost {
  readonly flow: FlowController;
  readonly typing: TypingController;
  /** What a screen reader is told. */
  heard = '';
  readonly #shell: Shell;
  #isLastMinute = false;
  #usedToken = '';
  #listed = '';
  #select: HTMLSelectElement | undefined;

  constructor(shell: Shell, state: State) {
    this.#shell = shell;
    this.flow = new FlowController(this, { ...state, country: countryIn(state.text) });
    this.typing = new TypingController(this);
  }

  connect(): void {
    const { element } = this;
    if (element.renderRoot instanceof ShadowRoot) adoptStyles(element.renderRoot, [styles, laterStyles]);
    element.addController(this.typing);
    element.addController(this.flow);
    this.adopt();
  }

  get element(): OtpVerify {
    return this.#shell.element;
  }

  get state(): State {
    return this.flow.state;
  }

  get typed(): Typed {
    const { country, state } = this.view();
    const { current: input, kind } = this.#shell.fields;
    return {
      input,
      kind,
      country,
      countries: allowedCountries(state, this.element),
    };
  }

  get startOptions(): StartOptions {
    const { ticket, proofNonce } = this.element;
    return { ticket, locale: this.#shell.words.tag, nonce: proofNonce };
  }

  takeToken(): string | undefined {
    const { element } = this;
    const token = element.challengeToken || findToken(element);
    element.challengeToken = '';
    if (!token || token === this.#usedToken) return undefined;
    return (this.#usedToken = token);
  }

  maySend(channel: Channel): boolean {
    return this.#fire('otp-before-send', { channel }, true);
  }

  tell({ event, detail }: Tell): void {
    this.#fire(event, detail);
  }

  /** The new state is here in full; its events follow. */
  stateChanged(previous: State): void {
    const { element, state } = this;
    const { name, config } = state;
    this.#say(heardOf(previous, state, this.flow.now, this.view(), element.noAutoCheck));
    this.#reflect();
    element.requestUpdate();
    // A page that hears of the proof may submit at once: its form must know already that nothing keeps it back.
    void element.validity;
    if (valueOf(state) !== valueOf(previous)) {
      for (const type of ['input', 'change']) element.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    }
    if (config && !previous.config) this.#fire('otp-ready', null);
    if (name !== previous.name) this.#fire('otp-state', { state: name, previous: previous.name });
  }

  async focusField(): Promise<void> {
    await this.element.updateComplete;
    this.element.focus();
    const { code, session } = this.state;
    // A code that is there in full was wrong: typing replaces it.
    if (code && code.length === session?.facts.codeLength) this.#shell.fields.current?.select();
  }

  press(): void {
    void this.#press();
  }

  start(): Promise<StateName> {
    return screenOf(this.state) === 'code' ? this.flow.settled() : this.#press();
  }

  send(channel?: Channel): Promise<StateName> {
    const { flow, state } = this;
    if (state.name === 'code') {
      flow.dispatch({ type: 'resent', channel: channel ?? state.session.facts.channel });
      return flow.settled();
    }
    if (channel) flow.dispatch({ type: 'picked', channel });
    return this.start();
  }

  check(code: string): Promise<StateName> {
    this.typing.check(code);
    return this.flow.settled();
  }

  async cancel(): Promise<StateName> {
    this.flow.dispatch({ type: 'canceled' });
    return this.state.name;
  }

  /** What the page put inside for the time before is not shown any more, but what was typed there counts. */
  readonly adopt = (): void => {
    const { element } = this;
    const brought = ':is(input, select, textarea, button):not(:scope > [slot], :scope > [slot] *)';
    for (const child of element.querySelectorAll<HTMLInputElement>(brought)) {
      if (child.disabled) continue;
      child.disabled = true;
      if (child.type === 'tel' && child.value && !element.recipient) element.recipient = child.value;
    }
    element.requestUpdate();
  };

  begin(text: string): void {
    this.heard = '';
    this.flow.dispatch({ type: 'reset', text, country: countryIn(text) });
  }

  fault(): Fault | undefined {
    const { words, fields, element } = this.#shell;
    const { state } = this;
    const screen = screenOf(state);
    if (screen === 'verified') return undefined;
    if (screen === 'code') return { flags: { badInput: true }, message: words.text('bubbleCode') };
    const number = !element.ticket && !!(fields.current?.value ?? state.text);
    if (!number && !element.required) return undefined;
    const { channel } = this.view();
    const missing = channel === 'email' ? 'emailMissing' : 'bubbleNumber';
    const own = fields.ownControl('submit', HTMLButtonElement)?.textContent?.trim();
    const button = own ?? words.text(screen === 'ended' ? 'resend' : sendLabels[channel]);
    return {
      flags: number ? { badInput: true } : { valueMissing: true },
      message: words.text(number || element.ticket ? 'bubblePress' : missing, { button }),
    };
  }

  view(): View {
    const { element, words, fields } = this.#shell;
    const { state, typing } = this;
    const { now } = this.flow;
    const recipient = this.#recipient;
    const view = viewOf(state, element, words, {
      now,
      recipient,
      recipientIn: (key) => recipientIn({ text: words.text, recipient }, key),
      dispatch: (action) =>
        this.flow.dispatch(action.type === 'typed' ? { ...action, text: this.typing.within(action.country) } : action),
      press: () => this.press(),
      waiting: state.waitUntil > now,
      disabled: element.isDisabled,
      own: !!fields.ownControl(screenOf(state) === 'code' ? 'code' : 'recipient', HTMLInputElement),
    });
    const example = screenOf(state) === 'number' && !view.locked && exampleNumber(view.country, typing.exact);
    const hint = example && view.channel !== 'email' ? words.text('phoneHint', { example }) : '';
    return { ...view, line: lineOf(state, now, view, hint), above: aboveOf(state, view), below: keepLink(view) };
  }

  field(view: View, labels: readonly string[]): FieldState | undefined {
    return fieldOf(view, labels);
  }

  render(view: View): TemplateResult {
    const { state } = view;
    const screen = screenOf(state);
    if (screen === 'code' && state.session) return codeView(view, state.session);
    return screen === 'verified' ? verifiedView(view) : screen === 'ended' ? endedView(view) : numberView(view);
  }

  /** Time is heard only once, when the last minute begins. */
  willUpdate(): void {
    const { state, flow } = this;
    const isLast = flow.now >= minuteOf(state);
    if (isLast && !this.#isLastMinute) this.#say(timeOf(state.session, flow.now, this.view()));
    this.#isLastMinute = isLast;
  }

  updated(): void {
    this.#reflect();
    const root = this.element.renderRoot;
    const length = this.state.session?.facts.codeLength;
    root.querySelector<HTMLElement>('.code')?.style.setProperty('--_length', `${length ?? ''}`);
    const select = root.querySelector('select');
    if (select) this.#listCountries(select);
    this.#dressSubmit();
  }

  /** In full where it is known, so that a typing error shows; else as the relay masked it. */
  get #recipient(): string {
    const { session, text } = this.state;
    const recipient = session?.to ?? session?.facts.recipient ?? text;
    return /^\+\d+$/.test(recipient) ? formatInternational(recipient, this.typing.exact) : recipient;
  }

  #press(): Promise<StateName> {
    const { flow, typing, element } = this;
    if (element.isDisabled) return flow.settled();
    switch (screenOf(this.state)) {
      case 'number':
        flow.dispatch({ type: 'submitted', ...(element.ticket ? {} : typing.read()) });
        break;
      case 'code':
        flow.dispatch({ type: 'checked', code: typing.code() });
        break;
      case 'ended':
        flow.dispatch({ type: 'restarted' });
        break;
      case 'verified':
    }
    return flow.settled();
  }

  /** The same words once more would not be heard, were they not a little different. */
  #say(text: string | undefined): void {
    if (text) this.heard = text === this.heard ? `${text}\u00a0` : text;
  }

  #fire(type: string, detail: unknown, cancelable = false): boolean {
    return this.element.dispatchEvent(new CustomEvent(type, { detail, cancelable, bubbles: true, composed: true }));
  }

  /** To the form, and to the page's CSS. */
  #reflect(): void {
    const { internals } = this.#shell;
    const { state } = this;
    internals.setFormValue(valueOf(state) || null, state.text);
    const states = {
      [state.name]: true,
      waiting: state.waitUntil > this.flow.now,
      offline: !state.online,
      challenge: needsToken(state) && state.name !== 'verified',
      busy: isBusy(state),
    };
    internals.states.clear();
    for (const [name, on] of Object.entries(states)) if (on) internals.states.add(name);
  }

  /** A button of the page's own does what ours would. */
  #dressSubmit(): void {
    const own = this.#shell.fields.ownControl('submit', HTMLButtonElement);
    if (!own) return;
    const { busy, waiting, disabled } = this.view();
    own.type = 'button';
    own.disabled = disabled;
    own.ariaDisabled = `${busy || waiting}`;
  }

  #listCountries(select: HTMLSelectElement): void {
    const { country, callingCode, state } = this.view();
    const locale = this.#shell.words.tag;
    const allowed = allowedCountries(state, this.element);
    const listed = `${locale} ${allowed.join(' ')}`;
    if (select !== this.#select || listed !== this.#listed) {
      this.#select = select;
      this.#listed = listed;
      const all = allowed.length ? allowed : countries().map(({ iso }) => iso);
      const { begin, finish } = listCountries(select, all, locale);
      for (const type of ['focus', 'pointerdown']) select.addEventListener(type, finish, { once: true });
      // Somebody is near: by the time that the list is opened, it may be there.
      for (const type of ['focusin', 'pointerenter'])
        this.element.addEventListener(type, () => void begin(), { once: true });
    }
    select.value = country;
    // Not listed yet: it is all that there is for now.
    if (!select.value) select.replaceChildren(new Option(`${country} +${callingCode}`, country));
  }
}
