/** How soon the widget's first control is on screen, over Lit alone, on a processor slowed four times; and what it costs then. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { launchChromium } from '../../demo/browser.ts';
import type { Config } from '../../relay/contract.ts';
import { interleave, ratioOf, spreadOf } from './measure.ts';
import type { Effort } from './measure.ts';
import { root } from './processes.ts';
import type { Budget, Row, Table } from './report.ts';

const ROUNDS = 15;
const SLOWED = 4;

type Subject = {
  readonly html: string;
  /** The first control that a person can use. */
  readonly control: string;
  /** A module; `undefined` where dist/ has it. */
  readonly source?: string;
};

const LIT = 'Lit alone';
const subjects: Readonly<Record<string, Subject>> = {
  [LIT]: {
    html: '<x-hello></x-hello>',
    control: 'button',
    source: `
      import { LitElement, css, html } from 'lit';
      class Hello extends LitElement {
        static styles = css\`button { color: red }\`;
        static properties = { count: {} };
        constructor() { super(); this.count = 0; }
        render() { return html\`<button @click=\${() => this.count++}>\${this.count}</button>\`; }
      }
      customElements.define('x-hello', Hello);`,
  },
  'otp-verify': { html: '<otp-verify relay="/otp" name="proof"></otp-verify>', control: 'input, select, button' },
  altcha: {
    html: '<altcha-widget challenge="/none" auto="off"></altcha-widget>',
    control: 'input, button',
    source: `import 'altcha';`,
  },
  'intl-tel-input': {
    html: '<input type="tel">',
    // The field itself is there before any script.
    control: '.iti button, .iti [role=combobox]',
    source: `import start from 'intl-tel-input'; start(document.querySelector('input'));`,
  },
};

const CONFIG: Config = {
  version: 1,
  channels: ['sms', 'voice'],
  codeLength: 6,
  countries: null,
  country: null,
  challenge: null,
};

/** One module with all that it imports, by the bundler that builds the widget. */
async function bundle(source: string): Promise<string> {
  const entry = 'virtual:subject';
  const result = await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [
      {
        name: 'subject',
        resolveId: (id) => (id.endsWith(entry) ? entry : undefined),
        load: (id) => (id === entry ? source : undefined),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['es'] },
      rolldownOptions: { output: { minify: true } },
    },
  });
  const [{ output }] = result as Rolldown.RolldownOutput[] as [Rolldown.RolldownOutput];
  return output[0].code;
}

/**
 * Runs in the page: notes when the control first has a box, looked for between any two tasks, and each task of more than
 * 50 ms.
 */
function watch(control: string): void {
  const seen = { begun: performance.now(), shown: 0, long: [] as { start: number; ms: number }[] };
  Object.assign(globalThis, { seen });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.long.push({ start: startTime, ms: duration });
  }).observe({ type: 'longtask', buffered: true });
  const isShown = (within: ParentNode): boolean =>
    [...within.querySelectorAll('*')].some((element) => {
      if (element.shadowRoot && isShown(element.shadowRoot)) return true;
      if (!element.matches(control)) return false;
      const { width, height } = element.getBoundingClientRect();
      return width > 0 && height > 0;
    });
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => {
    if (isShown(document)) seen.shown = performance.now();
    else port2.postMessage(0);
  });
  port1.start();
  port2.postMessage(0);
}

type Seen = { readonly begun: number; readonly shown: number; readonly long: { start: number; ms: number }[] };

type Sample = {
  /** From the module's tag to the first control, ms. */
  readonly shown: number;
  /** Script time until then, and until all is quiet, ms. */
  readonly script: number;
  readonly scriptInAll: number;
  /** After a collection, KiB. */
  readonly heap: number;
  /** Tasks over 50 ms that began after the first control. */
  readonly long: number;
  readonly longest: number;
};

type Site = { readonly base: string; close(): Promise<void> };

