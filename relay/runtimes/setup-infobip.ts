/**
 * `npm run setup:infobip`: makes at Infobip the application and the templates that the relay needs, or finds them, and
 * prints their lines for `.env`. It takes `INFOBIP_API_KEY` and `INFOBIP_BASE_URL` from the environment, or from `.env`.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeSetup, setUpInfobip } from '../providers/infobip-setup.ts';
import type { InfobipSetupOptions } from '../providers/infobip-setup.ts';
import { ProviderSetupError } from '../providers/setup.ts';

const USAGE = `npm run setup:infobip -- [--name=otp-verify] [--languages=en,nb,lv] [--code-length=6] [--email-template=1234]`;

function readArguments(): Omit<InfobipSetupOptions, 'apiKey'> {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { name: string, languages: string, 'code-length': string, 'email-template': string },
  });
  const wholeNumber = (name: 'code-length' | 'email-template', least: number, most: number): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new ProviderSetupError([`--${name} must be a whole number from ${least} to ${most}`]);
  };
  const codeLength = wholeNumber('code-length', 4, 10);
  const emailTemplateId = wholeNumber('email-template', 1, Number.MAX_SAFE_INTEGER);
  return {
    ...(values.name !== undefined && { name: values.name }),
    ...(values.languages !== undefined && { languages: values.languages.split(',').map((tag) => tag.trim()) }),
    ...(codeLength !== undefined && { codeLength }),
    ...(emailTemplateId !== undefined && { emailTemplateId }),
  };
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { INFOBIP_API_KEY: apiKey, INFOBIP_BASE_URL: baseUrl } = process.env;
  if (!apiKey)
    throw new ProviderSetupError(['INFOBIP_API_KEY is missing: a key of the portal with the scope 2fa:manage']);
  const setup = await setUpInfobip({ apiKey, ...(baseUrl && { baseUrl }), ...readArguments() });
  console.log(describeSetup(setup));
}

try {
  await main();
} catch (error) {
  const isUsage = (error as { code?: unknown }).code?.toString().startsWith('ERR_PARSE_ARGS') === true;
  if (!isUsage && !(error instanceof ProviderSetupError)) throw error;
  console.error(isUsage ? USAGE : (error as Error).message);
  process.exitCode = 1;
}
