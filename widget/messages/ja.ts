/** Japanese. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: '電話番号',
  countryLabel: '国・地域',
  channelLegend: '認証コードの受け取り方法',
  channelSms: 'SMS',
  channelVoice: '電話',
  sendSms: 'SMSでコードを受け取る',
  sendVoice: '電話でコードを受け取る',
  ticketIntro: '{recipient} に認証コードを送ります。',
  network: '接続できませんでした。通信環境を確認して、もう一度お試しください。',
  tryAgain: 'もう一度試す',
  bubbleNumber: '電話番号を入力して認証してください。',

  emailLabel: 'メールアドレス',
  channelEmail: 'メール',
  sendEmail: 'メールでコードを受け取る',
  phoneHint: '例：{example}',
  sending: '送信しています…',

  numberMissing: '電話番号を入力してください。',
  emailMissing: 'メールアドレスを入力してください。',
  numberShort: '{country}の電話番号としては短すぎるようです。',
  numberLong: '{country}の電話番号としては長すぎるようです。',
  numberUnlikely: '{country}の電話番号ではないようです。番号を確認するか、別の国・地域を選んでください。',
  numberLandline: 'SMSを受信できない固定電話の番号のようです。代わりにお電話でお伝えできます。',
  numberNotAllowed: 'この番号には認証コードを送れません。別の番号をお使いください。',

  codeLabel: '{n}桁の認証コードを入力',
  codeAutoCheck: '入力が終わると、自動的に確認されます。',
  sentSms: '{recipient} にSMSを送りました。',
  sentVoice: '{recipient} に電話をかけています。音声がコードを英語で読み上げます。',
  sentEmail: '{recipient} にメールを送りました。',
  maskedNumber: '末尾が{last}の番号',
  changeNumber: '番号を変更',
  changeEmail: 'アドレスを変更',
  keepNumber: '{recipient} のままにする',
  verify: '認証する',
  checking: '確認しています…',
  checkFailed: 'コードを確認できませんでした。もう一度お試しください。',

  wrongCode: 'コードが正しくありません。あと{n}回入力できます。',
  lastTry:
    'コードが正しくありません。入力できるのはあと1回です。最新のメッセージを確認するか、新しいコードを受け取ってください。',
  alreadyTried: 'そのコードはすでに入力されています。最新のメッセージを確認してください。',
  tooManyTries: '入力回数の上限を超えたため、このコードは使えなくなりました。新しいコードを受け取れます。',
  codeExpiresIn: 'コードの有効時間は残り{time}です。',
  codeExpired: 'コードの有効期限が切れました。',

  resend: '新しいコードを送る',
  resendIn: '新しいコードの送信まで{time}',
  resentVoid: '新しいコードを送りました。以前のコードは使えません。',
  resentValid: 'コードを再送しました。以前のメッセージのコードも使えます。',
  lastCode: '現在、これ以上コードを送れません。最後のコードの有効時間は残り{time}です。',
  callInstead: '電話で受け取る',
  textInstead: 'SMSで受け取る',
  emailInstead: 'メールで受け取る',
  delivered: 'SMSが届きました',
  notDelivered: 'SMSを届けられませんでした。番号を確認するか、電話で受け取ってください。',
  failover: 'SMSを届けられなかったため、お電話しています。電話に出てコードをお聞きください。',

  rateLimited: 'コードの送信回数が上限に達しました。{duration}後にもう一度お試しください。',
  offline: 'オフラインです。接続が戻りしだい続行します。',
  unavailable: '現在、コードを送れません。しばらくしてからもう一度お試しください。',
  unsure:
    'コードを送信できたか確認できませんでした。{time}後にもう一度お試しください。それまでに届いたコードは使わないでください。',
  challenge: 'コードを送る前に、簡単な確認をお願いします。',
  challengeFailed: '確認できませんでした。もう一度お試しください。',
  ticketEnded: 'ページを開いてから時間がたちました。再読み込みしてコードを受け取ってください。',

  verified: '{recipient} は認証済みです',
  proofExpired: '時間がたったため、もう一度電話番号を認証してください。',

  bubblePress: '「{button}」を押して、この番号を認証してください。',
  bubbleCode: 'お送りしたコードを入力してください。',
};