/** Serves a page for each subject, dist/ and a relay that is asked for nothing but its configuration. */
async function serveSite(): Promise<Site> {
  const scripts = new Map<string, string>();
  for (const [name, { source }] of Object.entries(subjects)) {
    if (source !== undefined) scripts.set(name, await bundle(source));
  }
  const page = (name: string, { html, control, source }: Subject): string => {
    const src = source === undefined ? '/dist/otp-verify.js' : `/script/${encodeURIComponent(name)}`;
    return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title><body>${html}
      <script>(${watch.toString()})(${JSON.stringify(control)})</script><script type="module" src="${src}"></script>`;
  };
  const server = createServer(({ url = '/' }, response) => {
    const [, kind, name = ''] = decodeURIComponent(url).split('/');
    const subject = subjects[name];
    const send = (type: string, body: string | Uint8Array): void =>
      void response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
    if (kind === 'page' && subject) return send('text/html', page(name, subject));
    if (kind === 'script') return send('text/javascript', scripts.get(name) ?? '');
    if (kind === 'dist') return send('text/javascript', readFileSync(join(root, 'dist', basename(name))));
    if (kind === 'otp') return send('application/json', JSON.stringify(CONFIG));
    return void response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Puts the focus where a person would begin: lists that wait for it are filled now. */
async function useFirstControl(page: Page): Promise<void> {
  const first = page.locator('select, input, button').first();
  await first.focus();
  await page.waitForTimeout(1000);
}

/** One load in a context of its own: nothing is cached, no code either. */
async function load(browser: Browser, url: string, restMs: number): Promise<Sample> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    await session.send('Performance.enable');
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    const metrics = async (): Promise<Record<string, number>> =>
      Object.fromEntries(
        (await session.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]),
      );
    const script = async (): Promise<number> => ((await metrics())['ScriptDuration'] ?? 0) * 1000;
    await page.goto(url);
    await page.waitForFunction(() => (globalThis as unknown as { seen: Seen }).seen.shown > 0);
    const early = await script();
    await page.waitForTimeout(restMs);
    await useFirstControl(page);
    const { begun, shown, long } = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
    const late = await script();
    await session.send('HeapProfiler.collectGarbage');
    const heap = ((await metrics())['JSHeapUsedSize'] ?? 0) / 1024;
    const after = long.filter(({ start }) => start >= shown).map(({ ms }) => ms);
    return {
      shown: shown - begun,
      script: early,
      scriptInAll: late,
      heap,
      long: after.length,
      longest: Math.max(0, ...after),
    };
  } finally {
    await context.close();
  }
}

const SHOWN: Budget = { of: 'ratio', rule: 'at most', limit: 1.6, aim: 1.4 };
const NONE: Budget = { of: 'here', rule: 'at most', limit: 0 };

export async function* benchWidget(effort: Effort): AsyncGenerator<Table> {
  const site = await serveSite();
  const browser = await launchChromium();
  try {
    const names = Object.keys(subjects);
    const contenders = Object.fromEntries(
      names.map((name) => [
        name,
        () => load(browser, `${site.base}/page/${encodeURIComponent(name)}`, effort.quick ? 200 : 2000),
      ]),
    );
    const samples = await interleave<string, Sample>(contenders, ROUNDS, effort);
    const of = (name: string, figure: keyof Sample): readonly number[] =>
      (samples[name] ?? []).map((sample) => sample[figure]);
    const overLit = (name: string, figure: keyof Sample): Pick<Row, 'against' | 'ratio'> => ({
      against: LIT,
      ratio: ratioOf(of(name, figure), of(LIT, figure)),
    });
    const rows = (what: string, figure: keyof Sample, unit: Row['unit'], budget?: Budget): readonly Row[] =>
      names.map((name): Row => {
        const here = spreadOf(of(name, figure));
        const own = { what: `${name}: ${what}`, here, unit };
        // A count of what should not be there is no ratio to anything.
        const row = name === LIT || figure.startsWith('long') ? own : Object.assign(own, overLit(name, figure));
        return budget && name === 'otp-verify' ? Object.assign(row, { budget }) : row;
      });
    yield {
      title: `Widget: until the first control is on screen, Chromium ${browser.version()}, slowed ${SLOWED} times`,
      rows: [
        ...rows('first control on screen', 'shown', 'ms', SHOWN),
        ...rows('script time until then', 'script', 'ms'),
        ...rows('script time in all', 'scriptInAll', 'ms'),
        ...rows('heap', 'heap', 'KiB'),
        ...rows('tasks over 50 ms after the first control', 'long', '', NONE),
        ...rows('the longest of them', 'longest', 'ms'),
      ],
    };
  } finally {
    await browser.close();
    await site.close();
  }
}
