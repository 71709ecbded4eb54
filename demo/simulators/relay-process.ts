/** A relay as a process of its own, as an operator would start it on Node, Bun or Deno. */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WayToRelay } from './wire-client.ts';

export type RelayProcess = {
  /** All that it has written so far. */
  readonly output: () => string;
  /** Resolves with the first match in what it writes; rejects where it ends without. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Its exit code. */
  readonly end: Promise<number | null>;
  readonly kill: (signal: NodeJS.Signals) => void;
};

export type Program = 'Node' | 'Bun' | 'Deno';
type Environment = Readonly<Record<string, string>>;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What it must be allowed on Deno: to listen, to reach the provider and Redis, and to read its own settings. */
function permissions(environment: Environment): readonly string[] {
  const { PORT = '0', WAVIX_BASE_URL = 'http://127.0.0.1', STORE_URL = 'redis://127.0.0.1' } = environment;
  const reached = [WAVIX_BASE_URL, STORE_URL].map((url) => new URL(url).host);
  return [`--allow-net=127.0.0.1:${PORT},${reached.join(',')}`, `--allow-env=${Object.keys(environment).join(',')}`];
}

function commandOf(program: Program, entry: string, environment: Environment): readonly string[] {
  switch (program) {
    case 'Node':
      return [process.execPath, entry];
    case 'Bun':
      return [join(root, 'node_modules/.bin/bun'), '--no-install', 'run', entry];
    case 'Deno': {
      // Not the wrapper in node_modules/.bin, which would be told to stop in its place.
      const [deno = 'deno'] = globSync(join(root, 'node_modules/@deno/*/deno{,.exe}'));
      const offline = ['--no-config', '--node-modules-dir=manual', '--cached-only', '--no-lock', '--no-prompt'];
      return [deno, 'run', ...offline, ...permissions(environment), entry];
    }
  }
}

/**
 * On a free port, unless the environment names one.
 *
 * @param entry the program. Default: its source
 */
export function startProgram(
  program: Program,
  settings: Environment,
  entry: string = join(root, 'relay/runtimes', `${program.toLowerCase()}.ts`),
): RelayProcess {
  const environment = { PORT: '0', ...settings };
  const [file = '', ...args] = commandOf(program, entry, environment);
  const env = { PATH: dirname(process.execPath), HOME: process.env['HOME'] ?? '', ...environment };
  // Away from a `.env` file of the developer's.
  const cwd = dirname(entry);
  const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const waiting = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    text += chunk.toString();
    for (const check of waiting) check();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const end = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  return {
    output: () => text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const match = pattern.exec(text);
          if (match) resolve(match);
        };
        waiting.add(check);
        check();
        void end.then(() => reject(new Error(`it ended without ${String(pattern)}:\n${text}`)), reject);
      }),
    end,
    kill: (signal) => child.kill(signal),
  };
}

/** Resolves with the port once it listens. */
export async function listening(relay: RelayProcess): Promise<number> {
  const [, port] = await relay.until(/listens on http:\/\/127\.0\.0\.1:(\d+)/);
  return Number(port);
}

/** Through one proxy, which appends the client's address to whatever the client says. */
export const throughProxy =
  (base: string): WayToRelay =>
  (path, init, address) => {
    const headers = new Headers(init.headers);
    headers.append('X-Forwarded-For', address);
    return fetch(`${base}${path}`, { ...init, headers, redirect: 'manual' });
  };

/** A relay on its own, behind one proxy. */
export async function openProgram(
  program: Program,
  environment: Environment,
): Promise<{ readonly send: WayToRelay; readonly output: () => string; close(): Promise<void> }> {
  const relay = startProgram(program, environment);
  const send = throughProxy(`http://127.0.0.1:${await listening(relay)}`);
  const close = async (): Promise<void> => {
    relay.kill('SIGTERM');
    await relay.end;
  };
  return { send, output: relay.output, close };
}
