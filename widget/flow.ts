/** The flow of a verification: pure. What it needs to know it is told, what is to be done it says. */
import type { Channel } from '../relay/contract.ts';
import { accepted, refused } from './flow-answers.ts';
import {
  cancel,
  carryOn,
  ended,
  focus,
  go,
  isAlive,
  perform,
  proofExpired,
  stay,
  tellChallenge,
  wrong,
  type Next,
} from './flow-moves.ts';
import {
  begin,
  chosenChannel,
  grace,
  isBusy,
  type Action,
  type Event,
  type Session,
  type State,
} from './flow-state.ts';

/** What follows from `event` at `now` (milliseconds); an event that means nothing in this state changes nothing. */
export function step(state: State, event: Event, now: number): Next {
  switch (event.type) {
    case 'configured':
      return configured({ ...state, config: event.config }, now);
    case 'restricted':
      return stay({ ...state, only: event.only });
    case 'answered': {
      const { intent } = state;
      if (!intent || event.attempt !== state.attempt) return stay(state);
      const settled: State = { ...state, intent: undefined };
      const next =
        event.answer.kind === 'verification'
          ? accepted(settled, intent, event.answer.verification, now)
          : refused(settled, intent, event.answer, now);
      return intent.do === 'send' ? caughtUp(next, now) : next;
    }
    case 'token':
      return carryOn({ ...state, token: event.token }, now);
    case 'restored': {
      // What was kept is shown at once; then the relay is asked what has become of it.
      const { session } = event;
      const name = session.facts.status === 'verified' ? 'checking' : 'code';
      return perform({ ...state, name, session, channel: session.facts.channel }, { do: 'read' }, now);
    }
    case 'reset':
      return reset(state, event.text, event.country);
    case 'canceled':
      return canceled(state);
    case 'offline':
      return stay({ ...state, online: false });
    case 'online':
      return woken({ ...state, online: true }, now);
    case 'woke':
      return woken(state, now);
    case 'tick':
      return tick(state, now);
    default:
      return acted(state, event, now);
  }
}

/** When a wait that is told of is over, and with it what was said; `Infinity`: nothing like that is said. */
function noticeEnds({ name, session, waitUntil, notice }: State): number {
  if (waitUntil) return waitUntil;
  const tellsTime = notice?.text === 'unsure' || notice?.text === 'rateLimited';
  return name === 'code' && tellsTime ? session.resendAt : Infinity;
}

/** The next moment at which time alone changes something: when a `tick` is due. */
export function nextMoment(state: State): number {
  const { name, session, intent, online } = state;
  const waits = noticeEnds(state);
  if (!session || intent) return waits;
  if (session.proof) return Math.min(waits, session.proof.until);
  if (name !== 'code' && name !== 'recipient') return waits;
  return Math.min(waits, session.expiresAt + grace, name === 'code' && online ? session.pollAt : Infinity);
}

function acted(state: State, action: Action, now: number): Next {
  const { session } = state;
  const waits = isBusy(state) || state.waitUntil > now;
  switch (action.type) {
    case 'typed':
      return stay({
        ...state,
        text: action.text,
        country: action.country,
        notice: undefined,
        held: undefined,
        waitUntil: 0,
      });
    case 'picked':
      return stay({ ...picked(state, action.channel), notice: undefined, held: undefined });
    case 'digits':
      return stay({
        ...state,
        code: action.code,
        // Other digits than those that were to be checked.
        held: state.held?.do === 'check' ? undefined : state.held,
        notice: state.notice?.error ? undefined : state.notice,
      });
    case 'submitted':
      return waits ? stay(state) : submitted(state, action, now);
    case 'checked':
      if (state.name === 'code' && state.intent?.do === 'send' && action.code) {
        return stay({ ...state, held: { do: 'check', code: action.code } });
      }
      if (waits || state.name !== 'code') return stay(state);
      if (!action.code) return stay({ ...state, notice: wrong('bubbleCode') }, focus);
      return state.session.tried.includes(action.code)
        ? stay({ ...state, notice: wrong('alreadyTried') }, focus)
        : perform(state, { do: 'check', code: action.code }, now);
    case 'resent':
      return waits || state.name !== 'code' || state.session.resendAt > now
        ? stay(state)
        : perform(state, { do: 'send', channel: action.channel }, now);
    case 'edited':
      // What is on its way has to arrive first.
      if (state.name === 'sending') return stay(state);
      return go(
        { ...state, intent: undefined, held: undefined, notice: undefined, waitUntil: 0, code: '' },
        { name: 'recipient', session: state.name === 'ended' ? undefined : session },
        focus,
      );
    case 'kept':
      return session && !isBusy(state) ? keep(state, session) : stay(state);
    case 'restarted':
      if (waits) return stay(state);
      if (state.name === 'unavailable') return perform(state, state.again, now);
      return state.name === 'ended' ? restart(state, state.session, now) : stay(state);
    default:
      return action satisfies never;
  }
}

