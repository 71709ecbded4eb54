/** The operator's page on the wire: its relays, its switches, and what is none of them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Config } from '../relay/contract.ts';
import { createOperator } from './operator.ts';
import { createRelay } from '../relay/index.ts';
import { memory } from '../relay/stores/memory.ts';
import { PROOF_KEY } from './simulators/relay-fixture.ts';
import { createSwitchboard, type Switchboard } from './switchboard.ts';

const origin = 'http://localhost:8787';
let switchboard: Switchboard;
let operator: ReturnType<typeof createOperator>;

before(async () => {
  switchboard = await createSwitchboard();
  operator = createOperator({
    render: async (page) => page,
    switchboard,
    relayOn: (provider, path) =>
      createRelay({
        publicUrl: origin + path,
        relaySecret: 'relay-secret-of-at-least-thirty-two-bytes',
        proofPrivateKey: PROOF_KEY,
        allowedCountries: 'all',
        otpDev: true,
        provider,
        store: memory(),
      }),
  });
});

after(() => switchboard.stop());

test('an order is a relay, with the channels of those in it', async () => {
  for (const [order, channels] of [
    ['wavix', ['sms', 'voice']],
    ['wayscloud', ['sms', 'voice', 'email']],
    ['textmagic,infobip', ['sms', 'voice', 'email']],
  ] as const) {
    const response = await operator.request(`/providers/relays/${order}/config`, { headers: { Origin: origin } });
    assert.deepEqual(((await response.json()) as Config).channels, channels);
  }
});

for (const order of ['nobody', 'wavix,wavix', 'wavix,', 'simulator']) {
  test(`"${order}" is no order`, async () => {
    assert.equal((await operator.request(`/providers/relays/${order}/config`)).status, 404);
  });
}

test('a switch is turned, and nothing else is', async () => {
  const put = async (vendor: string, body: string): Promise<number> =>
    (await operator.request(`/providers/${vendor}`, { method: 'PUT', body })).status;
  assert.equal(await put('wavix', '{"condition":"losing"}'), 204);
  assert.equal(switchboard.board.conditions.wavix, 'losing');
  for (const [vendor, body] of [
    ['nobody', '{"condition":"up"}'],
    ['wavix', '{"condition":"gone"}'],
    ['wavix', 'up'],
  ] as const) {
    assert.equal(await put(vendor, body), 400);
  }
  assert.equal(switchboard.board.conditions.wavix, 'losing');
});
