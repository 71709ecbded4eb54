/** A recipient within a sentence: always left to right, and a masked one read as words. */
import { html, nothing, type TemplateResult } from 'lit';
import type { MessageKey } from '../messages/index.ts';
import type { View } from './view.ts';

/** A masked number for whoever hears it. */
export const spoken = ({ text }: Pick<View, 'text'>, recipient: string): string =>
  /•.*\d$/.test(recipient) ? text('maskedNumber', { last: recipient.slice(-4) }) : recipient;

export const recipientIn = (view: Pick<View, 'text' | 'recipient'>, key: MessageKey): TemplateResult => {
  const { text, recipient } = view;
  const [before, after] = text(key, { recipient: '\n' }).split('\n');
  const heard = spoken(view, recipient);
  return html`${before}<bdi class="recipient" dir="ltr" aria-hidden=${heard === recipient ? nothing : 'true'}
      >${recipient}</bdi
    >${heard === recipient ? nothing : html`<span class="heard">${heard}</span>`}${after}`;
};
