/** The examples in React, Vue, Svelte and plain HTML: built as their own projects would, and used by a person in a browser. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { render } from 'svelte/server';
import type { Component as SvelteComponent } from 'svelte';
import { createSSRApp, type Component as VueComponent } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { launchChromium } from '../browser.ts';
import { buildExample, type Example } from '../frameworks/build.ts';
import { startHost, type Host } from '../frameworks/host.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const out = path('node_modules/.cache/frameworks');
/** The page's folder below `out`, and what is built into it. */
const examples: Readonly<Record<string, Pick<Example, 'name' | 'alias'>>> = {
  'React 19': { name: 'react' },
  'React 18': {
    name: 'react',
    alias: [{ find: /^(react(?:-dom)?)(?=\/|$)/, replacement: path('.ci/older/node_modules/$1') }],
  },
  'Vue 3': { name: 'vue' },
  'Svelte 5': { name: 'svelte' },
};
const folderOf = (title: string): string => title.toLowerCase().replace(' ', '-');

let browser: Browser;
let host: Host;

before(async () => {
  await rm(out, { recursive: true, force: true });
  for (const [title, example] of Object.entries(examples)) {
    await buildExample({ ...example, outDir: `${out}/${folderOf(title)}` });
  }
  await cp(path('demo/frameworks/plain'), `${out}/plain-html`, { recursive: true });
  await cp(path('demo/frameworks/page.css'), `${out}/page.css`);
  host = await startHost(out);
  browser = await launchChromium();
});

after(async () => {
  await browser.close();
  await host.close();
});

/** A page, and what the browser or the framework has to say against it. */
async function open(title: string): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${host.origin}/${folderOf(title)}/`);
  return { page, complaints };
}

/** For one number there is a pause between codes. */
const numbers = (function* (): Generator<string, never> {
  for (let n = 100; ; n += 1) yield `+37128100${n}`;
})();

for (const title of [...Object.keys(examples), 'Plain HTML']) {
  it(`A person verifies a number and signs up with it: ${title}`, async () => {
    const { page, complaints } = await open(title);
    const number = numbers.next().value;
    await page.getByRole('heading', { name: 'Sign up' }).waitFor();
    await page.getByLabel('Phone number').fill(number);
    assert.equal(await page.getByRole('radio').count(), 0, 'one channel is left, so none is to be picked');
    await page.getByRole('button', { name: 'Send me the code' }).click();
    const code = page.getByLabel('Enter the 6-digit code');
    await code.waitFor();
    await code.fill(host.relay.code());
    await page.getByText('Verified by sms.').waitFor();
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByText(`Signed up with ${number}.`).waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it(`The form stays where it is until then: ${title}`, async () => {
    const { page } = await open(title);
    await page.getByLabel('Phone number').fill('+37128782931');
    await page.getByRole('button', { name: 'Sign up' }).click();
    assert.equal(await page.getByText('Signed up').count(), 0);
    assert.ok(await page.evaluate(() => document.querySelector('otp-verify')?.matches(':invalid')));
    await page.context().close();
  });
}

describe('On a server', () => {
  /** The example's component, built for a server. */
  async function load<Component>(name: string, ssr: string): Promise<Component> {
    const outDir = `${out}/server-${name}`;
    await buildExample({ name, outDir, ssr });
    const { default: component } = (await import(pathToFileURL(`${outDir}/app.js`).href)) as { default: Component };
    return component;
  }

  it('Vue writes the tag with its attributes', async () => {
    const app = createSSRApp(await load<VueComponent>('vue', 'app.vue'), { nonce: 'n' });
    const html = await renderToString(app);
    assert.match(html, /<otp-verify relay="\/otp" name="phone_proof" required proof-nonce="n"/);
    assert.equal('window' in globalThis, false);
  });

  it('Svelte writes the tag with its attributes', async () => {
    const { body } = await render(await load<SvelteComponent<{ nonce: string }>>('svelte', 'app.svelte'), {
      props: { nonce: 'n' },
    });
    assert.match(body, /<otp-verify relay="\/otp" name="phone_proof" required="" proof-nonce="n"/);
    assert.equal('window' in globalThis, false);
  });
});

for (const [compiler, folder] of [
  ['TypeScript 7', 'node_modules'],
  ['TypeScript 5.9', '.ci/older/node_modules'],
] as const) {
  it(`Props, events and their details are typed in React, Vue and Svelte, by ${compiler}`, async () => {
    const tsc = path(`${folder}/typescript/bin/tsc`);
    const said = await promisify(execFile)(process.execPath, [tsc, '--project', path('demo/frameworks')]).then(
      () => '',
      (error: { readonly stdout: string }) => error.stdout,
    );
    assert.equal(said, '');
  });
}
