/** Dutch. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Telefoonnummer',
  countryLabel: 'Land',
  channelLegend: 'Hoe wil je de code krijgen?',
  channelSms: 'Sms',
  channelVoice: 'Telefoontje',
  sendSms: 'Sms mij een code',
  sendVoice: 'Bel mij met een code',
  ticketIntro: 'We sturen een code naar {recipient}.',
  network: 'Geen verbinding. Controleer je netwerk en probeer het opnieuw.',
  tryAgain: 'Opnieuw proberen',
  bubbleNumber: 'Vul je telefoonnummer in en bevestig het.',

  emailLabel: 'E-mailadres',
  channelEmail: 'E-mail',
  sendEmail: 'Mail mij een code',
  phoneHint: 'Bijvoorbeeld {example}',
  sending: 'Versturen…',

  numberMissing: 'Vul je telefoonnummer in.',
  emailMissing: 'Vul je e-mailadres in.',
  numberShort: 'Dit nummer lijkt te kort voor {country}.',
  numberLong: 'Dit nummer lijkt te lang voor {country}.',
  numberUnlikely: 'Dit lijkt geen nummer uit {country}. Controleer het of kies een ander land.',
  numberLandline: 'Dit lijkt een vast nummer, dat geen sms kan ontvangen. We kunnen wel bellen.',
  numberNotAllowed: 'We kunnen geen codes naar dit nummer sturen. Gebruik een ander nummer.',

  codeLabel: 'Vul de code van {n} cijfers in',
  codeAutoCheck: 'De code wordt gecontroleerd zodra die compleet is.',
  sentSms: 'We hebben de code per sms naar {recipient} gestuurd.',
  sentVoice: 'We bellen {recipient}. Een stem leest de code in het Engels voor.',
  sentEmail: 'We hebben de code per e-mail naar {recipient} gestuurd.',
  maskedNumber: 'het nummer dat eindigt op {last}',
  changeNumber: 'Nummer wijzigen',
  changeEmail: 'Adres wijzigen',
  keepNumber: '{recipient} behouden',
  verify: 'Bevestigen',
  checking: 'Controleren…',

  wrongCode: {
    one: 'Die code klopt niet. Nog {n} poging.',
    other: 'Die code klopt niet. Nog {n} pogingen.',
  },
  lastTry: 'Die code klopt niet. Nog één poging: kijk in het nieuwste bericht of vraag een nieuwe code.',
  alreadyTried: 'Die code heb je al geprobeerd. Kijk in het nieuwste bericht.',
  tooManyTries: 'Dat waren te veel pogingen. Deze code werkt niet meer. Je kunt een nieuwe krijgen.',
  codeExpiresIn: 'Deze code werkt nog {time}.',
  codeExpired: 'Deze code is verlopen.',

  resend: 'Nieuwe code sturen',
  resendIn: 'Nieuwe code sturen over {time}',
  resentVoid: 'Nieuwe code verstuurd. Eerdere codes werken niet meer.',
  resentValid: 'Code opnieuw verstuurd. Eerdere berichten werken nog.',
  lastCode: 'Dat was voorlopig de laatste code. Die werkt nog {time}.',
  callInstead: 'Bel mij liever',
  textInstead: 'Sms mij liever',
  emailInstead: 'Mail mij liever',
  delivered: 'Sms afgeleverd',
  notDelivered: 'De sms kon niet worden afgeleverd. Controleer het nummer of laat je bellen.',
  failover: 'De sms kon niet worden afgeleverd, dus we bellen je. Neem op om je code te horen.',

  rateLimited: 'Er zijn te veel codes aangevraagd. Je kunt het over {duration} opnieuw proberen.',
  offline: 'Je bent offline. We gaan verder zodra je weer online bent.',
  unavailable: 'We kunnen nu geen codes sturen. Probeer het later opnieuw.',
  unsure:
    'We weten niet zeker of de code is verstuurd. Probeer het over {time} opnieuw en negeer codes die eerder komen.',
  challenge: 'Nog een korte controle voordat we de code sturen.',
  challengeFailed: 'Die controle is niet gelukt. Probeer het nog een keer.',
  ticketEnded: 'Deze pagina staat te lang open. Laad de pagina opnieuw voor een code.',

  verified: '{recipient} is bevestigd',
  proofExpired: 'Dat is even geleden. Bevestig je nummer opnieuw.',

  bubblePress: 'Druk op ‘{button}’ om dit nummer te bevestigen.',
  bubbleCode: 'Vul de code in die we je hebben gestuurd.',
};
