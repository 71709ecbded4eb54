/** The provider that the environment names, or several as one: each vendor's settings, and a line for each fault. */
import { failover } from '../providers/failover.ts';
import type { Route } from '../providers/failover.ts';
import { ProviderSetupError, infobip, parseInfobipMessages } from '../providers/infobip.ts';
import type { Provider } from '../providers/provider.ts';
import { TEXTMAGIC_LANGUAGES } from '../providers/textmagic-language.ts';
import type { TextmagicWorkflow } from '../providers/textmagic-workflow.ts';
import { TEXTMAGIC_BRAND, textmagic } from '../providers/textmagic.ts';
import { wavix } from '../providers/wavix.ts';
import { wayscloud } from '../providers/wayscloud.ts';
import { countryOf } from '../recipient.ts';
import type { ConfigurationParts } from './config.ts';
import type { Reader } from './reader.ts';

const NAMES = ['wavix', 'wayscloud', 'textmagic', 'infobip', 'simulator'] as const;
type Name = (typeof NAMES)[number];

/** What is the same for all of them. */
function readCommon(
  read: Reader,
  vendor: string,
  parts: ConfigurationParts,
): { readonly timeout: number } & Pick<ConfigurationParts, 'fetch'> & { readonly baseUrl?: string } {
  const baseUrl = read.url(`${vendor}_BASE_URL`);
  return {
    timeout: read.wholeNumber('PROVIDER_TIMEOUT_MS', 10_000, 1, 120_000),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(parts.fetch && { fetch: parts.fetch }),
  };
}

function readWavix(read: Reader, parts: ConfigurationParts): Provider {
  return wavix({
    apiKey: read.required('WAVIX_API_KEY', 'the key of the Wavix portal, Administration, API Keys'),
    serviceId: read.required('WAVIX_SERVICE_ID', 'the id of the 2FA service, 32 hex digits'),
    channels: read.listOf('WAVIX_CHANNELS', ['sms', 'voice']),
    codeLength: read.wholeNumber('WAVIX_CODE_LENGTH', 6, 4, 10),
    ...readCommon(read, 'WAVIX', parts),
  });
}

function readWayscloud(read: Reader, parts: ConfigurationParts): Provider {
  return wayscloud({
    apiKey: read.required('WAYSCLOUD_API_KEY', 'the key of the service Verify, shown when it was activated'),
    channels: read.listOf('WAYSCLOUD_CHANNELS', ['sms', 'voice', 'email']),
    codeLength: read.wholeNumber('WAYSCLOUD_CODE_LENGTH', 6, 4, 8),
    codeTtl: read.wholeNumber('WAYSCLOUD_CODE_TTL', 300, 60, 900),
    ...readCommon(read, 'WAYSCLOUD', parts),
  });
}

function readTextmagic(read: Reader, parts: ConfigurationParts): Provider | undefined {
  const username = read.required('TEXTMAGIC_USERNAME', 'the name of the Textmagic account');
  const apiKey = read.required('TEXTMAGIC_API_KEY', 'a key of that account, Services, API');
  const brand = read.required('TEXTMAGIC_BRAND', 'Shop');
  const isBrand = TEXTMAGIC_BRAND.test(brand);
  if (brand !== '' && !isBrand) read.faults.push('TEXTMAGIC_BRAND must be 1 to 18 letters and digits');
  const codeLength = read.oneOf('TEXTMAGIC_CODE_LENGTH', '6', ['4', '6']);
  const senderId = read.text('TEXTMAGIC_SENDER_ID');
  const language = read.oneOf('TEXTMAGIC_LANGUAGE', 'en-us', TEXTMAGIC_LANGUAGES);
  const workflow = read.wholeNumber('TEXTMAGIC_WORKFLOW', 6, 1, 7) as TextmagicWorkflow;
  const common = readCommon(read, 'TEXTMAGIC', parts);
  if (!isBrand) return undefined;
  return textmagic({
    username,
    apiKey,
    brand,
    codeLength: codeLength === '4' ? 4 : 6,
    ...common,
    ...(senderId !== undefined && { senderId }),
    // Left out, each has a rule of its own: by the number, and by the channel.
    ...(read.text('TEXTMAGIC_LANGUAGE') !== undefined && { language }),
    ...(read.text('TEXTMAGIC_WORKFLOW') !== undefined && { workflow }),
  });
}

