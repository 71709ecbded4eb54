/** The second screen: where the code went, the code, and how to get another one. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Channel } from '../../relay/contract.ts';
import type { MessageKey } from '../messages/index.ts';
import { formatWait } from '../messages/times.ts';
import type { Session } from '../flow-state.ts';
import { editLink, link } from './link.ts';
import { action, boxClass, status, type Part, type View } from './view.ts';

export const sentTexts: Readonly<Record<Channel, MessageKey>> = {
  sms: 'sentSms',
  voice: 'sentVoice',
  email: 'sentEmail',
};

const insteadTexts: Readonly<Record<Channel, MessageKey>> = {
  sms: 'textInstead',
  voice: 'callInstead',
  email: 'emailInstead',
};

export const codeView = (view: View, session: Session): TemplateResult => {
  const { state, text, dispatch, own, now } = view;
  const { channel, channels, sendsRemaining } = session.facts;
  const wait = Math.ceil((session.resendAt - now) / 1000);
  const resend = link(view, 'resend', text('resend'), () => dispatch({ type: 'resent', channel }));
  const offered = sendsRemaining > 0 && state.online;
  const lastTry = offered && wait <= 0 && state.notice?.text === 'lastTry';
  const others = channels.filter((other) => other !== channel && (!state.only.length || state.only.includes(other)));
  return html`
    <div class="screen">
      <div class="block">
        <slot name="label"></slot>
        <p class="note">${view.recipientIn(sentTexts[channel])} ${editLink(view)}</p>
        <div part="field" class="code ${boxClass(view)}" dir="ltr">
          ${own ? nothing : html`<div part="guide" class="guide"></div>`}
          <slot name="code"></slot>
        </div>
        ${status(view, lastTry ? resend : nothing)}
      </div>
      ${action(view, text('verify'))}
      ${
        offered
          ? html`<div class="links">
              ${
                wait > 0
                  ? countdown(view, session, wait)
                  : [
                      lastTry ? nothing : resend,
                      others.map((other) =>
                        link(view, 'switch', text(insteadTexts[other]), () =>
                          dispatch({ type: 'resent', channel: other }),
                        ),
                      ),
                    ]
              }
            </div>`
          : nothing
      }
    </div>
  `;
};

/** Never two countdowns at once: what the line under the field counts down matters more. */
const countdown = ({ text, locale, now, state }: View, { expiresAt }: Session, wait: number): Part =>
  expiresAt - now <= 60_000 || state.notice?.text === 'rateLimited' || state.notice?.text === 'unsure'
    ? nothing
    : html`<span part="countdown" class="countdown">${text('resendIn', { time: formatWait(wait, locale) })}</span>`;
