/** A number that is entered while the page is still loading, or never loads in full: the built widget, as a browser gets it. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../browser.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';

let browser: Browser;
let stage: Stage;

before(async () => {
  browser = await launchChromium();
});
after(async () => browser.close());
afterEach(async () => stage.close());

const numberField = (page: Page): Locator => page.getByLabel('Phone number');

/** What the page loads later, by the beginning of its name. */
const files = { secondHalf: '**/later-*.js', plans: '**/phone-exact-*.js', english: '**/en-*.js' } as const;

/** A page to which files do not come before the test says so; then they come, or (`false`) fail. */
async function open(held: readonly (keyof typeof files)[]): Promise<(comes?: boolean) => void> {
  stage = await setStage(browser);
  const { page } = stage;
  let decide = (_comes: boolean): void => undefined;
  const decided = new Promise<boolean>((resolve) => (decide = resolve));
  for (const name of held)
    await page.route(files[name], async (route) => ((await decided) ? route.continue() : route.abort()), {
      times: Infinity,
    });
  await page.reload({ waitUntil: 'commit' });
  await numberField(page).waitFor();
  return (comes = true) => decide(comes);
}

describe('while the second half of the widget is on its way', () => {
  it('what is typed stays, whatever arrives first', async () => {
    const arrive = await open(['secondHalf', 'english']);
    const { page, sees } = stage;
    await numberField(page).pressSequentially('28782931');
    arrive();
    await sees(/For example/);
    assert.equal(await numberField(page).inputValue(), '28782931');
  });

  for (const [how, press] of [
    ['press on the button', () => stage.button('Text me a code').click()],
    ['Enter', () => stage.page.keyboard.press('Enter')],
  ] as const) {
    it(`a ${how} is carried out when it is here, and the page’s form stays`, async () => {
      const arrive = await open(['secondHalf']);
      const { page, sees, posted, relay } = stage;
      await numberField(page).fill('+37128782931');
      await press();
      arrive();
      await sees(/We texted it to/);
      assert.equal(relay.simulator.calls.start, 1);
      assert.deepEqual(posted, []);
    });
  }

  it('and does not come: that is said and heard, and the next press tries again', async () => {
    const arrive = await open(['secondHalf']);
    const { page, sees, button } = stage;
    await numberField(page).fill('+37128782931');
    await button('Text me a code').click();
    arrive(false);
    await sees(/We couldn’t connect/);
    assert.match((await page.getByRole('status').textContent()) ?? '', /We couldn’t connect/);
    await page.unroute(files.secondHalf);
    await button('Text me a code').click();
    await sees(/We texted it to/);
  });
});

describe('without the numbering plans', () => {
  it('numbers are entered by the table alone, and what cannot be one is refused', async () => {
    const arrive = await open(['plans']);
    arrive(false);
    const { page, sees, ask, relay } = stage;
    await ask('+371 2878');
    await sees('This number looks too short for Latvia.');
    await ask('00371 2878 2931');
    await sees(/We texted it to/);
    assert.equal(relay.simulator.calls.start, 1);
    await page.getByText('+371 28782931').first().waitFor();
  });
});

describe('back from another page', () => {
  it('the number is there again, for the country that it is of', async () => {
    await open([]);
    const { page, sees } = stage;
    await sees(/For example/);
    await numberField(page).pressSequentially('+4740612345');
    await page.goto(new URL('/dist/otp-verify.js', page.url()).href);
    await page.goBack();
    await sees(/For example/);
    assert.match(await numberField(page).inputValue(), /^\+47 ?40 ?61 ?23 ?45$/);
    assert.match((await page.locator('otp-verify').getByRole('combobox').inputValue()) ?? '', /NO/);
  });
});
