/** Four providers behind one form: each by itself, and two of them while the first dies at each step. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { launchChromium } from '../browser.ts';
import { type Demo, startDemo } from '../server.ts';
import { type Vendor, vendors } from '../simulators/vendors.ts';
import type { Arrival, Board, Condition } from '../switchboard.ts';
import { type Visitor, visit } from './visitor.ts';

let browser: Browser;
let demo: Demo;
let visitor: Visitor;
let number: string;
/** How far the demo's clock is ahead, in milliseconds. */
let later = 0;
/** By the demo's clock. */
let begun: number;

const now = (): number => Date.now() + later;

/** One for each test, so that the handset's texts are told apart. */
const numbers = (function* (): Generator<string, never> {
  for (let n = 100; ; n += 1) yield `+371 28 500 ${n}`;
})();

before(async () => {
  demo = await startDemo({ PORT: '0', LIMIT_RESEND_COOLDOWN: '0s' }, false, now);
  browser = await launchChromium();
});

after(async () => {
  await browser.close();
  await demo.stop();
});

beforeEach(() => {
  number = numbers.next().value;
  // Whoever was left alone may be asked again.
  later += 31_000;
  begun = now();
});

afterEach(async () => {
  const { page, complaints, audit } = visitor;
  try {
    await audit();
  } finally {
    await page.context().close();
    for (const vendor of vendors) await turn(vendor, 'up');
  }
  assert.deepEqual(complaints, []);
});

const names: Readonly<Record<Vendor, string>> = {
  wavix: 'Wavix',
  wayscloud: 'WAYSCloud',
  textmagic: 'Textmagic',
  infobip: 'Infobip',
};

const open = async (order: string): Promise<void> => {
  visitor = await visit(browser, `${demo.origin}/providers?order=${order}`);
  await sees('How should we send your code?');
};

async function turn(vendor: Vendor, condition: Condition): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  await fetch(`${demo.origin}/providers/${vendor}`, { method: 'PUT', headers, body: JSON.stringify({ condition }) });
}

/** As an operator does it. */
const choose = async (vendor: Vendor, condition: Condition): Promise<void> => {
  const { page } = visitor;
  await page.getByLabel(`${names[vendor]}, now`).selectOption(condition);
  await page.locator(`li[data-condition="${condition}"]`, { hasText: names[vendor] }).waitFor();
};

const element = (): Locator => visitor.page.locator('otp-verify');
const press = (name: string): Promise<void> => element().getByRole('button', { name }).click();
const sees = (text: string | RegExp): Promise<void> =>
  element().getByText(text).filter({ visible: true }).first().waitFor();
const codeField = (): Locator => visitor.page.getByLabel(/Enter the \d-digit code/);
const cameFrom = (vendor: Vendor): Promise<void> =>
  visitor.page.getByRole('status').getByText(`The last code came from ${names[vendor]}.`).waitFor();

const ask = async (): Promise<void> => {
  await visitor.page.getByLabel('Phone number').fill(number);
  await press('Text me a code');
};

/** The first thing that the board's feed says. */
const readBoard = async (): Promise<Board> => {
  const abort = new AbortController();
  const { body } = await fetch(`${demo.origin}/providers/board`, { signal: abort.signal });
  let text = '';
  for await (const chunk of body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.includes('\n\n')) break;
  }
  abort.abort();
  return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '{}') as Board;
};

/** The codes that have come since the test began, however late: all that is under way has time to arrive. */
const arrivals = async (): Promise<readonly Arrival['vendor'][]> => {
  later += 5000;
  await visitor.page.waitForTimeout(600);
  return (await readBoard()).arrivals.filter(({ at }) => at >= begun).map(({ vendor }) => vendor);
};

/** Who was asked since the test began, and what came of it. */
const asked = async (): Promise<readonly string[]> =>
  (await readBoard()).exchanges.filter(({ at }) => at >= begun).map(({ vendor, result }) => `${vendor} ${result}`);

