/** Who may be sent a code, and how many: countries, number types, and the limits on the bill and on guesses. */
import { clientNetworks } from './client-address.ts';
import type { Channel } from './contract.ts';
import { createConversion } from './conversion.ts';
import type { Settings } from './options.ts';
import { refuse } from './problems.ts';
import type { Refusal } from './problems.ts';
import { parseRecipient } from './recipient.ts';
import type { Recipient } from './recipient.ts';
import type { Secrets } from './secrets.ts';
import type { Limit, Store } from './stores/store.ts';
import type { Rate } from './values.ts';

/** What was taken for a request, so that it can be given back where certainly nothing came of it. */
export type Spent = { readonly ok: true; readonly giveBack: () => Promise<void> };

/**
 * Whose money a code is sent on. A ticket has budgets of its own, so that strangers on the public page cannot use up
 * what a backend needs for the people whom it knows.
 */
export type Budget = 'page' | 'ticket';

/** One code that somebody asks for. */
export type SendFacts = {
  readonly recipient: Recipient;
  readonly address: string | undefined;
  readonly budget: Budget;
  /** The bot check, after the client's own limits and before the rest. */
  readonly check?: (() => Promise<Refusal | undefined>) | undefined;
};

export type Policy = {
  /** A recipient that may be sent a code, by this channel where one is named, before anything is spent. */
  admit(to: string, channel: Channel | undefined): { readonly ok: true; readonly recipient: Recipient } | Refusal;
  /** Takes everything that one code costs, narrow before wide. */
  takeSend(request: SendFacts): Promise<Spent | Refusal>;
  /** Whether one of the limits of a send is half used, or its country is in doubt. */
  isSuspicious(request: SendFacts): Promise<boolean>;
  /** Counts a code that was sent to this country, for the conversion breaker. */
  countSend(recipient: Recipient): Promise<{ readonly paused: boolean }>;
  /** `undefined` for an address, which has none. */
  countSuccess(country: string | undefined): Promise<void>;
  /** One of the three starts that a ticket is good for. */
  takeTicketStart(ticketId: string): Promise<Spent | Refusal>;
  takeCheck(address: string | undefined): Promise<Spent | Refusal>;
  takeRead(verificationId: string): Promise<Spent | Refusal>;
  /** Counts a wrong code for this recipient. It never refuses: who holds the right code is not locked out. */
  countWrongCode(recipient: Recipient, budget: Budget): Promise<void>;
  /** Seconds before a new verification for this recipient may send, or 0 and the send is noted. */
  reserveStart(recipient: Recipient, budget: Budget): Promise<number>;
  /** Notes that the `sends`th code of a verification was asked for this recipient. */
  noteSend(recipient: Recipient, budget: Budget, sends: number): Promise<void>;
  /** The noted send surely did not happen. */
  forgetSend(recipient: Recipient, budget: Budget): Promise<void>;
};

/** How often one ticket may start a verification. */
const TICKET_STARTS = 3;

/** Seconds that a ticket may live at most. */
export const TICKET_TTL = 600;

/** What the limit on one IPv6 /48 is, in limits of one /64. */
const SITE_FACTOR = 4;

type LimitOptions = {
  /** Times the count of the rate. Default: 1. */
  readonly factor?: number;
  /** 0 only looks. Default: 1. */
  readonly cost?: 0 | 1;
  /** Default: `secrets.keyFor`. */
  readonly makeKey?: Secrets['keyFor'];
};

/** What is random already is its own key. */
const itself = async (kind: string, value: string): Promise<string> => `${kind}:${value}`;

