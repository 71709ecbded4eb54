/* The element as a control of the page's form, in all that people expect of `<input>`. Long, since each test is one sentence. */
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { TemplateResult } from 'lit';
import {
  field,
  has,
  inner,
  insert,
  isAccessible,
  label,
  line,
  link,
  make,
  newRelay,
  ok,
  problem,
  reaches,
  select,
  sleep,
  submit,
  toCode,
  toVerified,
  type,
  verified,
  waitUntil,
  type ScriptedRelay,
} from '../demo/simulators/element-fixture.ts';
import type { OtpVerify } from './index.ts';

let relay: ScriptedRelay;
/** How often the page's form was submitted. */
let submitted = 0;
beforeEach(async () => {
  relay = await newRelay();
  submitted = 0;
});

const plain = html`<otp-verify relay="https://relay.test" name="proof"></otp-verify>`;
const required = html`<otp-verify relay="https://relay.test" name="proof" required></otp-verify>`;

const inForm = (element: TemplateResult = required): Promise<OtpVerify> =>
  make(
    html`<form @submit=${(event: Event) => (event.preventDefault(), submitted++)}>
      ${element}<input name="other" /><button>Sign up</button>
    </form>`,
  );
const form = (element: OtpVerify): HTMLFormElement => {
  if (!element.form) throw new Error('it belongs to no form');
  return element.form;
};
const proof = (element: OtpVerify): FormDataEntryValue[] => new FormData(form(element)).getAll('proof');
/** Where the browser's bubble is, and the focus with it. */
const pointed = (element: OtpVerify): Element | null => element.shadowRoot?.activeElement ?? document.activeElement;

describe('what the form carries', () => {
  it('is the proof while the number is verified, and nothing before, after and while it is changed', async () => {
    const element = await inForm();
    expect(proof(element)).to.deep.equal([]);
    await toVerified(element);
    expect(proof(element)).to.deep.equal(['proof']);
    link(element, 'edit').click();
    expect(proof(element)).to.deep.equal([]);
    await reaches(element, 'recipient');
    link(element, 'edit').click();
    expect(proof(element)).to.deep.equal(['proof']);
    sleep(901);
    expect(proof(element)).to.deep.equal([]);
  });

  it('has no number and no code in it: the fields have no name and no form', async () => {
    const element = await inForm();
    for (const prepare of [() => type(element, '28782931'), () => submit(element).click()]) {
      prepare();
      expect([...new FormData(form(element)).keys()]).to.deep.equal(['other']);
    }
    await reaches(element, 'code');
    type(element, '1234');
    expect([...new FormData(form(element)).keys()]).to.deep.equal(['other']);
    expect([field(element).name, field(element).form]).to.deep.equal(['', null]);
  });

  it('is nothing where the element has no name, and where it is disabled', async () => {
    const nameless = await inForm(html`<otp-verify relay="https://relay.test"></otp-verify>`);
    await toVerified(nameless);
    expect([...new FormData(form(nameless)).keys()]).to.deep.equal(['other']);
    nameless.name = 'proof';
    await nameless.updateComplete;
    expect(proof(nameless)).to.deep.equal(['proof']);
    nameless.disabled = true;
    await nameless.updateComplete;
    expect(proof(nameless)).to.deep.equal([]);
  });

  it('goes with the form that `form` names', async () => {
    const element = await make(
      html`<div>
        <form id="elsewhere" @submit=${(event: Event) => (event.preventDefault(), submitted++)}></form>
        <otp-verify relay="https://relay.test" name="proof" form="elsewhere"></otp-verify>
      </div>`,
    );
    type(element, '28782931');
    await sendKeys({ press: 'Enter' });
    await reaches(element, 'code');
    expect(submitted).to.equal(0);
    type(element, '123456');
    await reaches(element, 'verified');
    expect(proof(element)).to.deep.equal(['proof']);
  });
});

