/* What a screen reader is told, message by message, and where the focus is after every move. Long, since there are many. */
import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import {
  exact,
  field,
  has,
  inner,
  later,
  line,
  link,
  lost,
  make,
  newRelay,
  ok,
  problem,
  reaches,
  sleep,
  submit,
  toCode,
  toVerified,
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

const number = '+371 28 782 931';
const sent = `We texted it to ${number}. Your code is checked as soon as it is complete.`;
const isVerified = `${number} is verified`;
const resent = 'New code sent. Earlier codes no longer work.';
const expired = 'This code has expired.';

/** Listens like a screen reader: to every change of every live region, in the page and in the element. */
class Ears {
  readonly heard: string[] = [];
  readonly #observer = new MutationObserver((changes) => this.#note(changes));

  listen(root: Node): this {
    this.#observer.observe(root, { subtree: true, childList: true, characterData: true });
    return this;
  }

  #note(changes: readonly MutationRecord[]): void {
    const regions = changes.map(({ target }) =>
      (target instanceof Element ? target : target.parentElement)?.closest(
        '[role=status], [role=alert], [role=log], [aria-live], output',
      ),
    );
    for (const region of new Set(regions)) {
      const text = region?.textContent?.trim();
      if (text) this.heard.push(text);
    }
  }

  stop(): readonly string[] {
    this.#note(this.#observer.takeRecords());
    this.#observer.disconnect();
    return this.heard;
  }
}

let ears: Ears | undefined;
afterEach(() => ears?.stop());

async function listenTo(attributes?: Parameters<typeof make>[0]): Promise<OtpVerify> {
  ears = new Ears().listen(document);
  // The element's own tree has to be there; what it says before that would be heard as well, so it begins empty.
  const element = await make(attributes);
  if (element.shadowRoot) ears.listen(element.shadowRoot);
  expect(inner(element, '[role=status]').textContent?.trim()).to.equal('');
  return element;
}

/** All that was heard; each message once, and in this order. */
async function hears(...messages: readonly string[]): Promise<void> {
  await waitUntil(
    () => (ears?.heard.length ?? 0) >= messages.length,
    `hears ${JSON.stringify(messages.at(-1))}, but only ${JSON.stringify(ears?.heard)}`,
  );
  // Nothing else follows.
  for (let turn = 0; turn < 5; turn++) await new Promise(requestAnimationFrame);
  expect(ears?.heard).to.deep.equal(messages);
}

const ready = async (attributes?: Parameters<typeof make>[0]): Promise<OtpVerify> => {
  const element = await listenTo(attributes);
  await exact(element);
  return element;
};

const countdown = (element: OtpVerify): string | null | undefined =>
  element.shadowRoot?.querySelector('[part=countdown]')?.textContent;

