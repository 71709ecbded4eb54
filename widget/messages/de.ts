/** German. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Telefonnummer',
  countryLabel: 'Land',
  channelLegend: 'Wie möchten Sie den Code erhalten?',
  channelSms: 'SMS',
  channelVoice: 'Anruf',
  sendSms: 'Code per SMS senden',
  sendVoice: 'Code per Anruf erhalten',
  ticketIntro: 'Wir senden einen Code an {recipient}.',
  network: 'Keine Verbindung. Prüfen Sie Ihr Internet und versuchen Sie es noch einmal.',
  tryAgain: 'Noch einmal versuchen',
  bubbleNumber: 'Geben Sie Ihre Telefonnummer ein und bestätigen Sie sie.',

  emailLabel: 'E-Mail-Adresse',
  channelEmail: 'E-Mail',
  sendEmail: 'Code per E-Mail senden',
  phoneHint: 'Zum Beispiel {example}',
  sending: 'Wird gesendet …',

  numberMissing: 'Geben Sie Ihre Telefonnummer ein.',
  emailMissing: 'Geben Sie Ihre E-Mail-Adresse ein.',
  numberShort: 'Diese Nummer scheint zu kurz zu sein ({country}).',
  numberLong: 'Diese Nummer scheint zu lang zu sein ({country}).',
  numberUnlikely:
    'Diese Nummer passt nicht zum gewählten Land ({country}). Prüfen Sie sie oder wählen Sie ein anderes Land.',
  numberLandline: 'Das ist wohl eine Festnetznummer, die keine SMS empfängt. Wir können stattdessen anrufen.',
  numberNotAllowed: 'An diese Nummer können wir keine Codes senden. Bitte verwenden Sie eine andere.',

  codeLabel: 'Geben Sie den {n}-stelligen Code ein',
  codeAutoCheck: 'Der Code wird geprüft, sobald er vollständig ist.',
  sentSms: 'Wir haben ihn per SMS an {recipient} gesendet.',
  sentVoice: 'Wir rufen {recipient} an. Eine Stimme liest den Code auf Englisch vor.',
  sentEmail: 'Wir haben ihn per E-Mail an {recipient} gesendet.',
  maskedNumber: 'die Nummer mit den Endziffern {last}',
  changeNumber: 'Nummer ändern',
  changeEmail: 'Adresse ändern',
  keepNumber: '{recipient} behalten',
  verify: 'Bestätigen',
  checking: 'Wird geprüft …',
  checkFailed: 'Wir konnten den Code nicht prüfen. Bitte versuchen Sie es noch einmal.',

  wrongCode: {
    one: 'Dieser Code stimmt nicht. Noch {n} Versuch.',
    other: 'Dieser Code stimmt nicht. Noch {n} Versuche.',
  },
  lastTry: 'Dieser Code stimmt nicht. Noch ein Versuch: neueste Nachricht prüfen oder neuen Code anfordern.',
  alreadyTried: 'Diesen Code haben Sie schon versucht. Sehen Sie in der neuesten Nachricht nach.',
  tooManyTries: 'Das waren zu viele Versuche, deshalb gilt dieser Code nicht mehr. Sie können einen neuen erhalten.',
  codeExpiresIn: 'Dieser Code gilt noch {time}.',
  codeExpired: 'Dieser Code ist abgelaufen.',

  resend: 'Neuen Code senden',
  resendIn: 'Neuen Code senden in {time}',
  resentVoid: 'Neuer Code gesendet. Frühere Codes gelten nicht mehr.',
  resentValid: 'Code noch einmal gesendet. Frühere Nachrichten gelten weiterhin.',
  lastCode: 'Das war vorerst der letzte Code. Er gilt noch {time}.',
  callInstead: 'Lieber per Anruf',
  textInstead: 'Lieber per SMS',
  emailInstead: 'Lieber per E-Mail',
  delivered: 'SMS zugestellt',
  notDelivered: 'Die SMS kam nicht an. Prüfen Sie die Nummer oder lassen Sie sich anrufen.',
  failover: 'Die SMS kam nicht an, deshalb rufen wir Sie an. Nehmen Sie ab, um den Code zu hören.',

  rateLimited: 'Es wurden zu viele Codes angefordert. In {duration} können Sie es wieder versuchen.',
  offline: 'Sie sind offline. Es geht weiter, sobald Sie wieder online sind.',
  unavailable: 'Wir können gerade keine Codes senden. Bitte versuchen Sie es später noch einmal.',
  unsure:
    'Wir sind nicht sicher, ob der Code gesendet wurde. Versuchen Sie es in {time} noch einmal und ignorieren Sie Codes, die vorher kommen.',
  challenge: 'Eine kurze Prüfung, bevor wir den Code senden.',
  challengeFailed: 'Die Prüfung hat nicht geklappt. Bitte versuchen Sie es noch einmal.',
  ticketEnded: 'Diese Seite war zu lange offen. Laden Sie sie neu, um einen Code zu erhalten.',

  verified: '{recipient} ist bestätigt',
  proofExpired: 'Das ist schon eine Weile her. Bitte bestätigen Sie Ihre Nummer noch einmal.',

  bubblePress: 'Drücken Sie „{button}“, um diese Nummer zu bestätigen.',
  bubbleCode: 'Geben Sie den Code ein, den wir Ihnen gesendet haben.',
};
