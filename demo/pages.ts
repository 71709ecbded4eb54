/** The demo's pages: built once and served with a strict policy, or made anew for each request while they are worked on. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer, type ViteDevServer } from 'vite';
import { sites } from './sites.ts';
import { tailwind } from './tailwind.ts';

/** What is written into a page: text, which is escaped, or markup, which says so. */
export type Values = Readonly<Record<string, string | { readonly markup: string }>>;

export type RenderPage = (name: PageName, values: Values) => Promise<string>;

const names = [
  'index',
  'drop',
  'welcome',
  'log-in',
  'log-in-code',
  'account',
  'refused',
  'numbers',
  'providers',
  'gallery',
  'received',
  ...sites.map((site) => `gallery/${site}` as const),
] as const;
export type PageName = (typeof names)[number];

const repository = fileURLToPath(new URL('..', import.meta.url));

export const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const fill = (page: string, values: Values): string =>
  page.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing is given for ${placeholder}`);
    return typeof value === 'string' ? escapeMarkup(value) : value.markup;
  });

export type Pages = {
  readonly render: RenderPage;
  readonly close: () => Promise<void>;
};

/** Builds the pages; takes about a second. */
export const buildPages = async (): Promise<Pages & { readonly folder: string }> => {
  // One of its own: several demos may run at once.
  const folder = await mkdtemp(join(tmpdir(), 'otp-demo-'));
  await build({
    configFile: false,
    root: repository,
    publicDir: false,
    logLevel: 'warn',
    plugins: [tailwind()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      // A strict policy lets in no `data:` URL.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: names.map((name) => `${repository}demo/${name}.html`) },
    },
  });
  const pages = await Promise.all(names.map((name) => readFile(`${folder}/demo/${name}.html`, 'utf8')));
  return {
    render: async (name, values) => fill(pages[names.indexOf(name)] ?? '', values),
    folder,
    close: () => rm(folder, { recursive: true, force: true }),
  };
};

/** Vite in the middle of the server, with hot reload. */
export const watchPages = async (hmrServer: Server): Promise<Pages & { readonly vite: ViteDevServer }> => {
  const vite = await createServer({
    configFile: false,
    root: repository,
    publicDir: false,
    appType: 'custom',
    plugins: [tailwind()],
    server: { middlewareMode: true, hmr: { server: hmrServer } },
  });
  const render: RenderPage = async (name, values) => {
    const source = await readFile(`${repository}demo/${name}.html`, 'utf8');
    return vite.transformIndexHtml(`/demo/${name}.html`, fill(source, values));
  };
  return { render, vite, close: () => vite.close() };
};
