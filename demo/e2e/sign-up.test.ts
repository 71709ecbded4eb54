/** A visitor of the demo signs up: real pages, the real relay over HTTP, the simulated Wavix, a real browser. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../browser.ts';
import { type Demo, startDemo } from '../server.ts';

let demo: Demo;
let browser: Browser;
let page: Page;
/** What the browser complained about: of the policy, of scripts. */
const complaints: string[] = [];

before(async () => {
  demo = await startDemo({ PORT: '0' }, false);
  browser = await launchChromium();
});

after(async () => {
  await browser.close();
  await demo.stop();
});

beforeEach(async () => {
  await page?.context().close();
  page = await (await browser.newContext()).newPage();
  complaints.length = 0;
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(demo.origin);
});

/** Numbers that this file alone uses, so that the pause between codes for one number does not matter. */
const numbers = (function* (): Generator<string, never> {
  for (let n = 100; ; n += 1) yield `+371 28 100 ${n}`;
})();

const enterNumber = async (number: string): Promise<void> => {
  await page.getByLabel('The record').fill('Blue Train');
  await page.getByLabel('Phone number').fill(number);
};

/** The code of the text that came for a number; earlier texts may still be on the phone. */
const textedCode = async (number: string): Promise<string> => {
  await page.locator('demo-handset .stamp', { hasText: number }).waitFor();
  return (await page.locator('demo-handset .bubble strong').last().textContent()) ?? '';
};

const signUp = (): Promise<void> => page.getByRole('button', { name: 'Put me on the list' }).click();

test('a text brings the code, the proof goes with the form, and the shop greets the number', async () => {
  const number = numbers.next().value;
  await enterNumber(number);
  await page.getByRole('button', { name: 'Text me a code' }).click();
  await page.getByLabel('Enter the 6-digit code').fill(await textedCode(number));
  await page.getByText('is verified').last().waitFor();
  await signUp();
  await page.getByRole('heading', { name: 'You’re on the list' }).waitFor();
  assert.equal(await page.locator('.number').textContent(), number.replaceAll(' ', ''));
  assert.deepEqual(complaints, []);
});

test('a call is answered, and what it says is written down', async () => {
  await enterNumber(numbers.next().value);
  await page.getByRole('radio', { name: 'Phone call' }).check();
  await page.getByRole('button', { name: 'Call me with a code' }).click();
  await page.getByRole('button', { name: 'Answer' }).click();
  const said = await page.locator('.transcript').textContent();
  const digits = said?.match(/\d(?:, \d){5}/)?.[0].replaceAll(', ', '') ?? assert.fail('no code was said');
  await page.getByLabel('Enter the 6-digit code').fill(digits);
  await page.getByText('is verified').last().waitFor();
  assert.deepEqual(complaints, []);
});

test('the form does not leave before the number is verified', async () => {
  await enterNumber(numbers.next().value);
  await signUp();
  assert.equal(new URL(page.url()).pathname, '/');
});

test('a form that is sent twice signs up once', async () => {
  const number = numbers.next().value;
  await enterNumber(number);
  await page.getByRole('button', { name: 'Text me a code' }).click();
  await page.getByLabel('Enter the 6-digit code').fill(await textedCode(number));
  await page.getByText('is verified').last().waitFor();
  const submit = (): Promise<number> =>
    page.evaluate(async () => {
      const form = document.querySelector('form') ?? new HTMLFormElement();
      const body = new URLSearchParams(
        [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
      );
      return (await fetch(form.action, { method: 'POST', body, redirect: 'manual' })).status;
    });
  // A redirect that is not followed has no status.
  assert.deepEqual([await submit(), await submit()], [0, 422]);
});

test('the list of numbers is there to be played', async () => {
  await page.getByRole('link', { name: 'some misbehave' }).click();
  await page.getByRole('heading', { name: 'Numbers that misbehave' }).waitFor();
  assert.ok((await page.locator('tbody tr').count()) > 60);
  assert.deepEqual(complaints, []);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pages and phone pass an accessibility audit, ${colorScheme}`, async () => {
    await page.context().close();
    // The audit's own script is not in the policy, and nothing can be measured while it fades.
    page = await (await browser.newContext({ colorScheme, bypassCSP: true, reducedMotion: 'reduce' })).newPage();
    const audit = async (): Promise<void> => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(
        violations.map(({ help, nodes }) => [help, nodes.map(({ html }) => html)]),
        [],
      );
    };
    await page.goto(`${demo.origin}/numbers`);
    await audit();
    await page.goto(demo.origin);
    await audit();
    await enterNumber(numbers.next().value);
    await page.getByRole('radio', { name: 'Phone call' }).check();
    await page.getByRole('button', { name: 'Call me with a code' }).click();
    await page.getByRole('button', { name: 'Answer' }).waitFor();
    await audit();
    await page.getByRole('button', { name: 'Answer' }).click();
    await page.locator('.transcript').waitFor();
    await audit();
    await page.getByRole('button', { name: 'Hang up' }).click();
    await page.locator('.thread').waitFor();
    await audit();
  });
}

test('nothing is wider than a screen of 320 pixels', async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ['/', '/numbers']) {
    await page.goto(demo.origin + path);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, path);
  }
});
