/** Azerbaijani. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Telefon nömrəsi',
  countryLabel: 'Ölkə',
  channelLegend: 'Kodu necə almaq istəyirsiniz?',
  channelSms: 'SMS',
  channelVoice: 'Zəng',
  sendSms: 'Kodu SMS ilə al',
  sendVoice: 'Kodu zənglə al',
  ticketIntro: 'Kodu bura göndərəcəyik: {recipient}.',
  network: 'Qoşulmaq alınmadı. İnterneti yoxlayıb yenidən cəhd edin.',
  tryAgain: 'Yenidən cəhd et',
  bubbleNumber: 'Telefon nömrənizi daxil edib təsdiqləyin.',

  emailLabel: 'E-poçt ünvanı',
  channelEmail: 'E-poçt',
  sendEmail: 'Kodu e-poçtla al',
  phoneHint: 'Məsələn, {example}',
  sending: 'Göndərilir…',

  numberMissing: 'Telefon nömrənizi daxil edin.',
  emailMissing: 'E-poçt ünvanınızı daxil edin.',
  numberShort: 'Bu nömrə çox qısa görünür ({country}).',
  numberLong: 'Bu nömrə çox uzun görünür ({country}).',
  numberUnlikely: 'Bu, seçilmiş ölkənin ({country}) nömrəsinə oxşamır. Yoxlayın və ya başqa ölkə seçin.',
  numberLandline: 'Bu, SMS qəbul etməyən stasionar telefona oxşayır. Əvəzinə zəng edə bilərik.',
  numberNotAllowed: 'Bu nömrəyə kod göndərə bilmirik. Başqa nömrə daxil edin.',

  codeLabel: '{n} rəqəmli kodu daxil edin',
  codeAutoCheck: 'Kod tam daxil edilən kimi yoxlanacaq.',
  sentSms: 'Bu nömrəyə SMS göndərdik: {recipient}.',
  sentVoice: 'Bu nömrəyə zəng edirik: {recipient}. Kod ingilis dilində səsləndiriləcək.',
  sentEmail: 'Bu ünvana məktub göndərdik: {recipient}.',
  maskedNumber: 'sonu {last} olan nömrə',
  changeNumber: 'Nömrəni dəyiş',
  changeEmail: 'Ünvanı dəyiş',
  keepNumber: '{recipient} qalsın',
  verify: 'Təsdiqlə',
  checking: 'Yoxlanılır…',

  wrongCode: {
    one: 'Kod düzgün deyil. {n} cəhd qalıb.',
    other: 'Kod düzgün deyil. {n} cəhd qalıb.',
  },
  lastTry: 'Kod düzgün deyil. Bir cəhd qalıb: ən son mesaja baxın və ya yeni kod alın.',
  alreadyTried: 'Bu kodu artıq yoxlamısınız. Ən son mesaja baxın.',
  tooManyTries: 'Çox cəhd edildiyi üçün bu kod daha etibarlı deyil. Yeni kod ala bilərsiniz.',
  codeExpiresIn: 'Kod hələ {time} etibarlıdır.',
  codeExpired: 'Kodun vaxtı bitib.',

  resend: 'Yeni kod göndər',
  resendIn: 'Yeni koda qalan vaxt: {time}',
  resentVoid: 'Yeni kod göndərildi. Əvvəlki kodlar daha etibarlı deyil.',
  resentValid: 'Kod yenidən göndərildi. Əvvəlki mesajlar da etibarlıdır.',
  lastCode: 'Bu, hələlik sonuncu kod idi. Hələ {time} etibarlıdır.',
  callInstead: 'Zənglə al',
  textInstead: 'SMS ilə al',
  emailInstead: 'E-poçtla al',
  delivered: 'SMS çatdırıldı',
  notDelivered: 'SMS çatdırılmadı. Nömrəni yoxlayın və ya zəngi seçin.',
  failover: 'SMS çatdırılmadı, ona görə sizə zəng edirik. Kodu eşitmək üçün cavab verin.',

  rateLimited: 'Həddən çox kod istənilib. {duration} sonra yenidən cəhd edin.',
  offline: 'İnternet yoxdur. Bağlantı bərpa olunanda davam edəcəyik.',
  unavailable: 'Hazırda kod göndərə bilmirik. Sonra yenidən cəhd edin.',
  unsure:
    'Kodun göndərildiyinə əmin deyilik. {time} sonra yenidən cəhd edin və o vaxta qədər gələn kodları daxil etməyin.',
  challenge: 'Kodu göndərməzdən əvvəl qısa bir yoxlama.',
  challengeFailed: 'Yoxlama alınmadı. Bir daha cəhd edin.',
  ticketEnded: 'Bu səhifə çox uzun müddət açıq qalıb. Kod almaq üçün səhifəni yeniləyin.',

  verified: '{recipient} təsdiqləndi',
  proofExpired: 'Bir müddət keçib. Nömrənizi yenidən təsdiqləyin.',

  bubblePress: 'Bu nömrəni təsdiqləmək üçün “{button}” düyməsini basın.',
  bubbleCode: 'Sizə göndərdiyimiz kodu daxil edin.',
};
