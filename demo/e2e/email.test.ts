/** E-mail as a channel, as a person meets it: beside the others, and as the only one. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../browser.ts';
import { testClock } from '../simulators/relay-fixture.ts';
import { simulateVendor } from '../simulators/vendors.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';

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

/** @returns the code that was sent last */
async function open(attributes = ''): Promise<() => string> {
  const clock = testClock();
  const { simulator, provider } = await simulateVendor('wayscloud', { clock: clock.now });
  stage = await setStage(browser, { clock, attributes, relay: { provider } });
  await stage.audit();
  return () => simulator.codeOf([...simulator.sessions.keys()].at(-1) ?? '') ?? '';
}

describe('e-mail', () => {
  it('is offered beside text and call, asks for an address, and is verified by it', async () => {
    const code = await open();
    const { page, sees, button, posted } = stage;
    await page.getByRole('radio', { name: 'Email' }).check();
    const field = page.getByLabel('Email address');
    assert.deepEqual([await field.getAttribute('type'), await field.getAttribute('autocomplete')], ['email', 'email']);
    assert.equal(await page.getByLabel('Country').filter({ visible: true }).count(), 0);
    await field.fill('ada.lovelace@');
    await button('Email me a code').click();
    await sees('Enter your email address.');
    await stage.audit();
    await field.fill('ada.lovelace@example.com');
    await button('Email me a code').click();
    await sees(/We emailed it to a••••@example\.com|We emailed it to ada\.lovelace@example\.com/);
    await stage.audit();
    await stage.enter(code());
    await sees(/is verified/);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByText('welcome').waitFor();
    const [, claims = ''] = (posted[0]?.['phone_proof'] ?? '').split('.');
    assert.equal(
      (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { email: string }).email,
      'ada.lovelace@example.com',
    );
    await page.goBack();
  });

  it('keeps what was typed for each of number and address while the channel changes', async () => {
    await open();
    const { page } = stage;
    await page.getByLabel('Phone number').fill('+371 28 782 931');
    await page.getByRole('radio', { name: 'Email' }).check();
    assert.equal(await page.getByLabel('Email address').inputValue(), '');
    await page.getByLabel('Email address').fill('ada@example.com');
    await page.getByRole('radio', { name: 'Text message' }).check();
    assert.match(await page.getByLabel('Phone number').inputValue(), /28\s?782\s?931/);
  });

  it('is asked for by the form and corrected by the relay as an address, not as a number', async () => {
    await open();
    const { page, sees, button } = stage;
    const bubble = (): Promise<string> =>
      page.locator('otp-verify').evaluate((element: HTMLInputElement) => element.validationMessage);
    await page.getByRole('radio', { name: 'Email' }).check();
    assert.equal(await bubble(), 'Enter your email address.');
    // Like an address, but with two dots in a row it is none (RFC 5321, 4.1.2).
    await page.getByLabel('Email address').fill('ada..lovelace@example.com');
    await button('Email me a code').click();
    await sees('Enter your email address.');
  });

  it('offers to change the address: the way back is to its field, with the address in it', async () => {
    const code = await open();
    const { page, sees, button } = stage;
    const field = page.getByLabel('Email address');
    await page.getByRole('radio', { name: 'Email' }).check();
    await field.fill('ada@example.com');
    await button('Email me a code').click();
    await sees(/We emailed it to ada@example\.com/);
    assert.equal(await button('Change number').count(), 0);
    await button('Change address').click();
    assert.equal(await field.inputValue(), 'ada@example.com');
    await stage.audit();
    await field.fill('lovelace@example.com');
    await button('Email me a code').click();
    await sees(/We emailed it to lovelace@example\.com/);
    // What was typed is masked after a reload, which leads back to an address all the same.
    await page.reload();
    await sees(/l••••+@example\.com/);
    await button('Change address').click();
    await field.waitFor();
    await button(/^Keep l••••/).click();
    await stage.enter(code());
    await sees(/is verified/);
    await button('Change address').waitFor();
  });

  it('as the only channel shows its field at once, and no picker', async () => {
    const code = await open('channels="email"');
    const { page, sees, button } = stage;
    assert.equal(await page.getByRole('radio').count(), 0);
    await page.getByLabel('Email address').fill('ada@example.com');
    await button('Email me a code').click();
    await sees(/We emailed it to/);
    await page.reload();
    await sees(/a••••@example\.com/);
    await stage.enter(code());
    await sees(/is verified/);
  });
});
