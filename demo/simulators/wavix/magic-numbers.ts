/** The recipients that make this simulator misbehave, and what each does. */
import { faultsAt, finderOf, type MagicEntry, magicNumber as number } from '../kit/magic-numbers.ts';
import type { Fate } from '../kit/network.ts';
import type { WavixService, WavixVariant } from './options.ts';

/** Why a start is refused. */
export type Refusal = 'invalid_number' | 'no_sender' | 'unknown_service' | 'unauthorized' | 'forbidden';

/** The six operations. */
export type WavixCall = 'start' | 'resend' | 'check' | 'cancel' | 'list' | 'events';

export type MagicNumber = MagicEntry<WavixCall> & {
  readonly sms?: Fate;
  readonly voice?: Fate;
  /** What the look-up says, where it differs from the numbering plan. */
  readonly line?: 'landline';
  readonly refusal?: Refusal;
  readonly service?: Partial<Pick<WavixService, 'channels' | 'failover' | 'lookup'>>;
  readonly variant?: Partial<WavixVariant>;
  /** How long a code is valid, in milliseconds, where it is not five minutes. */
  readonly codeTtl?: number;
};

const stories = { error_in_200: 'is refused with `success: false` within a 200' } as const;

export const magicNumbers: readonly MagicNumber[] = [
  { number: number(5), story: 'Nothing goes wrong, as with any number that is not in this table.' },
  { number: number(6), story: 'The text arrives, but its delivery is never reported.', sms: 'unreported' },
  { number: number(7), story: 'The text arrives 20 seconds late.', sms: 'late' },
  { number: number(8), story: 'A code is valid for 20 seconds only.', codeTtl: 20_000 },

  { number: number(10), story: 'The text cannot be delivered, so Wavix calls with the same code.', sms: 'undelivered' },
  {
    number: number(11),
    story: 'The text cannot be delivered, so Wavix calls with a new code.',
    sms: 'undelivered',
    variant: { failoverCode: 'new' },
  },
  {
    number: number(12),
    story: 'The text cannot be delivered, and the call that follows counts as one of the five codes.',
    sms: 'undelivered',
    variant: { countsFailover: true },
  },
  {
    number: number(13),
    story: 'The text cannot be delivered, and nothing follows.',
    sms: 'undelivered',
    service: { failover: false },
  },
  {
    number: number(14),
    story: 'Neither the text nor the call that follows gets through.',
    sms: 'undelivered',
    voice: 'undelivered',
  },
  { number: number(15), story: 'A call does not get through, so a text follows.', voice: 'undelivered' },
  {
    number: number(16),
    story: 'A call does not get through, and nothing follows.',
    voice: 'undelivered',
    service: { failover: false },
  },

  {
    number: number(20),
    story: 'The look-up says that it is a landline: texts fail, calls get through.',
    line: 'landline',
    sms: 'undelivered',
  },
  { number: number(21), story: 'The look-up is named `lookup`.', variant: { lookupName: 'lookup' } },
  { number: number(22), story: 'There is no look-up.', service: { lookup: false } },
  { number: number(23), story: 'The service sends texts only.', service: { channels: ['sms'] } },
  { number: number(24), story: 'The service makes calls only.', service: { channels: ['voice'] } },
  { number: number(25), story: 'The answer has no `session_url`.', variant: { sessionUrl: 'absent' } },
  {
    number: number(26),
    story: 'A delivery is reported as `success`, not as `delivered`.',
    variant: { sendStatus: 'success' },
  },

  { number: number(30), story: 'Wavix takes the number for invalid (400).', refusal: 'invalid_number' },
  { number: number(31), story: 'No sender is provisioned for the country (400).', refusal: 'no_sender' },
  { number: number(32), story: 'The account has no funds (422).', variant: { balance: 'empty422' } },
  { number: number(33), story: 'The account has no funds (400).', variant: { balance: 'empty400' } },
  { number: number(34), story: 'The service cannot be found (400).', refusal: 'unknown_service' },
  { number: number(35), story: 'The API key is refused (401).', refusal: 'unauthorized' },
  { number: number(36), story: 'The service is not provisioned for the account (403).', refusal: 'forbidden' },
  {
    number: number(37),
    story: 'Access is denied, with `error_code` 012 (403).',
    refusal: 'forbidden',
    variant: { errorCode012: true },
  },
  {
    number: number(38),
    story: 'Wavix takes the number for invalid, and says so with `success: false` within a 200.',
    refusal: 'invalid_number',
    variant: { successFalseIn200: true },
  },

  ...faultsAt('start', 40, 'A start', stories),
  ...faultsAt('resend', 50, 'The first resend', stories),
  ...faultsAt('check', 60, 'The first check', stories),

  {
    number: number(70),
    story: 'The first look at the events is answered with 500.',
    fault: { at: 'events', kind: 'server_error' },
  },
  {
    number: number(71),
    story: 'The first look at the events is refused with 429.',
    fault: { at: 'events', kind: 'rate_limited' },
  },
  {
    number: number(72),
    story: 'The first look at the events finds no session (404).',
    fault: { at: 'events', kind: 'not_found' },
  },
  {
    number: number(73),
    story: 'The first look at the events is never answered.',
    fault: { at: 'events', kind: 'silent' },
  },
  {
    number: number(74),
    story: 'The first cancellation is answered with 500.',
    fault: { at: 'cancel', kind: 'server_error' },
  },
  {
    number: number(75),
    story: 'The first cancellation says that the session is not canceled (404).',
    fault: { at: 'cancel', kind: 'not_found' },
  },
  { number: number(76), story: 'A cancellation is answered with an empty 204.', variant: { cancelStyle: 204 } },

  {
    number: number(80),
    story: 'A check after the code has expired says `is_valid: false`, and is no error.',
    variant: { expiredStyle: 'is_valid_false' },
  },
  { number: number(81), story: 'A wrong code is an error (400).', variant: { wrongStyle: 'error400' } },
  {
    number: number(82),
    story: 'Five attempts are all there are, whatever the number of codes.',
    variant: { attemptsScope: 'session' },
  },
  {
    number: number(83),
    story: 'The verification fails at the sixth check, not at the fifth wrong code.',
    variant: { attemptsFlip: 'sixth' },
  },
  {
    number: number(84),
    story: 'A second check after success says `is_valid: true`, and is no error.',
    variant: { verifiedRecheck: 'is_valid_true' },
  },
];

/** What is special about a recipient; nothing, as a rule. */
export const magicOf: (to: string) => Partial<MagicNumber> = finderOf(magicNumbers);
