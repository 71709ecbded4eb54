/** What a relay says when nothing is the matter: for the widget's tests and pictures, which script the rest. */
import type { Config, Verification } from '../../relay/contract.ts';

export const config: Config = {
  version: 1,
  channels: ['sms', 'voice'],
  codeLength: 6,
  countries: null,
  country: 'LV',
  challenge: null,
};

/** A code has just been texted; no delivery is told of. */
export const verification = (changes: Partial<Verification> = {}): Verification => ({
  handle: 'handle',
  status: 'pending',
  channel: 'sms',
  recipient: '+371 ••••2931',
  codeLength: 6,
  expiresIn: 300,
  resendIn: 30,
  attemptsRemaining: 5,
  sendsRemaining: 4,
  earlierCodes: 'void',
  channels: ['sms', 'voice'],
  delivery: null,
  pollIn: null,
  ...changes,
});
