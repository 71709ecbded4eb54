/** The rules that an Infobip application and its templates hold codes to, read once at the start. */
import { member, textMember } from './http.ts';
import type { NoReply, Reply } from './http.ts';
import { channelsOf } from './infobip-messages.ts';
import type { InfobipMessages } from './infobip-messages.ts';
import { describe } from './infobip-wire.ts';
import type { InfobipCall } from './infobip-wire.ts';
import type { Capabilities } from './provider.ts';
import { ProviderSetupError } from './setup.ts';

export type InfobipRules = Pick<Capabilities, 'codeLength' | 'codeTtl' | 'maxAttempts' | 'maxSends'> & {
  /** Seconds until a code is judged again that came too fast after another. */
  readonly checkPause: number;
};

export type InfobipApplication = {
  /** The application's id. */
  readonly applicationId: string;
  /** The templates, by channel and language. */
  readonly messages: InfobipMessages;
  /**
   * Digits of a code, 4 to 10, as its templates have them. Needed only where these may not or cannot be read at the
   * start: the key lacks the scope `2fa:manage`, or Infobip is down and the relay shall start all the same. Infobip's
   * defaults then stand for the application's other rules. Default: what the templates say.
   */
  readonly codeLength?: number;
};

/** What Infobip does with an application that says nothing else. */
const DEFAULTS = { pinAttempts: 10, pinTimeToLive: '15m', verifyPinLimit: '1/3s' } as const;

const MOST_SENDS = 5;

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** `15m` in seconds; the number may be left out where it is 1. */
export function readDuration(text: string): number | undefined {
  const { count, unit = '' } = /^(?<count>\d*)(?<unit>ms|s|m|h|d)$/.exec(text)?.groups ?? {};
  const seconds = SECONDS[unit];
  return seconds === undefined ? undefined : Number(count === '' ? 1 : count) * seconds;
}

/** `5/1h`: so many within so many seconds. */
export function readLimit(text: string): { readonly count: number; readonly period: number } | undefined {
  const { count, rest = '' } = /^(?<count>\d+)\/(?<rest>.+)$/.exec(text)?.groups ?? {};
  const period = readDuration(rest);
  return period === undefined ? undefined : { count: Number(count), period };
}

function rulesOf(configuration: unknown, codeLength: number): InfobipRules {
  const setting = (name: keyof typeof DEFAULTS): string => textMember(configuration, name) ?? String(DEFAULTS[name]);
  const attempts = member(configuration, 'pinAttempts');
  const codeTtl = Math.max(1, Math.floor(readDuration(setting('pinTimeToLive')) ?? 900));
  const sends = readLimit(textMember(configuration, 'sendPinPerPhoneNumberLimit') ?? '');
  return {
    codeLength,
    codeTtl,
    maxAttempts: typeof attempts === 'number' && attempts >= 1 ? attempts : DEFAULTS.pinAttempts,
    // A limit over more than a code's life holds for one verification as well.
    maxSends: sends && sends.count >= 1 && sends.period >= codeTtl ? Math.min(MOST_SENDS, sends.count) : MOST_SENDS,
    checkPause: Math.max(1, Math.ceil(readLimit(setting('verifyPinLimit'))?.period ?? 3)),
  };
}

/** A template that the setting names, as `sms:en`, and what Infobip has under its id. */
type Named = { readonly name: string; readonly id: string; readonly isEmail: boolean; readonly template: unknown };

function faultOf({ name, id, isEmail, template }: Named): string | undefined {
  if (template === undefined) return `${name}=${id} is no template of the application`;
  const type = textMember(template, 'pinType');
  const length = member(template, 'pinLength');
  if (type !== undefined && type !== 'NUMERIC') return `${name}=${id} makes ${type} codes; it must be NUMERIC`;
  if ((member(template, 'emailTemplateId') !== undefined) !== isEmail) {
    return `${name}=${id} is ${isEmail ? 'no' : 'an'} e-mail template`;
  }
  const isLength = typeof length === 'number' && length >= 4 && length <= 10;
  return isLength ? undefined : `${name}=${id} has no pinLength from 4 to 10`;
}

