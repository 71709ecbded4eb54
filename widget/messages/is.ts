/** Icelandic. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Símanúmer',
  countryLabel: 'Land',
  channelLegend: 'Hvernig viltu fá kóðann?',
  channelSms: 'SMS',
  channelVoice: 'Símtal',
  sendSms: 'Fá kóða í SMS',
  sendVoice: 'Fá kóða í símtali',
  ticketIntro: 'Við sendum kóða í {recipient}.',
  network: 'Ekki náðist samband. Athugaðu nettenginguna og reyndu aftur.',
  tryAgain: 'Reyna aftur',
  bubbleNumber: 'Sláðu inn og staðfestu símanúmerið þitt.',

  emailLabel: 'Netfang',
  channelEmail: 'Tölvupóstur',
  sendEmail: 'Fá kóða í tölvupósti',
  phoneHint: 'Til dæmis {example}',
  sending: 'Sendi…',

  numberMissing: 'Sláðu inn símanúmerið þitt.',
  emailMissing: 'Sláðu inn netfangið þitt.',
  numberShort: 'Númerið virðist of stutt ({country}).',
  numberLong: 'Númerið virðist of langt ({country}).',
  numberUnlikely: 'Þetta virðist ekki vera númer frá valda landinu ({country}). Athugaðu það eða veldu annað land.',
  numberLandline: 'Þetta virðist vera heimasími, sem tekur ekki við SMS. Við getum hringt í staðinn.',
  numberNotAllowed: 'Við getum ekki sent kóða í þetta númer. Notaðu annað.',

  codeLabel: 'Sláðu inn {n} stafa kóðann',
  codeAutoCheck: 'Kóðinn er athugaður um leið og hann er kominn allur.',
  sentSms: 'Við sendum hann í SMS í {recipient}.',
  sentVoice: 'Við hringjum í {recipient}. Rödd les kóðann upp á ensku.',
  sentEmail: 'Við sendum hann í tölvupósti á {recipient}.',
  maskedNumber: 'númerið sem endar á {last}',
  changeNumber: 'Breyta númeri',
  changeEmail: 'Breyta netfangi',
  keepNumber: 'Halda {recipient}',
  verify: 'Staðfesta',
  checking: 'Athuga…',

  wrongCode: {
    one: 'Kóðinn er ekki réttur. {n} tilraun eftir.',
    other: 'Kóðinn er ekki réttur. {n} tilraunir eftir.',
  },
  lastTry: 'Kóðinn er ekki réttur. Ein tilraun eftir: skoðaðu nýjustu skilaboðin eða fáðu nýjan kóða.',
  alreadyTried: 'Þú hefur þegar prófað þennan kóða. Skoðaðu nýjustu skilaboðin.',
  tooManyTries: 'Tilraunirnar urðu of margar og kóðinn virkar ekki lengur. Þú getur fengið nýjan.',
  codeExpiresIn: 'Kóðinn virkar í {time} í viðbót.',
  codeExpired: 'Kóðinn er útrunninn.',

  resend: 'Senda nýjan kóða',
  resendIn: 'Senda nýjan kóða eftir {time}',
  resentVoid: 'Nýr kóði sendur. Fyrri kóðar virka ekki lengur.',
  resentValid: 'Kóðinn sendur aftur. Fyrri skilaboð virka enn.',
  lastCode: 'Þetta var síðasti kóðinn í bili. Hann virkar í {time} í viðbót.',
  callInstead: 'Hringja frekar',
  textInstead: 'Senda frekar SMS',
  emailInstead: 'Senda frekar tölvupóst',
  delivered: 'SMS komið til skila',
  notDelivered: 'SMS komst ekki til skila. Athugaðu númerið eða fáðu símtal.',
  failover: 'SMS komst ekki til skila og því hringjum við í þig. Svaraðu til að heyra kóðann.',

  rateLimited: 'Beðið var um of marga kóða. Þú getur reynt aftur eftir {duration}.',
  offline: 'Þú ert án nettengingar. Við höldum áfram þegar hún kemst á.',
  unavailable: 'Við getum ekki sent kóða núna. Reyndu aftur síðar.',
  unsure:
    'Við erum ekki viss um að kóðinn hafi verið sendur. Reyndu aftur eftir {time} og hunsaðu kóða sem berast fyrir þann tíma.',
  challenge: 'Stutt athugun áður en við sendum kóðann.',
  challengeFailed: 'Athugunin tókst ekki. Reyndu einu sinni enn.',
  ticketEnded: 'Síðan hefur verið opin of lengi. Endurhladdu henni til að fá kóða.',

  verified: '{recipient} er staðfest',
  proofExpired: 'Nú er nokkuð um liðið. Staðfestu númerið þitt aftur.',

  bubblePress: 'Ýttu á „{button}“ til að staðfesta þetta númer.',
  bubbleCode: 'Sláðu inn kóðann sem við sendum þér.',
};
