/**
 * The accessibility tree of every state, as Chromium gives it to screen readers, and axe on every state in light and dark,
 * left to right and right to left. The trees lie in `aria.test.ts.snapshot`; after a change that is meant:
 *   node --test --test-update-snapshots demo/e2e/aria.test.ts
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, describe, snapshot, test } from 'node:test';
import type { Browser } from 'playwright-core';
import type { OtpVerify } from '../../widget/index.ts';
import { launchChromium } from '../browser.ts';
import { bundleElement, openScene } from '../scene-page.ts';
import { scenes } from '../scenes.ts';

/** Without `AxeBuilder`, which brings it anew for each look. */
const axe = createRequire(import.meta.resolve('@axe-core/playwright'))('axe-core') as { readonly source: string };

/** What that leaves in the page. */
type Axe = {
  run(
    selector: string,
    options: object,
  ): Promise<{ violations: readonly { id: string; nodes: readonly { html: string }[] }[] }>;
};

let browser: Browser;
let script: string;

before(async () => {
  script = await bundleElement();
  browser = await launchChromium();
});

after(() => browser.close());

snapshot.setDefaultSnapshotSerializers([String]);

/** Without the time that has passed, and with the chosen country alone: when the others are listed is up to the browser. */
const steady = (tree: string): string =>
  tree
    .replace(/\n *- option "(?!(?:Latvia|LV) ).*/g, '')
    .replace(/option "LV \+371"/, 'option "Latvia (+371)"')
    .replace(/\d?\d:\d\d/g, 'm:ss');

const looks = ['light', 'dark'].flatMap((theme) => (['ltr', 'rtl'] as const).map((dir) => ({ theme, dir })));

/** In the page: all looks, one after the other, by the rules of WCAG 2.2 AA and those of good practice. */
async function auditLooks(all: typeof looks): Promise<string[]> {
  const { axe: inPage } = window as unknown as { readonly axe: Axe };
  const element = document.querySelector<OtpVerify>('otp-verify');
  const faults: string[] = [];
  for (const { theme, dir } of all) {
    document.documentElement.dir = dir;
    document.body.style.cssText = theme === 'dark' ? 'background: #101418; color: #e8eaed' : '';
    element?.requestUpdate();
    await element?.updateComplete;
    const { violations } = await inPage.run('otp-verify', {
      resultTypes: ['violations'],
      rules: { 'target-size': { enabled: true } },
    });
    for (const { id, nodes } of violations)
      faults.push(`${theme}, ${dir}: ${id} ${nodes.map(({ html }) => html).join()}`);
  }
  return faults;
}

// Two at a time, since most of it is work of the pages.
describe('every state', { concurrency: 2 }, () => {
  for (const scene of scenes) {
    test(`${scene.name} is, for a screen reader, what it was, and accessible in every look`, async (t) => {
      // Without motion, since nothing can be measured while it fades.
      const context = await browser.newContext({ viewport: { width: 400, height: 640 }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      try {
        await openScene(page, script, scene);
        t.assert.snapshot(steady(await page.locator('otp-verify').ariaSnapshot()));
        // A page that breaks its own contrast has to mend that itself.
        if (scene.name === 'hostile-page') return;
        const begun = performance.now();
        await page.evaluate(axe.source);
        assert.deepEqual(await page.evaluate(auditLooks, looks), []);
        t.diagnostic(`${looks.length} audits in ${Math.round(performance.now() - begun)} ms`);
      } finally {
        await context.close();
      }
    });
  }
});
