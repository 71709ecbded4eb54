/** What follows from each answer and each refusal of the relay, which are many. Pure, like all of the flow. */
import type { Channel, Verification } from '../relay/contract.ts';
import { problemTexts } from './messages/problem-texts.ts';
import {
  cancel,
  ended,
  focus,
  go,
  perform,
  proofExpired,
  readFirst,
  stay,
  tell,
  tellChallenge,
  wrong,
  type Next,
} from './flow-moves.ts';
import {
  offeredChannels,
  type Effect,
  type Failure,
  type Intent,
  type Notice,
  type Session,
  type State,
} from './flow-state.ts';

/** What the relay says replaces all that we knew. */
function open(
  { handle, proof, ...facts }: Verification,
  intent: Intent,
  before: Session | undefined,
  now: number,
): Session {
  const after = (seconds: number | null | undefined): number => now + (seconds ?? Infinity) * 1000;
  const sends = intent.do !== 'read' && intent.do !== 'check';
  return {
    handle,
    facts,
    to: intent.do === 'start' ? intent.to : before?.to,
    expiresAt: after(facts.expiresIn),
    resendAt: after(facts.resendIn),
    pollAt: after(facts.pollIn),
    tried: sends && facts.earlierCodes === 'void' ? [] : (before?.tried ?? []),
    stale: false,
    proof: proof ? { value: proof, until: after(facts.proofExpiresIn) } : undefined,
  };
}

export function accepted(state: State, intent: Intent, verification: Verification, now: number): Next {
  const session = open(verification, intent, state.session, now);
  const { status, channel } = verification;
  // What the person asked for moves the focus; a look in the background never does.
  const moved = intent.do === 'read' && !state.held ? [] : [focus];
  if (status === 'verified') {
    const { proof } = session;
    if (!proof) return proofExpired({ ...state, name: 'checking', session });
    return go(
      { ...state, notice: undefined, held: undefined, code: '' },
      { name: 'verified', session: { ...session, proof } },
      tell({ event: 'otp-verified', detail: { proof: proof.value, channel } }),
      ...moved,
    );
  }
  if (status !== 'pending') return ended(state, session, status, ...moved);
  switch (intent.do) {
    case 'start':
    case 'restart':
    case 'send':
      return sent(state, intent, session);
    case 'check':
      return rejected(state, intent.code, session);
    case 'read':
      return looked(state, session, now);
    default:
      return intent satisfies never;
  }
}

function sent(state: State, intent: Extract<Intent, { channel: Channel }>, session: Session): Next {
  const { channel, recipient, expiresIn, earlierCodes, sendsRemaining } = session.facts;
  const before = state.session;
  const resend = intent.do === 'send';
  const kept = resend && earlierCodes === 'valid';
  // A new number: the old one's code is of no use any more.
  const replaced = intent.do === 'start' && before?.facts.status === 'pending' ? [cancel(before)] : [];
  return go(
    {
      ...state,
      code: kept ? state.code : '',
      notice: resend && sendsRemaining > 0 ? { text: kept ? 'resentValid' : 'resentVoid' } : undefined,
    },
    { name: 'code', session },
    tell({ event: 'otp-sent', detail: { channel, recipient, expiresIn, resend } }),
    ...replaced,
    focus,
  );
}

function rejected(state: State, code: string, session: Session): Next {
  const { attemptsRemaining } = session.facts;
  const notice = attemptsRemaining === 1 ? wrong('lastTry') : wrong('wrongCode', attemptsRemaining);
  return go(
    { ...state, notice },
    { name: 'code', session: { ...session, tried: [...session.tried, code] } },
    tell({ event: 'otp-rejected', detail: { attemptsRemaining } }),
    focus,
  );
}

function looked(state: State, session: Session, now: number): Next {
  const before = state.session?.facts;
  const { held } = state;
  const { told, notice } = delivered(state, session);
  const next = go({ ...state, notice, held: undefined }, { name: 'code', session }, ...told);
  if (!held) return next;
  // The question that got lost cost an attempt, so it was answered: asking again would cost another.
  if (held.do === 'check' && before && session.facts.attemptsRemaining < before.attemptsRemaining) {
    return stay({ ...next.state, notice: wrong('network') }, ...told, focus);
  }
  const again = perform(next.state, held, now);
  return stay(again.state, ...told, ...again.effects);
}

/** The news about a delivery, if there are any. */
function delivered(state: State, { facts }: Session): { told: readonly Effect[]; notice: Notice | undefined } {
  const { delivery, channel } = facts;
  const before = state.session?.facts;
  const failover = !!before && channel !== before.channel;
  const known = before?.delivery;
  const news = failover || delivery?.channel !== known?.channel || delivery?.status !== known?.status;
  if (!delivery || !news) return { told: [], notice: state.notice };
  const told = [tell({ event: 'otp-delivery', detail: { ...delivery, failover } })];
  if (failover) return { told, notice: channel === 'voice' ? { text: 'failover' } : state.notice };
  if (delivery.channel !== 'sms' || delivery.status === 'pending' || state.notice?.error) {
    return { told, notice: state.notice };
  }
  return { told, notice: delivery.status === 'failed' ? wrong('notDelivered') : { text: 'delivered' } };
}

export function refused(state: State, intent: Intent, failure: Failure, now: number): Next {
  const { code, detail, retryAfter } = failure;
  const next = refusal(state, intent, failure, now);
  // A look in the background that failed is nobody's concern: there will be another one.
  const quiet = intent.do === 'read' && state.name === 'code';
  return quiet
    ? next
    : stay(next.state, tell({ event: 'otp-error', detail: { code, detail, retryAfter } }), ...next.effects);
}

