import { expect } from '@open-wc/testing';
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
  #waiting: DataView | undefined;

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
        if (this.code === undefined) this.#waiting = request;
        else handle.writeMessage(answer(request, 'success', this.code), []);
      } else if (this.#waiting) {
        // The other message is `Abort`: it has no answer, but ends what is waiting.
        handle.writeMessage(answer(this.#waiting, 'aborted', ''), []);
        this.#waiting = undefined;
      }
    }
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
});
