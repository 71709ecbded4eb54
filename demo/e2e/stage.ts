/** A stage for end-to-end tests: the built widget on a page of one origin, the real relay on another, the simulated Wavix, and one clock for all. */
import { readFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { serve } from '@hono/node-server';
import type { ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { relayUnderTest } from '../simulators/relay-fixture.ts';
import type { FixtureOptions, RelayUnderTest } from '../simulators/relay-fixture.ts';

const dist = new URL('../../dist/', import.meta.url);

/** As strict as contract/widget.md promises that it may be. */
const policy = (relay: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src ${relay}`,
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html 'allow-duplicates'",
  ].join('; ');

const html = (relay: string, attributes: string): string => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A host</title>
  <script type="module" src="/dist/otp-verify.js"></script></head>
  <body><main><h1>Sign up</h1>
    <form action="/joined" method="post">
      <otp-verify relay="${relay}" name="phone_proof" required ${attributes}></otp-verify>
      <button>Sign up</button>
    </form>
  </main></body>
</html>`;

export type Stage = {
  readonly relay: RelayUnderTest;
  readonly page: Page;
  /** What the browser complained about: the policy, scripts. Failed requests are the test's own. */
  readonly complaints: string[];
  /** The forms that arrived at the host. */
  readonly posted: Record<string, string>[];
  /** Takes the relay from the network, or gives it back. */
  setRelay(state: 'up' | 'down'): void;
  /** Seconds pass for the relay, the simulator and the page. */
  pass(seconds: number): Promise<void>;
  /** Types the number and presses the button. */
  ask(number?: string, button?: string): Promise<void>;
  enter(code: string): Promise<void>;
  readonly codeField: Locator;
  button(name: string | RegExp): Locator;
  sees(text: string | RegExp): Promise<void>;
  /** axe finds nothing in what is shown now. */
  audit(): Promise<void>;
  close(): Promise<void>;
};

export type StageOptions = FixtureOptions & {
  readonly attributes?: string;
  readonly context?: BrowserContextOptions;
};

async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<{ server: ServerType; origin: string }> {
  return new Promise((resolve) => {
    const server = serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) =>
      resolve({ server, origin: `http://127.0.0.1:${port}` }),
    );
  });
}

export async function setStage(browser: Browser, options: StageOptions = {}): Promise<Stage> {
  const late: { relay?: RelayUnderTest; isDown?: boolean } = {};
  const relayServer = await listen(
    (request) => late.relay?.relay.fetch(request) ?? new Response(null, { status: 502 }),
  );
  relayServer.server.on('connection', (socket: Socket) => {
    if (late.isDown) socket.destroy();
  });

  const posted: Record<string, string>[] = [];
  const host = new Hono();
  host.get('/', (c) => {
    c.header('Content-Security-Policy', policy(relayServer.origin));
    return c.html(html(relayServer.origin, options.attributes ?? ''));
  });
  host.post('/joined', async (c) => {
    posted.push(await c.req.parseBody<Record<string, string>>());
    return c.text('welcome');
  });
  host.get('/dist/:file', async (c) => {
    c.header('Content-Type', 'text/javascript');
    return c.body(await readFile(new URL(c.req.param('file'), dist)));
  });
  host.get('/favicon.ico', (c) => c.body(null, 204));
  const hostServer = await listen(host.fetch);

  const relay = relayUnderTest({
    ...options,
    relay: { publicUrl: relayServer.origin, allowedOrigins: hostServer.origin, ...options.relay },
  });
  late.relay = relay;

  // Without motion, since nothing can be measured while it fades.
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce', ...options.context });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.clock.install({ time: relay.clock.now() });
  await page.goto(hostServer.origin);

  const element = page.locator('otp-verify');
  const codeField = element.locator('input[autocomplete="one-time-code"]');
  const button = (name: string | RegExp): Locator => element.getByRole('button', { name });

  return {
    relay,
    page,
    complaints,
    posted,
    codeField,
    button,
    setRelay(state) {
      late.isDown = state === 'down';
      if (late.isDown && 'closeAllConnections' in relayServer.server) relayServer.server.closeAllConnections();
    },
    async pass(seconds) {
      relay.clock.pass(seconds);
      relay.simulator.tick();
      await page.clock.fastForward(seconds * 1000);
    },
    async ask(number = '+37128782931', name = 'Text me a code') {
      await page.getByLabel('Phone number').fill(number);
      await button(name).click();
    },
    async enter(code) {
      await codeField.fill(code);
    },
    async sees(text) {
      try {
        await element.getByText(text).filter({ visible: true }).first().waitFor();
      } catch {
        throw new Error(`${String(text)} is not to be seen, but:\n${await element.innerText()}`);
      }
    },
    async audit() {
      const { violations } = await new AxeBuilder({ page }).analyze();
      if (violations.length > 0) {
        throw new Error(
          violations
            .map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html: at }) => `  ${at}`).join('\n')}`)
            .join('\n'),
        );
      }
    },
    async close() {
      await context.close();
      for (const { server } of [relayServer, hostServer]) {
        if ('closeAllConnections' in server) server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
