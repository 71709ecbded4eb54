/** All that a person can do beside the filled button is a text link. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Part, View } from './view.ts';

export const link = ({ disabled }: View, part: string, label: string, press: () => void): TemplateResult =>
  html`<button type="button" class="link" part=${part} ?disabled=${disabled} @click=${press}>${label}</button>`;

/** Back to the first screen, to give another number or address. */
export const editLink = (view: View): Part =>
  view.locked
    ? nothing
    : link(view, 'edit', view.text(view.recipient.includes('@') ? 'changeEmail' : 'changeNumber'), () =>
        view.dispatch({ type: 'edited' }),
      );
