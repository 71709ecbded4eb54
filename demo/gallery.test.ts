/** The gallery's sites take a proof that their own visitor earned, once, and nothing else. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createGallery } from './gallery.ts';
import {
  RECIPIENT,
  RELAY_URL,
  relayUnderTest,
  type RelayUnderTest,
  SERVER_SECRET,
} from './simulators/relay-fixture.ts';
import { sites } from './sites.ts';

let relay: RelayUnderTest;
let isDown: boolean;
let gallery: ReturnType<typeof createGallery>;

beforeEach(() => {
  relay = relayUnderTest({ relay: { limitResendCooldown: 'off' } });
  isDown = false;
  gallery = createGallery({
    render: async (page, values) => JSON.stringify({ page, ...values }),
    relay: {
      url: RELAY_URL,
      secret: SERVER_SECRET,
      fetch: async (url, init) => {
        if (isDown) throw new TypeError('fetch failed');
        return relay.relay.fetch(new Request(url, init));
      },
    },
  });
});

type Page = Readonly<Record<string, string>>;

/** Comes to a site: the cookie that the browser keeps, and the page that it shows. */
const visit = async (path = '/gallery/plain'): Promise<{ cookie: string; page: Page }> => {
  const response = await gallery.request(path);
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { cookie, page: (await response.json()) as Page };
};

const earnProof = async (nonce: string): Promise<string> => {
  const { body } = await relay.start({ nonce });
  return (await relay.check(body.handle, relay.code())).body.proof ?? '';
};

const post = async (cookie: string, proof: string, site = 'plain'): Promise<Response> => {
  const body = new URLSearchParams({ [`${site}_phone`]: proof });
  return gallery.request(`/gallery/${site}`, { method: 'POST', headers: { cookie }, body });
};

test('each site is there, and takes the proof of its visitor', async () => {
  for (const site of sites) {
    const { cookie, page } = await visit(`/gallery/${site}`);
    assert.equal(page['page'], `gallery/${site}`);
    const { status, headers } = await post(cookie, await earnProof(page['nonce'] ?? ''), site);
    assert.deepEqual([status, headers.get('location')], [303, '/gallery/received']);
    const received = await gallery.request('/gallery/received', { headers: { cookie } });
    assert.deepEqual(await received.json(), { page: 'received', phone: RECIPIENT });
  }
});

test('a proof is taken once', async () => {
  const { cookie, page } = await visit();
  const proof = await earnProof(page['nonce'] ?? '');
  const answers = await Promise.all([post(cookie, proof), post(cookie, proof)]);
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([303, 422]));
});

for (const [what, prove] of [
  ['no proof', async () => ''],
  ['text that is no proof', async () => 'verified=true'],
  ['another visitor’s proof', async () => earnProof((await visit()).page['nonce'] ?? '')],
] as const) {
  test(`${what} is refused, with a way back`, async () => {
    const { cookie } = await visit();
    const response = await post(cookie, await prove());
    const { page, back } = (await response.json()) as Page;
    assert.deepEqual([response.status, page, back], [422, 'refused', '/gallery/plain']);
  });
}

test('nobody sees what has not arrived', async () => {
  const { status, headers } = await gallery.request('/gallery/received');
  assert.deepEqual([status, headers.get('location')], [303, '/gallery']);
});

test('a page says whether it stands alone, and whether it declares its colour scheme', async () => {
  const shown = async (query: string): Promise<readonly (string | undefined)[]> => {
    const { page } = await visit(`/gallery/fintech${query}`);
    return [page['view'], page['scheme']];
  };
  assert.deepEqual(await shown(''), ['whole', 'dark']);
  assert.deepEqual(await shown('?view=alone&scheme=none'), ['alone', 'none']);
});

test('a relay that cannot be reached is told in words', async ({ mock }) => {
  mock.method(console, 'error', () => undefined);
  const { cookie } = await visit();
  isDown = true;
  const response = await post(cookie, 'proof');
  assert.equal(response.status, 503);
  assert.equal(((await response.json()) as Page)['heading'], 'We can’t check that right now');
});
