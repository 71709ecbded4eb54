/** The options of `createRelay`, as the environment (`runtimes/config.ts`) or a program gives them, checked and brought into the form that the core trusts. */
import * as z from 'zod/mini';
import type { JWK } from 'jose';
import type { Challenge } from './challenges/challenge.ts';
import type { EventListener } from './events/event.ts';
import type { Provider } from './providers/provider.ts';
import type { Store } from './stores/store.ts';
import type { Logger } from './log.ts';
import {
  audiences,
  conversion,
  countries,
  flag,
  origins,
  privateKeys,
  publicUrl,
  rates,
  secretList,
  steps,
  wholeNumber,
} from './values.ts';

/** What a runtime knows of the client that no header of its own may say. */
export type ClientFacts = {
  /** Its address, from the socket, the platform, or a trusted proxy. */
  readonly address?: string | undefined;
  /** ISO 3166-1 alpha-2, from the platform's own geo header. */
  readonly country?: string | undefined;
};

/** The parts that are code, not configuration. */
export type RelayParts = {
  readonly provider: Provider;
  readonly store: Store;
  /** The bot check before each send. Default: none. */
  readonly challenge?: Challenge;
  /** Reads the client from a request. Default: nothing is known, and all clients share one limit. */
  readonly client?: (request: Request, env: unknown) => ClientFacts;
  /** Told of each event as it happens; nobody waits for it. See `events/webhook.ts` for one that posts them. Default: none. */
  readonly onEvent?: EventListener;
  /** Receives each log entry. Default: none is written. */
  readonly log?: Logger;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
  /** A fresh, unguessable id. Default: `crypto.randomUUID`. */
  readonly randomId?: () => string;
};

/** Each option by its name in camelCase; the environment's names are the same in capitals. */
const schema = z.object({
  publicUrl,
  relaySecret: secretList,
  proofPrivateKey: privateKeys,
  proofIssuer: z.optional(z.string().check(z.minLength(1, 'must not be empty'))),
  proofTtl: z._default(wholeNumber(30, 86_400), 900),
  adminToken: z.optional(secretList),
  serverSecret: z.optional(secretList),
  ticketsOnly: z._default(flag, false),
  allowedOrigins: z._default(origins, []),
  nativeAudiences: z._default(audiences, []),
  allowedCountries: countries,
  voiceAfter: z._default(wholeNumber(0, 5), 0),
  otpDev: z._default(flag, false),
  limitResendCooldown: z._default(steps, [30, 45, 60, 90]),
  limitSendsPerRecipient: z._default(rates, [
    { count: 5, period: 3600 },
    { count: 10, period: 86_400 },
  ]),
  limitSendsPerPrefix: z._default(rates, [{ count: 20, period: 3600 }]),
  limitSendsPerClient: z._default(rates, [
    { count: 10, period: 3600 },
    { count: 30, period: 86_400 },
  ]),
  limitChecksPerClient: z._default(rates, [{ count: 60, period: 600 }]),
  limitWrongCodesPerRecipient: z._default(rates, [
    { count: 15, period: 3600 },
    { count: 50, period: 86_400 },
  ]),
  limitSendsPerCountry: z._default(rates, []),
  limitSendsTotal: z._default(rates, [{ count: 1000, period: 3600 }]),
  // Not `_default`, which would also take the place of what `off` comes to.
  limitCountryConversion: z.prefault(conversion, '5%/50/1h'),
  challengeWhen: z._default(z.enum(['always', 'suspicious'], 'must be "always" or "suspicious"'), 'always'),
  limitReadsPerVerification: z._default(rates, [{ count: 60, period: 60 }]),
});