function refusal(state: State, intent: Intent, failure: Failure, now: number): Next {
  const { session } = state;
  const { code } = failure;
  const after = (seconds: number): number => now + (failure.retryAfter ?? seconds) * 1000;
  if (session && code === 'invalid_handle') {
    return session.to
      ? ended(state, { ...session, handle: '' }, 'expired')
      : go(
          { ...state, code: '', held: undefined, notice: { text: 'codeExpired' } },
          { name: 'recipient', session: undefined },
        );
  }
  if (intent.do === 'read') return unread(state, intent, code, now);
  if (session && code === 'verification_ended' && failure.verification !== 'pending') {
    const status = failure.verification ?? 'expired';
    // In another tab, perhaps: the proof is there to be read.
    if (status === 'verified') return readFirst(state, session, { do: 'read' }, now);
    return ended(state, session, status, focus);
  }
  if (intent.do === 'check') return unchecked(state, intent, failure, after(60), now);
  switch (code) {
    case 'verification_open':
      if (!session) break;
      return perform({ ...state, name: 'code', session }, { do: 'send', channel: intent.channel }, now);
    case 'challenge_required':
    case 'challenge_failed': {
      const held = { ...back(state, intent, wrong(problemTexts[code])).state, held: intent, challenged: true };
      // Another answer may have come while the relay judged the first.
      return held.token ? perform(held, intent, now) : stay(held, tellChallenge(state));
    }
    case 'no_sends_left':
      if (!session) break;
      return go(state, { name: 'code', session: { ...session, facts: { ...session.facts, sendsRemaining: 0 } } });
    case 'resend_too_soon':
    case 'rate_limited':
    case 'outcome_unknown': {
      const notice = code === 'resend_too_soon' ? undefined : wrong(problemTexts[code]);
      const until = after(code === 'rate_limited' ? 60 : 30);
      // Waiting for another code must not keep anybody from entering the one that is here.
      if (intent.do === 'send' && session) {
        const stale = code === 'outcome_unknown' || session.stale;
        return go({ ...state, notice }, { name: 'code', session: { ...session, resendAt: until, stale } });
      }
      const place = back(state, intent, notice ?? wrong('rateLimited'));
      return stay({ ...place.state, waitUntil: until });
    }
    case 'channel_not_available':
      // Said, and offered as the button; never switched in silence.
      if (intent.do === 'start' && intent.channel === 'sms' && offeredChannels(state).includes('voice')) {
        return stay({ ...back(state, intent, wrong('numberLandline')).state, channel: 'voice' });
      }
      return back(
        state,
        intent,
        wrong(intent.do === 'start' && intent.channel !== 'email' ? 'numberNotAllowed' : 'unavailable'),
      );
    case 'invalid_recipient':
    case 'country_not_allowed':
    case 'invalid_ticket': {
      const isAddress = code === 'invalid_recipient' && intent.channel === 'email';
      return stay(back(state, intent, wrong(isAddress ? 'emailMissing' : problemTexts[code])).state, focus);
    }
    case 'network':
      return back(state, intent, wrong('network'));
    // Surely nothing was sent, or the site is set up wrongly: nothing that a person could mend.
    case 'provider_unavailable':
    case 'provider_rejected':
    case 'internal_error':
    case 'verification_ended':
    case 'invalid_handle':
    case 'origin_not_allowed':
    case 'ticket_required':
    case 'unauthorized':
    case 'malformed_request':
    case 'body_too_large':
    case 'unsupported_media_type':
    case 'method_not_allowed':
    case 'not_found':
    case 'not_supported':
      break;
    default:
      return code satisfies never;
  }
  if (intent.do === 'send') return back(state, intent, wrong('unavailable'));
  return go({ ...state, notice: wrong('unavailable') }, { name: 'unavailable', session, again: intent });
}

/** Where the person was when the relay was asked. */
function back(state: State, intent: Extract<Intent, { channel: Channel }>, notice: Notice): Next {
  const { session } = state;
  const place = { ...state, notice };
  if (intent.do === 'start' || !session) return go(place, { name: 'recipient', session });
  if (intent.do === 'send') return go(place, { name: 'code', session });
  return go(place, { name: 'ended', session, status: session.facts.status === 'failed' ? 'failed' : 'expired' });
}

function unchecked(
  state: State,
  intent: Intent & { do: 'check' },
  { code }: Failure,
  until: number,
  now: number,
): Next {
  const { session } = state;
  if (!session) return stay(state);
  const answerLost = code === 'network' || code === 'outcome_unknown';
  // It may have been the right code: the relay knows what became of it. Asked again once by itself, then by the person.
  if (answerLost && !intent.again) return readFirst(state, session, { ...intent, again: true }, now);
  const limited = code === 'rate_limited';
  const notice = wrong(answerLost ? 'network' : limited ? 'rateLimited' : 'checkFailed');
  return go(
    { ...state, notice, ...(limited && { waitUntil: until }) },
    { name: 'code', session: { ...session, stale: answerLost } },
    focus,
  );
}

/** A look without an answer. */
function unread(state: State, intent: Intent, code: Failure['code'], now: number): Next {
  const { session, held } = state;
  const network = code === 'network';
  if (!session || session.facts.status === 'verified') {
    const notice = wrong(network ? 'network' : 'unavailable');
    return go({ ...state, notice }, { name: 'unavailable', session, again: intent });
  }
  // Whoever waits for it is told; a look in the background is tried again later.
  const notice = state.name === 'checking' || held ? wrong('network') : state.notice;
  return go(
    { ...state, held: undefined, notice },
    { name: 'code', session: { ...session, stale: true, pollAt: now + 10_000 } },
  );
}
