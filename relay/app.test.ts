import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Hono } from 'hono';
import { decodeJwt } from 'jose';
import { ADMIN_TOKEN, API_KEY, PAGE, RECIPIENT, RELAY_URL, relayUnderTest } from '../demo/simulators/relay-fixture.ts';
import { defaultService } from '../demo/simulators/wavix.ts';
import type { AdminEvents, AdminVerifications, Config, Problem } from './contract.ts';
import { memory } from './stores/memory.ts';
import { StoreUnavailableError } from './stores/store.ts';

describe('what a request must look like', () => {
  it('names each member that is wrong, and refuses those it does not know', async () => {
    const relay = relayUnderTest();
    const { status, headers, body } = await relay.request<Problem>('POST', '/verification', {
      body: { to: 1, channel: 'fax', locale: 'no tag', nonce: 'n'.repeat(256), extra: true },
    });
    assert.equal(status, 400);
    assert.equal(headers.get('Content-Type'), 'application/problem+json');
    assert.equal(body.code, 'malformed_request');
    assert.match(body.type ?? '', /malformed_request$/);
    assert.deepEqual(body.errors?.map(({ path }) => path).toSorted(), ['channel', 'extra', 'locale', 'nonce', 'to']);
  });

  it('refuses what is no JSON, and bodies over 8 KiB, with or without a length', async () => {
    const relay = relayUnderTest();
    const send = (body: unknown, type?: string): Promise<{ status: number; body: { code?: string } }> =>
      relay.request('POST', '/verification', {
        body,
        ...(type !== undefined && { headers: { 'Content-Type': type } }),
      });
    const text = await send('to=%2B371', 'application/x-www-form-urlencoded');
    assert.deepEqual([text.status, text.body.code], [415, 'unsupported_media_type']);
    const broken = await send('{"to":');
    assert.deepEqual([broken.status, broken.body.code], [400, 'malformed_request']);
    const large = await send({ to: RECIPIENT, channel: 'sms', nonce: 'x'.repeat(9000) });
    assert.deepEqual([large.status, large.body.code], [413, 'body_too_large']);
    const stream = new Blob(['{"nonce":"', 'x'.repeat(9000), '"}']).stream();
    const init = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: PAGE },
      body: stream,
      duplex: 'half',
    };
    assert.equal((await relay.relay.request('/verification', init as RequestInit)).status, 413);
  });

  it('answers an unknown path and an unknown method as such', async () => {
    const relay = relayUnderTest();
    const missing = await relay.request('GET', '/nothing');
    assert.deepEqual([missing.status, missing.body.code], [404, 'not_found']);
    for (const [path, allow] of [
      ['/config', 'GET'],
      ['/verification', 'GET, POST, DELETE'],
      ['/verification/send', 'POST'],
      ['/verification/check', 'POST'],
      ['/health', 'GET'],
    ] as const) {
      const wrong = await relay.request('PUT', path);
      assert.deepEqual([wrong.status, wrong.body.code, wrong.headers.get('Allow')], [405, 'method_not_allowed', allow]);
    }
  });
});

