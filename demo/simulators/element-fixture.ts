/** The element under test: in the page of a browser test, against a relay that answers by a script, on a clock that can be put forward. */
import { expect, fixture, html, oneEvent, waitUntil as waitBriefly } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import type { Config, ProblemCode, Verification } from '../../relay/contract.ts';
import { environment } from '../../widget/flow-controller.ts';
import { OtpVerify } from '../../widget/index.ts';
import { config, verification } from './scripted-answers.ts';

export const verified = { status: 'verified', proof: 'proof', proofExpiresIn: 900, expiresIn: 0 } as const;

type Reply = (() => Response | Promise<Response>) | undefined;

export const ok =
  (changes: Partial<Verification> = {}): Reply =>
  () =>
    Response.json(verification(changes));
export const problem =
  (status: number, code: ProblemCode, retryAfter?: number): Reply =>
  () =>
    Response.json({ code, detail: code }, { status, headers: retryAfter ? { 'retry-after': `${retryAfter}` } : {} });
export const lost: Reply = () => Promise.reject(new TypeError('lost'));
export const never: Reply = () => new Promise(() => undefined);

/** An answer that comes when the test says so. */
export function later(reply: Reply): { readonly reply: Reply; readonly arrive: () => void } {
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  return { reply: () => arrived.then(() => reply?.() ?? new Response(null, { status: 204 })), arrive: () => arrive() };
}

/** The relay: what it is asked, and what it answers; the last of several answers is given again. */
export class ScriptedRelay {
  config: Config = config;
  readonly asked: { readonly what: string; readonly body: unknown }[] = [];
  readonly #replies: Record<string, Reply[]> = {
    start: [ok()],
    read: [ok()],
    send: [ok({ sendsRemaining: 3 })],
    check: [ok(verified)],
  };

  will(what: 'start' | 'read' | 'send' | 'check', ...replies: Reply[]): void {
    this.#replies[what] = replies;
  }

  bodies(what: string): unknown[] {
    return this.asked.filter((asked) => asked.what === what).map(({ body }) => body);
  }

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname;
    const names: Record<string, string> = {
      'POST /verification': 'start',
      'GET /verification': 'read',
      'POST /verification/send': 'send',
      'POST /verification/check': 'check',
      'DELETE /verification': 'cancel',
    };
    const what = names[`${request.method} ${path}`] ?? 'config';
    if (what === 'config') return Response.json(this.config);
    this.asked.push({ what, body: JSON.parse((await request.text()) || '{}') });
    const replies = this.#replies[what] ?? [];
    const reply = replies.length > 1 ? replies.shift() : replies[0];
    const response = await (reply?.() ?? new Response(null, { status: 204 }));
    // What the test before left on its way would be kept for the element of the next one.
    return current === this ? response : new Promise(() => undefined);
  };
}

let current: ScriptedRelay | undefined;
/** What the clock is ahead, in milliseconds. */
let ahead = 0;

/** Before each test: nothing is stored, the clock is right, and a new relay answers. */
export async function newRelay(): Promise<ScriptedRelay> {
  const relay = new ScriptedRelay();
  current = relay;
  // An answer that is being read already still arrives.
  await new Promise((resolve) => setTimeout(resolve, 10));
  document.documentElement.lang = 'en';
  sessionStorage.clear();
  ahead = 0;
  environment.fetch = relay.fetch;
  environment.now = () => Date.now() + ahead;
  return relay;
}

/** The clock goes on, and nobody looks at it. */
export const pass = (seconds: number): void => void (ahead += seconds * 1000);

/** The page slept for so long. */
export const sleep = (seconds: number): void => {
  pass(seconds);
  document.dispatchEvent(new Event('visibilitychange'));
};

const known = new WeakSet<EventTarget>();
document.addEventListener('otp-ready', ({ target }) => target && known.add(target), { capture: true });

