/** Swahili. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Nambari ya simu',
  countryLabel: 'Nchi',
  channelLegend: 'Ungependa kupata msimbo vipi?',
  channelSms: 'SMS',
  channelVoice: 'Simu',
  sendSms: 'Pata msimbo kwa SMS',
  sendVoice: 'Pata msimbo kwa simu',
  ticketIntro: 'Tutatuma msimbo kwa {recipient}.',
  network: 'Imeshindwa kuunganisha. Angalia intaneti yako kisha ujaribu tena.',
  tryAgain: 'Jaribu tena',
  bubbleNumber: 'Weka na uthibitishe nambari yako ya simu.',

  emailLabel: 'Anwani ya barua pepe',
  channelEmail: 'Barua pepe',
  sendEmail: 'Pata msimbo kwa barua pepe',
  phoneHint: 'Kwa mfano, {example}',
  sending: 'Inatuma…',

  numberMissing: 'Weka nambari yako ya simu.',
  emailMissing: 'Weka anwani yako ya barua pepe.',
  numberShort: 'Nambari hii inaonekana fupi mno kwa {country}.',
  numberLong: 'Nambari hii inaonekana ndefu mno kwa {country}.',
  numberUnlikely: 'Hii haionekani kuwa nambari ya {country}. Iangalie au uchague nchi nyingine.',
  numberLandline: 'Hii inaonekana kuwa simu ya mezani, ambayo haipokei SMS. Tunaweza kupiga simu.',
  numberNotAllowed: 'Hatuwezi kutuma misimbo kwa nambari hii. Tafadhali tumia nyingine.',

  codeLabel: 'Weka msimbo wa tarakimu {n}',
  codeAutoCheck: 'Msimbo utakaguliwa mara tu utakapokamilika.',
  sentSms: 'Tumetuma SMS kwa {recipient}.',
  sentVoice: 'Tunapigia {recipient}. Sauti itasoma msimbo kwa Kiingereza.',
  sentEmail: 'Tumetuma barua pepe kwa {recipient}.',
  maskedNumber: 'nambari inayoishia na {last}',
  changeNumber: 'Badilisha nambari',
  changeEmail: 'Badilisha anwani',
  keepNumber: 'Baki na {recipient}',
  verify: 'Thibitisha',
  checking: 'Inakagua…',

  wrongCode: {
    one: 'Msimbo si sahihi. Umebakiwa na jaribio {n}.',
    other: 'Msimbo si sahihi. Umebakiwa na majaribio {n}.',
  },
  lastTry: 'Msimbo si sahihi. Umebakiwa na jaribio moja: angalia ujumbe wa hivi karibuni au upate msimbo mpya.',
  alreadyTried: 'Tayari umejaribu msimbo huo. Angalia ujumbe wa hivi karibuni.',
  tooManyTries: 'Majaribio yalikuwa mengi mno, kwa hivyo msimbo huu haufanyi kazi tena. Unaweza kupata mpya.',
  codeExpiresIn: 'Msimbo huu utafanya kazi kwa {time} zaidi.',
  codeExpired: 'Muda wa msimbo huu umeisha.',

  resend: 'Tuma msimbo mpya',
  resendIn: 'Msimbo mpya baada ya {time}',
  resentVoid: 'Msimbo mpya umetumwa. Ya awali haifanyi kazi tena.',
  resentValid: 'Msimbo umetumwa tena. Ujumbe wa awali bado unafanya kazi.',
  lastCode: 'Huo ndio msimbo wa mwisho kwa sasa. Utafanya kazi kwa {time} zaidi.',
  callInstead: 'Nipigie simu',
  textInstead: 'Nitumie SMS',
  emailInstead: 'Nitumie barua pepe',
  delivered: 'SMS imefika',
  notDelivered: 'SMS haikufika. Angalia nambari au uombe simu.',
  failover: 'SMS haikufika, kwa hivyo tunakupigia simu. Pokea ili usikie msimbo.',

  rateLimited: 'Misimbo mingi mno imeombwa. Jaribu tena baada ya {duration}.',
  offline: 'Huna intaneti. Tutaendelea itakaporudi.',
  unavailable: 'Hatuwezi kutuma misimbo kwa sasa. Tafadhali jaribu tena baadaye.',
  unsure:
    'Hatuna uhakika kama msimbo ulitumwa. Jaribu tena baada ya {time}, na upuuze msimbo utakaokuja kabla ya hapo.',
  challenge: 'Ukaguzi mfupi kabla hatujatuma msimbo.',
  challengeFailed: 'Ukaguzi haukufaulu. Tafadhali jaribu mara moja tena.',
  ticketEnded: 'Ukurasa huu umekuwa wazi kwa muda mrefu mno. Upakie upya ili upate msimbo.',

  verified: '{recipient} imethibitishwa',
  proofExpired: 'Muda umepita. Tafadhali thibitisha nambari yako tena.',

  bubblePress: 'Bonyeza “{button}” ili uthibitishe nambari hii.',
  bubbleCode: 'Weka msimbo tuliokutumia.',
};