describe('who may ask', () => {
  it('answers an allowed origin with that origin, on errors too, and a preflight for two hours', async () => {
    const relay = relayUnderTest();
    const preflight = await relay.request('OPTIONS', '/verification', {
      headers: {
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), PAGE);
    assert.equal(preflight.headers.get('Access-Control-Max-Age'), '7200');
    assert.match(preflight.headers.get('Access-Control-Allow-Headers') ?? '', /authorization/i);
    const error = await relay.request('POST', '/verification/check', { body: { code: '123456' } });
    assert.equal(error.status, 401);
    assert.equal(error.headers.get('WWW-Authenticate'), 'Bearer');
    assert.equal(error.headers.get('Access-Control-Allow-Origin'), PAGE);
    assert.match(error.headers.get('Access-Control-Expose-Headers') ?? '', /Retry-After.*X-Request-Id/);
    assert.equal(error.headers.get('Vary'), 'Origin');
    assert.equal(error.headers.get('Access-Control-Allow-Credentials'), null);
  });

  it('refuses other origins on the server, not by CORS alone', async () => {
    const relay = relayUnderTest();
    for (const origin of ['https://evil.example', 'null', 'https://shop.example.evil.example', 'http://shop.example']) {
      const refused = await relay.request('POST', '/verification', { origin, body: { to: RECIPIENT, channel: 'sms' } });
      assert.deepEqual([refused.status, refused.body.code], [403, 'origin_not_allowed'], origin);
      assert.equal(refused.headers.get('Access-Control-Allow-Origin'), null);
    }
    const none = await relay.request('POST', '/verification', {
      origin: null,
      body: { to: RECIPIENT, channel: 'sms' },
    });
    assert.deepEqual([none.status, none.body.code], [403, 'origin_not_allowed']);
    assert.equal(relay.simulator.calls.start, 0);
  });

  it('lets a handle act only from the origin that started it', async () => {
    const relay = relayUnderTest({ relay: { allowedOrigins: [PAGE, 'https://other.example'] } });
    const { body } = await relay.start();
    for (const origin of ['https://other.example', null]) {
      const refused = await relay.request('GET', '/verification', { handle: body.handle, origin });
      assert.deepEqual([refused.status, refused.body.code], [401, 'invalid_handle']);
    }
  });

  it('takes a GET without an Origin for a page of the relay’s own origin', async () => {
    const relay = relayUnderTest();
    const own = new URL(RELAY_URL).origin;
    const { body } = await relay.request('POST', '/verification', {
      origin: own,
      body: { to: RECIPIENT, channel: 'sms' },
    });
    const read = await relay.request('GET', '/verification', { handle: body.handle, origin: null });
    assert.equal(read.status, 200);
    const check = await relay.request('POST', '/verification/check', {
      handle: body.handle,
      origin: null,
      body: { code: '123456' },
    });
    assert.equal(check.status, 401);
  });

  it('serves a native app that names a registered audience, and no page that claims one', async () => {
    const relay = relayUnderTest();
    const start = (audience: string, origin: string | null): ReturnType<typeof relay.start> =>
      relay.request('POST', '/verification', { origin, body: { to: RECIPIENT, channel: 'sms', audience } });
    assert.equal((await start('com.other.app', null)).body.code, 'origin_not_allowed');
    assert.equal((await start('com.example.app', PAGE)).body.code, 'malformed_request');
    const { status, body } = await start('com.example.app', null);
    assert.equal(status, 201);
    const checked = await relay.request('POST', '/verification/check', {
      handle: body.handle,
      origin: null,
      body: { code: relay.code() },
    });
    assert.equal(decodeJwt(checked.body.proof ?? '').aud, 'com.example.app');
  });

  it('refuses a handle that is forged, cut, expired, or another relay’s', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    const other = relayUnderTest({ relay: { relaySecret: 'another-secret-of-at-least-thirty-two-bytes' } });
    const foreign = await other.start();
    for (const handle of ['', 'x', body.handle.slice(0, -2), `${body.handle}AA`, foreign.body.handle]) {
      assert.equal((await relay.read(handle)).body.code, 'invalid_handle');
    }
    relay.clock.pass(30 * 60 + 900);
    assert.equal((await relay.read(body.handle)).body.code, 'invalid_handle');
  });

  it('opens handles of the secret before, and seals with the new one', async () => {
    const clockedStore = memory();
    const before = relayUnderTest({
      relay: { relaySecret: 'old-secret-of-at-least-thirty-two-bytes!' },
      store: () => clockedStore,
    });
    const { body } = await before.start();
    const after = relayUnderTest({
      relay: { relaySecret: 'new-secret-of-at-least-thirty-two-bytes!,old-secret-of-at-least-thirty-two-bytes!' },
      store: () => clockedStore,
    });
    assert.equal((await after.read(body.handle)).status, 200);
    const fresh = await after.start({ to: '+447919433768' });
    assert.equal((await before.read(fresh.body.handle)).body.code, 'invalid_handle');
  });
});

