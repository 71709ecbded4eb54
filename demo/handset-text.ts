/** How the handset shows and says what it receives. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { HandsetMessage } from './handset-feed.ts';

export const formatNumber = (e164: string): string => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;

export type SplitText = readonly [before: string, code: string, after: string];

/** A text, cut where its code is. */
export const withCode = ({ text, code }: HandsetMessage): SplitText => {
  const at = text.indexOf(code);
  return [text.slice(0, at), code, text.slice(at + code.length)];
};

/** Slow enough to write along, as such robots are. */
const rate = 0.8;

/** What a call takes where the browser has no voice, in milliseconds. */
const silentCall = 12_000;

/** Reads aloud; resolves when it is done, or at once when the signal says so. Never rejects. */
export const speak = (text: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const hangUp = (): void => (globalThis.speechSynthesis?.cancel(), resolve());
    signal.addEventListener('abort', hangUp, { once: true });
    if (!globalThis.speechSynthesis?.getVoices().length) return void setTimeout(resolve, silentCall);
    const utterance = new SpeechSynthesisUtterance(text);
    Object.assign(utterance, { lang: 'en-US', rate, onend: resolve, onerror: () => setTimeout(resolve, silentCall) });
    speechSynthesis.speak(utterance);
  });
