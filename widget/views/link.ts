/** All that a person can do beside the filled button is a text link. */
import { html, type TemplateResult } from 'lit';

export const link = (part: string, label: string, press: () => void): TemplateResult =>
  html`<button type="button" class="link" part=${part} @click=${press}>${label}</button>`;
