/** For the simulator's tests: a simulator with a clock of its own, and a caller that holds answers to the guide. */
import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import type { Message } from '../kit/network.ts';
import {
  createWayscloudSimulator,
  type WayscloudCall,
  type WayscloudSession,
  type WayscloudSimulator,
  type WayscloudSimulatorOptions,
} from '../wayscloud.ts';

const second = z.iso.datetime({ precision: 0 });

/** As in the guide's example of a start: https://docs.wayscloud.services/services/verify */
const session = z.strictObject({
  session_id: z.uuidv4(),
  status: z.enum(['pending', 'delivered', 'verified', 'failed', 'expired', 'cancelled']),
  channel: z.enum(['sms', 'voice', 'email']),
  expires_at: second,
  created_at: second,
  verified_at: z.optional(second),
});

const endpoints: Readonly<Record<WayscloudCall, readonly [method: string, path: string]>> = {
  start: ['POST', '/v1/verify/start'],
  check: ['POST', '/v1/verify/check'],
  status: ['GET', '/v1/verify/status/'],
  cancel: ['DELETE', '/v1/verify/sessions/'],
};

export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

export type CallOptions = {
  readonly id?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
};

export class Harness {
  /** A quarter to noon, on a day that is not today. */
  now: number = Date.parse('2026-03-04T11:45:00.250Z');
  readonly simulator: WayscloudSimulator;
  readonly messages: Message[] = [];

  constructor(options: WayscloudSimulatorOptions = {}) {
    this.simulator = createWayscloudSimulator({ clock: () => this.now, ...options });
    this.simulator.onMessage((message) => this.messages.push(message));
  }

  fetch(call: WayscloudCall, { id = '', body, headers, signal }: CallOptions = {}): Promise<Response> {
    const [method, path] = endpoints[call];
    return this.simulator.fetch(`https://api.wayscloud.test${path}${id}`, {
      method,
      headers: {
        'x-api-key': 'test',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  }

  async call(call: WayscloudCall, options: CallOptions = {}): Promise<Answer> {
    const response = await this.fetch(call, options);
    const text = await response.text();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    if (response.ok && call === 'start') session.parse(body);
    return { status: response.status, body };
  }

  startWith(body: Record<string, unknown>): Promise<Answer> {
    return this.call('start', { body: { channel: 'sms', recipient: '+37128782931', ...body } });
  }

  /** Starts a verification, and names its session. */
  async start(recipient = '+37128782931', channel = 'sms'): Promise<string> {
    const { status, body } = await this.startWith({ recipient, channel });
    assert.ok(status === 200 || status === 201, `${recipient}: ${status}`);
    return String(body['session_id']);
  }

  check(id: string, code: string): Promise<Answer> {
    return this.call('check', { body: { session_id: id, code } });
  }

  /** The whole status of a session. */
  async status(id: string): Promise<z.infer<typeof session>> {
    return session.parse((await this.call('status', { id })).body);
  }

  session(id: string): WayscloudSession {
    return this.simulator.sessions.get(id) ?? assert.fail(`no session ${id}`);
  }

  /** What is right: the code that counts. */
  code(id: string): string {
    return this.simulator.codeOf(id) ?? assert.fail(`no session ${id}`);
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
