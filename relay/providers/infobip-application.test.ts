import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  createInfobipSimulator,
  defaultApplicationId,
  defaultMessages,
  defaultTemplates,
  documentedConfiguration,
} from '../../demo/simulators/infobip.ts';
import type { InfobipSimulator, InfobipSimulatorOptions } from '../../demo/simulators/infobip.ts';
import { readDuration, readLimit } from './infobip-application.ts';
import { ProviderSetupError, infobip } from './infobip.ts';
import type { InfobipOptions } from './infobip.ts';
import type { Provider } from './provider.ts';

const API_KEY = 'key-that-nobody-may-see';

async function start(
  simulated: InfobipSimulatorOptions = {},
  options: Partial<InfobipOptions> = {},
): Promise<{ readonly simulator: InfobipSimulator; readonly provider: Provider }> {
  const simulator = createInfobipSimulator({ apiKey: API_KEY, ...simulated });
  const provider = await infobip({
    apiKey: API_KEY,
    applicationId: defaultApplicationId,
    messages: defaultMessages,
    fetch: simulator.fetch,
    ...options,
  });
  return { simulator, provider };
}

describe('the start of the relay', () => {
  const rules = async (...args: Parameters<typeof start>) => (await start(...args)).provider.capabilities;

  /** The lines that the operator gets to read. */
  const faults = async (...args: Parameters<typeof start>): Promise<readonly string[]> => {
    const error = await start(...args).then(
      () => assert.fail('it started'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ProviderSetupError, String(error));
    assert.ok(!error.message.includes(API_KEY));
    return error.faults;
  };

  /** The templates, one of them changed. */
  const templatesBut = (id: string, change: object): typeof defaultTemplates => {
    const changed = (template: (typeof defaultTemplates)[number]) =>
      template.messageId === id ? { ...template, ...change } : template;
    return defaultTemplates.map(changed);
  };
  const sms = defaultMessages.sms ?? {};
  const [english = '', latvian = ''] = [sms['en'], sms['lv']];

  it('learns the rules from the application and its templates', async () => {
    assert.deepEqual(await rules(), {
      channels: ['sms', 'voice', 'email'],
      codeLength: 6,
      codeTtl: 600,
      maxAttempts: 5,
      maxSends: 5,
      earlierCodes: 'valid',
      reportsDelivery: false,
    });
    const { codeTtl, maxAttempts, maxSends } = await rules({ configuration: documentedConfiguration });
    assert.deepEqual([codeTtl, maxAttempts, maxSends], [900, 10, 3]);
    const short = await rules({ configuration: { pinTimeToLive: 'm', sendPinPerPhoneNumberLimit: '1/5s' } });
    assert.deepEqual([short.codeTtl, short.maxSends], [60, 5]);
  });

  it('asks for two things, and nothing more', async () => {
    const { simulator } = await start();
    assert.deepEqual(
      simulator.requests.map(({ method, path }) => `${method} ${path}`),
      [`GET /2fa/2/applications/${defaultApplicationId}`, `GET /2fa/2/applications/${defaultApplicationId}/messages`],
    );
  });

  it('is refused for a code that is not all digits', async () => {
    assert.deepEqual(await faults({ templates: templatesBut(latvian, { pinType: 'ALPHANUMERIC' }) }), [
      `INFOBIP_MESSAGES sms:lv=${latvian} makes ALPHANUMERIC codes; it must be NUMERIC`,
    ]);
  });

  it('is refused for codes of different lengths, or of one that nobody can enter', async () => {
    assert.deepEqual(await faults({ templates: templatesBut(latvian, { pinLength: 4 }) }), [
      'INFOBIP_MESSAGES names templates whose codes differ in length (sms:en has 6 digits, sms:lv has 4 digits); all must have the same',
    ]);
    assert.deepEqual(await faults({ templates: templatesBut(english, { pinLength: 3 }) }), [
      `INFOBIP_MESSAGES sms:en=${english} has no pinLength from 4 to 10`,
    ]);
  });

  it('is refused for templates that are not there, or for something else', async () => {
    const email = defaultMessages.email?.['en'] ?? '';
    const messages = { sms: { en: english, lv: 'NONE' }, voice: { en: email }, email: { en: english } };
    assert.deepEqual(await faults({}, { messages }), [
      'INFOBIP_MESSAGES sms:lv=NONE is no template of the application',
      `INFOBIP_MESSAGES voice:en=${email} is an e-mail template`,
      `INFOBIP_MESSAGES email:en=${english} is no e-mail template`,
    ]);
  });

  it('is refused for no template at all', async () => {
    assert.deepEqual(await faults({}, { messages: {} }), ['INFOBIP_MESSAGES names no template']);
  });

  it('is refused for a bad key, an unknown application, or one that is switched off', async () => {
    assert.deepEqual(await faults({ apiKey: 'other' }), [
      'INFOBIP_API_KEY is refused by Infobip (HTTP 401 UNAUTHORIZED Unauthorized)',
    ]);
    assert.match(
      (await faults({}, { applicationId: 'NONE', codeLength: 6 }))[0] ?? '',
      /^INFOBIP_APPLICATION_ID is unknown/,
    );
    assert.deepEqual(await faults({ enabled: false }), [
      'INFOBIP_APPLICATION_ID names an application that is not enabled',
    ]);
  });

  it('is refused for another length of codes than the one that was stated', async () => {
    assert.deepEqual(await faults({}, { codeLength: 8 }), [
      'INFOBIP_CODE_LENGTH must be 6, as the templates have it, or be left out',
    ]);
  });

  it('needs no right to read the application where the length is stated', async () => {
    const { provider } = await start({ scopes: ['2fa:pin:send'] }, { codeLength: 6 });
    assert.equal(provider.capabilities.codeLength, 6);
    assert.equal((await provider.start({ to: '+37128782931', channel: 'sms' }, {})).outcome, 'sent');
    assert.deepEqual(await faults({ scopes: ['2fa:pin:send'] }), [
      'INFOBIP_API_KEY lacks the scope 2fa:manage; INFOBIP_CODE_LENGTH lets the relay start all the same',
    ]);
  });

  it('needs no answer to each of its questions where the length is stated', async () => {
    for (const status of [429, 503]) {
      const simulator = createInfobipSimulator({ apiKey: API_KEY });
      const { codeLength, codeTtl } = await rules(
        {},
        {
          codeLength: 6,
          fetch: async (url, init) =>
            url.endsWith('/messages') ? new Response(null, { status }) : simulator.fetch(url, init),
        },
      );
      assert.deepEqual([codeLength, codeTtl], [6, 600]);
    }
  });

  it('needs no Infobip where the length is stated, and says so where it is not', async () => {
    const down = async () => {
      throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) });
    };
    const { codeLength, codeTtl, maxAttempts } = await rules({}, { codeLength: 8, fetch: down });
    assert.deepEqual([codeLength, codeTtl, maxAttempts], [8, 900, 10]);
    assert.deepEqual(await faults({}, { fetch: down }), [
      'INFOBIP_BASE_URL cannot be reached (TypeError ENOTFOUND); INFOBIP_CODE_LENGTH lets the relay start all the same',
    ]);
    for (const page of [
      new Response('<html>'),
      new Response('<html>', { status: 404 }),
      new Response(null, { status: 503 }),
    ]) {
      const [line = ''] = await faults({}, { fetch: async () => page });
      assert.match(line, /^INFOBIP_BASE_URL tells nothing of the application \(HTTP \d+\); INFOBIP_CODE_LENGTH/);
    }
  });
});

describe('what an application writes', () => {
  it('is a duration, of one unit where no number stands before it', () => {
    const durations = ['250ms', '30s', 'm', '2h', '1d', '', '5', '1w', '-1s'].map(readDuration);
    assert.deepEqual(durations, [0.25, 30, 60, 7200, 86_400, undefined, undefined, undefined, undefined]);
  });

  it('is a limit: so many within a duration', () => {
    assert.deepEqual(readLimit('3/1d'), { count: 3, period: 86_400 });
    assert.deepEqual(readLimit('10/h'), { count: 10, period: 3600 });
    assert.deepEqual(['3', '/1d', '3/', 'x/1d'].map(readLimit), [undefined, undefined, undefined, undefined]);
  });
});
