/**
 * `<demo-handset>`: a phone on the page. Texts and e-mails arrive in it, and calls ring, are answered, and read the code
 * aloud. What is written in the tag is its hint, as long as nothing has arrived.
 */
import { type CSSResult, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { HandsetMessage } from './handset-feed.ts';
import { answerIcon, backIcon, declineIcon, mailIcon, statusIcons } from './handset-icons.ts';
import { handsetStyles } from './handset-styles.ts';
import { formatNumber, speak, withCode } from './handset-text.ts';

type Call = HandsetMessage & { readonly state: 'ringing' | 'answered' };

/** What is in the thread: texts, e-mails, and calls that are over. */
type Entry =
  | { readonly kind: 'text' | 'mail'; readonly message: HandsetMessage }
  | { readonly kind: 'call'; readonly message: HandsetMessage; readonly wasAnswered: boolean };

/** As long as a caller has patience, in milliseconds; the simulator's own `ringOut`. */
const ringOut = 25_000;

/** A call ends this long after its last word, in milliseconds. */
const lastWord = 1500;

const messageOf = ({ data }: MessageEvent<unknown>): HandsetMessage => JSON.parse(String(data)) as HandsetMessage;

const shop = 'Second Side';

export class DemoHandset extends LitElement {
  static override styles: CSSResult = handsetStyles;
  static override properties = {
    feed: {},
    sender: {},
    entries: { state: true },
    call: { state: true },
    now: { state: true },
    copied: { state: true },
  };

  /** Where its messages come from. Default: `/handset`. */
  declare feed: string;
  /** Who writes and calls. Default: the shop. */
  declare sender: string;
  declare entries: readonly Entry[];
  declare call: Call | undefined;
  declare now: number;
  declare copied: string | undefined;

  #messages: EventSource | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #voice: AbortController = new AbortController();

  constructor() {
    super();
    this.feed = '/handset';
    this.sender = shop;
    this.entries = [];
    this.now = Date.now();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.checkVisibility()) return;
    this.#clock = setInterval(() => (this.now = Date.now()), 10_000);
    this.#messages = new EventSource(`${this.feed}/events`);
    this.#messages.addEventListener('sms', (event) => this.#receive('text', messageOf(event)));
    this.#messages.addEventListener('email', (event) => this.#receive('mail', messageOf(event)));
    this.#messages.addEventListener('voice', (event) => this.#ring(messageOf(event)));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#messages?.close();
    this.#voice.abort();
    clearInterval(this.#clock);
    clearTimeout(this.#patience);
  }

  #receive(kind: 'text' | 'mail', message: HandsetMessage): void {
    if (this.entries.some((entry) => entry.message.id === message.id)) return;
    this.entries = [...this.entries, { kind, message }];
  }

  #ring(message: HandsetMessage): void {
    if (this.call) this.#endCall();
    this.call = { ...message, state: 'ringing' };
    this.#patience = setTimeout(() => this.#endCall(), ringOut);
  }

  async #answer(call: Call): Promise<void> {
    clearTimeout(this.#patience);
    this.call = { ...call, state: 'answered' };
    this.#voice = new AbortController();
    const { signal } = this.#voice;
    await fetch(`${this.feed}/calls/${call.id}/answer`, { method: 'POST' });
    await speak(call.text, signal);
    if (!signal.aborted) setTimeout(() => signal.aborted || this.#endCall(), lastWord);
  }

  async #decline(call: Call): Promise<void> {
    this.#endCall();
    await fetch(`${this.feed}/calls/${call.id}/decline`, { method: 'POST' });
  }

  #endCall(): void {
    clearTimeout(this.#patience);
    this.#voice.abort();
    if (!this.call) return;
    const { state, ...message } = this.call;
    this.entries = [...this.entries, { kind: 'call', message, wasAnswered: state === 'answered' }];
    this.call = undefined;
  }

  async #copy({ id, code }: HandsetMessage): Promise<void> {
    await navigator.clipboard.writeText(code);
    this.copied = id;
  }

  protected override updated(): void {
    const thread = this.renderRoot.querySelector('.thread');
    thread?.scrollTo({ top: thread.scrollHeight });
  }

  protected override render(): TemplateResult {
    return html`
      <section class="phone" aria-label="Your phone, simulated">
        <div class="screen">
          <div class="status" aria-hidden="true"><span>${this.#timeOf(this.now)}</span>${statusIcons}</div>
          ${this.call ? this.#renderCall(this.call) : this.entries.length > 0 ? this.#renderThread() : this.#renderIdle()}
        </div>
        <p class="heard" role="status">${this.#heard()}</p>
      </section>
    `;
  }

  /** Each arrival is said once. */
  #heard(): string {
    if (this.call) return this.call.state === 'ringing' ? `Your phone rings: ${this.sender}` : this.call.text;
    const last = this.entries.at(-1);
    if (!last || last.kind === 'call') return '';
    return `New ${last.kind === 'text' ? 'text' : 'email'} from ${this.sender}: ${last.message.text}`;
  }

  /** Not the page's language, where the phone stands beside the page. */
  get #language(): string {
    return this.closest<HTMLElement>('[lang]')?.lang ?? 'en';
  }

  #timeOf(at: number): string {
    return new Date(at).toLocaleTimeString(this.#language, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });
  }

  #renderIdle(): TemplateResult {
    const day = new Date(this.now).toLocaleDateString(this.#language, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
    });
    return html`
      <div class="idle">
        <p class="date">${day}</p>
        <p class="time">${this.#timeOf(this.now)}</p>
        <p class="hint">
          <slot>Texts and calls from the form arrive here.<br />Any number will do.</slot>
        </p>
      </div>
    `;
  }

  #renderThread(): TemplateResult {
    return html`
      <div class="contact">
        <span class="back">${backIcon}</span>${this.#renderAvatar(false)}
        <h2>${this.sender}</h2>
      </div>
      <div class="thread" tabindex="0" role="group" aria-label="Messages">
        ${this.entries.map((entry) => this.#renderEntry(entry))}
      </div>
      <div class="compose" aria-hidden="true"><span>Text message</span></div>
    `;
  }

  /** The shop's record; for others their first letter. */
  #renderAvatar(isRinging: boolean): TemplateResult {
    const isShop = this.sender === shop;
    return html`<span class="avatar ${isShop ? 'record' : ''} ${isRinging ? 'ringing' : ''}" aria-hidden="true"
      >${isShop ? nothing : this.sender.slice(0, 1)}</span
    >`;
  }

  #renderEntry(entry: Entry): TemplateResult {
    const { message } = entry;
    const stamp = html`<p class="stamp">To ${formatNumber(message.to)} · ${this.#timeOf(message.at)}</p>`;
    if (entry.kind === 'call') {
      return html`${stamp}
        <div class="bubble missed">
          <p><strong>${entry.wasAnswered ? 'Call ended' : 'Missed call'}</strong></p>
          ${entry.wasAnswered ? html`<p>“${message.text}”</p>` : nothing}
        </div>`;
    }
    const [before, code, after] = withCode(message);
    return html`${stamp}
      <div class="bubble ${entry.kind}">
        ${entry.kind === 'mail' ? html`<p class="subject">${mailIcon} Your code</p>` : nothing}
        <p>${before}<strong>${code}</strong>${after}</p>
      </div>
      <button class="copy" @click=${() => this.#copy(message)}>
        ${this.copied === message.id ? 'Copied' : html`Copy code<span class="heard"> ${code}</span>`}
      </button>`;
  }

  #renderCall(call: Call): TemplateResult {
    const isRinging = call.state === 'ringing';
    return html`
      <div class="call">
        ${this.#renderAvatar(isRinging)}
        <h2>${this.sender}</h2>
        <p class="line">${isRinging ? `calls ${formatNumber(call.to)}` : 'On the line'}</p>
        ${isRinging ? nothing : html`<p class="transcript">${call.text}</p>`}
        <div class="buttons">
          <button class="decline" @click=${() => (isRinging ? this.#decline(call) : this.#endCall())}>
            ${declineIcon}<span>${isRinging ? 'Decline' : 'Hang up'}</span>
          </button>
          ${
            isRinging
              ? html`<button class="answer" @click=${() => this.#answer(call)}>
                  ${answerIcon}<span>Answer</span>
                </button>`
              : nothing
          }
        </div>
      </div>
    `;
  }
}

customElements.define('demo-handset', DemoHandset);
