/**
 * What the relay does on every runtime, seen from outside: one suite over HTTP, against the Wavix simulator behind a
 * socket of its own. It stands over 250 lines because it is the contract once more, in the order in which one reads it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import type { ServerType } from '@hono/node-server';
import {
  ADMIN_TOKEN,
  API_KEY,
  PAGE,
  PROOF_KEY,
  RELAY_URL,
  SERVER_SECRET,
} from '../../demo/simulators/relay-fixture.ts';
import type { Reply } from '../../demo/simulators/relay-fixture.ts';
import { createWavixSimulator, defaultService } from '../../demo/simulators/wavix.ts';
import { connectWire } from '../../demo/simulators/wire-client.ts';
import type { WayToRelay, Wire, WireRequest } from '../../demo/simulators/wire-client.ts';
import type { AdminEvents, AdminVerifications, Config } from '../contract.ts';
import { verifyProof } from '../verify-proof.ts';

export type WireSubject = {
  readonly send: WayToRelay;
  /** All that it has written, where that can be read. */
  readonly output?: () => string;
  close(): Promise<void>;
};

export type WireOptions = {
  /** Starts a relay with this environment. */
  readonly open: (environment: Readonly<Record<string, string>>) => Promise<WireSubject>;
  /** What it knows of a visitor whose request carries the geo headers of all platforms, each with a country of its own. */
  readonly country?: string;
  /** Whether this runtime tells a connection that was refused from one that was lost. Default: it does. */
  readonly tellsRefused?: boolean;
};

/** Seconds before a second code. */
const COOLDOWN = 1;
const NATIVE = 'com.example.app';

/** Whatever a client may claim about itself. */
const CLAIMS: Readonly<Record<string, string>> = {
  'CF-IPCountry': 'NO',
  'X-Vercel-IP-Country': 'LV',
  'CloudFront-Viewer-Country': 'SE',
};
const claimedAddress = (index: number): Record<string, string> =>
  Object.fromEntries(
    ['X-Forwarded-For', 'Forwarded', 'True-Client-IP', 'X-Client-IP', 'Fly-Client-IP'].map((name) => [
      name,
      name === 'Forwarded' ? `for=192.0.2.${index}` : `192.0.2.${index}`,
    ]),
  );

const count = <T>(all: readonly T[], is: (one: T) => boolean): number => all.filter(is).length;
const times = <T>(number: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: number }, (_, index) => make(index)));

