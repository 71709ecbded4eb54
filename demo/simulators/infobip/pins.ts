/** What happens inside Infobip: PINs, their limits and their messages. No HTTP, and no timers. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Channel } from '../../../relay/contract.ts';
import { type Fate, lineOf, type Network, wordingOf } from '../kit/network.ts';
import { randomCode, randomHex, type Surroundings } from '../kit/surroundings.ts';
import { durationOf, limitOf, Windows } from './limits.ts';
import { magicOf } from './magic-numbers.ts';
import type { InfobipApplication, InfobipConfiguration, InfobipTemplate, InfobipVariant } from './options.ts';
import type { InfobipPin, LivePin, SendOrder, SendResult, VerifyResult } from './pin.ts';

type PinsOptions = Pick<Surroundings, 'clock' | 'random'> & { readonly variant: InfobipVariant };

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const alphabets = { ALPHA: letters, HEX: '0123456789ABCDEF', ALPHANUMERIC: `0123456789${letters}` } as const;

/** The text of a template; a voice reads the code digit by digit. */
const textOf = ({ messageText }: InfobipTemplate, channel: Channel, code: string, values: Record<string, string>) => {
  if (messageText === undefined) return wordingOf(channel, code);
  const pin = channel === 'voice' ? code.split('').join(', ') : code;
  return messageText.replace(/\{\{(\w+)\}\}/g, (all, name: string) => (name === 'pin' ? pin : (values[name] ?? all)));
};

const fateOf = (to: string, channel: Channel): Fate =>
  channel === 'sms' && lineOf(parsePhoneNumberFromString(`+${to}`)?.getType()) === 'landline'
    ? 'undelivered'
    : 'delivered';

export class Pins {
  readonly byId: Map<string, LivePin> = new Map();
  readonly #options: PinsOptions;
  readonly #network: Network;
  readonly #windows: Windows = new Windows();

  constructor(options: PinsOptions, network: Network) {
    this.#options = options;
    this.#network = network;
  }

  /** The variant in force for a recipient. */
  variantOf(to: string): InfobipVariant {
    return { ...this.#options.variant, ...magicOf(to).variant };
  }

  send(order: SendOrder, isLookupWanted: boolean): SendResult {
    const { application, template, to, channel, placeholders } = order;
    const refused = this.#refuseToSend(application, to, channel);
    if (refused) return refused;
    const { random, clock } = this.#options;
    const now = clock();
    const { pinType, pinLength } = template;
    const alphabet = pinType === 'NUMERIC' ? undefined : alphabets[pinType];
    const pin: LivePin = {
      id: randomHex(random, 32).toUpperCase(),
      applicationId: application.applicationId,
      template,
      placeholders,
      to,
      code: alphabet
        ? Array.from({ length: pinLength }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')
        : randomCode(random, pinLength),
      createdAt: now,
      sentAt: now,
      expiresAt: now + durationOf(this.#rules(application, to).pinTimeToLive),
      sends: 0,
      attempts: 0,
      verifiedAt: null,
      hasFaulted: false,
    };
    this.byId.set(pin.id, pin);
    if (magicOf(to).refusal === 'not_sent') return { outcome: 'not_sent', pin };
    const { balance, lookup } = this.variantOf(to);
    if (balance === 'not_sent') return { outcome: 'no_credits', pin };
    if (isLookupWanted && lookup === 'not_reachable') return { outcome: 'unreachable', pin };
    this.#transmit(pin, channel, now);
    return { outcome: 'sent', pin };
  }

  resend(pin: LivePin, application: InfobipApplication, channel: Channel): SendResult {
    this.#network.settle(pin.id);
    const now = this.#options.clock();
    const { resendTtl, resendCounts, resendOver } = this.variantOf(pin.to);
    const { pinAttempts, pinTimeToLive } = this.#rules(application, pin.to);
    const isOver = now >= pin.expiresAt || pin.attempts >= pinAttempts || pin.verifiedAt !== null;
    if (isOver && resendOver !== 'sent')
      return { outcome: 'refused', why: resendOver === '404' ? 'not_found' : 'over' };
    const refused = this.#refuseToSend(application, pin.to, channel, resendCounts);
    if (refused) return refused;
    if (resendTtl === 'extend') pin.expiresAt = now + durationOf(pinTimeToLive);
    this.#transmit(pin, channel, now);
    return { outcome: 'sent', pin };
  }

  verify(pin: LivePin, application: InfobipApplication, code: string): VerifyResult {
    this.#network.settle(pin.id);
    const now = this.#options.clock();
    const { pinAttempts, allowMultiplePinVerifications, verifyPinLimit } = this.#rules(application, pin.to);
    const isInTime = this.#windows.take(`verify ${pin.to}`, limitOf(verifyPinLimit), now);
    if (!isInTime && this.variantOf(pin.to).verifyTooFast !== 'ignore') return { outcome: 'too_fast' };
    if (now >= pin.expiresAt) return { outcome: 'expired' };
    if (pin.verifiedAt !== null && !allowMultiplePinVerifications) return { outcome: 'verified_before' };
    if (pin.attempts >= pinAttempts) return { outcome: 'exhausted' };
    pin.attempts += 1;
    const attemptsRemaining = pinAttempts - pin.attempts;
    if (code !== pin.code) return { outcome: 'wrong', attemptsRemaining };
    pin.verifiedAt ??= now;
    return { outcome: 'match', attemptsRemaining };
  }

  find(id: string): LivePin | undefined {
    const pin = this.byId.get(id);
    if (pin) this.#network.settle(id);
    return pin;
  }

  /** All that was ever sent to a recipient, oldest first. */
  list(applicationId: string, to: string): readonly InfobipPin[] {
    return [...this.byId.values()].filter((pin) => pin.applicationId === applicationId && pin.to === to);
  }

  #rules({ configuration }: InfobipApplication, to: string): InfobipConfiguration {
    return { ...configuration, ...magicOf(to).configuration };
  }

  #refuseToSend(application: InfobipApplication, to: string, channel: Channel, counts = true): SendResult | undefined {
    const { refusal, channels } = magicOf(to);
    if (refusal !== undefined && refusal !== 'not_sent') return { outcome: 'refused', why: refusal };
    if (channels?.includes(channel) === false) return { outcome: 'refused', why: 'channel_disabled' };
    if (this.variantOf(to).balance === 'refused') return { outcome: 'refused', why: 'no_credits' };
    if (!counts) return undefined;
    const { sendPinPerApplicationLimit, sendPinPerPhoneNumberLimit } = this.#rules(application, to);
    const now = this.#options.clock();
    const isAllowed =
      this.#windows.take(`to ${to}`, limitOf(sendPinPerPhoneNumberLimit), now) &&
      this.#windows.take(`from ${application.applicationId}`, limitOf(sendPinPerApplicationLimit), now);
    return isAllowed ? undefined : { outcome: 'refused', why: 'limit' };
  }

  #transmit(pin: LivePin, channel: Channel, at: number): void {
    const { id: sessionId, to, code, template, placeholders } = pin;
    pin.sends += 1;
    pin.sentAt = at;
    const message = {
      id: randomHex(this.#options.random, 16),
      to: to.includes('@') ? to : `+${to}`,
      channel,
      code,
      text: textOf(template, channel, code, placeholders),
      sessionId,
    };
    this.#network.send(message, magicOf(to)[channel] ?? fateOf(to, channel), at);
  }
}
