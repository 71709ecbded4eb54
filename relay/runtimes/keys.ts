/**
 * `npm run keys`: prints the secrets and the proof key that a production `.env` needs. With `-- --rotate` it prints the
 * next step of a rotation of those that the environment (or `.env`) has.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { rotateKeys, rotateSecrets } from './rotation.ts';

const secret = (): string => randomBytes(32).toString('base64url');

async function proofKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return exportJWK(privateKey);
}

const line = (name: string, value: string | readonly JWK[] | JWK): void =>
  console.log(`${name}=${typeof value === 'string' ? value : `'${JSON.stringify(value)}'`}`);

async function makeAll(): Promise<void> {
  for (const name of ['RELAY_SECRET', 'SERVER_SECRET', 'ADMIN_TOKEN']) line(name, secret());
  line('PROOF_PRIVATE_KEY', await proofKey());
  console.log('# Only where EVENTS_WEBHOOK_URL is set:');
  console.log(`# EVENTS_WEBHOOK_SECRET=whsec_${randomBytes(32).toString('base64')}`);
}

/** The notes go to standard error, so that standard output is what belongs into `.env`. */
async function rotate(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { RELAY_SECRET, PROOF_PRIVATE_KEY } = process.env;
  if (!RELAY_SECRET || !PROOF_PRIVATE_KEY) {
    throw new Error('RELAY_SECRET and PROOF_PRIVATE_KEY must be in the environment, or in .env');
  }
  const known = JSON.parse(PROOF_PRIVATE_KEY) as JWK | readonly JWK[];
  const { keys, next } = rotateKeys(Array.isArray(known) ? known : [known as JWK], await proofKey());
  line('RELAY_SECRET', rotateSecrets(RELAY_SECRET, secret()));
  line('PROOF_PRIVATE_KEY', keys);
  console.error('RELAY_SECRET: the first seals from now on; drop the last after a day, when its counts have run out');
  console.error(`PROOF_PRIVATE_KEY: ${next}`);
}

const { values } = parseArgs({ options: { rotate: { type: 'boolean', default: false } } });
try {
  await (values.rotate ? rotate() : makeAll());
} catch (error) {
  console.error(error instanceof SyntaxError ? 'PROOF_PRIVATE_KEY is no JSON' : (error as Error).message);
  process.exitCode = 1;
}
