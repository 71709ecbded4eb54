/** What Infobip's specification wants in a request: no member missing, none unknown, each of its type. */
import * as z from 'zod/mini';
import { type Issue, type Read, readFields, readJson } from '../kit/requests.ts';
import { durationPattern, limitPattern } from './limits.ts';
import type { Complaints, Replies } from './replies.ts';

const text = z.string().check(z.minLength(1));
const values = z.record(z.string().check(z.regex(/^(?!pin$)[^{}]+$/)), z.string());
const limit = z.string().check(z.regex(limitPattern));

const pinType = z.enum(['NUMERIC', 'ALPHA', 'HEX', 'ALPHANUMERIC']);
const pinLength = z.int().check(z.positive());

/** Of a voice. */
const languages = ['en', 'es', 'ca', 'da', 'nl', 'fr', 'de', 'it', 'ja', 'ko', 'no', 'pl', 'ru', 'sv', 'fi', 'hr'];
const language = z.enum([...languages, 'sl', 'ro', 'pt_pt', 'pt_br', 'zh_cn', 'zh_tw']);

export const applicationRequest = z.strictObject({
  name: text,
  enabled: z.optional(z.boolean()),
  configuration: z.optional(
    z.strictObject({
      pinAttempts: z.optional(z.int().check(z.positive())),
      allowMultiplePinVerifications: z.optional(z.boolean()),
      pinTimeToLive: z.optional(z.string().check(z.regex(durationPattern))),
      verifyPinLimit: z.optional(limit),
      sendPinPerApplicationLimit: z.optional(limit),
      sendPinPerPhoneNumberLimit: z.optional(limit),
    }),
  ),
});

const phoneTemplate = {
  messageText: z.string().check(z.includes('{{pin}}')),
  pinType,
  pinLength: z.optional(pinLength),
  senderId: z.optional(z.string()),
  language: z.optional(language),
  voiceName: z.optional(z.string()),
  speechRate: z.optional(z.number().check(z.gte(0.5), z.lte(2))),
  repeatDTMF: z.optional(z.string()),
  regional: z.optional(
    z.strictObject({
      indiaDlt: z.optional(
        z.strictObject({
          principalEntityId: text,
          contentTemplateId: z.optional(z.string()),
          teleMarketerId: z.optional(z.string()),
        }),
      ),
    }),
  ),
};
export const phoneTemplateRequest = z.strictObject(phoneTemplate);
export const phoneTemplateUpdate = z.partial(phoneTemplateRequest);

export const emailTemplateRequest = z.strictObject({
  emailTemplateId: z.int(),
  from: z.optional(z.string()),
  landingPageId: z.optional(z.string()),
  pinLength: z.optional(pinLength),
  pinType: z.optional(pinType),
});
export const emailTemplateUpdate = z.partial(emailTemplateRequest);

const resend = { placeholders: z.optional(values) };
const start = { applicationId: text, messageId: text, to: text, from: z.optional(z.string()), ...resend };
const phone = { trackDelivery: z.optional(z.boolean()) };
const email = { landingPagePlaceholders: z.optional(values) };

export const startRequests = {
  sms: z.strictObject({ ...start, ...phone }),
  voice: z.strictObject({ ...start, ...phone }),
  email: z.strictObject({ ...start, ...email }),
} as const;

export const resendRequests = {
  sms: z.strictObject({ ...resend, ...phone }),
  voice: z.strictObject({ ...resend, ...phone }),
  email: z.strictObject({ ...resend, ...email }),
} as const;

export const verifyRequest = z.strictObject({ pin: text });

/** A look-up costs: it is made unless the query says no. The official client writes `undefined` where nobody said. */
export const startQuery = z.strictObject({ ncNeeded: z.optional(z.enum(['true', 'false', 'undefined'])) });

const boolean = z.optional(z.enum(['true', 'false']));
export const statusQuery = z.strictObject({ msisdn: text, verified: boolean, sent: boolean });

const complaintsOf = (issues: readonly Issue[]): Complaints => {
  const complaints: Record<string, string[]> = {};
  for (const issue of issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.') || 'body'];
    for (const name of names) (complaints[name] ??= []).push(issue.message);
  }
  return complaints;
};

export const readQuery = <T>(query: unknown, schema: z.ZodMiniType<T>, { badRequest }: Replies): Read<T> =>
  readFields(query, schema, (issues) => badRequest('Bad request', complaintsOf(issues)));

/** `absent` is what no body at all reads as. */
export const readBody = async <T>(
  request: Request,
  schema: z.ZodMiniType<T>,
  replies: Replies,
  absent?: object,
): Promise<Read<T>> => readQuery((await readJson(request)) ?? absent, schema, replies);
