/** What WCAG 2.2 AA asks for that no audit of markup can see: keys, focus, spacing, zoom, contrast of what is no text, motion. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../browser.ts';
import { bundleElement, openScene, type Setting } from '../scene-page.ts';
import { scenes, type Scene } from '../scenes.ts';

let browser: Browser;
let script: string;

before(async () => {
  script = await bundleElement();
  browser = await launchChromium();
});
after(() => browser.close());

const sceneOf = (name: string): Scene => {
  const scene = scenes.find((each) => each.name === name);
  if (!scene) throw new Error(`There is no scene ${name}`);
  return scene;
};

async function on<Result>(
  name: string,
  look: BrowserContextOptions & Setting,
  task: (page: Page) => Promise<Result>,
): Promise<Result> {
  const { lang, dir, css, ...options } = look;
  const setting: Setting = { ...(lang && { lang }), ...(dir && { dir }), ...(css && { css }) };
  const context = await browser.newContext({
    viewport: { width: 400, height: 640 },
    reducedMotion: 'reduce',
    ...options,
  });
  try {
    const page = await context.newPage();
    await openScene(page, script, sceneOf(name), setting);
    return await task(page);
  } finally {
    await context.close();
  }
}

/** One of each screen, with the longest texts. */
const screens = ['number-unlikely', 'landline', 'code-ten-digits', 'call', 'last-try', 'not-delivered'];
const others = ['last-code', 'wait', 'offline-code', 'verified', 'verified-change', 'expired', 'ticket', 'challenge'];

/** In the page: what is cut off, or sticks out sideways. */
const faults = (): string[] => {
  const element = document.querySelector('otp-verify');
  const root = element?.shadowRoot;
  if (!element || !root) return ['There is no element'];
  const found: string[] = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
  for (const each of [...root.querySelectorAll<HTMLElement>('*'), ...element.querySelectorAll<HTMLElement>('*')]) {
    if (each.closest('.heard, select, option, .country, [type=radio], .guide')) continue;
    const { left, right, height } = each.getBoundingClientRect();
    if (height > 0 && (left < 0 || right > innerWidth + 0.5) && !each.matches('[autocomplete=one-time-code]'))
      found.push(`sticks out: ${each.outerHTML.slice(0, 80)}`);
    const clips = getComputedStyle(each).overflowY !== 'visible';
    if (clips && !(each instanceof HTMLInputElement) && each.scrollHeight > each.clientHeight + 1)
      found.push(`is cut off: ${each.outerHTML.slice(0, 80)}`);
    if (each instanceof HTMLInputElement && each.scrollWidth > each.clientWidth + 1)
      found.push(`scrolls: ${each.value}`);
  }
  return found;
};

describe('text can be', () => {
  for (const name of [...screens, ...others]) {
    it(`twice as large on 320 pixels: ${name}`, async () => {
      const look = { viewport: { width: 320, height: 640 }, css: 'html{font-size:200%}' };
      assert.deepEqual(await on(name, look, (page) => page.evaluate(faults)), []);
    });

    // https://www.w3.org/TR/WCAG22/#text-spacing
    it(`spaced as wide as WCAG asks: ${name}`, async () => {
      const css =
        '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}';
      assert.deepEqual(await on(name, { css }, (page) => page.evaluate(faults)), []);
    });
  }
});

describe('by keyboard alone', () => {
  it('a person gets from the number to the verified line; every stop has a ring, and nothing lies over it', async () => {
    await on('number', {}, async (page) => {
      const press = (key: string): Promise<void> => page.keyboard.press(key);
      /** What has the focus, the ring around it, and whether it is what is seen in its place. */
      const stop = (): Promise<{ name: string; ring: string; isOnTop: boolean }> =>
        page.evaluate(() => {
          let active = document.activeElement;
          while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
          const own = active?.closest('select, [type=radio]') ? active : undefined;
          const name =
            active?.getAttribute('aria-label') ??
            (active instanceof HTMLInputElement ? active.labels?.[0]?.textContent : active?.textContent) ??
            '';
          // The ring is around the whole box.
          const boxes = [active, own?.closest('.box, .channels'), active?.assignedSlot?.closest('.box')];
          const ring = boxes
            .map((box) => (box ? getComputedStyle(box).outline : ''))
            .find((outline) => /solid 2px/.test(outline));
          const { left, top, width, height } = active?.getBoundingClientRect() ?? new DOMRect();
          const seen = document.elementFromPoint(left + width / 2, top + height / 2);
          return { name: name.trim(), ring: ring ?? '', isOnTop: !!seen?.closest('otp-verify') };
        });
      const walk = async (...names: readonly string[]): Promise<void> => {
        for (const name of names) {
          await press('Tab');
          const at = await stop();
          assert.equal(at.name, name);
          assert.match(at.ring, /solid 2px$/, `nothing is around ${name}`);
          assert.ok(at.isOnTop, `something lies over ${name}`);
        }
      };
      await page.locator('body').focus();
      await walk('Country', 'Phone number', 'Text message');
      await press('ArrowRight');
      assert.equal((await stop()).name, 'Phone call');
      await walk('Call me with a code');
      await press('Shift+Tab');
      await press('ArrowLeft');
      await press('Shift+Tab');
      await page.keyboard.type('28782931');
      await press('Enter');
      await page.locator('otp-verify:state(code)').waitFor();
      await page.clock.runFor(31_000);
      await page.locator('otp-verify').getByText('Call me instead').waitFor();
      assert.equal((await stop()).name, 'Enter the 6-digit code');
      await walk('Verify', 'Send a new code', 'Call me instead');
      for (let back = 0; back < 3; back++) await press('Shift+Tab');
      await press('Shift+Tab');
      assert.equal((await stop()).name, 'Change number');
      await press('Enter');
      await page.locator('otp-verify:state(recipient)').waitFor();
      await press('Enter');
      await page.locator('otp-verify:state(code)').waitFor();
      await page.locator('otp-verify input[autocomplete=one-time-code]:focus').waitFor();
      await page.keyboard.type('123456');
      await page.locator('otp-verify:state(verified)').waitFor();
      await page.clock.runFor(100);
      await walk('Change number');
    });
  });
});

