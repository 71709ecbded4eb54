/** Hungarian. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Telefonszám',
  countryLabel: 'Ország',
  channelLegend: 'Hogyan kéri a kódot?',
  channelSms: 'SMS',
  channelVoice: 'Telefonhívás',
  sendSms: 'Kód kérése SMS-ben',
  sendVoice: 'Kód kérése hívással',
  ticketIntro: 'Kódot küldünk ide: {recipient}.',
  network: 'Nem sikerült csatlakozni. Ellenőrizze az internetkapcsolatot, és próbálja újra.',
  tryAgain: 'Újrapróbálás',
  bubbleNumber: 'Adja meg és erősítse meg a telefonszámát.',

  emailLabel: 'E-mail-cím',
  channelEmail: 'E-mail',
  sendEmail: 'Kód kérése e-mailben',
  phoneHint: 'Például {example}',
  sending: 'Küldés…',

  numberMissing: 'Adja meg a telefonszámát.',
  emailMissing: 'Adja meg az e-mail-címét.',
  numberShort: 'Ez a szám túl rövidnek tűnik ({country}).',
  numberLong: 'Ez a szám túl hosszúnak tűnik ({country}).',
  numberUnlikely:
    'Ez nem a kiválasztott ország ({country}) számának tűnik. Ellenőrizze, vagy válasszon másik országot.',
  numberLandline: 'Ez vezetékes számnak tűnik, amelyen nem lehet SMS-t fogadni. Helyette felhívhatjuk.',
  numberNotAllowed: 'Erre a számra nem tudunk kódot küldeni. Adjon meg egy másikat.',

  codeLabel: 'Írja be a kódot ({n} számjegy)',
  codeAutoCheck: 'A kódot azonnal ellenőrizzük, amint teljes.',
  sentSms: 'SMS-t küldtünk ide: {recipient}.',
  sentVoice: 'Ezt a számot hívjuk: {recipient}. Egy hang angolul olvassa fel a kódot.',
  sentEmail: 'E-mailt küldtünk ide: {recipient}.',
  maskedNumber: '{last} végű szám',
  changeNumber: 'Szám módosítása',
  changeEmail: 'Cím módosítása',
  keepNumber: 'Marad: {recipient}',
  verify: 'Megerősítés',
  checking: 'Ellenőrzés…',
  checkFailed: 'Nem sikerült ellenőrizni a kódot. Próbálja újra.',

  wrongCode: {
    one: 'A kód helytelen. Még {n} próbálkozása van.',
    other: 'A kód helytelen. Még {n} próbálkozása van.',
  },
  lastTry: 'A kód helytelen. Még egy próbálkozása van: nézze meg a legújabb üzenetet, vagy kérjen új kódot.',
  alreadyTried: 'Ezt a kódot már megpróbálta. Nézze meg a legújabb üzenetet.',
  tooManyTries: 'Túl sok volt a próbálkozás, ezért ez a kód már nem érvényes. Kérhet újat.',
  codeExpiresIn: 'A kód még ennyi ideig érvényes: {time}.',
  codeExpired: 'A kód lejárt.',

  resend: 'Új kód küldése',
  resendIn: 'Új kód kérhető {time} múlva',
  resentVoid: 'Új kódot küldtünk. A korábbi kódok már nem érvényesek.',
  resentValid: 'A kódot újra elküldtük. A korábbi üzenetek is érvényesek.',
  lastCode: 'Egyelőre ez volt az utolsó kód. Még ennyi ideig érvényes: {time}.',
  callInstead: 'Inkább hívást kérek',
  textInstead: 'Inkább SMS-t kérek',
  emailInstead: 'Inkább e-mailt kérek',
  delivered: 'SMS kézbesítve',
  notDelivered: 'Az SMS-t nem sikerült kézbesíteni. Ellenőrizze a számot, vagy kérjen hívást.',
  failover: 'Az SMS-t nem sikerült kézbesíteni, ezért felhívjuk. Vegye fel, hogy meghallgassa a kódot.',

  rateLimited: 'Túl sok kódot kértek. {duration} múlva próbálja újra.',
  offline: 'Nincs internetkapcsolat. Folytatjuk, amint helyreáll.',
  unavailable: 'Most nem tudunk kódot küldeni. Próbálja újra később.',
  unsure:
    'Nem biztos, hogy a kódot elküldtük. {time} múlva próbálja újra, és az addig érkező kódokat hagyja figyelmen kívül.',
  challenge: 'Egy gyors ellenőrzés, mielőtt elküldjük a kódot.',
  challengeFailed: 'Az ellenőrzés nem sikerült. Próbálja meg még egyszer.',
  ticketEnded: 'Az oldal túl régóta van nyitva. Töltse be újra, hogy kódot kapjon.',

  verified: '{recipient} megerősítve',
  proofExpired: 'Eltelt egy kis idő. Erősítse meg újra a telefonszámát.',

  bubblePress: 'A szám megerősítéséhez nyomja meg ezt: „{button}”.',
  bubbleCode: 'Írja be a kódot, amelyet küldtünk.',
};