/** The length that all templates share. */
function readLength(templates: readonly unknown[], { messages, codeLength }: InfobipApplication): number {
  const named = channelsOf(messages).flatMap((channel) =>
    Object.entries(messages[channel] ?? {}).map(([language, id]): Named => {
      const template = templates.find((candidate) => textMember(candidate, 'messageId') === id);
      return { name: `${channel}:${language}`, id, isEmail: channel === 'email', template };
    }),
  );
  const faults = named.map(faultOf).filter((fault) => fault !== undefined);
  if (named.length === 0) faults.push('names no template');
  const lengthOf = ({ template }: Named): number => Number(member(template, 'pinLength'));
  const lengths = new Set(named.map(lengthOf));
  const [length = 0] = lengths;
  if (faults.length === 0 && lengths.size > 1) {
    const told = Array.from(lengths, (digits) => {
      const first = named.find((one) => lengthOf(one) === digits);
      return `${first?.name ?? ''} has ${digits} digits`;
    }).join(', ');
    faults.push(`names templates whose codes differ in length (${told}); all must have the same`);
  }
  const lines = faults.map((fault) => `INFOBIP_MESSAGES ${fault}`);
  if (lines.length === 0 && codeLength !== undefined && codeLength !== length) {
    lines.push(`INFOBIP_CODE_LENGTH must be ${length}, as the templates have it, or be left out`);
  }
  if (lines.length > 0) throw new ProviderSetupError(lines);
  return length;
}

/** Why nothing could be read, and whether only the operator can mend it. */
function faultOfReply(reply: Reply | NoReply): { readonly isFinal: boolean; readonly line: string } {
  if (reply.outcome === 'no-reply')
    return { isFinal: false, line: `INFOBIP_BASE_URL cannot be reached (${reply.detail})` };
  const detail = describe(reply);
  if (reply.status === 401) return { isFinal: true, line: `INFOBIP_API_KEY is refused by Infobip (${detail})` };
  if (reply.status === 403) return { isFinal: false, line: 'INFOBIP_API_KEY lacks the scope 2fa:manage' };
  return reply.status === 404 && reply.json !== undefined
    ? {
        isFinal: true,
        line: 'INFOBIP_APPLICATION_ID is unknown to Infobip; "npm run setup:infobip" makes an application',
      }
    : { isFinal: false, line: `INFOBIP_BASE_URL tells nothing of the application (${detail})` };
}

/**
 * @throws {ProviderSetupError} with one line for each fault of the application and its templates; also where they cannot
 * be read and no `codeLength` is given
 */
export async function readRules(call: InfobipCall, application: InfobipApplication): Promise<InfobipRules> {
  const { applicationId, codeLength } = application;
  const path = `/applications/${encodeURIComponent(applicationId)}`;

  async function read(name: string, from: string, fits: (json: unknown) => boolean): Promise<unknown> {
    const reply = await call(name, 'GET', from, undefined, {});
    if (reply.outcome === 'reply' && reply.status === 200 && fits(reply.json)) return reply.json;
    const { isFinal, line } = faultOfReply(reply);
    if (isFinal) throw new ProviderSetupError([line]);
    if (codeLength !== undefined) return undefined;
    throw new ProviderSetupError([`${line}; INFOBIP_CODE_LENGTH lets the relay start all the same`]);
  }

  const found = await read('application', path, (json) => textMember(json, 'applicationId') !== undefined);
  if (member(found, 'enabled') === false) {
    throw new ProviderSetupError(['INFOBIP_APPLICATION_ID names an application that is not enabled']);
  }
  const templates = found && (await read('templates', `${path}/messages`, Array.isArray));
  const length = Array.isArray(templates) ? readLength(templates, application) : (codeLength ?? 0);
  return rulesOf(member(found, 'configuration'), length);
}
