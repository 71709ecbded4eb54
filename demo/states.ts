/**
 * Photographs every state of the widget, driven like a person would against a relay that answers by a script:
 *   node demo/states.ts [folder] [--only=text in the state's name] [--look=light,dark,…] [--lang=de]
 * Writes a PNG for each state and look, and a contact sheet for each look.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BrowserContextOptions } from 'playwright-core';
import { directionOf } from '../widget/language.ts';
import { launchChromium } from './browser.ts';
import { bundleElement, openScene, type Setting } from './scene-page.ts';
import { scenes, type Scene } from './scenes.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    look: { type: 'string' },
    lang: { type: 'string', default: 'en' },
  },
});
const { only, look: chosen, lang } = values;
const folder = positionals[0] ?? fileURLToPath(new URL('../node_modules/.cache/states', import.meta.url));

type Look = BrowserContextOptions & Setting & { readonly width: number };

const looks: Readonly<Record<string, Look>> = {
  light: { width: 400 },
  dark: { width: 400, css: 'body{background:#101418;color:#e8eaed}' },
  narrow: { width: 320 },
  wide: { width: 720, css: 'body{accent-color:#b3005e}' },
  rtl: { width: 400, dir: 'rtl' },
  forced: { width: 400, forcedColors: 'active' },
  large: { width: 320, css: 'html{font-size:200%}' },
  brand: {
    width: 400,
    css: 'body{font-family:Georgia,serif;color:#24292f;background:#fff8e7}otp-verify{--otp-accent:#ffd43b;--otp-radius:999px}',
  },
};

const script = await bundleElement();
const browser = await launchChromium();
const wanted = scenes.filter(({ name }) => name.includes(only));
for (const [name, look] of Object.entries(looks)) {
  if (chosen && !chosen.split(',').includes(name)) continue;
  mkdirSync(join(folder, name), { recursive: true });
  for (const scene of wanted) await photograph(name, look, scene);
  await contactSheet(name, look);
}
await browser.close();

async function photograph(name: string, { width, css, dir, ...options }: Look, scene: Scene): Promise<void> {
  const context = await browser.newContext({ ...options, viewport: { width, height: 360 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${scene.name}: ${error.message}`));
  try {
    await openScene(page, script, scene, { lang, dir: dir ?? directionOf(lang), ...(css && { css }) });
  } catch (error) {
    console.error(`${name}/${scene.name}: ${String(error).split('\n')[0]}`);
  }
  // What fades has faded.
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(folder, name, `${scene.name}.png`), animations: 'allow' });
  await context.close();
}

async function contactSheet(name: string, { width }: Look): Promise<void> {
  const columns = Math.max(1, Math.floor(1700 / width));
  const figures = wanted.map((scene) => {
    const image = readFileSync(join(folder, name, `${scene.name}.png`)).toString('base64');
    return `<figure><figcaption>${scene.name}</figcaption><img src="data:image/png;base64,${image}"></figure>`;
  });
  const tab = await browser.newPage({ viewport: { width: columns * (width + 12), height: 800 } });
  await tab.setContent(`<style>body{display:grid;grid-template-columns:repeat(${columns},${width}px);gap:12px;margin:0;background:#888}
    figure{margin:0;font:12px sans-serif}img{display:block}</style>${figures.join('')}`);
  writeFileSync(join(folder, `${name}.png`), await tab.screenshot({ fullPage: true }));
  await tab.close();
}