export function createPolicy(settings: Settings, store: Store, secrets: Secrets, now: () => number): Policy {
  const { keyFor, fixedKeyFor } = secrets;

  function limits(
    kind: string,
    value: string,
    rates: readonly Rate[],
    { factor = 1, cost = 1, makeKey = keyFor }: LimitOptions = {},
  ): Promise<Limit>[] {
    if (rates.length === 0) return [];
    const key = makeKey(kind, value);
    return rates.map(async ({ count, period }) => ({
      key: `${await key}/${period}`,
      count: count * factor,
      period,
      cost,
    }));
  }

  function clientLimits(kind: string, address: string | undefined, rates: readonly Rate[]): Promise<Limit>[] {
    const { own, site } = clientNetworks(address);
    return [...limits(kind, own, rates), ...(site ? limits(kind, site, rates, { factor: SITE_FACTOR }) : [])];
  }

  async function take(wanted: readonly Promise<Limit>[]): Promise<Spent | Refusal> {
    const all = await Promise.all(wanted);
    if (all.length > 0) {
      const taken = await store.take(all);
      if (!taken.granted) return refuse('rate_limited', { retryAfter: taken.retryAfter });
    }
    return { ok: true, giveBack: async () => (all.length > 0 ? store.giveBack(all) : undefined) };
  }

  const isServed = (country: string): boolean => settings.allowedCountries?.includes(country) ?? true;

  const breaker = createConversion(settings.limitCountryConversion, store, secrets, now);

  /** Where no bot check is configured, a country in doubt is closed for a while. */
  async function pauseOf(recipient: Recipient, budget: Budget): Promise<Refusal | undefined> {
    const { country } = recipient;
    const left = budget === 'page' && country !== undefined ? await breaker.doubtLeft(country) : 0;
    return left > 0 ? refuse('rate_limited', { retryAfter: left }) : undefined;
  }

  /** What one code costs besides the client's own limits, narrow before wide. */
  function recipientLimits({ counted, country }: Recipient, budget: Budget): Promise<Limit>[] {
    const { limitWrongCodesPerRecipient, limitSendsPerRecipient, limitSendsTotal } = settings;
    if (budget === 'ticket') {
      return [
        ...limits('ticket-wrong', counted, limitWrongCodesPerRecipient, { cost: 0 }),
        ...limits('ticket-sends', counted, limitSendsPerRecipient),
        ...limits('ticket-total', '', limitSendsTotal, { makeKey: fixedKeyFor }),
      ];
    }
    // Ranges and countries are what fraudsters earn on with numbers; addresses have neither.
    const areas =
      country === undefined
        ? []
        : [
            ...limits('prefix', counted.slice(0, -4), settings.limitSendsPerPrefix),
            ...limits('country', country, settings.limitSendsPerCountry, { makeKey: fixedKeyFor }),
          ];
    return [
      ...limits('wrong', counted, limitWrongCodesPerRecipient, { cost: 0 }),
      ...limits('sends', counted, limitSendsPerRecipient),
      ...areas,
      ...limits('total', '', limitSendsTotal, { makeKey: fixedKeyFor }),
    ];
  }

  const cooldownKey = ({ counted }: Recipient, budget: Budget): Promise<string> =>
    keyFor(budget === 'ticket' ? 'ticket-pause' : 'pause', counted);
  const longestStep = Math.max(0, ...settings.limitResendCooldown);

  /** The seconds after the nth code. */
  function step(sends: number): number {
    const steps = settings.limitResendCooldown;
    return steps[Math.min(Math.max(sends, 1), steps.length) - 1] ?? 0;
  }

  return {
    admit(to, channel) {
      const recipient = parseRecipient(to);
      if (!recipient || (channel !== undefined && (channel === 'email') !== (recipient.kind === 'mailbox'))) {
        return refuse('invalid_recipient');
      }
      const { country, kind } = recipient;
      if (kind !== 'mailbox' && (kind === 'refused' || country === undefined || !isServed(country))) {
        return refuse('country_not_allowed');
      }
      return { ok: true, recipient };
    },
    async takeSend({ recipient, address, budget, check }) {
      const client = clientLimits('client-sends', address, settings.limitSendsPerClient);
      const rest = recipientLimits(recipient, budget);
      if (!check) {
        const paused = await pauseOf(recipient, budget);
        return paused ?? take([...client, ...rest]);
      }
      const first = await take(client);
      if (!first.ok) return first;
      const refusal = await check();
      if (refusal) {
        // Whoever was only told to solve one has asked for nothing yet.
        if (refusal.code !== 'challenge_failed') await first.giveBack();
        return refusal;
      }
      const second = await take(rest);
      if (!second.ok) {
        await first.giveBack();
        return second;
      }
      return {
        ok: true,
        async giveBack() {
          await Promise.all([first.giveBack(), second.giveBack()]);
        },
      };
    },
    async isSuspicious({ recipient, address, budget }) {
      const { country } = recipient;
      if (budget === 'page' && country !== undefined && (await breaker.doubtLeft(country)) > 0) return true;
      const half = ({ count, ...limit }: Limit, taken: 0 | 1): Limit => ({
        ...limit,
        count: Math.ceil(count / 2) + taken,
        cost: 0,
      });
      const client = await Promise.all(clientLimits('client-sends', address, settings.limitSendsPerClient));
      const rest = await Promise.all(recipientLimits(recipient, budget));
      // This very request has been taken from the client's limits already.
      const looked = await store.take([
        ...client.map((limit) => half(limit, 1)),
        ...rest.map((limit) => half(limit, 0)),
      ]);
      return !looked.granted;
    },
    async countSend({ country }) {
      return { paused: country !== undefined && (await breaker.countSend(country)) };
    },
    async countSuccess(country) {
      if (country !== undefined) await breaker.countSuccess(country);
    },
    async takeTicketStart(ticketId) {
      const taken = await take(limits('ticket-starts', ticketId, [{ count: TICKET_STARTS, period: TICKET_TTL }]));
      return taken.ok ? taken : refuse('invalid_ticket');
    },
    takeCheck(address) {
      return take(clientLimits('client-checks', address, settings.limitChecksPerClient));
    },
    takeRead(verificationId) {
      return take(limits('reads', verificationId, settings.limitReadsPerVerification, { makeKey: itself }));
    },
    async countWrongCode(recipient, budget) {
      // Each window by itself: a full one must not keep the others from counting.
      const kind = budget === 'ticket' ? 'ticket-wrong' : 'wrong';
      const wrong = await Promise.all(limits(kind, recipient.counted, settings.limitWrongCodesPerRecipient));
      await Promise.all(wrong.map((limit) => store.take([limit])));
    },
    async reserveStart(recipient, budget) {
      if (longestStep === 0) return 0;
      const key = await cooldownKey(recipient, budget);
      const at = now();
      const noted = await store.read(key);
      const until = noted === undefined ? 0 : Number(noted.split('/')[0]);
      if (until > at) return Math.ceil((until - at) / 1000);
      // A nonce: compare-and-set tells two notes apart, even of the same moment.
      const note = `${at + step(1) * 1000}/${crypto.randomUUID()}`;
      return (await store.swap(key, noted, note, longestStep)) ? 0 : step(1);
    },
    async noteSend(recipient, budget, sends) {
      if (longestStep === 0) return;
      const key = await cooldownKey(recipient, budget);
      const note = `${now() + step(sends) * 1000}/${crypto.randomUUID()}`;
      // Where another send came between, its own note holds.
      await store.swap(key, await store.read(key), note, longestStep);
    },
    async forgetSend(recipient, budget) {
      if (longestStep === 0) return;
      const key = await cooldownKey(recipient, budget);
      await store.swap(key, await store.read(key), `0/${crypto.randomUUID()}`, 1);
    },
  };
}
