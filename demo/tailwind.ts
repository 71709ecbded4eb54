/**
 * Tailwind without its native parts: a plugin for Vite that compiles a stylesheet for the classes in the pages that its
 * `@source` rules name (https://tailwindcss.com/docs/detecting-classes-in-source-files).
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'tailwindcss';
import type { Plugin } from 'vite';

const loadStylesheet = async (id: string): Promise<{ path: string; base: string; content: string }> => {
  const path = fileURLToPath(import.meta.resolve(id === 'tailwindcss' ? 'tailwindcss/index.css' : id));
  return { path, base: dirname(path), content: await readFile(path, 'utf8') };
};

const classesIn = (page: string): string[] =>
  [...page.matchAll(/\bclass="([^"]*)"/g)].flatMap(([, names = '']) => names.split(/\s+/).filter(Boolean));

/** The stylesheet, and the pages that it was made for. `folder` is where it lies. */
export const compileTailwind = async (
  css: string,
  folder: string,
): Promise<{ readonly css: string; readonly pages: readonly string[] }> => {
  const compiled = await compile(css, { base: folder, loadStylesheet });
  const pages = compiled.sources.map(({ base, pattern }) => join(base, pattern));
  const texts = await Promise.all(pages.map((page) => readFile(page, 'utf8')));
  return { css: compiled.build(texts.flatMap(classesIn)), pages };
};

export const tailwind = (): Plugin => ({
  name: 'tailwind',
  enforce: 'pre',
  transform: {
    filter: { id: /\.css(?:$|\?)/, code: /@import 'tailwindcss'/ },
    async handler(code, id) {
      const { css, pages } = await compileTailwind(code, dirname(id));
      for (const page of pages) this.addWatchFile(page);
      return { code: css, map: null };
    },
  },
});
