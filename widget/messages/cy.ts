/** Welsh. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Rhif ffôn',
  countryLabel: 'Gwlad',
  channelLegend: 'Sut hoffech chi gael y cod?',
  channelSms: 'Neges destun',
  channelVoice: 'Galwad ffôn',
  sendSms: 'Cael cod drwy neges destun',
  sendVoice: 'Cael cod drwy alwad ffôn',
  ticketIntro: 'Byddwn yn anfon cod at {recipient}.',
  network: 'Methwyd cysylltu. Gwiriwch eich cysylltiad a cheisiwch eto.',
  tryAgain: 'Ceisiwch eto',
  bubbleNumber: 'Rhowch a dilyswch eich rhif ffôn.',

  emailLabel: 'Cyfeiriad e-bost',
  channelEmail: 'E-bost',
  sendEmail: 'Cael cod drwy e-bost',
  phoneHint: 'Er enghraifft, {example}',
  sending: 'Yn anfon…',

  numberMissing: 'Rhowch eich rhif ffôn.',
  emailMissing: 'Rhowch eich cyfeiriad e-bost.',
  numberShort: 'Mae’r rhif hwn yn edrych yn rhy fyr ({country}).',
  numberLong: 'Mae’r rhif hwn yn edrych yn rhy hir ({country}).',
  numberUnlikely: 'Dydy hwn ddim yn edrych fel rhif o’r wlad hon ({country}). Gwiriwch ef, neu dewiswch wlad arall.',
  numberLandline:
    'Mae hwn yn edrych fel llinell dir, sydd ddim yn derbyn negeseuon testun. Gallwn ffonio yn lle hynny.',
  numberNotAllowed: 'Allwn ni ddim anfon codau at y rhif hwn. Defnyddiwch un arall.',

  codeLabel: 'Rhowch y cod {n} digid',
  codeAutoCheck: 'Caiff y cod ei wirio cyn gynted ag y bydd yn gyflawn.',
  sentSms: 'Rydyn ni wedi anfon neges destun at {recipient}.',
  sentVoice: 'Rydyn ni’n ffonio {recipient}. Bydd llais yn darllen y cod yn Saesneg.',
  sentEmail: 'Rydyn ni wedi anfon e-bost at {recipient}.',
  maskedNumber: 'y rhif sy’n gorffen gyda {last}',
  changeNumber: 'Newid y rhif',
  changeEmail: 'Newid y cyfeiriad',
  keepNumber: 'Cadw {recipient}',
  verify: 'Dilysu',
  checking: 'Yn gwirio…',

  wrongCode: {
    zero: 'Dydy’r cod ddim yn gywir. {n} cynnig ar ôl.',
    one: 'Dydy’r cod ddim yn gywir. {n} cynnig ar ôl.',
    two: 'Dydy’r cod ddim yn gywir. {n} gynnig ar ôl.',
    few: 'Dydy’r cod ddim yn gywir. {n} chynnig ar ôl.',
    many: 'Dydy’r cod ddim yn gywir. {n} chynnig ar ôl.',
    other: 'Dydy’r cod ddim yn gywir. {n} cynnig ar ôl.',
  },
  lastTry: 'Dydy’r cod ddim yn gywir. Un cynnig ar ôl: gwiriwch y neges ddiweddaraf, neu gofynnwch am god newydd.',
  alreadyTried: 'Rydych chi wedi rhoi cynnig ar y cod hwnnw’n barod. Gwiriwch y neges ddiweddaraf.',
  tooManyTries: 'Bu gormod o gynigion, felly dydy’r cod hwn ddim yn gweithio mwyach. Gallwch gael un newydd.',
  codeExpiresIn: 'Bydd y cod hwn yn gweithio am {time} arall.',
  codeExpired: 'Mae’r cod hwn wedi dod i ben.',

  resend: 'Anfon cod newydd',
  resendIn: 'Cod newydd ymhen {time}',
  resentVoid: 'Anfonwyd cod newydd. Dydy’r codau cynharach ddim yn gweithio mwyach.',
  resentValid: 'Anfonwyd y cod eto. Mae’r negeseuon cynharach yn dal i weithio.',
  lastCode: 'Dyna’r cod olaf am nawr. Bydd yn gweithio am {time} arall.',
  callInstead: 'Ffoniwch fi',
  textInstead: 'Anfonwch neges destun',
  emailInstead: 'Anfonwch e-bost',
  delivered: 'Neges destun wedi cyrraedd',
  notDelivered: 'Wnaeth y neges destun ddim cyrraedd. Gwiriwch y rhif, neu gofynnwch am alwad.',
  failover: 'Wnaeth y neges destun ddim cyrraedd, felly rydyn ni’n eich ffonio. Atebwch i glywed y cod.',

  rateLimited: 'Gofynnwyd am ormod o godau. Ceisiwch eto ymhen {duration}.',
  offline: 'Rydych chi all-lein. Byddwn yn parhau pan fyddwch yn ôl.',
  unavailable: 'Allwn ni ddim anfon codau ar hyn o bryd. Ceisiwch eto’n nes ymlaen.',
  unsure:
    'Dydyn ni ddim yn siŵr a anfonwyd y cod. Ceisiwch eto ymhen {time}, ac anwybyddwch unrhyw god a ddaw cyn hynny.',
  challenge: 'Un gwiriad cyflym cyn i ni anfon y cod.',
  challengeFailed: 'Wnaeth y gwiriad ddim gweithio. Ceisiwch unwaith eto.',
  ticketEnded: 'Mae’r dudalen hon wedi bod ar agor yn rhy hir. Ail-lwythwch hi i gael cod.',

  verified: 'Mae {recipient} wedi’i ddilysu',
  proofExpired: 'Mae sbel wedi mynd heibio. Dilyswch eich rhif eto.',

  bubblePress: 'Pwyswch “{button}” i ddilysu’r rhif hwn.',
  bubbleCode: 'Rhowch y cod rydyn ni wedi’i anfon.',
};
