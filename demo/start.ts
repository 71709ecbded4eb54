/**
 * `npm start`: the demo's pages, the relay and the Wavix simulator on one port. With `WAVIX_API_KEY` and
 * `WAVIX_SERVICE_ID` the same pages verify real phones. `--dev` reloads the pages as they are edited.
 */
import { existsSync } from 'node:fs';
import { ConfigurationError } from '../relay/index.ts';
import { startDemo } from './server.ts';

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  const { origin, stop } = await startDemo(process.env, process.argv.includes('--dev'));
  console.log(`The demo is at ${origin}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit()));
  }
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exit(1);
}
