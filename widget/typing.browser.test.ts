/* What a person does to the two fields, key by key, and what programs do to them. Long, since each test is one sentence. */
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import {
  country,
  exact,
  field,
  has,
  insert,
  label,
  later,
  line,
  link,
  make,
  newRelay,
  ok,
  pass,
  problem,
  reaches,
  select,
  sleep,
  submit,
  toCode,
  type,
  verified,
  waitUntil,
  type ScriptedRelay,
} from '../demo/simulators/element-fixture.ts';
import { config } from '../demo/simulators/scripted-answers.ts';
import type { OtpVerify } from './index.ts';

let relay: ScriptedRelay;
beforeEach(async () => {
  relay = await newRelay();
});

const inCountry = async (iso: string): Promise<OtpVerify> => {
  const element = await make(html`<otp-verify relay="https://relay.test" country=${iso}></otp-verify>`);
  await exact(element);
  return element;
};
const digits = (element: OtpVerify): string => field(element).value.replaceAll(/\D/g, '');
const press = async (key: string, times = 1): Promise<void> => {
  for (let time = 0; time < times; time++) await sendKeys({ press: key });
};
const caret = (element: OtpVerify): number | null => field(element).selectionStart;
const ask = async (element: OtpVerify): Promise<unknown> => {
  submit(element).click();
  await reaches(element, 'code');
  return relay.bodies('start').at(-1);
};
const choose = (element: OtpVerify, iso: string): void => {
  select(element).focus();
  select(element).value = iso;
  select(element).dispatchEvent(new Event('change', { bubbles: true }));
};

describe('a number that is typed', () => {
  it('keeps the caret behind the digit that was typed, in the middle as at the end', async () => {
    const element = await inCountry('LV');
    insert(element, '28782931');
    expect(field(element).value).to.equal('28 782 931');
    await press('ArrowLeft', 4);
    insert(element, '5');
    expect(field(element).value).to.equal('287825931');
    expect(caret(element)).to.equal(6);
    await press('Backspace');
    expect(field(element).value).to.equal('28 782 931');
    expect(caret(element)).to.equal(6);
  });

  it('loses a digit with each Backspace, whatever stands between them', async () => {
    const element = await inCountry('US');
    insert(element, '2125550123');
    expect(field(element).value).to.equal('(212) 555-0123');
    for (let left = 9; left >= 0; left--) {
      await press('Backspace');
      expect(digits(element).length, field(element).value).to.equal(left);
    }
    expect(field(element).value).to.equal('');
  });

  it('loses a digit with each Delete as well', async () => {
    const element = await inCountry('US');
    insert(element, '2125550123');
    field(element).setSelectionRange(0, 0);
    for (let left = 9; left >= 0; left--) {
      await press('Delete');
      expect(digits(element).length, field(element).value).to.equal(left);
    }
  });

  it('keeps its digits, in whatever script they are', async () => {
    const element = await inCountry('IN');
    for (const digit of '०८१२३४ ५६७८९') insert(element, digit);
    expect(digits(element)).to.equal('08123456789');
    expect(await ask(element)).to.include({ to: '+918123456789' });
  });

  it('chooses the country as soon as the calling code is complete', async () => {
    const element = await inCountry('NO');
    for (const key of '+37') insert(element, key);
    expect(country(element)).to.contain('NO +47');
    insert(element, '1');
    await waitUntil(() => country(element).includes('LV +371'));
    await waitUntil(() => line(element) === 'For example, 21 234 567');
  });

  it('gives way to the country that is chosen after it', async () => {
    const element = await inCountry('LV');
    insert(element, '+371 40612345');
    choose(element, 'NO');
    await waitUntil(() => country(element).includes('NO +47'));
    expect(field(element).value).to.equal('40 61 23 45');
    expect(await ask(element)).to.include({ to: '+4740612345' });
  });

  it('is not taken for finished by the Enter that ends a composition, nor by one that is held down', async () => {
    const element = await inCountry('LV');
    insert(element, '28782931');
    const enter = (more: KeyboardEventInit): boolean =>
      field(element).dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, composed: true, ...more }),
      );
    enter({ isComposing: true });
    enter({ repeat: true });
    expect(relay.asked).to.deep.equal([]);
    enter({});
    await reaches(element, 'code');
  });

  for (const [reason, number, iso] of [
    ['This number looks too short for Latvia.', '2878293', 'LV'],
    ['This number looks too long for Latvia.', '287829311', 'LV'],
    ['This number looks too short for Norway.', '+47 4061', 'LV'],
    ['This doesn’t look like a number from Latvia. Check it, or choose another country.', '12345678', 'LV'],
    ['Enter your phone number.', ' ', 'LV'],
  ] as const) {
    it(`${JSON.stringify(number)} is refused with its reason, before a code is paid for`, async () => {
      const element = await inCountry(iso);
      type(element, number);
      submit(element).click();
      await waitUntil(() => line(element) === reason, `says ${line(element)}`);
      expect(document.activeElement).to.equal(field(element));
      expect(relay.asked).to.deep.equal([]);
    });
  }

  it('of a country that the page does not want is refused', async () => {
    const element = await make(html`<otp-verify relay="https://relay.test" countries="LV NO"></otp-verify>`);
    type(element, '+44 7919 433768');
    submit(element).click();
    await waitUntil(() => line(element) === 'We can’t send codes to this number. Please use a different one.');
    expect(relay.asked).to.deep.equal([]);
  });

  it('survives that a language arrives, a second passes and the network goes', async () => {
    const element = await make();
    // As an extension does it: no event tells of it.
    field(element).value = '28782931';
    element.lang = 'lv';
    await waitUntil(() => label(element) === 'Tālruņa numurs');
    window.dispatchEvent(new Event('offline'));
    window.dispatchEvent(new Event('online'));
    await element.updateComplete;
    expect(field(element).value).to.equal('28782931');
  });
});

