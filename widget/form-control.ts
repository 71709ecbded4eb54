/** What makes an element a form control like `<input>`: value, validity, name, required, disabled, labels. */
import { LitElement, type PropertyDeclarations } from 'lit';

/** What is wrong with the control, and what the person has to do. */
export type Fault = { readonly flags: ValidityStateFlags; readonly message: string };

export abstract class FormControl extends LitElement {
  static readonly formAssociated = true;
  static override properties: PropertyDeclarations = {
    name: { reflect: true },
    required: { type: Boolean, reflect: true },
    disabled: { type: Boolean, reflect: true },
    formDisabled: { state: true },
  };

  declare name: string;
  declare required: boolean;
  declare disabled: boolean;
  /** By a `<fieldset disabled>` around it. */
  declare protected formDisabled: boolean;
  protected readonly internals: ElementInternals;
  #error = '';

  constructor() {
    super();
    this.internals = this.attachInternals();
    this.name = '';
    this.required = this.disabled = this.formDisabled = false;
  }

  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  get labels(): NodeList {
    return this.internals.labels;
  }

  get validity(): ValidityState {
    return this.validate().validity;
  }

  get validationMessage(): string {
    return this.validate().validationMessage;
  }

  get willValidate(): boolean {
    return this.internals.willValidate;
  }

  checkValidity(): boolean {
    return this.validate().checkValidity();
  }

  reportValidity(): boolean {
    return this.validate().reportValidity();
  }

  setCustomValidity(message: string): void {
    this.#error = message;
    this.validate();
  }

  /** @internal */
  get isDisabled(): boolean {
    return this.disabled || this.formDisabled;
  }

  formDisabledCallback(disabled: boolean): void {
    this.formDisabled = disabled;
  }

  protected abstract fault(): Fault | undefined;

  /** Where the browser's bubble points. */
  protected abstract get anchor(): HTMLElement | undefined;

  /** Brings the validity up to date: an extension may have filled the field without an event. */
  protected validate(): ElementInternals {
    const fault = this.#error ? { flags: { customError: true }, message: this.#error } : this.fault();
    this.internals.setValidity(fault?.flags ?? {}, fault?.message, fault && this.anchor);
    return this.internals;
  }
}
