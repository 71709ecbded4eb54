/* All of the element in real browsers, against a relay that answers by a script; long, since each test is one sentence. */
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import {
  exact,
  field,
  has,
  heard,
  inner,
  isAccessible,
  label,
  line,
  link,
  lost,
  make,
  newRelay,
  ok,
  pass,
  problem,
  reaches,
  sleep,
  submit,
  submitText,
  toCode,
  toVerified,
  type,
  verified,
  waitUntil,
  type ScriptedRelay,
} from '../demo/simulators/element-fixture.ts';
import { config } from '../demo/simulators/scripted-answers.ts';
import { environment } from './flow-controller.ts';
import type { OtpVerify } from './index.ts';

let relay: ScriptedRelay;
beforeEach(async () => {
  relay = await newRelay();
});

const stored = (): string => Object.values(sessionStorage).join();

describe('number', () => {
  it('is accessible, in dark as well', async () => isAccessible(await make()));

  it('is accessible with a fault', async () => {
    const element = await make();
    submit(element).click();
    await waitUntil(() => line(element) === 'Enter your phone number.');
    await isAccessible(element);
  });

  it('shows country, field, channels and button at once, before the relay has answered', async () => {
    environment.fetch = () => new Promise(() => undefined);
    const element = await fixture<OtpVerify>(html`<otp-verify relay="https://relay.test"></otp-verify>`);
    expect(label(element)).to.equal('Phone number');
    expect(inner(element, '.country').textContent).to.match(/[A-Z]{2} \+\d+/);
    expect(element.shadowRoot?.querySelectorAll('[part=channel]').length).to.equal(2);
    expect(submitText(element)).to.equal('Text me a code');
  });

  it('shows an address field at once where the page wants e-mail alone', async () => {
    environment.fetch = () => new Promise(() => undefined);
    const element = await fixture<OtpVerify>(
      html`<otp-verify relay="https://relay.test" channels="email"></otp-verify>`,
    );
    expect(label(element)).to.equal('Email address');
    expect([field(element).type, field(element).autocomplete]).to.deep.equal(['email', 'email']);
    expect(submitText(element)).to.equal('Email me a code');
    expect(has(element, 'select')).to.equal(false);
  });

  it('takes the country and the channels that the relay knows', async () => {
    relay.config = { ...config, country: 'NO', channels: ['voice'] };
    const element = await make();
    expect(inner(element, '.country').textContent).to.contain('NO +47');
    expect(has(element, '[part=channels]')).to.equal(false);
    expect(submitText(element)).to.equal('Call me with a code');
  });

  it('lists the countries by name once somebody looks', async () => {
    const element = await make(html`<otp-verify relay="https://relay.test" countries="LV NO EE"></otp-verify>`);
    const select = inner(element, 'select');
    select.dispatchEvent(new Event('pointerdown'));
    if (!(select instanceof HTMLSelectElement)) throw new Error('no select');
    expect([...select.options].map(({ text }) => text)).to.deep.equal([
      'Estonia (+372)',
      'Latvia (+371)',
      'Norway (+47)',
    ]);
    expect(select.value).to.equal('LV');
  });

  it('is for autofill what it is for the person', async () => {
    const input = field(await make());
    expect(input.type).to.equal('tel');
    expect(input.getAttribute('autocomplete')).to.equal('tel');
    expect(input.labels?.[0]?.textContent).to.equal('Phone number');
    expect(input.name).to.equal('');
  });

  it('formats a number as it is typed, and an international one chooses its country', async () => {
    const element = await make();
    await exact(element);
    type(element, '28782931');
    expect(field(element).value).to.equal('28 782 931');
    type(element, '+4740612345');
    await waitUntil(() => inner(element, '.country').textContent?.includes('NO +47'));
  });

  it('sends what an extension wrote without an event', async () => {
    const element = await make();
    field(element).value = '28782931';
    submit(element).click();
    await reaches(element, 'code');
    expect(relay.bodies('start')).to.deep.equal([{ to: '+37128782931', channel: 'sms', locale: 'en' }]);
  });

  it('refuses what cannot be a number, at the field', async () => {
    const element = await make();
    type(element, '2878');
    submit(element).click();
    await waitUntil(() => line(element) === 'This number looks too short for Latvia.');
    const input = field(element);
    expect(document.activeElement).to.equal(input);
    expect(input.ariaInvalid).to.equal('true');
    expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).to.equal(line(element));
    expect(relay.asked).to.deep.equal([]);
  });

  it('an Enter does what the button does, and does not submit the page’s form', async () => {
    let submitted = 0;
    const element = await make(
      html`<form @submit=${(event: Event) => (event.preventDefault(), submitted++)}>
        <otp-verify relay="https://relay.test" name="proof"></otp-verify><button>Sign up</button>
      </form>`,
    );
    type(element, '28782931');
    await sendKeys({ press: 'Enter' });
    await reaches(element, 'code');
    expect(submitted).to.equal(0);
  });

  it('offers a landline the call as the button', async () => {
    relay.will('start', problem(409, 'channel_not_available'), ok({ channel: 'voice' }));
    const element = await make();
    type(element, '28782931');
    submit(element).click();
    await waitUntil(() => line(element).startsWith('This looks like a landline'));
    expect(submitText(element)).to.equal('Call me with a code');
    expect(relay.asked.length).to.equal(1);
    submit(element).click();
    await reaches(element, 'code');
    expect(relay.bodies('start')[1]).to.include({ channel: 'voice' });
  });

  it('waits as long as the relay says, and says how long', async () => {
    relay.will('start', problem(429, 'rate_limited', 1500), ok());
    const element = await make();
    type(element, '28782931');
    submit(element).click();
    await waitUntil(() => line(element) === 'Too many codes were requested. You can try again in 25 minutes.');
    expect(submit(element).ariaDisabled).to.equal('true');
    expect(element.matches(':state(waiting)')).to.equal(true);
    sleep(1500);
    await waitUntil(() => submit(element).ariaDisabled === 'false');
    expect(element.matches(':state(waiting)')).to.equal(false);
  });

  it('a start whose outcome is unknown stays here and says when to try again', async () => {
    relay.will('start', problem(504, 'outcome_unknown'));
    const element = await make();
    type(element, '28782931');
    submit(element).click();
    await waitUntil(() => /Try again in 0:(30|29)/.test(line(element)));
    expect(element.state).to.equal('recipient');
  });

  it('an unavailable relay leaves the number in its field, and a way to try again', async () => {
    relay.will('start', problem(503, 'provider_unavailable', 5), ok());
    const element = await make();
    await exact(element);
    type(element, '28782931');
    submit(element).click();
    await reaches(element, 'unavailable');
    expect(submitText(element)).to.equal('Try again');
    await waitUntil(() => field(element).value === '28 782 931');
    submit(element).click();
    await reaches(element, 'code');
  });

  it('offline, it says so, and carries on when the network is back', async () => {
    const element = await make();
    window.dispatchEvent(new Event('offline'));
    type(element, '28782931');
    submit(element).click();
    await element.updateComplete;
    expect(inner(element, '.action').textContent).to.contain('You’re offline.');
    expect(element.matches(':state(offline)')).to.equal(true);
    expect(relay.asked).to.deep.equal([]);
    window.dispatchEvent(new Event('online'));
    await reaches(element, 'code');
  });
});