describe('a screen reader hears once', () => {
  it('what is missing, that a code was sent, that it was wrong, and that the number is verified', async () => {
    relay.will('check', ok({ attemptsRemaining: 4 }), ok({ attemptsRemaining: 1 }), ok(verified));
    const element = await ready();
    submit(element).click();
    const missing = 'Enter your phone number.';
    await hears(missing);
    await toCode(element);
    await hears(missing, sent);
    type(element, '111111');
    const wrong = 'That code isn’t right. 4 tries left.';
    await hears(missing, sent, wrong);
    submit(element).click();
    const tried = 'You’ve already tried that code. Check the newest message.';
    await hears(missing, sent, wrong, tried);
    type(element, '222222');
    const last = 'That code isn’t right. One try left: check the newest message, or get a new code.';
    await hears(missing, sent, wrong, tried, last);
    type(element, '123456');
    await hears(missing, sent, wrong, tried, last, isVerified);
  });

  it('the same mistake once more when it is made once more', async () => {
    const element = await ready();
    for (let time = 1; time <= 3; time++) {
      submit(element).click();
      await waitUntil(() => ears?.heard.length === time);
    }
    expect(ears?.heard).to.deep.equal(Array.from({ length: 3 }, () => 'Enter your phone number.'));
  });

  it('nothing of a countdown, but when the last minute begins, and when it is over', async () => {
    relay.will('read', ok({ expiresIn: 55, resendIn: 0 }));
    const element = await toCode(await ready());
    const first = countdown(element);
    await waitUntil(() => countdown(element) !== first);
    const second = countdown(element);
    await waitUntil(() => countdown(element) !== second);
    await hears(sent);
    sleep(245);
    await waitUntil(() => /another 0:5\d/.test(line(element)));
    const minute = line(element);
    await waitUntil(() => line(element) !== minute);
    const heard = ears?.heard.at(1) ?? '';
    expect(heard).to.match(/^This code works for another 0:5\d\.$/);
    await hears(sent, heard);
    sleep(400);
    await reaches(element, 'ended');
    await hears(sent, heard, expired);
  });

  it('how much is left when the page wakes within the last minute, and not that a minute is', async () => {
    relay.will('read', ok({ expiresIn: 12, resendIn: 0 }));
    const element = await toCode(await ready());
    sleep(288);
    await waitUntil(() => /another 0:1\d/.test(line(element)));
    await waitUntil(() => ears?.heard.length === 2);
    expect(ears?.heard[1]).to.match(/^This code works for another 0:1\d\.$/);
  });

  it('that another code was sent, by which way, and when it is the last', async () => {
    relay.will('start', ok({ resendIn: 0 }));
    relay.will(
      'send',
      ok({ resendIn: 0, sendsRemaining: 2 }),
      ok({ resendIn: 0, sendsRemaining: 1, channel: 'voice' }),
      ok({ resendIn: 0, sendsRemaining: 0, channel: 'voice' }),
    );
    const element = await toCode(await ready());
    link(element, 'resend').click();
    await hears(sent, resent);
    link(element, 'switch').click();
    const called = `We’re calling ${number}. A voice will read the code in English. ${resent}`;
    await hears(sent, resent, called);
    link(element, 'resend').click();
    await waitUntil(() => ears?.heard.length === 4);
    expect(ears?.heard[3]).to.match(/^That was the last code for now. It works for another 5:00.$/);
  });

  it('that a text was delivered', async () => {
    relay.will('start', ok({ pollIn: 1 }));
    relay.will('read', ok({ pollIn: 1, delivery: { channel: 'sms', status: 'delivered' } }));
    const element = await toCode(await ready());
    sleep(2);
    await hears(sent, 'Text delivered');
    sleep(2);
    await waitUntil(() => relay.bodies('read').length > 1);
    await hears(sent, 'Text delivered');
    expect(element.state).to.equal('code');
  });

  it('that a text was not delivered, and what can be done', async () => {
    relay.will('start', ok({ pollIn: 1 }));
    relay.will('read', ok({ delivery: { channel: 'sms', status: 'failed' } }));
    await toCode(await ready());
    sleep(2);
    await hears(sent, 'We couldn’t deliver the text. Check the number, or let us call you.');
  });

  it('that a text became a call', async () => {
    relay.will('start', ok({ pollIn: 1 }));
    relay.will('read', ok({ channel: 'voice', delivery: { channel: 'voice', status: 'pending' } }));
    await toCode(await ready());
    sleep(2);
    await hears(sent, 'We couldn’t deliver the text, so we’re calling you. Answer to hear your code.');
  });

  it('that the network has gone, and then what came of it', async () => {
    const element = await toCode(await ready());
    window.dispatchEvent(new Event('offline'));
    const offline = 'You’re offline. We’ll carry on when you’re back.';
    await hears(sent, offline);
    type(element, '123456');
    await hears(sent, offline);
    window.dispatchEvent(new Event('online'));
    await hears(sent, offline, isVerified);
  });

  for (const [code, status, message] of [
    ['country_not_allowed', 403, 'We can’t send codes to this number. Please use a different one.'],
    ['channel_not_available', 409, 'This looks like a landline, which can’t get texts. We can call it instead.'],
    ['provider_unavailable', 503, 'We can’t send codes right now. Please try again later.'],
  ] as const) {
    it(`of a refusal: ${code}`, async () => {
      relay.will('start', problem(status, code));
      const element = await ready();
      type(element, '28782931');
      submit(element).click();
      await hears(message);
    });
  }

  it('of a wait, and nothing of its countdown', async () => {
    relay.will('start', problem(429, 'rate_limited', 125));
    const element = await ready();
    type(element, '28782931');
    submit(element).click();
    await waitUntil(() => line(element).includes('2:0'));
    const first = line(element);
    await waitUntil(() => line(element) !== first);
    expect(ears?.heard.length).to.equal(1);
    expect(ears?.heard[0]).to.match(/^Too many codes were requested. You can try again in 2:0\d.$/);
  });

  it('that there is no connection', async () => {
    relay.will('start', lost);
    const element = await ready();
    type(element, '28782931');
    submit(element).click();
    await hears('We couldn’t connect. Check your connection and try again.');
  });

  it('that a bot check is wanted', async () => {
    relay.config = { ...config, challenge: { kind: 'turnstile', siteKey: 'key', when: 'always' } };
    const element = await ready();
    type(element, '28782931');
    submit(element).click();
    await hears('One quick check before we send your code.');
  });

  it('a masked number by its end, after a reload', async () => {
    (await toCode(await make())).remove();
    ears = new Ears();
    const element = await make();
    await reaches(element, 'code');
    expect(inner(element, '[role=status]').textContent?.trim()).to.equal(
      'We texted it to number ending in 2931. Your code is checked as soon as it is complete.',
    );
  });

  it('a masked number by its end, with a ticket', async () => {
    const element = await listenTo(
      html`<otp-verify relay="https://relay.test" ticket="sealed" recipient="+371 ••••2931"></otp-verify>`,
    );
    submit(element).click();
    await hears('We texted it to number ending in 2931. Your code is checked as soon as it is complete.');
  });

  it('that the proof is over', async () => {
    await toVerified(await ready());
    sleep(901);
    await hears(sent, isVerified, 'It’s been a while. Please verify your number again.');
  });

  it('nothing of a check by itself where there is none', async () => {
    const element = await ready(html`<otp-verify relay="https://relay.test" no-auto-check></otp-verify>`);
    await toCode(element);
    await hears(`We texted it to ${number}.`);
  });

  it('nothing while a person types', async () => {
    const element = await ready();
    await toCode(element);
    for (const digits of ['1', '12', '123']) type(element, digits);
    await hears(sent);
  });
});

