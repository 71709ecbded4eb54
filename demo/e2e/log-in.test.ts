/** A customer logs in with the phone that the shop has on file, and her browser never learns the number. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../browser.ts';
import { type Demo, startDemo } from '../server.ts';
import { type Visitor, visit } from './visitor.ts';

let browser: Browser;
let demo: Demo;
let visitor: Visitor;
/** What the relay and the shop think how much later it is, in milliseconds. */
let later = 0;
/** All that the browser was sent, and by what. */
let sent: { readonly where: string; readonly text: string }[];

before(async () => {
  demo = await startDemo({ PORT: '0', LIMIT_RESEND_COOLDOWN: '0s' }, false, () => Date.now() + later);
  browser = await launchChromium();
});

after(async () => {
  await browser.close();
  await demo.stop();
});

beforeEach(async () => {
  later = 0;
  sent = [];
  visitor = await visit(browser, 'about:blank');
  const { page, audit } = visitor;
  await record(page);
  await page.goto(`${demo.origin}/log-in`);
  await audit();
});

afterEach(async () => {
  const { page, complaints, requests } = visitor;
  try {
    assert.deepEqual(complaints, []);
    for (const { where, text } of await whatWasSeen()) assert.ok(!isNumber.test(text), `the number is in ${where}`);
    assert.ok(requests.every((request) => new URL(request.url()).hostname === 'localhost'));
  } finally {
    await page.context().close();
  }
});

/** Reads each answer on its way to the page, also those that a navigation follows at once. */
const record = async (page: Page): Promise<void> => {
  const network = await page.context().newCDPSession(page);
  const read = async (requestId: string): Promise<string> => {
    const { body, base64Encoded } = await network.send('Fetch.getResponseBody', { requestId });
    return base64Encoded ? Buffer.from(body, 'base64').toString() : body;
  };
  type Paused = { requestId: string; request: { url: string }; responseHeaders?: object; responseStatusCode?: number };
  const pass = async ({ requestId, request, responseHeaders, responseStatusCode = 0 }: Paused): Promise<void> => {
    const where = request.url;
    const isRedirect = responseStatusCode >= 300 && responseStatusCode < 400;
    // The handset's feed has no end, and is heard below.
    const text = isRedirect || where.endsWith('/handset/events') ? '' : await read(requestId);
    sent.push({ where, text: `${JSON.stringify(responseHeaders)} ${text}` });
    await network.send('Fetch.continueResponse', { requestId });
  };
  // It fails only where the page has been closed meanwhile.
  network.on('Fetch.requestPaused', (paused) => void pass(paused).catch(() => undefined));
  network.on('Network.eventSourceMessageReceived', ({ data }) =>
    sent.push({ where: 'the handset’s feed', text: data }),
  );
  await network.send('Network.enable');
  await network.send('Fetch.enable', { patterns: [{ requestStage: 'Response' }] });
};

/** Ada's number, however it is written: in all, or by its groups. */
const isNumber = /(?:46|\b0)\W{0,4}70\W{0,3}174\W?06\W?99/;

/** All that the browser was sent and has asked for, and all that it shows and keeps. */
const whatWasSeen = async (): Promise<typeof sent> => {
  const { page, requests } = visitor;
  const shown = await page.evaluate(() => {
    const textOf = (root: Element | ShadowRoot): string =>
      [
        root.innerHTML,
        ...[...root.querySelectorAll('*')].map((one) => (one.shadowRoot ? textOf(one.shadowRoot) : '')),
      ].join(' ');
    return `${textOf(document.documentElement)} ${JSON.stringify([sessionStorage, localStorage, document.cookie])}`;
  });
  const said = requests.map((request) => ({
    where: 'a request',
    text: `${request.url()} ${request.postData() ?? ''}`,
  }));
  const seen = [...sent, ...said, { where: 'the page', text: shown }];
  // What proofs and other tokens say in the clear.
  const told = seen.flatMap(({ where, text }) =>
    [...text.matchAll(/ey[\w-]{10,}/g)].map(([part]) => ({ where, text: Buffer.from(part, 'base64url').toString() })),
  );
  return [...seen, ...told];
};

