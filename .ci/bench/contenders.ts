/** Who is compared: on each runtime a bare pass-through and the relay as it was built, in front of a provider that costs nothing. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { API_KEY, PAGE, PROOF_KEY, RELAY_URL } from '../../demo/simulators/relay-fixture.ts';
import { createWavixSimulator, defaultService } from '../../demo/simulators/wavix.ts';
import type { LoadOrder, LoadReport, LoadRequest } from './load.ts';
import { commandOf, freePort, root, startProgram } from './processes.ts';
import type { Environment, Program, Runtime } from './processes.ts';
import type { Answers } from './upstream.ts';

/** A clearance for the operator's endpoint, which is the relay's plainest pass-through. */
export const ADMIN_TOKEN = 'admin-token-of-at-least-thirty-two-bytes';

/** All limits count, as they do by default, and none is reached: each person has a number and an address of her own. */
export const SETTINGS: Environment = {
  PUBLIC_URL: RELAY_URL,
  ALLOWED_ORIGINS: PAGE,
  ALLOWED_COUNTRIES: 'all',
  RELAY_SECRET: 'relay-secret-of-at-least-thirty-two-bytes',
  PROOF_PRIVATE_KEY: JSON.stringify(PROOF_KEY),
  ADMIN_TOKEN,
  WAVIX_API_KEY: API_KEY,
  WAVIX_SERVICE_ID: defaultService.id,
  LIMIT_SENDS_TOTAL: '1000000/1s',
  LIMIT_COUNTRY_CONVERSION: '1%/100000000/1h',
};