/** A number is no address: each is kept for when its channel is picked again. */
function picked(state: State, channel: Channel): State {
  const next = { ...state, channel };
  const isOther = (chosenChannel(state) === 'email') !== (chosenChannel(next) === 'email');
  return isOther ? { ...next, text: state.aside, aside: state.text } : next;
}

function submitted(state: State, { to, problem }: Action<'recipient'> & { type: 'submitted' }, now: number): Next {
  if (problem) return stay({ ...state, notice: wrong(problem) }, focus);
  const { session } = state;
  const channel = chosenChannel(state);
  // The same number again: its code is still good, whatever was looked at in between.
  if (to && session?.to === to && isAlive(session, now)) {
    const back = keep(state, session);
    const another = channel !== session.facts.channel && session.resendAt <= now;
    return another ? perform(back.state, { do: 'send', channel }, now) : back;
  }
  return perform(state, { do: 'start', to, channel }, now);
}

/** What was complete while another code was on its way is checked now, unless it has become void. */
function caughtUp({ state, effects }: Next, now: number): Next {
  const { held, code } = state;
  if (state.name !== 'code' || held?.do !== 'check') return { state, effects };
  const caught: State = { ...state, held: undefined };
  const next = code ? acted(caught, { type: 'checked', code }, now) : stay(caught);
  return stay(next.state, ...effects, ...next.effects);
}

/** Back to what *Change number* left. */
const keep = (state: State, session: Session): Next =>
  go(
    { ...state, notice: undefined, held: undefined },
    session.proof ? { name: 'verified', session: { ...session, proof: session.proof } } : { name: 'code', session },
    focus,
  );

/** A new verification for the same number, in one press. */
function restart(state: State, session: Session, now: number): Next {
  const { channel } = session.facts;
  // The relay restarts what expired or failed; what was canceled or is forgotten can only be started anew.
  if (session.handle) return perform(state, { do: 'restart', channel }, now);
  return session.to
    ? perform(state, { do: 'start', to: session.to, channel }, now)
    : go({ ...state, notice: undefined }, { name: 'recipient', session: undefined }, focus);
}

function configured(state: State, now: number): Next {
  if (state.held) return carryOn(state, now);
  return state.config?.challenge?.when === 'always' && !state.token ? stay(state, tellChallenge(state)) : stay(state);
}

/** Nothing but what the relay and the host said stays. */
function reset({ config, only, online, attempt, session }: State, text: string, country: string): Next {
  const fresh: State = { ...begin(text, country), config, only, online, attempt };
  return session?.facts.status === 'pending' ? stay(fresh, cancel(session)) : stay(fresh);
}

function canceled(state: State): Next {
  const { session } = state;
  if (session?.facts.status !== 'pending') return stay(state);
  return ended(state, { ...session, handle: '' }, 'canceled', cancel(session));
}

/** The page slept or the network was away: deadlines decide, then one read, and only then what was held back. */
function woken(state: State, now: number): Next {
  const ticked = tick(state, now);
  const awake = ticked.state;
  if (!awake.online || awake.intent) return ticked;
  const next = awake.name === 'code' ? perform(awake, { do: 'read' }, now) : carryOn(awake, now);
  return stay(next.state, ...ticked.effects, ...(awake.config ? [] : [{ do: 'configure' } as const]), ...next.effects);
}

function tick(before: State, now: number): Next {
  const waits = noticeEnds(before);
  const state: State = waits <= now ? { ...before, waitUntil: 0, notice: undefined } : before;
  const { session } = state;
  if (session?.proof && session.proof.until <= now) return proofExpired(state);
  if (state.name === 'recipient' && session && !session.proof && !isAlive(session, now)) {
    return go(state, { name: 'recipient', session: undefined });
  }
  if (state.name !== 'code' || state.intent) return stay(state);
  if (state.session.expiresAt + grace <= now) return ended(state, state.session, 'expired');
  return state.online && state.session.pollAt <= now ? perform(state, { do: 'read' }, now) : stay(state);
}