describe('a number that is pasted', () => {
  for (const [text, iso, to, chosen] of [
    ['+371 28 782 931', 'US', '+37128782931', 'LV +371'],
    ['00371 28782931', 'NO', '+37128782931', 'LV +371'],
    ['011 371 28782931', 'US', '+37128782931', 'LV +371'],
    ['tel:+37128782931', 'US', '+37128782931', 'LV +371'],
    ['020 7946 0958', 'GB', '+442079460958', 'GB +44'],
    ['+44 (0)20 7946 0958', 'LV', '+442079460958', 'GB +44'],
    ['8 (912) 345-67-89', 'RU', '+79123456789', 'RU +7'],
    ['＋３７１２８７８２９３１', 'US', '+37128782931', 'LV +371'],
  ] as const) {
    it(`as ${JSON.stringify(text)} in ${iso} is ${to}`, async () => {
      const element = await inCountry(iso);
      insert(element, text);
      await waitUntil(() => country(element).includes(chosen), `shows ${country(element)}`);
      expect(await ask(element)).to.include({ to });
    });
  }
});

describe('the list of countries', () => {
  const names = (element: OtpVerify): string[] => [...select(element).options].map(({ text }) => text);
  const five = (lang: string): Promise<OtpVerify> =>
    make(html`<otp-verify relay="https://relay.test" lang=${lang} countries="AT AX DK SE ZA"></otp-verify>`);

  it('has one entry until somebody is near, and all of them in idle time after that', async () => {
    const element = await make();
    expect(names(element)).to.deep.equal(['LV +371']);
    element.dispatchEvent(new Event('pointerenter'));
    expect(names(element).length).to.equal(1);
    await waitUntil(() => names(element).length > 240);
    expect(select(element).value).to.equal('LV');
  });

  it('is complete as soon as it has the focus', async () => {
    const element = await make();
    select(element).focus();
    expect(names(element).length).to.be.above(240);
    expect(names(element)).to.include('Côte d’Ivoire (+225)').and.include('Åland Islands (+358)');
    expect(select(element).value).to.equal('LV');
  });

  it('is in the order of the language: Å after Z in Swedish', async () => {
    const element = await five('sv');
    select(element).focus();
    const sorted = ['Danmark (+45)', 'Sverige (+46)', 'Sydafrika (+27)', 'Åland (+358)', 'Österrike (+43)'];
    await waitUntil(() => names(element).join() === sorted.join(), names(element).join());
  });

  it('is in the order of the language: Å beside A in English', async () => {
    const element = await five('en');
    select(element).focus();
    expect(names(element).map((name) => name.slice(0, 5))).to.deep.equal(['Åland', 'Austr', 'Denma', 'South', 'Swede']);
  });

  it('follows the language of the page', async () => {
    const element = await five('en');
    select(element).focus();
    element.lang = 'lv';
    await waitUntil(() => label(element) === 'Tālruņa numurs');
    select(element).blur();
    select(element).focus();
    expect(names(element)).to.include('Dienvidāfrikas Republika (+27)');
  });

  it('decides how a national number is read', async () => {
    const element = await inCountry('LV');
    insert(element, '40612345');
    choose(element, 'NO');
    await waitUntil(() => country(element).includes('NO +47'));
    expect(field(element).value).to.equal('40 61 23 45');
    await waitUntil(() => line(element) === 'For example, 40 61 23 45');
    expect(await ask(element)).to.include({ to: '+4740612345' });
  });

  it('begins with the page’s country, else the relay’s', async () => {
    expect(country(await inCountry('no'))).to.contain('NO +47');
    relay.config = { ...config, country: 'EE' };
    expect(country(await make())).to.contain('EE +372');
    // What the page says is nothing to a relay that does not send there.
    relay.config = { ...config, country: 'EE', countries: ['EE', 'LV'] };
    expect(country(await make(html`<otp-verify relay="https://relay.test" country="NO"></otp-verify>`))).to.contain(
      'EE +372',
    );
  });
});