describe('alone', () => {
  for (const vendor of vendors) {
    test(`${names[vendor]} texts a code, and the next one after it`, async () => {
      await open(vendor);
      await visitor.audit();
      await ask();
      const first = await visitor.textedCode(number);
      await cameFrom(vendor);
      // Textmagic wants half a minute between two.
      later += 31_000;
      await press('Send a new code');
      await sees(/New code sent|Code sent again/);
      const second = await visitor.textedCode(number, 2);
      assert.equal(first === second, vendor === 'infobip');
      await codeField().fill(second);
      await sees('is verified');
      assert.deepEqual(await arrivals(), [vendor, vendor]);
    });

    test(`${names[vendor]} calls, and the phone reads the code aloud`, async () => {
      const { page } = (await open(vendor), visitor);
      await page.getByRole('radio', { name: 'Phone call' }).check();
      await page.getByLabel('Phone number').fill(number);
      await press('Call me with a code');
      await page.getByRole('button', { name: 'Answer' }).click();
      const said = (await page.locator('.transcript').textContent()) ?? '';
      await codeField().fill(said.match(/\d(?:, \d){3,9}/)?.[0].replaceAll(', ', '') ?? '');
      await sees('is verified');
    });
  }

  for (const vendor of ['wayscloud', 'infobip'] as const) {
    test(`${names[vendor]} emails a code`, async () => {
      const { page } = (await open(vendor), visitor);
      const address = `ada.${vendor}@example.com`;
      await page.getByRole('radio', { name: 'Email' }).check();
      await page.getByLabel('Email address').fill(address);
      await press('Email me a code');
      await codeField().fill(await visitor.textedCode(address));
      await sees('is verified');
      assert.deepEqual(await arrivals(), [vendor]);
    });
  }

  test('Wavix and Textmagic offer no email', async () => {
    for (const vendor of ['wavix', 'textmagic']) {
      await visitor?.page.context().close();
      await open(vendor);
      assert.equal(await element().getByRole('radio').count(), 2);
    }
  });
});

