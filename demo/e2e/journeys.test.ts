/** What a person can meet on the way, in a real browser under a strict policy, with the real relay on another origin. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../browser.ts';
import { setStage } from './stage.ts';
import type { Stage, StageOptions } from './stage.ts';

let browser: Browser;
let stage: Stage;

before(async () => {
  browser = await launchChromium();
});
after(async () => browser.close());

async function open(options?: StageOptions): Promise<Stage> {
  stage = await setStage(browser, options);
  return stage;
}

afterEach(async () => {
  const { complaints } = stage;
  try {
    await stage.audit();
  } finally {
    await stage.close();
  }
  assert.deepEqual(complaints, []);
});

const value = (): Promise<unknown> =>
  stage.page.evaluate(() => (document.querySelector('otp-verify') as { value?: unknown } | null)?.value);

async function verify(): Promise<void> {
  await stage.codeField.filter({ visible: true }).waitFor();
  await stage.enter(stage.relay.code());
  await stage.sees(/is verified/);
}

describe('the way that most people take', () => {
  it('asks for a number, texts a code, takes it as soon as it is complete, and the form carries the proof', async () => {
    const { page, posted, relay, audit, ask, sees } = await open();
    await audit();
    await ask();
    await sees(/We texted it to/);
    await audit();
    await verify();
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByText('welcome').waitFor();
    assert.match(posted[0]?.['phone_proof'] ?? '', /^ey[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.deepEqual(Object.keys(posted[0] ?? {}), ['phone_proof']);
    assert.equal(relay.simulator.calls.check, 1);
    await page.goBack();
  });

  it('calls, and says in which language', async () => {
    const { page, ask, sees, relay } = await open();
    await page.getByLabel('Phone call').check();
    await ask(undefined, 'Call me with a code');
    await sees(/A voice will read the code in English/);
    await verify();
    assert.equal(relay.simulator.calls.start, 1);
  });

  it('does not leave the page with a form that is not verified', async () => {
    const { page, ask, posted } = await open();
    await page.getByRole('button', { name: 'Sign up' }).click();
    await ask();
    await stage.sees(/We texted it to/);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.keyboard.press('Enter');
    assert.deepEqual(posted, []);
  });
});

describe('wrong codes', () => {
  it('count down, keep the digits for another try, and the right one still works', async () => {
    const { enter, relay, sees, codeField, ask } = await open();
    await ask();
    await sees(/We texted it to/);
    const wrong = relay.wrongCode();
    await enter(wrong);
    await sees('That code isn’t right. 4 tries left.');
    assert.equal(await codeField.inputValue(), wrong);
    await stage.audit();
    await verify();
  });

  it('end after the fifth, with one press to a new code', async () => {
    const { enter, relay, sees, ask, button, pass } = await open();
    await ask();
    await sees(/We texted it to/);
    const right = relay.code();
    for (let attempt = 1; attempt <= 5; attempt++) {
      const wrong = String((Number(right) + attempt) % 1_000_000).padStart(6, '0');
      await enter(wrong);
      if (attempt < 4) await sees(`That code isn’t right. ${5 - attempt} tries left.`);
      if (attempt === 4) await sees(/One try left/);
    }
    await sees(/too many tries/);
    await stage.audit();
    await pass(61);
    await button('Send a new code').click();
    await sees(/We texted it to/);
    await verify();
    assert.equal(relay.simulator.calls.check, 6);
  });

  it('are not sent twice', async () => {
    const { enter, relay, sees, ask, page } = await open();
    await ask();
    await sees(/We texted it to/);
    const wrong = relay.wrongCode();
    await enter(wrong);
    await sees(/4 tries left/);
    await enter('');
    await enter(wrong);
    await page.keyboard.press('Enter');
    await sees(/already tried that code/);
    assert.equal(relay.simulator.calls.check, 1);
    await stage.enter('');
  });
});

describe('another code', () => {
  it('can be asked for once the wait is over, by text or by call, and voids the one before', async () => {
    const { relay, sees, ask, button, pass } = await open();
    await ask();
    await sees(/Send a new code in/);
    await pass(31);
    await button('Send a new code').click();
    await sees(/Earlier codes no longer work/);
    await pass(46);
    await button('Call me instead').click();
    await sees(/A voice will read the code/);
    assert.equal(relay.simulator.calls.resend, 2);
    await verify();
  });

  it('is no longer offered after the fifth, which still works', async () => {
    const { relay, sees, ask, button, pass } = await open();
    await ask();
    await sees(/We texted it to/);
    for (let sends = 2; sends <= 5; sends++) {
      await pass(91);
      await button('Send a new code').click();
      await sees(sends < 5 ? /New code sent/ : /That was the last code for now/);
    }
    assert.equal(await button(/Send a new code/).count(), 0);
    assert.equal(relay.simulator.calls.resend, 4);
    await verify();
  });
});

describe('time', () => {
  it('runs out: the field goes, and one press starts afresh for the same number', async () => {
    const { sees, ask, button, pass, codeField } = await open();
    await ask();
    await sees(/We texted it to/);
    await pass(250);
    await sees(/This code works for another/);
    await pass(70);
    await sees('This code has expired.');
    assert.equal(await codeField.filter({ visible: true }).count(), 0);
    await stage.audit();
    await button('Send a new code').click();
    await sees(/We texted it to/);
    await verify();
  });

  it('runs out for a proof: the value goes, and the number comes back filled in', async () => {
    const { sees, ask, pass, page } = await open();
    await ask();
    await verify();
    assert.notEqual(await value(), '');
    await pass(901);
    await sees(/Please verify your number again/);
    assert.equal(await value(), '');
    assert.match(await page.getByLabel('Phone number').inputValue(), /28\s?782\s?931/);
  });
});

describe('another number', () => {
  it('can be given before the code is entered; going back to the first returns to its code', async () => {
    const { sees, ask, button, relay, page } = await open();
    await ask();
    await sees(/We texted it to/);
    await button('Change number').click();
    await button('Text me a code').click();
    await sees(/We texted it to/);
    assert.equal(relay.simulator.calls.start, 1);
    await button('Change number').click();
    await page.getByLabel('Phone number').fill('+447919433768');
    await button('Text me a code').click();
    await sees(/7919/);
    assert.equal(relay.simulator.calls.start, 2);
    await verify();
    assert.equal(relay.simulator.calls.cancel, 1);
  });

  it('can be given after verifying: the value goes at once, and the verified one can be kept', async () => {
    const { sees, ask, button } = await open();
    await ask();
    await verify();
    const proof = await value();
    await button('Change number').click();
    assert.equal(await value(), '');
    await stage.audit();
    await button(/^Keep /).click();
    await sees(/is verified/);
    assert.equal(await value(), proof);
  });
});

describe('trouble', () => {
  it('with too many requests says when it is over', async () => {
    const { sees, ask, button } = await open({ relay: { limitSendsPerClient: '1/1h' } });
    await ask();
    await sees(/We texted it to/);
    await button('Change number').click();
    await ask('+447919433768');
    await sees(/Too many codes were requested. You can try again in/);
  });

  it('with a number that cannot be texted offers the call, and does not switch by itself', async () => {
    const { sees, ask, button, relay } = await open();
    await ask('+442079460000');
    await sees(/looks like a landline/);
    assert.equal(relay.simulator.calls.start, 0);
    await button('Call me with a code').click();
    await sees(/A voice will read the code/);
    await verify();
  });

  it('with a start whose outcome is unknown shows no code field, and a wait', async () => {
    const { sees, ask, codeField, relay } = await open();
    await ask('+46701740645');
    await sees(/not sure your code was sent/);
    assert.equal(await codeField.filter({ visible: true }).count(), 0);
    assert.equal(relay.simulator.calls.start, 1);
  });

  it('with a resend whose outcome is unknown keeps the field', async () => {
    const { sees, ask, codeField, pass, button } = await open();
    await ask('+46701740655');
    await sees(/We texted it to/);
    await pass(31);
    await button('Send a new code').click();
    await sees(/not sure your code was sent/);
    assert.equal(await codeField.filter({ visible: true }).count(), 1);
    await verify();
  });

  it('with a lost answer to a check: nothing is lost, the number is verified in the end', async () => {
    const { sees, ask, enter, relay, pass } = await open();
    await ask('+46701740665');
    await sees(/We texted it to/);
    await enter(relay.code());
    for (let turn = 0; turn < 10; turn++) await pass(3);
    await sees(/is verified/);
  });

  it('with a relay that is down: what was typed stays, and it goes on when the relay is back', async () => {
    const { sees, ask, setRelay, button, page } = await open();
    await page.getByLabel('Phone number').waitFor();
    setRelay('down');
    await ask();
    await sees(/We couldn’t connect/);
    assert.match(await page.getByLabel('Phone number').inputValue(), /28\s?782\s?931/);
    setRelay('up');
    await button(/Try again|Text me a code/)
      .first()
      .click();
    await sees(/We texted it to/);
    await verify();
  });

  it('with the network: says so, keeps what was typed, and carries on by itself', async () => {
    const { sees, ask, page, relay } = await open();
    await ask();
    await sees(/We texted it to/);
    const code = relay.code();
    await page.context().setOffline(true);
    await sees(/You’re offline/);
    await stage.enter(code);
    await page.context().setOffline(false);
    await sees(/is verified/);
  });

  it('with a text that cannot be delivered tells of the call, and keeps the field', async () => {
    const { sees, ask, pass, codeField } = await open();
    await ask('+46701740610');
    await sees(/We texted it to/);
    for (let turn = 0; turn < 4; turn++) await pass(3);
    await sees(/so we’re calling you/);
    assert.equal(await codeField.filter({ visible: true }).count(), 1);
    await verify();
  });
});

describe('a reload', () => {
  it('comes back to the code, with the number masked, and no second text', async () => {
    const { sees, ask, page, relay } = await open();
    await ask();
    await sees(/We texted it to/);
    await page.reload();
    await sees(/•••• ?2931|••••2931/);
    assert.equal(relay.simulator.calls.start, 1);
    await stage.audit();
    const stored = await page.evaluate(() =>
      JSON.stringify([...Object.entries(sessionStorage), ...Object.entries(localStorage)]),
    );
    assert.ok(!stored.includes('28782931'));
    await verify();
  });

  it('of a verified page finds it verified', async () => {
    const { sees, ask, page } = await open();
    await ask();
    await verify();
    const proof = await value();
    await page.reload();
    await sees(/is verified/);
    assert.equal(await value(), proof);
  });
});