describe('sending', () => {
  it('keeps the focus, says that it is busy, and is accessible', async () => {
    relay.will('start', () => new Promise(() => undefined));
    const element = await make();
    type(element, '28782931');
    submit(element).focus();
    submit(element).click();
    await reaches(element, 'sending');
    expect(element.matches(':state(busy)')).to.equal(true);
    expect(field(element).readOnly).to.equal(true);
    expect(field(element).disabled).to.equal(false);
    expect(element.shadowRoot?.activeElement).to.equal(submit(element));
    expect(submit(element).querySelector('[role=img]')?.ariaLabel).to.equal('Sending…');
    await isAccessible(element);
  });

  it('does not happen where the page says no', async () => {
    const element = await make();
    const states: string[] = [];
    element.addEventListener('otp-before-send', (event) => event.preventDefault());
    element.addEventListener('otp-state', ({ detail }) => states.push(detail.state));
    type(element, '28782931');
    expect(await element.start()).to.equal('recipient');
    expect(states).to.deep.equal([]);
    expect(relay.asked).to.deep.equal([]);
  });
});

describe('code', () => {
  it('is accessible, in dark as well', async () => isAccessible(await toCode(await make())));

  it('says where the code went, and has the focus', async () => {
    const element = await toCode(await make());
    expect(label(element)).to.equal('Enter the 6-digit code');
    await waitUntil(() => /We texted it to \+371 28 782 931\./.test(inner(element, '.note').textContent ?? ''));
    await waitUntil(() => document.activeElement === field(element));
    expect(field(element).getAttribute('autocomplete')).to.equal('one-time-code');
    expect(field(element).inputMode).to.equal('numeric');
    expect(heard(element)).to.contain('We texted it to').and.contain('checked as soon as it is complete');
  });

  it('is checked by itself when it is complete', async () => {
    const element = await toVerified(await make());
    expect(relay.bodies('check')).to.deep.equal([{ code: '123456' }]);
    expect(element.value).to.equal('proof');
  });

  it('is not checked by itself where the page does not want that', async () => {
    const element = await make(html`<otp-verify relay="https://relay.test" no-auto-check></otp-verify>`);
    await toCode(element);
    type(element, '123456');
    await element.updateComplete;
    expect(relay.bodies('check')).to.deep.equal([]);
    submit(element).click();
    await reaches(element, 'verified');
  });

  for (const text of ['123 456', '123-456', 'Your code is 123456. Do not share it.', '١٢٣٤٥٦']) {
    it(`can be pasted as “${text}”`, async () => {
      const element = await toCode(await make());
      type(element, '99');
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      // Not every browser lets a script fill the clipboard of an event.
      if (paste.clipboardData?.getData('text')) field(element).dispatchEvent(paste);
      else type(element, text);
      await reaches(element, 'verified');
      expect(relay.bodies('check')).to.deep.equal([{ code: '123456' }]);
    });
  }

  it('a wrong one stays selected and says how many tries are left', async () => {
    relay.will('check', ok({ attemptsRemaining: 4 }));
    const element = await toCode(await make());
    let rejected = 0;
    element.addEventListener('otp-rejected', ({ detail }) => (rejected = detail.attemptsRemaining));
    type(element, '111111');
    await waitUntil(() => line(element) === 'That code isn’t right. 4 tries left.');
    const input = field(element);
    await waitUntil(() => input.selectionStart === 0 && input.selectionEnd === 6);
    expect(rejected).to.equal(4);
    expect(heard(element)).to.contain('4 tries left');
    await isAccessible(element);
  });

  it('the same wrong one is not sent again', async () => {
    relay.will('check', ok({ attemptsRemaining: 4 }));
    const element = await toCode(await make());
    await element.check('111111');
    await element.check('111111');
    await element.updateComplete;
    expect(line(element)).to.equal('You’ve already tried that code. Check the newest message.');
    expect(relay.bodies('check').length).to.equal(1);
  });

  it('on the last try the way to a new code stands beside the message', async () => {
    relay.will('start', ok({ resendIn: 0 }));
    relay.will('check', ok({ attemptsRemaining: 1, resendIn: 0 }));
    const element = await toCode(await make());
    await element.check('111111');
    await element.updateComplete;
    expect(line(element)).to.contain('One try left');
    expect(has(element, '[part=status] [part=resend]')).to.equal(true);
    expect(has(element, '.links [part=resend]')).to.equal(false);
  });

  it('after too many tries a new code is one press away', async () => {
    relay.will('start', ok(), ok({ handle: 'second' }));
    relay.will('check', ok({ status: 'failed', attemptsRemaining: 0 }));
    const element = await toCode(await make());
    const ended = oneEvent(element, 'otp-ended');
    await element.check('111111');
    expect((await ended).detail).to.deep.equal({ status: 'failed' });
    await element.updateComplete;
    expect(element.querySelector('input')).to.equal(null);
    expect(line(element)).to.contain('too many tries');
    expect(submitText(element)).to.equal('Send a new code');
    await isAccessible(element);
    submit(element).click();
    await reaches(element, 'code');
    expect(relay.bodies('start')[1]).to.deep.equal({ channel: 'sms' });
  });

  it('counts the last minute down, and has it heard once', async () => {
    relay.will('read', ok({ expiresIn: 55, resendIn: 0 }));
    const element = await toCode(await make());
    sleep(245);
    await waitUntil(() => /This code works for another 0:5\d\./.test(line(element)));
    await waitUntil(() => /another 0:5\d\./.test(heard(element)));
  });

  it('can be sent for 15 seconds after its time, then it has expired', async () => {
    const element = await toCode(await make());
    type(element, '12345');
    pass(305);
    expect(await element.check('123456')).to.equal('verified');
    const other = await make();
    sessionStorage.clear();
    await other.reset();
    await toCode(other);
    sleep(316);
    await reaches(other, 'ended');
    expect(line(other)).to.equal('This code has expired.');
  });

  it('another one can be asked for when its time has come', async () => {
    const element = await toCode(await make());
    expect(inner(element, '[part=countdown]').textContent).to.match(/Send a new code in 0:(30|29)/);
    expect(has(element, '[part=resend]')).to.equal(false);
    relay.will('read', ok({ resendIn: 0 }));
    sleep(30);
    await waitUntil(() => has(element, '[part=resend]'));
    const sent = oneEvent(element, 'otp-sent');
    link(element, 'resend').click();
    expect((await sent).detail).to.deep.equal({
      channel: 'sms',
      recipient: '+371 ••••2931',
      expiresIn: 300,
      resend: true,
    });
    await waitUntil(() => line(element) === 'New code sent. Earlier codes no longer work.');
  });

  it('can be called instead', async () => {
    relay.will('start', ok({ resendIn: 0 }));
    relay.will('send', ok({ channel: 'voice' }));
    const element = await toCode(await make());
    link(element, 'switch').click();
    await waitUntil(() => inner(element, '.note').textContent?.includes('A voice will read the code in English.'));
    expect(relay.bodies('send')).to.deep.equal([{ channel: 'voice' }]);
  });

  it('when none is left, the links go and the line says how long the last one works', async () => {
    relay.will('start', ok({ resendIn: 0 }));
    relay.will('send', problem(409, 'no_sends_left'));
    const element = await toCode(await make());
    link(element, 'resend').click();
    await waitUntil(() => /That was the last code for now. It works for another [45]:\d\d\./.test(line(element)));
    expect(has(element, '[part=resend]')).to.equal(false);
    expect(has(element, '[part=switch]')).to.equal(false);
  });

  it('a check without an answer is looked after before it is sent again', async () => {
    relay.will('check', lost, ok(verified));
    const element = await toCode(await make());
    type(element, '123456');
    await reaches(element, 'verified');
    expect(relay.asked.map(({ what }) => what)).to.deep.equal(['start', 'check', 'read', 'check']);
  });

  it('a resend without an answer keeps the field', async () => {
    relay.will('start', ok({ resendIn: 0 }));
    relay.will('send', problem(504, 'outcome_unknown'));
    const element = await toCode(await make());
    link(element, 'resend').click();
    await waitUntil(() => line(element).startsWith('We’re not sure your code was sent.'));
    expect(field(element).getAttribute('autocomplete')).to.equal('one-time-code');
  });

  it('a delivery is said, and a text that became a call keeps what was typed', async () => {
    relay.will('start', ok({ pollIn: 1 }));
    relay.will('read', ok({ channel: 'voice', delivery: { channel: 'voice', status: 'pending' } }));
    const element = await toCode(await make());
    type(element, '12');
    const delivery = oneEvent(element, 'otp-delivery');
    sleep(3);
    expect((await delivery).detail).to.deep.equal({ channel: 'voice', status: 'pending', failover: true });
    await waitUntil(() => line(element).startsWith('We couldn’t deliver the text, so we’re calling you.'));
    expect(field(element).value).to.equal('12');
  });
});

