/** Brings the element into one of its states: in a real browser, against a relay that answers by a script. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page, Route } from 'playwright-core';
import { loadMessages, type Message } from '../widget/messages/index.ts';
import { usual, type Scene } from './scenes.ts';

/** The page around the element. */
export type Setting = {
  /** BCP 47; default: English. */
  readonly lang?: string;
  /** Default: none, so that the element goes by the language. */
  readonly dir?: 'ltr' | 'rtl';
  readonly css?: string;
};

/** The element with all that it would load on demand, languages too, as one script. */
export async function bundleElement(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../widget/index.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    tsconfig: fileURLToPath(new URL('../widget/tsconfig.json', import.meta.url)),
  });
  return outputFiles[0]?.text ?? '';
}

/** Resolves when the text of the scene is there; nothing has faded yet. */
export async function openScene(page: Page, script: string, scene: Scene, setting: Setting = {}): Promise<void> {
  const { lang = 'en' } = setting;
  const asked = new Map<string, number>();
  await page.clock.install();
  await page.route('http://states.test/**', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.startsWith('/otp/')) return answer(scene, asked, route);
    return pathname === '/index.js'
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: html(scene, setting) });
  });
  await page.goto('http://states.test/');
  await page.locator('otp-verify:state(recipient)').waitFor();
  await page.clock.runFor(1000);
  await scene.drive?.(page);
  const { messages } = await loadMessages(lang);
  const text = pattern(messages[scene.shows]);
  await page.getByText(text).or(page.getByLabel(text)).first().waitFor({ state: 'attached' });
}

const html = ({ attributes = '', content = '' }: Scene, { lang = 'en', dir, css = '' }: Setting): string =>
  `<!doctype html><html lang="${lang}" ${dir ? `dir="${dir}"` : ''}><meta charset="utf-8">
  <style>body{margin:16px;font-family:system-ui,sans-serif} ${css}</style>
  <otp-verify relay="/otp" name="proof" ${attributes}>${content}</otp-verify>
  <script type="module" src="/index.js"></script></html>`;

/** The text with any values. */
export function pattern(message: Message): RegExp {
  const forms = typeof message === 'string' ? [message] : Object.values(message);
  const source = forms.join('|').replace(/[.?+*()[\]]/g, '\\$&');
  return new RegExp(source.replace(/\{\w+\}/g, '.*'));
}

function answer({ relay = {} }: Scene, asked: Map<string, number>, route: Route): Promise<void> {
  const request = route.request();
  const key = `${request.method()} ${new URL(request.url()).pathname.replace('/otp', '')}`;
  const replies = relay[key] ?? usual[key] ?? [{ status: 204 }];
  const count = asked.get(key) ?? 0;
  asked.set(key, count + 1);
  const reply = replies[Math.min(count, replies.length - 1)] ?? 'lost';
  if (reply === 'never') return Promise.resolve();
  if (reply === 'lost') return route.abort();
  return route.fulfill({
    status: reply.status,
    headers: { 'content-type': 'application/json', ...reply.headers },
    ...(reply.body && { body: JSON.stringify(reply.body) }),
  });
}
