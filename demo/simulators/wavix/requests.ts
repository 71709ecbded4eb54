/** What Wavix's specification wants in a request: no member missing, none unknown, all of them text. */
import * as z from 'zod/mini';
import type { Reply } from '../kit/replies.ts';
import { type Issue, type Read, readFields, readJson } from '../kit/requests.ts';
import { refusal } from './replies.ts';

const text = z.string().check(z.minLength(1));
const channel = z.enum(['sms', 'voice']);

/** `YYYY-MM-DD`, and a day that there is. */
const day = z.iso.date();

export const startRequest = z.strictObject({ service_id: text, to: text, channel });
export const resendRequest = z.strictObject({ channel });
export const checkRequest = z.strictObject({ code: text });
export const listQuery = z.strictObject({ from: day, to: day });

const malformed = (issues: readonly Issue[], body: unknown): Reply => {
  const complaints = issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `Field "${key}" is not allowed`);
    const name = String(issue.path[0]);
    const value = (body as Record<string, unknown>)[name];
    if (value === undefined || value === null || value === '') return `Field "${name}" is required`;
    return `Field "${name}" ${typeof value === 'string' ? 'is invalid' : 'must be a string'}`;
  });
  return refusal(400, `Request validation errors: ${complaints.join(', ')}`);
};

/** A body that is no JSON object reads as an empty one. */
export const readBody = async <T>(request: Request, schema: z.ZodMiniType<T>): Promise<Read<T>> => {
  const body = await readJson(request);
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return readFields(isObject ? body : {}, schema, malformed);
};

export const readQuery = <T>(query: Readonly<Record<string, string | undefined>>, schema: z.ZodMiniType<T>): Read<T> =>
  readFields(query, schema, malformed);
