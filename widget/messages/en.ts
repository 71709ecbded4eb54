/** The widget's English: the texts that it starts with, and by their keys the list of all that can be overridden. */
import { first } from './first.ts';
import type { Message } from './index.ts';

export const en = {
  ...first,

  channelEmail: 'Email',
  phoneHint: 'For example, {example}',
  sending: 'Sending…',

  numberMissing: 'Enter your phone number.',
  emailMissing: 'Enter your email address.',
  numberShort: 'This number looks too short for {country}.',
  numberLong: 'This number looks too long for {country}.',
  numberUnlikely: 'This doesn’t look like a number from {country}. Check it, or choose another country.',
  numberLandline: 'This looks like a landline, which can’t get texts. We can call it instead.',
  numberNotAllowed: 'We can’t send codes to this number. Please use a different one.',

  codeLabel: 'Enter the {n}-digit code',
  codeAutoCheck: 'Your code is checked as soon as it is complete.',
  sentSms: 'We texted it to {recipient}.',
  sentVoice: 'We’re calling {recipient}. A voice will read the code in English.',
  sentEmail: 'We emailed it to {recipient}.',
  maskedNumber: 'number ending in {last}',
  changeNumber: 'Change number',
  changeEmail: 'Change address',
  keepNumber: 'Keep {recipient}',
  verify: 'Verify',
  checking: 'Checking…',
  checkFailed: 'We couldn’t check your code. Please try again.',

  wrongCode: {
    one: 'That code isn’t right. {n} try left.',
    other: 'That code isn’t right. {n} tries left.',
  },
  lastTry: 'That code isn’t right. One try left: check the newest message, or get a new code.',
  alreadyTried: 'You’ve already tried that code. Check the newest message.',
  tooManyTries: 'That was too many tries, so this code no longer works. You can get a new one.',
  codeExpiresIn: 'This code works for another {time}.',
  codeExpired: 'This code has expired.',

  resend: 'Send a new code',
  resendIn: 'Send a new code in {time}',
  resentVoid: 'New code sent. Earlier codes no longer work.',
  resentValid: 'Code sent again. Earlier messages still work.',
  lastCode: 'That was the last code for now. It works for another {time}.',
  callInstead: 'Call me instead',
  textInstead: 'Text me instead',
  emailInstead: 'Email me instead',
  delivered: 'Text delivered',
  notDelivered: 'We couldn’t deliver the text. Check the number, or let us call you.',
  failover: 'We couldn’t deliver the text, so we’re calling you. Answer to hear your code.',

  rateLimited: 'Too many codes were requested. You can try again in {duration}.',
  offline: 'You’re offline. We’ll carry on when you’re back.',
  unavailable: 'We can’t send codes right now. Please try again later.',
  unsure: 'We’re not sure your code was sent. Try again in {time}, and ignore any code that comes before then.',
  challenge: 'One quick check before we send your code.',
  challengeFailed: 'That check didn’t work. Please try it once more.',
  ticketEnded: 'This page has been open too long. Reload it to get a code.',

  verified: '{recipient} is verified',
  proofExpired: 'It’s been a while. Please verify your number again.',

  bubblePress: 'Press “{button}” to verify this number.',
  bubbleCode: 'Enter the code we sent you.',
} as const satisfies Readonly<Record<string, Message>>;
