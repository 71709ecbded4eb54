/** Albanian. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Numri i telefonit',
  countryLabel: 'Shteti',
  channelLegend: 'Si dëshironi ta merrni kodin?',
  channelSms: 'SMS',
  channelVoice: 'Telefonatë',
  sendSms: 'Merrni kodin me SMS',
  sendVoice: 'Merrni kodin me telefonatë',
  ticketIntro: 'Do të dërgojmë një kod në {recipient}.',
  network: 'Nuk u lidhëm dot. Kontrolloni internetin dhe provoni përsëri.',
  tryAgain: 'Provoni përsëri',
  bubbleNumber: 'Shkruani dhe verifikoni numrin e telefonit.',

  emailLabel: 'Adresa e email-it',
  channelEmail: 'Email',
  sendEmail: 'Merrni kodin me email',
  phoneHint: 'Për shembull, {example}',
  sending: 'Po dërgohet…',

  numberMissing: 'Shkruani numrin e telefonit.',
  emailMissing: 'Shkruani adresën e email-it.',
  numberShort: 'Numri duket tepër i shkurtër ({country}).',
  numberLong: 'Numri duket tepër i gjatë ({country}).',
  numberUnlikely: 'Nuk duket si numër nga shteti i zgjedhur ({country}). Kontrollojeni ose zgjidhni një shtet tjetër.',
  numberLandline: 'Duket si telefon fiks, që nuk merr dot SMS. Mund të telefonojmë.',
  numberNotAllowed: 'Nuk mund të dërgojmë kode në këtë numër. Përdorni një tjetër.',

  codeLabel: 'Shkruani kodin me {n} shifra',
  codeAutoCheck: 'Kodi kontrollohet sapo të jetë i plotë.',
  sentSms: 'Dërguam një SMS në {recipient}.',
  sentVoice: 'Po telefonojmë në {recipient}. Një zë do ta lexojë kodin në anglisht.',
  sentEmail: 'Dërguam një email në {recipient}.',
  maskedNumber: 'numrin që mbaron me {last}',
  changeNumber: 'Ndryshoni numrin',
  changeEmail: 'Ndryshoni adresën',
  keepNumber: 'Mbani {recipient}',
  verify: 'Verifikoni',
  checking: 'Po kontrollohet…',

  wrongCode: {
    one: 'Kodi nuk është i saktë. Mbetet {n} provë.',
    other: 'Kodi nuk është i saktë. Mbeten {n} prova.',
  },
  lastTry: 'Kodi nuk është i saktë. Mbetet një provë: shihni mesazhin e fundit ose merrni një kod të ri.',
  alreadyTried: 'Këtë kod e keni provuar. Shihni mesazhin e fundit.',
  tooManyTries: 'Pati tepër prova, ndaj ky kod nuk vlen më. Mund të merrni një të ri.',
  codeExpiresIn: 'Kodi vlen edhe {time}.',
  codeExpired: 'Kodi ka skaduar.',

  resend: 'Dërgoni një kod të ri',
  resendIn: 'Kod i ri pas {time}',
  resentVoid: 'Dërguam një kod të ri. Kodet e mëparshme nuk vlejnë më.',
  resentValid: 'E dërguam kodin përsëri. Mesazhet e mëparshme vlejnë ende.',
  lastCode: 'Ky ishte kodi i fundit për tani. Vlen edhe {time}.',
  callInstead: 'Më mirë telefonatë',
  textInstead: 'Më mirë SMS',
  emailInstead: 'Më mirë email',
  delivered: 'SMS-ja mbërriti',
  notDelivered: 'SMS-ja nuk mbërriti. Kontrolloni numrin ose kërkoni një telefonatë.',
  failover: 'SMS-ja nuk mbërriti, ndaj po ju telefonojmë. Përgjigjuni për të dëgjuar kodin.',

  rateLimited: 'U kërkuan tepër kode. Provoni përsëri pas {duration}.',
  offline: 'Nuk keni internet. Do të vazhdojmë kur të kthehet lidhja.',
  unavailable: 'Tani nuk mund të dërgojmë kode. Provoni përsëri më vonë.',
  unsure:
    'Nuk jemi të sigurt nëse kodi u dërgua. Provoni përsëri pas {time} dhe mos përdorni kode që vijnë para kësaj.',
  challenge: 'Një kontroll i shkurtër para se të dërgojmë kodin.',
  challengeFailed: 'Kontrolli nuk doli me sukses. Provoni edhe një herë.',
  ticketEnded: 'Kjo faqe ka qenë e hapur për një kohë të gjatë. Rifreskojeni për të marrë një kod.',

  verified: 'Verifikuam {recipient}',
  proofExpired: 'Ka kaluar ca kohë. Verifikoni përsëri numrin.',

  bubblePress: 'Shtypni “{button}” për të verifikuar këtë numër.',
  bubbleCode: 'Shkruani kodin që ju dërguam.',
};
