/**
 * A provider made of providers: the next one sends where the one before surely did not, by country where routes say so.
 * A session carries its provider's name, so that whoever sent a code also judges it.
 */
import type { Channel } from '../contract.ts';
import { circuitBreaker } from './circuit-breaker.ts';
import type { CircuitBreaker, CircuitBreakerOptions } from './circuit-breaker.ts';
import { failure } from './failures.ts';
import type {
  CallContext,
  Capabilities,
  Failure,
  ListedVerification,
  Provider,
  Sent,
  SessionFacts,
  Started,
} from './provider.ts';

/** Which providers serve these countries, in this order, and no others. */
export type Route = {
  /** ISO 3166-1 alpha-2, or `*` for all that no other route names, and for addresses. */
  readonly countries: readonly string[];
  /** Names of providers. */
  readonly providers: readonly string[];
};

export type FailoverOptions = {
  /** In the order in which they are asked. Their names differ. */
  readonly providers: readonly Provider[];
  /** Default: all of them for every country. */
  readonly routes?: readonly Route[];
  /** The country of a number. Needed where there are routes. */
  readonly countryOf?: (to: string) => string | undefined;
  /** When a provider counts as down. */
  readonly breaker?: CircuitBreakerOptions;
};

type Member = { readonly provider: Provider; readonly breaker: CircuitBreaker };
/** A session as its own provider knows it. */
type Owned = { readonly member: Member; readonly facts: SessionFacts };
type StartRequest = Parameters<Provider['start']>[0];
type List = NonNullable<Provider['list']>;
type Events = NonNullable<Provider['events']>;

/** A session that no provider here has made. */
const unknownSession = { outcome: 'ended', status: 'expired' } as const;
const forgotten = { outcome: 'canceled' } as const;
const nothingKnown = { outcome: 'inspected', status: 'pending', delivery: null } as const;
const noList = { outcome: 'listed', verifications: [] } as const;
const noEvents = { outcome: 'listed', events: null } as const;
const noneFor = failure('channel_not_available', 'no provider serves this recipient by this channel');

const isFailure = (result: { readonly outcome: string }): result is Failure => result.outcome === 'failure';

/** What may be otherwise in a while is said before what will not. */
function worstOf(failures: readonly Failure[]): Failure {
  const told = failures.find(({ kind }) => kind === 'unavailable') ?? failures.at(-1);
  return told ? { ...told, detail: failures.map(({ detail }) => detail).join('; ') } : noneFor;
}

/** What can be said before it is known who sends: the first one's rules, and all channels. */
function combine(first: Capabilities, others: readonly Capabilities[]): Capabilities {
  const all = [first, ...others];
  return {
    ...first,
    channels: [...new Set(all.flatMap(({ channels }) => channels))],
    codeLengths: [...new Set(all.map(({ codeLength }) => codeLength))],
    reportsDelivery: all.some(({ reportsDelivery }) => reportsDelivery),
  };
}

/**
 * @throws {TypeError} where there is no provider, two have one name, or a route names one that is not there
 */