/** The element that has the focus, in whatever tree. */
function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}
const isAt = (what: () => Element): Promise<void> =>
  waitUntil(() => focused() === what(), `the focus is at ${focused()?.outerHTML.slice(0, 80)}`);

/** As a keyboard or a screen reader presses a button: the focus is there first. */
function press(button: HTMLElement): void {
  button.focus();
  button.click();
}

describe('never two countdowns at once', () => {
  const counts = (element: OtpVerify): boolean => has(element, '[part=countdown]');

  it('while a check has to wait', async () => {
    relay.will('check', problem(429, 'rate_limited', 90));
    const element = await toCode(await make());
    expect(counts(element)).to.equal(true);
    await element.check('111111');
    await waitUntil(() => /in 1:\d\d\.$/.test(line(element)));
    expect(counts(element)).to.equal(false);
  });

  it('while it is not sure that a code was sent', async () => {
    relay.will('start', ok({ resendIn: 0 }));
    relay.will('send', problem(504, 'outcome_unknown'));
    const element = await toCode(await make());
    link(element, 'resend').click();
    await waitUntil(() => /Try again in 0:\d\d/.test(line(element)));
    expect(counts(element)).to.equal(false);
  });

  it('in the last minute of a code', async () => {
    relay.will('read', ok({ expiresIn: 55, resendIn: 40 }));
    const element = await toCode(await make());
    expect(counts(element)).to.equal(true);
    sleep(245);
    await waitUntil(() => /another 0:5\d/.test(line(element)));
    expect(counts(element)).to.equal(false);
  });
});

