/** A verification as the browser may see it: the record and the handle, in seconds from now. */
import type { Channel, Verification } from './contract.ts';
import type { HandleFacts, TicketFacts } from './handle.ts';
import type { Settings } from './options.ts';
import type { Capabilities } from './providers/provider.ts';
import { isAddress, maskRecipient } from './recipient.ts';
import { cooldownLeft, lifeLeft, statusOf } from './record.ts';
import type { VerificationRecord } from './record.ts';

/** An opened handle together with its own text, which stays the same as long as the verification lives. */
export type Handle = HandleFacts & { readonly token: string };

/** The provider is asked at most this often (seconds) about one pending verification. */
export const POLL_EVERY = 3;

/**
 * The channels that a code could take now. A landline gets no texts, and may always be called; an address gets e-mail,
 * and nothing else does.
 *
 * @param texts how many codes went by other channels than voice
 */
export function channelsFor(
  rules: Capabilities,
  settings: Settings,
  facts: {
    readonly recipient: string;
    readonly landline: boolean;
    readonly texts: number;
    readonly ticket?: TicketFacts | undefined;
  },
): readonly Channel[] {
  const { recipient, landline, texts, ticket } = facts;
  return rules.channels.filter((channel) => {
    if ((channel === 'email') !== isAddress(recipient)) return false;
    if (ticket?.channels && !ticket.channels.includes(channel)) return false;
    if (channel === 'sms') return !landline;
    return channel !== 'voice' || landline || texts >= settings.voiceAfter;
  });
}

export function viewOf(
  handle: Handle,
  record: VerificationRecord,
  rules: Capabilities,
  settings: Settings,
  now: number,
): Verification {
  const status = statusOf(record, rules, now);
  const isOpen = status === 'pending';
  const left = isOpen ? Math.max(0, lifeLeft(record, rules, now)) : 0;
  const mayLearn = isOpen && (record.open > 0 || (rules.reportsDelivery && record.delivery?.status !== 'delivered'));
  const proofExpiresIn = record.proofExpiresAt - Math.floor(now / 1000);
  const hasProof = status === 'verified' && record.proof !== undefined && proofExpiresIn > 0;
  return {
    handle: handle.token,
    status,
    channel: record.channel,
    recipient: maskRecipient(handle.recipient),
    codeLength: rules.codeLength,
    expiresIn: Math.ceil(left / 1000),
    resendIn: isOpen ? Math.ceil(cooldownLeft(record, settings.limitResendCooldown, now) / 1000) : 0,
    attemptsRemaining: isOpen ? Math.max(0, rules.maxAttempts - record.attempts) : 0,
    sendsRemaining: isOpen ? Math.max(0, rules.maxSends - record.sends) : 0,
    // A code by another provider is a new one, whatever its own resends are.
    earlierCodes: record.round > 1 ? 'void' : rules.earlierCodes,
    channels: channelsFor(rules, settings, { ...record, ...handle }),
    // Where deliveries are told of, the newest code is on its way until then.
    delivery: record.delivery ?? (rules.reportsDelivery ? { channel: record.channel, status: 'pending' } : null),
    pollIn: mayLearn ? POLL_EVERY : null,
    ...(hasProof && { proof: record.proof, proofExpiresIn }),
  };
}
