import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { ADMIN_TOKEN, RECIPIENT, SERVER_SECRET, relayUnderTest } from '../demo/simulators/relay-fixture.ts';
import type { RelayUnderTest, Reply, TestRequest } from '../demo/simulators/relay-fixture.ts';

type Operation = {
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
};
type Document = {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: object };
};

const relay = relayUnderTest({ relay: { limitResendCooldown: 'off' } });
const { body: document } = await relay.request<Document>('GET', '/openapi.json', { origin: null });
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = (schema: object, value: unknown): string => {
  const check = ajv.compile({ ...schema, components: document.components });
  return check(value) ? '' : ajv.errorsText(check.errors);
};

/** A call whose answer must be what the document says. */
async function call(
  under: RelayUnderTest,
  method: string,
  path: string,
  request: TestRequest = {},
): Promise<Reply<Record<string, unknown>>> {
  const reply = await under.request<Record<string, unknown>>(method, path, request);
  const template = path.replace(/\?.*/, '').replace(/\/[\da-f]{32}\//, '/{id}/');
  const operation = document.paths[template]?.[method.toLowerCase()];
  assert.ok(operation, `${method} ${template} is not in the document`);
  const response = operation.responses[String(reply.status)];
  assert.ok(response, `${method} ${template} does not tell of ${reply.status} ${String(reply.body?.code)}`);
  const [type = ''] = (reply.headers.get('Content-Type') ?? '').split(';');
  const schema = response.content?.[type]?.schema;
  if (reply.status === 204) assert.equal(schema, undefined);
  else {
    assert.ok(schema, `${method} ${template} ${reply.status} is no ${type}`);
    assert.equal(validate(schema, reply.body), '');
  }
  return reply;
}

describe('GET /openapi.json', () => {
  it('is OpenAPI 3.1 of every path, and may be kept for a while', async () => {
    const { headers } = await relay.request('GET', '/openapi.json', { origin: null });
    assert.equal(headers.get('Cache-Control'), 'public, max-age=300');
    assert.match(document.openapi, /^3\.1\./);
    assert.deepEqual(Object.keys(document.paths), [
      '/config',
      '/verification',
      '/verification/send',
      '/verification/check',
      '/.well-known/jwks.json',
      '/health',
      '/siteverify',
      '/tickets',
      '/admin/verifications',
      '/admin/verifications/{id}/events',
    ]);
    const without = relayUnderTest({ relay: { serverSecret: undefined, adminToken: undefined } });
    const { body } = await without.request<Document>('GET', '/openapi.json');
    assert.ok(!('/siteverify' in body.paths) && !('/admin/verifications' in body.paths));
  });

  it('tells what each answer looks like, good and bad', async () => {
    await call(relay, 'GET', '/config');
    await call(relay, 'GET', '/health');
    await call(relay, 'GET', '/.well-known/jwks.json');
    const started = await call(relay, 'POST', '/verification', { body: { to: RECIPIENT, channel: 'sms', nonce: 'n' } });
    const handle = String(started.body['handle']);
    await call(relay, 'GET', '/verification', { handle });
    await call(relay, 'POST', '/verification/send', { handle, body: { channel: 'voice' } });
    await call(relay, 'POST', '/verification/check', { handle, body: { code: relay.wrongCode() } });
    await call(relay, 'POST', '/verification/check', { handle, body: { code: 'x' } });
    const verified = await call(relay, 'POST', '/verification/check', { handle, body: { code: relay.code() } });
    await call(relay, 'DELETE', '/verification', { handle });
    await call(relay, 'POST', '/verification', { handle, body: { channel: 'sms' } });
    await call(relay, 'POST', '/verification', { body: { to: '+1', channel: 'sms' } });
    await call(relay, 'POST', '/verification', { body: { to: '+442079460000', channel: 'sms' } });
    await call(relay, 'GET', '/verification', { handle: 'x' });
    await call(relay, 'POST', '/verification', {
      origin: 'https://evil.example',
      body: { to: RECIPIENT, channel: 'sms' },
    });
    for (const troubled of ['+46701740635', '+46701740640', '+46701740641']) {
      await call(relay, 'POST', '/verification', { body: { to: troubled, channel: 'sms' } });
    }
    const server = { origin: null, headers: { Authorization: `Bearer ${SERVER_SECRET}` } };
    const ticket = await call(relay, 'POST', '/tickets', { ...server, body: { to: RECIPIENT, subject: 's' } });
    await call(relay, 'POST', '/tickets', { origin: null, body: {} });
    const byTicket = await call(relay, 'POST', '/verification', { body: { ticket: ticket.body['ticket'] } });
    await call(relay, 'DELETE', '/verification', { handle: String(byTicket.body['handle']) });
    const response = verified.body['proof'];
    for (const turn of [1, 2]) {
      const redeemed = await call(relay, 'POST', '/siteverify', {
        origin: null,
        body: { secret: SERVER_SECRET, response },
      });
      assert.equal(redeemed.body['success'], turn === 1);
    }
    const admin = { origin: null, headers: { Authorization: `Bearer ${ADMIN_TOKEN}` } };
    await call(relay, 'GET', '/admin/verifications?from=2026-11-21&to=2026-11-21', admin);
    await call(relay, 'GET', '/admin/verifications', admin);
    const [id = ''] = [...relay.simulator.sessions.keys()];
    await call(relay, 'GET', `/admin/verifications/${id}/events`, admin);
    await call(relay, 'GET', '/admin/verifications/00000000000000000000000000000000/events', admin);
  });

  it('describes the bodies by the schemas that judge them', () => {
    const schema = document.paths['/verification']?.['post']?.requestBody?.content['application/json']?.schema ?? {};
    assert.equal(validate(schema, { to: RECIPIENT, channel: 'sms', locale: 'lv', nonce: 'n' }), '');
    assert.equal(validate(schema, { ticket: 't' }), '');
    assert.notEqual(validate(schema, { to: RECIPIENT, channel: 'fax' }), '');
    assert.notEqual(validate(schema, { to: RECIPIENT, channel: 'sms', extra: 1 }), '');
    const check =
      document.paths['/verification/check']?.['post']?.requestBody?.content['application/json']?.schema ?? {};
    assert.equal(validate(check, { code: '012345' }), '');
    assert.notEqual(validate(check, { code: '12345' }), '');
  });
});