/** An element whose second half has been loaded and knows the relay. */
export async function make(
  attributes: TemplateResult = html`<otp-verify relay="https://relay.test" name="proof"></otp-verify>`,
): Promise<OtpVerify> {
  const made = await fixture<HTMLElement>(attributes);
  const element = made instanceof OtpVerify ? made : made.querySelector('otp-verify');
  if (!element) throw new Error('there is no <otp-verify>');
  if (!known.has(element)) await oneEvent(element, 'otp-ready');
  await element.updateComplete;
  return element;
}

export const inner = (element: OtpVerify, selector: string): HTMLElement => {
  const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`${selector} is not there`);
  return found;
};
export const has = (element: OtpVerify, selector: string): boolean => !!element.shadowRoot?.querySelector(selector);
export const field = (element: OtpVerify): HTMLInputElement => {
  const input = element.querySelector('input');
  if (!input) throw new Error('there is no field');
  return input;
};
export const line = (element: OtpVerify): string => element.querySelector('[slot=message]')?.textContent ?? '';
export const label = (element: OtpVerify): string => element.querySelector('[slot=label]')?.textContent ?? '';
export const heard = (element: OtpVerify): string => inner(element, '[role=status]').textContent?.trim() ?? '';

export const button = (element: OtpVerify, selector: string): HTMLButtonElement => {
  const found = inner(element, selector);
  if (!(found instanceof HTMLButtonElement)) throw new Error(`${selector} is no button`);
  return found;
};
export const link = (element: OtpVerify, part: string): HTMLButtonElement => button(element, `button[part=${part}]`);
export const submit = (element: OtpVerify): HTMLButtonElement => button(element, '[part=submit]');
export const submitText = (element: OtpVerify): string => submit(element).querySelector('span')?.textContent ?? '';

export const select = (element: OtpVerify): HTMLSelectElement => {
  const found = inner(element, 'select');
  if (!(found instanceof HTMLSelectElement)) throw new Error('there is no list of countries');
  return found;
};
/** What the box shows before the number. */
export const country = (element: OtpVerify): string => inner(element, '.country').textContent?.trim() ?? '';

/** As autofill and extensions do it: all at once, and the browser's event after it. */
export function type(element: OtpVerify, text: string): void {
  const input = field(element);
  input.focus();
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** As a person does it, at the caret, by the browser itself: typing when it is one character, else pasting. */
export function insert(element: OtpVerify, text: string): void {
  field(element).focus();
  // Deprecated, and the only way to the browser's own editing in all engines: https://www.w3.org/TR/input-events-2/
  // oxlint-disable-next-line typescript/no-deprecated
  document.execCommand('insertText', false, text);
}

/** As long as a busy machine may need, not as long as a person would wait. */
export const waitUntil = (condition: () => unknown, message?: string): Promise<void> =>
  waitBriefly(condition, message, { timeout: 10_000 });

export const reaches = (element: OtpVerify, state: string): Promise<void> =>
  waitUntil(
    async () => element.state === state && (await element.updateComplete),
    `becomes ${state}, is ${element.state}`,
  );

/** The numbering plans are here. */
export const exact = (element: OtpVerify): Promise<void> =>
  waitUntil(() => line(element).startsWith('For example'), `no example, but ${line(element)}`);

export async function toCode(element: OtpVerify): Promise<OtpVerify> {
  type(element, '28782931');
  submit(element).click();
  await reaches(element, 'code');
  return element;
}

export async function toVerified(element: OtpVerify): Promise<OtpVerify> {
  await toCode(element);
  type(element, '123456');
  await reaches(element, 'verified');
  return element;
}

/** In light and in dark. */
export async function isAccessible(element: OtpVerify): Promise<void> {
  // The 150 ms of fading would count as too little contrast.
  const animations = element.shadowRoot?.getAnimations() ?? [];
  const fading = animations.filter(({ effect }) => effect?.getComputedTiming().iterations === 1);
  await Promise.all(fading.map(({ finished }) => finished));
  await expect(element).to.be.accessible();
  document.body.style.cssText = 'background: #101418; color: #e8eaed';
  try {
    await expect(element).to.be.accessible();
  } finally {
    document.body.style.cssText = '';
  }
}
