/** The first screen: which number, and how the code travels. Shown at once, before anything else is here. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Channel } from '../../relay/contract.ts';
import type { MessageKey } from '../messages/index.ts';
import { action, boxClass, status, type Part, type View } from './view.ts';

const names: Readonly<Record<Channel, MessageKey>> = {
  sms: 'channelSms',
  voice: 'channelVoice',
  email: 'channelEmail',
};

export const sendLabels: Readonly<Record<Channel, MessageKey>> = {
  sms: 'sendSms',
  voice: 'sendVoice',
  email: 'sendEmail',
};

export const numberView = (view: View): TemplateResult => {
  const { state, text, channel, recipient, locked } = view;
  return html`
    <div class="screen">
      ${
        locked
          ? html`<div class="block">
              ${recipient ? html`<p class="note">${view.recipientIn('ticketIntro')}</p>` : nothing}${view.line ? status(view) : nothing}
            </div>`
          : html`<div class="block">
              <slot name="label"></slot>
              <div part="field" class=${boxClass(view)} dir="ltr">
                ${channel === 'email' ? nothing : country(view)}
                <slot name="recipient"></slot>
              </div>
              ${status(view)}
            </div>`
      }
      ${view.channels.length > 1 ? picker(view) : nothing}
      <slot name="consent"></slot>
      ${action(view, text(state.name === 'unavailable' ? 'tryAgain' : sendLabels[channel]))} ${view.below}
    </div>
  `;
};

/** The native select lies invisible above what it shows, so that it can show less than it lists. */
const country = ({ country: iso, callingCode, text, disabled, state, dispatch }: View): Part => html`
  <span class="country">
    <span aria-hidden="true">${iso} +${callingCode}</span>
    <select
      part="country"
      aria-label=${text('countryLabel')}
      ?disabled=${disabled}
      @change=${({ target }: Event) =>
        target instanceof HTMLSelectElement && dispatch({ type: 'typed', text: state.text, country: target.value })}
    ></select>
  </span>
`;

const picker = ({ channels, channel, text, disabled, dispatch }: View): Part => html`
  <fieldset part="channels" class="block" ?disabled=${disabled}>
    <legend>${text('channelLegend')}</legend>
    <div class="channels">
      ${channels.map(
        (each) => html`
          <label part="channel" class="channel">
            <input
              type="radio"
              name="channel"
              .checked=${each === channel}
              @change=${() => dispatch({ type: 'picked', channel: each })}
            /><span>${text(names[each])}</span>
          </label>
        `,
      )}
    </div>
  </fieldset>
`;