export function failover(options: FailoverOptions): Provider {
  const members = options.providers.map((provider): Member => ({ provider, breaker: circuitBreaker(options.breaker) }));
  const byName = new Map(members.map((member) => [member.provider.name, member]));
  const [first, ...others] = members;
  if (!first) throw new TypeError('Failover needs a provider');
  if (byName.size < members.length) throw new TypeError('Failover needs providers of different names');
  const routes = (options.routes ?? []).map(({ countries, providers }) => ({
    countries,
    members: providers.map((name) => {
      const member = byName.get(name);
      if (!member) throw new TypeError(`A route names the provider "${name}", which is not there`);
      return member;
    }),
  }));
  const capabilities = combine(
    first.provider.capabilities,
    others.map(({ provider }) => provider.capabilities),
  );

  /** Those who serve a recipient by this channel, the ones that are down last. */
  function membersFor(to: string, channel: Channel): readonly Member[] {
    const country = options.countryOf?.(to);
    const route =
      routes.find(({ countries }) => country !== undefined && countries.includes(country)) ??
      routes.find(({ countries }) => countries.includes('*'));
    const able = (route?.members ?? members).filter(({ provider }) => provider.capabilities.channels.includes(channel));
    const isDown = ({ breaker }: Member): boolean => breaker.isOpen();
    return [...able.filter((member) => !isDown(member)), ...able.filter(isDown)];
  }

  const nameSession = ({ provider }: Member, session: string): string => `${provider.name}:${session}`;

  function ownerOf(facts: SessionFacts): Owned | undefined {
    const end = facts.session.indexOf(':');
    const member = byName.get(facts.session.slice(0, end));
    return member && { member, facts: { ...facts, session: facts.session.slice(end + 1) } };
  }

  /** Asks a member and keeps its breaker's books: what says nothing of its health changes nothing. */
  async function ask<T extends { readonly outcome: string }>(
    { provider, breaker }: Member,
    context: CallContext,
    question: (provider: Provider, context: CallContext) => Promise<T | Failure>,
  ): Promise<T | Failure> {
    breaker.begin();
    const result = await question(provider, {
      trace: (exchange) => context.trace?.({ ...exchange, call: `${provider.name} ${exchange.call}` }),
    });
    if (!isFailure(result)) {
      breaker.noteSuccess();
      return result;
    }
    if (result.kind === 'rejected' || result.kind === 'unavailable' || result.kind === 'unknown') breaker.noteFailure();
    return { ...result, detail: `${provider.name}: ${result.detail}` };
  }

  const startBy = (member: Member, request: StartRequest, context: CallContext): Promise<Started | Failure> =>
    ask(member, context, (provider, own) => provider.start(request, own));

  /** A resend by another provider is a start there. */
  async function moveTo(member: Member, request: StartRequest, context: CallContext): Promise<Sent | Failure> {
    const started = await startBy(member, request, context);
    if (isFailure(started)) return started;
    const { session, providerTime } = started;
    return { outcome: 'sent', channel: request.channel, session, ...(providerTime !== undefined && { providerTime }) };
  }

  const cancelBy = ({ member, facts }: Owned, context: CallContext): Promise<typeof forgotten | Failure> =>
    ask(member, context, async (provider, own) => (await provider.cancel?.(facts, own)) ?? forgotten);

  const listing = members.filter(({ provider }) => provider.list !== undefined);

  const list: List = async (days, context) => {
    const verifications: ListedVerification[] = [];
    for (const member of listing) {
      const listed = await ask(member, context, async (provider, own) => (await provider.list?.(days, own)) ?? noList);
      if (isFailure(listed)) return listed;
      for (const one of listed.verifications) verifications.push({ ...one, id: nameSession(member, one.id) });
    }
    return { outcome: 'listed', verifications };
  };

  const events: Events = async (session, context) => {
    const owner = ownerOf({ session, to: '', startedAt: 0, sentAt: 0 });
    if (!owner) return noEvents;
    const { member, facts } = owner;
    return ask(member, context, async (provider, own) => (await provider.events?.(facts.session, own)) ?? noEvents);
  };

  return {
    name: members.map(({ provider }) => provider.name).join('+'),
    capabilities,
    rulesOf(session) {
      const owner = ownerOf({ session, to: '', startedAt: 0, sentAt: 0 });
      return { ...(owner?.member ?? first).provider.capabilities, channels: capabilities.channels };
    },

    async start(request, context) {
      const failures: Failure[] = [];
      for (const member of membersFor(request.to, request.channel)) {
        const result = await startBy(member, request, context);
        if (!isFailure(result)) return { ...result, session: nameSession(member, result.session) };
        // Whoever may have sent is the last one asked: never two codes for one request.
        if (result.kind === 'unknown') return result;
        failures.push(result);
      }
      return worstOf(failures);
    },

    async send(facts, channel, context) {
      const owner = ownerOf(facts);
      if (!owner) return unknownSession;
      const { to, locale } = facts;
      const able = membersFor(to, channel);
      const isOwn = (member: Member): boolean => member === owner.member;
      // Its own provider goes on, unless that one is down and another is not.
      const isOwnDown = owner.member.breaker.isOpen();
      const order = isOwnDown ? able : [...able.filter(isOwn), ...able.filter((member) => !isOwn(member))];
      const failures: Failure[] = [];
      for (const member of order) {
        const result = isOwn(member)
          ? await ask(member, context, (provider, own) => provider.send(owner.facts, channel, own))
          : await moveTo(member, { to, channel, ...(locale !== undefined && { locale }) }, context);
        if (result.outcome === 'sent') {
          // The new code takes the old one's place, whatever becomes of the old session.
          if (!isOwn(member)) await cancelBy(owner, context);
          return result.session === undefined ? result : { ...result, session: nameSession(member, result.session) };
        }
        if (result.outcome === 'ended' || result.kind === 'unknown') return result;
        failures.push(result);
      }
      return worstOf(failures);
    },

    async check(facts, code, context) {
      const owner = ownerOf(facts);
      if (!owner) return unknownSession;
      return ask(owner.member, context, (provider, own) => provider.check(owner.facts, code, own));
    },

    async inspect(facts, depth, context) {
      const owner = ownerOf(facts);
      if (!owner?.member.provider.inspect) return nothingKnown;
      const { member, facts: own } = owner;
      return ask(member, context, async (provider, its) => (await provider.inspect?.(own, depth, its)) ?? nothingKnown);
    },

    async cancel(facts, context) {
      const owner = ownerOf(facts);
      return owner ? cancelBy(owner, context) : forgotten;
    },

    ...(listing.length > 0 && { list, events }),
  };
}
