/**
 * `<provider-panel>`: which providers are asked in which order, a switch that breaks each, the form of a visitor whose relay
 * is set up so, and what became of it. The order is in the page's address, so that a reload keeps it.
 */
import { html, LitElement, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Vendor } from './simulators/vendors.ts';
import type { Arrival, Board, Condition, Exchange } from './switchboard.ts';

const names: Readonly<Record<Vendor, string>> = {
  wavix: 'Wavix',
  wayscloud: 'WAYSCloud',
  textmagic: 'Textmagic',
  infobip: 'Infobip',
};

const labels: Readonly<Record<Condition, string>> = {
  up: 'is up',
  refusing: 'refuses (401)',
  unreachable: 'is unreachable',
  losing: 'loses its answers',
};

const arrivals: Readonly<Record<Arrival['channel'], string>> = {
  sms: 'text arrived',
  voice: 'call rings',
  email: 'email arrived',
};

/** A row: one that is asked, or one that is kept aside. */
type Row = { readonly vendor: Vendor; readonly isAsked: boolean };

/** What the vendors were asked and what they sent, in one list. */
type Line = { readonly at: number; readonly vendor: Vendor; readonly text: string; readonly isGood: boolean };

const all = Object.keys(names) as Vendor[];

const readRows = (): readonly Row[] => {
  const wanted = new URLSearchParams(location.search).get('order') ?? 'wavix,infobip';
  const asked = all.filter((vendor) => wanted.split(',').includes(vendor));
  const order = asked.toSorted((one, other) => wanted.indexOf(one) - wanted.indexOf(other));
  const rows = [...new Set([...order, ...all])].map((vendor) => ({ vendor, isAsked: asked.includes(vendor) }));
  return asked.length > 0 ? rows : rows.map(({ vendor }, index) => ({ vendor, isAsked: index === 0 }));
};

const resultOf = ({ result }: Exchange): string => {
  if (result === 'unreachable') return 'not reached';
  return result === 'lost' ? 'carried out, answer lost' : `${result}`;
};

const linesOf = ({ exchanges, arrivals: arrived }: Board): readonly Line[] =>
  [
    ...exchanges.map((exchange): Line => ({
      ...exchange,
      text: `${exchange.call}: ${resultOf(exchange)}`,
      isGood: typeof exchange.result === 'number' && exchange.result < 400,
    })),
    ...arrived.map((arrival): Line => ({ ...arrival, text: arrivals[arrival.channel], isGood: true })),
  ].toSorted((one, other) => other.at - one.at);

const timeOf = (at: number): string => new Date(at).toLocaleTimeString('en', { hourCycle: 'h23' });

export class ProviderPanel extends LitElement {
  static override properties = {
    rows: { state: true },
    board: { state: true },
  };

  declare rows: readonly Row[];
  declare board: Board | undefined;

  #feed: EventSource | undefined;

  constructor() {
    super();
    this.rows = readRows();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#feed = new EventSource('/providers/board');
    this.#feed.addEventListener('board', ({ data }: MessageEvent<unknown>) => {
      this.board = JSON.parse(String(data)) as Board;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#feed?.close();
  }

  /** A part of the page, with its styles. */
  protected override createRenderRoot(): this {
    return this;
  }

  get #order(): string {
    return this.rows
      .filter(({ isAsked }) => isAsked)
      .map(({ vendor }) => vendor)
      .join();
  }

  #arrange(rows: readonly Row[]): void {
    this.rows = rows;
    history.replaceState(null, '', `?order=${this.#order}`);
  }

  #use(vendor: Vendor, isAsked: boolean): void {
    this.#arrange(this.rows.map((row) => (row.vendor === vendor ? { vendor, isAsked } : row)));
  }

  #raise(index: number): void {
    const rows = [...this.rows];
    rows.splice(index - 1, 0, ...rows.splice(index, 1));
    this.#arrange(rows);
  }

  async #turn(vendor: Vendor, condition: string): Promise<void> {
    const headers = { 'Content-Type': 'application/json' };
    await fetch(`/providers/${vendor}`, { method: 'PUT', headers, body: JSON.stringify({ condition }) });
  }

  protected override render(): TemplateResult {
    const order = this.#order;
    return html`
      <section aria-labelledby="order">
        <h2 id="order">Who is asked</h2>
        <ol class="vendors">
          ${repeat(
            this.rows,
            ({ vendor }) => vendor,
            (row, index) => this.#renderRow(row, index),
          )}
        </ol>
        <p class="fine"><code>OTP_PROVIDER=${order}</code></p>
        <p class="fine">
          Where one refuses or cannot be reached, the next is asked. Where an answer is lost, nobody is: a code may be
          on its way. After three failures in a row, one is left alone for half a minute.
        </p>
      </section>
      <section class="visitor" aria-labelledby="visitor">
        <h2 id="visitor">What a visitor sees</h2>
        ${keyed(
          order,
          html`<otp-verify relay=${`/providers/relays/${order}`} name="provider_recipient" country="SE"></otp-verify>`,
        )}
      </section>
      <section class="journal" aria-labelledby="journal">
        <h2 id="journal">What became of it</h2>
        ${this.#renderJournal()}
      </section>
    `;
  }

  #renderRow({ vendor, isAsked }: Row, index: number): TemplateResult {
    const name = names[vendor];
    const condition = this.board?.conditions[vendor] ?? 'up';
    const isLast = isAsked && !this.#order.includes(',');
    return html`<li data-condition=${condition}>
      <label class="use">
        <input
          type="checkbox"
          .checked=${isAsked}
          ?disabled=${isLast}
          @change=${({ target }: Event) => this.#use(vendor, (target as HTMLInputElement).checked)}
        />${name}</label
      >
      <button aria-label=${`Ask ${name} earlier`} ?disabled=${index === 0} @click=${() => this.#raise(index)}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 14V2M3 7l5-5 5 5" /></svg>
      </button>
      <select
        aria-label=${`${name}, now`}
        .value=${condition}
        @change=${({ target }: Event) => this.#turn(vendor, (target as HTMLSelectElement).value)}
      >
        ${Object.entries(labels).map(
          ([value, label]) => html`<option value=${value} ?selected=${value === condition}>${label}</option>`,
        )}
      </select>
    </li>`;
  }

  #renderJournal(): TemplateResult {
    const last = this.board?.arrivals.at(-1);
    if (!this.board || (this.board.exchanges.length === 0 && !last)) {
      return html`<p class="fine">Nobody has been asked for a code yet.</p>`;
    }
    return html`
      <p class="sent" role="status">
        ${last ? html`The last code came from <strong>${names[last.vendor]}</strong>.` : 'No code has come yet.'}
      </p>
      <ul>
        ${repeat(
          linesOf(this.board),
          ({ at, vendor, text }) => `${at} ${vendor} ${text}`,
          ({ at, vendor, text, isGood }) =>
            html`<li class=${isGood ? 'good' : 'bad'}>
              <time>${timeOf(at)}</time> <strong>${names[vendor]}</strong> <span>${text}</span>
            </li>`,
        )}
      </ul>
    `;
  }
}

customElements.define('provider-panel', ProviderPanel);
