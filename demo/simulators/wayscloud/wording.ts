/** What WAYSCloud writes and says in its five languages; its documents show no text, so these are likely ones. */
import type { WayscloudChannel, WayscloudLocale } from './options.ts';

const sentences: Readonly<Record<WayscloudLocale, string>> = {
  en: 'Your verification code is',
  no: 'Din bekreftelseskode er',
  sv: 'Din verifieringskod är',
  da: 'Din bekræftelseskode er',
  fi: 'Vahvistuskoodisi on',
};

/** A call reads the code twice. */
export const wordingOf = (channel: WayscloudChannel, code: string, locale: WayscloudLocale): string => {
  const sentence = sentences[locale];
  if (channel !== 'voice') return `${sentence} ${code}`;
  const spoken = `${sentence}: ${code.split('').join(', ')}.`;
  return `${spoken} ${spoken}`;
};
