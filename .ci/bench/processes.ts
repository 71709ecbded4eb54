/** Programs that are measured from outside: what processor time and memory they take, when they listen, and their end. */
import { spawn } from 'node:child_process';
import { globSync, readFileSync, readdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../..', import.meta.url));

/** What runs relays here. */
export type Runtime = 'Node' | 'Bun' | 'Deno' | 'workerd';

export type Environment = Readonly<Record<string, string>>;

export type Program = {
  readonly port: number;
  /** Milliseconds from the start of the process to its first answer. */
  readonly startMs: number;
  /** Microseconds of processor time so far, of all threads. */
  readonly cpu: () => number;
  /** Bytes that it holds in memory. */
  readonly memory: () => number;
  stop(): Promise<void>;
};

/** The real programs: the wrappers in node_modules/.bin are processes of their own. */
function binary(pattern: string, name: string): string {
  const [path] = globSync(join(root, 'node_modules', pattern));
  if (path === undefined) throw new Error(`${name} is not installed: npm ci`);
  return path;
}

/** The command line that runs a file; for workerd the file is its configuration. */
export function commandOf(runtime: Runtime, file: string): readonly string[] {
  switch (runtime) {
    case 'Node':
      return [process.execPath, file];
    case 'Bun':
      return [binary('bun/bin/bun{,.exe}', 'Bun'), '--no-install', 'run', file];
    case 'Deno': {
      const offline = ['--no-config', '--node-modules-dir=manual', '--cached-only', '--no-lock', '--no-prompt'];
      return [binary('@deno/*/deno{,.exe}', 'Deno'), 'run', ...offline, '--allow-net', '--allow-env', file];
    }
    case 'workerd':
      return [binary('@cloudflare/workerd-*/bin/workerd{,.exe}', 'workerd'), 'serve', file];
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves with whether anything at all is answered there. */
const isAnswered = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /health HTTP/1.1\r\nHost: relay\r\n\r\n'));
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('data', () => end(true)).once('close', () => end(false));
    socket.once('error', () => end(false));
  });

/** Nanoseconds of all threads, by the scheduler: https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat. */
function processorTime(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => {
    const [time = ''] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(time);
  }, 0);
}

function residentBytes(pid: number): number {
  const [, kibibytes = ''] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}

const PATIENCE_MS = 30_000;

/** Starts a program that listens on `port`, and resolves with its first answer. What it writes to standard output is lost. */
export async function startProgram(
  [file = '', ...args]: readonly string[],
  port: number,
  environment: Environment = {},
): Promise<Program> {
  const env = { PATH: dirname(process.execPath), HOME: process.env['HOME'] ?? '', ...environment };
  const begun = performance.now();
  // Away from a `.env` file of the developer's.
  const child = spawn(file, args, { env, cwd: import.meta.dirname, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const ended = new Promise<void>((resolve, reject) => child.once('close', () => resolve()).once('error', reject));
  let isOver = false;
  void ended.catch(() => undefined).finally(() => (isOver = true));
  while (!(await isAnswered(port))) {
    if (isOver || performance.now() - begun > PATIENCE_MS) {
      child.kill('SIGKILL');
      throw new Error(`${file} ${args.join(' ')} did not come up:\n${complaint}`);
    }
    await sleep(1);
  }
  const startMs = performance.now() - begun;
  const { pid = 0 } = child;
  return {
    port,
    startMs,
    cpu: () => processorTime(pid) / 1000,
    memory: () => residentBytes(pid),
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
