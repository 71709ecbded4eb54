/** What `npm run build` leaves for each runtime, one file with everything inside: it starts where it is to be deployed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EdgeRuntime } from 'edge-runtime';
import { build } from 'esbuild';
import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import { createTestHarness } from 'wrangler';
import { PROOF_KEY, RELAY_URL } from '../../demo/simulators/relay-fixture.ts';
import { listening, startProgram } from '../../demo/simulators/relay-process.ts';
import type { handler as Handler } from './lambda.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const environment = {
  PUBLIC_URL: RELAY_URL,
  WAVIX_API_KEY: 'key',
  WAVIX_SERVICE_ID: 'service',
  RELAY_SECRET: 'a-secret-of-at-least-thirty-two-bytes!',
  PROOF_PRIVATE_KEY: JSON.stringify(PROOF_KEY),
  ALLOWED_COUNTRIES: 'all',
};
const withUpstash = {
  ...environment,
  UPSTASH_REDIS_REST_URL: 'https://name.upstash.io',
  UPSTASH_REDIS_REST_TOKEN: 'token',
};

/** The document is a module that is loaded late: it must be inside as well. */
const PATHS = ['/health', '/config', '/.well-known/jwks.json', '/openapi.json'];

describe('the built relay', () => {
  for (const program of ['Node', 'Bun', 'Deno'] as const) {
    it(`starts on ${program}, and stops when it is told to`, async () => {
      const relay = startProgram(program, environment, join(root, `dist/relay/${program.toLowerCase()}.js`));
      const port = await listening(relay);
      for (const path of PATHS) assert.equal((await fetch(`http://127.0.0.1:${port}${path}`)).status, 200, path);
      relay.kill('SIGTERM');
      assert.equal(await relay.end, 0);
    });
  }

  it('is the one file that the Dockerfile takes, and healthy by its check while it runs', async () => {
    const dockerfile = readFileSync(join(root, 'relay/Dockerfile'), 'utf8');
    assert.match(dockerfile, /^COPY --from=build \/source\/dist\/relay\/node\.js relay\.mjs$/m);
    const [, command = ''] = /^HEALTHCHECK .* CMD (\[.*\])$/m.exec(dockerfile) ?? [];
    const [, ...args] = JSON.parse(command) as string[];
    const folder = mkdtempSync(join(tmpdir(), 'otp-image-'));
    const entry = join(folder, 'relay.mjs');
    copyFileSync(join(root, 'dist/relay/node.js'), entry);
    const relay = startProgram('Node', environment, entry);
    const env = { PORT: String(await listening(relay)) };
    const check = (): number | null => spawnSync(process.execPath, args, { env }).status;
    assert.equal(check(), 0);
    relay.kill('SIGTERM');
    await relay.end;
    assert.equal(check(), 1);

    const simulated = startProgram('Node', { ...environment, OTP_DEV: '1', OTP_PROVIDER: 'simulator' }, entry);
    assert.equal(await simulated.end, 1);
    assert.match(simulated.output(), /^OTP_PROVIDER must be a real provider: .*\n$/);
    rmSync(folder, { recursive: true });
  });

  for (const name of ['node', 'bun', 'deno', 'lambda', 'vercel', 'worker']) {
    it(`goes into somebody’s own bundle: ${name}`, async () => {
      const entry = join(root, `dist/relay/${name}.js`);
      // All that is asked of a bundler: it finds whatever the file names.
      await build({
        entryPoints: [entry],
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'node',
        external: ['cloudflare:*'],
        logLevel: 'silent',
      });
    });
  }

  it('answers as an AWS Lambda function, and says in one line what is missing', async (t) => {
    const { handler } = (await import(join(root, 'dist/relay/lambda.js'))) as { handler: typeof Handler };
    const call = async (path: string): Promise<number> => {
      const http = { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: '' };
      const event = { rawPath: path, rawQueryString: '', headers: {}, requestContext: { domainName: 'x', http } };
      const { statusCode } = await handler(event as unknown as LambdaEvent, {} as LambdaContext);
      return statusCode;
    };
    const said: string[] = [];
    t.mock.method(console, 'error', (line: string) => void said.push(line));
    t.mock.method(console, 'log', () => undefined);
    Object.assign(process.env, environment);
    assert.equal(await call('/health'), 500);
    assert.match(said.join('\n'), /^UPSTASH_REDIS_REST_URL is missing.*$/);
    Object.assign(process.env, withUpstash);
    for (const path of PATHS) assert.equal(await call(path), 200, path);
  });

  it('is laid out for Vercel, with nothing of Node, and answers on its edge runtime', async () => {
    const laidOut = spawnSync(process.execPath, ['relay/runtimes/vercel-output.ts'], { cwd: root, encoding: 'utf8' });
    assert.equal(laidOut.stderr, '');
    const output = join(root, 'relay/.vercel/output');
    const routes = JSON.parse(readFileSync(join(output, 'config.json'), 'utf8')) as { routes: { dest: string }[] };
    const folder = join(output, `functions${routes.routes[0]?.dest}.func`);
    const config = JSON.parse(readFileSync(join(folder, '.vc-config.json'), 'utf8')) as Record<string, string>;
    assert.equal(config['runtime'], 'edge');
    // Whatever is Node's own cannot be resolved here.
    const { outputFiles } = await build({
      stdin: {
        contents: `import handler from './${config['entrypoint']}';
          addEventListener('fetch', (event) => event.respondWith(handler(event.request, event)));`,
        resolveDir: folder,
      },
      bundle: true,
      format: 'iife',
      write: false,
      logLevel: 'silent',
    });
    rmSync(output, { recursive: true });
    const runtime = new EdgeRuntime({
      initialCode: outputFiles[0]?.text ?? '',
      extend: (context) =>
        Object.assign(context, { process: { env: withUpstash }, console: { ...console, log: () => undefined } }),
    });
    for (const path of PATHS) {
      assert.equal((await runtime.dispatchFetch(`${RELAY_URL}${path}`)).status, 200, path);
    }
  });

  it('answers on workerd', async () => {
    process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
    process.env['WRANGLER_SEND_METRICS'] = 'false';
    const folder = mkdtempSync(join(tmpdir(), 'otp-worker-'));
    const config = {
      name: 'relay',
      main: join(root, 'dist/relay/worker.js'),
      no_bundle: true,
      compatibility_date: '2026-10-01',
      durable_objects: { bindings: [{ name: 'COUNTERS', class_name: 'Counters' }] },
      migrations: [{ tag: 'v1', new_sqlite_classes: ['Counters'] }],
      vars: environment,
    };
    const harness = createTestHarness({ root: folder, workers: [{ config }] });
    await harness.listen();
    for (const path of PATHS) assert.equal((await harness.fetch(path)).status, 200, path);
    await harness.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('could be deployed to Cloudflare: its Durable Object, and all that is not secret', () => {
    const folder = mkdtempSync(join(tmpdir(), 'otp-deploy-'));
    const { status, stdout, stderr } = spawnSync(
      'npm',
      ['run', 'deploy:cloudflare', '--', '--dry-run', '--outdir', folder],
      {
        cwd: root,
        encoding: 'utf8',
        env: {
          ...process.env,
          WRANGLER_SEND_METRICS: 'false',
          WRANGLER_LOG_PATH: folder,
          WRANGLER_HIDE_BANNER: 'true',
        },
      },
    );
    rmSync(folder, { recursive: true, force: true });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /env\.COUNTERS \(Counters\)/);
    assert.match(stdout, /env\.PUBLIC_URL/);
    assert.ok(!/SECRET|PRIVATE_KEY|API_KEY/.test(stdout));
  });
});
