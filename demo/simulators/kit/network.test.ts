import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Fate, type Message, Network } from './network.ts';
import { surroundingsOf } from './surroundings.ts';

/** A network at second 0, what phones got of it, and what a vendor learned. */
const network = (calls: 'answered' | 'handset' = 'answered') => {
  let now = 0;
  const it = new Network(surroundingsOf({ clock: () => now, calls }));
  const got: Message[] = [];
  const learned: string[] = [];
  it.onMessage((message) => got.push(message));
  return {
    it,
    got,
    learned,
    send: (channel: Message['channel'], fate: Fate = 'delivered') =>
      it.send({ id: channel, to: '+1', channel, code: '1', text: '1', sessionId: 's' }, fate, now, (outcome, at) =>
        learned.push(`${outcome} at ${at}`),
      ),
    passTo: (seconds: number) => {
      now = seconds * 1000;
      it.tick();
    },
  };
};

for (const [channel, fate, arrivesAt, learned] of [
  ['sms', 'delivered', 1500, ['delivered at 1500']],
  ['sms', 'late', 20_000, ['delivered at 20000']],
  ['sms', 'unreported', 1500, []],
  ['sms', 'undelivered', undefined, ['failed at 4000']],
  ['email', 'delivered', 2500, ['delivered at 2500']],
  ['email', 'late', 20_000, ['delivered at 20000']],
  ['voice', 'delivered', 2000, ['delivered at 6000']],
  ['voice', 'undelivered', undefined, ['failed at 4000']],
] as const) {
  test(`${channel}, ${fate}: arrives at ${arrivesAt}, and ${learned.join() || 'nothing is learned'}`, () => {
    const world = network();
    world.send(channel, fate);
    world.passTo(60);
    assert.deepEqual([world.got[0]?.at, world.learned], [arrivesAt, learned]);
  });
}

test('a call that nobody picks up rings out, and cannot be answered any more', () => {
  const world = network('handset');
  world.send('voice');
  assert.ok(!world.it.pickUp('voice', 'answer'), 'it does not ring yet');
  world.passTo(26.9);
  assert.deepEqual(world.learned, []);
  world.passTo(27);
  assert.deepEqual(world.learned, ['failed at 27000']);
  assert.ok(!world.it.pickUp('voice', 'answer'));
});

test('a call is answered or declined when somebody does so', () => {
  for (const [does, outcome] of [
    ['answer', 'delivered'],
    ['decline', 'failed'],
  ] as const) {
    const world = network('handset');
    world.send('voice');
    world.passTo(10);
    assert.ok(world.it.pickUp('voice', does));
    world.passTo(60);
    assert.deepEqual(world.learned, [`${outcome} at 10000`]);
  }
});

test('what is due happens in the order of time, also where one thing leads to another', () => {
  const world = network();
  const order: number[] = [];
  world.it.plan('s', 3000, (at) => order.push(at));
  world.it.plan('s', 1000, (at) => {
    order.push(at);
    world.it.plan('s', 2000, (then) => order.push(then));
  });
  world.passTo(5);
  assert.deepEqual(order, [1000, 2000, 3000]);
});

test('who hears of a call may look at its session at once, and the call goes on', () => {
  const world = network();
  world.it.onMessage(({ sessionId }) => world.it.settle(sessionId));
  world.send('voice');
  world.passTo(2);
  world.passTo(6);
  assert.deepEqual(world.learned, ['delivered at 6000']);
});

test('who stopped listening hears nothing more', () => {
  const world = network();
  const heard: Message[] = [];
  world.it.onMessage((message) => heard.push(message))();
  world.send('sms');
  world.passTo(2);
  assert.deepEqual([heard.length, world.got.length], [0, 1]);
});
