/** What the templates say that `npm run setup:infobip` makes. */

export type InfobipText = {
  /** One segment of a text in any alphabet: 70 characters, the code included. */
  readonly sms: string;
  /** Only in languages that Infobip can read aloud. */
  readonly voice?: { readonly language: string; readonly text: string };
};

/**
 * By language, BCP 47. A template has one `{{pin}}`: whether a second is filled in is not documented, so a call is
 * repeated by a key. https://www.infobip.com/docs/voice-and-video/reference#text-to-speech-languages
 */
export const INFOBIP_TEXTS: Readonly<Record<string, InfobipText>> = {
  en: {
    sms: 'Your verification code is {{pin}}. Do not share it with anyone.',
    voice: { language: 'en', text: 'Hello. Your verification code is: {{pin}}. To hear it again, press 1.' },
  },
  nb: {
    sms: 'Bekreftelseskoden din er {{pin}}. Ikke del den med noen.',
    voice: { language: 'no', text: 'Hei. Bekreftelseskoden din er: {{pin}}. Trykk 1 for å høre den igjen.' },
  },
  sv: {
    sms: 'Din verifieringskod är {{pin}}. Dela den inte med någon.',
    voice: { language: 'sv', text: 'Hej. Din verifieringskod är: {{pin}}. Tryck 1 för att höra den igen.' },
  },
  da: {
    sms: 'Din bekræftelseskode er {{pin}}. Del den ikke med nogen.',
    voice: { language: 'da', text: 'Hej. Din bekræftelseskode er: {{pin}}. Tryk 1 for at høre den igen.' },
  },
  fi: {
    sms: 'Vahvistuskoodisi on {{pin}}. Älä kerro sitä kenellekään.',
    voice: { language: 'fi', text: 'Hei. Vahvistuskoodisi on: {{pin}}. Kuulet sen uudelleen painamalla 1.' },
  },
  de: {
    sms: 'Ihr Bestätigungscode lautet {{pin}}. Geben Sie ihn nicht weiter.',
    voice: {
      language: 'de',
      text: 'Hallo. Ihr Bestätigungscode lautet: {{pin}}. Um ihn noch einmal zu hören, drücken Sie die 1.',
    },
  },
  fr: {
    sms: 'Votre code de vérification est {{pin}}. Ne le partagez pas.',
    voice: {
      language: 'fr',
      text: 'Bonjour. Votre code de vérification est : {{pin}}. Pour le réécouter, appuyez sur 1.',
    },
  },
  es: {
    sms: 'Tu código de verificación es {{pin}}. No lo compartas con nadie.',
    voice: {
      language: 'es',
      text: 'Hola. Tu código de verificación es: {{pin}}. Para volver a oírlo, pulsa 1.',
    },
  },
  pt: {
    sms: 'O seu código de verificação é {{pin}}. Não o partilhe.',
    voice: {
      language: 'pt_pt',
      text: 'Olá. O seu código de verificação é: {{pin}}. Para o ouvir de novo, prima 1.',
    },
  },
  lv: { sms: 'Jūsu verifikācijas kods ir {{pin}}. Neizpaudiet to nevienam.' },
  ar: { sms: 'رمز التحقق الخاص بك هو {{pin}}. لا تشاركه مع أي شخص.' },
  he: { sms: 'קוד האימות שלך הוא {{pin}}. אין למסור אותו לאיש.' },
};