describe('the page’s form is not submitted before the number is verified', () => {
  const send = (element: OtpVerify): void => form(element).requestSubmit();

  it('where one is required, whatever was typed, and is once it is', async () => {
    const element = await inForm();
    send(element);
    type(element, '28782931');
    await element.updateComplete;
    send(element);
    await toCode(element);
    send(element);
    type(element, '123');
    send(element);
    expect(submitted).to.equal(0);
    type(element, '123456');
    await reaches(element, 'verified');
    await element.updateComplete;
    send(element);
    expect(submitted).to.equal(1);
    link(element, 'edit').click();
    await reaches(element, 'recipient');
    send(element);
    expect(submitted).to.equal(1);
  });

  it('where one was typed, and is where none was and none is required', async () => {
    const element = await inForm(plain);
    send(element);
    expect(submitted).to.equal(1);
    insert(element, '2');
    await element.updateComplete;
    send(element);
    expect(submitted).to.equal(1);
    expect(element.validity.badInput).to.equal(true);
    expect(element.validity.valueMissing).to.equal(false);
    await sendKeys({ press: 'Backspace' });
    await element.updateComplete;
    send(element);
    expect(submitted).to.equal(2);
  });

  it('by an Enter in the number, on a channel, on the country and in the code', async () => {
    const element = await inForm(plain);
    const enter = (): Promise<unknown> => sendKeys({ press: 'Enter' });
    field(element).focus();
    await enter();
    await waitUntil(() => line(element) === 'Enter your phone number.');
    inner(element, '[type=radio]').focus();
    await enter();
    await waitUntil(() => document.activeElement === field(element));
    // An Enter there may open the list: it is not to press anything.
    select(element).focus();
    await enter();
    await sendKeys({ press: 'Escape' });
    type(element, '28782931');
    await enter();
    await reaches(element, 'code');
    await waitUntil(() => document.activeElement === field(element));
    await enter();
    await waitUntil(() => line(element) === 'Enter the code we sent you.');
    expect(submitted).to.equal(0);
  });

  it('by an Enter in a field that the page has slotted in', async () => {
    const element = await inForm(html`
      <otp-verify relay="https://relay.test"><input slot="recipient" aria-label="Mobile" /></otp-verify>
    `);
    type(element, '28782931');
    await sendKeys({ press: 'Enter' });
    await reaches(element, 'code');
    expect(submitted).to.equal(0);
  });

  it('by a press on any button of the element', async () => {
    relay.will('start', ok({ resendIn: 0 }));
    const element = await inForm(plain);
    await toCode(element);
    for (const part of ['resend', 'submit']) link(element, part).click();
    link(element, 'edit').click();
    await reaches(element, 'recipient');
    expect(submitted).to.equal(0);
  });
});

describe('the bubble points', () => {
  it('at the number, then at the code, then nowhere', async () => {
    const element = await inForm();
    element.reportValidity();
    await waitUntil(() => pointed(element) === field(element));
    expect(field(element).type).to.equal('tel');
    expect(element.validationMessage).to.equal('Enter and verify your phone number.');
    type(element, '28782931');
    expect(element.validationMessage).to.equal('Press “Text me a code” to verify this number.');
    submit(element).click();
    await reaches(element, 'code');
    field(element).blur();
    element.reportValidity();
    await waitUntil(() => pointed(element) === field(element));
    expect(field(element).getAttribute('autocomplete')).to.equal('one-time-code');
    expect(element.validationMessage).to.equal('Enter the code we sent you.');
    type(element, '123456');
    await reaches(element, 'verified');
    expect(element.reportValidity()).to.equal(true);
    expect(element.validationMessage).to.equal('');
  });

  it('at the button where there is no field', async () => {
    const element = await inForm(
      html`<otp-verify relay="https://relay.test" ticket="sealed" recipient="+371 ••••2931" required></otp-verify>`,
    );
    expect(element.validationMessage).to.equal('Press “Text me a code” to verify this number.');
    element.reportValidity();
    await waitUntil(() => pointed(element) === submit(element));
  });

  it('at the button when the code has expired', async () => {
    const element = await inForm();
    await toCode(element);
    sleep(400);
    await reaches(element, 'ended');
    expect(element.validationMessage).to.equal('Press “Send a new code” to verify this number.');
    element.reportValidity();
    await waitUntil(() => pointed(element) === submit(element));
  });

  it('fires `invalid` at the element, as an input would', async () => {
    const element = await inForm();
    let invalid = 0;
    element.addEventListener('invalid', (event) => (event.preventDefault(), invalid++));
    expect(form(element).checkValidity()).to.equal(false);
    expect(element.checkValidity()).to.equal(false);
    expect(invalid).to.equal(2);
  });
});