const press = (name: string): Promise<void> => visitor.page.getByRole('button', { name }).click();
const codeField = (): Locator => visitor.page.getByLabel('Enter the 6-digit code');
const welcome = (): Promise<void> => visitor.page.getByRole('heading', { name: 'Welcome back, Ada' }).waitFor();

/** Texts to Ada in this file; the handset shows the last six to whoever comes. */
let texts = 0;
const enterCode = async (): Promise<void> => codeField().fill(await visitor.textedCode('+46 ••••0699', ++texts));

test('a customer is texted at her masked number, and the right code logs her in by itself', async () => {
  const { page, audit } = visitor;
  await page.goto(demo.origin);
  await page.getByRole('link', { name: 'Log in' }).click();
  await press('Log in');
  await page.getByText('We’ll send a code to').last().waitFor();
  await audit();
  await press('Text me a code');
  await page.getByText('We texted it to').last().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Change number' }).count(), 0);
  await enterCode();
  await welcome();
  await audit();
  const read = ['/log-in/code', '/otp/config', '/otp/verification', '/otp/verification/check', '/account', 'feed'];
  assert.deepEqual(
    read.filter((path) => !sent.some(({ where, text }) => where.endsWith(path) && text !== '')),
    [],
  );
  await press('Log out');
  await page.getByRole('heading', { name: 'Looking for a record?' }).waitFor();
});

test('a call to the masked number does as well', async () => {
  const { page } = visitor;
  await press('Log in');
  await page.getByRole('radio', { name: 'Phone call' }).check();
  await press('Call me with a code');
  await page.getByText('calls +46 ••••0699').waitFor();
  await press('Answer');
  const words = (await page.locator('.transcript').textContent()) ?? '';
  await codeField().fill(words.match(/\d(?:, \d){5}/)?.[0].replaceAll(', ', '') ?? '');
  await welcome();
});

test('a reload comes back to the code, without another text', async () => {
  const { page } = visitor;
  await press('Log in');
  await press('Text me a code');
  await codeField().waitFor();
  await page.reload();
  await codeField().waitFor();
  await enterCode();
  await welcome();
});

test('a ticket that has run out says so, and one press brings a new one', async () => {
  const { page, audit } = visitor;
  await press('Log in');
  await page.getByRole('button', { name: 'Text me a code' }).waitFor();
  later = 600_000;
  await press('Text me a code');
  await page.getByText('This page has been open too long. Reload it to get a code.').last().waitFor();
  await audit();
  await press('Reload');
  await press('Text me a code');
  await enterCode();
  await welcome();
});

test('an address that nobody has is asked for again', async () => {
  const { page, audit } = visitor;
  await page.getByLabel('Email').fill('eve@example.com');
  await press('Log in');
  await page.getByText('We don’t know this address.').waitFor();
  assert.equal(await page.getByLabel('Email').inputValue(), 'eve@example.com');
  await audit();
});

test('every page passes the audit in the dark, and none is wider than 320 pixels', async () => {
  const viewport = { width: 320, height: 640 };
  const guest = await visit(browser, `${demo.origin}/log-in`, { viewport, colorScheme: 'dark' });
  const { page, audit } = guest;
  const fits = async (): Promise<void> => {
    await audit();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  };
  try {
    await fits();
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Text me a code' }).click();
    await page.getByLabel('Enter the 6-digit code').waitFor();
    await fits();
    await page.getByLabel('Enter the 6-digit code').fill(await guest.textedCode('+46 ••••0699', ++texts));
    await page.getByRole('heading', { name: 'Welcome back, Ada' }).waitFor();
    await fits();
  } finally {
    await page.context().close();
  }
});

test('nobody’s phone is on file where real ones are called', async () => {
  const real = await startDemo({ PORT: '0', WAVIX_API_KEY: 'key', WAVIX_SERVICE_ID: 'service' }, false);
  try {
    await visitor.page.goto(real.origin);
    assert.equal(await visitor.page.getByRole('link', { name: 'Log in' }).count(), 0);
    assert.equal((await fetch(`${real.origin}/log-in`)).status, 404);
  } finally {
    await real.stop();
  }
});
