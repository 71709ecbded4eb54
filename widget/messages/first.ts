/** The English of the first screen: it is there before any language is, and says at least that there is no network. */
import type { Message } from './index.ts';

export const first = {
  phoneLabel: 'Phone number',
  countryLabel: 'Country',
  channelLegend: 'How should we send your code?',
  channelSms: 'Text message',
  channelVoice: 'Phone call',
  sendSms: 'Text me a code',
  sendVoice: 'Call me with a code',
  emailLabel: 'Email address',
  sendEmail: 'Email me a code',
  ticketIntro: 'We’ll send a code to {recipient}.',
  network: 'We couldn’t connect. Check your connection and try again.',
  tryAgain: 'Try again',
  bubbleNumber: 'Enter and verify your phone number.',
} as const satisfies Readonly<Record<string, Message>>;
