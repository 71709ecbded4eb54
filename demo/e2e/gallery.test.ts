/** The same tag in six sites: a whole verification in each, and what their CSS, or a reader's settings, make of it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { messages as arabic } from '../../widget/messages/ar.ts';
import { format } from '../../widget/messages/index.ts';
import { en } from '../../widget/messages/en.ts';
import { launchChromium } from '../browser.ts';
import { type Demo, startDemo } from '../server.ts';
import { type Site, sites } from '../sites.ts';
import { cutTexts, focusRing, measure, sidewaysScroll } from './measure.ts';
import { type Visitor, visit } from './visitor.ts';

let demo: Demo;
let browser: Browser;

before(async () => {
  demo = await startDemo({ PORT: '0', LIMIT_RESEND_COOLDOWN: '0s' }, false);
  browser = await launchChromium();
});

after(async () => {
  await browser.close();
  await demo.stop();
});

/** What a visitor reads and presses. */
type Words = {
  readonly number: string;
  readonly send: string;
  readonly code: string;
  readonly verified: RegExp;
  readonly submit: string;
};

const english = {
  number: en.phoneLabel,
  send: en.sendSms,
  code: en.codeLabel.replace('{n}', '6'),
  verified: /is verified/,
};

const words: Readonly<Record<Site, Words>> = {
  plain: { ...english, submit: 'Keep my place' },
  bootstrap: { ...english, submit: 'Book for $95' },
  tailwind: { ...english, submit: 'Start watching' },
  fintech: { ...english, submit: 'Send €\u00a01,250.00' },
  arabic: {
    number: format(arabic.phoneLabel),
    send: format(arabic.sendSms),
    code: format(arabic.codeLabel, { n: '6' }),
    verified: /تم تأكيد/,
    submit: 'تأكيد الطلب',
  },
  brand: {
    ...english,
    number: 'Your mobile, for us to hold it',
    send: 'Continue',
    code: 'The code we sent you',
    submit: 'Hold the table',
  },
};

/** Numbers that this file alone uses. */
const numbers = (function* (): Generator<string, never> {
  for (let n = 100; ; n += 1) yield `+371 28 400 ${n}`;
})();

type Guest = Visitor & {
  readonly words: Words;
  readonly element: Locator;
  readonly field: Locator;
  readonly codeField: Locator;
  /** Asks for a code, waits for it, and gives it back. */
  readonly ask: (number?: string) => Promise<string>;
  readonly press: (name: string) => Promise<void>;
};

/** Opens a site, and closes it again; the browser must have found nothing to complain of. */
const at = async (path: string, options: BrowserContextOptions, stay: (guest: Guest) => Promise<void>) => {
  const visitor = await visit(browser, `${demo.origin}/gallery/${path}`, options);
  const { page, textedCode } = visitor;
  const said = words[(/^\w+/.exec(path)?.[0] ?? '') as Site];
  const element = page.locator('otp-verify');
  const field = page.getByLabel(said.number, { exact: true });
  const codeField = page.getByLabel(said.code, { exact: true });
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  try {
    // All of the first screen is here, the country's example too.
    await element.getByRole('radio').first().waitFor({ state: 'attached' });
    await element.locator('[slot="message"]:not(:empty)').waitFor();
    await stay({
      ...visitor,
      words: said,
      element,
      field,
      codeField,
      press,
      async ask(number = numbers.next().value) {
        await field.fill(number);
        await press(said.send);
        await codeField.waitFor();
        return textedCode(number);
      },
    });
    assert.deepEqual(visitor.complaints, []);
  } finally {
    await page.context().close();
  }
};

const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

const verified = ({ page, words: { verified: text } }: Guest): Promise<void> =>
  page.locator('otp-verify').getByText(text).filter({ visible: true }).first().waitFor();

/** Pages that are the same site by another light. */
const lights: readonly (readonly [path: string, options: BrowserContextOptions])[] = [
  ...sites.map((site) => [site, {}] as const),
  ...(['plain', 'tailwind', 'arabic'] as const).map((site) => [site, { colorScheme: 'dark' }] as const),
  ['fintech?scheme=none', {}],
];

