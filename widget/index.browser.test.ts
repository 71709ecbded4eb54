/* The tag on a page that has more on it: other copies of itself, scripts that look for inputs, pages that do not wait. */
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import {
  field,
  inner,
  label,
  make,
  newRelay,
  reaches,
  submitText,
  toCode,
  waitUntil,
  type ScriptedRelay,
} from '../demo/simulators/element-fixture.ts';
import { config } from '../demo/simulators/scripted-answers.ts';
import { OtpVerify } from './index.ts';

let relay: ScriptedRelay;
beforeEach(async () => {
  relay = await newRelay();
});

describe('the tag', () => {
  it('may be registered by two copies of the script: the first one stays', async () => {
    // Another address is another module to the browser.
    const address = './index.ts?another-copy';
    const other = (await import(address)) as { readonly OtpVerify: typeof OtpVerify };
    expect(other.OtpVerify.formAssociated).to.equal(true);
    expect(customElements.get('otp-verify')).to.equal(OtpVerify);
    await toCode(await make());
  });

  it('says when it knows its relay; whoever does not wait for that is served as well', async () => {
    const element = await fixture<OtpVerify>(
      html`<otp-verify relay="https://relay.test" recipient="+37128782931"></otp-verify>`,
    );
    const ready = oneEvent(element, 'otp-ready');
    expect(await element.start()).to.equal('code');
    await ready;
    expect(relay.bodies('start').length).to.equal(1);
  });

  it('has its fields where every script of the page finds them: in the page, one at a time', async () => {
    const element = await make();
    const inputs = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>('otp-verify input')];
    expect(inputs().map((input) => input.getAttribute('autocomplete'))).to.deep.equal(['tel']);
    await toCode(element);
    expect(inputs().map((input) => input.getAttribute('autocomplete'))).to.deep.equal(['one-time-code']);
    expect(inputs().map(({ type }) => type)).to.deep.equal(['text']);
  });

  it('has a code field that iOS pastes into: one, opaque, of at least 16 pixels, as wide as its box', async () => {
    const element = await toCode(
      await make(
        html`<div style="font-size: 10px">
          <otp-verify relay="https://relay.test"></otp-verify>
        </div>`,
      ),
    );
    const { opacity, fontSize, visibility } = getComputedStyle(field(element));
    expect([opacity, visibility]).to.deep.equal(['1', 'visible']);
    expect(parseFloat(fontSize)).to.be.at.least(16);
    const [input, box] = [field(element), inner(element, '[part=field]')].map((each) => each.getBoundingClientRect());
    expect(input && box && input.width >= box.width - 12).to.equal(true);
    expect(field(element).maxLength).to.equal(-1);
  });

  it('shows what the page has said of channels, in its order, as far as the relay offers them', async () => {
    relay.config = { ...config, channels: ['sms', 'voice', 'email'] };
    const element = await make(html`<otp-verify relay="https://relay.test" channels="voice sms"></otp-verify>`);
    const named = [...(element.shadowRoot?.querySelectorAll('[part=channel]') ?? [])].map((each) =>
      each.textContent?.trim(),
    );
    expect(named).to.deep.equal(['Phone call', 'Text message']);
    expect(submitText(element)).to.equal('Call me with a code');
    element.channels = ['sms'];
    await element.updateComplete;
    expect(submitText(element)).to.equal('Text me a code');
  });

  it('tells of the relay’s refusals by their code, and of a lost connection', async () => {
    relay.will('start', () =>
      Response.json({ code: 'rate_limited', detail: 'too many' }, { status: 429, headers: { 'retry-after': '7' } }),
    );
    const element = await make();
    element.recipient = '+37128782931';
    const refused = oneEvent(element, 'otp-error');
    await element.start();
    expect((await refused).detail).to.deep.equal({ code: 'rate_limited', detail: 'too many', retryAfter: 7 });
  });

  it('speaks the language that the page changes to, in a label as well', async () => {
    const element = await make();
    document.documentElement.lang = 'lv';
    element.requestUpdate();
    await waitUntil(() => label(element) === 'Tālruņa numurs');
    document.documentElement.lang = 'en';
    element.requestUpdate();
    await waitUntil(() => label(element) === 'Phone number');
    await reaches(element, 'recipient');
  });
});
