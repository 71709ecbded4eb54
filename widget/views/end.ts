/** The screens without a field: verified, and what is over but can begin again. */
import { html, nothing, type TemplateResult } from 'lit';
import { editLink, link } from './link.ts';
import { action, status, type Part, type View } from './view.ts';

const tick = html`<svg class="tick" viewBox="0 0 16 16" aria-hidden="true">
  <path fill="none" stroke="currentColor" stroke-width="2" d="m2.5 8.5 3.5 3.5 7.5-8" />
</svg>`;

export const verifiedView = (view: View): TemplateResult => html`
  <div part="verified" class="screen verified" tabindex="-1">
    <slot name="verified"
      ><p>${tick}<span>${view.recipientIn('verified')}</span></p></slot
    >
    ${editLink(view)}
  </div>
`;

export const endedView = (view: View): TemplateResult => html`
  <div class="screen">
    ${status(view)} ${action(view, view.text(view.state.name === 'unavailable' ? 'tryAgain' : 'resend'))}
    <div class="links">${editLink(view)}</div>
  </div>
`;

/** Back to a code or a proof that is still good. */
export const keepLink = (view: View): Part => {
  const { state, text, recipient, busy, dispatch } = view;
  const { session } = state;
  if (!session || busy || !(session.proof || session.facts.status === 'pending')) return nothing;
  return html`<div class="links">
    ${link(view, 'edit', text('keepNumber', { recipient }), () => dispatch({ type: 'kept' }))}
  </div>`;
};
