/**
 * The fields in the light DOM, where autofill, password managers and labels find them like any other of the page. Each is
 * the page's own, where it has slotted one, else a bare one with a label and a line below it that the frame draws.
 */

export type FieldKind = 'recipient' | 'email' | 'code';

/** How the field is to be now. */
export type FieldState = {
  readonly kind: FieldKind;
  /** What autofill, keyboards and password managers go by. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly label: string;
  /** Stands in the page's own label already. */
  readonly labelled: boolean;
  readonly value: string;
  readonly invalid: boolean;
  readonly readOnly: boolean;
  readonly disabled: boolean;
};

type Host = HTMLElement & { readonly required: boolean };

let count = 0;

export class Fields {
  /** The one that is shown, and what it is for. */
  current: HTMLInputElement | undefined;
  kind: FieldKind = 'recipient';
  /** What the field was last given: extensions and compositions write to it as well, without telling. */
  written: string | undefined = '';
  readonly #host: Host;
  readonly #id: string = `otp-verify-${++count}`;
  readonly #named = new WeakSet<HTMLInputElement>();
  readonly #made: Record<string, HTMLElement> = {};

  constructor(host: Host) {
    this.#host = host;
  }

  /** Shows the field for this state, or (ticket, verified, over) only the line. */
  show(state: FieldState | undefined, line: string, lang: string): void {
    const slot = state && (state.kind === 'code' ? 'code' : 'recipient');
    const own = slot && this.ownControl(slot, HTMLInputElement);
    const input = state && (own ?? this.#make('input', slot ?? '', state.kind));
    if (this.current && this.current !== input) this.written = undefined;
    // First of all: a field that goes away still fires its events.
    this.current = input;
    this.kind = state?.kind ?? 'recipient';
    for (const made of Object.values(this.#made)) if (made !== input && made.localName === 'input') made.remove();
    const message = this.#make('span', 'message');
    message.id = `${this.#id}-message`;
    message.lang = lang;
    if (message.textContent !== line) message.textContent = line;
    if (!state || !input) return this.#made['label']?.remove();
    input.id ||= `${this.#id}-${state.kind}`;
    this.#dress(input, state);
    if (state.labelled || (own && this.#isNameless(own))) input.ariaLabel = state.label;
    if (own || state.labelled) return this.#made['label']?.remove();
    const label = this.#make('label', 'label');
    label.setAttribute('for', input.id);
    label.lang = lang;
    if (label.textContent !== state.label) label.textContent = state.label;
  }

  /** A control that the page brought. */
  ownControl<Control extends HTMLElement>(slot: string, type: new () => Control): Control | undefined {
    return [...this.#host.children].find(
      (child): child is Control => child instanceof type && child.slot === slot && !('otp' in child.dataset),
    );
  }

  /** The page has not named its own field, or we have. */
  #isNameless(own: HTMLInputElement): boolean {
    if (own.labels?.length || own.matches('[aria-label],[aria-labelledby]')) return this.#named.has(own);
    this.#named.add(own);
    return true;
  }

  #make<Tag extends 'input' | 'label' | 'span'>(
    tag: Tag,
    slot: string,
    key: string = slot,
  ): HTMLElementTagNameMap[Tag] {
    const made = (this.#made[key] ??= document.createElement(tag)) as HTMLElementTagNameMap[Tag];
    if (made.parentNode !== this.#host) {
      made.slot = slot;
      made.dataset['otp'] = '';
      // No part of the page's form: it sends no value of its own, and Enter does not submit it.
      if (tag === 'input') made.setAttribute('form', '');
      this.#host.append(made);
    }
    return made;
  }

  #dress(input: HTMLInputElement, state: FieldState): void {
    for (const [name, value] of Object.entries(state.attributes)) input.setAttribute(name, value);
    input.setAttribute('aria-describedby', `${this.#id}-message`);
    input.ariaInvalid = `${state.invalid}`;
    input.ariaRequired = `${this.#host.required}`;
    input.readOnly = state.readOnly;
    input.disabled = state.disabled;
    if (state.value !== this.written) input.value = this.written = state.value;
  }
}