describe('a reset of the form', () => {
  it('gives up the code, tells the relay, and goes back to the number of the attribute', async () => {
    const element = await inForm(html`<otp-verify relay="https://relay.test" recipient="+47 40612345"></otp-verify>`);
    expect(inner(element, '.country').textContent).to.contain('NO +47');
    await toCode(element);
    type(element, '123');
    form(element).reset();
    await reaches(element, 'recipient');
    expect(field(element).value).to.equal('+47 40612345');
    expect(inner(element, '.country').textContent).to.contain('NO +47');
    await waitUntil(() => relay.asked.length === 2);
    expect(relay.asked.map(({ what }) => what)).to.deep.equal(['start', 'cancel']);
    expect(sessionStorage.length).to.equal(0);
  });

  it('empties a field that an extension has written to without an event', async () => {
    const element = await inForm();
    field(element).value = '28782931';
    form(element).reset();
    await element.updateComplete;
    expect(field(element).value).to.equal('');
  });

  it('takes the proof away', async () => {
    const element = await inForm();
    await toVerified(element);
    const changes: string[] = [];
    element.addEventListener('change', () => changes.push(element.value));
    form(element).reset();
    await reaches(element, 'recipient');
    expect([element.value, proof(element), changes]).to.deep.equal(['', [], ['']]);
  });
});

describe('disabled', () => {
  it('by a fieldset, nothing can be done in any state, and the form does not wait for it', async () => {
    relay.will('start', ok({ resendIn: 0 }));
    const element = await inForm(
      html`<fieldset><otp-verify relay="https://relay.test" name="proof" required></otp-verify></fieldset>`,
    );
    const fieldset = element.closest('fieldset');
    if (!fieldset) throw new Error('there is no fieldset');
    const controls = (): boolean[] =>
      [...(element.shadowRoot?.querySelectorAll('button, select, input') ?? []), ...element.querySelectorAll('input')]
        .map((control) => control.matches(':disabled'))
        .filter((disabled, index, all) => all.indexOf(disabled) === index);
    const steps = [
      () => type(element, '28782931'),
      () => toCode(element),
      async () => {
        await element.check('123456');
        await reaches(element, 'verified');
      },
    ];
    for (const step of steps) {
      // oxlint-disable-next-line typescript/await-thenable -- some of them wait, some do not
      await step();
      fieldset.disabled = true;
      await element.updateComplete;
      expect(controls(), element.state).to.deep.equal([true]);
      expect(element.willValidate).to.equal(false);
      expect(form(element).checkValidity()).to.equal(true);
      expect(proof(element)).to.deep.equal([]);
      fieldset.disabled = false;
      await element.updateComplete;
      expect(controls(), element.state).to.deep.equal([false]);
    }
  });

  it('by itself, a method changes nothing', async () => {
    const element = await make();
    element.recipient = '+37128782931';
    element.disabled = true;
    await element.updateComplete;
    expect(element.matches(':disabled')).to.equal(true);
    expect(await element.start()).to.equal('recipient');
    expect(relay.asked).to.deep.equal([]);
  });
});

describe('what the browser brings back', () => {
  it('after a visit to another page is what was typed, and its country', async () => {
    const element = await make();
    element.formStateRestoreCallback('+47 40 61 23 45');
    await element.updateComplete;
    expect(field(element).value).to.equal('+47 40 61 23 45');
    expect(inner(element, '.country').textContent).to.contain('NO +47');
    expect(element.value).to.equal('');
  });

  it('does not push aside a number that the page knows', async () => {
    const element = await make(html`<otp-verify relay="https://relay.test" recipient="28782931"></otp-verify>`);
    element.formStateRestoreCallback('20000000');
    await element.updateComplete;
    expect(field(element).value).to.equal('28782931');
  });
});

