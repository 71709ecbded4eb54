import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createInfobipSimulator } from '../../demo/simulators/infobip.ts';
import type { InfobipSimulator, InfobipSimulatorOptions } from '../../demo/simulators/infobip.ts';
import { describeSetup, setUpInfobip } from './infobip-setup.ts';
import type { InfobipSetup, InfobipSetupOptions } from './infobip-setup.ts';
import { INFOBIP_TEXTS } from './infobip-texts.ts';
import { infobip, parseInfobipMessages } from './infobip.ts';
import { ProviderSetupError } from './setup.ts';

const API_KEY = 'key-that-nobody-may-see';

type Account = {
  readonly simulator: InfobipSimulator;
  setUp(options?: Partial<InfobipSetupOptions>): Promise<InfobipSetup>;
  /** How often something was made. */
  made(): number;
};

function account(options: InfobipSimulatorOptions = {}): Account {
  const simulator = createInfobipSimulator({ apiKey: API_KEY, ...options });
  return {
    simulator,
    setUp: (more) => setUpInfobip({ apiKey: API_KEY, fetch: simulator.fetch, ...more }),
    made: () => simulator.requests.filter(({ method }) => method === 'POST').length,
  };
}

const faults = async (setUp: Promise<unknown>): Promise<readonly string[]> => {
  const error = await setUp.then(
    () => assert.fail('it was set up'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ProviderSetupError, String(error));
  assert.ok(!error.message.includes(API_KEY));
  return error.faults;
};

describe('setting up Infobip', () => {
  it('makes all that the relay needs, with limits under which a person can verify', async () => {
    const { simulator, setUp, made } = account();
    const setup = await setUp();
    const { messages, applicationId } = setup;
    assert.deepEqual(Object.keys(messages.sms ?? {}), Object.keys(INFOBIP_TEXTS));
    assert.deepEqual(Object.keys(messages.voice ?? {}), ['en', 'nb', 'sv', 'da', 'fi', 'de', 'fr', 'es', 'pt']);
    assert.equal(messages.email, undefined);
    assert.equal(made(), 1 + 12 + 9);

    const provider = await infobip({ apiKey: API_KEY, applicationId, messages, fetch: simulator.fetch });
    const { codeLength, codeTtl, maxAttempts, maxSends, channels } = provider.capabilities;
    assert.deepEqual([codeLength, codeTtl, maxAttempts, maxSends, channels], [6, 600, 5, 5, ['sms', 'voice']]);
    const started = await provider.start({ to: '+37128782931', channel: 'sms', locale: 'lv' }, {});
    assert.equal(started.outcome, 'sent');
  });

  it('gives a text the voice of its language, for the call that may follow', async () => {
    const { simulator, setUp } = account();
    const { applicationId, messages } = await setUp({ languages: ['en', 'nb', 'lv'] });
    const response = await simulator.fetch(`https://api.infobip.com/2fa/2/applications/${applicationId}/messages`, {
      headers: { authorization: `App ${API_KEY}` },
    });
    const templates = (await response.json()) as { readonly messageId: string; readonly language?: string }[];
    const voices = Object.values(messages.sms ?? {}).map(
      (id) => templates.find(({ messageId }) => messageId === id)?.language,
    );
    assert.deepEqual(voices, ['en', 'no', undefined]);
  });

  it('finds what is there, and makes nothing twice', async () => {
    const { setUp, made } = account();
    const first = await setUp({ emailTemplateId: 77 });
    const after = made();
    assert.deepEqual(await setUp({ emailTemplateId: 77 }), first);
    assert.equal(made(), after);
    await setUp({ emailTemplateId: 78 });
    assert.equal(made(), after + 1);
  });

  it('makes what another name, length or language needs', async () => {
    const { setUp, made } = account();
    const { applicationId } = await setUp({ languages: ['en'] });
    const shorter = await setUp({ languages: ['lv', 'en'], codeLength: 4, emailTemplateId: 77 });
    assert.equal(shorter.applicationId, applicationId);
    assert.deepEqual(Object.keys(shorter.messages.sms ?? {}), ['lv', 'en']);
    assert.deepEqual(Object.keys(shorter.messages.email ?? {}), ['lv']);
    assert.equal(made(), 3 + 4);
    assert.notEqual((await setUp({ name: 'Shop', languages: ['en'] })).applicationId, applicationId);
  });

  it('goes on where it was stopped', async () => {
    const { simulator, setUp, made } = account();
    let left = 5;
    const breaking: InfobipSetupOptions['fetch'] = (url, init) => {
      if (left === 0) return Promise.reject(new TypeError('fetch failed'));
      left -= 1;
      return simulator.fetch(url, init);
    };
    assert.deepEqual(await faults(setUp({ fetch: breaking })), ['INFOBIP_BASE_URL cannot be reached (TypeError)']);
    await setUp();
    assert.equal(made(), 1 + 12 + 9);
  });

  it('prints lines that the relay reads as they are', async () => {
    const setup = await account().setUp({ languages: ['en', 'lv'], emailTemplateId: 77 });
    const lines = describeSetup(setup).split('\n');
    assert.equal(lines[0], `INFOBIP_APPLICATION_ID=${setup.applicationId}`);
    assert.deepEqual(parseInfobipMessages(lines[1]?.replace('INFOBIP_MESSAGES=', '') ?? ''), {
      messages: setup.messages,
      faults: [],
    });
    assert.equal(lines[2], 'INFOBIP_CODE_LENGTH=6');
  });

  it('says in one line what is wrong with the key, the languages or Infobip', async () => {
    assert.deepEqual(await faults(account({ apiKey: 'other' }).setUp()), [
      'INFOBIP_API_KEY must have the scope 2fa:manage (HTTP 401 UNAUTHORIZED Unauthorized)',
    ]);
    assert.deepEqual(await faults(account({ scopes: ['2fa:pin:send'] }).setUp()), [
      'INFOBIP_API_KEY must have the scope 2fa:manage (HTTP 403 FORBIDDEN Forbidden)',
    ]);
    assert.deepEqual(await faults(account().setUp({ languages: ['en', 'xx'] })), [
      'there is no text in "xx"; there are en, nb, sv, da, fi, de, fr, es, pt, lv, ar, he',
    ]);
    const page = async (): Promise<Response> => new Response('<html>');
    assert.deepEqual(await faults(account().setUp({ fetch: page })), ['Infobip did not do it (HTTP 200)']);
    const other = async (): Promise<Response> => Response.json({ success: true });
    assert.deepEqual(await faults(account().setUp({ fetch: other })), [
      'Infobip did not do it (no list of applications)',
    ]);
    const nothing = async (): Promise<Response> => Response.json([]);
    assert.deepEqual(await faults(account().setUp({ fetch: nothing })), [
      'Infobip did not do it (no applicationId in the answer)',
    ]);
  });
});

describe('the texts of the templates', () => {
  for (const [language, { sms, voice }] of Object.entries(INFOBIP_TEXTS)) {
    it(`in ${language} have one code, and fit into one segment with the longest`, () => {
      assert.equal(sms.split('{{pin}}').length, 2);
      assert.ok(sms.replace('{{pin}}', '0123456789').length <= 70, sms);
      if (voice) assert.equal(voice.text.split('{{pin}}').length, 2);
    });
  }
});