describe('a code that is typed', () => {
  for (const length of [4, 5, 6, 7, 8, 9, 10]) {
    it(`has ${length} digits where the relay says so, and is checked once with the last`, async () => {
      const code = '1234567890'.slice(0, length);
      relay.will('start', ok({ codeLength: length }));
      const element = await toCode(await make());
      expect(label(element)).to.equal(`Enter the ${length}-digit code`);
      for (const digit of code) {
        expect(relay.bodies('check')).to.deep.equal([]);
        insert(element, digit);
      }
      await reaches(element, 'verified');
      expect(relay.bodies('check')).to.deep.equal([{ code }]);
    });
  }

  for (const [script, code] of [
    ['Arabic-Indic', '١٢٣٤٥٦'],
    ['Persian', '۱۲۳۴۵۶'],
    ['Devanagari', '१२३४५६'],
    ['full-width', '１２３４５６'],
  ] as const) {
    it(`may have ${script} digits`, async () => {
      const element = await toCode(await make());
      for (const digit of code) insert(element, digit);
      await reaches(element, 'verified');
      expect(relay.bodies('check')).to.deep.equal([{ code: '123456' }]);
    });
  }

  it('may be composed: it is read when the composition ends, and none of it reaches the page', async () => {
    const element = await toCode(await make());
    const input = field(element);
    const seen: string[] = [];
    // Whatever comes from the element itself is its own.
    const listen = ({ type: name, target }: Event): void => void (target === input && seen.push(name));
    const names = ['compositionstart', 'compositionupdate', 'compositionend', 'input'];
    for (const name of names) document.body.addEventListener(name, listen);
    const fire = (name: string, event: typeof CompositionEvent | typeof InputEvent, more: object = {}): boolean =>
      input.dispatchEvent(new event(name, { bubbles: true, composed: true, ...more }));
    fire('compositionstart', CompositionEvent);
    fire('compositionupdate', CompositionEvent, { data: '１２３４５６' });
    input.value = '１２３４５６';
    fire('input', InputEvent, { isComposing: true });
    // The countdown goes on meanwhile.
    element.requestUpdate();
    await element.updateComplete;
    expect(input.value).to.equal('１２３４５６');
    fire('compositionend', CompositionEvent, { data: '１２３４５６' });
    await reaches(element, 'verified');
    expect(relay.bodies('check')).to.deep.equal([{ code: '123456' }]);
    expect(seen).to.deep.equal([]);
    for (const name of names) document.body.removeEventListener(name, listen);
  });

  it('keeps the caret where it is when something is typed that is no digit', async () => {
    const element = await toCode(await make());
    insert(element, '1234');
    await press('ArrowLeft', 2);
    insert(element, 'x');
    expect(field(element).value).to.equal('1234');
    expect(caret(element)).to.equal(2);
    insert(element, '٩');
    expect(field(element).value).to.equal('12934');
    expect(caret(element)).to.equal(3);
  });

  it('that is full takes no other digit, and no other try', async () => {
    relay.will('check', ok({ attemptsRemaining: 4 }));
    const element = await toCode(await make());
    insert(element, '112345');
    await waitUntil(() => line(element).includes('4 tries left'));
    field(element).setSelectionRange(0, 0);
    insert(element, '9');
    expect(field(element).value).to.equal('112345');
    expect(relay.bodies('check').length).to.equal(1);
  });

  it('runs from left to right and begins at the left, on a page that does not', async () => {
    const element = await make(html`<div dir="rtl"><otp-verify relay="https://relay.test"></otp-verify></div>`);
    await toCode(element);
    const { direction, textAlign } = getComputedStyle(field(element));
    expect([direction, textAlign]).to.deep.equal(['ltr', 'left']);
  });

  it('is not said to be checked by itself where it is not', async () => {
    const element = await toCode(await make(html`<otp-verify relay="https://relay.test" no-auto-check></otp-verify>`));
    expect(line(element)).to.equal('');
  });
});