describe('what every answer carries', () => {
  it('has a request id, is not stored, and sets no cookie', async () => {
    const relay = relayUnderTest();
    for (const [method, path] of [
      ['GET', '/health'],
      ['POST', '/verification'],
      ['GET', '/nothing'],
      ['GET', '/verification'],
    ] as const) {
      const { headers } = await relay.request(method, path);
      assert.match(headers.get('X-Request-Id') ?? '', /^[\da-f-]{36}$/);
      assert.equal(headers.get('Cache-Control'), 'no-store');
      assert.equal(headers.get('Set-Cookie'), null);
    }
  });

  it('tells in /config what may be shown, and believes a country only of its platform', async () => {
    const relay = relayUnderTest({ relay: { allowedCountries: 'LV,NO', client: () => ({ country: 'LV' }) } });
    const { body, headers } = await relay.request<Config>('GET', '/config', {
      origin: null,
      headers: { 'CF-IPCountry': 'NO' },
    });
    assert.equal(headers.get('Cache-Control'), 'private, max-age=60');
    assert.deepEqual(body, {
      version: 1,
      channels: ['sms', 'voice'],
      codeLength: 6,
      countries: ['LV', 'NO'],
      country: 'LV',
      challenge: null,
    });
    const elsewhere = relayUnderTest({ relay: { allowedCountries: 'NO', client: () => ({ country: 'LV' }) } });
    assert.equal((await elsewhere.request<Config>('GET', '/config')).body.country, null);
  });

  it('shows the public keys alone', async () => {
    const relay = relayUnderTest();
    const { body, headers } = await relay.request<{ keys: Record<string, string>[] }>('GET', '/.well-known/jwks.json', {
      origin: null,
    });
    assert.deepEqual(Object.keys(body.keys[0] ?? {}).toSorted(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    assert.equal(headers.get('Cache-Control'), 'public, max-age=300');
    assert.equal(headers.get('Access-Control-Allow-Origin'), null);
  });

  it('works mounted under a path of another app', async () => {
    const { relay } = relayUnderTest();
    const app = new Hono().route('/otp', relay);
    assert.equal((await app.request('/otp/health')).status, 200);
    assert.equal(((await (await app.request('/otp/nothing')).json()) as Problem).code, 'not_found');
    assert.equal((await app.request('/nothing')).headers.get('X-Request-Id'), null);
  });

  it('shows no key, service, session or whole number, in no answer, header or log', async () => {
    const relay = relayUnderTest();
    const { body } = await relay.start();
    relay.clock.pass(31);
    await relay.send(body.handle, 'voice');
    await relay.check(body.handle, relay.wrongCode());
    await relay.read(body.handle);
    const code = relay.code();
    const { body: verified } = await relay.check(body.handle, code);
    await relay.start({ to: '+46701740635' });
    await relay.start({ to: '+46701740634' });
    await relay.request('GET', '/admin/verifications?from=2026-11-20&to=2026-11-22', {
      headers: { Authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    // The proof and the operator's ids are for those who may know; they are no part of what must stay hidden.
    const said = relay.said
      .join('\n')
      .replaceAll(verified.proof ?? '-', '')
      .replaceAll(/"id":"[\da-f]{32}"/g, '');
    const sessions = [...relay.simulator.sessions.keys()];
    for (const secret of [
      API_KEY,
      defaultService.id,
      ...sessions,
      RECIPIENT,
      RECIPIENT.slice(1),
      '46701740635',
      code,
    ]) {
      assert.ok(!said.includes(secret), `"${secret}" was said`);
    }
    assert.ok(!relay.log.some((entry) => JSON.stringify(entry).includes(body.handle)), 'a handle was logged');
  });
});

describe('when something is down', () => {
  it('refuses sends with 503 while the store is down, and still answers /config', async () => {
    let isDown = true;
    const relay = relayUnderTest({
      store: (clock) => {
        const real = memory({ now: clock.now });
        const guarded =
          <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
          async (...args: A): Promise<R> => {
            if (isDown) throw new StoreUnavailableError('connection refused');
            return call(...args);
          };
        return {
          take: guarded(real.take),
          giveBack: guarded(real.giveBack),
          read: guarded(real.read),
          swap: guarded(real.swap),
        };
      },
    });
    const refused = await relay.start();
    assert.deepEqual([refused.status, refused.body.code], [503, 'provider_unavailable']);
    assert.ok(Number(refused.headers.get('Retry-After')) > 0);
    assert.equal((await relay.request('GET', '/config')).status, 200);
    assert.equal(relay.simulator.calls.start, 0);
    isDown = false;
    assert.equal((await relay.start()).status, 201);
  });

  it('says that the outcome is unknown where the store goes down after a code was sent', async () => {
    const relay = relayUnderTest({
      store: (clock) => {
        const real = memory({ now: clock.now });
        return {
          ...real,
          swap: async (key, ...rest) => {
            if (key.startsWith('record')) throw new StoreUnavailableError('gone');
            return real.swap(key, ...rest);
          },
        };
      },
    });
    assert.equal((await relay.start()).body.code, 'outcome_unknown');
  });

  it('hides a fault behind a request id that finds it in the log', async () => {
    const relay = relayUnderTest({
      store: () => ({
        ...memory(),
        take: async () => {
          throw new Error('a bug');
        },
      }),
    });
    const failed = await relay.start();
    assert.deepEqual([failed.status, failed.body.code], [500, 'internal_error']);
    assert.ok(!failed.text.includes('a bug'));
    const logged = relay.log.find(
      ({ requestId, detail }) => requestId === failed.headers.get('X-Request-Id') && detail,
    );
    assert.match(String(logged?.['detail']), /a bug/);
  });
});

describe('the operator’s view', () => {
  const authorized = { headers: { Authorization: `Bearer ${ADMIN_TOKEN}` }, origin: null };

  it('is closed without its token, and absent where none is configured', async () => {
    const relay = relayUnderTest();
    const path = '/admin/verifications?from=2026-11-21&to=2026-11-21';
    const closed = await relay.request('GET', path, { headers: { Authorization: 'Bearer wrong' } });
    assert.deepEqual(
      [closed.status, closed.body.code, closed.headers.get('WWW-Authenticate')],
      [401, 'unauthorized', 'Bearer'],
    );
    assert.equal(closed.headers.get('Access-Control-Allow-Origin'), null);
    const absent = relayUnderTest({ relay: { adminToken: undefined } });
    assert.equal((await absent.request('GET', path, authorized)).status, 404);
  });

  it('lists days newest first, masked, page by page', async () => {
    const relay = relayUnderTest();
    const numbers = ['+37128782931', '+447919433768', '+46701740605'];
    for (const to of numbers) {
      await relay.start({ to });
      relay.clock.pass(60);
    }
    const path = '/admin/verifications?from=2026-11-21&to=2026-11-21&limit=2';
    const { body: first } = await relay.request<AdminVerifications>('GET', path, authorized);
    assert.deepEqual(
      first.verifications.map(({ recipient }) => recipient),
      ['+46 ••••0605', '+44 ••••3768'],
    );
    assert.deepEqual(Object.keys(first.verifications[0] ?? {}).toSorted(), [
      'charge',
      'country',
      'createdAt',
      'currency',
      'id',
      'recipient',
      'service',
      'status',
    ]);
    const { body: second } = await relay.request<AdminVerifications>('GET', `${path}&cursor=${first.next}`, authorized);
    assert.deepEqual(
      second.verifications.map(({ recipient }) => recipient),
      ['+371 ••••2931'],
    );
    assert.equal(second.next, null);
    const { body: empty } = await relay.request<AdminVerifications>(
      'GET',
      '/admin/verifications?from=2026-01-01&to=2026-01-02',
      authorized,
    );
    assert.deepEqual(empty, { verifications: [], next: null });
  });

  it('needs both days, and tells the events of one', async () => {
    const relay = relayUnderTest();
    await relay.start();
    relay.clock.pass(10);
    const wrong = await relay.request<Problem>('GET', '/admin/verifications?from=2026-11-21', authorized);
    assert.deepEqual([wrong.status, wrong.body.errors?.[0]?.path], [400, 'to']);
    const [id = ''] = [...relay.simulator.sessions.keys()];
    const { body } = await relay.request<AdminEvents>('GET', `/admin/verifications/${id}/events`, authorized);
    assert.deepEqual(
      body.events.map(({ event, status }) => `${event}: ${status}`),
      ['Number lookup: success', 'Code sent via SMS: delivered'],
    );
    assert.deepEqual(Object.keys(body.events[0] ?? {}).toSorted(), ['at', 'charge', 'error', 'event', 'status']);
    const unknown = await relay.request(
      'GET',
      '/admin/verifications/5f1a8680201511eeafdfcfc3dedfac51/events',
      authorized,
    );
    assert.equal(unknown.status, 404);
  });
});
