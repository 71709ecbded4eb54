import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { text } from 'node:stream/consumers';
import { exchange } from '../providers/http.ts';
import type { Fetch, NoReply, Reply } from '../providers/http.ts';
import { nodeFetch } from './node-fetch.ts';

type Served = {
  readonly url: string;
  readonly received: { readonly request: IncomingMessage; readonly body: string }[];
  readonly connections: () => number;
};

const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
  open.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A provider that has read the request before it answers. */
async function provider(answer: (response: ServerResponse) => void): Promise<Served> {
  const received: Served['received'] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const reply = async (): Promise<void> => {
      received.push({ request, body: await text(request) });
      answer(response);
    };
    void reply();
  });
  server.on('connection', () => (connections += 1));
  open.push(() => server.closeAllConnections());
  return { url: `http://${await listen(server)}`, received, connections: () => connections };
}

const json = (response: ServerResponse): void =>
  void response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"success":true}');
const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"code":"āš"}' };

/** As adapters call it. */
const ask = (fetch: Fetch, url: string, timeout = 5000): Promise<Reply | NoReply> =>
  exchange(
    { call: 'check', method: 'POST', url, headers: {}, body: { code: '012345' } },
    { fetch, timeout, now: Date.now },
    {},
  );

describe('Node’s way to call a provider', () => {
  it('sends what it is told to, and asks for no compression', async () => {
    const { url, received } = await provider(json);
    const response = await nodeFetch()(`${url}/v1/check?a=b%20c`, post);
    assert.deepEqual([response.status, await response.text()], [200, '{"success":true}']);
    const [{ request, body } = {}] = received;
    assert.deepEqual([request?.method, request?.url, body], ['POST', '/v1/check?a=b%20c', post.body]);
    assert.equal(request?.headers['content-type'], 'application/json');
    assert.equal(request?.headers['accept-encoding'], undefined);
  });

  it('hands over status and headers, and follows no redirect', async () => {
    const { url, received } = await provider(
      (response) => void response.writeHead(302, { Location: '/elsewhere', 'Retry-After': '7' }).end(),
    );
    const { status, headers } = await nodeFetch()(url, { redirect: 'manual' });
    assert.deepEqual([status, headers.get('location'), headers.get('Retry-After')], [302, '/elsewhere', '7']);
    assert.equal(received.length, 1);
  });

  it('keeps its connections for one call after another', async () => {
    const { url, connections } = await provider(json);
    const fetch = nodeFetch();
    for (let call = 0; call < 20; call++) await (await fetch(url, post)).text();
    // The next call may begin a moment before the first connection is free again.
    assert.ok(connections() <= 2);
  });

  it('has a thousand calls in flight at once', async () => {
    const waiting: ServerResponse[] = [];
    const { url } = await provider((response) => {
      // Nobody is answered before all have asked.
      if (waiting.push(response) === 1000) waiting.forEach(json);
    });
    const fetch = nodeFetch();
    const replies = await Promise.all(Array.from({ length: 1000 }, () => ask(fetch, url, 60_000)));
    assert.ok(replies.every(({ outcome }) => outcome === 'reply'));
  });

  it('ends with the signal, before the answer and within it', async () => {
    const never = await provider(() => undefined);
    const slowly = await provider((response) => void response.writeHead(200).write('{'));
    for (const { url } of [never, slowly]) {
      const late = await ask(nodeFetch(), url, 200);
      assert.deepEqual(late, { outcome: 'no-reply', unsent: false, detail: 'TimeoutError' });
    }
    const gone = AbortSignal.abort(new Error('gone'));
    await assert.rejects(nodeFetch()(never.url, { ...post, signal: gone }), /gone/);
    assert.equal(never.received.length, 1);
  });

  it('knows that nothing was sent where no connection came about', async () => {
    const { url } = await provider(json);
    open.splice(0).forEach((close) => close());
    const refused = await ask(nodeFetch(), url);
    assert.deepEqual(refused, { outcome: 'no-reply', unsent: true, detail: 'Error ECONNREFUSED' });
    // It accepts, and never says a word of TLS.
    const silent = createTcpServer();
    const stalled = await ask(nodeFetch({ connectTimeout: 100 }), `https://${await listen(silent)}`);
    assert.ok(stalled.outcome === 'no-reply' && stalled.unsent, JSON.stringify(stalled));
  });

  it('asks once where the connection breaks, also one that was used before, and does not know what came of it', async () => {
    for (const breaks of ['destroy', 'resetAndDestroy'] as const) {
      let calls = 0;
      const { url, received } = await provider((response) =>
        calls++ === 0 ? json(response) : void response.socket?.[breaks](),
      );
      const fetch = nodeFetch();
      assert.equal((await ask(fetch, url)).outcome, 'reply');
      const broken = await ask(fetch, url);
      assert.ok(broken.outcome === 'no-reply' && !broken.unsent);
      assert.equal(received.length, 2);
    }
  });
});
