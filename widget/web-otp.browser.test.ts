/* WebOTP, by the browser's own implementation where it has one: alone, and as the element uses it. */
import { expect, html } from '@open-wc/testing';
import {
  field,
  line,
  link,
  make,
  newRelay,
  ok,
  reaches,
  sleep,
  toCode,
  verified,
  waitUntil,
  type ScriptedRelay,
} from '../demo/simulators/element-fixture.ts';
import { receiveCode } from './web-otp.ts';

/** What Chromium gives to pages that are run with `--enable-blink-features=MojoJS,MojoJSTest`. */
type MojoHandle = {
  watch(signals: { readable: true }, callback: () => void): void;
  readMessage(): { result: number; buffer: ArrayBuffer };
  writeMessage(buffer: ArrayBuffer, handles: readonly MojoHandle[]): void;
};
declare const Mojo: { readonly RESULT_OK: number };
declare const MojoInterfaceInterceptor: new (name: string) => {
  oninterfacerequest: ((event: { readonly handle: MojoHandle }) => void) | null;
  start(): void;
  stop(): void;
};

/**
 * Stands in for the phone behind the browser: all of WebOTP in the page is the browser's own, only the text message is
 * not. A page connects to it once, so there is one phone for all tests. Answers with `code`, or waits where there is none.
 */
class Phone {
  code: string | undefined;
  asked = 0;
  /** How often what was waiting for a message has been given up. */
  aborted = 0;
  #waiting: { readonly request: DataView; readonly handle: MojoHandle } | undefined;

