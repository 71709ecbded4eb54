/** Reads a request's body as strictly as Wavix's specification says: no member missing, none unknown, all of them text. */
import { type Reply, refusal } from './replies.ts';

/** The values that a member may have; `any` text, where it is not a choice. */
type Shape = Readonly<Record<string, readonly string[] | 'any'>>;

type Fields<S extends Shape> = { readonly [K in keyof S]: S[K] extends readonly (infer Value)[] ? Value : string };

export type Read<S extends Shape> =
  | { readonly outcome: 'read'; readonly fields: Fields<S> }
  | { readonly outcome: 'malformed'; readonly reply: Reply };

const complaintOf = (value: unknown, allowed: readonly string[] | 'any'): string | undefined => {
  if (value === undefined || value === null || value === '') return 'is required';
  if (typeof value !== 'string') return 'must be a string';
  return allowed === 'any' || allowed.includes(value) ? undefined : 'is invalid';
};

export const malformed = (complaints: readonly string[]): Reply =>
  refusal(400, `Request validation errors: ${complaints.join(', ')}`);

export const readFields = <const S extends Shape>(body: Readonly<Record<string, unknown>>, shape: S): Read<S> => {
  const complaints = Object.entries(shape).flatMap(([name, allowed]) => {
    const complaint = complaintOf(body[name], allowed);
    return complaint ? [`Field "${name}" ${complaint}`] : [];
  });
  for (const name of Object.keys(body)) {
    if (!Object.hasOwn(shape, name)) complaints.push(`Field "${name}" is not allowed`);
  }
  return complaints.length > 0
    ? { outcome: 'malformed', reply: malformed(complaints) }
    : { outcome: 'read', fields: body as Fields<S> };
};

/** A body that is no JSON object reads as an empty one. */
export const readBody = async <const S extends Shape>(request: Request, shape: S): Promise<Read<S>> => {
  const isJson = /^application\/json\b/i.test(request.headers.get('content-type') ?? '');
  const body: unknown = isJson ? await request.json().catch(() => undefined) : undefined;
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return readFields(isObject ? { ...body } : {}, shape);
};

/** `YYYY-MM-DD`, and a day that there is. */
export const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};
