/** The moves that the flow is made of: from a state to the next one and its effects. Pure, like all of the flow. */
import type { Status } from '../relay/contract.ts';
import {
  grace,
  needsToken,
  type Effect,
  type Intent,
  type Notice,
  type Place,
  type Session,
  type State,
  type Tell,
} from './flow-state.ts';

export type Next = { readonly state: State; readonly effects: readonly Effect[] };

export const focus: Effect = { do: 'focus' };

export const stay = (state: State, ...effects: readonly Effect[]): Next => ({ state, effects });

export const go = (state: State, place: Place, ...effects: readonly Effect[]): Next => ({
  state: { ...state, ...place },
  effects,
});

export const tell = (event: Omit<Tell, 'do'>): Effect => ({ do: 'tell', ...event }) as Tell;

export const wrong = (text: Notice['text'], n?: number): Notice => ({
  text,
  error: true,
  ...(n !== undefined && { n }),
});

/** One of its codes can still be the right one. */
export const isAlive = (session: Session | undefined, now: number): session is Session =>
  session?.facts.status === 'pending' && now < session.expiresAt + grace;

/** Asks the relay, or holds the question back until the network, the bot check or a first look allow it. */
export function perform(state: State, intent: Intent, now: number): Next {
  const { session, token } = state;
  const looks = intent.do === 'read';
  const sends = !looks && intent.do !== 'check';
  if (!state.online) return park(state, intent);
  if (sends && needsToken(state)) {
    return stay({ ...state, held: intent, notice: { text: 'challenge' } }, tellChallenge(state));
  }
  if (intent.do === 'check' && session?.stale) return readFirst(state, session, intent, now);
  const attempt = state.attempt + 1;
  const asked: State = {
    ...state,
    intent,
    attempt,
    ...(!looks && { held: undefined, notice: undefined }),
    ...(sends && { token: undefined, challenged: false }),
  };
  const ask: Effect = { do: 'ask', intent, attempt, handle: session?.handle, challenge: sends ? token : undefined };
  if (intent.do === 'start' || intent.do === 'restart') return go(asked, { name: 'sending', session }, ask);
  if (intent.do === 'check' && session) return go(asked, { name: 'checking', session }, ask);
  return stay(asked, ask);
}

/** The person is told, and the question goes on by itself when the network is back; a look is taken then in any case. */
function park(state: State, intent: Intent): Next {
  const { name, session, held } = state;
  const parked: State = { ...state, held: intent.do === 'read' ? held : intent, notice: undefined };
  if (name !== 'checking' || !session) return stay(parked);
  return session.facts.status === 'pending'
    ? go(parked, { name: 'code', session })
    : go({ ...parked, held: intent }, { name: 'unavailable', session, again: intent });
}

/** An answer was lost, so the relay may know more than we do; `held` goes on when it has told us. */
export const readFirst = (state: State, session: Session, held: Intent, now: number): Next =>
  perform(
    { ...state, name: 'checking', session: { ...session, stale: false }, notice: undefined, held },
    { do: 'read' },
    now,
  );

/** Goes on with what was held back, where nothing holds it any more. */
export const carryOn = (state: State, now: number): Next =>
  state.held && !state.intent ? perform(state, state.held, now) : stay(state);

export const tellChallenge = ({ config }: State): Effect => {
  const challenge = config?.challenge;
  if (!challenge) return { do: 'configure' };
  const { kind, siteKey, url } = challenge;
  return tell({ event: 'otp-challenge', detail: { kind, siteKey, url } });
};

export const cancel = ({ handle }: Session): Effect => ({ do: 'cancel', handle });

export function ended(
  state: State,
  session: Session,
  status: Exclude<Status, 'pending' | 'verified'>,
  ...effects: readonly Effect[]
): Next {
  const notice: Notice = { text: status === 'failed' ? 'tooManyTries' : 'codeExpired' };
  return go(
    { ...state, intent: undefined, held: undefined, notice, code: '', waitUntil: 0 },
    { name: 'ended', session: { ...session, facts: { ...session.facts, status } }, status },
    tell({ event: 'otp-ended', detail: { status } }),
    ...effects,
  );
}

/** A verified number counts only as long as its proof does; behind *Change number* that is nobody's concern. */
export function proofExpired(state: State): Next {
  const shown = state.name !== 'recipient';
  return go(
    { ...state, intent: undefined, notice: shown ? { text: 'proofExpired' } : state.notice },
    { name: 'recipient', session: undefined },
    ...(shown ? [tell({ event: 'otp-ended', detail: { status: 'proof-expired' } })] : []),
  );
}
