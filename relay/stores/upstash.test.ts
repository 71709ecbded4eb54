import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createClient } from '@redis/client';
import { startRedisServer } from '../../demo/simulators/redis-server.ts';
import { relayUnderTest, testClock } from '../../demo/simulators/relay-fixture.ts';
import { serveUpstash } from '../../demo/simulators/upstash.ts';
import { StoreUnavailableError } from './store.ts';
import { storeSuite } from './suite.ts';
import { upstash } from './upstash.ts';
import type { UpstashOptions } from './upstash.ts';

const server = await startRedisServer();
const service = await serveUpstash(server.url);
const admin = await createClient({ url: server.url })
  .on('error', () => undefined)
  .connect();

after(async () => {
  await service.stop();
  admin.destroy();
  await server.stop();
});

const { url, token } = service;
const limit = { key: 'limit', count: 5, period: 60 };

/** What goes over the wire, as it was asked. */
function recorder(): { readonly requests: Request[]; readonly fetch: NonNullable<UpstashOptions['fetch']> } {
  const requests: Request[] = [];
  return {
    requests,
    fetch(address, init) {
      const request = new Request(address, init);
      requests.push(request.clone());
      return fetch(request);
    },
  };
}

storeSuite('Upstash', async () => {
  const clock = testClock();
  return {
    // A hundred contenders for one record on a busy machine.
    store: upstash({ url, token, now: clock.now, timeout: 30_000 }),
    async pass(seconds) {
      clock.pass(seconds);
      // Redis keeps its own time for what expires: every key grows older by as much.
      for (const key of await admin.keys('*')) {
        const left = await admin.pTTL(key);
        if (left <= seconds * 1000) await admin.del(key);
        else await admin.pExpire(key, left - seconds * 1000);
      }
    },
  };
});

describe('Upstash as a store', () => {
  it('takes all limits of a request in one HTTP request, and in two after its scripts were flushed', async () => {
    const { requests, fetch } = recorder();
    const store = upstash({ url, token, fetch });
    const limits = Array.from({ length: 7 }, (_, index) => ({ key: `trip:${index}`, count: 5, period: 60 }));
    await store.take(limits);
    requests.length = 0;
    await store.take(limits);
    assert.equal(requests.length, 1);
    await admin.scriptFlush();
    requests.length = 0;
    assert.ok((await store.take(limits)).granted);
    const commands = await Promise.all(requests.map(async (request) => ((await request.json()) as string[])[0]));
    assert.deepEqual(commands, ['evalsha', 'eval']);
  });

  it('reads and writes a record in one HTTP request each', async () => {
    const { requests, fetch } = recorder();
    const store = upstash({ url, token, fetch });
    await store.swap('warm', undefined, 'one', 60);
    await store.read('warm');
    requests.length = 0;
    await store.swap('record', undefined, 'one', 60);
    await store.read('record');
    assert.equal(requests.length, 2);
  });

  it('tells Upstash nothing of its own about the relay', async () => {
    const { requests, fetch } = recorder();
    await upstash({ url, token, fetch }).take([limit]);
    for (const { headers } of requests) assert.deepEqual([...headers.keys()].sort(), ['authorization', 'content-type']);
  });

  it('gives a record back to the letter, also where it looks like a number or JSON', async () => {
    const store = upstash({ url, token });
    for (const text of ['1e3', '007', '{"a":1}', 'null', '"quoted"', 'Rīga 📱']) {
      const key = `text:${text}`;
      await store.swap(key, undefined, text, 60);
      assert.equal(await store.read(key), text);
    }
  });

  it('asks once where no answer comes back: what was perhaps taken is not taken twice', async () => {
    const key = 'cut off';
    let asked = 0;
    const store = upstash({
      url,
      token,
      async fetch(address, init) {
        asked += 1;
        await fetch(address, init);
        throw new TypeError('the connection was cut');
      },
    });
    await upstash({ url, token }).take([limit]);
    await assert.rejects(store.take([{ ...limit, key }]), StoreUnavailableError);
    assert.equal(asked, 1);
    assert.equal(await admin.lLen(`{otp}:${key}`), 1);
  });

  it('waits only so long for an answer', async () => {
    const store = upstash({
      url,
      token,
      timeout: 20,
      fetch: (_address, { signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error))),
    });
    await assert.rejects(store.take([limit]), StoreUnavailableError);
  });

  it('refuses with a wrong token, and keeps the token to itself', async () => {
    const store = upstash({ url, token: 'a-wrong-token' });
    await assert.rejects(store.take([limit]), (error) => {
      assert.ok(error instanceof StoreUnavailableError);
      assert.match(error.message, /Unauthorized/);
      assert.doesNotMatch(error.message, /a-wrong-token/);
      return true;
    });
  });

  it('refuses where a proxy answers with a page', async () => {
    const store = upstash({
      url,
      token,
      fetch: async () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
    });
    await assert.rejects(store.read('record'), StoreUnavailableError);
  });

  it('sends no code while Upstash cannot be reached', async () => {
    const relay = relayUnderTest({ store: () => upstash({ url: 'http://127.0.0.1:1', token }) });
    const refused = await relay.start();
    assert.deepEqual([refused.status, refused.body.code], [503, 'provider_unavailable']);
    assert.equal(relay.simulator.calls.start, 0);
  });

  it('refuses while the database behind it is down, and works again by itself', async () => {
    const relay = relayUnderTest({ store: () => upstash({ url, token }) });
    await server.kill();
    assert.equal((await relay.start()).status, 503);
    await server.start();
    let status = 503;
    for (let attempt = 0; attempt < 100 && status === 503; attempt++) {
      ({ status } = await relay.start());
      if (status === 503) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(status, 201);
    assert.equal(relay.simulator.calls.start, 1);
  });
});
