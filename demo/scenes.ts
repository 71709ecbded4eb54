/**
 * The states of the widget: what the relay answers, what a person does, and the text that is there in the end. Driven by
 * the element's parts, so that it works in every language. Long, since there are many.
 */
import type { Page } from 'playwright-core';
import type { Channel, ProblemCode, Verification } from '../relay/contract.ts';
import type { OtpVerify } from '../widget/index.ts';
import type { MessageKey } from '../widget/messages/index.ts';
import { config, verification } from './simulators/scripted-answers.ts';

export type Reply =
  | { readonly status: number; readonly body?: object; readonly headers?: Record<string, string> }
  | 'lost'
  | 'never';

/** By method and path; the last reply of a list is given again and again. */
export type Script = Readonly<Record<string, readonly Reply[]>>;

export type Scene = {
  readonly name: string;
  /** What makes this state different from others, where a text does. */
  readonly shows: MessageKey;
  readonly attributes?: string;
  readonly content?: string;
  readonly relay?: Script;
  readonly drive?: (page: Page) => Promise<void>;
};

const ok = (changes: Partial<Verification> = {}): Reply => ({ status: 200, body: verification(changes) });
const problem = (status: number, code: ProblemCode, retryAfter?: number): Reply => ({
  status,
  body: { type: `https://relay.example/problems/${code}`, title: code, status, detail: code, code },
  ...(retryAfter && { headers: { 'retry-after': `${retryAfter}` } }),
});
const verified = ok({ status: 'verified', proof: 'proof', proofExpiresIn: 900, expiresIn: 0 });
const wrong = (attemptsRemaining: number): Reply => ok({ attemptsRemaining, resendIn: 0 });

const configuration = 'GET /config';
const start = 'POST /verification';
const send = 'POST /verification/send';
const check = 'POST /verification/check';
const read = 'GET /verification';

/** What a relay answers where a scene does not say it. */
export const usual: Script = {
  [configuration]: [{ status: 200, body: config }],
  [start]: [{ status: 201, body: verification() }],
  [read]: [ok()],
  [check]: [verified],
};

const emailed: Script = {
  [configuration]: [{ status: 200, body: { ...config, channels: ['email', 'sms'] satisfies Channel[] } }],
  [start]: [ok({ channel: 'email', recipient: 'k•••@example.com', channels: ['sms', 'email'], resendIn: 0 })],
};

const challenged: Script = {
  [configuration]: [
    { status: 200, body: { ...config, challenge: { kind: 'turnstile', siteKey: 'key', when: 'always' } } },
  ],
  [start]: [problem(403, 'challenge_failed')],
};

const botCheck = (inside: string): string =>
  `<div slot="challenge" style="border:1px solid;padding:20px;font:14px sans-serif">${inside}</div>`;

/** As a person does it. */
const typeNumber = (page: Page, number = '28782931'): Promise<void> =>
  page.locator('otp-verify input[type=tel]').pressSequentially(number);
const press = (page: Page, part: 'submit' | 'resend' | 'edit' = 'submit'): Promise<void> =>
  page.locator(`otp-verify [part=${part}]`).click();
const askForCode = async (page: Page, number?: string): Promise<void> => {
  await typeNumber(page, number);
  await press(page);
};
const codeScreen = (page: Page): Promise<void> => page.locator('otp-verify:state(code)').waitFor();
const toCode = async (page: Page): Promise<void> => {
  await askForCode(page);
  await codeScreen(page);
};
const enterCode = async (page: Page, code = '123456'): Promise<void> => {
  await toCode(page);
  await page.locator('otp-verify input[autocomplete=one-time-code]').pressSequentially(code);
};
const pass = (page: Page, seconds: number): Promise<void> => page.clock.runFor(seconds * 1000);

