/** The telephone network as Wavix sees it: how long a text or a call takes, what becomes of it, and what a phone gets. */
import type { Fate } from './magic-numbers.ts';
import type { WavixChannel, WavixDelays } from './options.ts';

/** What a phone receives. */
export type WavixMessage = {
  readonly id: string;
  /** E.164, with its plus. */
  readonly to: string;
  readonly channel: WavixChannel;
  readonly code: string;
  /** What is written, or said. */
  readonly text: string;
  readonly sessionId: string;
  /** When it arrived, or began to ring. */
  readonly at: number;
};

/** `arrive`: the phone has it; `deliver`, `fail`: Wavix knows what became of it; `fail over`: it takes the other way. */
export type Step = { readonly at: number; readonly does: 'arrive' | 'deliver' | 'fail' | 'fail over' };

/** All that will happen to a text or a call, as far as nobody interferes. */
export const journeyOf = (
  channel: WavixChannel,
  fate: Fate,
  sentAt: number,
  delays: WavixDelays,
  calls: 'answered' | 'handset',
): Step[] => {
  if (fate === 'undelivered') return [{ at: sentAt + delays.undelivered, does: 'fail' }];
  if (channel === 'voice') {
    const rings = sentAt + delays.call;
    return [
      { at: rings, does: 'arrive' },
      calls === 'answered'
        ? { at: rings + delays.answer, does: 'deliver' }
        : { at: rings + delays.ringOut, does: 'fail' },
    ];
  }
  const arrives = sentAt + (fate === 'late' ? delays.lateText : delays.text);
  const arrival: Step = { at: arrives, does: 'arrive' };
  return fate === 'unreported' ? [arrival] : [arrival, { at: arrives, does: 'deliver' }];
};

/** Wavix reads the code in English, and twice, as robots do. */
export const wordingOf = (channel: WavixChannel, code: string): string => {
  if (channel === 'sms') return `Your verification code is ${code}`;
  const spoken = code.split('').join(', ');
  return `Hello. Your verification code is: ${spoken}. Once more: ${spoken}. Goodbye.`;
};

/** What a look-up calls the types of libphonenumber. */
export const lineOf = (type: string | undefined): string => {
  switch (type) {
    case 'MOBILE':
    case 'FIXED_LINE_OR_MOBILE':
      return 'mobile';
    case 'FIXED_LINE':
      return 'landline';
    case 'VOIP':
      return 'voip';
    default:
      return 'unknown';
  }
};
