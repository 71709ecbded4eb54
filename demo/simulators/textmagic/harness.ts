/** For the simulator's tests: a simulator with a clock of its own, and a caller that holds the wire to the documentation. */
import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import {
  createTextmagicSimulator,
  type TextmagicMessage,
  type TextmagicSession,
  type TextmagicSimulator,
  type TextmagicSimulatorOptions,
} from '../textmagic.ts';
import type { TextmagicCall } from './magic-numbers.ts';

/** https://www.textmagic.com/docs/api/send-2fa-messages/, step 1. */
const startedBody = z.strictObject({ verifyId: z.uuid(), price: z.number() });

/** https://www.textmagic.com/docs/api/response-codes/. */
const errors = z.strictObject({ common: z.array(z.string()), fields: z.record(z.string(), z.array(z.string())) });
const errorBody = z.strictObject({ code: z.int(), message: z.string(), errors: z.nullable(errors) });

const methods = { start: 'POST', check: 'PUT', cancel: 'DELETE' } as const;

export type Answer = { readonly status: number; readonly body: Record<string, unknown>; readonly headers: Headers };

export type CallOptions = {
  readonly id?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
};

export const basic = (username: string, key: string): string => `Basic ${btoa(`${username}:${key}`)}`;

export class Harness {
  /** A quarter to noon, on a day that is not today. */
  now: number = Date.parse('2026-03-04T11:45:00.250Z');
  readonly simulator: TextmagicSimulator;
  readonly messages: TextmagicMessage[] = [];

  constructor(options: TextmagicSimulatorOptions = {}) {
    this.simulator = createTextmagicSimulator({ clock: () => this.now, ...options });
    this.simulator.onMessage((message) => this.messages.push(message));
  }

  fetch(call: TextmagicCall, { id, body, headers, signal }: CallOptions = {}): Promise<Response> {
    const path = call === 'cancel' ? `/${id ?? ''}` : '';
    return this.simulator.fetch(`https://rest.textmagic.test/api/v2/verify${path}`, {
      method: methods[call],
      headers: {
        authorization: basic('test', 'test'),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  }

  async call(call: TextmagicCall, options: CallOptions = {}): Promise<Answer> {
    const response = await this.fetch(call, options);
    const { status, headers } = response;
    const text = await response.text();
    if (status === 204) assert.equal(text, '');
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    if (status >= 400) assert.equal(errorBody.parse(body).code, status);
    else if (call === 'start') startedBody.parse(body);
    else assert.equal(status, 204);
    return { status, body, headers };
  }

  startWith(body: Record<string, unknown>): Promise<Answer> {
    return this.call('start', { body: { phone: '37128782931', brand: 'Shop', codeLength: 6, workflowId: 6, ...body } });
  }

  /** Starts a verification, and names it. */
  async start(phone = '37128782931', workflowId = 6): Promise<string> {
    const { status, body } = await this.startWith({ phone, workflowId });
    assert.ok(status === 200 || status === 201, `${phone}: ${status}`);
    return String(body['verifyId']);
  }

  /** The status of the answer, which has nothing else to say. */
  async check(verifyId: string, code: unknown): Promise<number> {
    return (await this.call('check', { body: { verifyId, code } })).status;
  }

  async cancel(id: string): Promise<number> {
    return (await this.call('cancel', { id })).status;
  }

  session(id: string): TextmagicSession {
    this.simulator.tick();
    const code = this.simulator.codeOf(id);
    return (code === undefined ? undefined : this.simulator.sessions.get(id)) ?? assert.fail(`no session ${id}`);
  }

  code(id: string): string {
    return this.session(id).code;
  }

  /** A code that is not right. */
  wrong(id: string): string {
    return this.code(id).replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  }

  /** What the phone got, in order. */
  get got(): string[] {
    return this.messages.map(({ channel }) => channel);
  }

  /** Seconds go by. */
  pass(seconds: number): void {
    this.now += seconds * 1000;
    this.simulator.tick();
  }
}
