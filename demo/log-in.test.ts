/** The shop logs a customer in by a proof that names her and was earned in her own visit, once, and never tells her number. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createLogIn } from './log-in.ts';
import { RELAY_URL, relayUnderTest, type RelayUnderTest, SERVER_SECRET } from './simulators/relay-fixture.ts';
import { nonceOf } from './visits.ts';

const ada = { id: 'customer-7', name: 'Ada', email: 'ada@example.com', phone: '+46701740699' };
const ben = { id: 'customer-8', name: 'Ben', email: 'ben@example.com', phone: '+46701740698' };

let relay: RelayUnderTest;
let logIn: ReturnType<typeof createLogIn>;
let isDown: boolean;
/** All that the shop has answered. */
let said: string[];

beforeEach(() => {
  relay = relayUnderTest({ relay: { limitResendCooldown: 'off' } });
  isDown = false;
  said = [];
  logIn = createLogIn({
    render: async (page, values) => JSON.stringify({ page, ...values }),
    accounts: [ada, ben],
    relay: {
      url: RELAY_URL,
      secret: SERVER_SECRET,
      fetch: async (url, init) => {
        if (isDown) throw new TypeError('fetch failed');
        return relay.relay.fetch(new Request(url, init));
      },
    },
    now: relay.clock.now,
  });
});

type Reply = { readonly status: number; readonly location: string | null; readonly page: Record<string, string> };

/** A browser with its one cookie. */
const newBrowser = () => {
  let cookie = '';
  const ask = async (path: string, form?: Record<string, string>): Promise<Reply> => {
    const post = form && { method: 'POST', body: new URLSearchParams(form) };
    const response = await logIn.request(path, { headers: { cookie }, ...post });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const text = await response.text();
    said.push(text, JSON.stringify([...response.headers]));
    const isPage = response.headers.get('content-type')?.startsWith('text/html');
    const page = isPage ? (JSON.parse(text) as Reply['page']) : {};
    return { status: response.status, location: response.headers.get('location'), page };
  };
  return {
    ask,
    cookie: () => cookie,
    /** As far as the page with the ticket. */
    async begin(email = ada.email): Promise<Reply['page']> {
      await ask('/log-in', { email });
      return (await ask('/log-in/code')).page;
    },
  };
};

/** What `<otp-verify>` does with a ticket. */
const earnProof = async (ticket = ''): Promise<string> => {
  const { body } = await relay.request('POST', '/verification', { body: { ticket } });
  return (await relay.check(body.handle, relay.code())).body.proof ?? '';
};

test('a customer is logged in by the code that went to her phone, under a new session', async () => {
  const browser = newBrowser();
  const asked = await browser.ask('/log-in', { email: 'Ada@example.com' });
  assert.deepEqual([asked.status, asked.location], [303, '/log-in/code']);
  const { page } = await browser.ask('/log-in/code');
  assert.equal(page['recipient'], '+46 ••••0699');
  const before = browser.cookie();
  const done = await browser.ask('/log-in/code', { proof: await earnProof(page['ticket']) });
  assert.deepEqual([done.status, done.location], [303, '/account']);
  assert.notEqual(browser.cookie(), before);
  assert.equal((await browser.ask('/account')).page['id'], ada.id);
  assert.ok(!said.join('\n').includes(ada.phone.slice(3)));
});

test('a proof logs in once, also when it comes twice at the same time', async () => {
  const browser = newBrowser();
  const proof = await earnProof((await browser.begin())['ticket']);
  const answers = await Promise.all([browser.ask('/log-in/code', { proof }), browser.ask('/log-in/code', { proof })]);
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([303, 422]));
});

for (const [what, prove] of [
  ['no proof', async () => ''],
  ['text that is no proof', async () => 'verified=true'],
  ['another visitor’s proof', async () => earnProof((await newBrowser().begin())['ticket'])],
  [
    'the proof of another customer',
    async ({ begin }: ReturnType<typeof newBrowser>) => {
      const proof = await earnProof((await begin(ben.email))['ticket']);
      await begin(ada.email);
      return proof;
    },
  ],
  [
    'the proof of any number',
    async ({ cookie }: ReturnType<typeof newBrowser>) => {
      const nonce = nonceOf(cookie().slice('visit='.length));
      const { body } = await relay.start({ to: ada.phone, nonce });
      return (await relay.check(body.handle, relay.code())).body.proof ?? '';
    },
  ],
  [
    'an old proof',
    async ({ begin }: ReturnType<typeof newBrowser>) => {
      const proof = await earnProof((await begin())['ticket']);
      relay.clock.pass(901);
      return proof;
    },
  ],
] as const) {
  test(`${what} is refused, and nobody is logged in`, async () => {
    const browser = newBrowser();
    await browser.begin();
    const { status, page } = await browser.ask('/log-in/code', { proof: await prove(browser) });
    assert.deepEqual([status, page['heading']], [422, 'That didn’t work']);
    assert.equal((await browser.ask('/account')).location, '/log-in');
  });
}

test('a reload shows the same ticket as long as it lives, and then another', async () => {
  const browser = newBrowser();
  const { ticket } = await browser.begin();
  relay.clock.pass(599);
  assert.equal((await browser.ask('/log-in/code')).page['ticket'], ticket);
  relay.clock.pass(1);
  const { page } = await browser.ask('/log-in/code');
  assert.notEqual(page['ticket'], ticket);
  assert.notEqual(await earnProof(page['ticket']), '');
});

test('who asks anew gets a new ticket, whatever became of the old one', async () => {
  const browser = newBrowser();
  const { ticket } = await browser.begin();
  assert.notEqual((await browser.begin())['ticket'], ticket);
});

test('nobody gets further who did not begin', async () => {
  const browser = newBrowser();
  for (const path of ['/log-in/code', '/account']) {
    const { status, location } = await browser.ask(path);
    assert.deepEqual([status, location], [303, '/log-in'], path);
  }
});

test('an address that nobody has is told so, and asked for again', async () => {
  const { status, page } = await newBrowser().ask('/log-in', { email: 'eve@example.com' });
  assert.deepEqual(
    [status, page],
    [422, { page: 'log-in', email: 'eve@example.com', problem: 'We don’t know this address.' }],
  );
});

test('who has logged out is logged out', async () => {
  const browser = newBrowser();
  await browser.ask('/log-in/code', { proof: await earnProof((await browser.begin())['ticket']) });
  assert.equal((await browser.ask('/log-in')).location, '/account');
  assert.equal((await browser.ask('/log-out', {})).location, '/');
  assert.equal((await browser.ask('/account')).location, '/log-in');
});

test('a relay that cannot be reached is told in words', async ({ mock }) => {
  mock.method(console, 'error', () => undefined);
  isDown = true;
  const { status, page } = await newBrowser().ask('/log-in', { email: ada.email });
  assert.deepEqual([status, page['heading']], [503, 'We can’t log you in right now']);
});
