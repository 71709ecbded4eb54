import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Intent } from './flow-state.ts';
import { createRelayClient, type Question } from './relay-client.ts';

type Sent = { readonly url: string; readonly method: string; readonly headers: Headers; readonly body: unknown };

/** A client, and what goes over its wire. */
function wire(reply: () => Response | Promise<Response>, base = 'https://otp.example.com/relay') {
  const sent: Sent[] = [];
  const client = createRelayClient(base, async (url, init) => {
    const request = new Request(url, init);
    const body: unknown = request.body ? await request.json() : undefined;
    sent.push({ url: request.url, method: request.method, headers: request.headers, body });
    return reply();
  });
  return { client, sent };
}

const question = (intent: Intent, more: Partial<Question> = {}): Question => ({
  intent,
  handle: undefined,
  challenge: undefined,
  options: {},
  ...more,
});

const start = { do: 'start', to: '+37128782931', channel: 'sms' } as const;
const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers });

test('a start names number, channel, language and nonce', async () => {
  const { client, sent } = wire(() => json({ handle: 'h' }, 201));
  const reply = await client.ask(
    question(start, { challenge: 'token', options: { locale: 'lv', nonce: 'n', ticket: '' } }),
  );
  assert.deepEqual(reply, { kind: 'ok', body: { handle: 'h' } });
  assert.equal(sent[0]?.url, 'https://otp.example.com/relay/verification');
  assert.deepEqual(sent[0]?.body, { to: '+37128782931', nonce: 'n', channel: 'sms', challenge: 'token', locale: 'lv' });
});

test('a ticket brings its own number and nonce', async () => {
  const { client, sent } = wire(() => json({}, 201));
  await client.ask(question({ ...start, to: undefined }, { options: { ticket: 'sealed', nonce: 'n', locale: 'en' } }));
  assert.deepEqual(sent[0]?.body, { ticket: 'sealed', channel: 'sms', locale: 'en' });
});

test('the handle travels in a header, never in a URL', async () => {
  const { client, sent } = wire(() => json({}));
  for (const intent of [
    { do: 'read' },
    { do: 'check', code: '123456' },
    { do: 'send', channel: 'voice' },
    { do: 'restart', channel: 'sms' },
  ] as const) {
    await client.ask(question(intent, { handle: 'handle' }));
  }
  assert.deepEqual(
    sent.map(({ method, url, body }) => [method, new URL(url).pathname, body]),
    [
      ['GET', '/relay/verification', undefined],
      ['POST', '/relay/verification/check', { code: '123456' }],
      ['POST', '/relay/verification/send', { channel: 'voice' }],
      ['POST', '/relay/verification', { channel: 'sms' }],
    ],
  );
  for (const { headers } of sent) assert.equal(headers.get('authorization'), 'Bearer handle');
});

test('a base URL may end with a slash', async () => {
  const { client, sent } = wire(() => json({}), 'https://otp.example.com/');
  await client.config();
  assert.equal(sent[0]?.url, 'https://otp.example.com/config');
});

test('a cancellation has no answer to read', async () => {
  const { client } = wire(() => new Response(null, { status: 204 }));
  assert.deepEqual(await client.cancel('handle'), { kind: 'ok', body: undefined });
});

test('a problem is its code, its detail and how long to wait', async () => {
  const problem = { type: 'about:x', status: 429, code: 'rate_limited', detail: 'Wait.' };
  const { client } = wire(() => json(problem, 429, { 'retry-after': '60' }));
  assert.deepEqual(await client.ask(question(start)), {
    kind: 'failure',
    code: 'rate_limited',
    detail: 'Wait.',
    retryAfter: 60,
    verification: undefined,
  });
});

test('a verification that has ended says how', async () => {
  const { client } = wire(() => json({ code: 'verification_ended', verification: 'failed' }, 409));
  const reply = await client.ask(question({ do: 'read' }));
  assert.equal(reply.kind === 'failure' && reply.verification, 'failed');
});

for (const [status, code] of [
  [502, 'outcome_unknown'],
  [429, 'rate_limited'],
  [404, 'not_found'],
  [200, 'not_found'],
] as const) {
  test(`a page in place of an answer (${status}) is ${code}`, async () => {
    const { client } = wire(() => new Response('<!doctype html>', { status }));
    const reply = await client.ask(question(start));
    assert.equal(reply.kind === 'failure' && reply.code, code);
  });
}

test('no connection is told apart from no answer', async () => {
  const { client } = wire(() => Promise.reject(new TypeError('Failed to fetch')));
  const reply = await client.ask(question(start));
  assert.equal(reply.kind === 'failure' && reply.code, 'network');
});

test('a request that is given up may have been carried out', async (context) => {
  const given = new AbortController();
  context.mock.method(AbortSignal, 'timeout', () => given.signal);
  const { client } = wire(() => {
    given.abort();
    return Promise.reject(given.signal.reason);
  });
  const reply = await client.ask(question(start));
  assert.equal(reply.kind === 'failure' && reply.code, 'outcome_unknown');
});
