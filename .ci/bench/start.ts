/** How long it takes until a relay answers, over a program that does nothing, and how many bytes are deployed for it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { SETTINGS, bundleOf, startWorker } from './contenders.ts';
import { exactly, interleave, ratioOf, spreadOf } from './measure.ts';
import type { Effort } from './measure.ts';
import { commandOf, freePort, root, startProgram } from './processes.ts';
import type { Environment } from './processes.ts';
import type { Budget, Row, Table } from './report.ts';

const ROUNDS = 15;
const PROGRAMS = ['Node', 'Bun', 'Deno'] as const;

const UPSTASH: Environment = {
  UPSTASH_REDIS_REST_URL: 'https://name.upstash.io',
  UPSTASH_REDIS_REST_TOKEN: 'token',
};

/** An event as a function URL hands it over. */
const LAMBDA_EVENT = JSON.stringify({
  version: '2.0',
  rawPath: '/health',
  rawQueryString: '',
  headers: {},
  requestContext: { domainName: 'x', http: { method: 'GET', path: '/health', sourceIp: '192.0.2.1' } },
  isBase64Encoded: false,
});

/** The functions of platforms that are not here run in Node: imported, called once. */
const callLambda = (file: string): string => `
  const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
  if ((await handler(${LAMBDA_EVENT}, {})).statusCode !== 200) throw new Error('it did not answer');
  process.exit();`;

const callVercel = (file: string): string => `
  const [{ EdgeRuntime }, { readFileSync }] = await Promise.all([import('edge-runtime'), import('node:fs')]);
  const runtime = new EdgeRuntime({
    initialCode: readFileSync(${JSON.stringify(file)}, 'utf8'),
    extend: (context) => Object.assign(context, { process: { env: process.env }, console: { ...console, log() {} } }),
  });
  if ((await runtime.dispatchFetch('https://otp.example.com/health')).status !== 200) throw new Error('it did not answer');
  process.exit();`;

/** Milliseconds that Node takes to run a program to its end. */
async function runToEnd(source: string): Promise<number> {
  const env = { PATH: dirname(process.execPath), ...SETTINGS, ...UPSTASH };
  const begun = performance.now();
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    env,
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  if (code !== 0) throw new Error('a program failed');
  return performance.now() - begun;
}

const bundled = { bundle: true, minify: true, target: 'es2022', logLevel: 'error' } as const;

async function startTimes(effort: Effort, folder: string): Promise<readonly Row[]> {
  const empty = join(folder, 'empty.js');
  await build({
    ...bundled,
    entryPoints: [join(import.meta.dirname, 'empty.ts')],
    outfile: empty,
    format: 'esm',
    platform: 'node',
  });
  const emptyWorker = join(folder, 'worker.js');
  writeFileSync(emptyWorker, `export default { fetch: () => new Response('ok') };`);
  const emptyLambda = join(folder, 'lambda.mjs');
  writeFileSync(emptyLambda, 'export const handler = async () => ({ statusCode: 200 });');
  const emptyEdge = join(folder, 'edge.js');
  writeFileSync(emptyEdge, `addEventListener('fetch', (event) => event.respondWith(new Response('ok')));`);
  const edge = join(folder, 'vercel.js');
  await build({
    ...bundled,
    stdin: {
      contents: `import handler from './vercel.js';
        addEventListener('fetch', (event) => event.respondWith(handler(event.request, event)));`,
      resolveDir: join(root, 'dist/relay'),
    },
    outfile: edge,
    format: 'iife',
  });

  const listens = async (runtime: (typeof PROGRAMS)[number], file: string): Promise<number> => {
    const port = await freePort();
    const program = await startProgram(commandOf(runtime, file), port, { ...SETTINGS, PORT: String(port) });
    await program.stop();
    return program.startMs;
  };
  const works = async (source: string, environment: Environment, hasObjects: boolean): Promise<number> => {
    const program = await startWorker(source, folder, environment, hasObjects);
    await program.stop();
    return program.startMs;
  };
  const pairs: Record<string, readonly [() => Promise<number>, () => Promise<number>]> = {
    ...Object.fromEntries(
      PROGRAMS.map((runtime) => [runtime, [() => listens(runtime, empty), () => listens(runtime, bundleOf(runtime))]]),
    ),
    workerd: [() => works(emptyWorker, {}, false), () => works(join(root, 'dist/relay/worker.js'), SETTINGS, true)],
    'Lambda, in Node': [
      () => runToEnd(callLambda(emptyLambda)),
      () => runToEnd(callLambda(join(root, 'dist/relay/lambda.js'))),
    ],
    'Vercel, in edge-runtime': [() => runToEnd(callVercel(emptyEdge)), () => runToEnd(callVercel(edge))],
  };
  const contenders = Object.fromEntries(
    Object.entries(pairs).flatMap(([name, [floor, relay]]) => [
      [`${name}: an empty program`, floor],
      [name, relay],
    ]),
  );
  const samples = await interleave(contenders, ROUNDS, effort);
  return Object.keys(pairs).map((name) => {
    const against = `${name}: an empty program`;
    const floor = samples[against] ?? [];
    const own = samples[name] ?? [];
    return {
      what: `${name}: first answer, on top of it`,
      against,
      ratio: ratioOf(own, floor),
      here: spreadOf(own.map((ms, round) => ms - (floor[round] ?? 0))),
      unit: 'ms',
    };
  });
}

const gzip = (file: Uint8Array): number => gzipSync(file, { level: 9 }).length;

const WORKER: Budget = { of: 'here', rule: 'at most', limit: 25_000, aim: 20_000 };

async function bytes(): Promise<readonly Row[]> {
  const deployed = ['node', 'bun', 'deno', 'lambda', 'vercel', 'worker'].map((name): Row => {
    const file = readFileSync(join(root, `dist/relay/${name}.js`));
    return { what: `dist/relay/${name}.js`, here: exactly(gzip(file)), unit: 'B' };
  });
  const doors = ['index', 'providers/wavix', 'stores/durable-object'];
  const { outputFiles } = await build({
    ...bundled,
    stdin: { contents: doors.map((door) => `export * from './dist/relay/${door}.js';`).join('\n'), resolveDir: root },
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['libphonenumber-js/*', './openapi.js', 'cloudflare:*'],
    legalComments: 'none',
    write: false,
  });
  const smallest = gzip(outputFiles[0]?.contents ?? new Uint8Array());
  return [
    ...deployed,
    {
      what: 'the smallest for Workers (Wavix, Durable Objects), phone metadata and OpenAPI document apart',
      here: exactly(smallest),
      unit: 'B',
      budget: WORKER,
    },
  ];
}

export async function* benchStart(effort: Effort): AsyncGenerator<Table> {
  const folder = mkdtempSync(join(tmpdir(), 'otp-bench-'));
  try {
    yield {
      title: 'Start: from the start of the process to the first answer',
      rows: await startTimes(effort, folder),
      notes: ['Lambda and Vercel are called once in a Node of their own, which is most of what an empty one takes.'],
    };
    yield { title: 'Start: bytes of each deployment, gzip', rows: await bytes() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
