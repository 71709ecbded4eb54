/**
 * Runs the flow for an element: holds its state, asks the relay, keeps the time, the network and the reload in view. It
 * decides nothing (`flow.ts` does) and shows nothing (the element does).
 */
import type { ReactiveController } from 'lit';
import type { Channel } from '../relay/contract.ts';
import { nextMoment, step } from './flow.ts';
import { isBusy, type Effect, type Event, type State, type StateName, type Tell } from './flow-state.ts';
import { restore, save } from './persistence.ts';
import { createRelayClient, type RelayClient, type StartOptions } from './relay-client.ts';

/** What the flow takes from the world. */
export type Environment = {
  fetch: typeof globalThis.fetch;
  /** In milliseconds; has to go on while the page sleeps. */
  now: () => number;
};

export const environment: Environment = {
  fetch: (...request) => globalThis.fetch(...request),
  now: () => Date.now(),
};

/** What a person presses to get a code. */
const pressed: ReadonlySet<Event['type']> = new Set(['submitted', 'resent', 'restarted']);

/** What the flow needs from its element. */
export type FlowHost = {
  readonly element: {
    readonly relay: string;
    /** Where a verification is kept over a reload, if it is. */
    readonly storageKey: string | undefined;
    requestUpdate(): void;
  };
  readonly startOptions: StartOptions;
  /** The bot check's answer, if there is one that was not used yet. */
  takeToken(): string | undefined;
  /** Whether the page lets a code be sent. */
  maySend(channel: Channel): boolean;
  stateChanged(previous: State): void;
  tell(told: Tell): void;
  focusField(): Promise<void>;
};

export class FlowController implements ReactiveController {
  state: State;
  readonly #host: FlowHost;
  readonly #environment: Environment;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #connected = new AbortController();
  readonly #waiting: ((name: StateName) => void)[] = [];
  #configuring = false;

  constructor(host: FlowHost, state: State, world: Environment = environment) {
    this.#host = host;
    this.#environment = world;
    this.state = state;
  }

  /** Milliseconds. */
  get now(): number {
    return this.#environment.now();
  }

  hostConnected(): void {
    this.#connected = new AbortController();
    const { signal } = this.#connected;
    addEventListener('online', () => this.dispatch({ type: 'online' }), { signal });
    addEventListener('offline', () => this.dispatch({ type: 'offline' }), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && this.dispatch({ type: 'woke' }), { signal });
    const seen = (): void => {
      if (!document.hidden) this.dispatch({ type: 'woke' });
    };
    document.addEventListener('visibilitychange', seen, { signal });
    void this.#configure();
    const { storageKey } = this.#host.element;
    const kept = storageKey && this.state.name === 'recipient' ? restore(storageKey) : undefined;
    // Whatever has happened to the network and to the time while it was in no page.
    this.dispatch({ type: navigator.onLine ? 'online' : 'offline' });
    if (kept) this.dispatch({ type: 'restored', session: kept });
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#connected.abort();
  }

  dispatch(event: Event): void {
    const previous = this.state;
    const token = this.#wantsToken() ? this.#host.takeToken() : undefined;
    if (token) this.state = { ...previous, token };
    const { state, effects } = step(this.state, event, this.now);
    if (pressed.has(event.type)) {
      const wanted = effects.find((effect) => effect.do === 'ask')?.intent ?? state.held;
      // What the page forbids does not take place.
      if (wanted && 'channel' in wanted && !this.#host.maySend(wanted.channel)) return;
    }
    this.state = state;
    const { storageKey } = this.#host.element;
    if (storageKey && previous.session !== state.session) save(storageKey, state.session);
    if (state !== previous) this.#host.stateChanged(previous);
    for (const effect of effects) this.#run(effect);
    this.#schedule();
    if (!isBusy(this.state)) for (const resolve of this.#waiting.splice(0)) resolve(this.state.name);
  }

  /** Resolves with the state that follows when no answer is waited for any more. */
  settled(): Promise<StateName> {
    return new Promise((resolve) => {
      if (isBusy(this.state)) this.#waiting.push(resolve);
      else resolve(this.state.name);
    });
  }

  #client(): RelayClient {
    return createRelayClient(this.#host.element.relay, this.#environment.fetch);
  }

  #run(effect: Effect): void {
    switch (effect.do) {
      case 'configure':
        return void this.#configure();
      case 'ask':
        return void this.#ask(effect);
      case 'cancel':
        return void this.#client().cancel(effect.handle);
      case 'focus':
        return void this.#host.focusField();
      case 'tell':
        return this.#host.tell(effect);
      default:
        return effect satisfies never;
    }
  }

  async #ask({ intent, attempt, handle, challenge }: Effect & { do: 'ask' }): Promise<void> {
    const question = { intent, handle, challenge, options: this.#host.startOptions };
    // Not given up when the element leaves the page: a code that is on its way is worth remembering.
    const reply = await this.#client().ask(question);
    const answer = reply.kind === 'ok' ? ({ kind: 'verification', verification: reply.body } as const) : reply;
    this.dispatch({ type: 'answered', attempt, answer });
  }

  async #configure(): Promise<void> {
    if (this.#configuring || this.state.config || !this.#host.element.relay) return;
    this.#configuring = true;
    const reply = await this.#client().config();
    this.#configuring = false;
    if (reply.kind === 'ok') this.dispatch({ type: 'configured', config: reply.body });
  }

  #wantsToken(): boolean {
    const { config, challenged, token } = this.state;
    return !token && (challenged || !!config?.challenge);
  }

  /** One timer: to the next moment that matters, by full seconds while a countdown is shown. */
  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#connected.signal.aborted) return;
    const { now } = this;
    const { session, waitUntil, name, held, online, intent } = this.state;
    const moment = nextMoment(this.state);
    const counted = [waitUntil, ...(session && name === 'code' ? [session.resendAt, session.expiresAt] : [])];
    const running = counted.filter((until) => until > now);
    const beats = running.map((until) => now + ((until - now) % 1000 || 1000));
    // Bot checks put their answer into a field without an event that could be heard.
    if (held && online && !intent) beats.push(now + 300);
    const next = Math.min(moment, ...beats);
    if (next === Infinity) return;
    const beat = (): void => (nextMoment(this.state) <= this.now ? this.dispatch({ type: 'tick' }) : this.#beat());
    this.#timer = setTimeout(beat, Math.min(Math.max(next - now, 0), 0x7fffffff));
  }

  #beat(): void {
    const token = this.state.held && this.#wantsToken() ? this.#host.takeToken() : undefined;
    if (token) this.dispatch({ type: 'token', token });
    else this.#schedule();
    this.#host.element.requestUpdate();
  }
}
