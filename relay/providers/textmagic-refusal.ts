/** How Textmagic words its errors, and what a start that it refused tells: https://www.textmagic.com/docs/api/response-codes/. */
import { describeReply, failure } from './failures.ts';
import type { Wording } from './failures.ts';
import { member, textMember } from './http.ts';
import type { Reply } from './http.ts';
import type { Failure } from './provider.ts';

/** Texts within a list, or alone. */
const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).filter((text) => typeof text === 'string');

/** `fields` as `name: what is wrong with it`; PHP writes an object that has no members as a list. */
function complaintsOf(json: unknown): readonly { readonly field: string; readonly text: string }[] {
  const fields = member(member(json, 'errors'), 'fields');
  if (typeof fields !== 'object' || fields === null) return [];
  return Object.entries(fields).map(([field, texts]) => ({ field, text: `${field}: ${textsOf(texts).join(' ')}` }));
}

/** All that an error says. */
function messageOf({ json }: Reply): string {
  const common = textsOf(member(member(json, 'errors'), 'common'));
  const complaints = complaintsOf(json).map(({ text }) => text);
  return [textMember(json, 'message') ?? '', ...common, ...complaints].filter(Boolean).join('; ');
}

export const TEXTMAGIC_WORDING: Wording = {
  messageOf,
  unauthorized: 'check TEXTMAGIC_USERNAME and TEXTMAGIC_API_KEY, and that the account may use Verify',
  forbidden: 'the account may not use Verify',
};

/** A start that was refused: nothing was sent. */
export type Refusal = {
  readonly outcome: 'refused';
  /** The reason may be that a verification of this number is under way: how that is told is not documented. */
  readonly mayBeDuplicate: boolean;
  readonly failure: Failure;
};

export function readRefusal(answer: Reply): Refusal {
  const { status } = answer;
  const words = messageOf(answer);
  const detail = describeReply(answer, words);
  const fields = complaintsOf(answer.json).map(({ field }) => field);
  const refuse = (kind: Failure['kind'], hint = '', mayBeDuplicate = false): Refusal => ({
    outcome: 'refused',
    mayBeDuplicate,
    failure: failure(kind, `${detail}${hint}`),
  });
  // Textmagic's own SDKs have lost these operations in 2025: they may be on their way out.
  if (status === 404 || status === 405 || status === 410) {
    return refuse('rejected', ': Verify is gone, or not open to this account; ask Textmagic, or take another provider');
  }
  if (status === 402 || /balance|credit|funds/i.test(words)) return refuse('rejected', ': top up the account');
  if (status === 409 || /concurrent|already|in progress|another verification/i.test(words)) {
    return refuse('unavailable', '', true);
  }
  if (/network|not supported/i.test(words)) return refuse('invalid_recipient');
  if (fields.includes('phone') || (fields.length === 0 && /phone|number/i.test(words))) {
    return refuse('invalid_recipient', '', true);
  }
  return refuse('rejected', '', fields.length === 0);
}