describe('changing the number', () => {
  it('and sending to the same one returns to the code that is still good', async () => {
    const element = await make();
    await exact(element);
    await toCode(element);
    link(element, 'edit').click();
    await reaches(element, 'recipient');
    await waitUntil(() => field(element).value === '28 782 931');
    await isAccessible(element);
    submit(element).click();
    await reaches(element, 'code');
    expect(relay.bodies('start').length).to.equal(1);
  });

  it('and sending to another one cancels the first', async () => {
    relay.will('start', ok(), ok({ handle: 'second' }));
    const element = await toCode(await make());
    link(element, 'edit').click();
    await reaches(element, 'recipient');
    type(element, '20000000');
    submit(element).click();
    await reaches(element, 'code');
    await waitUntil(() => relay.asked.length === 3);
    expect(relay.asked.map(({ what }) => what)).to.deep.equal(['start', 'start', 'cancel']);
  });

  it('of a verified one empties the value at once, and it can be kept', async () => {
    const element = await toVerified(await make());
    const values: string[] = [];
    element.addEventListener('change', () => values.push(element.value));
    link(element, 'edit').click();
    await reaches(element, 'recipient');
    await element.updateComplete;
    expect(link(element, 'edit').textContent).to.equal('Keep +371 28 782 931');
    link(element, 'edit').click();
    await reaches(element, 'verified');
    expect(values).to.deep.equal(['', 'proof']);
  });

  it('is not offered where it is locked', async () => {
    const element = await make(
      html`<otp-verify relay="https://relay.test" recipient="+37128782931" recipient-locked></otp-verify>`,
    );
    expect(element.querySelector('input')).to.equal(null);
    await waitUntil(() => inner(element, '.note').textContent?.includes('+371 28 782 931'));
    await element.start();
    await reaches(element, 'code');
    expect(has(element, '[part=edit]')).to.equal(false);
  });
});