describe('a label of the page', () => {
  const wrapped = (): Promise<OtpVerify> =>
    make(html`<label>Your mobile <otp-verify relay="https://relay.test"></otp-verify></label>`);

  it('that is wrapped around the element names the field, and a press on it goes there', async () => {
    const element = await wrapped();
    expect(element.labels.length).to.equal(1);
    expect(label(element)).to.equal('');
    expect(field(element).ariaLabel).to.equal('Your mobile');
    element.closest('label')?.click();
    expect(document.activeElement).to.equal(field(element));
  });

  it('that is wrapped around the element leaves its buttons, links and choices alone', async () => {
    relay.will('start', ok({ resendIn: 0 }), ok());
    const element = await wrapped();
    const radio = [...(element.shadowRoot?.querySelectorAll<HTMLInputElement>('[type=radio]') ?? [])][1];
    radio?.focus();
    radio?.click();
    await element.updateComplete;
    expect(radio?.checked).to.equal(true);
    expect(element.shadowRoot?.activeElement).to.equal(radio);
    type(element, '28782931');
    submit(element).focus();
    let presses = 0;
    element.addEventListener('otp-before-send', () => presses++);
    submit(element).click();
    await reaches(element, 'code');
    await waitUntil(() => document.activeElement === field(element));
    link(element, 'resend').click();
    await waitUntil(() => line(element).startsWith('New code sent'));
    expect(presses).to.equal(2);
  });

  it('by `for` goes to the code when that is asked for, which has a label of its own', async () => {
    const element = await make(
      html`<div>
        <label for="phone">Your mobile</label><otp-verify id="phone" relay="https://relay.test"></otp-verify>
      </div>`,
    );
    await toCode(element);
    field(element).blur();
    document.querySelector<HTMLLabelElement>('label[for=phone]')?.click();
    expect(document.activeElement).to.equal(field(element));
    expect(label(element)).to.equal('Enter the 6-digit code');
    expect(field(element).ariaLabel).to.equal(null);
    await isAccessible(element);
  });

  it('says whether an answer is required', async () => {
    const element = await inForm();
    expect(field(element).ariaRequired).to.equal('true');
    element.required = false;
    await element.updateComplete;
    expect(field(element).ariaRequired).to.equal('false');
  });
});

describe('the focus of the page', () => {
  it('is on the number from the start with `autofocus`', async () => {
    const element = await make(html`<otp-verify relay="https://relay.test" autofocus></otp-verify>`);
    await waitUntil(() => document.activeElement === field(element));
  });

  it('goes by `focus()` to the field, the button or the line that matters now', async () => {
    relay.will('check', ok({ status: 'failed', attemptsRemaining: 0 }), ok(verified));
    const element = await make();
    element.focus();
    expect(pointed(element)).to.equal(field(element));
    await toCode(element);
    field(element).blur();
    element.focus();
    expect(pointed(element)).to.equal(field(element));
    await element.check('111111');
    await element.updateComplete;
    element.focus();
    expect(pointed(element)).to.equal(submit(element));
    await element.start();
    await element.check('123456');
    await reaches(element, 'verified');
    element.focus();
    expect(pointed(element)).to.equal(inner(element, '[part=verified]'));
  });
});

it('a number that the relay refuses is no value, and can be corrected', async () => {
  relay.will('start', problem(403, 'country_not_allowed'), ok());
  const element = await inForm();
  type(element, '28782931');
  submit(element).click();
  await waitUntil(() => line(element).startsWith('We can’t send codes to this number.'));
  expect([element.value, element.validity.badInput, has(element, '.wrong')]).to.deep.equal(['', true, true]);
  type(element, '28782932');
  await element.updateComplete;
  expect(has(element, '.wrong')).to.equal(false);
});