for (const [path, options] of lights) {
  const name = `${path}${options.colorScheme ? ', dark' : ''}: a whole verification, audited at each step`;
  test(name, async () => {
    await at(path, options, async (guest) => {
      const { page, audit, ask, codeField, press, words: said, element } = guest;
      await audit();
      const number = numbers.next().value;
      const code = await ask(number);
      await audit();
      await codeField.fill(wrong(code));
      await element.locator('.error').waitFor();
      await audit();
      await codeField.fill(code);
      await verified(guest);
      await audit();
      await press(said.submit);
      await page.getByRole('heading', { name: 'The form has arrived' }).waitFor();
      assert.equal(await page.locator('.number').textContent(), number.replaceAll(' ', ''));
    });
  });
}

describe('the page’s CSS breaks nothing', () => {
  for (const site of sites) {
    test(site, async () => {
      await at(site, {}, async ({ page, element, field }) => {
        const { box, empty, around, atCountry, button, accent, ...measured } = await measure(page);
        assert.equal(atCountry, 'select');
        await element.locator('select').focus();
        await element.locator('select').selectOption('LV');
        await element.getByText('LV +371').waitFor();
        const isOwn = site === 'brand';
        if (!isOwn) {
          assert.ok(box.height >= 48 && box.height <= 56, `${box.height}`);
          assert.ok(empty.start <= 1 && empty.end <= 1.5 && empty.end >= 0, JSON.stringify(empty));
          assert.deepEqual(measured.field, {
            'font-family': around['font-family'],
            'font-size': `${Math.max(16, Number.parseFloat(around['font-size'] ?? ''))}px`,
            color: around['color'],
            'background-color': 'rgba(0, 0, 0, 0)',
            'border-top-width': '0px',
            'box-shadow': 'none',
            'margin-top': '0px',
            'padding-left': '14px',
            'border-radius': '0px',
            transform: 'none',
            'text-transform': 'none',
          });
          assert.ok(button.height >= 48);
          assert.equal(button.background, accent === 'auto' ? around['color'] : accent);
        }
        await field.focus();
        const ring = await focusRing(page);
        assert.match(ring, /^2px solid /);
        assert.ok(ring.endsWith(accent === 'auto' ? (around['color'] ?? '') : accent), `${ring}, not ${accent}`);
      });
    });
  }

  test('a field of the page’s own keeps the page’s looks, and its button too', async () => {
    await at('brand', {}, async ({ page, field, words: { send } }) => {
      const looks = (locator: Locator): Promise<readonly string[]> =>
        locator.evaluate((node) => {
          const { fontSize, borderTopWidth, borderBottomWidth, backgroundColor, height } = getComputedStyle(node);
          return [fontSize, borderTopWidth, borderBottomWidth, backgroundColor, height];
        });
      assert.deepEqual(await looks(field), await looks(page.getByLabel('In whose name')));
      assert.equal((await looks(page.getByRole('button', { name: send })))[3], 'rgb(106, 27, 42)');
    });
  });

  test('a dark page that says nothing of color-scheme gets the same colours', async () => {
    const seen: unknown[] = [];
    for (const path of ['fintech', 'fintech?scheme=none']) {
      await at(path, {}, async ({ page }) => {
        const { around, field, button } = await measure(page);
        seen.push([around['color'], field['color'], field['background-color'], button]);
      });
    }
    assert.deepEqual(seen[0], seen[1]);
  });
});

