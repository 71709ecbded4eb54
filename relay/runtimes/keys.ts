/** `npm run keys`: prints the secrets and the proof key that a production `.env` needs. */
import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';

const secret = (): string => randomBytes(32).toString('base64url');

const { privateKey } = await generateKeyPair('ES256', { extractable: true });

console.log(`RELAY_SECRET=${secret()}
SERVER_SECRET=${secret()}
ADMIN_TOKEN=${secret()}
PROOF_PRIVATE_KEY='${JSON.stringify(await exportJWK(privateKey))}'`);
