/** Estonian. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Telefoninumber',
  countryLabel: 'Riik',
  channelLegend: 'Kuidas koodi saata?',
  channelSms: 'SMS',
  channelVoice: 'Telefonikõne',
  sendSms: 'Saada kood SMS-iga',
  sendVoice: 'Helista ja ütle kood',
  ticketIntro: 'Saadame koodi: {recipient}.',
  network: 'Ühendust ei saadud. Kontrolli internetti ja proovi uuesti.',
  tryAgain: 'Proovi uuesti',
  bubbleNumber: 'Sisesta ja kinnita oma telefoninumber.',

  emailLabel: 'E-posti aadress',
  channelEmail: 'E-post',
  sendEmail: 'Saada kood e-postiga',
  phoneHint: 'Näiteks {example}',
  sending: 'Saatmine…',

  numberMissing: 'Sisesta oma telefoninumber.',
  emailMissing: 'Sisesta oma e-posti aadress.',
  numberShort: 'Number tundub liiga lühike ({country}).',
  numberLong: 'Number tundub liiga pikk ({country}).',
  numberUnlikely: 'Number ei sobi valitud riigiga ({country}). Kontrolli seda või vali teine riik.',
  numberLandline: 'See tundub lauatelefon, mis SMS-e vastu ei võta. Võime selle asemel helistada.',
  numberNotAllowed: 'Sellele numbrile me koode saata ei saa. Kasuta mõnda teist.',

  codeLabel: 'Sisesta {n}-kohaline kood',
  codeAutoCheck: 'Koodi kontrollitakse kohe, kui see on täielik.',
  sentSms: 'Saatsime selle SMS-iga: {recipient}.',
  sentVoice: 'Helistame: {recipient}. Hääl loeb koodi ette inglise keeles.',
  sentEmail: 'Saatsime selle e-postiga: {recipient}.',
  maskedNumber: 'number, mille lõpp on {last}',
  changeNumber: 'Muuda numbrit',
  changeEmail: 'Muuda aadressi',
  keepNumber: 'Säilita {recipient}',
  verify: 'Kinnita',
  checking: 'Kontrollimine…',

  wrongCode: {
    one: 'See kood pole õige. Jäänud on {n} katse.',
    other: 'See kood pole õige. Jäänud on {n} katset.',
  },
  lastTry: 'See kood pole õige. Jäänud on üks katse: vaata viimast sõnumit või küsi uus kood.',
  alreadyTried: 'Seda koodi sa juba proovisid. Vaata viimast sõnumit.',
  tooManyTries: 'Katseid oli liiga palju ja see kood enam ei kehti. Võid küsida uue.',
  codeExpiresIn: 'Kood kehtib veel {time}.',
  codeExpired: 'Kood on aegunud.',

  resend: 'Saada uus kood',
  resendIn: 'Uue koodi saatmiseni {time}',
  resentVoid: 'Uus kood on saadetud. Varasemad enam ei kehti.',
  resentValid: 'Kood on uuesti saadetud. Varasemad sõnumid kehtivad endiselt.',
  lastCode: 'See oli praegu viimane kood. See kehtib veel {time}.',
  callInstead: 'Soovin kõnet',
  textInstead: 'Soovin SMS-i',
  emailInstead: 'Soovin e-kirja',
  delivered: 'SMS on kohal',
  notDelivered: 'SMS ei jõudnud kohale. Kontrolli numbrit või lase endale helistada.',
  failover: 'SMS ei jõudnud kohale, seega helistame sulle. Vasta, et koodi kuulda.',

  rateLimited: 'Koode on küsitud liiga palju. Võid uuesti proovida, kui on möödunud {duration}.',
  offline: 'Sul pole internetiühendust. Jätkame, kui see taastub.',
  unavailable: 'Praegu ei saa me koode saata. Proovi hiljem uuesti.',
  unsure:
    'Me pole kindlad, kas kood läks teele. Proovi uuesti, kui on möödunud {time}, ja ära arvesta enne seda tulevat koodi.',
  challenge: 'Üks kiire kontroll enne koodi saatmist.',
  challengeFailed: 'Kontroll ei õnnestunud. Proovi veel üks kord.',
  ticketEnded: 'See leht on olnud liiga kaua avatud. Koodi saamiseks laadi see uuesti.',

  verified: '{recipient} on kinnitatud',
  proofExpired: 'Sellest on juba aega möödas. Kinnita oma number uuesti.',

  bubblePress: 'Numbri kinnitamiseks vajuta „{button}“.',
  bubbleCode: 'Sisesta kood, mille sulle saatsime.',
};
