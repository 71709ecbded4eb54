/** Pages for react.test.ts, in the React 18 and 19 that developers have: with all warnings. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { OtpVerifyElement, OtpVerifyProps } from '../../widget/react.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const older = `${root}.ci/older/node_modules`;
const aliases: Readonly<Record<ReactVersion, Record<string, string>>> = {
  'react-18': { react: `${older}/react`, 'react-dom': `${older}/react-dom` },
  'react-19': {},
};

export type ReactVersion = 'react-18' | 'react-19';

/** What `stage.html` has for a test to call. */
export type Stage = {
  /** Renders the component with these, or nothing. */
  show(props: Partial<OtpVerifyProps> | null): void;
  readonly ref: { readonly current: OtpVerifyElement | null };
  readonly heard: string[];
};

const sources = {
  stage: `
    import { createElement, createRef, StrictMode } from 'react';
    import { flushSync } from 'react-dom';
    import { createRoot } from 'react-dom/client';
    import { OtpVerify } from 'otp-verify/react';
    const root = createRoot(document.querySelector('main'));
    const ref = createRef();
    const component = (props) => createElement(OtpVerify, { relay: '/otp', noPersist: true, ...props, ref });
    const show = (props) => flushSync(() => root.render(createElement(StrictMode, null, props && component(props))));
    window.stage = { show, ref, heard: [] };`,
  hydrated: `
    import { createElement } from 'react';
    import { hydrateRoot } from 'react-dom/client';
    import { App } from './demo/frameworks/react/app.tsx';
    const main = document.querySelector('main');
    const onRecoverableError = (error) => console.error(error);
    hydrateRoot(main, createElement(App, { nonce: main.dataset.nonce }), { onRecoverableError });`,
  server: `
    import { createElement } from 'react';
    import { renderToString } from 'react-dom/server';
    import { App } from './demo/frameworks/react/app.tsx';
    export const html = (nonce) => renderToString(createElement(App, { nonce }));`,
} as const;

async function bundle(source: keyof typeof sources, outfile: string, version: ReactVersion): Promise<void> {
  await build({
    stdin: { contents: sources[source], resolveDir: root, loader: 'tsx' },
    outfile,
    alias: aliases[version],
    bundle: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'error',
    ...(source === 'server' ? { format: 'cjs', platform: 'node' } : { format: 'iife', target: 'es2022' }),
  });
}

const page = (script: string, main = '<main></main>'): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign up</title>${main}<script src="${script}"></script></html>`;

/** Writes `stage.html` and `hydrated.html` into the folder; what is hydrated is what the server wrote, and is returned. */
export async function writePages(version: ReactVersion, folder: string, nonce: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await Promise.all([
    bundle('stage', `${folder}/stage.js`, version),
    bundle('hydrated', `${folder}/hydrated.js`, version),
    bundle('server', `${folder}/server.cjs`, version),
  ]);
  const server = createRequire(import.meta.url)(`${folder}/server.cjs`) as { readonly html: (nonce: string) => string };
  const html = server.html(nonce);
  await writeFile(`${folder}/stage.html`, page('stage.js'));
  await writeFile(`${folder}/hydrated.html`, page('hydrated.js', `<main data-nonce="${nonce}">${html}</main>`));
  return html;
}
