/** The shop takes a proof that its own visitor earned, once, and nothing else. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK } from 'jose';
import { createProofSigner, type ProofFacts, type ProofSigner } from '../relay/proof.ts';
import { createShop } from './shop.ts';

const issuer = 'https://shop.example/otp';
const origin = 'https://shop.example';
const now = Date.parse('2026-11-21T12:00:00Z');

const newKey = async (): Promise<JWK> => exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey);
const relay = await createProofSigner([await newKey()], issuer, 900);
const impostor = await createProofSigner([await newKey()], issuer, 900);

let shop: ReturnType<typeof createShop>;
let proofs = 0;

beforeEach(() => {
  shop = createShop({
    render: async (page, values) => JSON.stringify({ page, ...values }),
    keys: createLocalJWKSet({ keys: [...relay.keySet.keys] }),
    issuer,
    origins: [origin],
    now: () => now,
  });
});

type Page = Readonly<Record<string, string>>;

/** Comes to the shop: the cookie that the browser keeps, and the page that it shows. */
const visit = async (): Promise<{ cookie: string; page: Page }> => {
  const response = await shop.request('/');
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { cookie, page: (await response.json()) as Page };
};

const proofFor = (nonce: string | undefined, facts: Partial<ProofFacts> = {}, signer: ProofSigner = relay) =>
  signer.sign({
    id: `proof-${(proofs += 1)}`,
    recipient: '+46701740605',
    audience: origin,
    ...(nonce !== undefined && { nonce }),
    channel: 'sms',
    verifiedAt: now / 1000,
    ...facts,
  });

const join = async (cookie: string, proof: string): Promise<{ status: number; heading: string | undefined }> => {
  const body = new URLSearchParams({ record: 'Blue Train', phone_proof: proof });
  const response = await shop.request('/join', { method: 'POST', headers: { cookie }, body });
  const page = response.status === 303 ? {} : ((await response.json()) as Page);
  return { status: response.status, heading: page['heading'] };
};

test('a visitor who verified a number is greeted by it', async () => {
  const { cookie, page } = await visit();
  assert.deepEqual(await join(cookie, await proofFor(page['nonce'])), { status: 303, heading: undefined });
  const welcome = await shop.request('/welcome', { headers: { cookie } });
  assert.deepEqual(await welcome.json(), { page: 'welcome', phone: '+46701740605', record: 'Blue Train' });
});

test('nobody is greeted who did not sign up', async () => {
  const response = await shop.request('/welcome', { headers: { cookie: (await visit()).cookie } });
  assert.deepEqual([response.status, response.headers.get('location')], [303, '/']);
});

test('the page knows the nonce, not the cookie, and the nonce stays through the visit', async () => {
  const { cookie, page } = await visit();
  const again = await shop.request('/', { headers: { cookie } });
  assert.equal(again.headers.get('set-cookie'), null);
  assert.deepEqual(await again.json(), page);
  assert.ok(!JSON.stringify(page).includes(cookie.slice('visit='.length)));
});

for (const [what, heading, prove] of [
  ['no proof', 'Your number isn’t verified yet', async () => ''],
  ['text that is no proof', 'We couldn’t check that', async () => 'verified=true'],
  ['another key’s proof', 'We couldn’t check that', (nonce: string) => proofFor(nonce, {}, impostor)],
  [
    'another site’s proof',
    'We couldn’t check that',
    (nonce: string) => proofFor(nonce, { audience: 'https://x.example' }),
  ],
  ['a proof without a nonce', 'We couldn’t check that', () => proofFor(undefined)],
  ['an old proof', 'That was a while ago', (nonce: string) => proofFor(nonce, { verifiedAt: now / 1000 - 900 })],
  ['another visitor’s proof', 'That was somebody else’s visit', async () => proofFor((await visit()).page['nonce'])],
] as const) {
  test(`${what} is refused, in words`, async () => {
    const { cookie, page } = await visit();
    assert.deepEqual(await join(cookie, await prove(page['nonce'] ?? '')), { status: 422, heading });
  });
}

test('a proof that was cut short is refused', async () => {
  const { cookie, page } = await visit();
  const proof = await proofFor(page['nonce']);
  assert.equal((await join(cookie, proof.slice(0, -4))).heading, 'We couldn’t check that');
});

test('a proof signs up once, also when it comes twice at the same time', async () => {
  const { cookie, page } = await visit();
  const proof = await proofFor(page['nonce']);
  const answers = await Promise.all([join(cookie, proof), join(cookie, proof)]);
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [303, 422],
  );
  assert.equal((await join(cookie, proof)).heading, 'You’ve already sent this');
});