describe('the focus is', () => {
  it('at the number when that is at fault, however the button was pressed', async () => {
    const element = await make();
    press(submit(element));
    await isAt(() => field(element));
    relay.will('start', problem(403, 'country_not_allowed'));
    type(element, '28782931');
    press(submit(element));
    await waitUntil(() => line(element).startsWith('We can’t send codes'));
    await isAt(() => field(element));
  });

  it('on the channel that Enter was pressed on, while the code is sent, and then at the code', async () => {
    const { reply, arrive } = later(ok());
    relay.will('start', reply);
    const element = await make();
    type(element, '28782931');
    const radio = inner(element, '[type=radio]');
    radio.focus();
    await sendKeys({ press: 'Enter' });
    await reaches(element, 'sending');
    for (let turn = 0; turn < 3; turn++) await new Promise(requestAnimationFrame);
    expect(focused()).to.equal(radio);
    arrive();
    await reaches(element, 'code');
    await isAt(() => field(element));
  });

  for (const [what, reply] of [
    ['a landline', problem(409, 'channel_not_available')],
    ['a wait', problem(429, 'rate_limited', 60)],
    ['an unknown outcome', problem(504, 'outcome_unknown')],
    ['a relay that is down', problem(503, 'provider_unavailable')],
    ['a lost connection', lost],
  ] as const) {
    it(`on the button that was pressed, after ${what}`, async () => {
      relay.will('start', reply);
      const element = await make();
      type(element, '28782931');
      press(submit(element));
      await waitUntil(() => line(element) && !element.matches(':state(busy)'));
      await element.updateComplete;
      expect(focused()).to.equal(submit(element));
    });
  }

  it('at the code after another one was asked for, by whichever link', async () => {
    relay.will('start', ok({ resendIn: 0 }));
    relay.will('send', ok({ resendIn: 0 }), ok({ resendIn: 0, channel: 'voice' }));
    const element = await toCode(await make());
    for (const part of ['resend', 'switch']) {
      press(link(element, part));
      await waitUntil(() => !element.matches(':state(busy)'));
      await isAt(() => field(element));
    }
  });

  it('at the code when the link that had it goes with the network', async () => {
    relay.will('start', ok({ resendIn: 0 }));
    const element = await toCode(await make());
    await isAt(() => field(element));
    link(element, 'resend').focus();
    window.dispatchEvent(new Event('offline'));
    await isAt(() => field(element));
    window.dispatchEvent(new Event('online'));
  });

  it('at the number after *Change number*, and back at the code after *Keep*', async () => {
    const element = await toCode(await make());
    press(link(element, 'edit'));
    await reaches(element, 'recipient');
    await isAt(() => field(element));
    press(link(element, 'edit'));
    await reaches(element, 'code');
    await isAt(() => field(element));
  });

  it('at the code, which is selected, when that was wrong', async () => {
    relay.will('check', ok({ attemptsRemaining: 4 }));
    const element = await toCode(await make());
    type(element, '111111');
    await waitUntil(() => has(element, '.wrong'));
    await isAt(() => field(element));
    await waitUntil(() => field(element).selectionEnd === 6 && field(element).selectionStart === 0);
  });

  it('on the button when the code field has gone: too many tries, or expired', async () => {
    relay.will('check', ok({ status: 'failed', attemptsRemaining: 0 }));
    relay.will('start', ok(), ok({ handle: 'second' }));
    const element = await toCode(await make());
    type(element, '111111');
    await reaches(element, 'ended');
    await isAt(() => submit(element));
    press(submit(element));
    await reaches(element, 'code');
    await isAt(() => field(element));
    type(element, '12');
    sleep(400);
    await reaches(element, 'ended');
    await isAt(() => submit(element));
  });

  it('on the verified line, at the number after *Change number*, and on the line again after *Keep*', async () => {
    const element = await toVerified(await make());
    await isAt(() => inner(element, '[part=verified]'));
    press(link(element, 'edit'));
    await reaches(element, 'recipient');
    await isAt(() => field(element));
    press(link(element, 'edit'));
    await reaches(element, 'verified');
    await isAt(() => inner(element, '[part=verified]'));
  });

  it('at the number when the proof runs out under it', async () => {
    const element = await toVerified(await make());
    await isAt(() => inner(element, '[part=verified]'));
    sleep(901);
    await reaches(element, 'recipient');
    await isAt(() => field(element));
  });

  it('at the number when the page resets the element under it', async () => {
    const element = await toCode(await make());
    await isAt(() => field(element));
    await element.reset();
    await isAt(() => field(element));
    expect(field(element).type).to.equal('tel');
  });
});

