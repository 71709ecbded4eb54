/**
 * Photographs every state of the widget, driven like a person would against a relay that answers by a script:
 *   node demo/states.ts [folder] [--only=text in the state's name] [--look=light,dark,…]
 * Writes a PNG for each state and look, and a contact sheet for each look.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium, type BrowserContextOptions, type Page, type Route } from 'playwright-core';
import { config, verification } from './simulators/scripted-answers.ts';
import type { ProblemCode, Verification } from '../relay/contract.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder =
  process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? join(root, 'node_modules/.cache/states');
const option = (name: string): string =>
  process.argv.find((each) => each.startsWith(`--${name}=`))?.split('=')[1] ?? '';

type Reply =
  | { readonly status: number; readonly body?: object; readonly headers?: Record<string, string> }
  | 'lost'
  | 'never';

type Script = Readonly<Record<string, readonly Reply[]>>;

type Scene = {
  readonly name: string;
  readonly attributes?: string;
  readonly content?: string;
  readonly relay?: Script;
  readonly drive?: (page: Page) => Promise<void>;
};

const ok = (changes: Partial<Verification> = {}): Reply => ({ status: 200, body: verification(changes) });
const problem = (status: number, code: ProblemCode, retryAfter?: number): Reply => ({
  status,
  body: { type: `https://relay.example/problems/${code}`, title: code, status, detail: code, code },
  ...(retryAfter && { headers: { 'retry-after': `${retryAfter}` } }),
});
const verified = ok({ status: 'verified', proof: 'proof', proofExpiresIn: 900, expiresIn: 0 });

const start = 'POST /verification';
const send = 'POST /verification/send';
const check = 'POST /verification/check';
const read = 'GET /verification';

/** As a person does it. */
const typeNumber = (page: Page, number = '28782931'): Promise<void> =>
  page.locator('otp-verify input[type=tel]').pressSequentially(number);
const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).click();
const typeCode = async (page: Page, code = '123456'): Promise<void> => {
  await page.getByRole('textbox', { name: /digit code/ }).pressSequentially(code);
};
const askForCode = async (page: Page): Promise<void> => {
  await typeNumber(page);
  await press(page, 'Text me a code');
};
const toCode = async (page: Page): Promise<void> => {
  await askForCode(page);
  await page.getByRole('textbox', { name: /digit code/ }).waitFor();
};
const pass = async (page: Page, seconds: number): Promise<void> => {
  await page.clock.runFor(seconds * 1000);
};

