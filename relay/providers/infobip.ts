/**
 * Infobip 2FA as a provider: https://www.infobip.com/docs/2fa. Its application and templates fix how long codes are and
 * live, so these are read before anything is sent. Another code is the same one again. There is no cancel, and no look at
 * one verification.
 */
import type { Channel } from '../contract.ts';
import { failure, sift } from './failures.ts';
import { readRules } from './infobip-application.ts';
import type { InfobipApplication } from './infobip-application.ts';
import { channelsOf, templateFor } from './infobip-messages.ts';
import {
  WORDING,
  connect,
  describe,
  endedByRefusal,
  isLimited,
  readSent,
  readVerdict,
  refusedSend,
} from './infobip-wire.ts';
import type { InfobipAccess } from './infobip-wire.ts';
import type { Provider } from './provider.ts';

export { parseInfobipMessages } from './infobip-messages.ts';
export type { InfobipMessages, ParsedMessages } from './infobip-messages.ts';
export type { InfobipAccess } from './infobip-wire.ts';
export { ProviderSetupError } from './setup.ts';

export type InfobipOptions = InfobipAccess &
  InfobipApplication & {
    /**
     * The sender, over the templates' own: of texts in any case, of calls where it is a number, of e-mails where it is an
     * address. Default: the templates' own.
     */
    readonly from?: string;
  };

/** The end of a path: texts have none. */
const SUFFIX: Readonly<Record<Channel, string>> = { sms: '', voice: '/voice', email: '/email' };

/** Who may be the sender of what. */
const SENDERS: Readonly<Record<Channel, RegExp>> = { sms: /^[^@]+$/, voice: /^\+?\d+$/, email: /@/ };

/**
 * @throws {ProviderSetupError} with one line for each fault of the key, the application and its templates; also where
 * Infobip cannot be reached and no `codeLength` is given
 */
export async function infobip(options: InfobipOptions): Promise<Provider> {
  const { applicationId, messages, from } = options;
  const call = connect(options);
  const { checkPause, ...rules } = await readRules(call, options);

  return {
    name: 'infobip',
    capabilities: { ...rules, channels: channelsOf(messages), earlierCodes: 'valid', reportsDelivery: false },

    async start({ to, channel, locale }, context) {
      const messageId = templateFor(messages, channel, locale);
      if (messageId === undefined) return failure('channel_not_available', `no template for ${channel}`);
      const body = {
        applicationId,
        messageId,
        // Digits alone, or an address.
        to: to.replace(/^\+/, ''),
        ...(from !== undefined && SENDERS[channel].test(from) && { from }),
      };
      // The look-up before a text costs extra, is on by default, and not set up for every account.
      const query = channel === 'sms' ? '?ncNeeded=false' : '';
      const reply = await call('start', 'POST', `/pin${SUFFIX[channel]}${query}`, body, context);
      const answer = sift(reply, WORDING);
      if (answer.outcome === 'failure') return answer;
      if (answer.status >= 400) return refusedSend(answer);
      const sent = readSent(answer);
      return typeof sent === 'string' ? { outcome: 'sent', session: sent } : sent;
    },

    async send({ session }, channel, context) {
      const path = `/pin/${encodeURIComponent(session)}/resend${SUFFIX[channel]}`;
      const answer = sift(await call('send', 'POST', path, {}, context), WORDING);
      if (answer.outcome === 'failure') return answer;
      if (answer.status >= 400) return (!isLimited(answer) && endedByRefusal(answer)) || refusedSend(answer);
      const sent = readSent(answer);
      return typeof sent === 'string' ? { outcome: 'sent', channel } : sent;
    },

    async check({ session }, code, context) {
      const path = `/pin/${encodeURIComponent(session)}/verify`;
      const reply = await call('check', 'POST', path, { pin: code }, context);
      // Too fast after another is no wrong code: it was not judged.
      if (reply.outcome === 'reply' && isLimited(reply)) {
        return failure('unavailable', describe(reply), reply.retryAfter ?? checkPause);
      }
      const answer = sift(reply, WORDING);
      if (answer.outcome === 'failure') return answer;
      if (answer.status < 400) return readVerdict(answer);
      return endedByRefusal(answer) ?? failure('rejected', describe(answer));
    },
  };
}