describe('the focus stays where the person has it', () => {
  const beside = async (): Promise<{ element: OtpVerify; other: HTMLElement }> => {
    const element = await make(
      html`<div><otp-verify relay="https://relay.test"></otp-verify><input aria-label="other" /></div>`,
    );
    const other = element.nextElementSibling;
    if (!(other instanceof HTMLElement)) throw new Error('there is no other field');
    return { element, other };
  };

  it('when a code expires, a delivery is told of, and the page wakes', async () => {
    relay.will('start', ok({ pollIn: 1 }));
    relay.will('read', ok({ delivery: { channel: 'sms', status: 'delivered' } }));
    const { element, other } = await beside();
    await toCode(element);
    await isAt(() => field(element));
    other.focus();
    sleep(2);
    await waitUntil(() => line(element) === 'Text delivered');
    expect(focused()).to.equal(other);
    sleep(400);
    await reaches(element, 'ended');
    await element.updateComplete;
    expect(focused()).to.equal(other);
  });

  it('when a proof runs out and when a verification is restored', async () => {
    const { element, other } = await beside();
    await toVerified(element);
    await isAt(() => inner(element, '[part=verified]'));
    other.focus();
    sleep(901);
    await reaches(element, 'recipient');
    await element.updateComplete;
    expect(focused()).to.equal(other);
  });

  it('and on a text that became a call, with the caret', async () => {
    relay.will('start', ok({ pollIn: 1 }));
    relay.will('read', ok({ channel: 'voice', delivery: { channel: 'voice', status: 'pending' } }));
    const element = await toCode(await make());
    await isAt(() => field(element));
    type(element, '12');
    field(element).setSelectionRange(1, 1);
    sleep(2);
    await waitUntil(() => line(element).startsWith('We couldn’t deliver'));
    expect([focused() === field(element), field(element).selectionStart]).to.deep.equal([true, 1]);
  });
});

describe('moved within the page', () => {
  it('the clock goes on: a countdown, and the end of the code', async () => {
    const element = await toCode(await make());
    const elsewhere = document.createElement('section');
    element.parentElement?.append(elsewhere);
    elsewhere.append(element);
    const first = countdown(element);
    await waitUntil(() => countdown(element) !== first, 'the countdown goes on');
    sleep(400);
    await reaches(element, 'ended');
  });

  it('and out of it, it asks for nothing more, whatever was on its way', async () => {
    const { reply, arrive } = later(ok({ pollIn: 1 }));
    relay.will('start', ok({ pollIn: 1 }));
    relay.will('read', reply);
    const element = await toCode(await make());
    sleep(2);
    await waitUntil(() => relay.bodies('read').length === 1);
    element.remove();
    arrive();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(relay.bodies('read').length).to.equal(1);
  });

  it('it knows that the network went while it was in no page', async () => {
    const element = await toCode(await make());
    const parent = element.parentElement;
    element.remove();
    Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
    try {
      parent?.append(element);
      expect(element.matches(':state(offline)')).to.equal(true);
    } finally {
      Reflect.deleteProperty(navigator, 'onLine');
    }
  });
});
