/** Filipino. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Numero ng telepono',
  countryLabel: 'Bansa',
  channelLegend: 'Paano mo gustong makuha ang code?',
  channelSms: 'Text',
  channelVoice: 'Tawag',
  sendSms: 'Kunin ang code sa text',
  sendVoice: 'Kunin ang code sa tawag',
  ticketIntro: 'Magpapadala kami ng code sa {recipient}.',
  network: 'Hindi makakonekta. Tingnan ang koneksyon mo at subukan ulit.',
  tryAgain: 'Subukan ulit',
  bubbleNumber: 'Ilagay at i-verify ang numero ng telepono mo.',

  emailLabel: 'Email address',
  channelEmail: 'Email',
  sendEmail: 'Kunin ang code sa email',
  phoneHint: 'Halimbawa, {example}',
  sending: 'Ipinapadala…',

  numberMissing: 'Ilagay ang numero ng telepono mo.',
  emailMissing: 'Ilagay ang email address mo.',
  numberShort: 'Mukhang masyadong maikli ang numerong ito para sa {country}.',
  numberLong: 'Mukhang masyadong mahaba ang numerong ito para sa {country}.',
  numberUnlikely: 'Mukhang hindi ito numero sa {country}. Tingnan ito o pumili ng ibang bansa.',
  numberLandline: 'Mukhang landline ito, na hindi nakakatanggap ng text. Puwede kaming tumawag.',
  numberNotAllowed: 'Hindi kami makapagpadala ng code sa numerong ito. Gumamit ng iba.',

  codeLabel: 'Ilagay ang {n}-digit na code',
  codeAutoCheck: 'Titingnan agad ang code kapag kumpleto na.',
  sentSms: 'Nag-text kami sa {recipient}.',
  sentVoice: 'Tinatawagan namin ang {recipient}. May boses na babasa ng code sa Ingles.',
  sentEmail: 'Nag-email kami sa {recipient}.',
  maskedNumber: 'numerong nagtatapos sa {last}',
  changeNumber: 'Palitan ang numero',
  changeEmail: 'Palitan ang email',
  keepNumber: 'Panatilihin ang {recipient}',
  verify: 'I-verify',
  checking: 'Tinitingnan…',

  wrongCode: {
    one: 'Hindi tama ang code. Puwede mo pang subukan nang {n} beses.',
    other: 'Hindi tama ang code. Puwede mo pang subukan nang {n} beses.',
  },
  lastTry: 'Hindi tama ang code. Isang subok na lang: tingnan ang pinakabagong mensahe o kumuha ng bagong code.',
  alreadyTried: 'Nasubukan mo na ang code na iyan. Tingnan ang pinakabagong mensahe.',
  tooManyTries: 'Masyadong maraming subok, kaya hindi na gagana ang code na ito. Puwede kang kumuha ng bago.',
  codeExpiresIn: 'Gagana pa ang code nang {time}.',
  codeExpired: 'Nag-expire na ang code na ito.',

  resend: 'Magpadala ng bagong code',
  resendIn: 'Bagong code sa loob ng {time}',
  resentVoid: 'Naipadala na ang bagong code. Hindi na gagana ang mga nauna.',
  resentValid: 'Naipadala ulit ang code. Gumagana pa ang mga naunang mensahe.',
  lastCode: 'Iyon muna ang huling code. Gagana pa ito nang {time}.',
  callInstead: 'Tawagan na lang ako',
  textInstead: 'I-text na lang ako',
  emailInstead: 'I-email na lang ako',
  delivered: 'Dumating na ang text',
  notDelivered: 'Hindi dumating ang text. Tingnan ang numero o magpatawag sa amin.',
  failover: 'Hindi dumating ang text, kaya tinatawagan ka namin. Sagutin ito para marinig ang code.',

  rateLimited: 'Masyadong maraming code ang hiningi. Subukan ulit pagkalipas ng {duration}.',
  offline: 'Offline ka. Magpapatuloy kami kapag may koneksyon na.',
  unavailable: 'Hindi kami makapagpadala ng code ngayon. Subukan ulit mamaya.',
  unsure:
    'Hindi kami sigurado kung naipadala ang code. Subukan ulit pagkalipas ng {time}, at huwag gamitin ang code na darating bago niyon.',
  challenge: 'Isang mabilis na check bago namin ipadala ang code.',
  challengeFailed: 'Hindi gumana ang check. Subukan nang isa pang beses.',
  ticketEnded: 'Masyadong matagal nang bukas ang page na ito. I-reload ito para makakuha ng code.',

  verified: 'Na-verify na ang {recipient}',
  proofExpired: 'Medyo matagal na. I-verify ulit ang numero mo.',

  bubblePress: 'Pindutin ang “{button}” para i-verify ang numerong ito.',
  bubbleCode: 'Ilagay ang code na ipinadala namin sa iyo.',
};