export function wireSuite(runtime: string, options: WireOptions): void {
  const simulator = createWavixSimulator({ apiKey: API_KEY });
  let server: ServerType;
  let subject: WireSubject;
  let wire: Wire;
  let cold: readonly Response[];
  let silent: Promise<Reply>;
  let recipients = 0;

  const newRecipient = (): string => `+3712${8_000_000 + recipients++ * 20_011}`;
  const troubled = (digits: string): string => `+467017406${digits}`;
  const sessionOf = (to: string): string =>
    [...simulator.sessions.values()].findLast((session) => session.to === to.slice(1))?.id ?? '';
  const codeOf = (to: string): string => simulator.codeOf(sessionOf(to)) ?? '';
  const wrongCodeOf = (to: string): string => (codeOf(to) === '000000' ? '000001' : '000000');
  const callsAbout = (to: string, call: string): number =>
    count(simulator.requests, (request) => request.call === call && request.path.includes(sessionOf(to)));

  const post = <T = Reply['body']>(path: string, body: unknown, more: WireRequest = {}): Promise<Reply<T>> =>
    wire.request<T>('POST', path, { body, ...more });
  const start = (to: string, more: WireRequest = {}): Promise<Reply> =>
    post('/verification', { to, channel: 'sms' }, more);
  const check = (handle: string, code: string): Promise<Reply> => post('/verification/check', { code }, { handle });
  const read = (handle: string): Promise<Reply> => wire.request('GET', '/verification', { handle });
  const bearer = (secret: string): WireRequest => ({ origin: null, headers: { Authorization: `Bearer ${secret}` } });

  /** A verification just begun. */
  async function begin(to = newRecipient()): Promise<{ readonly to: string; readonly handle: string }> {
    const { status, body } = await start(to);
    assert.equal(status, 201, JSON.stringify(body));
    return { to, handle: body.handle };
  }

  async function prove(): Promise<{ readonly to: string; readonly handle: string; readonly proof: string }> {
    const { to, handle } = await begin();
    const { body } = await check(handle, codeOf(to));
    assert.equal(body.status, 'verified');
    return { to, handle, proof: body.proof ?? '' };
  }

  async function refused(reply: Promise<Reply<unknown>>, status: number, code: string): Promise<Reply<unknown>> {
    const { status: got, body, ...rest } = await reply;
    assert.deepEqual([got, body.code], [status, code]);
    return { status: got, body, ...rest };
  }

  describe(`the wire on ${runtime}`, () => {
    before(async () => {
      server = serve({ fetch: simulator.app.fetch, hostname: '127.0.0.1', port: 0 });
      await new Promise((resolve) => server.once('listening', resolve));
      subject = await options.open({
        PUBLIC_URL: RELAY_URL,
        ALLOWED_ORIGINS: PAGE,
        NATIVE_AUDIENCES: NATIVE,
        ALLOWED_COUNTRIES: 'LV,NO,SE',
        RELAY_SECRET: 'relay-secret-of-at-least-thirty-two-bytes',
        PROOF_PRIVATE_KEY: JSON.stringify(PROOF_KEY),
        SERVER_SECRET,
        ADMIN_TOKEN,
        WAVIX_API_KEY: API_KEY,
        WAVIX_SERVICE_ID: defaultService.id,
        WAVIX_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
        PROVIDER_TIMEOUT_MS: '4000',
        LIMIT_RESEND_COOLDOWN: `${COOLDOWN}s`,
        LIMIT_COUNTRY_CONVERSION: 'off',
        TRUST_PROXY: '1',
      });
      cold = await times(10, () => subject.send('/.well-known/jwks.json', {}, '203.0.113.1'));
      wire = await connectWire(subject.send);
      // It takes as long as the relay has patience: others go on meanwhile.
      silent = start(troubled('48'));
    });
    after(async () => {
      await subject.close();
      server.close();
    });

    it('answers all who come at once at its very start', () => {
      assert.deepEqual(new Set(cold.map(({ status }) => status)), new Set([200]));
    });

    it('serves configuration, keys and health', async () => {
      const config = await wire.request<Config>('GET', '/config', { headers: CLAIMS });
      assert.deepEqual(
        [config.body.countries, config.body.country, config.body.channels],
        [['LV', 'NO', 'SE'], options.country ?? null, ['sms', 'voice']],
      );
      assert.deepEqual((await wire.request('GET', '/health', { origin: null })).body, { status: 'ok' });
      const keys = await wire.request<{ keys: object[] }>('GET', '/.well-known/jwks.json', { origin: null });
      assert.ok(keys.body.keys.length === 1 && !('d' in (keys.body.keys[0] ?? {})));
    });

    it('verifies a number, and the proof holds', async () => {
      const to = newRecipient();
      const nonce = 'a nonce of the host’s: ā, 文';
      const { body: started } = await post('/verification', { to, channel: 'sms', nonce });
      assert.deepEqual([started.status, started.attemptsRemaining, started.sendsRemaining], ['pending', 5, 4]);
      const { handle } = started;
      const { body: wrong } = await check(handle, wrongCodeOf(to));
      assert.deepEqual([wrong.status, wrong.attemptsRemaining], ['pending', 4]);
      const { body: right } = await check(handle, codeOf(to));
      assert.deepEqual([right.status, right.handle], ['verified', handle]);
      assert.equal((await read(handle)).body.proof, right.proof);
      const fetchKeys: typeof fetch = (url) =>
        subject.send(new URL(new Request(url).url).pathname, {}, wire.newAddress());
      const proven = await verifyProof(right.proof ?? '', {
        issuer: RELAY_URL,
        audience: PAGE,
        nonce,
        fetch: fetchKeys,
      });
      assert.ok(proven.ok && proven.claims.phoneNumber === to);
      await refused(post('/verification', { channel: 'sms' }, { handle }), 409, 'verification_ended');
    });

    it('sends another code after the cooldown, by another channel, and only the latest counts', async () => {
      const { to, handle } = await begin();
      const first = codeOf(to);
      const send = (): Promise<Reply> => post('/verification/send', { channel: 'voice' }, { handle });
      const soon = await refused(send(), 429, 'resend_too_soon');
      assert.equal(soon.headers.get('Retry-After'), String(COOLDOWN));
      await sleep(COOLDOWN * 1000);
      const { status, body } = await send();
      assert.deepEqual([status, body.channel, body.sendsRemaining, body.attemptsRemaining], [200, 'voice', 3, 5]);
      if (first !== codeOf(to)) assert.equal((await check(handle, first)).body.status, 'pending');
      assert.equal((await check(handle, codeOf(to))).body.status, 'verified');
    });

    it('fails when the attempts are used up, and starts anew for the same number', async () => {
      const { to, handle } = await begin();
      for (const left of [4, 3, 2, 1, 0]) {
        assert.equal((await check(handle, wrongCodeOf(to))).body.attemptsRemaining, left);
      }
      assert.equal((await check(handle, codeOf(to))).body.status, 'failed');
      assert.equal(callsAbout(to, 'check'), 5);
      await sleep(COOLDOWN * 1000);
      const again = await post('/verification', { channel: 'sms' }, { handle });
      assert.equal(again.status, 201);
      assert.notEqual(again.body.handle, handle);
      assert.equal((await check(again.body.handle, codeOf(to))).body.status, 'verified');
    });

    it('gives a verification up', async () => {
      const { to, handle } = await begin();
      await refused(post('/verification', { channel: 'sms' }, { handle }), 409, 'verification_open');
      const canceled = await wire.request('DELETE', '/verification', { handle });
      assert.deepEqual([canceled.status, canceled.text], [204, '']);
      assert.equal((await read(handle)).body.status, 'canceled');
      assert.equal(callsAbout(to, 'cancel'), 1);
      await refused(post('/verification/send', { channel: 'sms' }, { handle }), 409, 'verification_ended');
    });

    it('refuses what does not fit, and says what', async () => {
      const to = newRecipient();
      const { body } = await refused(post('/verification', { to, channel: 'fax', more: 1 }), 400, 'malformed_request');
      assert.deepEqual(body.errors?.map(({ path }) => path).toSorted(), ['channel', 'more']);
      await refused(post('/verification', '{'), 400, 'malformed_request');
      await refused(
        post('/verification', 'to=1', { headers: { 'Content-Type': 'text/plain' } }),
        415,
        'unsupported_media_type',
      );
      await refused(post('/verification', { to, channel: 'sms', nonce: 'n'.repeat(9000) }), 413, 'body_too_large');
      await refused(start('+1'), 400, 'invalid_recipient');
      await refused(start('+447911123456'), 403, 'country_not_allowed');
      await refused(post('/verification', { to, channel: 'email' }), 409, 'channel_not_available');
      const { handle } = await begin();
      await refused(check(handle, '12345'), 400, 'malformed_request');
      await refused(post('/verification/check', { code: '123456' }), 401, 'invalid_handle');
      await refused(check(`${handle.slice(0, -4)}AAAA`, '123456'), 401, 'invalid_handle');
      await refused(wire.request('GET', '/nowhere'), 404, 'not_found');
      const { headers } = await refused(wire.request('PUT', '/verification', { body: {} }), 405, 'method_not_allowed');
      assert.equal(headers.get('Allow'), 'GET, POST, DELETE');
    });

    it('serves the pages that it was told of, and no other', async () => {
      const to = newRecipient();
      const { handle } = await begin();
      for (const origin of ['https://evil.example', 'null', 'https://shop.example.evil.example']) {
        await refused(start(to, { origin }), 403, 'origin_not_allowed');
        await refused(wire.request('GET', '/config', { origin }), 403, 'origin_not_allowed');
      }
      await refused(start(to, { origin: null }), 403, 'origin_not_allowed');
      await refused(wire.request('GET', '/verification', { handle, origin: RELAY_URL }), 401, 'invalid_handle');
      const asks = {
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      };
      const preflight = await wire.request('OPTIONS', '/verification/check', { headers: asks });
      assert.ok(preflight.status === 204 || preflight.status === 200);
      assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), PAGE);
      assert.equal(preflight.headers.get('Access-Control-Max-Age'), '7200');
      assert.match(preflight.headers.get('Access-Control-Allow-Methods') ?? '', /GET.*POST.*DELETE/);
      assert.match(preflight.headers.get('Access-Control-Allow-Headers') ?? '', /Authorization.*Content-Type/i);
      const strange = await wire.request('OPTIONS', '/verification/check', {
        headers: asks,
        origin: 'https://evil.example',
      });
      assert.equal(strange.headers.get('Access-Control-Allow-Origin'), null);
    });

    it('serves an app that has no origin, by the name that it registered', async () => {
      const to = newRecipient();
      const app = { origin: null };
      const started = await post('/verification', { to, channel: 'sms', audience: NATIVE }, app);
      assert.equal(started.status, 201);
      const handle = { ...app, handle: started.body.handle };
      const { body } = await post('/verification/check', { code: codeOf(to) }, handle);
      assert.equal(body.status, 'verified');
      await refused(
        post('/verification', { to, channel: 'sms', audience: 'com.evil.app' }, app),
        403,
        'origin_not_allowed',
      );
    });

    it('tells what the provider’s trouble means: nothing was sent, or perhaps something was', async () => {
      await refused(start(troubled('35')), 502, 'provider_rejected');
      await refused(start(troubled('40')), 503, 'provider_unavailable');
      await refused(start(troubled('41')), 504, 'outcome_unknown');
      await refused(start(troubled('43')), 504, 'outcome_unknown');
      const { to, handle } = await begin(troubled('67'));
      await refused(check(handle, codeOf(to)), 504, 'outcome_unknown');
      assert.equal(callsAbout(to, 'check'), 1);
    });

    it('asks the provider once, though the connection breaks before the answer', async () => {
      // The connection is one that was used before: some runtimes repeat a request on it by themselves.
      await begin();
      const calls = simulator.calls.start;
      await refused(start(troubled('47')), 504, 'outcome_unknown');
      assert.equal(simulator.calls.start - calls, 1);
      const { to, handle } = await begin(troubled('57'));
      await sleep(COOLDOWN * 1000);
      await refused(post('/verification/send', { channel: 'sms' }, { handle }), 504, 'outcome_unknown');
      assert.equal(
        count(simulator.requests, ({ call, path }) => call === 'resend' && path.includes(sessionOf(to))),
        1,
      );
    });

    it('lets five of thirty parallel codes reach the provider', async () => {
      const { to, handle } = await begin();
      const replies = await times(30, () => check(handle, wrongCodeOf(to)));
      assert.equal(callsAbout(to, 'check'), 5);
      // On a busy machine a store may take longer than the relay waits for it.
      assert.ok(replies.every(({ status }) => status === 200 || status === 503));
    });

    it('sends one code where twenty are asked for at once', async () => {
      const to = newRecipient();
      const sent = (): number => simulator.calls.start + simulator.calls.resend;
      /** A busy machine may take longer for all twenty than the cooldown lasts. */
      const atOnce = async (ask: () => Promise<Reply>): Promise<readonly Reply[]> => {
        const [earlier, begun] = [sent(), Date.now()];
        const replies = await times(20, ask);
        const cooldowns = Math.floor((Date.now() - begun) / 1000 / COOLDOWN);
        const granted = replies.filter(({ status }) => status < 300);
        const codes = sent() - earlier;
        // A store that was too slow refuses, or leaves a code in doubt: neither buys a second one.
        assert.ok(granted.length >= 1 && codes >= granted.length && codes <= 1 + cooldowns, `${codes} codes`);
        return granted;
      };
      const [started] = await atOnce(() => start(to));
      const handle = started?.body.handle ?? '';
      await sleep(COOLDOWN * 1000);
      await atOnce(() => post('/verification/send', { channel: 'sms' }, { handle }));
    });

    it('counts codes by the client’s own address, whatever the client says of it', async () => {
      const address = wire.newAddress();
      const starts: Reply[] = [];
      for (let index = 1; index <= 12; index++) {
        starts.push(await start(newRecipient(), { address, headers: claimedAddress(index) }));
      }
      assert.deepEqual(
        starts.map(({ status }) => status),
        [...Array.from({ length: 10 }, () => 201), 429, 429],
      );
      await refused(start(newRecipient(), { address }), 429, 'rate_limited');
      assert.equal((await start(newRecipient())).status, 201);
    });

    it('redeems a proof once, of twenty at once', async () => {
      const { to, proof } = await prove();
      const form = new URLSearchParams({ secret: SERVER_SECRET, response: proof }).toString();
      const asForm = { origin: null, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
      type Verdict = { success: boolean; phone_number?: string; 'error-codes': string[] };
      const verdicts = await times(20, (index) =>
        index % 2 === 0
          ? post<Verdict>('/siteverify', form, asForm)
          : post<Verdict>('/siteverify', { secret: SERVER_SECRET, response: proof }, { origin: null }),
      );
      assert.deepEqual(
        verdicts.filter(({ body }) => body.success).map(({ body }) => body.phone_number),
        [to],
      );
      assert.equal(
        count(verdicts, ({ body }) => body['error-codes'][0] === 'timeout-or-duplicate'),
        19,
      );
      const stranger = await post<Verdict>('/siteverify', { secret: 'wrong', response: proof }, { origin: null });
      assert.deepEqual(stranger.body['error-codes'], ['invalid-input-secret']);
    });

    it('verifies by ticket a number that the browser never sees', async () => {
      const to = newRecipient();
      const asked = { to, subject: 'user-7', nonce: 'n' };
      await refused(post('/tickets', asked, { origin: null }), 401, 'unauthorized');
      const before_ = wire.said.length;
      const ticket = await post<{ ticket: string }>('/tickets', asked, bearer(SERVER_SECRET));
      assert.equal(ticket.status, 201);
      const started = await post('/verification', { ticket: ticket.body.ticket });
      assert.equal(started.status, 201);
      const { body } = await check(started.body.handle, codeOf(to));
      assert.equal(body.status, 'verified');
      assert.ok(!wire.said.slice(before_).some((text) => text.includes(to.slice(1))));
      await refused(post('/verification', { ticket: `${ticket.body.ticket}x` }), 401, 'invalid_ticket');
    });

    it('shows the operator what was sent, newest first and masked, and its events', async () => {
      const { to, handle } = await begin();
      await check(handle, wrongCodeOf(to));
      const today = new Date().toISOString().slice(0, 10);
      const path = `/admin/verifications?from=${today}&to=${today}&limit=20`;
      await refused(wire.request('GET', path, { origin: null }), 401, 'unauthorized');
      await refused(wire.request('GET', '/admin/verifications', bearer(ADMIN_TOKEN)), 400, 'malformed_request');
      const rows: AdminVerifications['verifications'][number][] = [];
      for (let next: string | null = ''; next !== null;) {
        const cursor: string = next && `&cursor=${encodeURIComponent(next)}`;
        const { body } = await wire.request<AdminVerifications>('GET', `${path}${cursor}`, bearer(ADMIN_TOKEN));
        rows.push(...body.verifications);
        next = body.next;
      }
      assert.deepEqual(new Set(rows.map(({ id }) => id)), new Set(simulator.sessions.keys()));
      const moments = rows.map(({ createdAt }) => createdAt);
      assert.deepEqual(moments, moments.toSorted().toReversed());
      const row = rows.find(({ id }) => id === sessionOf(to));
      assert.ok(row && !row.recipient.includes(to.slice(-5)));
      const events = await wire.request<AdminEvents>(
        'GET',
        `/admin/verifications/${row.id}/events`,
        bearer(ADMIN_TOKEN),
      );
      assert.ok(events.body.events.length > 0);
      const unknown = `/admin/verifications/${'0'.repeat(32)}/events`;
      await refused(wire.request('GET', unknown, bearer(ADMIN_TOKEN)), 404, 'not_found');
    });

    it('waits for the provider as long as it may, and then knows of nothing', async () => {
      await refused(silent, 504, 'outcome_unknown');
    });

    it('sent nothing where the provider cannot be reached', async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      const tells = options.tellsRefused ?? true;
      await refused(start(newRecipient()), tells ? 503 : 504, tells ? 'provider_unavailable' : 'outcome_unknown');
    });

    it('said nothing of the provider’s sessions, its key or a code, and logged no number, handle or secret', () => {
      const codes = [...simulator.sessions.values()].map(({ code }) => `"${code}"`);
      const ofProvider = [API_KEY, defaultService.id];
      for (const text of wire.said) {
        for (const secret of [...ofProvider, ...codes]) assert.ok(!text.includes(secret), `it said ${secret}`);
      }
      const output = subject.output?.() ?? '';
      const handles = wire.said.flatMap((text) => /"handle":"([^"]+)"/.exec(text)?.[1] ?? []);
      const numbers = [...simulator.sessions.values()].map(({ to }) => to);
      for (const secret of [...ofProvider, ...handles, ...numbers, SERVER_SECRET, ADMIN_TOKEN, String(PROOF_KEY.d)]) {
        assert.ok(!output.includes(secret), `it logged ${secret}`);
      }
    });
  });
}
