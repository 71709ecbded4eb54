/** What a view is given, and the pieces that several of them share. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Channel } from '../../relay/contract.ts';
import type { Action, State } from '../flow-state.ts';
import type { MessageKey, MessageValues } from '../messages/index.ts';

/** The line under the field. */
export type Line = {
  readonly text: string;
  /** Something is wrong. */
  readonly error: boolean;
  /** What is wrong is what stands in the field. */
  readonly fault?: boolean;
};

export type View = {
  readonly state: State;
  /** Milliseconds of the same clock as the moments in the state. */
  readonly now: number;
  readonly text: (key: MessageKey, values?: MessageValues) => string;
  /** BCP 47: of the texts. */
  readonly locale: string;
  readonly dispatch: (action: Action) => void;
  /** What the filled button does. */
  readonly press: () => void;
  readonly line: Line | undefined;
  /** Above the button: what keeps it from working. */
  readonly above: string | undefined;
  /** Below the button: the way back to what *Change number* left. */
  readonly below: Part;
  readonly channels: readonly Channel[];
  readonly channel: Channel;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly callingCode: string;
  /** A text with the recipient in it as it has to be written and heard. */
  readonly recipientIn: (key: MessageKey) => TemplateResult | string;
  /** The number or address as it is shown; masked with a ticket and after a reload. */
  readonly recipient: string;
  /** The person does not choose the number. */
  readonly locked: boolean;
  /** The field is the page's own. */
  readonly own: boolean;
  readonly busy: boolean;
  readonly waiting: boolean;
  readonly disabled: boolean;
};

export type Part = TemplateResult | typeof nothing | '';

/** The box around a field; around one of the page's own there is none. */
export const boxClass = ({ line, own }: View): string => `box${own ? ' own' : ''}${line?.fault ? ' wrong' : ''}`;

/** Its place is kept free, so that nothing jumps when there is something to say. */
export const status = ({ line }: View, beside: Part = nothing): TemplateResult => html`
  <div part="status" class="status ${line?.error ? 'error' : ''}">
    <div><slot name="message"></slot> ${beside}</div>
  </div>
`;

/** The filled button. */
export const action = (
  { state, text, above, press, busy, waiting, disabled }: View,
  label: string,
): TemplateResult => html`
  <div class="action">
    ${above ? html`<p class="note">${above}</p>` : nothing}
    <slot name="challenge"></slot>
    <slot name="submit" @click=${press}>
      <button
        type="button"
        part="submit"
        class=${busy ? 'submit busy' : 'submit'}
        aria-disabled=${busy || waiting}
        ?disabled=${disabled}
      >
        <span>${label}</span>
        ${busy ? html`<i class="spinner" role="img" aria-label=${text(state.name === 'checking' ? 'checking' : 'sending')}></i>` : nothing}
      </button>
    </slot>
  </div>
`;
