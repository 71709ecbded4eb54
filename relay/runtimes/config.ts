/** The environment, read once at the start: names in capitals to checked options, or one line for each fault. */
import { generateKeyPair, exportJWK } from 'jose';
import type { Challenge } from '../challenges/challenge.ts';
import { secretFault, urlFault, webhook } from '../events/webhook.ts';
import type { Webhook } from '../events/webhook.ts';
import type { LogLevel, Logger } from '../log.ts';
import { ConfigurationError, parseSettings } from '../options.ts';
import type { RelayOptions, RelaySettings } from '../options.ts';
import type { Provider } from '../providers/provider.ts';
import type { Fetch } from '../providers/http.ts';
import { memory } from '../stores/memory.ts';
import type { Store } from '../stores/store.ts';
import type { ChallengeChoice } from './challenges.ts';
import { jsonLog } from './json-log.ts';
import { readProvider } from './providers.ts';
import { Reader } from './reader.ts';
import type { Environment } from './reader.ts';

export type { Environment } from './reader.ts';

export type Configuration = {
  readonly port: number;
  readonly host: string;
  /** Proxies in front of the relay that may be believed for the client's address. */
  readonly trustProxy: number;
  readonly logLevel: LogLevel;
  readonly isDev: boolean;
  /** What has to be let finish before the process ends. */
  readonly webhook: Webhook | undefined;
  /** `createRelay`'s, but for what the runtime knows of the client. */
  readonly options: RelaySettings &
    Pick<RelayOptions, 'provider' | 'store' | 'challenge' | 'onEvent'> & { readonly log: Logger };
};

export type ConfigurationParts = {
  /** The platform's way to call a provider. Default: `fetch`. */
  readonly fetch?: Fetch;
  /** Makes the bot check that `CHALLENGE` names, where the build has any. */
  readonly challenge?: (choice: ChallengeChoice) => Challenge;
  /** The store that the platform brings; there is then nothing to choose. */
  readonly store?: () => Store;
  /** Makes the store for `redis://` and `rediss://`, on runtimes that have TCP. */
  readonly redis?: (url: string) => Store;
  /** Makes the store for `UPSTASH_REDIS_REST_URL`. */
  readonly upstash?: (database: { readonly url: string; readonly token: string }) => Store;
  /** How many relays the platform runs at once: where it is many, counters in memory count too little. Default: one. */
  readonly instances?: 'one' | 'many';
  /** Seconds before each further try of a webhook. Default: as many as an edge runtime lets live after an answer. */
  readonly webhookRetries?: readonly number[];
  /** Makes the provider for `OTP_PROVIDER=simulator`, where there is one. */
  readonly simulator?: () => Promise<Provider>;
};

/** The settings that `options.ts` checks, by their names there. */
const SETTINGS = [
  'publicUrl',
  'relaySecret',
  'proofPrivateKey',
  'proofIssuer',
  'proofTtl',
  'adminToken',
  'serverSecret',
  'ticketsOnly',
  'allowedOrigins',
  'nativeAudiences',
  'allowedCountries',
  'voiceAfter',
  'otpDev',
  'limitResendCooldown',
  'limitSendsPerRecipient',
  'limitSendsPerPrefix',
  'limitSendsPerClient',
  'limitChecksPerClient',
  'limitWrongCodesPerRecipient',
  'limitSendsPerCountry',
  'limitSendsTotal',
  'limitReadsPerVerification',
  'limitCountryConversion',
  'challengeWhen',
] as const satisfies readonly (keyof RelaySettings)[];

/** `publicUrl` -> `PUBLIC_URL`. */
const environmentName = (option: string): string => option.replace(/[A-Z]/g, '_$&').toUpperCase();

const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

function readStore(read: Reader, isDev: boolean, parts: ConfigurationParts): Store {
  if (parts.store) {
    if (read.text('STORE_URL') !== undefined)
      read.faults.push('STORE_URL must be left out: this runtime has a store of its own');
    return parts.store();
  }
  const upstash = readUpstash(read);
  const url = read.text('STORE_URL');
  if (upstash) {
    if (url !== undefined) read.faults.push('STORE_URL must be left out where UPSTASH_REDIS_REST_URL is set');
    else if (!parts.upstash) read.faults.push('UPSTASH_REDIS_REST_URL is not supported by this runtime');
    else return parts.upstash(upstash);
    return memory();
  }
  if (url !== undefined && parts.redis && /^rediss?:$/.test(URL.parse(url)?.protocol ?? '')) return parts.redis(url);
  if (parts.instances === 'many' && !isDev) {
    read.required('UPSTASH_REDIS_REST_URL', 'https://name.upstash.io; in memory each instance would count by itself');
  } else if (url !== undefined && url !== 'memory:') {
    read.faults.push(`STORE_URL must be "memory:"${parts.redis ? ' or a redis:// or rediss:// URL' : ''}`);
  }
  return memory();
}

