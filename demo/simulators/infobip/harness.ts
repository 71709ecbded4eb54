/** For the simulator's tests: a simulator with a clock of its own, and a caller that holds the wire to the specification. */
import assert from 'node:assert/strict';
import {
  createInfobipSimulator,
  defaultApplicationId,
  defaultMessages,
  type InfobipSimulator,
  type InfobipSimulatorOptions,
} from '../infobip.ts';
import spec from '../infobip.openapi.json' with { type: 'json' };
import type { Message } from '../kit/network.ts';
import { Specification } from '../kit/openapi.ts';

const application = '/2fa/2/applications/{appId}';

const paths = {
  startSms: ['/2fa/2/pin', 'post'],
  startVoice: ['/2fa/2/pin/voice', 'post'],
  startEmail: ['/2fa/2/pin/email', 'post'],
  resendSms: ['/2fa/2/pin/{pinId}/resend', 'post'],
  resendVoice: ['/2fa/2/pin/{pinId}/resend/voice', 'post'],
  resendEmail: ['/2fa/2/pin/{pinId}/resend/email', 'post'],
  check: ['/2fa/2/pin/{pinId}/verify', 'post'],
  status: [`${application}/verifications`, 'get'],
  applications: ['/2fa/2/applications', 'get'],
  createApplication: ['/2fa/2/applications', 'post'],
  application: [application, 'get'],
  updateApplication: [application, 'put'],
  templates: [`${application}/messages`, 'get'],
  createTemplate: [`${application}/messages`, 'post'],
  template: [`${application}/messages/{msgId}`, 'get'],
  updateTemplate: [`${application}/messages/{msgId}`, 'put'],
  createEmailTemplate: [`${application}/email/messages`, 'post'],
  updateEmailTemplate: [`${application}/email/messages/{msgId}`, 'put'],
} as const;

export type Operation = keyof typeof paths;

/** The specification requires next to nothing, so what it does not name counts as wrong. */
const withoutUnknowns = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withoutUnknowns);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, withoutUnknowns(value)]));
  const isClosed = members['type'] === 'object' && 'properties' in members;
  return isClosed ? { ...members, additionalProperties: false } : members;
};

const specification = new Specification(withoutUnknowns(spec) as typeof spec, paths);

export type Answer = { readonly status: number; readonly body: Record<string, unknown>; readonly headers: Headers };

export type CallOptions = {
  /** The PIN. */
  readonly id?: string;
  /** Default: the application that is there from the start. */
  readonly app?: string;
  readonly msg?: string;
  readonly body?: unknown;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
  /** What the specification does not know: another shape of an error. */
  readonly unspecified?: boolean;
};

const starts = { sms: 'startSms', voice: 'startVoice', email: 'startEmail' } as const;
const resends = { sms: 'resendSms', voice: 'resendVoice', email: 'resendEmail' } as const;
export type HarnessChannel = keyof typeof starts;

/** What asks for a PIN. */
export const startBody = (to: string, channel: HarnessChannel): object => ({
  applicationId: defaultApplicationId,
  messageId: defaultMessages[channel]?.['en'],
  to,
});

export class Harness {
  /** A quarter to noon, on a day that is not today. */
  now: number = Date.parse('2026-03-04T11:45:00.250Z');
  readonly simulator: InfobipSimulator;
  readonly messages: Message[] = [];

  constructor(options: InfobipSimulatorOptions = {}) {
    this.simulator = createInfobipSimulator({ clock: () => this.now, ...options });
    this.simulator.onMessage((message) => this.messages.push(message));
  }

  fetch(operation: Operation, options: CallOptions): Promise<Response> {
    const { id = '', app = defaultApplicationId, msg = '', body, query = '', headers, signal } = options;
    const [path, method] = paths[operation];
    const filled = path.replace('{pinId}', id).replace('{appId}', app).replace('{msgId}', msg);
    return this.simulator.fetch(`https://api.infobip.test${filled}${query}`, {
      method: method.toUpperCase(),
      headers: {
        authorization: 'App test',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  }

  async call(operation: Operation, options: CallOptions = {}): Promise<Answer> {
    const response = await this.fetch(operation, options);
    const body = (await response.json()) as Record<string, unknown>;
    if (!options.unspecified) specification.assertAnswer(operation, response.status, body);
    if (response.ok) specification.assertRequest(operation, options.body ?? {});
    return { status: response.status, body, headers: response.headers };
  }

  /** Asks for a PIN, and takes what comes; `more` is over the body as it is. */
  ask(to: string, channel: HarnessChannel = 'sms', options: CallOptions & { readonly more?: object } = {}) {
    const body = { ...startBody(to, channel), ...options.more };
    return this.call(starts[channel], { query: channel === 'sms' ? '?ncNeeded=false' : '', body, ...options });
  }

  /** Sends a PIN, and names it. */
  async start(to = '37128782931', channel: HarnessChannel = 'sms'): Promise<string> {
    const answer = await this.ask(to, channel);
    assert.equal(answer.status, 200);
    return String(answer.body['pinId']);
  }

  resend(id: string, channel: HarnessChannel = 'sms', options: CallOptions = {}): Promise<Answer> {
    return this.call(resends[channel], { id, body: {}, ...options });
  }

  check(id: string, pin: string, options: CallOptions = {}): Promise<Answer> {
    return this.call('check', { id, body: { pin }, ...options });
  }

  /** The verdict on a code, in short. */
  async verdict(id: string, pin: string): Promise<string> {
    const { status, body } = await this.check(id, pin);
    return status === 200 ? `${String(body['verified'])} ${String(body['pinError'])}` : String(status);
  }

  /** The one code. */
  code(id: string): string {
    return this.simulator.codeOf(id) ?? assert.fail(`no PIN ${id}`);
  }

  /** A code that is not right. */
  wrong(id: string): string {
    return this.code(id).replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  }

  /** Seconds go by. */
  pass(seconds: number): void {
    this.now += seconds * 1000;
    this.simulator.tick();
  }
}
