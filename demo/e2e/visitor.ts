/** A visitor of the demo, for end-to-end tests: a page in a real browser, the handset beside it, and what the two are told. */
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';

export type Visitor = {
  readonly page: Page;
  /** What the browser complained about: the policy, scripts. Refusals of the relay are the test's own. */
  readonly complaints: readonly string[];
  /** All that the browser has asked for. */
  readonly requests: readonly Request[];
  /** The code of the `nth` text to this number, as the handset writes it. */
  readonly textedCode: (to: string, nth?: number) => Promise<string>;
  /** axe finds nothing in what is shown now. */
  readonly audit: () => Promise<void>;
};

export const visit = async (browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> => {
  // Without motion, since nothing can be measured while it fades.
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: Request[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request));
  await page.goto(url);
  return {
    page,
    complaints,
    requests,
    async textedCode(to, nth = 1) {
      const texts = page.locator('demo-handset .stamp', { hasText: to }).locator('+ .bubble strong');
      return (await texts.nth(nth - 1).textContent()) ?? '';
    },
    async audit() {
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(
        violations.map(({ help, nodes }) => [help, nodes.map(({ html }) => html)]),
        [],
      );
    },
  };
};