describe('a code is checked once', () => {
  it('when autofill writes it with an `input` and a `change`', async () => {
    const element = await toCode(await make());
    type(element, '123456');
    field(element).dispatchEvent(new Event('change', { bubbles: true }));
    await reaches(element, 'verified');
    expect(relay.bodies('check').length).to.equal(1);
  });

  it('when a password manager writes it with a `change` alone', async () => {
    const element = await toCode(await make());
    field(element).value = '123456';
    field(element).dispatchEvent(new Event('change', { bubbles: true }));
    await reaches(element, 'verified');
    expect(relay.bodies('check').length).to.equal(1);
  });

  it('when the last digit is followed by Enter and by a press', async () => {
    const { reply, arrive } = later(ok(verified));
    relay.will('check', reply);
    const element = await toCode(await make());
    insert(element, '123456');
    await press('Enter');
    submit(element).click();
    arrive();
    await reaches(element, 'verified');
    expect(relay.bodies('check').length).to.equal(1);
  });

  it('by the button, when an extension wrote it without an event and a second has passed', async () => {
    const element = await toCode(await make());
    field(element).value = '123456';
    const counted = line(element) + element.shadowRoot?.querySelector('[part=countdown]')?.textContent;
    await waitUntil(
      () => line(element) + element.shadowRoot?.querySelector('[part=countdown]')?.textContent !== counted,
      'the countdown goes on',
    );
    expect(field(element).value).to.equal('123456');
    submit(element).click();
    await reaches(element, 'verified');
    expect(relay.bodies('check')).to.deep.equal([{ code: '123456' }]);
  });

  it('when it is complete while another code is on its way that leaves it good', async () => {
    const { reply, arrive } = later(ok({ sendsRemaining: 3, earlierCodes: 'valid' }));
    relay.will('start', ok({ resendIn: 0 }));
    relay.will('send', reply);
    const element = await toCode(await make());
    link(element, 'resend').click();
    await waitUntil(() => element.matches(':state(busy)'));
    type(element, '123456');
    arrive();
    await reaches(element, 'verified');
    expect(relay.bodies('check')).to.deep.equal([{ code: '123456' }]);
  });

  it('not at all when another code is on its way that voids it', async () => {
    const { reply, arrive } = later(ok({ sendsRemaining: 3, earlierCodes: 'void' }));
    relay.will('start', ok({ resendIn: 0 }));
    relay.will('send', reply);
    const element = await toCode(await make());
    link(element, 'resend').click();
    await waitUntil(() => element.matches(':state(busy)'));
    type(element, '123456');
    arrive();
    await waitUntil(() => line(element) === 'New code sent. Earlier codes no longer work.');
    expect(field(element).value).to.equal('');
    expect(relay.bodies('check')).to.deep.equal([]);
  });

  it('while a look at the delivery is on its way', async () => {
    const { reply } = later(ok());
    relay.will('start', ok({ pollIn: 1 }));
    relay.will('read', reply);
    const element = await toCode(await make());
    sleep(2);
    await waitUntil(() => relay.bodies('read').length === 1);
    insert(element, '123456');
    await reaches(element, 'verified');
    expect(relay.bodies('check').length).to.equal(1);
  });

  it('offline it waits, and goes on when the network is back', async () => {
    const element = await toCode(await make());
    window.dispatchEvent(new Event('offline'));
    insert(element, '123456');
    await element.updateComplete;
    expect(relay.bodies('check')).to.deep.equal([]);
    window.dispatchEvent(new Event('online'));
    await reaches(element, 'verified');
    expect(relay.bodies('check')).to.deep.equal([{ code: '123456' }]);
  });
});