describe('verified', () => {
  it('is one quiet line, accessible, and has the focus', async () => {
    const element = await make();
    await exact(element);
    await toVerified(element);
    expect(inner(element, '[part=verified]').textContent).to.contain('+371 28 782 931 is verified');
    await waitUntil(() => element.shadowRoot?.activeElement === inner(element, '[part=verified]'));
    expect(heard(element)).to.equal('+371 28 782 931 is verified');
    await isAccessible(element);
  });

  it('tells the page in this order: input, change, otp-state, otp-verified', async () => {
    const element = await toCode(await make());
    const events: string[] = [];
    for (const name of ['input', 'change', 'otp-state', 'otp-verified']) {
      element.addEventListener(name, () => events.push(`${name} ${element.value}`));
    }
    await element.check('123456');
    expect(events).to.deep.equal([
      'otp-state ',
      'input proof',
      'change proof',
      'otp-state proof',
      'otp-verified proof',
    ]);
  });

  it('when the proof’s time is over, the number comes back filled in', async () => {
    const element = await make();
    await exact(element);
    await toVerified(element);
    const ended = oneEvent(element, 'otp-ended');
    sleep(901);
    expect((await ended).detail).to.deep.equal({ status: 'proof-expired' });
    await element.updateComplete;
    expect(element.value).to.equal('');
    await waitUntil(() => field(element).value === '28 782 931');
    expect(line(element)).to.equal('It’s been a while. Please verify your number again.');
  });

  it('shows what the page slotted in its place', async () => {
    const element = await make(
      html`<otp-verify relay="https://relay.test"><b slot="verified">Thank you</b></otp-verify>`,
    );
    await toVerified(element);
    const own = element.querySelector<HTMLElement>('[slot=verified]');
    expect(own?.assignedSlot?.name).to.equal('verified');
    expect(own?.checkVisibility()).to.equal(true);
  });
});