const scenes: readonly Scene[] = [
  { name: 'number' },
  { name: 'number-one-channel', attributes: 'channels="sms"' },
  { name: 'number-typed', drive: (page) => typeNumber(page) },
  { name: 'number-missing', drive: (page) => press(page, 'Text me a code') },
  {
    name: 'number-short',
    drive: async (page) => {
      await typeNumber(page, '2878');
      await press(page, 'Text me a code');
    },
  },
  {
    name: 'number-unlikely',
    drive: async (page) => {
      await typeNumber(page, '11111111');
      await press(page, 'Text me a code');
    },
  },
  { name: 'number-not-allowed', relay: { [start]: [problem(403, 'country_not_allowed')] }, drive: askForCode },
  { name: 'landline', relay: { [start]: [problem(409, 'channel_not_available')] }, drive: askForCode },
  {
    name: 'consent',
    content: '<label slot="consent"><input type="checkbox"> Shop may text me about my order</label>',
  },
  {
    name: 'sending',
    relay: { [start]: ['never'] },
    drive: async (page) => {
      await askForCode(page);
      await pass(page, 1);
    },
  },
  { name: 'code', drive: toCode },
  {
    name: 'code-half-typed',
    drive: async (page) => {
      await toCode(page);
      await typeCode(page, '123');
    },
  },
  {
    name: 'code-resend-ready',
    drive: async (page) => {
      await toCode(page);
      await pass(page, 31);
    },
  },
  {
    name: 'code-ten-digits',
    relay: { [start]: [ok({ codeLength: 10, resendIn: 0 })] },
    drive: async (page) => {
      await toCode(page);
      await typeCode(page, '123456789');
    },
  },
  { name: 'call', relay: { [start]: [ok({ channel: 'voice', resendIn: 0 })] }, drive: toCode },
  {
    name: 'checking',
    relay: { [check]: ['never'] },
    drive: async (page) => {
      await toCode(page);
      await typeCode(page);
      await pass(page, 1);
    },
  },
  {
    name: 'wrong-code',
    relay: { [check]: [ok({ attemptsRemaining: 3, resendIn: 0 })] },
    drive: async (page) => {
      await toCode(page);
      await typeCode(page);
    },
  },
  {
    name: 'already-tried',
    relay: { [check]: [ok({ attemptsRemaining: 3, resendIn: 0 })] },
    drive: async (page) => {
      await toCode(page);
      await typeCode(page);
      await page.getByText('tries left').first().waitFor();
      await press(page, 'Verify');
    },
  },
  {
    name: 'last-try',
    relay: { [check]: [ok({ attemptsRemaining: 1, resendIn: 0 })] },
    drive: async (page) => {
      await toCode(page);
      await typeCode(page);
    },
  },
  {
    name: 'last-minute',
    drive: async (page) => {
      await toCode(page);
      await pass(page, 250);
    },
  },
  {
    name: 'grace',
    drive: async (page) => {
      await toCode(page);
      await pass(page, 305);
    },
  },
  {
    name: 'expired',
    drive: async (page) => {
      await toCode(page);
      await pass(page, 320);
    },
  },
  {
    name: 'too-many-tries',
    relay: { [check]: [ok({ status: 'failed', attemptsRemaining: 0 })] },
    drive: async (page) => {
      await toCode(page);
      await typeCode(page);
    },
  },
  {
    name: 'resent',
    relay: { [start]: [ok({ resendIn: 0 })], [send]: [ok({ sendsRemaining: 2 })] },
    drive: async (page) => {
      await toCode(page);
      await press(page, 'Send a new code');
    },
  },
  {
    name: 'last-code',
    relay: { [start]: [ok({ resendIn: 0 })], [send]: [ok({ sendsRemaining: 0 })] },
    drive: async (page) => {
      await toCode(page);
      await press(page, 'Send a new code');
    },
  },
  {
    name: 'wait',
    relay: { [start]: [problem(429, 'rate_limited', 1500)] },
    drive: askForCode,
  },
  {
    name: 'wait-short',
    relay: { [start]: [problem(429, 'rate_limited', 125)] },
    drive: askForCode,
  },
  { name: 'unsure', relay: { [start]: [problem(504, 'outcome_unknown')] }, drive: askForCode },
  { name: 'network', relay: { [start]: ['lost'] }, drive: askForCode },
  { name: 'unavailable', relay: { [start]: [problem(503, 'provider_unavailable', 5)] }, drive: askForCode },
  {
    name: 'delivered',
    relay: { [start]: [ok({ pollIn: 3 })], [read]: [ok({ delivery: { channel: 'sms', status: 'delivered' } })] },
    drive: async (page) => {
      await toCode(page);
      await pass(page, 4);
    },
  },
  {
    name: 'not-delivered',
    relay: {
      [start]: [ok({ pollIn: 3, resendIn: 0 })],
      [read]: [ok({ resendIn: 0, delivery: { channel: 'sms', status: 'failed' } })],
    },
    drive: async (page) => {
      await toCode(page);
      await pass(page, 4);
    },
  },
  {
    name: 'failover',
    relay: {
      [start]: [ok({ pollIn: 3 })],
      [read]: [ok({ channel: 'voice', delivery: { channel: 'voice', status: 'pending' } })],
    },
    drive: async (page) => {
      await toCode(page);
      await typeCode(page, '12');
      await pass(page, 4);
    },
  },
  {
    name: 'offline-number',
    drive: async (page) => {
      await typeNumber(page);
      await page.context().setOffline(true);
      await press(page, 'Text me a code');
    },
  },
  {
    name: 'offline-code',
    drive: async (page) => {
      await toCode(page);
      await typeCode(page, '123');
      await page.context().setOffline(true);
    },
  },
  {
    name: 'change-number',
    drive: async (page) => {
      await toCode(page);
      await press(page, 'Change number');
    },
  },
  {
    name: 'verified',
    relay: { [check]: [verified] },
    drive: async (page) => {
      await toCode(page);
      await typeCode(page);
    },
  },
  {
    name: 'verified-change',
    relay: { [check]: [verified] },
    drive: async (page) => {
      await toCode(page);
      await typeCode(page);
      await press(page, 'Change number');
    },
  },
  {
    name: 'proof-expired',
    relay: { [check]: [verified] },
    drive: async (page) => {
      await toCode(page);
      await typeCode(page);
      await page.getByText('is verified').first().waitFor();
      await pass(page, 901);
    },
  },
  { name: 'ticket', attributes: 'ticket="sealed" recipient="+371 ••••2931"' },
  {
    name: 'ticket-code',
    attributes: 'ticket="sealed" recipient="+371 ••••2931"',
    drive: async (page) => {
      await press(page, 'Text me a code');
      await page.getByRole('textbox', { name: /digit code/ }).waitFor();
    },
  },
  {
    name: 'challenge',
    content:
      '<div slot="challenge" style="border:1px solid;padding:20px;font:14px sans-serif">the bot check of the page</div>',
    relay: {
      'GET /config': [
        { status: 200, body: { ...config, challenge: { kind: 'turnstile', siteKey: 'key', when: 'always' } } },
      ],
    },
    drive: askForCode,
  },
  {
    name: 'own-controls',
    content: `<style>.mine{font:16px serif;padding:10px;border:2px dashed teal;flex:1;min-width:0}.btn{padding:12px;background:teal;color:#fff;border:0;width:100%}</style>
      <input slot="recipient" class="mine" aria-label="Mobile"><button slot="submit" class="btn">Go</button>`,
  },
  {
    name: 'hostile-page',
    content: `<style>*{all:initial!important}input{border:5px solid red!important;background:yellow!important;width:30px!important;height:90px!important}
      input[type=tel]{transform:rotate(9deg)!important;color:red!important}label{display:none!important}label::before{content:'HOSTILE'!important}</style>`,
    drive: (page) => typeNumber(page),
  },
  {
    name: 'restored',
    relay: { [read]: [ok({ resendIn: 12 })] },
    drive: async (page) => {
      await toCode(page);
      await page.reload();
      await page.getByRole('textbox', { name: /digit code/ }).waitFor();
    },
  },
];

