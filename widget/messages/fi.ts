/** Finnish. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Puhelinnumero',
  countryLabel: 'Maa',
  channelLegend: 'Miten lähetämme koodin?',
  channelSms: 'Tekstiviesti',
  channelVoice: 'Puhelu',
  sendSms: 'Lähetä koodi tekstiviestillä',
  sendVoice: 'Soita ja kerro koodi',
  ticketIntro: 'Lähetämme koodin: {recipient}.',
  network: 'Yhteyttä ei saatu. Tarkista verkkoyhteys ja yritä uudelleen.',
  tryAgain: 'Yritä uudelleen',
  bubbleNumber: 'Anna puhelinnumerosi ja vahvista se.',

  emailLabel: 'Sähköpostiosoite',
  channelEmail: 'Sähköposti',
  sendEmail: 'Lähetä koodi sähköpostilla',
  phoneHint: 'Esimerkiksi {example}',
  sending: 'Lähetetään…',

  numberMissing: 'Anna puhelinnumerosi.',
  emailMissing: 'Anna sähköpostiosoitteesi.',
  numberShort: 'Numero näyttää liian lyhyeltä ({country}).',
  numberLong: 'Numero näyttää liian pitkältä ({country}).',
  numberUnlikely: 'Numero ei näytä sopivan valittuun maahan ({country}). Tarkista numero tai valitse toinen maa.',
  numberLandline: 'Tämä näyttää lankapuhelimelta, johon ei voi lähettää tekstiviestejä. Voimme sen sijaan soittaa.',
  numberNotAllowed: 'Emme voi lähettää koodia tähän numeroon. Käytä toista numeroa.',

  codeLabel: 'Anna {n}-numeroinen koodi',
  codeAutoCheck: 'Koodi tarkistetaan heti, kun se on kokonaan syötetty.',
  sentSms: 'Lähetimme sen tekstiviestillä: {recipient}.',
  sentVoice: 'Soitamme: {recipient}. Ääni lukee koodin englanniksi.',
  sentEmail: 'Lähetimme sen sähköpostilla: {recipient}.',
  maskedNumber: 'numero, joka päättyy numeroihin {last}',
  changeNumber: 'Vaihda numero',
  changeEmail: 'Vaihda osoite',
  keepNumber: 'Pidä {recipient}',
  verify: 'Vahvista',
  checking: 'Tarkistetaan…',

  wrongCode: {
    one: 'Koodi ei ole oikein. {n} yritys jäljellä.',
    other: 'Koodi ei ole oikein. {n} yritystä jäljellä.',
  },
  lastTry: 'Koodi ei ole oikein. Yksi yritys jäljellä: katso uusin viesti tai pyydä uusi koodi.',
  alreadyTried: 'Kokeilit jo tätä koodia. Katso uusin viesti.',
  tooManyTries: 'Yrityksiä oli liikaa, joten koodi ei enää toimi. Voit pyytää uuden.',
  codeExpiresIn: 'Koodi toimii vielä {time}.',
  codeExpired: 'Koodi on vanhentunut.',

  resend: 'Lähetä uusi koodi',
  resendIn: 'Uusi koodi, kun on kulunut {time}',
  resentVoid: 'Uusi koodi lähetetty. Aiemmat koodit eivät enää toimi.',
  resentValid: 'Koodi lähetetty uudelleen. Aiemmat viestit toimivat yhä.',
  lastCode: 'Tämä oli toistaiseksi viimeinen koodi. Se toimii vielä {time}.',
  callInstead: 'Mieluummin puhelu',
  textInstead: 'Mieluummin tekstiviesti',
  emailInstead: 'Mieluummin sähköposti',
  delivered: 'Tekstiviesti perillä',
  notDelivered: 'Tekstiviesti ei mennyt perille. Tarkista numero tai pyydä puhelu.',
  failover: 'Tekstiviesti ei mennyt perille, joten soitamme sinulle. Vastaa, niin kuulet koodin.',

  rateLimited: 'Koodeja on pyydetty liikaa. Voit yrittää uudelleen, kun on kulunut {duration}.',
  offline: 'Olet offline-tilassa. Jatkamme, kun yhteys palaa.',
  unavailable: 'Emme voi nyt lähettää koodeja. Yritä myöhemmin uudelleen.',
  unsure:
    'Emme ole varmoja, lähtikö koodi. Yritä uudelleen, kun on kulunut {time}, äläkä käytä sitä ennen tulevaa koodia.',
  challenge: 'Nopea tarkistus ennen koodin lähettämistä.',
  challengeFailed: 'Tarkistus ei onnistunut. Yritä vielä kerran.',
  ticketEnded: 'Sivu on ollut auki liian kauan. Lataa se uudelleen, niin saat koodin.',

  verified: '{recipient} on vahvistettu',
  proofExpired: 'Edellisestä kerrasta on aikaa. Vahvista numerosi uudelleen.',

  bubblePress: 'Vahvista numero painamalla ”{button}”.',
  bubbleCode: 'Anna koodi, jonka lähetimme sinulle.',
};
