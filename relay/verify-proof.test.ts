import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SignJWT, exportJWK, exportSPKI, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JWTPayload } from 'jose';
import { PAGE, PROOF_KEY, RECIPIENT, RELAY_URL, relayUnderTest } from '../demo/simulators/relay-fixture.ts';
import { createProofSigner } from './proof.ts';
import { verifyProof } from './verify-proof.ts';
import type { VerifyProofOptions } from './verify-proof.ts';

const relay = relayUnderTest({ relay: { now: Date.now } });
let fetches = 0;
const fetchKeys = async (input: URL | RequestInfo): Promise<Response> => {
  fetches++;
  return relay.relay.request(new Request(input).url.replace(RELAY_URL, ''));
};
const options: VerifyProofOptions = { issuer: RELAY_URL, audience: PAGE, nonce: 'n', fetch: fetchKeys };

const signer = await createProofSigner([PROOF_KEY], RELAY_URL, 900);
const now = (): number => Math.floor(Date.now() / 1000);
const facts = { id: 'id-1', recipient: RECIPIENT, audience: PAGE, nonce: 'n', channel: 'sms' } as const;
const good = await signer.sign({ ...facts, verifiedAt: now() });

async function reasonOf(proof: string, more: Partial<VerifyProofOptions> = {}): Promise<string> {
  const result = await verifyProof(proof, { ...options, ...more });
  return result.ok ? 'ok' : result.reason;
}

/** A proof with the relay's own key, but other claims or header. */
async function forged(
  claims: Partial<JWTPayload> & Record<string, unknown>,
  header: Record<string, unknown> = {},
): Promise<string> {
  const payload = JSON.parse(atob((good.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as JWTPayload;
  const merged = JSON.parse(JSON.stringify({ ...payload, ...claims })) as JWTPayload;
  const key = (await importJWK(PROOF_KEY, 'ES256')) as CryptoKey;
  return new SignJWT(merged)
    .setProtectedHeader({ alg: 'ES256', typ: 'otp-proof+jwt', kid: signer.keySet.keys[0]?.kid ?? '', ...header })
    .sign(key);
}

describe('verifyProof', () => {
  it('tells who verified what, when and how', async () => {
    const result = await verifyProof(good, options);
    assert.ok(result.ok);
    const { verifiedAt, expiresAt, ...rest } = result.claims;
    assert.deepEqual(rest, {
      subject: RECIPIENT,
      phoneNumber: RECIPIENT,
      audience: PAGE,
      methods: ['otp', 'sms'],
      id: 'id-1',
      nonce: 'n',
    });
    assert.equal(expiresAt.getTime() - verifiedAt.getTime(), 900_000);
  });

  it('refuses another nonce, none where one is expected, and one where none is', async () => {
    assert.equal(await reasonOf(good, { nonce: 'other' }), 'wrong_nonce');
    assert.equal(await reasonOf(good, { nonce: null }), 'wrong_nonce');
    assert.equal(await reasonOf(await forged({ nonce: undefined })), 'wrong_nonce');
    assert.equal(await reasonOf(await forged({ nonce: undefined }), { nonce: null }), 'ok');
    await assert.rejects(verifyProof(good, { ...options, nonce: undefined as never }), TypeError);
  });

  it('refuses another issuer, audience, type and time, and missing claims', async () => {
    assert.equal(await reasonOf(await forged({ iss: 'https://evil.example' })), 'wrong_issuer');
    assert.equal(await reasonOf(await forged({ aud: 'https://evil.example' })), 'wrong_audience');
    assert.equal(await reasonOf(await forged({ exp: now() - 1 })), 'expired');
    assert.equal(await reasonOf(await forged({}, { typ: 'JWT' })), 'wrong_type');
    for (const claim of ['sub', 'jti', 'auth_time', 'amr']) {
      assert.equal(await reasonOf(await forged({ [claim]: undefined })), 'missing_claim', claim);
    }
    assert.equal(await reasonOf(good, { currentDate: new Date(Date.now() + 901_000) }), 'expired');
  });

  it('refuses forgeries: no algorithm, the public key as an HMAC secret, another key, a touched payload', async () => {
    const [, payload = '', signature = ''] = good.split('.');
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    assert.equal(await reasonOf(`${encode({ alg: 'none', typ: 'otp-proof+jwt' })}.${payload}.`), 'bad_signature');
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    const pem = new TextEncoder().encode(await exportSPKI(publicKey));
    const kid = signer.keySet.keys[0]?.kid ?? '';
    const hmac = await new SignJWT({}).setProtectedHeader({ alg: 'HS256', typ: 'otp-proof+jwt', kid }).sign(pem);
    assert.equal(await reasonOf(hmac), 'bad_signature');
    const other = await generateKeyPair('ES256', { extractable: true });
    const stranger = await createProofSigner([await exportJWK(other.privateKey)], RELAY_URL, 900);
    assert.equal(await reasonOf(await stranger.sign({ ...facts, verifiedAt: now() })), 'bad_signature');
    const touched = `${good.split('.')[0]}.${encode({ sub: '+1' })}.${signature}`;
    assert.equal(await reasonOf(touched), 'bad_signature');
    for (const nonsense of ['', 'a.b', 'a.b.c', '....']) assert.equal(await reasonOf(nonsense), 'malformed', nonsense);
  });

  it('survives a rotation of the key, both ways', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const next = await exportJWK(privateKey);
    const rotated = relayUnderTest({ relay: { proofPrivateKey: [next, PROOF_KEY], now: Date.now } });
    const keys = async (input: URL | RequestInfo): Promise<Response> =>
      rotated.relay.request(new Request(input).url.replace(RELAY_URL, ''));
    const both = { fetch: keys };
    assert.equal(await reasonOf(good, both), 'ok');
    const fresh = await (await createProofSigner([next], RELAY_URL, 900)).sign({ ...facts, verifiedAt: now() });
    assert.equal(await reasonOf(fresh, both), 'ok');
  });

  it('says that the keys are unavailable, which is nothing against the proof', async () => {
    assert.equal(
      await reasonOf(good, {
        fetch: async () => {
          throw new TypeError('down');
        },
      }),
      'keys_unavailable',
    );
    assert.equal(
      await reasonOf(good, { fetch: async () => new Response('<html>', { status: 502 }) }),
      'keys_unavailable',
    );
    assert.ok(fetches > 0);
  });
});
