/** The recipients that make this simulator misbehave, and what each does. */
import { faultsAt, finderOf, type MagicEntry, magicNumber as number } from '../kit/magic-numbers.ts';
import type { Fate } from '../kit/network.ts';
import type { TextmagicVariant } from './options.ts';

/** The three operations. */
export type TextmagicCall = 'start' | 'check' | 'cancel';

/** Textmagic has no resend: what counts as one is a start while the verification before it could still live. */
export type TextmagicMoment = TextmagicCall | 'resend';

/** Why a start is refused. */
export type Refusal = 'invalid_number' | 'unsupported_network' | 'gone' | 'unauthorized' | 'forbidden';

export type MagicNumber = MagicEntry<TextmagicMoment> & {
  readonly sms?: Fate;
  readonly voice?: Fate;
  readonly refusal?: Refusal;
  readonly variant?: Partial<TextmagicVariant>;
  /** How long a code is valid, in milliseconds, where it is not five minutes. */
  readonly codeTtl?: number;
};

export const magicNumbers: readonly MagicNumber[] = [
  { number: number(5), story: 'Nothing goes wrong, as with any number that is not in this table.' },
  { number: number(7), story: 'The text arrives 20 seconds late.', sms: 'late' },
  { number: number(8), story: 'A code is valid for 20 seconds only.', codeTtl: 20_000 },

  { number: number(13), story: 'No text can be delivered; the next step follows, if any.', sms: 'undelivered' },
  { number: number(14), story: 'Neither a text nor a call gets through.', sms: 'undelivered', voice: 'undelivered' },
  { number: number(16), story: 'No call gets through; the next step follows, if any.', voice: 'undelivered' },
  { number: number(20), story: 'It is a landline: texts fail, calls get through.', sms: 'undelivered' },

  { number: number(30), story: 'Textmagic takes the number for invalid (400).', refusal: 'invalid_number' },
  { number: number(31), story: 'The network is not supported (400).', refusal: 'unsupported_network' },
  { number: number(32), story: 'The account has no funds (400, in `errors`).', variant: { balance: 'common' } },
  { number: number(33), story: 'The account has no funds (400, in `message`).', variant: { balance: 'message' } },
  { number: number(34), story: 'There is no such route (404).', refusal: 'gone' },
  { number: number(35), story: 'The API key is refused (401).', refusal: 'unauthorized' },
  { number: number(36), story: 'The account may not verify (403).', refusal: 'forbidden' },

  ...faultsAt<TextmagicMoment>('start', 40, 'A start'),
  ...faultsAt<TextmagicMoment>('resend', 50, 'The first start that takes a verification’s place'),
  ...faultsAt<TextmagicMoment>('check', 60, 'The first check'),

  {
    number: number(74),
    story: 'The first cancellation is answered with 500.',
    fault: { at: 'cancel', kind: 'server_error' },
  },
  {
    number: number(75),
    story: 'The first cancellation finds no verification (404).',
    fault: { at: 'cancel', kind: 'not_found' },
  },

  { number: number(81), story: 'A wrong code is told in `errors.common`.', variant: { wrong: 'common' } },
  { number: number(82), story: 'Five wrong codes end a verification, not three.', variant: { maxAttempts: 5 } },
  { number: number(84), story: 'A second check after success is a 404.', variant: { unknownAtCheck: 404 } },
  { number: number(85), story: 'A cancellation before its time is a 403.', variant: { cancelTooEarly: 403 } },
  {
    number: number(86),
    story: 'A verification can be canceled after its second step.',
    variant: { cancelAfterSecondStep: 'accept' },
  },
  { number: number(87), story: 'Several verifications may be under way.', variant: { duplicateStart: 'accept' } },
];

/** What is special about a recipient; nothing, as a rule. */
export const magicOf: (to: string) => Partial<MagicNumber> = finderOf(magicNumbers);