describe('in a form', () => {
  const inForm = (attributes = html`<otp-verify relay="https://relay.test" name="proof" required></otp-verify>`) =>
    make(html`<form>${attributes}<button>Sign up</button></form>`);

  it('sends its proof under its name, and nothing else', async () => {
    const element = await inForm();
    const data = (): [string, FormDataEntryValue][] => [...new FormData(element.form ?? undefined)];
    expect(data()).to.deep.equal([]);
    await toVerified(element);
    expect(data()).to.deep.equal([['proof', 'proof']]);
  });

  it('lets the page submit as soon as it hears of the proof', async () => {
    const element = await inForm();
    const submitted = new Promise<FormDataEntryValue | null>((resolve) =>
      element.form?.addEventListener('submit', (event) => {
        event.preventDefault();
        resolve(new FormData(element.form ?? undefined).get('proof'));
      }),
    );
    element.addEventListener('otp-verified', () => element.form?.requestSubmit());
    await toVerified(element);
    expect(await submitted).to.equal('proof');
  });

  it('required, it keeps the form back, and points at the field', async () => {
    const element = await inForm();
    expect(element.validity.valueMissing).to.equal(true);
    expect(element.validationMessage).to.equal('Enter and verify your phone number.');
    expect(element.matches(':invalid')).to.equal(true);
    expect(element.form?.checkValidity()).to.equal(false);
    element.reportValidity();
    await waitUntil(() => document.activeElement === field(element));
    await toVerified(element);
    expect(element.form?.checkValidity()).to.equal(true);
  });

  it('a number that was typed but not verified is a bad input, required or not', async () => {
    const element = await inForm(html`<otp-verify relay="https://relay.test"></otp-verify>`);
    expect(element.checkValidity()).to.equal(true);
    type(element, '28782931');
    expect(element.validity.badInput).to.equal(true);
    expect(element.validationMessage).to.equal('Press “Text me a code” to verify this number.');
    submit(element).click();
    await reaches(element, 'code');
    expect(element.validationMessage).to.equal('Enter the code we sent you.');
  });

  it('carries a fault of the page’s own', async () => {
    const element = await make();
    element.setCustomValidity('Not on a Sunday.');
    expect(element.validity.customError).to.equal(true);
    expect(element.validationMessage).to.equal('Not on a Sunday.');
    element.setCustomValidity('');
    expect(element.checkValidity()).to.equal(true);
  });

  it('resets with it, to the number that it began with', async () => {
    const element = await inForm(html`<otp-verify relay="https://relay.test" recipient="28782931"></otp-verify>`);
    type(element, '20000000');
    element.form?.reset();
    await element.updateComplete;
    expect(field(element).value).to.equal('28782931');
    expect(element.value).to.equal('');
  });

  it('setting the value to nothing resets, setting anything else is ignored', async () => {
    const element = await toVerified(await make());
    element.value = 'forged';
    expect(element.value).to.equal('proof');
    element.value = '';
    expect(element.value).to.equal('');
    expect(element.state).to.equal('recipient');
  });

  it('is disabled by itself and by a fieldset', async () => {
    const element = await make(
      html`<form>
        <fieldset disabled><otp-verify relay="https://relay.test" required></otp-verify></fieldset>
      </form>`,
    );
    expect(element.willValidate).to.equal(false);
    expect(field(element).disabled).to.equal(true);
    expect(submit(element).disabled).to.equal(true);
    element.closest('fieldset')?.removeAttribute('disabled');
    await element.updateComplete;
    expect(field(element).disabled).to.equal(false);
    element.disabled = true;
    await element.updateComplete;
    expect(field(element).disabled).to.equal(true);
  });

  it('belongs to a form elsewhere by its id', async () => {
    const element = await make(
      html`<div>
        <form id="elsewhere"></form>
        <otp-verify relay="https://relay.test" form="elsewhere"></otp-verify>
      </div>`,
    );
    expect(element.form?.id).to.equal('elsewhere');
  });

  it('has the page’s own label in place of its own', async () => {
    const element = await make(
      html`<div>
        <label for="phone">Your mobile</label><otp-verify id="phone" relay="https://relay.test"></otp-verify>
      </div>`,
    );
    expect(label(element)).to.equal('');
    expect(field(element).ariaLabel).to.equal('Your mobile');
    document.querySelector<HTMLLabelElement>('label[for=phone]')?.click();
    expect(document.activeElement).to.equal(field(element));
    await isAccessible(element);
  });

  it('a browser that brings the page back brings the number back', async () => {
    const element = await make();
    element.formStateRestoreCallback('28782931');
    await element.updateComplete;
    expect(field(element).value).to.equal('28782931');
  });
});