/** What the simulator answers, once. */
async function answersOfWavix(): Promise<Answers> {
  const simulator = createWavixSimulator({ apiKey: API_KEY });
  const ask = async (method: string, path: string, body?: object): Promise<string> => {
    const headers = { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' };
    const response = await simulator.app.request(`/v1/two-fa${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return response.text();
  };
  const start = await ask('POST', '/verification', {
    service_id: defaultService.id,
    to: '37128782931',
    channel: 'sms',
  });
  const { session_id: session } = JSON.parse(start) as { session_id: string };
  const check = await ask('POST', `/verification/${session}/check`, { code: simulator.codeOf(session) });
  return { start, check, events: await ask('GET', `/session/${session}/events`) };
}

export type Stage = {
  readonly folder: string;
  /** The provider's base URL. */
  readonly upstream: string;
  readonly upstreamPort: number;
  /** Rejects where an answer was not as it was ordered. */
  load(order: LoadOrder): Promise<Extract<LoadReport, { readonly ok: true }>>;
  close(): Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'otp-bench-'));
  const port = await freePort();
  const environment = { PORT: String(port), ANSWERS: JSON.stringify(await answersOfWavix()) };
  const upstream = await startProgram(commandOf('Bun', join(import.meta.dirname, 'upstream.ts')), port, environment);
  const driver: ChildProcess = fork(join(import.meta.dirname, 'load.ts'));
  return {
    folder,
    upstream: `http://127.0.0.1:${port}`,
    upstreamPort: port,
    async load(order) {
      const answered = new Promise<LoadReport>((resolve) => driver.once('message', resolve));
      driver.send(order);
      const report = await answered;
      if (!report.ok) throw new Error(report.reason);
      return report;
    },
    async close() {
      driver.kill();
      await upstream.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A configuration of workerd for one Worker: https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp. */
function workerdConfig(folder: string, port: number, environment: Environment, hasObjects: boolean): string {
  const bindings = Object.entries(environment).map(
    ([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`,
  );
  if (hasObjects) bindings.push('(name = "COUNTERS", durableObjectNamespace = "Counters")');
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private"])),
    (name = "disk", disk = (path = ${JSON.stringify(join(folder, 'objects'))}, writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-10-01",
  bindings = [${bindings.join(', ')}],
  ${hasObjects ? 'durableObjectNamespaces = [(className = "Counters", uniqueKey = "counters", enableSql = true)],' : ''}
  durableObjectStorage = (localDisk = "disk"),
);
`;
}

/** A Worker from one file, which may be TypeScript. */
export async function startWorker(
  source: string,
  folder: string,
  environment: Environment,
  hasObjects = false,
): Promise<Program> {
  const own = mkdtempSync(join(folder, 'worker-'));
  mkdirSync(join(own, 'objects'));
  const outfile = join(own, 'worker.js');
  if (source.endsWith('.js')) copyFileSync(source, outfile);
  else {
    await build({
      entryPoints: [source],
      outfile,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      conditions: ['workerd', 'worker', 'browser'],
      external: ['cloudflare:*'],
      logLevel: 'error',
    });
  }
  const port = await freePort();
  const config = join(own, 'config.capnp');
  writeFileSync(config, workerdConfig(own, port, environment, hasObjects));
  return startProgram(commandOf('workerd', config), port);
}

export const bundleOf = (runtime: Exclude<Runtime, 'workerd'>): string =>
  join(root, `dist/relay/${runtime.toLowerCase()}.js`);

/** The relay as `npm run build` leaves it, counting in memory but for the Worker that has Durable Objects. */
export async function startRelay(
  runtime: Runtime | 'workerd with Durable Objects',
  { folder, upstream }: Pick<Stage, 'folder' | 'upstream'>,
  speed: 'fast' | 'slow' = 'fast',
): Promise<Program> {
  const environment = { ...SETTINGS, WAVIX_BASE_URL: `${upstream}/${speed}/v1` };
  switch (runtime) {
    case 'workerd':
      return startWorker(join(import.meta.dirname, 'memory.worker.ts'), folder, environment);
    case 'workerd with Durable Objects':
      return startWorker(join(root, 'dist/relay/worker.js'), folder, environment, true);
    default: {
      const port = await freePort();
      const own = { PORT: String(port), TRUST_PROXY: '1', BUN_CONFIG_MAX_HTTP_REQUESTS: '4096' };
      return startProgram(commandOf(runtime, bundleOf(runtime)), port, { ...environment, ...own });
    }
  }
}

export async function startBare(
  runtime: Runtime,
  { folder, upstream }: Pick<Stage, 'folder' | 'upstream'>,
  speed: 'fast' | 'slow' = 'fast',
): Promise<Program> {
  const environment = { UPSTREAM: `${upstream}/${speed}` };
  if (runtime === 'workerd') return startWorker(join(import.meta.dirname, 'bare.worker.ts'), folder, environment);
  const port = await freePort();
  const own = { PORT: String(port), BUN_CONFIG_MAX_HTTP_REQUESTS: '4096' };
  return startProgram(commandOf(runtime, join(import.meta.dirname, 'bare.ts')), port, { ...environment, ...own });
}

let people = 0;

/** A start by somebody who was not here before: a British mobile number and an address of her own. */
export function newStart(): LoadRequest {
  const index = people++;
  const digits = (value: number): string => String(value).padStart(4, '0');
  // Twenty to a range of ten thousand: as many as one may have in an hour.
  const to = `+4471${digits(index % 10_000)}${digits(Math.floor(index / 10_000))}`;
  return {
    method: 'POST',
    path: '/verification',
    headers: client(index),
    body: JSON.stringify({ to, channel: 'sms' }),
  };
}

/** The headers of a page, as a proxy or Cloudflare passes them on. */
function client(index: number): Record<string, string> {
  const address = [10, (index >> 16) & 255, (index >> 8) & 255, index & 255].join('.');
  return { Origin: PAGE, 'X-Forwarded-For': address, 'CF-Connecting-IP': address };
}

const withHandle = (handle: string): Record<string, string> => ({
  ...client(people++),
  Authorization: `Bearer ${handle}`,
});

export const checkOf = (handle: string): LoadRequest => ({
  method: 'POST',
  path: '/verification/check',
  headers: withHandle(handle),
  body: '{"code":"123456"}',
});

export const readOf = (handle: string): LoadRequest => ({
  method: 'GET',
  path: '/verification',
  headers: withHandle(handle),
});

export const eventsOf = (): LoadRequest => ({
  method: 'GET',
  path: '/admin/verifications/3f2b8c1e6d1a4a529f3c0a1b2c3d4e5f/events',
  headers: { Authorization: `Bearer ${ADMIN_TOKEN}` },
});

/** What the relay asks the provider for, asked directly or of a bare pass-through. */
export const bareCheck = (prefix: string): LoadRequest => ({
  method: 'POST',
  path: `${prefix}/v1/two-fa/verification/3f2b8c1e6d1a4a529f3c0a1b2c3d4e5f/check`,
  headers: {},
  body: '{"code":"123456"}',
});

/** Verifications that are under way. */
export async function startMany(stage: Stage, port: number, count: number): Promise<readonly string[]> {
  const requests = Array.from({ length: count }, newStart);
  const { bodies } = await stage.load({ port, connections: 32, requests, status: 201, says: '"pending"', keep: true });
  return bodies.map((body) => (JSON.parse(body) as { handle: string }).handle);
}
