/** Attacks on the bill and on the door, played against the relay as it comes out of the box; the README's table quotes what they print. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { PROOF_KEY, RECIPIENT, RELAY_URL, SERVER_SECRET, relayUnderTest } from '../demo/simulators/relay-fixture.ts';
import type { FixtureOptions, RelayUnderTest } from '../demo/simulators/relay-fixture.ts';
import { parseSettings } from './options.ts';
import { memory } from './stores/memory.ts';
import { StoreUnavailableError } from './stores/store.ts';

/** Every limit as it is by default, and an attacker who has as many addresses as she likes. */
function defaults(more: NonNullable<FixtureOptions['relay']> = {}): RelayUnderTest & { address: string } {
  const attacker = { address: '192.0.2.1' };
  const relay = relayUnderTest({
    relay: {
      limitSendsPerRecipient: undefined,
      limitSendsPerClient: undefined,
      client: () => ({ address: attacker.address }),
      ...more,
    },
  });
  return Object.assign(attacker, relay);
}

const address = (index: number): string => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;

describe('an attacker who pumps messages', () => {
  it('gets 20 of 10,000 numbers of one range, each from an address of its own', async () => {
    const relay = defaults();
    for (let index = 0; index < 10_000; index++) {
      relay.address = address(index);
      await relay.start({
        to: `+37128${String(780_000 + (index % 10_000)).slice(0, 2)}${String(index).padStart(4, '0')}`,
      });
    }
    assert.equal(relay.simulator.calls.start, 20);
  });

  it('gets 50 of 10,000 numbers all over a country, for nobody enters the codes', async () => {
    const relay = defaults();
    for (let index = 0; index < 10_000; index++) {
      relay.address = address(index);
      await relay.start({ to: `+3712${8_000_000 + ((index * 7919) % 1_000_000)}` });
    }
    assert.equal(relay.simulator.calls.start, 50);
  });

  it('gets 10 an hour from one address, and as many from all of an IPv6 /64', async () => {
    const relay = defaults({ limitCountryConversion: 'off' });
    for (let index = 0; index < 100; index++) await relay.start({ to: `+3712${8_000_000 + index * 7919}` });
    assert.equal(relay.simulator.calls.start, 10);
    for (let index = 0; index < 100; index++) {
      relay.address = `2001:db8:1:2::${index.toString(16)}`;
      await relay.start({ to: `+3712${9_000_000 + index * 7919}` });
    }
    assert.equal(relay.simulator.calls.start, 20);
  });

  it('gets 5 an hour and 10 a day to one number, however patient and wherever from', async () => {
    const relay = defaults();
    const tryForAnHour = async (): Promise<void> => {
      for (let minute = 0; minute < 60; minute++) {
        relay.address = address(minute + relay.simulator.calls.start * 100);
        await relay.start();
        relay.clock.pass(60);
      }
    };
    await tryForAnHour();
    assert.equal(relay.simulator.calls.start, 5);
    for (let hour = 1; hour < 23; hour++) await tryForAnHour();
    assert.equal(relay.simulator.calls.start, 10);
  });
});

describe('an attacker who guesses', () => {
  it('gets 5 guesses at a code from 1,000 addresses', async () => {
    const relay = defaults();
    const { body } = await relay.start();
    const wrong = relay.wrongCode();
    for (let index = 0; index < 1000; index++) {
      relay.address = address(index);
      await relay.check(body.handle, wrong);
    }
    assert.equal(relay.simulator.calls.check, 5);
  });

  it('gets no further codes to guess at after 15 wrong ones in an hour, and whoever holds a code can still enter it', async () => {
    const relay = defaults({ limitSendsPerRecipient: 'off', limitResendCooldown: 'off' });
    let { body } = await relay.start();
    let status = 201;
    for (let round = 0; round < 10 && status === 201; round++) {
      for (let attempt = 0; attempt < 4; attempt++) await relay.check(body.handle, relay.wrongCode());
      const next = await relay.start();
      ({ status } = next);
      if (status === 201) ({ body } = next);
    }
    assert.equal(status, 429);
    assert.equal(relay.simulator.calls.check, 16);
    // The code that is on its way can always be entered.
    const { body: fresh } = await relay.check(body.handle, relay.code());
    assert.equal(fresh.status, 'verified');
  });

  it('cannot look up codes by replaying old answers and handles', async () => {
    const relay = defaults();
    const { body } = await relay.start();
    for (let attempt = 0; attempt < 5; attempt++) await relay.check(body.handle, relay.wrongCode());
    const before = relay.simulator.calls.check;
    await Promise.all(Array.from({ length: 50 }, () => relay.check(body.handle, relay.code())));
    assert.equal(relay.simulator.calls.check, before);
  });
});

