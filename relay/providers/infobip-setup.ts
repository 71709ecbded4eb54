/**
 * Makes at Infobip what the relay needs there: an application with sensible limits, and NUMERIC templates for texts and
 * calls. What is there already, by the application's name and the templates' texts, is used as it is.
 */
import type { Channel } from '../contract.ts';
import { member, textMember } from './http.ts';
import type { Exchange, NoReply, Reply } from './http.ts';
import { INFOBIP_TEXTS } from './infobip-texts.ts';
import type { InfobipMessages } from './infobip-messages.ts';
import { connect, describe } from './infobip-wire.ts';
import type { InfobipAccess, InfobipCall } from './infobip-wire.ts';
import { ProviderSetupError } from './setup.ts';

export type InfobipSetupOptions = InfobipAccess & {
  /** The application's name. Default: `otp-verify`. */
  readonly name?: string;
  /** Languages of the templates, the one for all others first. Default: all that there are texts in, `en` first. */
  readonly languages?: readonly string[];
  /** Digits of a code, 4 to 10. Default: 6. */
  readonly codeLength?: number;
  /** An e-mail template of the account, with `{{pin}}` in it. Default: none, and codes do not go by e-mail. */
  readonly emailTemplateId?: number;
};

export type InfobipSetup = {
  readonly applicationId: string;
  readonly messages: InfobipMessages;
  readonly codeLength: number;
};

/**
 * Over Infobip's defaults, which allow three codes a day for a number and judge one code in three seconds. The relay has
 * narrower limits of its own.
 */
export const INFOBIP_CONFIGURATION = {
  pinAttempts: 5,
  // A code whose answer was lost can be entered again.
  allowMultiplePinVerifications: true,
  pinTimeToLive: '10m',
  verifyPinLimit: '2/1s',
  sendPinPerApplicationLimit: '10000/1d',
  sendPinPerPhoneNumberLimit: '10/1h',
} as const;

/** A template as it is asked for; `path` follows the application's. */
export type WantedTemplate = {
  readonly channel: Channel;
  readonly language: string;
  readonly path: '/messages' | '/email/messages';
  readonly body: Readonly<Record<string, unknown>>;
};

/** All that are wanted: texts and calls in each language, and e-mails in the first. */
export function templatesFor(
  languages: readonly string[],
  pinLength: number,
  emailTemplateId?: number,
): readonly WantedTemplate[] {
  const pin = { pinType: 'NUMERIC', pinLength };
  const phone = languages.flatMap((language): WantedTemplate[] => {
    const { sms, voice } = INFOBIP_TEXTS[language] ?? {};
    if (sms === undefined) return [];
    // A text has the language of a voice as well: the call that may follow reads the same words.
    const spoken = voice && { language: voice.language };
    const call = voice && { ...pin, ...spoken, messageText: voice.text, repeatDTMF: '1', speechRate: 0.8 };
    return [
      { channel: 'sms', language, path: '/messages', body: { ...pin, ...spoken, messageText: sms } },
      ...(call ? [{ channel: 'voice', language, path: '/messages', body: call } as const] : []),
    ];
  });
  if (emailTemplateId === undefined) return phone;
  const language = languages[0] ?? 'en';
  return [...phone, { channel: 'email', language, path: '/email/messages', body: { ...pin, emailTemplateId } }];
}

/** Whether what Infobip has would do in the place of what is wanted. */
const isSame = (existing: unknown, { body }: WantedTemplate): boolean =>
  ['messageText', 'emailTemplateId', 'pinType', 'pinLength'].every((name) => member(existing, name) === body[name]);

async function ask(call: InfobipCall, method: Exchange['method'], path: string, body?: unknown): Promise<unknown> {
  const reply = await call('setup', method, path, body, {});
  if (reply.outcome === 'reply' && reply.status < 300 && typeof reply.json === 'object') return reply.json;
  throw new ProviderSetupError([faultOf(reply)]);
}

function faultOf(reply: Reply | NoReply): string {
  if (reply.outcome === 'no-reply') return `INFOBIP_BASE_URL cannot be reached (${reply.detail})`;
  const isKey = reply.status === 401 || reply.status === 403;
  return `${isKey ? 'INFOBIP_API_KEY must have the scope 2fa:manage' : 'Infobip did not do it'} (${describe(reply)})`;
}

/** What is not listed would be made once more. */
async function list(call: InfobipCall, path: string): Promise<readonly unknown[]> {
  const json = await ask(call, 'GET', path);
  if (!Array.isArray(json))
    throw new ProviderSetupError([`Infobip did not do it (no list of ${path.split('/').at(-1) ?? ''})`]);
  return json as readonly unknown[];
}

function idOf(json: unknown, name: 'applicationId' | 'messageId'): string {
  const id = textMember(json, name);
  if (id === undefined) throw new ProviderSetupError([`Infobip did not do it (no ${name} in the answer)`]);
  return id;
}

/**
 * @throws {ProviderSetupError} with one line for each fault; what was made by then is found again the next time
 */
export async function setUpInfobip(options: InfobipSetupOptions): Promise<InfobipSetup> {
  const { name = 'otp-verify', languages = Object.keys(INFOBIP_TEXTS), codeLength = 6, emailTemplateId } = options;
  const unknown = languages.filter((language) => !Object.hasOwn(INFOBIP_TEXTS, language));
  if (unknown.length > 0) {
    const known = Object.keys(INFOBIP_TEXTS).join(', ');
    throw new ProviderSetupError(unknown.map((language) => `there is no text in "${language}"; there are ${known}`));
  }
  const call = connect(options);

  const applications = await list(call, '/applications');
  const application =
    applications.find((candidate) => textMember(candidate, 'name') === name) ??
    (await ask(call, 'POST', '/applications', { name, enabled: true, configuration: INFOBIP_CONFIGURATION }));
  const applicationId = idOf(application, 'applicationId');
  const path = `/applications/${encodeURIComponent(applicationId)}`;

  const existing = await list(call, `${path}/messages`);
  const messages: { [channel in Channel]?: Record<string, string> } = {};
  for (const template of templatesFor(languages, codeLength, emailTemplateId)) {
    const { channel, language, body } = template;
    const made =
      existing.find((candidate) => isSame(candidate, template)) ??
      (await ask(call, 'POST', `${path}${template.path}`, body));
    messages[channel] = { ...messages[channel], [language]: idOf(made, 'messageId') };
  }
  return { applicationId, messages, codeLength };
}

/** The lines for a `.env` file. */
export function describeSetup({ applicationId, messages, codeLength }: InfobipSetup): string {
  const entries = Object.entries(messages).flatMap(([channel, templates]) =>
    Object.entries(templates).map(([language, id]) => `${channel}:${language}=${id}`),
  );
  return [
    `INFOBIP_APPLICATION_ID=${applicationId}`,
    `INFOBIP_MESSAGES=${entries.join(',')}`,
    `INFOBIP_CODE_LENGTH=${codeLength}`,
  ].join('\n');
}
