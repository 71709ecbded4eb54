import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { Webhook as Receiver } from 'standardwebhooks';
import type { TimedEvent } from './event.ts';
import { webhook } from './webhook.ts';
import type { Webhook, WebhookOptions } from './webhook.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const NEW_SECRET = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;

const event: TimedEvent = {
  type: 'country.paused',
  timestamp: '2026-11-21T12:00:00.000Z',
  data: { country: 'LV', seconds: 3600, until: 'refused' },
};

type Received = { readonly headers: Record<string, string>; readonly body: string };

/** A receiver on this machine that answers as it is told, one answer for each request, the last one for all further. */
async function receiver(
  ...answers: readonly ((response: ServerResponse, request: IncomingMessage) => void)[]
): Promise<{
  readonly url: string;
  readonly received: Received[];
}> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const answer = answers[Math.min(received.length, answers.length - 1)];
      received.push({ headers: request.headers as Record<string, string>, body });
      answer?.(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`, received };
}

const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end();
const hangUp = (_response: ServerResponse, request: IncomingMessage): void => void request.socket.destroy();

/** Waits for nothing, and remembers for how long it should have. */
function hook(url: string, options: Partial<WebhookOptions> = {}): Webhook & { lost: string[]; pauses: number[] } {
  const lost: string[] = [];
  const pauses: number[] = [];
  const made = webhook({
    url,
    secret: SECRET,
    onLost: (reason) => lost.push(reason),
    sleep: async (ms) => void pauses.push(ms / 1000),
    ...options,
  });
  return { ...made, lost, pauses };
}

describe('a webhook', () => {
  it('is signed as Standard Webhooks describes: its own library takes it', async () => {
    const { url, received } = await receiver(status(204));
    await hook(url).onEvent(event);
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    assert.deepEqual(new Receiver(SECRET).verify(body, headers), event);
    assert.throws(() => new Receiver(NEW_SECRET).verify(body, headers));
    assert.match(headers['webhook-id'] ?? '', /^msg_/);
    assert.equal(headers['content-type'], 'application/json');
  });

  it('is signed by each secret while they rotate', async () => {
    const { url, received } = await receiver(status(200));
    await hook(url, { secret: [NEW_SECRET, SECRET] }).onEvent(event);
    for (const secret of [NEW_SECRET, SECRET]) {
      assert.deepEqual(new Receiver(secret).verify(received[0]?.body ?? '', received[0]?.headers ?? {}), event);
    }
  });

  it('is tried again with the same id and growing pauses, through refusals and broken connections', async () => {
    const { url, received } = await receiver(status(500), hangUp, status(302, { Location: '/' }), status(200));
    const { onEvent, pauses, lost } = hook(url);
    await onEvent(event);
    assert.equal(received.length, 4);
    assert.equal(new Set(received.map(({ headers }) => headers['webhook-id'])).size, 1);
    assert.deepEqual(pauses, [1, 4, 15]);
    assert.deepEqual(lost, []);
  });

  it('waits as long as the receiver asks, within reason', async () => {
    const { url } = await receiver(
      status(429, { 'Retry-After': '20' }),
      status(503, { 'Retry-After': '9999' }),
      status(200),
    );
    const { onEvent, pauses } = hook(url);
    await onEvent(event);
    assert.deepEqual(pauses, [20, 300]);
  });

  it('gives up after the last try, and says so without the body', async () => {
    const { url, received } = await receiver(status(500));
    const { onEvent, lost } = hook(url);
    await onEvent(event);
    assert.equal(received.length, 4);
    assert.deepEqual(lost, ['country.paused was not delivered in 4 tries: HTTP 500']);
  });

  it('sends nothing more to a receiver that is gone', async () => {
    const { url, received } = await receiver(status(410));
    const { onEvent, lost } = hook(url);
    await onEvent(event);
    await onEvent(event);
    assert.equal(received.length, 1);
    assert.equal(lost.length, 1);
  });

  it('waits no longer than its time-out for an answer', async () => {
    const { url } = await receiver(() => undefined);
    const { onEvent, lost } = hook(url, { timeout: 20, retries: [] });
    await onEvent(event);
    assert.deepEqual(lost, ['country.paused was not delivered in 1 tries: TimeoutError']);
  });

  it('drops what is too much at once, and says so in few lines', async () => {
    const { url, received } = await receiver(status(200));
    const { onEvent, lost } = hook(url, { most: 10 });
    await Promise.all(Array.from({ length: 19 }, async () => onEvent(event)));
    assert.equal(received.length, 10);
    assert.deepEqual(lost, ['country.paused was dropped: 10 events are under way']);
  });

  it('tries what still waits once more when the relay stops', async () => {
    const { url, received } = await receiver(status(503), status(200));
    const { onEvent, close } = webhook({ url, secret: SECRET, retries: [3600] });
    const delivery = onEvent(event);
    while (received.length === 0) await new Promise(setImmediate);
    await close();
    await delivery;
    assert.equal(received.length, 2);
  });

  it('takes no address that others can read along, and no weak secret', () => {
    const bad = [
      { url: 'http://shop.example/hooks' },
      { url: 'https://user:password@shop.example/' },
      { url: 'hooks' },
      { secret: 'whsec_c2hvcnQ=' },
      { secret: 'not base64, though long enough for a secret' },
    ];
    for (const options of bad) {
      assert.throws(() => webhook({ url: 'https://shop.example/', secret: SECRET, ...options }), TypeError);
    }
  });
});
