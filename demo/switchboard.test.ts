/** The switches of the operator's page: what each makes of a vendor, and what the board tells of it. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Message } from './simulators/kit/network.ts';
import { RECIPIENT, type TestClock, testClock } from './simulators/relay-fixture.ts';
import { vendors } from './simulators/vendors.ts';
import { createSwitchboard, type Switchboard } from './switchboard.ts';

let clock: TestClock;
let switchboard: Switchboard;
let messages: Message[];

beforeEach(async () => {
  clock = testClock();
  switchboard = await createSwitchboard({ now: clock.now });
  messages = [];
  for (const simulator of switchboard.simulators) simulator.onMessage((message) => messages.push(message));
});

afterEach(() => switchboard.stop());

/** Texts take a moment. */
const wait = (): void => {
  clock.pass(5);
  for (const simulator of switchboard.simulators) simulator.tick();
};

const request = { to: RECIPIENT, channel: 'sms' } as const;

for (const vendor of vendors) {
  describe(vendor, () => {
    const start = async (): Promise<string> => {
      const result = await switchboard.providerOf([vendor]).start(request, {});
      return result.outcome === 'failure' ? result.kind : result.outcome;
    };

    test('sends while it is up, and the board says so', async () => {
      assert.equal(await start(), 'sent');
      wait();
      const { exchanges, arrivals } = switchboard.board;
      assert.deepEqual(
        exchanges.map(({ result }) => typeof result),
        ['number'],
      );
      assert.deepEqual(
        arrivals.map(({ vendor: sender, channel }) => [sender, channel]),
        [[vendor, 'sms']],
      );
    });

    for (const [condition, kind, arrived, result] of [
      ['refusing', 'rejected', 0, 401],
      ['unreachable', 'unavailable', 0, 'unreachable'],
      ['losing', 'unknown', 1, 'lost'],
    ] as const) {
      test(`${condition}, its start is ${kind}, and ${arrived} codes arrive`, async () => {
        switchboard.turn(vendor, condition);
        assert.equal(await start(), kind);
        wait();
        assert.equal(messages.length, arrived);
        assert.equal(switchboard.board.exchanges.at(-1)?.result, result);
        assert.equal(switchboard.board.conditions[vendor], condition);
      });
    }
  });
}

test('two are asked one after the other', async () => {
  switchboard.turn('wavix', 'refusing');
  const result = await switchboard.providerOf(['wavix', 'infobip']).start(request, {});
  assert.equal(result.outcome, 'sent');
  assert.deepEqual(
    switchboard.board.exchanges.map(({ vendor, result: came }) => [vendor, came]),
    [
      ['wavix', 401],
      ['infobip', 200],
    ],
  );
});

test('the board tells no number, no code and no session', async () => {
  for (const vendor of vendors) {
    const provider = switchboard.providerOf([vendor]);
    const started = await provider.start(request, {});
    assert.equal(started.outcome, 'sent');
    wait();
    const facts = { session: started.session, to: RECIPIENT, startedAt: clock.now(), sentAt: clock.now() };
    await provider.check(facts, '000000', {});
  }
  const told = JSON.stringify(switchboard.board);
  const sessions = switchboard.simulators.flatMap((simulator) => [...simulator.sessions.keys()]);
  for (const secret of [RECIPIENT.slice(1), ...messages.map(({ code }) => code), ...sessions]) {
    assert.ok(!told.includes(secret), secret);
  }
});

test('who listens hears of each change', () => {
  let heard = 0;
  const stop = switchboard.onChange(() => (heard += 1));
  switchboard.turn('wavix', 'losing');
  stop();
  switchboard.turn('wavix', 'up');
  assert.equal(heard, 1);
});
