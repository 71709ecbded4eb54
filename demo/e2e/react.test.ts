/** `otp-verify/react` in React 18 and 19, as developers have them: with all their warnings, and in strict mode. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../browser.ts';
import { startHost, type Host } from '../frameworks/host.ts';
import { writePages, type Stage } from './react-pages.ts';

const out = fileURLToPath(new URL('../../node_modules/.cache/react', import.meta.url));
declare const stage: Stage;

/** For one number there is a pause between codes. */
const numbers = (function* (): Generator<string, never> {
  for (let n = 100; ; n += 1) yield `+37128100${n}`;
})();

let browser: Browser;
let context: BrowserContext;
let host: Host;

before(async () => {
  host = await startHost(out);
  browser = await launchChromium();
  context = await browser.newContext({ locale: 'en-US' });
});

after(async () => {
  await browser.close();
  await host.close();
});

for (const version of ['react-18', 'react-19'] as const) {
  describe(`The component in ${version.replace('-', ' ')}`, () => {
    const complaints: string[] = [];
    let written: string;
    let page: Page;

    before(async () => {
      const { nonce } = (await (await fetch(`${host.origin}/session`)).json()) as { readonly nonce: string };
      written = await writePages(version, `${out}/${version}`, nonce);
    });

    afterEach(async () => {
      assert.deepEqual(complaints, []);
      await page?.close();
    });

    async function open(file: string): Promise<void> {
      page = await context.newPage();
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${host.origin}/${version}/${file}.html`);
    }

    async function verify(): Promise<void> {
      await page.getByLabel('Phone number').fill(numbers.next().value);
      await page.getByRole('button', { name: /me (?:a|the) code/ }).click();
      const code = page.getByLabel('Enter the 6-digit code');
      await code.waitFor();
      await code.fill(host.relay.code());
      await page.getByText('is verified').filter({ visible: true }).first().waitFor();
    }

    it('writes the tag on a server as HTML has it', () => {
      assert.match(
        written,
        /<otp-verify relay="\/otp" name="phone_proof" required="(?:true)?"[^>]* proof-nonce="[^"]+"/,
      );
      assert.match(written, /<h1 slot="heading">Sign up<\/h1><\/otp-verify>/);
      assert.doesNotMatch(written, /messages|onVerified|\[object/);
    });

    it('takes over what a server wrote without a word, and all works', async () => {
      await open('hydrated');
      await page.evaluate(() => Object.assign(globalThis, { tag: document.querySelector('otp-verify') }));
      await verify();
      assert.ok(await page.evaluate(() => document.querySelector('otp-verify') === Reflect.get(globalThis, 'tag')));
      await page.getByRole('button', { name: 'Sign up' }).click();
      await page.getByText('Signed up with').waitFor();
    });

    it('tells what happens from the first event on, each thing once in strict mode, and no keystroke', async () => {
      await open('stage');
      await page.evaluate(() => {
        const note = ({ type }: Event): unknown => stage.heard.push(type);
        stage.show({
          onReady: note,
          onState: ({ type, detail }) => stage.heard.push(`${type} ${detail.state}`),
          onBeforeSend: note,
          onSent: note,
          onRejected: note,
          onInput: note,
          onChange: ({ type, currentTarget }) => stage.heard.push(currentTarget.value ? type : 'nothing'),
          onVerified: note,
        });
      });
      await verify();
      assert.deepEqual(await page.evaluate(() => stage.heard), [
        'otp-ready',
        'otp-before-send',
        'otp-state sending',
        'otp-state code',
        'otp-sent',
        'otp-state checking',
        'input',
        'change',
        'otp-state verified',
        'otp-verified',
      ]);
    });

    it('has a handler for each event', async () => {
      await open('stage');
      const handlers = {
        'otp-ready': 'onReady',
        'otp-state': 'onState',
        'otp-before-send': 'onBeforeSend',
        'otp-sent': 'onSent',
        'otp-delivery': 'onDelivery',
        'otp-challenge': 'onChallenge',
        'otp-verified': 'onVerified',
        'otp-rejected': 'onRejected',
        'otp-ended': 'onEnded',
        'otp-error': 'onError',
        input: 'onInput',
        change: 'onChange',
      };
      const heard = await page.evaluate((types) => {
        const names = Object.values(types);
        stage.show(Object.fromEntries(names.map((handler) => [handler, () => stage.heard.push(handler)])));
        for (const type of Object.keys(types)) stage.ref.current?.dispatchEvent(new CustomEvent(type));
        return stage.heard;
      }, handlers);
      assert.deepEqual(heard, Object.values(handlers));
    });

    it('asks the handler of the latest render, which may keep a code from being sent', async () => {
      await open('stage');
      await page.evaluate(() => {
        stage.show({ onBeforeSend: () => stage.heard.push('old') });
        stage.show({
          onBeforeSend: (event) => {
            stage.heard.push(event.detail.channel);
            event.preventDefault();
          },
        });
      });
      await page.getByLabel('Phone number').fill(numbers.next().value);
      await page.getByRole('button', { name: 'Text me a code' }).click();
      await page.waitForFunction(() => stage.heard.length > 0);
      assert.deepEqual(await page.evaluate(() => [...stage.heard, stage.ref.current?.state]), ['sms', 'recipient']);
    });

    it('gives the element, and lets go of it when it leaves', async () => {
      await open('stage');
      const kept = await page.evaluate(async () => {
        stage.show({ onReady: () => stage.heard.push('ready') });
        const element = stage.ref.current;
        await customElements.whenDefined('otp-verify');
        const isOne = element === document.querySelector('otp-verify') && element?.state === 'recipient';
        stage.show(null);
        element?.dispatchEvent(new CustomEvent('otp-ready'));
        return { isOne, left: stage.ref.current, heard: stage.heard, rest: document.querySelector('main')?.innerHTML };
      });
      assert.deepEqual(kept, { isOne: true, left: null, heard: [], rest: '' });
    });

    it('sets each property and attribute, as what it is', async () => {
      await open('stage');
      const values = {
        relay: '/otp',
        name: 'proof',
        required: true,
        disabled: true,
        recipient: '+37128782931',
        recipientLocked: true,
        ticket: 'ticket',
        channels: ['voice', 'sms'],
        country: 'LV',
        countries: ['LV', 'NO'],
        lang: 'en-GB',
        messages: { verify: 'Check' },
        proofNonce: 'nonce',
        challengeToken: 'token',
        noAutoCheck: true,
        noPersist: true,
        title: 'Phone',
      } as const;
      const [given, others] = await page.evaluate((all) => {
        stage.show({ ...all, className: 'field', style: { color: 'red' }, hidden: false, 'aria-label': 'Phone' });
        const element = stage.ref.current;
        const { className, style, hidden } = element ?? new HTMLElement();
        const set = Object.keys(all).map((key): [string, unknown] => [key, Reflect.get(element ?? {}, key)]);
        return [Object.fromEntries(set), [className, style.color, hidden, element?.ariaLabel]] as const;
      }, values);
      assert.deepEqual(given, values);
      assert.deepEqual(others, ['field', 'red', false, 'Phone']);
    });

    it('is emptied by an empty value, and by no other', async () => {
      await open('stage');
      await page.evaluate(() => stage.show({ value: '' }));
      await verify();
      const states = await page.evaluate(async () => {
        const { value } = stage.ref.current ?? {};
        stage.show({ value });
        const verified = stage.ref.current?.state;
        stage.show({ value: '' });
        return [verified, stage.ref.current?.state];
      });
      assert.deepEqual(states, ['verified', 'recipient']);
    });

    it('changes what another render changes, and nothing that the person has done since', async () => {
      await open('stage');
      await page.evaluate(() =>
        stage.show({ recipient: '+37128782931', required: true, lang: 'de', channels: ['sms'] }),
      );
      const field = page.locator('otp-verify input');
      await field.fill('+37128100200');
      const now = await page.evaluate(async () => {
        const heard: string[] = [];
        const observer = new MutationObserver((records) =>
          heard.push(...records.map((each) => each.attributeName ?? '')),
        );
        const element = stage.ref.current ?? new HTMLElement();
        observer.observe(element, { attributes: true });
        stage.show({ recipient: '+37128782931', channels: ['sms'], disabled: true, messages: { sendSms: 'Go' } });
        await stage.ref.current?.updateComplete;
        return heard;
      });
      assert.deepEqual(now.toSorted(), ['disabled', 'lang', 'required']);
      assert.match(await field.inputValue(), /28 ?100 ?200/);
      assert.ok(await field.isDisabled());
      await page.getByRole('button', { name: 'Go' }).waitFor();
    });
  });
}
