/** What the line under the field says, and what a screen reader hears: both follow from the state and the clock. */
import { countryName } from './country-names.ts';
import { grace, screenOf, type Notice, type Session, type State } from './flow-state.ts';
import { formatWait } from './messages/times.ts';
import { sentTexts } from './views/code.ts';
import { spoken } from './views/recipient.ts';
import type { Line, View } from './views/view.ts';

type Texts = Pick<View, 'text' | 'locale' | 'country' | 'recipient'>;

/** What the person typed is to be corrected; the rest is nobody's mistake. */
const faults = /^(?:number|email|bubble|wrong|lastTry|already)/;

/** From when on the time that is left matters. */
const lastMinute = 60_000;

const seconds = (until: number, now: number): number => Math.max(0, Math.ceil((until - now) / 1000));

const say = ({ text, n }: Notice, state: State, now: number, texts: Texts): string => {
  const until = Math.max(state.waitUntil, state.session?.resendAt ?? 0);
  const wait = formatWait(seconds(until, now), texts.locale);
  const country = text.startsWith('number') ? countryName(texts.country, texts.locale) : '';
  return texts.text(text, { n: n ?? 0, time: wait, duration: wait, country });
};

/** `hint` is what stands there when there is nothing to say. */
export function lineOf(state: State, now: number, texts: Texts, hint: string): Line | undefined {
  const { notice, name, session } = state;
  // Said above the button.
  const shown = notice?.text === 'challenge' || notice?.text === 'challengeFailed' ? undefined : notice;
  if (shown?.error) return { text: say(shown, state, now, texts), error: true, fault: faults.test(shown.text) };
  const timed = (name === 'code' || name === 'checking') && timeOf(session, now, texts);
  if (timed) return { text: timed, error: false };
  const text = shown ? say(shown, state, now, texts) : hint;
  return text ? { text, error: false } : undefined;
}

/** What keeps the filled button from working. */
export function aboveOf({ online, notice }: State, { text }: Texts): string | undefined {
  if (!online) return text('offline');
  return notice?.text === 'challenge' || notice?.text === 'challengeFailed' ? text(notice.text) : undefined;
}

/** Quiet until it matters. */
export function timeOf(session: Session | undefined, now: number, { text, locale }: Texts): string | undefined {
  if (!session) return undefined;
  const left = session.expiresAt - now;
  if (left <= 0) return text('codeExpired');
  const last = session.facts.sendsRemaining === 0;
  if (!last && left > lastMinute) return undefined;
  return text(last ? 'lastCode' : 'codeExpiresIn', { time: formatWait(seconds(session.expiresAt, now), locale) });
}

/** When the last minute of the code begins. */
export const minuteOf = (state: State): number =>
  screenOf(state) === 'code' && state.session ? state.session.expiresAt - lastMinute : Infinity;

/** What a change of state is to be heard as, once; `undefined`: nothing new. */
export function heardOf(
  previous: State,
  state: State,
  now: number,
  texts: Texts,
  noAutoCheck: boolean,
): string | undefined {
  const { notice, name, session, online } = state;
  if (!online && previous.online) return texts.text('offline');
  const recipient = spoken(texts, texts.recipient);
  const channel = name === 'code' && session?.facts.channel;
  const sent = channel ? texts.text(sentTexts[channel], { recipient }) : '';
  if (notice && notice !== previous.notice) {
    const said = say(notice, state, now, texts);
    // By another way than before, as the person wished; where a text became a call, the notice says so itself.
    const switched = previous.name === 'code' && channel !== previous.session.facts.channel;
    return sent && switched && notice.text !== 'failover' ? `${sent} ${said}` : said;
  }
  if (name === 'verified' && previous.name !== name) return texts.text('verified', { recipient });
  if (sent && previous.name !== name && previous.name !== 'checking') {
    return noAutoCheck ? sent : `${sent} ${texts.text('codeAutoCheck')}`;
  }
  const last = session?.facts.sendsRemaining === 0 && previous.session?.facts.sendsRemaining !== 0;
  return last && name === 'code' && session.expiresAt + grace > now ? timeOf(session, now, texts) : undefined;
}