  constructor() {
    const interceptor = new MojoInterfaceInterceptor('blink.mojom.WebOTPService');
    interceptor.oninterfacerequest = ({ handle }) => handle.watch({ readable: true }, () => this.#answerAll(handle));
    interceptor.start();
  }

  #answerAll(handle: MojoHandle): void {
    for (let message = handle.readMessage(); message.result === Mojo.RESULT_OK; message = handle.readMessage()) {
      const request = new DataView(message.buffer);
      const isReceive = request.getUint32(12, true) === 0;
      if (isReceive) {
        this.asked++;
        if (this.code === undefined) this.#waiting = { request, handle };
        else handle.writeMessage(answer(request, 'success', this.code), []);
      } else if (this.#waiting) {
        // The other message is `Abort`: it has no answer, but ends what is waiting.
        this.aborted++;
        handle.writeMessage(answer(this.#waiting.request, 'aborted', ''), []);
        this.#waiting = undefined;
      }
    }
  }

  get isAwaited(): boolean {
    return !!this.#waiting;
  }

  /** A text message has come; nobody may be waiting for it. */
  receives(code: string): boolean {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.handle.writeMessage(answer(waiting.request, 'success', code), []);
    return !!waiting;
  }
}

/**
 * `Receive() => (SmsStatus status, string? code)` as Mojo writes it: a header of 32 bytes with the method's number and the
 * request's id, then the parameters, then the text.
 */
function answer(request: DataView, status: 'success' | 'aborted', code: string): ArrayBuffer {
  const text = new TextEncoder().encode(code);
  const view = new DataView(new ArrayBuffer(64 + Math.ceil(text.length / 8) * 8));
  const id = { 24: request.getUint32(24, true), 28: request.getUint32(28, true) };
  const header = { 0: 32, 4: 1, 12: 0, 16: 2, ...id };
  const parameters = { 32: 24, 40: status === 'success' ? 0 : 2, 48: 8, 56: 8 + text.length, 60: text.length };
  for (const [offset, value] of Object.entries({ ...header, ...parameters }))
    view.setUint32(Number(offset), value, true);
  new Uint8Array(view.buffer).set(text, 64);
  return view.buffer;
}

describe('the text message that the browser reads', () => {
  if (!('OTPCredential' in globalThis)) {
    it('leaves the code to the person where the browser has no WebOTP', async () => {
      expect(await receiveCode(new AbortController().signal)).to.equal(undefined);
    });
    return;
  }

  const phone = new Phone();
  beforeEach(() => {
    phone.code = undefined;
    phone.asked = 0;
    phone.aborted = 0;
  });

  it('gives the code of the message', async () => {
    phone.code = '123456';
    expect(await receiveCode(new AbortController().signal)).to.equal('123456');
  });

  it('gives the code as it came, for the reader of codes to judge', async () => {
    phone.code = '654-321';
    expect(await receiveCode(new AbortController().signal)).to.equal('654-321');
  });

  it('waits while no message comes, and ends when it is not wanted any more', async () => {
    const wish = new AbortController();
    const code = receiveCode(wish.signal);
    while (phone.asked === 0) await new Promise(requestAnimationFrame);
    wish.abort();
    expect(await code).to.equal(undefined);
  });

  it('asks for nothing when it is not wanted from the start', async () => {
    phone.code = '123456';
    expect(await receiveCode(AbortSignal.abort())).to.equal(undefined);
    expect(phone.asked).to.equal(0);
  });

  describe('in the element', () => {
    let relay: ScriptedRelay;
    beforeEach(async () => {
      relay = await newRelay();
      relay.will('start', ok({ resendIn: 0 }));
    });
    afterEach(async () => {
      for (const element of document.querySelectorAll('otp-verify')) element.remove();
      await waitUntil(() => !phone.isAwaited);
    });
    const asks = (times: number): Promise<void> => waitUntil(() => phone.asked === times, `asked ${phone.asked} times`);
    const aborts = (times: number): Promise<void> =>
      waitUntil(() => phone.aborted === times, `aborted ${phone.aborted} times`);

    it('is filled in and checked, once', async () => {
      const element = await toCode(await make());
      await asks(1);
      expect(phone.receives('123456')).to.equal(true);
      await reaches(element, 'verified');
      expect(relay.bodies('check')).to.deep.equal([{ code: '123456' }]);
      expect(phone.asked).to.equal(1);
    });

    it('is filled in only, where the page does not want a check by itself', async () => {
      const element = await toCode(
        await make(html`<otp-verify relay="https://relay.test" no-auto-check></otp-verify>`),
      );
      await asks(1);
      phone.receives('123456');
      await waitUntil(() => field(element).value === '123456');
      expect(relay.bodies('check')).to.deep.equal([]);
    });

    it('is left alone where it is no code of this relay', async () => {
      const element = await toCode(await make());
      await asks(1);
      phone.receives('12');
      for (let turn = 0; turn < 5; turn++) await new Promise(requestAnimationFrame);
      expect(field(element).value).to.equal('');
    });

    it('is not waited for while another code is asked for, and waited for anew after it', async () => {
      const element = await toCode(await make());
      await asks(1);
      relay.will('send', ok({ sendsRemaining: 3, resendIn: 0 }));
      link(element, 'resend').click();
      await aborts(1);
      await asks(2);
      phone.receives('123456');
      await reaches(element, 'verified');
    });

    it('is not waited for where the code comes by a call', async () => {
      const element = await toCode(await make());
      await asks(1);
      relay.will('send', ok({ channel: 'voice', resendIn: 0 }));
      link(element, 'switch').click();
      await aborts(1);
      await waitUntil(() => line(element).startsWith('New code sent'));
      expect(phone.asked).to.equal(1);
    });

    it('is not waited for where a text became a call', async () => {
      relay.will('start', ok({ pollIn: 1 }));
      relay.will('read', ok({ channel: 'voice', delivery: { channel: 'voice', status: 'pending' } }));
      await toCode(await make());
      await asks(1);
      sleep(2);
      await aborts(1);
    });

    it('is not waited for behind *Change number*', async () => {
      const element = await toCode(await make());
      await asks(1);
      link(element, 'edit').click();
      await aborts(1);
    });

    it('is not waited for once the element has left the page, and waited for again in another place', async () => {
      const element = await toCode(await make());
      await asks(1);
      const parent = element.parentElement;
      element.remove();
      await aborts(1);
      parent?.append(element);
      await asks(2);
    });

    it('is not waited for while a code is checked, and is again when that was wrong', async () => {
      relay.will('check', ok({ attemptsRemaining: 4, resendIn: 0 }), ok(verified));
      const element = await toCode(await make());
      await asks(1);
      await element.check('111111');
      await aborts(1);
      await asks(2);
      phone.receives('123456');
      await reaches(element, 'verified');
    });
  });
});