describe('without colour, motion and fine sight', () => {
  /** In the page: the contrast of a colour with what is behind all of it. */
  const contrasts = (selectors: readonly string[]): Record<string, number> => {
    const canvas = new OffscreenCanvas(1, 1);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const root = document.querySelector('otp-verify')?.shadowRoot;
    if (!context || !root) throw new Error('There is no element');
    const luminance = (...colours: readonly string[]): number => {
      for (const colour of colours) {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
      }
      const [r = 0, g = 0, b = 0] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => {
        const part = byte / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const page = getComputedStyle(document.body).backgroundColor;
    const behind = luminance('white', page);
    return Object.fromEntries(
      selectors.map((selector) => {
        const [where = '', property = ''] = selector.split(' ');
        const element = root.querySelector(where);
        const colour = element ? getComputedStyle(element).getPropertyValue(property) : '';
        const front = luminance('white', page, colour);
        const [high, low] = front > behind ? [front, behind] : [behind, front];
        return [selector, (high + 0.05) / (low + 0.05)];
      }),
    );
  };

  for (const [theme, css] of [
    ['light', ''],
    ['dark', 'body{background:#101418;color:#e8eaed}'],
  ] as const) {
    it(`boxes, rings and faults have three times the page’s brightness, or a third: ${theme}`, async () => {
      const selectors = ['.box border-top-color', '.submit background-color', '.box outline-color'];
      const measured = await on('number-short', { css }, (page) => page.evaluate(contrasts, selectors));
      for (const [what, contrast] of Object.entries(measured)) assert.ok(contrast >= 3, `${what}: ${contrast}`);
    });
  }

  it('an error has an icon, a chosen channel a tick, and a link a line', async () => {
    const marks = await on('last-try', {}, (page) =>
      page.evaluate(() => {
        const root = document.querySelector('otp-verify')?.shadowRoot;
        const style = (selector: string, pseudo?: string): CSSStyleDeclaration | undefined => {
          const element = root?.querySelector(selector);
          return element ? getComputedStyle(element, pseudo) : undefined;
        };
        return [style('.error', '::before')?.content, style('.link')?.textDecorationLine];
      }),
    );
    assert.deepEqual(marks, ['"!" / ""', 'underline']);
    const tick = await on('number', {}, (page) =>
      page.locator('otp-verify .channel:has(:checked) span').evaluate((chosen) => {
        const { content, display, borderBottomStyle, borderRightStyle } = getComputedStyle(chosen, '::before');
        return [content, display, borderBottomStyle, borderRightStyle];
      }),
    );
    assert.deepEqual(tick, ['""', 'inline-block', 'solid', 'solid']);
  });

  it('nothing moves for who wants no motion, and a spinner turns for everybody else', async () => {
    const animations = (page: Page): Promise<string[]> =>
      page.evaluate(() => {
        const root = document.querySelector('otp-verify')?.shadowRoot;
        return [...(root?.querySelectorAll('*') ?? [])].map((each) => getComputedStyle(each).animationName);
      });
    const still = await on('sending', { reducedMotion: 'reduce' }, animations);
    assert.ok(!still.some((name) => /fade|turn/.test(name)), still.join());
    const moving = await on('sending', { reducedMotion: 'no-preference' }, animations);
    assert.ok(moving.some((name) => name.includes('turn')));
  });

  it('forced colours leave the borders, the choice and the place of each digit', async () => {
    const look = { forcedColors: 'active' } as const;
    const number = await on('number', look, (page) =>
      page.evaluate(() => {
        const root = document.querySelector('otp-verify')?.shadowRoot;
        const style = (selector: string): CSSStyleDeclaration => {
          const element = root?.querySelector(selector);
          if (!element) throw new Error(`There is no ${selector}`);
          return getComputedStyle(element);
        };
        return {
          box: style('.box').borderTopWidth,
          button: style('.submit').borderTopWidth,
          chosen: style('.channel:has(:checked)').backgroundColor,
          other: style('.channel:not(:has(:checked))').backgroundColor,
        };
      }),
    );
    assert.deepEqual([number.box, number.button], ['1px', '1px']);
    assert.notEqual(number.chosen, number.other);
    const guide = await on('code', look, (page) =>
      page.locator('otp-verify .guide').evaluate((each) => getComputedStyle(each).backgroundImage),
    );
    assert.match(guide, /linear-gradient/);
  });
});