describe('whatever a reader has set', () => {
  for (const site of sites) {
    test(`${site}: 320 pixels, and 200 % text, cut nothing off`, async () => {
      await at(site, { viewport: { width: 320, height: 640 } }, async (guest) => {
        const { page, ask, codeField, element } = guest;
        const fits = async (): Promise<void> => {
          for (const size of ['', '200%']) {
            await page.evaluate((fontSize) => Object.assign(document.documentElement.style, { fontSize }), size);
            assert.equal(await sidewaysScroll(page), 0);
            assert.deepEqual(await cutTexts(page, '.site'), []);
          }
          await page.evaluate(() => Object.assign(document.documentElement.style, { fontSize: '' }));
        };
        await fits();
        const code = await ask();
        await fits();
        await codeField.fill(wrong(code));
        await element.locator('.error').waitFor();
        await fits();
        await codeField.fill(code);
        await verified(guest);
        await fits();
      });
    });

    test(`${site}: forced colours leave borders, the ring and the chosen channel to be seen`, async () => {
      await at(site, { forcedColors: 'active' }, async ({ page, element, field }) => {
        const seen = await element.evaluate((node) => {
          const colours = (selector: string): Record<string, string> => {
            const found = node.shadowRoot?.querySelector(selector) ?? node.querySelector(selector);
            if (!found) return {};
            const { color, backgroundColor, borderBottomColor, borderBottomWidth } = getComputedStyle(found);
            return { color, backgroundColor, borderBottomColor, borderBottomWidth };
          };
          const own = !!node.querySelector('[slot="submit"]');
          return {
            page: getComputedStyle(document.body).backgroundColor,
            field: colours(own ? '[slot="recipient"]' : '.box'),
            submit: colours(own ? '[slot="submit"]' : '.submit'),
            chosen: colours('.channel:has(:checked)'),
          };
        });
        for (const { borderBottomColor, borderBottomWidth, color } of [seen.field, seen.submit]) {
          assert.notEqual(borderBottomColor, seen.page);
          assert.equal(borderBottomWidth, '1px');
          assert.notEqual(color, seen.page);
        }
        assert.notEqual(seen.chosen['backgroundColor'], seen.page);
        await field.focus();
        const ring = await focusRing(page);
        assert.ok(ring && !ring.endsWith(seen.page), ring);
      });
    });
  }

  for (const [reducedMotion, moves] of [
    ['reduce', false],
    ['no-preference', true],
  ] as const) {
    test(`the next screen ${moves ? 'fades in' : 'is there at once'} with ${reducedMotion}`, async () => {
      for (const site of ['plain', 'tailwind'] as const) {
        await at(site, { reducedMotion }, async ({ page, ask, element }) => {
          // Whatever moves is written down from now on.
          await element.evaluate((node) => {
            const seen = new Set<string>();
            const root = node.shadowRoot;
            root?.addEventListener('animationstart', (event) => seen.add((event as AnimationEvent).animationName));
            Object.assign(globalThis, { animationsSeen: seen });
          });
          await ask();
          const seen = await page.evaluate(() => [
            ...(globalThis as unknown as { animationsSeen: Set<string> }).animationsSeen,
          ]);
          assert.equal(seen.includes('fade'), moves, `${site}: ${seen.join()}`);
        });
      }
    });
  }
});

describe('the gallery', () => {
  for (const options of [{}, { colorScheme: 'dark', viewport: { width: 320, height: 640 } }] as const) {
    test(`is reached from the shop, shows all six and leads to each${'viewport' in options ? ', on a small dark phone' : ''}`, async () => {
      const { page, audit, complaints } = await visit(browser, demo.origin, options);
      try {
        await page.getByRole('link', { name: 'six other sites' }).click();
        await page.getByRole('heading', { name: 'One tag, six sites' }).waitFor();
        for (const frame of await page.locator('iframe').all()) {
          await frame.scrollIntoViewIfNeeded();
          const inside = frame.contentFrame();
          await inside.locator('otp-verify').getByRole('radio').first().waitFor({ state: 'attached' });
          // Six phones would each hold a connection.
          assert.equal(await inside.locator('demo-handset').isVisible(), false);
        }
        await audit();
        assert.equal(await sidewaysScroll(page), 0);
        for (const site of sites) {
          await page.locator(`a[href="/gallery/${site}"]`).click();
          await page.waitForURL(`**/gallery/${site}`);
          assert.equal(await sidewaysScroll(page), 0);
          await page.getByRole('link', { name: 'The gallery' }).click();
          await page.waitForURL('**/gallery');
        }
        assert.deepEqual(complaints, []);
      } finally {
        await page.context().close();
      }
    });
  }

  test('is served under a policy without an exception', async () => {
    for (const path of ['', ...sites.map((site) => `/${site}`)]) {
      const { headers } = await fetch(`${demo.origin}/gallery${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(
        policy,
        /default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'/,
      );
      assert.match(policy, /require-trusted-types-for 'script'/);
      assert.doesNotMatch(policy, /unsafe|data:|\*/);
    }
  });
});
