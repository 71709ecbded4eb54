/** The whole relay on each vendor: what a user meets is the same, but for what a vendor cannot do. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { relayUnderTest, testClock } from '../../demo/simulators/relay-fixture.ts';
import type { FixtureOptions, RelayUnderTest } from '../../demo/simulators/relay-fixture.ts';
import { simulateVendor, vendors } from '../../demo/simulators/vendors.ts';
import type { Vendor } from '../../demo/simulators/vendors.ts';
import type { Capabilities } from './provider.ts';

type Subject = RelayUnderTest & {
  readonly rules: Capabilities;
  /** The code that counts in the newest session. */
  readonly right: () => string;
  readonly wrong: () => string;
  /** Calls of the vendor that judged a code. */
  readonly judged: () => number;
};

async function relayOn(vendor: Vendor, relay: FixtureOptions['relay'] = {}): Promise<Subject> {
  const clock = testClock();
  const { simulator, provider } = await simulateVendor(vendor, { clock: clock.now });
  const under = relayUnderTest({ clock, relay: { provider, ...relay } });
  const right = (): string => {
    simulator.tick();
    return simulator.codeOf([...simulator.sessions.keys()].at(-1) ?? '') ?? '';
  };
  return {
    ...under,
    clock: {
      now: clock.now,
      pass(seconds) {
        clock.pass(seconds);
        simulator.tick();
      },
    },
    rules: provider.capabilities,
    right,
    wrong: () => (right().startsWith('0') ? '1' : '0') + right().slice(1),
    judged: () => simulator.calls[vendor === 'infobip' ? 'verify' : 'check'] ?? 0,
  };
}

for (const vendor of vendors) {
  describe(`the relay on ${vendor}`, () => {
    it('verifies with the right code after a wrong one', async () => {
      const relay = await relayOn(vendor);
      const { status, body } = await relay.start();
      assert.equal(status, 201);
      assert.deepEqual([body.codeLength, body.expiresIn], [relay.rules.codeLength, relay.rules.codeTtl]);
      const wrong = await relay.check(body.handle, relay.wrong());
      assert.deepEqual([wrong.body.status, wrong.body.attemptsRemaining], ['pending', relay.rules.maxAttempts - 1]);
      relay.clock.pass(4);
      const right = await relay.check(body.handle, relay.right());
      assert.equal(right.body.status, 'verified');
      assert.match(right.body.proof ?? '', /^ey/);
    });

    it('sends another code by another channel, and says truly whether the first is still good', async () => {
      const relay = await relayOn(vendor);
      const { handle } = (await relay.start()).body;
      const first = relay.right();
      relay.clock.pass(31);
      const sent = await relay.send(handle, 'voice');
      assert.equal(sent.status, 200);
      assert.deepEqual([sent.body.channel, sent.body.earlierCodes], ['voice', relay.rules.earlierCodes]);
      if (relay.rules.earlierCodes === 'valid') assert.equal(relay.right(), first);
      else if (relay.right() !== first) {
        assert.equal((await relay.check(handle, first)).body.status, 'pending');
        relay.clock.pass(4);
      }
      assert.equal((await relay.check(handle, relay.right())).body.status, 'verified');
    });

    it('ends after the last attempt, and starts afresh with the same handle', async () => {
      const relay = await relayOn(vendor);
      const { handle } = (await relay.start()).body;
      const { maxAttempts } = relay.rules;
      for (let attempt = 1; attempt <= maxAttempts; attempt++) {
        const { body } = await relay.check(handle, relay.wrong());
        assert.equal(body.status, attempt < maxAttempts ? 'pending' : 'failed', `attempt ${attempt}`);
        relay.clock.pass(4);
      }
      const judged = relay.judged();
      assert.equal((await relay.check(handle, relay.right())).body.status, 'failed');
      assert.equal(relay.judged(), judged, 'a code that cannot win is not sent on');
      // Where nothing can be cancelled, the vendor lets a number start anew when the old verification is over.
      relay.clock.pass(Math.max(31, relay.rules.codeTtl));
      const fresh = await relay.restart(handle);
      assert.equal(fresh.status, 201);
      assert.equal((await relay.check(fresh.body.handle, relay.right())).body.status, 'verified');
    });

    it('says that a code has expired', async () => {
      const relay = await relayOn(vendor);
      const { handle } = (await relay.start()).body;
      const code = relay.right();
      relay.clock.pass(relay.rules.codeTtl + 5);
      assert.equal((await relay.check(handle, code)).body.status, 'expired');
    });

    it('is given up by its user, whatever the vendor can do about it', async () => {
      const relay = await relayOn(vendor);
      const { handle } = (await relay.start()).body;
      relay.clock.pass(31);
      const code = relay.right();
      assert.equal((await relay.cancel(handle)).status, 204);
      const judged = relay.judged();
      assert.equal((await relay.check(handle, code)).body.status, 'canceled');
      assert.equal(relay.judged(), judged);
    });

    it('lets no more parallel guesses through than the attempts allow', async () => {
      const relay = await relayOn(vendor);
      const { handle } = (await relay.start()).body;
      const wrong = relay.wrong();
      await Promise.all(Array.from({ length: 30 }, () => relay.check(handle, wrong)));
      assert.ok(relay.judged() <= relay.rules.maxAttempts, `${relay.judged()} guesses`);
    });

    it('tells a browser nothing of the vendor: no session, no key, no raw error', async () => {
      const relay = await relayOn(vendor);
      const { body } = await relay.start();
      await relay.start({ to: '+46701740635' });
      await relay.start({ to: '+46701740632' });
      await relay.check(body.handle, relay.right());
      const answers = relay.said.filter((said) => !said.startsWith('{"level"') && !said.startsWith('{"requestId"'));
      for (const said of answers) assert.doesNotMatch(said, /pinId|verifyId|session_?id|serviceException|credit/i);
    });
  });
}
