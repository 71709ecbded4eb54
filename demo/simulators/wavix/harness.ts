/** For the simulator's tests: a simulator with a clock of its own, and a caller that holds the wire to the specification. */
import assert from 'node:assert/strict';
import { Specification } from '../kit/openapi.ts';
import {
  createWavixSimulator,
  defaultService,
  type WavixMessage,
  type WavixSimulator,
  type WavixSimulatorOptions,
} from '../wavix.ts';
import spec from '../wavix.openapi.json' with { type: 'json' };

const paths = {
  start: ['/v1/two-fa/verification', 'post'],
  resend: ['/v1/two-fa/verification/{session_id}', 'post'],
  check: ['/v1/two-fa/verification/{session_id}/check', 'post'],
  cancel: ['/v1/two-fa/verification/{session_id}/cancel', 'patch'],
  list: ['/v1/two-fa/service/{service_id}/sessions', 'get'],
  events: ['/v1/two-fa/session/{session_id}/events', 'get'],
} as const;

export type Operation = keyof typeof paths;

const specification = new Specification(spec, paths);

export type Answer = { readonly status: number; readonly body: Record<string, unknown>; readonly headers: Headers };

export type CallOptions = {
  readonly id?: string;
  readonly body?: unknown;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
  /** What the specification does not know: another status, or other members. */
  readonly unspecified?: boolean;
};

export class Harness {
  /** A quarter to noon, on a day that is not today. */
  now: number = Date.parse('2026-03-04T11:45:00.250Z');
  readonly simulator: WavixSimulator;
  readonly messages: WavixMessage[] = [];

  constructor(options: WavixSimulatorOptions = {}) {
    this.simulator = createWavixSimulator({ clock: () => this.now, ...options });
    this.simulator.onMessage((message) => this.messages.push(message));
  }

  fetch(operation: Operation, { id = '', body, query = '', headers, signal }: CallOptions): Promise<Response> {
    const [path, method] = paths[operation];
    return this.simulator.fetch(`https://api.wavix.test${path.replace(/\{.*?\}/, id)}${query}`, {
      method: method.toUpperCase(),
      headers: {
        authorization: 'Bearer test',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  }

  async call(operation: Operation, options: CallOptions = {}): Promise<Answer> {
    const response = await this.fetch(operation, options);
    const text = await response.text();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    if (!options.unspecified) specification.assertAnswer(operation, response.status, body);
    if (response.ok) specification.assertRequest(operation, options.body);
    return { status: response.status, body, headers: response.headers };
  }

  /** Starts a verification, and names its session. */
  async start(to = '37128782931', channel = 'sms', options: CallOptions = {}): Promise<string> {
    const answer = await this.call('start', { body: { service_id: defaultService.id, to, channel }, ...options });
    assert.equal(answer.status, 200);
    return String(answer.body['session_id']);
  }

  /** What is right: the code that counts. */
  code(id: string): string {
    return this.simulator.codeOf(id) ?? assert.fail(`no session ${id}`);
  }

  /** A code that is not right. */
  wrong(id: string): string {
    return this.code(id).replace(/^./, (digit) => String((Number(digit) + 1) % 10));
  }

  check(id: string, code: string, options: CallOptions = {}): Promise<Answer> {
    return this.call('check', { id, body: { code }, ...options });
  }

  resend(id: string, channel = 'sms', options: CallOptions = {}): Promise<Answer> {
    return this.call('resend', { id, body: { channel }, ...options });
  }

  /** The events of a session, as pairs of words. */
  async events(id: string): Promise<string[]> {
    const { body } = await this.call('events', { id });
    return (body as unknown as Record<string, string>[]).map(({ event, status }) => `${event}: ${status}`);
  }

  async statusOf(id: string): Promise<string | undefined> {
    const { body } = await this.call('list', { id: defaultService.id, query: '?from=2026-03-04&to=2026-03-04' });
    return (body as unknown as Record<string, string>[]).find(({ session_id }) => session_id === id)?.['status'];
  }

  /** Seconds go by. */
  pass(seconds: number): void {
    this.now += seconds * 1000;
    this.simulator.tick();
  }
}
