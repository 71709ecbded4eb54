/**
 * What WAYSCloud's answers tell, in whichever of its shapes they come: the documented one of a check, the error object
 * of its general guide, and the `detail` that its own Python SDK reads.
 */
import type { Status } from '../contract.ts';
import { member, textMember } from './http.ts';
import type { Reply } from './http.ts';

/** The words that its documents know: https://docs.wayscloud.services/services/verify */
export type SessionWord = Status | 'delivered';

export type Told = {
  /** The session's own status; `undefined` where there is none, or a word that nobody knows. */
  readonly status: SessionWord | undefined;
  /** What is wrong, in its own word or sentence and in lower case; empty where nothing is. */
  readonly error: string;
  /** All that it says about what is wrong, for people. */
  readonly message: string;
  /** The members of the request that it takes offence at. */
  readonly fields: readonly string[];
  readonly attemptsRemaining: number | undefined;
};

function readWord(word: string | undefined): SessionWord | undefined {
  switch (word) {
    case 'pending':
    case 'delivered':
    case 'verified':
    case 'failed':
    case 'expired':
    case 'canceled':
      return word;
    case 'cancelled':
      return 'canceled';
    default:
      return undefined;
  }
}

function readAttempts(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** FastAPI's list of what does not fit: https://fastapi.tiangolo.com/tutorial/handling-errors */
function readMisfits(detail: readonly unknown[]): Pick<Told, 'error' | 'message' | 'fields'> {
  const places = detail.map((item) => member(item, 'loc'));
  return {
    error: 'validation_error',
    message: detail.map((item) => textMember(item, 'msg') ?? '').join('; '),
    fields: places.flatMap((place) => (Array.isArray(place) ? [String(place.at(-1))] : [])),
  };
}

/** The parts of one answer, from the outermost in: each may hold what the others lack. */
function layersOf(json: unknown): readonly unknown[] {
  const layers = [json];
  for (const name of ['detail', 'error', 'details']) {
    const inner = member(layers.at(-1), name);
    if (isObject(inner) && !Array.isArray(inner)) layers.push(inner);
  }
  return layers;
}

export function readAnswer({ json }: Reply): Told {
  const layers = layersOf(json);
  const first = <T>(read: (layer: unknown) => T | undefined): T | undefined =>
    layers.map(read).find((value) => value !== undefined);
  const status = first((layer) => readWord(textMember(layer, 'status')));
  const attemptsRemaining = first((layer) => readAttempts(member(layer, 'attempts_remaining')));
  const detail = member(json, 'detail');
  if (Array.isArray(detail)) return { status, attemptsRemaining, ...readMisfits(detail) };
  const inner = layers.slice(1).map((layer) => textMember(layer, 'code'));
  const error = first((layer) => textMember(layer, 'error')) ?? inner.find(Boolean) ?? textMember(json, 'detail') ?? '';
  const message = first((layer) => textMember(layer, 'message')) ?? '';
  const field = first((layer) => textMember(layer, 'field'));
  return {
    status,
    attemptsRemaining,
    error: error.toLowerCase(),
    message: [error, message].filter(Boolean).join(': '),
    fields: field === undefined ? [] : [field],
  };
}
