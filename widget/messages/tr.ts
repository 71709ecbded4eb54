/** Turkish. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Telefon numarası',
  countryLabel: 'Ülke',
  channelLegend: 'Kodu nasıl almak istersiniz?',
  channelSms: 'SMS',
  channelVoice: 'Sesli arama',
  sendSms: 'SMS ile kod al',
  sendVoice: 'Sesli aramayla kod al',
  ticketIntro: 'Kodu şuraya göndereceğiz: {recipient}.',
  network: 'Bağlanılamadı. İnternet bağlantınızı kontrol edip tekrar deneyin.',
  tryAgain: 'Tekrar dene',
  bubbleNumber: 'Telefon numaranızı girip doğrulayın.',

  emailLabel: 'E-posta adresi',
  channelEmail: 'E-posta',
  sendEmail: 'E-posta ile kod al',
  phoneHint: 'Örneğin {example}',
  sending: 'Gönderiliyor…',

  numberMissing: 'Telefon numaranızı girin.',
  emailMissing: 'E-posta adresinizi girin.',
  numberShort: 'Bu numara çok kısa görünüyor ({country}).',
  numberLong: 'Bu numara çok uzun görünüyor ({country}).',
  numberUnlikely: 'Bu, seçtiğiniz ülkenin ({country}) numarasına benzemiyor. Kontrol edin veya başka bir ülke seçin.',
  numberLandline: 'Bu bir sabit hat gibi görünüyor ve SMS alamaz. Bunun yerine arayabiliriz.',
  numberNotAllowed: 'Bu numaraya kod gönderemiyoruz. Lütfen başka bir numara kullanın.',

  codeLabel: '{n} haneli kodu girin',
  codeAutoCheck: 'Kodunuz tamamlanır tamamlanmaz kontrol edilir.',
  sentSms: 'SMS’i şu numaraya gönderdik: {recipient}.',
  sentVoice: 'Şu numarayı arıyoruz: {recipient}. Bir ses kodu İngilizce okuyacak.',
  sentEmail: 'E-postayı şu adrese gönderdik: {recipient}.',
  maskedNumber: 'sonu {last} olan numara',
  changeNumber: 'Numarayı değiştir',
  changeEmail: 'Adresi değiştir',
  keepNumber: '{recipient} kalsın',
  verify: 'Doğrula',
  checking: 'Kontrol ediliyor…',

  wrongCode: {
    one: 'Kod doğru değil. {n} deneme hakkınız kaldı.',
    other: 'Kod doğru değil. {n} deneme hakkınız kaldı.',
  },
  lastTry: 'Kod doğru değil. Tek deneme hakkınız kaldı: En son mesaja bakın veya yeni kod alın.',
  alreadyTried: 'Bu kodu zaten denediniz. En son mesaja bakın.',
  tooManyTries: 'Çok fazla deneme yapıldığı için bu kod artık geçersiz. Yeni bir kod alabilirsiniz.',
  codeExpiresIn: 'Bu kod {time} daha geçerli.',
  codeExpired: 'Kodun süresi doldu.',

  resend: 'Yeni kod gönder',
  resendIn: 'Yeni kod için kalan süre: {time}',
  resentVoid: 'Yeni kod gönderildi. Önceki kodlar artık geçersiz.',
  resentValid: 'Kod yeniden gönderildi. Önceki mesajlar da geçerli.',
  lastCode: 'Şimdilik son kod buydu. {time} daha geçerli.',
  callInstead: 'Arama ile al',
  textInstead: 'SMS ile al',
  emailInstead: 'E-posta ile al',
  delivered: 'SMS iletildi',
  notDelivered: 'SMS iletilemedi. Numarayı kontrol edin veya sizi arayalım.',
  failover: 'SMS iletilemediği için sizi arıyoruz. Kodu duymak için aramayı yanıtlayın.',

  rateLimited: 'Çok fazla kod istendi. {duration} sonra tekrar deneyebilirsiniz.',
  offline: 'Çevrimdışısınız. Bağlantı gelince devam edeceğiz.',
  unavailable: 'Şu anda kod gönderemiyoruz. Lütfen daha sonra tekrar deneyin.',
  unsure:
    'Kodun gönderildiğinden emin değiliz. {time} sonra tekrar deneyin ve o zamana kadar gelen kodları dikkate almayın.',
  challenge: 'Kodu göndermeden önce kısa bir kontrol.',
  challengeFailed: 'Kontrol başarısız oldu. Lütfen bir kez daha deneyin.',
  ticketEnded: 'Bu sayfa çok uzun süredir açık. Kod almak için sayfayı yenileyin.',

  verified: '{recipient} doğrulandı',
  proofExpired: 'Aradan zaman geçti. Lütfen numaranızı yeniden doğrulayın.',

  bubblePress: 'Bu numarayı doğrulamak için “{button}” düğmesine basın.',
  bubbleCode: 'Size gönderdiğimiz kodu girin.',
};
