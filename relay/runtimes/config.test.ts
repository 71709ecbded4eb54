import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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
    ['WAVIX_CHANNELS', 'sms,fax', /must be "sms"/],
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
    const wrong = { ...production, EVENTS_WEBHOOK_URL: 'http://shop.example/', EVENTS_WEBHOOK_SECRET: 'whsec_weak' };
    const lines = await faults(wrong);
    assert.deepEqual(
      lines.map((line) => line.split(' must ')[0]),
      ['EVENTS_WEBHOOK_URL', 'EVENTS_WEBHOOK_SECRET'],
    );
    assert.doesNotMatch(lines.join(), /weak/);
    assert.match((await faults({ ...production, EVENTS_WEBHOOK_URL }))[0] ?? '', /^EVENTS_WEBHOOK_SECRET is missing/);
  });
});
