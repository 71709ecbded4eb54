/** Builds an example as its own project would, with what such a project has from its framework. */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type Alias, type Plugin } from 'vite';
import { compileScript, parse } from 'vue/compiler-sfc';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** What `vue({ template: { compilerOptions: { isCustomElement } } })` of @vitejs/plugin-vue does with one file. */
const vue: Plugin = {
  name: 'vue',
  transform: {
    filter: { id: /\.vue$/ },
    handler(source, id) {
      const compilerOptions = { isCustomElement: (tag: string): boolean => tag === 'otp-verify' };
      const { descriptor } = parse(source, { filename: id, templateParseOptions: compilerOptions });
      const { content } = compileScript(descriptor, { id, inlineTemplate: true, templateOptions: { compilerOptions } });
      return { code: content, moduleType: 'ts' };
    },
  },
};
const vueFlags = {
  __VUE_OPTIONS_API__: 'true',
  __VUE_PROD_DEVTOOLS__: 'false',
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
};

export type Example = {
  readonly name: string;
  readonly outDir: string;
  readonly alias?: readonly Alias[];
  /** For a server: the module to begin with. */
  readonly ssr?: string;
};

export async function buildExample({ name, outDir, alias = [], ssr }: Example): Promise<void> {
  await build({
    root: `${folder}${name}`,
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [vue, svelte({ configFile: false })],
    // So that frameworks complain.
    define: { 'process.env.NODE_ENV': '"development"', ...vueFlags },
    resolve: { alias: [...alias] },
    ssr: { noExternal: ['otp-verify'] },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'esnext',
      ...(ssr && { ssr }),
      // Of "use client", which says nothing here.
      rolldownOptions: { checks: { moduleLevelDirective: false } },
    },
  });
}