/** What may be configured: strings as in the environment, or their natural types. */
export type RelaySettings = {
  /** The relay's base URL as browsers see it. Required. */
  readonly publicUrl: string;
  /** 32 bytes or more; a list rotates: the first seals, all open, the last keys the counters. Required. */
  readonly relaySecret: string | readonly string[];
  /** A private ES256 JWK, or several: the first signs, all are published. Required. */
  readonly proofPrivateKey: string | JWK | readonly JWK[];
  /** The proof's `iss`. Default: `publicUrl`. */
  readonly proofIssuer?: string;
  /** Seconds. Default: 900. */
  readonly proofTtl?: number | string;
  /** Opens `/admin/*`; 32 bytes or more; a list rotates. Default: none, and `/admin/*` answers 404. */
  readonly adminToken?: string | readonly string[];
  /** Opens `/siteverify` and `/tickets`; 32 bytes or more; a list rotates. Default: none, and both answer 404. */
  readonly serverSecret?: string | readonly string[];
  /** Ask for the bot check `always`, or only when `suspicious`: once a limit is half used. Default: `always`. */
  readonly challengeWhen?: 'always' | 'suspicious';
  /** Refuse numbers that come from the browser. Default: false. */
  readonly ticketsOnly?: boolean | string;
  /** Origins, or `https://*.example.com` for subdomains. The relay's own is always allowed. Default: none else. */
  readonly allowedOrigins?: string | readonly string[];
  /** Names that clients without an `Origin` may use. Default: none. */
  readonly nativeAudiences?: string | readonly string[];
  /** ISO 3166-1 alpha-2, or `all` in so many words. Required. */
  readonly allowedCountries: string | readonly string[];
  /** Offer `voice` only after so many codes by other channels. Default: 0. */
  readonly voiceAfter?: number | string;
  /** Allows what is unsafe on the open internet. Default: false. */
  readonly otpDev?: boolean | string;
} & {
  /** `COUNT/PERIOD`, several separated by commas, or `off`; see the contract's table for the defaults. */
  readonly [limit in LimitName]?: string;
};

export type LimitName = Extract<keyof typeof schema.shape, `limit${string}`>;

export type RelayOptions = RelaySettings & RelayParts;

/** Checked settings: what the core works with. */
export type Settings = z.output<typeof schema>;

/** One fault a line: `NAME what is wrong`. Thrown at the start, never later. */
export class ConfigurationError extends Error {
  override readonly name: string = 'ConfigurationError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** An example for each option that has no default. */
const EXAMPLES: Record<string, string> = {
  publicUrl: 'https://otp.example.com',
  relaySecret: 'the line that "npm run keys" prints',
  proofPrivateKey: 'the line that "npm run keys" prints',
  allowedCountries: 'LV,NO, or all',
};

/**
 * Checks all settings at once.
 *
 * @param nameOf how a fault names an option: in the environment `PUBLIC_URL` for `publicUrl`
 * @throws {ConfigurationError} with one line for each fault
 */
export function parseSettings(raw: object, nameOf: (option: string) => string = (option) => option): Settings {
  const known = Object.keys(schema.shape);
  const given = Object.fromEntries(
    Object.entries(raw).filter(([key, value]) => known.includes(key) && value !== undefined),
  );
  const result = z.safeParse(schema, given);
  const faults: string[] = [];
  if (!result.success) {
    for (const issue of result.error.issues) {
      const option = String(issue.path[0]);
      if (faults.some((fault) => fault.startsWith(`${nameOf(option)} `))) continue;
      const example = EXAMPLES[option];
      faults.push(
        given[option] === undefined
          ? `${nameOf(option)} is missing${example ? `; for example ${nameOf(option)}=${example}` : ''}`
          : `${nameOf(option)} ${issue.message}`,
      );
    }
  } else if (!result.data.otpDev && result.data.allowedOrigins.some(({ kind }) => kind === 'any')) {
    faults.push(`${nameOf('allowedOrigins')} must name origins: "*" is for OTP_DEV=1 alone`);
  }
  if (result.success && result.data.ticketsOnly && result.data.serverSecret === undefined) {
    faults.push(`${nameOf('ticketsOnly')} needs ${nameOf('serverSecret')}: without it no ticket can be made`);
  }
  if (!result.success || faults.length > 0) throw new ConfigurationError(faults);
  return result.data;
}