describe('an attacker who lies about who asks', () => {
  it('gains nothing by headers: neither Host nor Forwarded nor a platform’s own are believed', async () => {
    const relay = defaults();
    const started: number[] = [];
    for (let index = 0; index < 20; index++) {
      const { status } = await relay.request('POST', '/verification', {
        body: { to: `+3712${8_000_000 + index * 7919}`, channel: 'sms' },
        headers: {
          Host: 'evil.example',
          'X-Forwarded-For': address(index),
          'X-Real-IP': address(index),
          'CF-Connecting-IP': address(index),
          Forwarded: `for=${address(index)};host=evil.example`,
        },
      });
      started.push(status);
    }
    assert.equal(started.filter((status) => status === 201).length, 10);
    // A name that is rebound to the relay's address is no allowed origin.
    const rebound = await relay.request('GET', '/config', { origin: 'http://rebound.evil.example' });
    assert.equal(rebound.body.code, 'origin_not_allowed');
  });
});

describe('an attacker who sends nonsense', () => {
  const paths = ['/verification', '/verification/send', '/verification/check', '/tickets', '/siteverify'] as const;

  it('always gets a problem with a known status, never a fault, and spends nothing', async () => {
    const relay = defaults();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.string({ unit: 'binary' }),
          fc.string({ minLength: 9000, maxLength: 9100 }),
        ),
        fc.constantFrom(
          'application/json',
          'application/json; charset=utf-8',
          'text/plain',
          'multipart/form-data; boundary=x',
          '',
        ),
        fc.option(
          fc.string({ unit: 'grapheme-ascii' }).map((token) => `Bearer ${token.replaceAll(/[^\x21-\x7e]/g, '')}`),
        ),
        async (path, body, type, authorization) => {
          const headers = { 'Content-Type': type, ...(authorization !== null && { Authorization: authorization }) };
          const { status } = await relay.request('POST', path, { body, headers });
          assert.ok(status === 200 ? path === '/siteverify' : status >= 400 && status < 500, `${path} ${status}`);
        },
      ),
      { numRuns: 400 },
    );
    assert.equal(relay.simulator.calls.start, 0);
  });

  it('gets no proof for any code that is not the one', async () => {
    const relay = defaults({ limitChecksPerClient: 'off', limitSendsPerRecipient: 'off' });
    const { body } = await relay.start();
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (code) => {
        const reply = await relay.request('POST', '/verification/check', {
          handle: body.handle,
          body: { code: code === relay.code() ? null : code },
        });
        assert.ok(reply.body.proof === undefined);
      }),
      { numRuns: 200 },
    );
  });

  it('cannot redeem what is no proof', async () => {
    const relay = defaults();
    await fc.assert(
      fc.asyncProperty(fc.string(), async (response) => {
        const { body } = await relay.request<{ success: boolean }>('POST', '/siteverify', {
          origin: null,
          body: { secret: SERVER_SECRET, response },
        });
        assert.equal(body.success, false);
      }),
      { numRuns: 100 },
    );
  });
});

/** Node gives this out only to those who ask. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

describe('an attacker who fills the memory', () => {
  it('is refused at the bound, costs no more than 130 bytes a key, and every count that is kept still holds', async () => {
    const store = memory();
    const held = { key: 'sends:held', count: 1, period: 3600 };
    await store.take([held]);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    let refused = 0;
    for (let index = 0; index < 1_000_000; index++) {
      // As long as a keyed hash, and made of parts, as keys are.
      const key = `recipient:${String(index).padStart(22, '_')}`;
      await store.take([{ key, count: 5, period: 3600 }]).catch((error: unknown) => {
        assert.ok(error instanceof StoreUnavailableError);
        refused++;
      });
    }
    collectGarbage();
    const perKey = (process.memoryUsage().heapUsed - before) / 1_000_000;
    assert.equal(refused, 1);
    assert.equal((await store.take([held])).granted, false);
    assert.ok(perKey < 130, `${Math.round(perKey)} bytes a key`);
  });
});

it('a limit that is switched off counts nothing, the conversion of countries included', () => {
  const given = {
    publicUrl: RELAY_URL,
    relaySecret: 's'.repeat(32),
    proofPrivateKey: PROOF_KEY,
    allowedCountries: 'all',
  };
  const off = parseSettings({ ...given, limitCountryConversion: 'off', limitSendsTotal: 'off' });
  assert.deepEqual([off.limitCountryConversion, off.limitSendsTotal], [undefined, []]);
  assert.deepEqual(parseSettings(given).limitCountryConversion, { share: 0.05, least: 50, period: 3600 });
});

it('a stranger who knows a number can delay its owner’s next code, and no more', async () => {
  const relay = defaults();
  const { body: hers } = await relay.start({ nonce: 'hers' });
  // From elsewhere the stranger tries the same number, with all that the limits let pass.
  for (let index = 0; index < 50; index++) {
    relay.address = address(index);
    await relay.start({ to: RECIPIENT });
    relay.clock.pass(2);
  }
  // Her own code, which was on its way, verifies; the stranger has no handle of hers to spend.
  const [first = ''] = [...relay.simulator.sessions.keys()];
  const { body: verified } = await relay.check(hers.handle, relay.simulator.codeOf(first) ?? '');
  assert.equal(verified.status, 'verified');
});