describe('digits that were typed', () => {
  it('go on where they were after a resend that leaves the earlier codes good', async () => {
    relay.will('start', ok({ resendIn: 0 }));
    relay.will('send', ok({ sendsRemaining: 3, earlierCodes: 'valid' }));
    const element = await toCode(await make());
    insert(element, '12');
    link(element, 'resend').click();
    await waitUntil(() => line(element) === 'Code sent again. Earlier messages still work.');
    await waitUntil(() => document.activeElement === field(element));
    insert(element, '3');
    expect(field(element).value).to.equal('123');
  });

  it('go on where they were after a press that came too early', async () => {
    const element = await toCode(await make());
    insert(element, '123');
    submit(element).click();
    await waitUntil(() => line(element) === 'Enter the code we sent you.');
    await waitUntil(() => document.activeElement === field(element));
    for (const digit of '456') insert(element, digit);
    await reaches(element, 'verified');
    expect(relay.bodies('check')).to.deep.equal([{ code: '123456' }]);
  });

  it('stay when too many are checked from here, and can be checked when the wait is over', async () => {
    relay.will('check', problem(429, 'rate_limited', 90), ok(verified));
    const element = await toCode(await make());
    insert(element, '123456');
    await waitUntil(() => line(element).startsWith('Too many codes were requested.'));
    expect(submit(element).ariaDisabled).to.equal('true');
    expect(field(element).value).to.equal('123456');
    expect(has(element, '[part=edit]')).to.equal(true);
    sleep(90);
    await waitUntil(() => submit(element).ariaDisabled === 'false');
    submit(element).click();
    await reaches(element, 'verified');
  });

  it('can still be sent in the 15 seconds after the clock reached zero', async () => {
    const element = await toCode(await make());
    insert(element, '12345');
    pass(305);
    insert(element, '6');
    await reaches(element, 'verified');
  });
});