describe('after a reload', () => {
  it('the code is still asked for, with the number masked and nothing focused', async () => {
    const first = await toCode(await make());
    const kept = stored();
    expect(kept).to.contain('handle').and.not.contain('28782931').and.not.contain('28 782 931');
    first.remove();
    relay.will('read', ok({ resendIn: 7 }));
    const element = await make();
    await reaches(element, 'code');
    await waitUntil(() => has(element, '[part=countdown]'));
    expect(inner(element, '.recipient').textContent).to.equal('+371 ••••2931');
    expect(inner(element, '.recipient').getAttribute('aria-hidden')).to.equal('true');
    expect(inner(element, '.note').textContent).to.contain('number ending in 2931');
    expect(document.activeElement).to.equal(document.body);
    await isAccessible(element);
  });

  it('a verified number has its proof again', async () => {
    const first = await toVerified(await make());
    expect(stored()).to.not.contain('proof"');
    first.remove();
    relay.will('read', ok(verified));
    const element = await make();
    await reaches(element, 'verified');
    expect(element.value).to.equal('proof');
  });

  it('a handle that has expired leads back to the beginning', async () => {
    (await toCode(await make())).remove();
    relay.will('read', problem(401, 'invalid_handle'));
    const element = await make();
    await reaches(element, 'recipient');
    expect(sessionStorage.length).to.equal(0);
  });

  it('nothing is kept where the page does not want it', async () => {
    await toCode(await make(html`<otp-verify relay="https://relay.test" no-persist></otp-verify>`));
    expect(sessionStorage.length).to.equal(0);
  });
});

describe('with a ticket', () => {
  it('asks for no number, shows a masked one, and sends nothing without a press', async () => {
    const element = await make(
      html`<otp-verify relay="https://relay.test" ticket="sealed" recipient="+371 ••••2931"></otp-verify>`,
    );
    expect(element.querySelector('input')).to.equal(null);
    expect(inner(element, '.note').textContent).to.contain('+371 ••••2931');
    await isAccessible(element);
    expect(relay.asked).to.deep.equal([]);
    submit(element).click();
    await reaches(element, 'code');
    expect(relay.bodies('start')).to.deep.equal([{ ticket: 'sealed', channel: 'sms', locale: 'en' }]);
    expect(has(element, '[part=edit]')).to.equal(false);
  });
});

