/** What Textmagic wants in a request, and its `Validation Failed` where that is not what it gets. */
import * as z from 'zod/mini';
import type { Reply } from '../kit/replies.ts';
import { type Issue, type Read, readFields, readJson } from '../kit/requests.ts';
import { invalid } from './replies.ts';

const text = z.string().check(z.minLength(1));

const languages = `de-de en-au en-gb en-us en-in es-es es-mx es-us fr-ca fr-fr is-is it-it
  ja-jp ko-kr nl-nl pl-pl pt-pt pt-br ro-ro ru-ru sv-se tr-tr zh-cn zh-tw`.split(/\s+/);

/** An integer by the documentation's text, a string by its schema. */
const workflow = z.pipe(
  z.union([z.int(), z.string().check(z.regex(/^\d$/))]),
  z.transform((id) => Number(id)),
);

export const startRequest = z.strictObject({
  phone: text,
  brand: z.string().check(z.regex(/^[a-z\d]{1,18}$/i)),
  codeLength: z.literal([4, 6]),
  language: z.optional(z.enum(languages)),
  senderId: z.optional(text),
  country: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/))),
  workflowId: z._default(z.pipe(workflow, z.literal([1, 2, 3, 4, 5, 6, 7])), 1),
});

export type StartRequest = z.infer<typeof startRequest>;

/** A number by the schema; whether that, or a string, or both are taken is not documented. */
export const checkRequest = z.strictObject({ verifyId: text, code: z.union([text, z.int()]) });

const malformed = (issues: readonly Issue[], body: unknown): Reply => {
  const fields: Record<string, string[]> = {};
  const common = issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return ['This form should not contain extra fields.'];
    const name = String(issue.path[0]);
    const value = (body as Record<string, unknown>)[name];
    const isBlank = value === undefined || value === null || value === '';
    fields[name] = [isBlank ? 'This value should not be blank.' : 'This value is not valid.'];
    return [];
  });
  return invalid({ common, fields });
};

/** A body that is no JSON object reads as an empty one. */
export const readBody = async <T>(request: Request, schema: z.ZodMiniType<T>): Promise<Read<T>> => {
  const body = await readJson(request);
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return readFields(isObject ? body : {}, schema, malformed);
};

/** The language of a number's country, where nobody asks for another. */
export const languageOf = (country: string): string =>
  languages.find((language) => language.endsWith(`-${country.toLowerCase()}`)) ?? 'en-us';
