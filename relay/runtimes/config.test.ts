import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createInfobipSimulator, defaultApplicationId, defaultMessages } from '../../demo/simulators/infobip.ts';
import { PROOF_KEY } from '../../demo/simulators/relay-fixture.ts';
import { ConfigurationError } from '../options.ts';
import { memory } from '../stores/memory.ts';
import { chooseChallenge } from './challenges.ts';
import { readConfiguration } from './config.ts';
import type { Environment } from './config.ts';

const SECRET = 'a-secret-of-at-least-thirty-two-bytes!';

const production: Environment = {
  PUBLIC_URL: 'https://otp.example.com',
  WAVIX_API_KEY: 'key',
  WAVIX_SERVICE_ID: '7204a030201211ee9fb47d093f2f127c',
  RELAY_SECRET: SECRET,
  PROOF_PRIVATE_KEY: JSON.stringify(PROOF_KEY),
  ALLOWED_COUNTRIES: 'LV,NO',
};

async function faults(environment: Environment): Promise<readonly string[]> {
  try {
    await readConfiguration(environment, {
      redis: () => memory(),
      upstash: () => memory(),
      challenge: chooseChallenge,
    });
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.faults;
  }
}

describe('the configuration', () => {
  it('is enough with a provider, a URL, two secrets and the countries', async () => {
    assert.deepEqual(await faults(production), []);
    const { port, host, options } = await readConfiguration(production);
    assert.deepEqual([port, host, options.provider.name], [8787, '127.0.0.1', 'wavix']);
  });

  it('names all that is missing, a line each, with an example', async () => {
    const lines = await faults({});
    assert.deepEqual(
      new Set(lines.map((line) => line.split(' ')[0])),
      new Set([
        'ALLOWED_COUNTRIES',
        'PROOF_PRIVATE_KEY',
        'PUBLIC_URL',
        'RELAY_SECRET',
        'WAVIX_API_KEY',
        'WAVIX_SERVICE_ID',
      ]),
    );
    for (const line of lines) assert.match(line, /is missing; for example/);
  });

  it('takes an empty variable for a missing one', async () => {
    assert.match((await faults({ ...production, RELAY_SECRET: ' ' }))[0] ?? '', /^RELAY_SECRET is missing/);
  });

  const wrong: readonly (readonly [name: string, value: string, says: RegExp])[] = [
    ['PUBLIC_URL', 'otp.example.com', /must be a URL/],
    ['PUBLIC_URL', 'http://otp.example.com', /must begin with https/],
    ['PUBLIC_URL', 'https://otp.example.com/?a=b', /no query/],
    ['RELAY_SECRET', 'short', /32 bytes/],
    ['RELAY_SECRET', `${SECRET},short`, /32 bytes/],
    ['ADMIN_TOKEN', 'short', /32 bytes/],
    ['PROOF_PRIVATE_KEY', '{"kty":"EC"}', /private ES256 JWK/],
    ['PROOF_PRIVATE_KEY', 'not json', /private ES256 JWK/],
    ['PROOF_TTL', '0', /whole number from 30/],
    ['ALLOWED_ORIGINS', '*', /OTP_DEV=1/],
    ['ALLOWED_ORIGINS', 'shop.example', /wrong origin/],
    ['NATIVE_AUDIENCES', 'https://shop.example', /plain names/],
    ['ALLOWED_COUNTRIES', 'Latvia', /alpha-2/],
    ['LIMIT_SENDS_PER_RECIPIENT', '5 an hour', /COUNT\/PERIOD/],
    ['LIMIT_SENDS_TOTAL', '0/1h', /COUNT\/PERIOD/],
    ['LIMIT_RESEND_COOLDOWN', '30', /wrong duration/],
    ['LIMIT_SENDS_PER_RECIPENT', '5/1h', /no limit that the relay knows/],
    ['WAVIX_CODE_LENGTH', '11', /from 4 to 10/],
    ['WAVIX_CHANNELS', 'sms,fax', /must be one of sms, voice/],
    ['WAVIX_BASE_URL', 'api.wavix.com', /must be a URL/],
    ['OTP_PROVIDER', 'twilio', /must be one of/],
    ['OTP_PROVIDER', 'simulator', /OTP_DEV=1/],
    ['PORT', 'http', /whole number/],
    ['LOG_LEVEL', 'loud', /must be one of/],
    ['STORE_URL', 'mysql://host', /must be "memory:" or a redis/],
    ['CHALLENGE', 'riddle', /must be one of/],
    ['CHALLENGE_WHEN', 'never', /"always" or "suspicious"/],
    ['LIMIT_COUNTRY_CONVERSION', '5/50/1h', /SHARE%/],
    ['TICKETS_ONLY', 'true', /needs SERVER_SECRET/],
    ['TICKETS_ONLY', 'perhaps', /must be "true" or "false"/],
    ['SERVER_SECRET', 'short', /32 bytes/],
  ];
  for (const [name, value, says] of wrong) {
    it(`stops the start on ${name}=${value}, in one line that shows no secret`, async () => {
      const lines = await faults({ ...production, [name]: value });
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? '', new RegExp(`^${name} `));
      assert.match(lines[0] ?? '', says);
      assert.ok(!lines[0]?.includes(SECRET));
    });
  }

  const database = { url: 'https://name.upstash.io', token: 'token' };
  const withUpstash = {
    ...production,
    UPSTASH_REDIS_REST_URL: database.url,
    UPSTASH_REDIS_REST_TOKEN: database.token,
  };

  it('counts in Upstash where its URL and token are set', async () => {
    const store = memory();
    const asked: unknown[] = [];
    const upstash = (given: typeof database): typeof store => {
      asked.push(given);
      return store;
    };
    const { options } = await readConfiguration(withUpstash, { upstash });
    assert.deepEqual(asked, [database]);
    assert.equal(options.store, store);
  });

  it('wants both the URL and the token of Upstash, and no other store beside it', async () => {
    const first = async (more: Environment): Promise<string | undefined> => {
      const lines = await faults({ ...withUpstash, ...more });
      assert.equal(lines.length, 1);
      return lines[0];
    };
    assert.match((await first({ UPSTASH_REDIS_REST_TOKEN: '' })) ?? '', /^UPSTASH_REDIS_REST_TOKEN is missing/);
    assert.match((await first({ UPSTASH_REDIS_REST_URL: '' })) ?? '', /^UPSTASH_REDIS_REST_URL is missing/);
    assert.match((await first({ UPSTASH_REDIS_REST_URL: 'name' })) ?? '', /^UPSTASH_REDIS_REST_URL must be a URL/);
    assert.match((await first({ STORE_URL: 'redis://host' })) ?? '', /^STORE_URL must be left out/);
  });

  it('allows what is unsafe with OTP_DEV=1 alone', async () => {
    const dev = {
      OTP_DEV: '1',
      RELAY_SECRET: SECRET,
      WAVIX_API_KEY: 'k',
      WAVIX_SERVICE_ID: 's',
      ALLOWED_ORIGINS: '*',
      PORT: '4000',
    };
    assert.deepEqual(await faults(dev), []);
    assert.equal((await readConfiguration(dev)).options.publicUrl, 'http://127.0.0.1:4000');
  });

  it('needs the keys of a bot check that is not the relay’s own', async () => {
    assert.deepEqual(
      (await faults({ ...production, CHALLENGE: 'turnstile' })).map((line) => line.split(' ')[0]),
      ['CHALLENGE_SECRET', 'CHALLENGE_SITE_KEY'],
    );
    assert.deepEqual(await faults({ ...production, CHALLENGE: 'altcha', CHALLENGE_WHEN: 'suspicious' }), []);
  });

  it('switches a limit off, and reads several', async () => {
    assert.deepEqual(
      await faults({
        ...production,
        LIMIT_SENDS_TOTAL: 'off',
        LIMIT_SENDS_PER_CLIENT: '5/1h, 9/1d',
        LIMIT_RESEND_COOLDOWN: '0s',
      }),
      [],
    );
  });

  it('posts events only where both the address and a secret are right, and prints neither', async () => {
    const EVENTS_WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const EVENTS_WEBHOOK_URL = 'https://shop.example/hooks/otp';
    const right = { ...production, EVENTS_WEBHOOK_URL, EVENTS_WEBHOOK_SECRET };
    assert.deepEqual(await faults(right), []);
    assert.ok((await readConfiguration(right)).options.onEvent);
    assert.equal((await readConfiguration(production)).options.onEvent, undefined);
    const bad = { ...production, EVENTS_WEBHOOK_URL: 'http://shop.example/', EVENTS_WEBHOOK_SECRET: 'whsec_weak' };
    const lines = await faults(bad);
    assert.deepEqual(
      lines.map((line) => line.split(' must ')[0]),
      ['EVENTS_WEBHOOK_URL', 'EVENTS_WEBHOOK_SECRET'],
    );
    assert.doesNotMatch(lines.join(), /weak/);
    assert.match((await faults({ ...production, EVENTS_WEBHOOK_URL }))[0] ?? '', /^EVENTS_WEBHOOK_SECRET is missing/);
  });

  it('reads each vendor’s own settings, and those of no other', async () => {
    const { WAVIX_API_KEY: _key, WAVIX_SERVICE_ID: _id, ...others } = production;
    const vendors = {
      wayscloud: { WAYSCLOUD_API_KEY: 'k', WAYSCLOUD_CHANNELS: 'email,sms', WAYSCLOUD_CODE_LENGTH: '8' },
      textmagic: { TEXTMAGIC_USERNAME: 'u', TEXTMAGIC_API_KEY: 'k', TEXTMAGIC_BRAND: 'Shop' },
    };
    for (const [name, settings] of Object.entries(vendors)) {
      const { options } = await readConfiguration({ ...others, OTP_PROVIDER: name, ...settings });
      assert.equal(options.provider.name, name);
      const missing = await faults({ ...others, OTP_PROVIDER: name });
      for (const line of missing) assert.match(line, new RegExp(`^${name.toUpperCase()}_\\w+ is missing`));
      assert.ok(missing.length > 0);
    }
    const { options } = await readConfiguration({ ...others, OTP_PROVIDER: 'wayscloud', ...vendors.wayscloud });
    assert.deepEqual(options.provider.capabilities.channels, ['email', 'sms']);
    assert.equal(options.provider.capabilities.codeLength, 8);
  });

  it('asks Infobip for its own settings only where all else is right, and tells what it finds in one line', async () => {
    const simulator = createInfobipSimulator({ apiKey: 'k' });
    const infobip = {
      ...production,
      OTP_PROVIDER: 'infobip',
      INFOBIP_API_KEY: 'k',
      INFOBIP_APPLICATION_ID: defaultApplicationId,
      INFOBIP_MESSAGES: Object.entries(defaultMessages)
        .flatMap(([channel, ids]) => Object.entries(ids).map(([language, id]) => `${channel}:${language}=${id}`))
        .join(),
    };
    const parts = { fetch: (url: string, init: RequestInit) => simulator.fetch(url, init) };
    const { options } = await readConfiguration(infobip, parts);
    assert.equal(options.provider.name, 'infobip');
    const asked = simulator.requests.length;
    await assert.rejects(readConfiguration({ ...infobip, RELAY_SECRET: 'short' }, parts), ConfigurationError);
    assert.equal(simulator.requests.length, asked);
    await assert.rejects(
      readConfiguration({ ...infobip, INFOBIP_API_KEY: 'other' }, parts),
      /^ConfigurationError: INFOBIP_API_KEY .*$/,
    );
  });

  it('takes several providers for a failover order, and routes by country', async () => {
    const two = { ...production, OTP_PROVIDER: 'wavix,wayscloud', WAYSCLOUD_API_KEY: 'k' };
    const { options } = await readConfiguration(two);
    assert.equal(options.provider.name, 'wavix+wayscloud');
    assert.deepEqual(options.provider.capabilities.channels, ['sms', 'voice', 'email']);
    const routed = { ...production, PROVIDER_ROUTES: 'NO,SE:wayscloud;*:wavix', WAYSCLOUD_API_KEY: 'k' };
    assert.equal((await readConfiguration(routed)).options.provider.name, 'wayscloud+wavix');
    assert.match((await faults({ ...routed, WAYSCLOUD_API_KEY: '' }))[0] ?? '', /^WAYSCLOUD_API_KEY is missing/);
    for (const PROVIDER_ROUTES of ['NO', 'NO:', ':wavix', 'no:wavix', 'NO:twilio', 'NO:wavix:SE']) {
      assert.match((await faults({ ...routed, PROVIDER_ROUTES }))[0] ?? '', /^PROVIDER_ROUTES has "/, PROVIDER_ROUTES);
    }
  });
});
