/** Pins the bytes that a page or a deployment loads, and whose code is among them. Measures what `npm run build` left in dist/. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, type BuildResult } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

const brotli = (bytes: Uint8Array): number =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;

function withinBudget(context: TestContext, what: string, bytes: number, budget: number): void {
  context.diagnostic(`${what}: ${bytes} of ${budget} bytes`);
  assert.ok(bytes <= budget, `${what} has ${bytes} bytes, ${bytes - budget} over its budget`);
}

type Bundled = BuildResult<{ write: false; metafile: true }>;

/** All that these imports bring with them, in one minified file. */
function bundle(contents: string, options: { readonly external?: string[] } = {}): Promise<Bundled> {
  return build({
    ...options,
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['worker', 'browser'],
    legalComments: 'none',
    write: false,
    metafile: true,
    absWorkingDir: root,
  });
}

function packagesIn({ metafile }: Bundled): readonly string[] {
  const names = Object.keys(metafile.inputs).map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].toSorted();
}

const chunks = readdirSync(`${root}/dist`).filter((name) => name.endsWith('.js') && name !== 'otp-verify.js');

test('a page loads one file, of at most 12,000 bytes', async (context) => {
  const { metafile } = await build({
    entryPoints: ['dist/otp-verify.js'],
    bundle: true,
    format: 'esm',
    splitting: true,
    outdir: 'out',
    write: false,
    metafile: true,
    absWorkingDir: root,
  });
  const imports = metafile.inputs['dist/otp-verify.js']?.imports ?? [];
  assert.deepEqual(
    imports.filter(({ kind }) => kind !== 'dynamic-import'),
    [],
  );
  withinBudget(context, 'dist/otp-verify.js', brotli(readFileSync(`${root}/dist/otp-verify.js`)), 12_000);
});

test('what is loaded after the first paint keeps to its budget', (context) => {
  const budgets = new Map([
    ['phone-exact', 31_000],
    // All screens but the first, and the flow between them: fetched as soon as the first one is painted.
    ['later', 12_500],
  ]);
  assert.ok(chunks.some((name) => name.startsWith('phone-exact-')));
  for (const name of chunks) {
    const bytes = brotli(readFileSync(`${root}/dist/${name}`));
    // Everything else is a language, or as small as one.
    withinBudget(context, `dist/${name}`, bytes, budgets.get(name.replace(/-.{8}\.js$/, '')) ?? 1500);
  }
});

test('a page gets Lit and phone numbers, and nothing of the relay', async () => {
  const bundled = await bundle(`export * from './widget/index.ts';`);
  assert.deepEqual(packagesIn(bundled), [
    '@lit/reactive-element',
    'libphonenumber-js',
    'lit',
    'lit-element',
    'lit-html',
  ]);
  assert.deepEqual(
    Object.keys(bundled.metafile.inputs).filter((path) => path.startsWith('relay/')),
    [],
  );
});

/**
 * Over the 25,000 bytes that were hoped for: Hono, zod/mini and the parts of jose that sign and seal (all key management of
 * JWE comes with the one that is used) make 28,000 of them by themselves.
 */
const RELAY_BUDGET = 50_500;

test('the relay has at most 50,500 bytes beside phone metadata and OpenAPI document, and nothing of the widget', async (context) => {
  const doors = ['index', 'providers/wavix', 'stores/memory'];
  const source = doors.map((door) => `export * from './dist/relay/${door}.js';`).join('\n');
  const bundled = await bundle(source, { external: ['libphonenumber-js/*', './openapi.js'] });
  const [file] = bundled.outputFiles;
  assert.ok(file);
  withinBudget(context, 'the relay', gzipSync(file.contents, { level: 9 }).length, RELAY_BUDGET);
  assert.deepEqual(packagesIn(bundled), ['hono', 'jose', 'zod']);
});
