/** `npm run build:vercel`: lays dist/relay/vercel.js out as Vercel deploys it (https://vercel.com/docs/build-output-api). */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';

const output = new URL('../.vercel/output/', import.meta.url);
const relay = new URL('functions/relay.func/', output);
const write = (file: URL, json: object): void => writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`);

rmSync(output, { recursive: true, force: true });
mkdirSync(relay, { recursive: true });
cpSync(new URL('../../dist/relay/vercel.js', import.meta.url), new URL('index.js', relay));
write(new URL('.vc-config.json', relay), { runtime: 'edge', entrypoint: 'index.js' });
write(new URL('config.json', output), { version: 3, routes: [{ src: '/.*', dest: '/relay' }] });