describe('with a bot check', () => {
  const challenge = { kind: 'turnstile', siteKey: 'key', when: 'always' } as const;

  it('asks the page for one, waits for its answer, and goes on by itself', async () => {
    relay.config = { ...config, challenge };
    let asked = 0;
    const listen = (): void => void asked++;
    document.addEventListener('otp-challenge', listen);
    const element = await make(
      html`<otp-verify relay="https://relay.test">
        <div slot="challenge"><input type="hidden" name="cf-turnstile-response" /></div>
      </otp-verify>`,
    );
    document.removeEventListener('otp-challenge', listen);
    expect(asked).to.equal(1);
    expect(element.matches(':state(challenge)')).to.equal(true);
    const number = element.querySelector<HTMLInputElement>('input[type=tel]');
    if (number) number.value = '28782931';
    submit(element).click();
    await waitUntil(() => inner(element, '.action').textContent?.includes('One quick check'));
    expect(relay.asked).to.deep.equal([]);
    const response = element.querySelector<HTMLInputElement>('[type=hidden]');
    if (response) response.value = 'solved';
    await reaches(element, 'code');
    expect(relay.bodies('start')[0]).to.include({ challenge: 'solved' });
  });

  it('takes an answer that the page gives, once', async () => {
    relay.config = { ...config, challenge };
    const element = await make();
    element.challengeToken = 'given';
    await toCode(element);
    expect(relay.bodies('start')[0]).to.include({ challenge: 'given' });
    expect(element.challengeToken).to.equal('');
  });
});

