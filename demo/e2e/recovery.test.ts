/** What befalls a page on a phone: put away, brought back, opened twice, asleep, with a clock that is wrong. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../browser.ts';
import { setStage } from './stage.ts';
import type { Stage, StageOptions } from './stage.ts';

let browser: Browser;
let stage: Stage;

before(async () => {
  browser = await launchChromium();
});
after(async () => browser.close());

afterEach(async () => {
  const { complaints } = stage;
  try {
    await stage.audit();
  } finally {
    await stage.close();
  }
  assert.deepEqual(complaints, []);
});

/** A page that has just been sent a code. */
async function openAtCode(options?: StageOptions): Promise<Stage> {
  stage = await setStage(browser, options);
  await stage.audit();
  await stage.ask();
  await stage.sees(/We texted it to/);
  return stage;
}

async function verify(page: Page = stage.page): Promise<void> {
  const field = page.locator('otp-verify input[autocomplete="one-time-code"]').filter({ visible: true });
  await field.waitFor();
  await field.fill(stage.relay.code());
  await page
    .getByText(/is verified/)
    .filter({ visible: true })
    .first()
    .waitFor();
}

describe('a page', () => {
  it('that was left for another and is gone back to goes on with its code, and no second text', async () => {
    const { page, relay, sees } = await openAtCode();
    await page.goto('about:blank');
    await page.goBack();
    await sees(/••••2931|28\s?782\s?931/);
    assert.equal(relay.simulator.calls.start, 1);
    await verify();
  });

  it('that the browser had to discard comes back as from a reload', async () => {
    const { page, relay, sees, pass } = await openAtCode();
    const address = page.url();
    // What a discarded tab keeps is its session's storage, and nothing else.
    await page.evaluate(() => document.open());
    await pass(60);
    await page.goto(address);
    await sees(/••••2931/);
    assert.equal(relay.simulator.calls.start, 1);
    await verify();
  });

  it('in a second tab that was duplicated sees the same verification; the first learns of its success', async () => {
    const { page, relay, sees, pass } = await openAtCode();
    const [other] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate(() => void window.open(location.href, '_blank')),
    ]);
    await other
      .getByText(/••••2931/)
      .first()
      .waitFor();
    await verify(other);
    for (let turn = 0; turn < 3; turn++) await pass(4);
    const again = relay.code();
    if ((await stage.codeField.filter({ visible: true }).count()) > 0) await stage.enter(again);
    await sees(/is verified/);
    assert.deepEqual([relay.simulator.calls.start, relay.simulator.calls.check], [1, 1]);
    await other.close();
  });

  it('in a second tab that was opened afresh begins for itself', async () => {
    const { page, relay } = await openAtCode();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByLabel('Phone number').waitFor();
    assert.equal(relay.simulator.calls.start, 1);
    await other.close();
    await verify();
  });

  it('asleep while the code’s time runs out says so when it wakes, and one press is enough', async () => {
    const { page, relay, sees, button } = await openAtCode();
    // Nothing of the page runs meanwhile: the relay's time passes, and the page's clock jumps when it wakes.
    relay.clock.pass(20 * 60);
    relay.simulator.tick();
    await page.clock.fastForward(20 * 60 * 1000);
    await sees(/has expired/);
    await button(/new code|Text me a code/i)
      .first()
      .click();
    await sees(/We texted it to/);
    assert.equal(relay.simulator.calls.start, 2);
    await verify();
  });

  for (const [name, hours] of [
    ['hours behind', -7],
    ['a day ahead', 26],
  ] as const) {
    it(`on a phone whose clock is ${name} counts its seconds right all the same`, async () => {
      stage = await setStage(browser);
      const { page, relay, sees, ask, pass } = stage;
      await page.clock.setSystemTime(relay.clock.now() + hours * 3600_000);
      await page.reload();
      await stage.audit();
      await ask();
      await sees(/We texted it to/);
      await sees(/Send a new code in 0?0:(?:30|29)|Send a new code in 30|Send a new code in 29/);
      await pass(31);
      await stage.button('Send a new code').waitFor();
      await page.reload();
      await sees(/••••2931/);
      await verify();
    });
  }

  it('whose relay was down while it was reloaded finds its code when the relay is back', async () => {
    const { page, setRelay, sees } = await openAtCode();
    setRelay('down');
    await page.reload();
    await page.locator('otp-verify').waitFor();
    await stage.pass(5);
    setRelay('up');
    for (let turn = 0; turn < 5; turn++) await stage.pass(5);
    await sees(/••••2931|Try again/);
    const retry = stage.button(/Try again/);
    if ((await retry.count()) > 0) await retry.click();
    await sees(/••••2931/);
    await verify();
  });
});
