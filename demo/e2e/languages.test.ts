/** Every state in every language on a screen of 320 pixels: all of its text is there, whole, and inside. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import type { OtpVerify } from '../../widget/index.ts';
import { en } from '../../widget/messages/en.ts';
import type { MessageKey } from '../../widget/messages/index.ts';
import { languages } from '../../widget/messages/languages.ts';
import { launchChromium } from '../browser.ts';
import { bundleElement, openScene, pattern } from '../scene-page.ts';
import { scenes } from '../scenes.ts';

let browser: Browser;
let context: BrowserContext;
let script: string;

before(async () => {
  script = await bundleElement();
  browser = await launchChromium();
  context = await browser.newContext({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' });
});

after(() => browser.close());

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

type Look = { readonly faults: readonly string[]; readonly texts: readonly string[] };

/** In the page, where the element takes one language after the other. */
async function look(tags: readonly string[]): Promise<Look> {
  const element = document.querySelector<OtpVerify>('otp-verify');
  const root = element?.shadowRoot;
  const base = root?.querySelector<HTMLElement>('.base');
  if (!element || !root || !base) throw new Error('There is no element');
  const faults: string[] = [];
  const seen: string[] = [];

  // Not by a timer: the page's clock is not the real one.
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => resolve(), { once: true });
      port1.start();
      port2.postMessage(undefined);
    });

  const parentOf = (node: Element): Element | null =>
    node.assignedSlot ?? node.parentElement ?? (node.getRootNode() === root ? element : null);

  /** The boxes that would cut a text off, or that it would stick out of. */
  const boxesAround = (node: Element): readonly Box[] => {
    const { left, right } = element.getBoundingClientRect();
    const boxes: Box[] = [
      { left: Math.max(left, 0), right: Math.min(right, innerWidth), top: -Infinity, bottom: Infinity },
    ];
    for (let box: Element | null = node; box && box !== element; box = parentOf(box)) {
      const clips = getComputedStyle(box).overflowX !== 'visible';
      if (clips || box.matches('button, [part]:not(.base)')) boxes.push(box.getBoundingClientRect());
    }
    return boxes;
  };

  const isInside = (part: Box, whole: Box): boolean =>
    part.left >= whole.left - 0.5 &&
    part.right <= whole.right + 0.5 &&
    part.top >= whole.top - 0.5 &&
    part.bottom <= whole.bottom + 0.5;

  for (const tag of tags) {
    element.lang = tag;
    while (base.lang !== tag) await turn();
    await element.updateComplete;
    const complain = (what: string, text = ''): void => void faults.push(`${tag}: ${what} ${text}`);
    if (document.documentElement.scrollWidth > innerWidth) complain('the page scrolls sideways');
    for (const tree of [root, element]) {
      const walker = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { currentNode: node } = walker;
        const parent = node.parentElement;
        const text = node.textContent?.trim() ?? '';
        if (!parent || !text || parent.closest('.heard, [data-heard], .country, style')) continue;
        seen.push(parent.textContent?.trim() ?? '');
        if (/\{\w+\}/.test(text)) complain('has no value', text);
        if (parent.clientWidth > 0 && parent.scrollWidth > parent.clientWidth) complain('is wider than its box:', text);
        const range = document.createRange();
        range.selectNodeContents(node);
        const boxes = boxesAround(parent);
        const isCut = [...range.getClientRects()].some((part) => !boxes.every((box) => isInside(part, box)));
        if (isCut) complain('sticks out:', text);
      }
    }
  }
  const named = [...root.querySelectorAll('[aria-label]')].map(({ ariaLabel }) => ariaLabel ?? '');
  return { faults, texts: [...seen, ...named, base.innerText.replaceAll(/\s+/g, ' ')] };
}

const tags = ['en', ...Object.keys(languages)];
/** The English texts that were on some screen. */
const met = new Set<MessageKey>();

for (const scene of scenes) {
  // A page that resets everything is not asked to look well.
  if (scene.name === 'hostile-page') continue;
  test(`${scene.name} fits in ${tags.length} languages`, async () => {
    const page = await context.newPage();
    try {
      await openScene(page, script, scene);
      const { texts } = await page.evaluate(look, ['en']);
      for (const key of Object.keys(en) as MessageKey[]) {
        if (texts.some((text) => pattern(en[key]).test(text))) met.add(key);
      }
      const { faults } = await page.evaluate(look, tags);
      assert.deepEqual(faults, []);
      // Text twice as large, in the languages with the longest words (WCAG 2.2, 1.4.4).
      await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
      const large = await page.evaluate(look, ['de', 'fi', 'hu', 'hy', 'ka', 'ru', 'ta', 'uk']);
      assert.deepEqual(large.faults, []);
    } finally {
      await context.setOffline(false);
      await page.close();
    }
  });
}

test('every text was on one of these screens, but those of the browser’s bubble', () => {
  const elsewhere: readonly MessageKey[] = ['bubbleNumber', 'bubblePress'];
  const missing = Object.keys(en).filter((key) => !met.has(key as MessageKey));
  assert.deepEqual(missing, elsewhere);
});