export const scenes: readonly Scene[] = [
  { name: 'number', shows: 'channelLegend' },
  { name: 'number-one-channel', shows: 'sendVoice', attributes: 'channels="voice"' },
  { name: 'number-typed', shows: 'phoneHint', drive: (page) => typeNumber(page) },
  { name: 'number-missing', shows: 'numberMissing', drive: (page) => press(page) },
  { name: 'number-short', shows: 'numberShort', drive: (page) => askForCode(page, '2878') },
  { name: 'number-long', shows: 'numberLong', drive: (page) => askForCode(page, '287829312878') },
  { name: 'number-unlikely', shows: 'numberUnlikely', drive: (page) => askForCode(page, '11111111') },
  {
    name: 'number-not-allowed',
    shows: 'numberNotAllowed',
    relay: { [start]: [problem(403, 'country_not_allowed')] },
    drive: askForCode,
  },
  {
    name: 'landline',
    shows: 'numberLandline',
    relay: { [start]: [problem(409, 'channel_not_available')] },
    drive: askForCode,
  },
  { name: 'email', shows: 'sendEmail', relay: emailed },
  { name: 'email-missing', shows: 'emailMissing', relay: emailed, drive: (page) => press(page) },
  {
    name: 'email-code',
    shows: 'sentEmail',
    relay: emailed,
    drive: async (page) => {
      await page.locator('otp-verify input[type=email]').fill('kim@example.com');
      await press(page);
    },
  },
  {
    name: 'consent',
    shows: 'sendSms',
    content: '<label slot="consent"><input type="checkbox"> Shop may text me about my order</label>',
  },
  { name: 'locked', shows: 'ticketIntro', attributes: 'recipient="+37128782931" recipient-locked' },
  { name: 'disabled', shows: 'channelLegend', attributes: 'recipient="+37128782931" disabled' },
  {
    // The bubble itself is the browser's own, and on no photograph.
    name: 'submitted-too-early',
    shows: 'channelLegend',
    attributes: 'required',
    drive: (page) => page.locator('otp-verify').evaluate((element: OtpVerify) => void element.reportValidity()),
  },
  {
    name: 'sending',
    shows: 'sending',
    relay: { [start]: ['never'] },
    drive: async (page) => {
      await askForCode(page);
      await pass(page, 1);
    },
  },
  { name: 'code', shows: 'resendIn', drive: askForCode },
  { name: 'code-half-typed', shows: 'sentSms', drive: (page) => enterCode(page, '123') },
  {
    name: 'code-missing',
    shows: 'bubbleCode',
    drive: async (page) => {
      await toCode(page);
      await press(page);
    },
  },
  {
    name: 'code-resend-ready',
    shows: 'callInstead',
    drive: async (page) => {
      await toCode(page);
      await pass(page, 31);
    },
  },
  {
    name: 'code-ten-digits',
    shows: 'codeLabel',
    relay: { [start]: [ok({ codeLength: 10, resendIn: 0 })] },
    drive: (page) => enterCode(page, '123456789'),
  },
  {
    name: 'call',
    shows: 'sentVoice',
    relay: { [start]: [ok({ channel: 'voice', channels: ['sms', 'voice', 'email'], resendIn: 0 })] },
    drive: askForCode,
  },
  {
    name: 'checking',
    shows: 'checking',
    relay: { [check]: ['never'] },
    drive: async (page) => {
      await enterCode(page);
      await pass(page, 1);
    },
  },
  { name: 'wrong-code', shows: 'wrongCode', relay: { [check]: [wrong(3)] }, drive: enterCode },
  {
    name: 'already-tried',
    shows: 'alreadyTried',
    relay: { [check]: [wrong(3)] },
    drive: async (page) => {
      await enterCode(page);
      await page.locator('otp-verify .error').waitFor();
      await press(page);
    },
  },
  {
    name: 'check-lost',
    shows: 'network',
    relay: { [check]: ['lost'] },
    drive: enterCode,
  },
  {
    name: 'check-failed',
    shows: 'checkFailed',
    relay: { [check]: [problem(503, 'provider_unavailable')] },
    drive: enterCode,
  },
  {
    name: 'wait-code',
    shows: 'rateLimited',
    relay: { [check]: [problem(429, 'rate_limited', 90)] },
    drive: enterCode,
  },
  { name: 'last-try', shows: 'lastTry', relay: { [check]: [wrong(1)] }, drive: enterCode },
  {
    name: 'last-minute',
    shows: 'codeExpiresIn',
    drive: async (page) => {
      await toCode(page);
      await pass(page, 250);
    },
  },
  {
    name: 'grace',
    shows: 'codeExpired',
    drive: async (page) => {
      await toCode(page);
      await pass(page, 305);
    },
  },
  {
    name: 'expired',
    shows: 'codeExpired',
    drive: async (page) => {
      await toCode(page);
      await pass(page, 320);
    },
  },
  {
    name: 'woken',
    shows: 'codeExpired',
    drive: async (page) => {
      await toCode(page);
      await page.clock.fastForward(3_600_000);
    },
  },
  {
    name: 'too-many-tries',
    shows: 'tooManyTries',
    relay: { [check]: [ok({ status: 'failed', attemptsRemaining: 0 })] },
    drive: enterCode,
  },
  ...(['void', 'valid'] as const).map((earlierCodes): Scene => ({
    name: earlierCodes === 'void' ? 'resent' : 'resent-valid',
    shows: earlierCodes === 'void' ? 'resentVoid' : 'resentValid',
    relay: { [start]: [ok({ resendIn: 0 })], [send]: [ok({ sendsRemaining: 2, earlierCodes })] },
    drive: async (page) => {
      await toCode(page);
      await press(page, 'resend');
    },
  })),
  {
    name: 'last-code',
    shows: 'lastCode',
    relay: { [start]: [ok({ resendIn: 0 })], [send]: [ok({ sendsRemaining: 0 })] },
    drive: async (page) => {
      await toCode(page);
      await press(page, 'resend');
    },
  },
  {
    name: 'wait',
    shows: 'rateLimited',
    relay: { [start]: [problem(429, 'rate_limited', 1500)] },
    drive: askForCode,
  },
  {
    name: 'wait-short',
    shows: 'rateLimited',
    relay: { [start]: [problem(429, 'rate_limited', 125)] },
    drive: askForCode,
  },
  { name: 'unsure', shows: 'unsure', relay: { [start]: [problem(504, 'outcome_unknown')] }, drive: askForCode },
  {
    name: 'unsure-resend',
    shows: 'unsure',
    relay: { [start]: [ok({ resendIn: 0 })], [send]: [problem(504, 'outcome_unknown')] },
    drive: async (page) => {
      await toCode(page);
      await press(page, 'resend');
    },
  },
  { name: 'network', shows: 'network', relay: { [start]: ['lost'] }, drive: askForCode },
  {
    name: 'unavailable',
    shows: 'unavailable',
    relay: { [start]: [problem(503, 'provider_unavailable', 5)] },
    drive: askForCode,
  },
  {
    name: 'delivered',
    shows: 'delivered',
    relay: { [start]: [ok({ pollIn: 3 })], [read]: [ok({ delivery: { channel: 'sms', status: 'delivered' } })] },
    drive: async (page) => {
      await toCode(page);
      await pass(page, 4);
    },
  },
  {
    name: 'not-delivered',
    shows: 'notDelivered',
    relay: {
      [start]: [ok({ pollIn: 3, resendIn: 0 })],
      [read]: [ok({ resendIn: 0, delivery: { channel: 'sms', status: 'failed' } })],
    },
    drive: async (page) => {
      await toCode(page);
      await pass(page, 4);
    },
  },
  {
    name: 'failover',
    shows: 'failover',
    relay: {
      [start]: [ok({ pollIn: 3 })],
      [read]: [ok({ channel: 'voice', delivery: { channel: 'voice', status: 'pending' } })],
    },
    drive: async (page) => {
      await enterCode(page, '12');
      await pass(page, 4);
    },
  },
  {
    name: 'offline-number',
    shows: 'offline',
    drive: async (page) => {
      await typeNumber(page);
      await page.context().setOffline(true);
      await press(page);
    },
  },
  {
    name: 'offline-code',
    shows: 'offline',
    drive: async (page) => {
      await enterCode(page, '123');
      await page.context().setOffline(true);
    },
  },
  {
    name: 'change-number',
    shows: 'keepNumber',
    drive: async (page) => {
      await toCode(page);
      await press(page, 'edit');
    },
  },
  { name: 'verified', shows: 'verified', drive: enterCode },
  {
    name: 'verified-change',
    shows: 'keepNumber',
    drive: async (page) => {
      await enterCode(page);
      await press(page, 'edit');
    },
  },
  {
    name: 'proof-expired',
    shows: 'proofExpired',
    drive: async (page) => {
      await enterCode(page);
      await page.locator('otp-verify:state(verified)').waitFor();
      await pass(page, 901);
    },
  },
  { name: 'ticket', shows: 'ticketIntro', attributes: 'ticket="sealed" recipient="+371 ••••2931"' },
  {
    name: 'ticket-code',
    shows: 'maskedNumber',
    attributes: 'ticket="sealed" recipient="+371 ••••2931"',
    drive: (page) => press(page),
  },
  {
    name: 'ticket-ended',
    shows: 'ticketEnded',
    attributes: 'ticket="sealed" recipient="+371 ••••2931"',
    relay: { [start]: [problem(403, 'invalid_ticket')] },
    drive: (page) => press(page),
  },
  {
    name: 'challenge',
    shows: 'challenge',
    content: botCheck('the bot check of the page'),
    relay: challenged,
    drive: askForCode,
  },
  {
    name: 'challenge-failed',
    shows: 'challengeFailed',
    content: botCheck('<input type="hidden" name="cf-turnstile-response" value="solved">solved'),
    relay: challenged,
    drive: askForCode,
  },
  {
    name: 'own-controls',
    shows: 'channelLegend',
    content: `<style>.mine{font:16px serif;padding:10px;border:2px dashed teal;flex:1;min-width:0}.btn{padding:12px;background:teal;color:#fff;border:0;width:100%}</style>
      <input slot="recipient" class="mine" aria-label="Mobile"><button slot="submit" class="btn">Go</button>`,
  },
  {
    name: 'own-code',
    shows: 'sentSms',
    content: `<style>.mine{font:16px serif;padding:10px;border:2px dashed teal;flex:1;min-width:0}</style>
      <input slot="code" class="mine" aria-label="Code">`,
    drive: askForCode,
  },
  {
    name: 'hostile-page',
    shows: 'channelLegend',
    content: `<style>*{all:initial!important}input{border:5px solid red!important;background:yellow!important;width:30px!important;height:90px!important}
      input[type=tel]{transform:rotate(9deg)!important;color:red!important}label{display:none!important}label::before{content:'HOSTILE'!important}</style>`,
    drive: (page) => typeNumber(page),
  },
  {
    name: 'restored',
    shows: 'maskedNumber',
    relay: { [read]: [ok({ resendIn: 12 })] },
    drive: async (page) => {
      await toCode(page);
      await page.reload();
    },
  },
];