describe('while Wavix, which is asked first, dies', () => {
  for (const condition of ['refusing', 'unreachable'] as const) {
    test(`before the start, ${condition}: the code comes from Infobip, and nothing is noticed`, async () => {
      await open('wavix,infobip');
      await choose('wavix', condition);
      await ask();
      await sees('We texted it to');
      await cameFrom('infobip');
      await codeField().fill(await visitor.textedCode(number));
      await sees('is verified');
      assert.deepEqual(await arrivals(), ['infobip']);
    });

    test(`before the check, ${condition}: the code is as good once Wavix is back, and nobody else is asked`, async () => {
      await open('wavix,infobip');
      await ask();
      const code = await visitor.textedCode(number);
      await choose('wavix', condition);
      await codeField().fill(code);
      await sees('We couldn’t check your code. Please try again.');
      assert.equal(await codeField().inputValue(), code);
      await visitor.audit();
      await choose('wavix', 'up');
      await press('Verify');
      await sees('is verified');
      assert.deepEqual(await arrivals(), ['wavix']);
      assert.ok((await asked()).every((exchange) => exchange.startsWith('wavix')));
    });
  }

  for (const [next, condition] of [
    ['wayscloud', 'refusing'],
    ['wayscloud', 'unreachable'],
    ['infobip', 'refusing'],
  ] as const) {
    test(`before the resend, ${condition}: ${names[next]} sends, and Wavix’s code is void`, async () => {
      await open(`wavix,${next}`);
      await ask();
      const first = await visitor.textedCode(number);
      await cameFrom('wavix');
      await choose('wavix', condition);
      await press('Send a new code');
      await sees('New code sent. Earlier codes no longer work.');
      const second = await visitor.textedCode(number, 2);
      await cameFrom(next);
      if (first !== second) {
        await codeField().fill(first);
        await sees('That code isn’t right.');
      }
      await codeField().fill(second);
      await sees('is verified');
      assert.deepEqual(await arrivals(), ['wavix', next]);
    });
  }

  test('before the start, its answer lost: nobody else is asked, and the visitor is told to wait', async () => {
    await open('wavix,infobip');
    await choose('wavix', 'losing');
    await ask();
    await sees(/We’re not sure your code was sent/);
    assert.equal(await codeField().count(), 0);
    assert.deepEqual(await asked(), ['wavix lost']);
    assert.deepEqual(await arrivals(), ['wavix']);
  });

  test('before the resend, its answer lost: one new code has come, and it counts', async () => {
    await open('wavix,infobip');
    await ask();
    await visitor.textedCode(number);
    await choose('wavix', 'losing');
    await press('Send a new code');
    await sees(/^We’re not sure your code was sent/);
    const second = await visitor.textedCode(number, 2);
    await codeField().waitFor();
    await choose('wavix', 'up');
    await codeField().fill(second);
    await sees('is verified');
    assert.deepEqual(await arrivals(), ['wavix', 'wavix']);
  });

  test('before the check, its answer lost: what was found out is read once it is back', async () => {
    await open('wavix,infobip');
    await ask();
    const code = await visitor.textedCode(number);
    await choose('wavix', 'losing');
    await codeField().fill(code);
    await element().locator('.error').waitFor();
    await choose('wavix', 'up');
    await press('Verify');
    await sees('is verified');
    assert.deepEqual(await arrivals(), ['wavix']);
  });

  test('with both gone, the visitor is told so, and no code comes', async () => {
    await open('wavix,infobip');
    await choose('wavix', 'unreachable');
    await choose('infobip', 'refusing');
    await ask();
    await sees('We can’t send codes right now. Please try again later.');
    assert.deepEqual(await asked(), ['wavix unreachable', 'infobip 401']);
    assert.deepEqual(await arrivals(), []);
  });
});

describe('the panel', () => {
  test('changes the order, keeps the focus where it is, and a reload keeps the order', async () => {
    await open('wavix,infobip');
    const { page } = visitor;
    const order = page.getByText('OTP_PROVIDER=');
    await page.getByRole('button', { name: 'Ask Infobip earlier' }).click();
    assert.equal(await order.textContent(), 'OTP_PROVIDER=infobip,wavix');
    await page.getByLabel('Textmagic', { exact: true }).check();
    await page.getByRole('button', { name: 'Ask Textmagic earlier' }).press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.ariaLabel), 'Ask Textmagic earlier');
    await page.reload();
    assert.equal(await order.textContent(), 'OTP_PROVIDER=infobip,wavix,textmagic');
    await ask();
    await cameFrom('infobip');
  });

  test('keeps the last provider', async () => {
    await open('wavix');
    assert.ok(await visitor.page.getByLabel('Wavix', { exact: true }).isDisabled());
  });

  test('is found from the shop, and fits a small dark phone', async () => {
    const options = { viewport: { width: 320, height: 640 }, colorScheme: 'dark' } as const;
    visitor = await visit(browser, demo.origin, options);
    const { page, audit } = visitor;
    await page.getByRole('link', { name: 'four providers' }).click();
    await page.getByRole('heading', { name: 'Break one, and still get the code' }).waitFor();
    await ask();
    await cameFrom('wavix');
    await audit();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  });

  test('is not there where real phones are called', async () => {
    const real = await startDemo({ PORT: '0', WAVIX_API_KEY: 'key', WAVIX_SERVICE_ID: 'service' }, false);
    try {
      visitor = await visit(browser, real.origin);
      assert.equal(await visitor.page.getByRole('link', { name: 'four providers' }).count(), 0);
      assert.equal((await fetch(`${real.origin}/providers`)).status, 404);
      assert.equal((await fetch(`${real.origin}/providers/relays/wavix/config`)).status, 404);
    } finally {
      await real.stop();
    }
  });
});
