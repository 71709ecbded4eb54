/** Catalan. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Número de telèfon',
  countryLabel: 'País',
  channelLegend: 'Com vols rebre el codi?',
  channelSms: 'SMS',
  channelVoice: 'Trucada',
  sendSms: 'Rep el codi per SMS',
  sendVoice: 'Rep el codi amb una trucada',
  ticketIntro: 'Enviarem un codi a {recipient}.',
  network: 'No ens hem pogut connectar. Comprova la connexió i torna-ho a provar.',
  tryAgain: 'Torna-ho a provar',
  bubbleNumber: 'Escriu i verifica el teu número de telèfon.',

  emailLabel: 'Adreça electrònica',
  channelEmail: 'Correu',
  sendEmail: 'Rep el codi per correu',
  phoneHint: 'Per exemple, {example}',
  sending: 'S’està enviant…',

  numberMissing: 'Escriu el teu número de telèfon.',
  emailMissing: 'Escriu la teva adreça electrònica.',
  numberShort: 'Aquest número sembla massa curt ({country}).',
  numberLong: 'Aquest número sembla massa llarg ({country}).',
  numberUnlikely: 'No sembla un número del país triat ({country}). Comprova’l o tria un altre país.',
  numberLandline: 'Sembla un telèfon fix, que no pot rebre SMS. Podem trucar-hi.',
  numberNotAllowed: 'No podem enviar codis a aquest número. Fes-ne servir un altre.',

  codeLabel: 'Escriu el codi de {n} xifres',
  codeAutoCheck: 'El codi es comprova tan bon punt és complet.',
  sentSms: 'Hem enviat un SMS a {recipient}.',
  sentVoice: 'Estem trucant a {recipient}. Una veu llegirà el codi en anglès.',
  sentEmail: 'Hem enviat un correu a {recipient}.',
  maskedNumber: 'número acabat en {last}',
  changeNumber: 'Canvia el número',
  keepNumber: 'Conserva {recipient}',
  verify: 'Verifica',
  checking: 'S’està comprovant…',

  wrongCode: {
    one: 'El codi no és correcte. Et queda {n} intent.',
    many: 'El codi no és correcte. Et queden {n} d’intents.',
    other: 'El codi no és correcte. Et queden {n} intents.',
  },
  lastTry: 'El codi no és correcte. Et queda un intent: mira l’últim missatge o demana un codi nou.',
  alreadyTried: 'Aquest codi ja l’has provat. Mira l’últim missatge.',
  tooManyTries: 'Hi ha hagut massa intents i aquest codi ja no serveix. En pots demanar un de nou.',
  codeExpiresIn: 'El codi encara serveix {time}.',
  codeExpired: 'El codi ha caducat.',

  resend: 'Envia un codi nou',
  resendIn: 'Codi nou d’aquí a {time}',
  resentVoid: 'Hem enviat un codi nou. Els anteriors ja no serveixen.',
  resentValid: 'Hem tornat a enviar el codi. Els missatges anteriors encara serveixen.',
  lastCode: 'De moment, aquest era l’últim codi. Encara serveix {time}.',
  callInstead: 'Prefereixo una trucada',
  textInstead: 'Prefereixo un SMS',
  emailInstead: 'Prefereixo un correu',
  delivered: 'SMS lliurat',
  notDelivered: 'No hem pogut lliurar l’SMS. Comprova el número o demana una trucada.',
  failover: 'No hem pogut lliurar l’SMS i et truquem. Respon per sentir el codi.',

  rateLimited: 'S’han demanat massa codis. Torna-ho a provar d’aquí a {duration}.',
  offline: 'No tens connexió. Continuarem quan torni.',
  unavailable: 'Ara no podem enviar codis. Torna-ho a provar més tard.',
  unsure:
    'No sabem del cert si el codi s’ha enviat. Torna-ho a provar d’aquí a {time} i ignora els codis que arribin abans.',
  challenge: 'Una comprovació ràpida abans d’enviar el codi.',
  challengeFailed: 'La comprovació no ha funcionat. Torna-ho a provar un cop més.',
  ticketEnded: 'Aquesta pàgina fa massa estona que és oberta. Torna-la a carregar per rebre un codi.',

  verified: '{recipient} verificat',
  proofExpired: 'Ja fa una estona. Torna a verificar el teu número.',

  bubblePress: 'Prem «{button}» per verificar aquest número.',
  bubbleCode: 'Escriu el codi que t’hem enviat.',
};
