/**
 * What `npm run build` puts into dist/: one file for any page, the modules of the npm package, and the relay as one file
 * for each runtime, and what editors go by. Types come from `tsc -b`.
 */
import { globSync, rmSync } from 'node:fs';
import { defineConfig, type BuildEnvironmentOptions, type EnvironmentOptions, type Rolldown } from 'vite';
import { writeManifest } from './.ci/manifest.ts';
import { minifyTemplates } from './.ci/minify-templates.ts';

/** Modules that the npm package is entered by; what they import lies beside them as in the source. */
const widgetModules = ['index', 'element', 'react'];
const relayModules = [
  'index',
  'verify-proof',
  'providers/wavix',
  'providers/wayscloud',
  'providers/textmagic',
  'providers/infobip',
  'providers/failover',
  'stores/memory',
  'stores/redis',
  'stores/upstash',
  'stores/durable-object',
  'challenges/altcha',
  'challenges/siteverify',
  'events/webhook',
];
/** Runtimes whose relay is one file with everything inside, by the file’s name. */
const relayBundles = {
  node: 'node',
  deno: 'deno',
  bun: 'bun',
  lambda: 'lambda',
  vercel: 'vercel',
  worker: 'cloudflare',
} as const;
/** Where each start of an instance reads the whole file. */
const minified: ReadonlySet<string> = new Set(['lambda', 'vercel', 'worker']);
/** What packages have for runtimes that are not Node. */
const conditions: Readonly<Record<string, string[]>> = {
  vercel: ['edge-light', 'worker', 'browser', 'module', 'production'],
  worker: ['workerd', 'worker', 'browser', 'module', 'production'],
};

/** What the npm package leaves to its own dependencies. */
const dependencies =
  /^(?:lit|react|hono|zod|jose|libphonenumber-js|@hono\/node-server|@redis\/client|@upstash\/redis|altcha-lib|standardwebhooks|undici)(?:\/|$)|^cloudflare:/;
/** The simulator is a part of the demo, and of no build; Workers bring what is named `cloudflare:`. */
const notBundled = /\/demo\/|^cloudflare:/;

const environments: Record<string, EnvironmentOptions> = {
  page: {
    consumer: 'client',
    build: files({ 'otp-verify': 'widget/index.ts' }, 'dist', {
      minify: true,
      chunkFileNames: '[name]-[hash].js',
    }),
  },
  widget: {
    consumer: 'client',
    build: modules('widget', widgetModules),
  },
  relay: {
    consumer: 'server',
    build: modules('relay', relayModules),
  },
  ...Object.fromEntries(
    Object.entries(relayBundles).map(([name, source]) => [
      name,
      {
        consumer: 'server',
        resolve: { noExternal: true, ...(conditions[name] && { conditions: conditions[name] }) },
        build: files(
          { [name]: `relay/runtimes/${source}.ts` },
          'dist/relay',
          { minify: minified.has(name), codeSplitting: false },
          notBundled,
        ),
      } satisfies EnvironmentOptions,
    ]),
  ),
};

/** One file for each entry, and those that it loads on demand. */
function files(
  entry: Record<string, string>,
  outDir: string,
  output: Rolldown.OutputOptions,
  external?: RegExp,
): BuildEnvironmentOptions {
  return {
    outDir,
    // dist/types is from `tsc -b`; buildApp removes the rest.
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry, formats: ['es'] },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      // 'use client' stays what it is, since its module stays a file.
      checks: { moduleLevelDirective: false },
      ...(external && { external }),
      output: { entryFileNames: '[name].js', ...output },
    },
  };
}

/** One file for each module, as it is in the source. */
function modules(folder: string, names: readonly string[]): BuildEnvironmentOptions {
  const output = { preserveModules: true, preserveModulesRoot: folder };
  return { ...files(named(folder, names), `dist/${folder}`, output, dependencies), minify: false };
}

function named(folder: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `${folder}/${name}.ts`]));
}

export default defineConfig({
  plugins: [minifyTemplates],
  environments,
  builder: {
    async buildApp(builder) {
      for (const stale of [...globSync('dist/*.js'), 'dist/widget', 'dist/relay']) {
        rmSync(stale, { recursive: true, force: true });
      }
      for (const name of Object.keys(environments)) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
      await writeManifest();
    },
  },
});
