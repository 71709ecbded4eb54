/** The languages as browsers load them, each from a file of its own, with the plurals and tags that the engine knows. */
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { environment } from '../flow-controller.ts';
import { OtpVerify } from '../index.ts';

import { loadMessages } from './index.ts';
import { languages } from './languages.ts';

// Whatever the relay would say is of no concern here.
beforeEach(() => (environment.fetch = () => new Promise(() => undefined)));

async function make(lang: string): Promise<OtpVerify> {
  const element = await fixture(html`<otp-verify relay="https://relay.test" lang=${lang}></otp-verify>`);
  if (element instanceof OtpVerify) return element;
  throw new Error('there is no <otp-verify>');
}

/** Until the element speaks a language. */
async function speaks(element: OtpVerify, lang: string): Promise<HTMLElement> {
  const base = element.shadowRoot?.querySelector<HTMLElement>('.base');
  if (!base) throw new Error('there is no .base');
  await waitUntil(() => base.lang === lang, `it speaks ${base.lang}, not ${lang}`, { timeout: 10_000 });
  await element.updateComplete;
  return base;
}
const label = (element: OtpVerify): string => element.querySelector('label')?.textContent ?? '';

describe('languages', () => {
  it('are chosen by `lang`, and changed with it', async () => {
    const element = await make('lv');
    await speaks(element, 'lv');
    expect(label(element)).to.equal('Tālruņa numurs');
    element.lang = 'de-AT';
    await speaks(element, 'de-AT');
    expect(label(element)).to.equal('Telefonnummer');
    element.lang = 'tlh';
    await speaks(element, 'en');
    expect(label(element)).to.equal('Phone number');
  });

  it('bring their direction, and leave numbers theirs', async () => {
    const element = await make('ar');
    const base = await speaks(element, 'ar');
    expect(getComputedStyle(base).direction).to.equal('rtl');
    const box = base.querySelector('[part=field]');
    expect(box && getComputedStyle(box).direction).to.equal('ltr');
    element.dir = 'ltr';
    await element.updateComplete;
    expect(getComputedStyle(base).direction).to.equal('ltr');
  });

  it('are found by the names that pages have for them', async () => {
    const asked = { no: 'nb', iw: 'he', in: 'id', tl: 'fil', 'zh-TW': 'zh-Hant', zh: 'zh-Hans' };
    for (const [tag, name] of Object.entries(asked)) {
      const { messages } = await loadMessages(tag);
      expect(messages.phoneLabel, tag).to.equal((await languages[name]?.())?.messages.phoneLabel);
    }
  });

  it('have a form for every number of tries that are left', async () => {
    for (const [tag, load] of Object.entries(languages)) {
      const { wrongCode } = (await load()).messages;
      const rules = new Intl.PluralRules(tag);
      if (typeof wrongCode === 'string') continue;
      for (let n = 1; n <= 10; n += 1) expect(wrongCode, `${tag} ${n}`).to.have.property(rules.select(n));
    }
  });
});
