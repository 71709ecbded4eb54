/** The recipients that make this simulator misbehave, and what each does. */
import { faultsAt, finderOf, type MagicEntry, magicNumber as number } from '../kit/magic-numbers.ts';
import type { Fate } from '../kit/network.ts';
import type { WayscloudChannel, WayscloudVariant } from './options.ts';

/** Why a start is refused. */
export type Refusal = 'invalid_recipient' | 'invalid_recipient_in_200' | 'unauthorized' | 'forbidden';

/** The four operations. */
export type WayscloudCall = 'start' | 'check' | 'status' | 'cancel';

/** A resend is a start while the recipient's last session is open. */
export type Moment = WayscloudCall | 'resend';

export type MagicNumber = MagicEntry<Moment> & {
  /** What becomes of a text, and of an e-mail. */
  readonly message?: Fate;
  readonly voice?: Fate;
  readonly refusal?: Refusal;
  /** The channels that can be had. Default: all. */
  readonly channels?: readonly WayscloudChannel[];
  readonly variant?: Partial<WayscloudVariant>;
  /** How long a code is valid, in milliseconds, whatever was asked for. */
  readonly codeTtl?: number;
};

export const magicNumbers: readonly MagicNumber[] = [
  { number: number(5), story: 'Nothing goes wrong, as with any number that is not in this table.' },
  { number: number(6), story: 'The text arrives, but its delivery is never reported.', message: 'unreported' },
  { number: number(7), story: 'The text arrives 20 seconds late.', message: 'late' },
  { number: number(8), story: 'A code is valid for 20 seconds only.', codeTtl: 20_000 },

  { number: number(13), story: 'The text cannot be delivered, and nothing tells of it.', message: 'undelivered' },
  {
    number: number(14),
    story: 'Neither a text nor a call gets through.',
    message: 'undelivered',
    voice: 'undelivered',
  },
  { number: number(16), story: 'A call does not get through.', voice: 'undelivered' },
  {
    number: number(17),
    story: 'The text cannot be delivered, and the session becomes `failed`.',
    message: 'undelivered',
    variant: { undelivered: 'failed' },
  },

  { number: number(20), story: 'It is a landline: texts fail, calls get through.', message: 'undelivered' },
  { number: number(23), story: 'Calls cannot be had.', channels: ['sms', 'email'] },
  { number: number(24), story: 'Texts cannot be had.', channels: ['voice', 'email'] },
  {
    number: number(26),
    story: 'The status never becomes `delivered`.',
    variant: { statusGoesDelivered: 'off' },
  },

  { number: number(30), story: 'WAYSCloud takes the number for invalid (422).', refusal: 'invalid_recipient' },
  { number: number(32), story: 'The account has no funds (402).', variant: { balance: 'empty402' } },
  { number: number(33), story: 'The account has no funds (403).', variant: { balance: 'empty403' } },
  { number: number(35), story: 'The API key is refused (401).', refusal: 'unauthorized' },
  { number: number(36), story: 'The API key is one of another service (403).', refusal: 'forbidden' },
  {
    number: number(38),
    story: 'WAYSCloud takes the number for invalid, and says so with an error within a 200.',
    refusal: 'invalid_recipient_in_200',
  },

  ...faultsAt<Moment>('start', 40, 'A start'),
  ...faultsAt<Moment>('resend', 50, 'A second start'),
  ...faultsAt<Moment>('check', 60, 'The first check'),

  {
    number: number(70),
    story: 'The first look at the status is answered with 500.',
    fault: { at: 'status', kind: 'server_error' },
  },
  {
    number: number(71),
    story: 'The first look at the status is refused with 429.',
    fault: { at: 'status', kind: 'rate_limited' },
  },
  {
    number: number(72),
    story: 'The first look at the status finds no session (404).',
    fault: { at: 'status', kind: 'not_found' },
  },
  {
    number: number(73),
    story: 'The first look at the status is never answered.',
    fault: { at: 'status', kind: 'silent' },
  },
  {
    number: number(74),
    story: 'The first cancellation is answered with 500.',
    fault: { at: 'cancel', kind: 'server_error' },
  },
  {
    number: number(75),
    story: 'The first cancellation finds no session (404).',
    fault: { at: 'cancel', kind: 'not_found' },
  },
  { number: number(76), story: 'A cancellation is answered with an empty 204.', variant: { cancelStyle: 204 } },

  {
    number: number(80),
    story: 'A check after the code has expired is an error (410).',
    variant: { expiredStyle: '410' },
  },
  { number: number(81), story: 'A wrong code is an error (400).', variant: { wrongCodeStatus: 400 } },
  {
    number: number(83),
    story: 'The fifth wrong code is told as 429, as if there were too many calls.',
    variant: { lockoutStyle: '429detail' },
  },
  {
    number: number(84),
    story: 'A second check after success is an error (409).',
    variant: { recheckStyle: '409' },
  },
];

/** What is special about a recipient; nothing, as a rule. */
export const magicOf: (to: string) => Partial<MagicNumber> = finderOf(magicNumbers);
