/** Portuguese as in Brazil. */
import type { Messages } from './index.ts';

export const messages: Messages = {
  phoneLabel: 'Número de telefone',
  countryLabel: 'País',
  channelLegend: 'Como você quer receber o código?',
  channelSms: 'SMS',
  channelVoice: 'Ligação',
  sendSms: 'Receber código por SMS',
  sendVoice: 'Receber código por ligação',
  ticketIntro: 'Vamos enviar um código para {recipient}.',
  network: 'Não foi possível conectar. Verifique sua conexão e tente de novo.',
  tryAgain: 'Tentar de novo',
  bubbleNumber: 'Digite e confirme seu número de telefone.',

  emailLabel: 'Endereço de e-mail',
  channelEmail: 'E-mail',
  sendEmail: 'Receber código por e-mail',
  phoneHint: 'Por exemplo, {example}',
  sending: 'Enviando…',

  numberMissing: 'Digite seu número de telefone.',
  emailMissing: 'Digite seu endereço de e-mail.',
  numberShort: 'Este número parece curto demais ({country}).',
  numberLong: 'Este número parece longo demais ({country}).',
  numberUnlikely:
    'Este não parece ser um número do país escolhido ({country}). Confira o número ou escolha outro país.',
  numberLandline: 'Este parece ser um telefone fixo, que não recebe SMS. Podemos ligar para ele.',
  numberNotAllowed: 'Não podemos enviar códigos para este número. Use outro, por favor.',

  codeLabel: 'Digite o código de {n} dígitos',
  codeAutoCheck: 'O código é conferido assim que estiver completo.',
  sentSms: 'Enviamos um SMS para {recipient}.',
  sentVoice: 'Estamos ligando para {recipient}. Uma voz vai ditar o código em inglês.',
  sentEmail: 'Enviamos um e-mail para {recipient}.',
  maskedNumber: 'o número com final {last}',
  changeNumber: 'Mudar número',
  changeEmail: 'Mudar e-mail',
  keepNumber: 'Manter {recipient}',
  verify: 'Confirmar',
  checking: 'Conferindo…',
  checkFailed: 'Não conseguimos conferir o código. Tente de novo.',

  wrongCode: {
    one: 'Código incorreto. Resta {n} tentativa.',
    many: 'Código incorreto. Restam {n} de tentativas.',
    other: 'Código incorreto. Restam {n} tentativas.',
  },
  lastTry: 'Código incorreto. Resta uma tentativa: confira a mensagem mais recente ou peça um novo código.',
  alreadyTried: 'Você já tentou esse código. Confira a mensagem mais recente.',
  tooManyTries: 'Muitas tentativas: este código não vale mais. Você pode pedir outro.',
  codeExpiresIn: 'O código ainda vale por {time}.',
  codeExpired: 'Este código expirou.',

  resend: 'Enviar novo código',
  resendIn: 'Novo código em {time}',
  resentVoid: 'Novo código enviado. Os anteriores não valem mais.',
  resentValid: 'Código enviado de novo. As mensagens anteriores ainda valem.',
  lastCode: 'Este foi o último código por enquanto. Ele vale por mais {time}.',
  callInstead: 'Receber ligação',
  textInstead: 'Receber SMS',
  emailInstead: 'Receber e-mail',
  delivered: 'SMS entregue',
  notDelivered: 'Não conseguimos entregar o SMS. Confira o número ou receba uma ligação.',
  failover: 'Não conseguimos entregar o SMS, por isso estamos ligando para você. Atenda para ouvir o código.',

  rateLimited: 'Muitos códigos foram pedidos. Tente de novo em {duration}.',
  offline: 'Você está sem internet. Continuamos assim que ela voltar.',
  unavailable: 'Não podemos enviar códigos agora. Tente de novo mais tarde.',
  unsure:
    'Não sabemos se o código foi enviado. Tente de novo em {time} e ignore qualquer código que chegar antes disso.',
  challenge: 'Uma verificação rápida antes de enviarmos o código.',
  challengeFailed: 'A verificação não deu certo. Tente mais uma vez.',
  ticketEnded: 'Esta página ficou aberta por muito tempo. Recarregue-a para receber um código.',

  verified: '{recipient} confirmado',
  proofExpired: 'Já faz um tempo. Confirme seu número de novo.',

  bubblePress: 'Clique em “{button}” para confirmar este número.',
  bubbleCode: 'Digite o código que enviamos.',
};