/** Infobip's own settings are read from Infobip: only where nothing else is wrong. */
async function readInfobip(read: Reader, parts: ConfigurationParts): Promise<Provider | undefined> {
  const apiKey = read.required('INFOBIP_API_KEY', 'a key with the scopes 2fa:manage and 2fa:pin:send');
  const applicationId = read.required('INFOBIP_APPLICATION_ID', 'the line that "npm run setup:infobip" prints');
  const list = read.required('INFOBIP_MESSAGES', 'sms:en=ID,voice:en=ID; "npm run setup:infobip" prints it');
  const { messages, faults } = parseInfobipMessages(list);
  if (list !== '') read.faults.push(...faults.map((fault) => `INFOBIP_MESSAGES ${fault}`));
  const from = read.text('INFOBIP_FROM');
  const codeLength = read.wholeNumber('INFOBIP_CODE_LENGTH', 6, 4, 10);
  const common = readCommon(read, 'INFOBIP', parts);
  if (read.faults.length > 0) return undefined;
  try {
    return await infobip({
      apiKey,
      applicationId,
      messages,
      ...common,
      ...(from !== undefined && { from }),
      // Named, it lets the relay start while Infobip is down.
      ...(read.text('INFOBIP_CODE_LENGTH') !== undefined && { codeLength }),
    });
  } catch (error) {
    if (!(error instanceof ProviderSetupError)) throw error;
    read.faults.push(...error.faults);
    return undefined;
  }
}

function readSimulator(read: Reader, isDev: boolean, parts: ConfigurationParts): Promise<Provider> | undefined {
  if (isDev && parts.simulator) return parts.simulator();
  const why = isDev ? 'not in this build' : 'for OTP_DEV=1 alone';
  read.faults.push(`OTP_PROVIDER must be a real provider: the simulator is ${why}`);
  return undefined;
}

function readOne(
  name: Name,
  read: Reader,
  isDev: boolean,
  parts: ConfigurationParts,
): Provider | undefined | Promise<Provider | undefined> {
  switch (name) {
    case 'wavix':
      return readWavix(read, parts);
    case 'wayscloud':
      return readWayscloud(read, parts);
    case 'textmagic':
      return readTextmagic(read, parts);
    case 'infobip':
      return readInfobip(read, parts);
    case 'simulator':
      return readSimulator(read, isDev, parts);
  }
}

const isName = (name: string): name is Name => (NAMES as readonly string[]).includes(name);

/** `NO,SE:wayscloud;*:wavix,infobip` */
function readRoutes(read: Reader): readonly (Route & { readonly providers: readonly Name[] })[] {
  const text = read.text('PROVIDER_ROUTES');
  if (text === undefined) return [];
  return text.split(';').flatMap((item) => {
    const [countries = [], providers = [], ...more] = item
      .split(':')
      .map((list) => list.split(',').map((one) => one.trim()));
    const isRoute = countries.length > 0 && countries.every((country) => /^(?:[A-Z]{2}|\*)$/.test(country));
    if (isRoute && providers.length > 0 && providers.every(isName) && more.length === 0) {
      return [{ countries, providers }];
    }
    read.faults.push(`PROVIDER_ROUTES has "${item.trim()}", which is not like NO,SE:wayscloud or *:wavix`);
    return [];
  });
}

/**
 * Reads the settings of all that are named; those of no other are looked at.
 *
 * @returns `undefined` where something is wrong, which `read` then knows
 */
export async function readProvider(
  read: Reader,
  isDev: boolean,
  parts: ConfigurationParts,
): Promise<Provider | undefined> {
  const routes = readRoutes(read);
  const order = read.listOf<Name>('OTP_PROVIDER', NAMES);
  // Nothing named: the routes' own, or Wavix.
  const named = read.text('OTP_PROVIDER') === undefined ? (routes.length > 0 ? [] : (['wavix'] as const)) : order;
  const names = [...new Set([...named, ...routes.flatMap(({ providers }) => providers)])];
  const providers: Provider[] = [];
  for (const name of names) {
    const provider = await readOne(name, read, isDev, parts);
    if (provider) providers.push(provider);
  }
  const [only, ...others] = providers;
  if (!only || providers.length < names.length) return undefined;
  if (others.length === 0 && routes.length === 0) return only;
  return failover({ providers, routes, countryOf });
}