/** Both, or neither. */
function readUpstash(read: Reader): { readonly url: string; readonly token: string } | undefined {
  const names = ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'] as const;
  if (names.every((name) => read.text(name) === undefined)) return undefined;
  const url = read.required(names[0], 'https://name.upstash.io');
  const token = read.required(names[1], 'the token of the database, of those that may write');
  read.url(names[0]);
  return { url, token };
}

const CHALLENGES = ['none', 'turnstile', 'hcaptcha', 'recaptcha', 'altcha'] as const;

function readChallenge(read: Reader, parts: ConfigurationParts): Challenge | undefined {
  const kind = read.oneOf('CHALLENGE', 'none', CHALLENGES);
  if (kind === 'none') return undefined;
  if (!parts.challenge) {
    read.faults.push('CHALLENGE must be "none": no bot check is in this build');
    return undefined;
  }
  const verifyUrl = read.url('CHALLENGE_VERIFY_URL');
  // The relay's own check can do with the relay's own secret: each use of it is told apart by a prefix.
  const own = kind === 'altcha' ? `altcha/${read.text('RELAY_SECRET')?.split(',').at(-1) ?? ''}` : undefined;
  const secret = own === undefined ? read.required('CHALLENGE_SECRET', `the secret key of ${kind}`) : own;
  const siteKey = kind === 'altcha' ? '' : read.required('CHALLENGE_SITE_KEY', `the site key of ${kind}`);
  return parts.challenge({ kind, secret: read.text('CHALLENGE_SECRET') ?? secret, siteKey, verifyUrl });
}

function readWebhook(read: Reader, parts: ConfigurationParts, log: Logger): Webhook | undefined {
  const names = ['EVENTS_WEBHOOK_URL', 'EVENTS_WEBHOOK_SECRET'] as const;
  if (names.every((name) => read.text(name) === undefined)) return undefined;
  const url = read.required(names[0], 'https://shop.example/hooks/otp');
  const secret = read.required(names[1], 'the line that "npm run keys" prints');
  const secrets = secret.split(',').map((one) => one.trim());
  const faults = [url && urlFault(url), secret && secrets.map(secretFault).find((fault) => fault !== undefined)];
  read.faults.push(...faults.flatMap((fault, index) => (fault ? [`${names[index]} ${fault}`] : [])));
  if (!url || !secret || faults.some(Boolean)) return undefined;
  return webhook({
    url,
    secret: secrets,
    onLost: (reason) => log({ level: 'error', message: 'an event was lost', detail: reason }),
    ...(parts.webhookRetries && { retries: parts.webhookRetries }),
  });
}

/** A limit that is misspelt must not be believed to be on. */
function refuseUnknownLimits(read: Reader, environment: Environment): void {
  const known = new Set<string>(SETTINGS.map(environmentName));
  for (const name of Object.keys(environment)) {
    if (name.startsWith('LIMIT_') && !known.has(name)) {
      read.faults.push(`${name} is no limit that the relay knows`);
    }
  }
}

/**
 * @throws {ConfigurationError} with one line for each fault; no value of a secret is in it
 */
export async function readConfiguration(
  environment: Environment,
  parts: ConfigurationParts = {},
): Promise<Configuration> {
  const read = new Reader(environment);
  const isDev = read.text('OTP_DEV') === '1';
  const port = read.wholeNumber('PORT', 8787, 0, 65_535);
  const host = read.text('HOST') ?? '127.0.0.1';
  const raw: Record<string, unknown> = Object.fromEntries(
    SETTINGS.map((option) => [option, read.text(environmentName(option))]),
  );
  if (isDev) {
    raw['publicUrl'] ??= `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}`;
    raw['allowedCountries'] ??= 'all';
    if (raw['proofPrivateKey'] === undefined) {
      const { privateKey } = await generateKeyPair('ES256', { extractable: true });
      raw['proofPrivateKey'] = await exportJWK(privateKey);
    }
  }
  const logLevel = read.oneOf('LOG_LEVEL', 'info', LOG_LEVELS);
  const trustProxy = read.wholeNumber('TRUST_PROXY', 0, 0, 16);
  refuseUnknownLimits(read, environment);
  const log = jsonLog(logLevel);
  const events = readWebhook(read, parts, log);
  const store = readStore(read, isDev, parts);
  const challenge = readChallenge(read, parts);
  try {
    parseSettings(raw, environmentName);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    read.faults.push(...error.faults);
  }
  // Last: a vendor may be asked for its own settings, but not by a relay that cannot start anyway.
  const provider = await readProvider(read, isDev, parts);
  if (read.faults.length > 0 || !provider) throw new ConfigurationError(read.faults);
  const options = {
    ...raw,
    provider,
    store,
    log,
    ...(challenge && { challenge }),
    ...(events && { onEvent: events.onEvent }),
  } as Configuration['options'];
  return { port, host, trustProxy, logLevel, isDev, webhook: events, options };
}