type Look = BrowserContextOptions & { readonly css?: string; readonly html?: string; readonly width: number };

const looks: Readonly<Record<string, Look>> = {
  light: { width: 400 },
  dark: { width: 400, css: 'body{background:#101418;color:#e8eaed}' },
  narrow: { width: 320 },
  wide: { width: 720, css: 'body{accent-color:#b3005e}' },
  rtl: { width: 400, html: 'dir="rtl"' },
  forced: { width: 400, forcedColors: 'active' },
  large: { width: 320, css: 'html{font-size:200%}' },
  brand: {
    width: 400,
    css: 'body{font-family:Georgia,serif;color:#24292f;background:#fff8e7}otp-verify{--otp-accent:#ffd43b;--otp-radius:999px}',
  },
};

const files = await bundle();

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'widget/index.ts')],
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    outdir: '/',
    write: false,
    tsconfig: join(root, 'widget/tsconfig.json'),
  });
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
}

/** The last reply of a list is given again and again. */
function answer(script: Script, asked: Map<string, number>, route: Route): Promise<void> {
  const request = route.request();
  const key = `${request.method()} ${new URL(request.url()).pathname.replace('/otp', '')}`;
  const usual: Script = {
    'GET /config': [{ status: 200, body: config }],
    [start]: [{ status: 201, body: verification() }],
    [read]: [ok()],
    [check]: [verified],
  };
  const replies = script[key] ?? usual[key] ?? [{ status: 204 }];
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

const page = (
  scene: Scene,
  look: Look,
): string => `<!doctype html><html lang="en" ${look.html ?? ''}><meta charset="utf-8">
  <style>body{margin:16px;font-family:system-ui,sans-serif} ${look.css ?? ''}</style>
  <otp-verify relay="/otp" name="proof" ${scene.attributes ?? ''}>${scene.content ?? ''}</otp-verify>
  <script type="module" src="/index.js"></script></html>`;

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});

const wanted = scenes.filter(({ name }) => name.includes(option('only')));
for (const [name, look] of Object.entries(looks)) {
  if (option('look') && !option('look').split(',').includes(name)) continue;
  mkdirSync(join(folder, name), { recursive: true });
  for (const scene of wanted) await photograph(name, look, scene);
  await contactSheet(name, look);
}
await browser.close();

async function photograph(
  name: string,
  { width, css: _css, html: _html, ...options }: Look,
  scene: Scene,
): Promise<void> {
  const context = await browser.newContext({
    ...options,
    viewport: { width, height: 360 },
    baseURL: 'http://states.test',
  });
  const asked = new Map<string, number>();
  const tab = await context.newPage();
  tab.on('pageerror', (error) => console.error(`${scene.name}: ${error.message}`));
  await tab.clock.install();
  await tab.route('**/*', (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path.startsWith('/otp/')) return answer(scene.relay ?? {}, asked, route);
    const file = files.get(path);
    return file
      ? route.fulfill({ contentType: 'text/javascript', body: file })
      : route.fulfill({ contentType: 'text/html', body: page(scene, looks[name] ?? { width }) });
  });
  try {
    await tab.goto('/');
    await tab.locator('otp-verify:state(recipient)').waitFor({ state: 'attached' });
    await tab.clock.runFor(1000);
    await scene.drive?.(tab);
    await tab.waitForTimeout(600);
    await tab.clock.runFor(10);
    await tab.waitForTimeout(50);
  } catch (error) {
    console.error(`${name}/${scene.name}: ${String(error).split('\n')[0]}`);
  }
  await tab.screenshot({ path: join(folder, name, `${scene.name}.png`), animations: 'allow' });
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
