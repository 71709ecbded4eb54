/** A visitor meets a bot check: ALTCHA's own widget, the real relay, and no account anywhere. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { launchChromium } from '../browser.ts';
import { type Demo, startDemo } from '../server.ts';
import { type Visitor, visit } from './visitor.ts';

let browser: Browser;
let demo: Demo;
let visitor: Visitor;
let number: string;

/** One for each test, so that the handset's texts are told apart. */
const numbers = (function* (): Generator<string, never> {
  for (let n = 100; ; n += 1) yield `+371 28 200 ${n}`;
})();

before(async () => {
  demo = await startDemo({ PORT: '0', LIMIT_RESEND_COOLDOWN: '0s' }, false);
  browser = await launchChromium();
});

after(async () => {
  await browser.close();
  await demo.stop();
});

beforeEach(async () => {
  number = numbers.next().value;
  visitor = await visit(browser, `${demo.origin}/drop`);
  await visitor.page.getByLabel("I'm not a robot").waitFor();
  await visitor.audit();
});

afterEach(async () => {
  const { page, complaints, requests } = visitor;
  await page.context().close();
  assert.deepEqual(complaints, []);
  assert.deepEqual(
    requests.map((request) => request.url()).filter((url) => !url.startsWith(demo.origin)),
    [],
  );
});

const byLabel = (label: string): Locator => visitor.page.getByLabel(label);
const press = (name: string): Promise<void> => visitor.page.getByRole('button', { name }).click();
const codeField = (): Locator => byLabel('Enter the 6-digit code');
const check = (): Locator => visitor.page.locator('altcha-widget');
const asked = (path: string): readonly string[] =>
  visitor.requests
    .filter((request) => new URL(request.url()).pathname === path)
    .map((request) => request.postData() ?? '');

/** The form and the number; by then the sum is being done. */
const enterNumber = async (): Promise<void> => byLabel('Phone number').fill(number);
const solved = async (): Promise<void> => check().getByText('Verified').waitFor();

test('is found from the shop, does its sum while the number is typed, and the code is texted at one press', async () => {
  const { page, textedCode, audit } = visitor;
  await page.goto(demo.origin);
  await page.getByRole('link', { name: 'Tonight’s drop' }).click();
  await enterNumber();
  await solved();
  await audit();
  await press('Text me a code');
  await codeField().waitFor();
  // What was spent is gone, and the shop's form has no part of it.
  assert.equal(await check().count(), 0);
  await audit();
  await codeField().fill(await textedCode(number));
  await page.getByText('is verified').last().waitFor();
  await press('Keep one for me');
  await page.getByRole('heading', { name: 'You’re on the list' }).waitFor();
  assert.deepEqual([...new URLSearchParams(asked('/join')[0]).keys()], ['record', 'phone_proof']);
  assert.equal(asked('/guarded/challenge').length, 1);
});

test('is waited for where the press comes first, and then the code is texted without another', async () => {
  const { page, textedCode, audit } = visitor;
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  await page.route('**/guarded/challenge', async (route) => {
    await gate;
    await route.continue();
  });
  await enterNumber();
  await press('Text me a code');
  await page.getByText('One quick check before we send your code.').last().waitFor();
  await check().getByText('Verifying').waitFor();
  await audit();
  assert.deepEqual(asked('/guarded/verification'), []);
  open();
  await codeField().fill(await textedCode(number));
  await page.getByText('is verified').last().waitFor();
  assert.equal(asked('/guarded/challenge').length, 1);
});

test('can be ticked by hand', async () => {
  await byLabel("I'm not a robot").click();
  await solved();
  await enterNumber();
  await press('Text me a code');
  await codeField().waitFor();
});

test('is asked for once more for another code', async () => {
  await enterNumber();
  await press('Text me a code');
  await visitor.textedCode(number);
  await press('Send a new code');
  await codeField().fill(await visitor.textedCode(number, 2));
  await visitor.page.getByText('is verified').last().waitFor();
  assert.equal(asked('/guarded/challenge').length, 2);
  assert.equal(await check().count(), 0);
});

/** Asks the relay for a code without the page's help, and says why there is none. */
const startBy = (body: object): Promise<unknown> =>
  visitor.page.evaluate(async (request) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch('/guarded/verification', { method: 'POST', headers, body: request });
    return ((await response.json()) as { code?: string }).code;
  }, JSON.stringify(body));

test('is good for one code, and without it there is none', async () => {
  await enterNumber();
  await press('Text me a code');
  await codeField().waitFor();
  const body = JSON.parse(asked('/guarded/verification')[0] ?? '') as object;
  const other = { ...body, to: '+46701740699' };
  assert.equal(await startBy(other), 'challenge_failed');
  assert.equal(await startBy({ ...other, challenge: undefined }), 'challenge_required');
});

test('that did not pass says so, and goes on once it was tried again', async () => {
  const { page, textedCode, audit } = visitor;
  await enterNumber();
  await solved();
  // Spent behind its back.
  const challenge = await page.locator('input[name=altcha]').inputValue();
  assert.equal(await startBy({ to: '+46701740699', channel: 'sms', challenge }), undefined);
  await press('Text me a code');
  await page.getByText('That check didn’t work. Please try it once more.').last().waitFor();
  await audit();
  await byLabel("I'm not a robot").click();
  await codeField().fill(await textedCode(number));
  await page.getByText('is verified').last().waitFor();
});

test('that has become too old is done again when the visitor comes back', async () => {
  const { page, textedCode } = visitor;
  await page.clock.install();
  await page.reload();
  await byLabel('Phone number').focus();
  await solved();
  await byLabel('Phone number').blur();
  await page.clock.fastForward(601_000);
  await byLabel("I'm not a robot").waitFor();
  assert.equal(await page.locator('input[name=altcha]').inputValue(), '');
  await enterNumber();
  await press('Text me a code');
  await codeField().fill(await textedCode(number));
  await page.getByText('is verified').last().waitFor();
});

test('works under the demo’s other name, and at 320 pixels, in the dark', async () => {
  const elsewhere = demo.origin.replace('localhost', '127.0.0.1');
  const guest = await visit(browser, `${elsewhere}/drop`, {
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  });
  try {
    await guest.page.getByLabel('Phone number').fill(number);
    await guest.page.locator('altcha-widget').getByText('Verified').waitFor();
    await guest.audit();
    assert.equal(await guest.page.evaluate(() => document.documentElement.scrollWidth), 320);
    assert.deepEqual(guest.complaints, []);
  } finally {
    await guest.page.context().close();
  }
});
