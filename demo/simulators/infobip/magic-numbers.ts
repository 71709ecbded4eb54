/** The recipients that make the Infobip simulator misbehave; the digits mean what they mean with every vendor. */
import { type Fault, faultsAt, finderOf, type MagicEntry, magicNumber as number } from '../kit/magic-numbers.ts';
import type { Fate } from '../kit/network.ts';
import type { Channel } from '../../../relay/contract.ts';
import type { InfobipConfiguration, InfobipVariant } from './options.ts';

/** Why a send is refused, whatever the account. */
export type Refusal =
  | 'invalid_number'
  | 'no_sender'
  | 'unknown_application'
  | 'unauthorized'
  | 'forbidden'
  | 'not_sent';

/** The moments of a verification at which something can go wrong. */
export type InfobipMoment = 'start' | 'resend' | 'check';

export type MagicNumber = MagicEntry<InfobipMoment> & {
  readonly sms?: Fate;
  readonly voice?: Fate;
  readonly email?: Fate;
  readonly refusal?: Refusal;
  /** The only channels that the account may use. */
  readonly channels?: readonly Channel[];
  readonly variant?: Partial<InfobipVariant>;
  readonly configuration?: Partial<InfobipConfiguration>;
};

const stories: { readonly [kind in Fault]?: string } = {
  error_in_200: 'is answered with a 200 that tells nothing (`{}`), and not carried out',
};

const nowhere = { sms: 'undelivered', email: 'undelivered' } as const;

export const magicNumbers: readonly MagicNumber[] = [
  { number: number(5), story: 'Nothing goes wrong, as with any recipient that is not in this table.' },
  { number: number(7), story: 'The text arrives 20 seconds late.', sms: 'late', email: 'late' },
  {
    number: number(8),
    story: 'A code is valid for 20 seconds only.',
    configuration: { pinTimeToLive: '20s' },
  },

  { number: number(13), story: 'The text cannot be delivered, and nothing tells of it.', ...nowhere },
  { number: number(14), story: 'Neither a text nor a call gets through.', ...nowhere, voice: 'undelivered' },
  { number: number(16), story: 'A call does not get through.', voice: 'undelivered' },

  { number: number(20), story: 'It is a landline: texts fail, calls get through.', sms: 'undelivered' },
  { number: number(23), story: 'Calls cannot be had.', channels: ['sms', 'email'] },
  { number: number(24), story: 'Texts cannot be had.', channels: ['voice', 'email'] },

  { number: number(30), story: 'Infobip takes the recipient for invalid (400).', refusal: 'invalid_number' },
  { number: number(31), story: 'No sender is registered for the country (400).', refusal: 'no_sender' },
  { number: number(32), story: 'The account has no credits (400).', variant: { balance: 'refused' } },
  {
    number: number(33),
    story: 'The account has no credits, which a 200 tells that did not send.',
    variant: { balance: 'not_sent' },
  },
  { number: number(34), story: 'The application cannot be found (400).', refusal: 'unknown_application' },
  { number: number(35), story: 'The API key is refused (401).', refusal: 'unauthorized' },
  { number: number(36), story: 'The API key lacks the scope (403).', refusal: 'forbidden' },
  {
    number: number(38),
    story: 'A 200 that did not send: `MESSAGE_NOT_SENT`, or `REJECTED_DESTINATION` for calls and e-mails.',
    refusal: 'not_sent',
  },

  ...faultsAt<InfobipMoment>('start', 40, 'A start', stories),
  ...faultsAt<InfobipMoment>('resend', 50, 'The first resend', stories),
  ...faultsAt<InfobipMoment>('check', 60, 'The first check', stories),

  {
    number: number(80),
    story: 'A code that is too old is told as `PIN_EXPIRED`, one that is used up as `NO_ATTEMPTS_LEFT`.',
    variant: { pinErrors: 'PIN_EXPIRED' },
  },
  {
    number: number(81),
    story: 'The last wrong code is told as `NO_MORE_PIN_ATTEMPTS`.',
    variant: { lastWrong: 'NO_MORE_PIN_ATTEMPTS' },
  },
  {
    number: number(82),
    story: 'A recipient gets two codes a day, and a third is refused.',
    configuration: { sendPinPerPhoneNumberLimit: '2/1d' },
  },
  {
    number: number(83),
    story: 'One code is judged in three seconds, the next is refused.',
    configuration: { verifyPinLimit: '1/3s' },
  },
  {
    number: number(84),
    story: 'A code is right but once: a second check of it is an error (400).',
    configuration: { allowMultiplePinVerifications: false },
  },
];

/** What is special about a recipient; nothing, as a rule. */
export const magicOf: (to: string) => Partial<MagicNumber> = finderOf(magicNumbers);