describe('on any page', () => {
  it('gives the nonce to the relay', async () => {
    await toCode(await make(html`<otp-verify relay="https://relay.test" proof-nonce="n1"></otp-verify>`));
    expect(relay.bodies('start')[0]).to.include({ nonce: 'n1' });
  });

  it('lets the page override any text, plurals too', async () => {
    const element = await make();
    element.messages = { sendSms: 'Go', wrongCode: { one: '{n} left', other: '{n} of them left' } };
    await element.updateComplete;
    expect(submitText(element)).to.equal('Go');
    relay.will('check', ok({ attemptsRemaining: 3 }));
    await toCode(element);
    await element.check('111111');
    await element.updateComplete;
    expect(line(element)).to.equal('3 of them left');
  });

  it('uses the page’s own field and button, which keep their looks', async () => {
    const element = await make(html`
      <otp-verify relay="https://relay.test">
        <input slot="recipient" class="mine" aria-label="Mobile" />
        <button slot="submit" class="mine">Go</button>
      </otp-verify>
    `);
    const own = field(element);
    expect(own.className).to.equal('mine');
    expect(own.type).to.equal('tel');
    expect(element.querySelectorAll('input').length).to.equal(1);
    own.value = '28782931';
    const ownButton = element.querySelector<HTMLButtonElement>('[slot=submit]');
    expect(element.validationMessage).to.equal('Press “Go” to verify this number.');
    ownButton?.click();
    await reaches(element, 'code');
    expect(field(element).getAttribute('autocomplete')).to.equal('tel');
    expect(element.querySelectorAll('input').length).to.equal(2);
  });

  it('names a field of the page’s own that has no name, in its language, and no other', async () => {
    const element = await make(html`
      <div>
        <label for="named">Mobile</label>
        <otp-verify relay="https://relay.test">
          <input slot="recipient" />
          <input slot="code" id="named" />
        </otp-verify>
      </div>
    `);
    expect(field(element).ariaLabel).to.equal('Phone number');
    element.messages = { phoneLabel: 'Telefon' };
    await element.updateComplete;
    expect(field(element).ariaLabel).to.equal('Telefon');
    await toCode(element);
    const code = element.querySelector('#named');
    expect(code?.getAttribute('autocomplete')).to.equal('one-time-code');
    expect(code?.hasAttribute('aria-label')).to.equal(false);
  });

  it('takes over what was typed before it was there, and disables it', async () => {
    const element = await make(
      html`<otp-verify relay="https://relay.test"
        ><label>Phone <input type="tel" value="28782931" /></label
      ></otp-verify>`,
    );
    expect(element.recipient).to.equal('28782931');
    expect(element.querySelector<HTMLInputElement>('label input')?.disabled).to.equal(true);
  });

  it('lets no keystroke and no code reach the page, but other keys', async () => {
    const element = await toCode(await make());
    const seen: string[] = [];
    for (const name of ['input', 'change', 'keydown', 'keyup', 'keypress', 'beforeinput', 'paste']) {
      for (const page of [document.body, element]) {
        page.addEventListener(name, (event) => seen.push(event instanceof KeyboardEvent ? event.key : name), {
          once: true,
        });
      }
    }
    field(element).focus();
    await sendKeys({ type: '12' });
    expect(field(element).value).to.equal('12');
    expect(seen).to.deep.equal([]);
    await sendKeys({ press: 'Escape' });
    expect(seen).to.contain('Escape');
  });

  it('choosing a country or a channel is no input of the element', async () => {
    const element = await make();
    let inputs = 0;
    element.addEventListener('input', () => inputs++);
    inner(element, 'select').dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    inner(element, '[type=radio]').dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    expect(inputs).to.equal(0);
  });

  it('is shielded from the page’s CSS, however hard that tries', async () => {
    const hostile = new CSSStyleSheet();
    hostile.replaceSync(`
      * { all: initial !important; }
      input { width: 10px !important; border: 9px solid red !important; }
      input[type='tel'] { transform: rotate(9deg) !important; padding: 50px !important; }
      label { display: none !important; }
    `);
    const element = await make();
    document.adoptedStyleSheets.push(hostile);
    const style = getComputedStyle(field(element));
    expect(style.borderTopStyle).to.equal('none');
    expect(style.transform).to.equal('none');
    expect(style.paddingLeft).to.equal('14px');
    expect(getComputedStyle(element.querySelector('label') ?? element).display).to.equal('block');
    document.adoptedStyleSheets.pop();
  });

  it('writes no style attribute, which a strict policy would block', async () => {
    const template = document.createElement('template');
    const element = await toCode(await make());
    template.innerHTML = element.shadowRoot?.innerHTML ?? '';
    expect(element.getAttribute('style')).to.equal(null);
    expect(element.shadowRoot?.querySelector('style')).to.equal(null);
  });

  for (const [accent, colour] of [
    ['#ffd43b', 'black'],
    ['#1a56db', 'white'],
    ['#000', 'white'],
  ] as const) {
    it(`writes ${colour} on a button of ${accent}`, async () => {
      const element = await make();
      element.style.setProperty('--otp-accent', accent);
      const text = submit(element).querySelector('span');
      const painted = text ? getComputedStyle(text).color : '';
      const [lightness] = /[\d.]+/.exec(painted) ?? [];
      expect(Number(lightness) > 50).to.equal(colour === 'white', painted);
    });
  }

  it('takes the page’s accent-color', async () => {
    const element = await make(
      html`<div style="accent-color: rgb(179, 0, 94)"><otp-verify relay="https://relay.test"></otp-verify></div>`,
    );
    expect(getComputedStyle(submit(element)).backgroundColor).to.equal('rgb(179, 0, 94)');
  });

  it('runs numbers from left to right on a page that does not', async () => {
    const element = await make(html`<div dir="rtl"><otp-verify relay="https://relay.test"></otp-verify></div>`);
    expect(getComputedStyle(inner(element, '.base')).direction).to.equal('rtl');
    expect(getComputedStyle(inner(element, '[part=field]')).direction).to.equal('ltr');
    expect(getComputedStyle(field(element)).direction).to.equal('ltr');
    await isAccessible(element);
  });

  it('comes back when it is moved within the page', async () => {
    const element = await toCode(await make());
    const elsewhere = await fixture<HTMLElement>(html`<section></section>`);
    elsewhere.append(element);
    type(element, '123456');
    await reaches(element, 'verified');
  });

  it('takes what frameworks set: lists as text, nothing as undefined, and attributes that go away', async () => {
    const element = await make();
    Object.assign(element, { channels: 'voice', countries: 'LV NO', country: undefined, ticket: undefined });
    await element.updateComplete;
    expect([element.channels, element.countries]).to.deep.equal([['voice'], ['LV', 'NO']]);
    for (const name of ['country', 'ticket', 'channels', 'relay', 'proof-nonce']) {
      element.setAttribute(name, name === 'relay' ? 'https://relay.test' : 'LV');
      element.removeAttribute(name);
    }
    await element.updateComplete;
    expect([element.country, element.ticket, element.proofNonce, element.channels]).to.deep.equal(['', '', '', []]);
  });

  it('its methods resolve with the state that follows', async () => {
    const element = await make();
    element.recipient = '+37128782931';
    expect(await element.start()).to.equal('code');
    expect(element.verification?.channel).to.equal('sms');
    expect(element.verification).to.not.have.any.keys('handle', 'proof');
    expect(await element.cancel()).to.equal('ended');
    expect(await element.reset()).to.equal('recipient');
  });
});
