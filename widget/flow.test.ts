import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { verification as answered } from '../demo/simulators/scripted-answers.ts';
import type { ProblemCode, Verification } from '../relay/contract.ts';
import { step, nextMoment } from './flow.ts';
import {
  begin,
  isBusy,
  needsToken,
  screenOf,
  type Answer,
  type Effect,
  type Event,
  type Session,
  type State,
} from './flow-state.ts';

const to = '+37128782931';

/** Unlike there, the relay tells of deliveries. */
const verification = (changes: Partial<Verification> = {}): Verification => answered({ pollIn: 3, ...changes });

const verified = { status: 'verified', proof: 'proof', proofExpiresIn: 900 } as const;

/** A person, the flow, and a clock in seconds. */
class Story {
  state: State = begin('28782931', 'LV');
  seconds = 0;
  /** What the last event led to. */
  effects: readonly Effect[] = [];

  when(event: Event): this {
    ({ state: this.state, effects: this.effects } = step(this.state, event, this.seconds * 1000));
    return this;
  }

  at(seconds: number, event: Event = { type: 'tick' }): this {
    this.seconds = seconds;
    return this.when(event);
  }

  /** The relay answers what it was asked last. */
  answers(changes: Partial<Verification> = {}): this {
    return this.#answered({ kind: 'verification', verification: verification(changes) });
  }

  refuses(
    code: ProblemCode | 'network',
    more: { retryAfter?: number; verification?: Verification['status'] } = {},
  ): this {
    return this.#answered({ kind: 'failure', code, detail: code, retryAfter: undefined, ...more });
  }

  #answered(answer: Answer): this {
    return this.when({ type: 'answered', attempt: this.state.attempt, answer });
  }

  press(number: string | undefined = to): this {
    return this.when({ type: 'submitted', to: number });
  }

  check(code = '111111'): this {
    return this.when({ type: 'checked', code });
  }

  get asked(): string | undefined {
    return this.effects.find((effect) => effect.do === 'ask')?.intent.do;
  }

  get told(): readonly string[] {
    return this.effects.flatMap((effect) => (effect.do === 'tell' ? [effect.event] : []));
  }

  get does(): readonly string[] {
    return this.effects.map((effect) => effect.do);
  }

  get says(): string | undefined {
    return this.state.notice?.text;
  }
}

const story = (): Story => new Story();
const coded = (changes: Partial<Verification> = {}): Story => story().press().answers(changes);
const done = (): Story => coded().check().answers(verified);

const challenge = { kind: 'turnstile', siteKey: 'key', when: 'always' } as const;
const config = {
  version: 1,
  channels: ['sms', 'voice'],
  codeLength: 6,
  countries: null,
  country: null,
  challenge: null,
} as const;

describe('the number', () => {
  test('pressing the button asks for a code by the first channel', () => {
    const told = story().press();
    assert.equal(told.state.name, 'sending');
    assert.deepEqual(told.effects, [
      { do: 'ask', intent: { do: 'start', to, channel: 'sms' }, attempt: 1, handle: undefined, challenge: undefined },
    ]);
  });

  test('pressing again while it is sent asks for nothing', () => {
    assert.deepEqual(story().press().press().effects, []);
  });

  test('what cannot be a number costs no code and leads back to the field', () => {
    const told = story().when({ type: 'submitted', problem: 'numberShort' });
    assert.equal(told.state.name, 'recipient');
    assert.equal(told.says, 'numberShort');
    assert.deepEqual(told.does, ['focus']);
  });

  test('typing takes the fault away', () => {
    const told = story()
      .when({ type: 'submitted', problem: 'numberShort' })
      .when({ type: 'typed', text: '2', country: 'LV' });
    assert.equal(told.says, undefined);
  });

  test('the channel that was picked is asked for', () => {
    const told = story().when({ type: 'picked', channel: 'voice' }).press();
    assert.deepEqual(told.state.intent, { do: 'start', to, channel: 'voice' });
  });

  test('a number and an address are each kept while the other’s channel is picked', () => {
    const offers = { ...config, channels: ['sms', 'voice', 'email'] } as const;
    const told = story()
      .when({ type: 'configured', config: offers })
      .when({ type: 'typed', text: '287', country: 'LV' });
    assert.equal(told.when({ type: 'picked', channel: 'voice' }).state.text, '287');
    const mailed = told.when({ type: 'picked', channel: 'email' });
    assert.equal(mailed.state.text, '');
    mailed.when({ type: 'typed', text: 'ada@', country: 'LV' });
    assert.equal(mailed.when({ type: 'picked', channel: 'sms' }).state.text, '287');
    assert.equal(mailed.when({ type: 'picked', channel: 'email' }).state.text, 'ada@');
  });

  test('a channel that the relay does not offer is not asked for', () => {
    const told = story()
      .when({ type: 'picked', channel: 'sms' })
      .when({ type: 'configured', config: { ...config, channels: ['voice'] } })
      .press();
    assert.deepEqual(told.state.intent, { do: 'start', to, channel: 'voice' });
  });

  test('the host restricts and orders the channels', () => {
    const told = story()
      .when({ type: 'restricted', only: ['voice'] })
      .press();
    assert.deepEqual(told.state.intent, { do: 'start', to, channel: 'voice' });
  });

  test('with a ticket nothing is said of a number', () => {
    assert.deepEqual(story().when({ type: 'submitted' }).state.intent, { do: 'start', to: undefined, channel: 'sms' });
  });

  test('a number that is not allowed is said at the field', () => {
    const told = story().press().refuses('country_not_allowed');
    assert.equal(told.state.name, 'recipient');
    assert.equal(told.says, 'numberNotAllowed');
    assert.deepEqual(told.told, ['otp-error']);
    assert.ok(told.does.includes('focus'));
  });

  test('a landline is offered the call, and called only when that is pressed', () => {
    const told = story().press().refuses('channel_not_available');
    assert.equal(told.says, 'numberLandline');
    assert.equal(told.state.channel, 'voice');
    assert.equal(told.asked, undefined);
    assert.deepEqual(told.press().state.intent, { do: 'start', to, channel: 'voice' });
  });

  test('a landline where no calls are offered needs another number', () => {
    const told = story()
      .when({ type: 'restricted', only: ['sms'] })
      .press()
      .refuses('channel_not_available');
    assert.equal(told.says, 'numberNotAllowed');
  });

  test('an address that is refused is not called a number', () => {
    const mailed = (): Story =>
      story()
        .when({ type: 'configured', config: { ...config, channels: ['email'] } })
        .press('ada..@example.com');
    assert.equal(mailed().refuses('invalid_recipient').says, 'emailMissing');
    assert.equal(mailed().refuses('channel_not_available').says, 'unavailable');
  });

  test('too many codes: the button waits as long as the relay says', () => {
    const told = story().press().refuses('rate_limited', { retryAfter: 120 });
    assert.equal(told.says, 'rateLimited');
    assert.equal(nextMoment(told.state), 120_000);
    assert.equal(told.at(60, { type: 'submitted', to }).asked, undefined);
    assert.equal(told.at(120).says, undefined);
    assert.equal(told.press().asked, 'start');
  });

  test('another number need not wait for what was said of the first', () => {
    const told = story().press().refuses('rate_limited', { retryAfter: 120 });
    assert.equal(told.when({ type: 'typed', text: '2', country: 'LV' }).press('+3712').asked, 'start');
  });

  test('a start whose outcome is unknown shows no code field: no code could match', () => {
    const told = story().press().refuses('outcome_unknown');
    assert.equal(told.state.name, 'recipient');
    assert.equal(told.says, 'unsure');
    assert.equal(told.at(29, { type: 'submitted', to }).asked, undefined);
    assert.equal(told.at(30).press().asked, 'start');
  });

  test('no connection: the number stays and can be sent again', () => {
    const told = story().press().refuses('network');
    assert.equal(told.says, 'network');
    assert.equal(told.state.text, '28782931');
    assert.equal(told.press().asked, 'start');
  });

  for (const code of ['provider_unavailable', 'provider_rejected', 'internal_error', 'origin_not_allowed'] as const) {
    test(`${code}: one line and a way to try again`, () => {
      const told = story().press().refuses(code);
      assert.equal(told.state.name, 'unavailable');
      assert.equal(screenOf(told.state), 'number');
      assert.equal(told.says, 'unavailable');
      assert.equal(told.press().asked, 'start');
    });
  }

  test('a ticket that is used up says so', () => {
    const told = story().when({ type: 'submitted' }).refuses('invalid_ticket');
    assert.equal(told.says, 'ticketEnded');
    assert.equal(told.state.name, 'recipient');
  });
});

describe('the code', () => {
  test('once it is sent, the code field has the focus and the page is told', () => {
    const told = coded();
    assert.equal(told.state.name, 'code');
    assert.deepEqual(told.effects, [
      {
        do: 'tell',
        event: 'otp-sent',
        detail: { channel: 'sms', recipient: '+371 ••••2931', expiresIn: 300, resend: false },
      },
      { do: 'focus' },
    ]);
  });

  test('the right one verifies', () => {
    const told = done();
    assert.equal(told.state.name, 'verified');
    assert.deepEqual(told.told, ['otp-verified']);
    assert.deepEqual(told.state.session?.proof, { value: 'proof', until: 900_000 });
  });

  test('a wrong one stays to be replaced, and says how many tries are left', () => {
    const told = coded().when({ type: 'digits', code: '111111' }).check().answers({ attemptsRemaining: 4 });
    assert.equal(told.state.name, 'code');
    assert.deepEqual(told.state.notice, { text: 'wrongCode', error: true, n: 4 });
    assert.equal(told.state.code, '111111');
    assert.deepEqual(told.told, ['otp-rejected']);
    assert.ok(told.does.includes('focus'));
  });

  test('on the last try the newest message is pointed at', () => {
    assert.equal(coded().check().answers({ attemptsRemaining: 1 }).says, 'lastTry');
  });

  test('the same wrong code is not sent again', () => {
    const told = coded().check().answers({ attemptsRemaining: 4 }).check();
    assert.equal(told.asked, undefined);
    assert.equal(told.says, 'alreadyTried');
  });

  test('the same digits are sent again once they can belong to a new code', () => {
    const told = coded({ resendIn: 0 }).check().answers({ attemptsRemaining: 4, resendIn: 0 });
    assert.equal(told.when({ type: 'resent', channel: 'sms' }).answers().check().asked, 'check');
  });

  test('an earlier code that still works was still wrong', () => {
    const told = coded({ resendIn: 0 }).check().answers({ attemptsRemaining: 4, resendIn: 0 });
    told.when({ type: 'resent', channel: 'sms' }).answers({ earlierCodes: 'valid' });
    assert.equal(told.check().says, 'alreadyTried');
  });

  test('an incomplete code is asked for, not sent', () => {
    const told = coded().when({ type: 'checked', code: undefined });
    assert.equal(told.asked, undefined);
    assert.equal(told.says, 'bubbleCode');
  });

  test('a code is checked once, however often the button is pressed', () => {
    assert.equal(coded().check().check('222222').asked, undefined);
  });

  test('after the last try it is over, and one press starts afresh for the same number', () => {
    const told = coded().check().answers({ status: 'failed', attemptsRemaining: 0 });
    assert.equal(told.state.name, 'ended');
    assert.equal(told.says, 'tooManyTries');
    assert.deepEqual(told.told, ['otp-ended']);
    told.when({ type: 'restarted' });
    assert.equal(told.asked, 'restart');
    assert.equal(told.answers().state.name, 'code');
    assert.equal(told.state.session?.to, to);
  });

  test('a code that was too old is over as well', () => {
    const told = coded().check().answers({ status: 'expired', expiresIn: 0 });
    assert.equal(told.says, 'codeExpired');
    assert.equal(told.when({ type: 'restarted' }).asked, 'restart');
  });

  test('too many tries from this address: the button waits, the digits stay', () => {
    const told = coded().when({ type: 'digits', code: '111111' }).check().refuses('rate_limited', { retryAfter: 90 });
    assert.equal(told.state.name, 'code');
    assert.equal(told.state.code, '111111');
    assert.equal(told.at(89, { type: 'checked', code: '111111' }).asked, undefined);
    assert.equal(told.at(90).check().asked, 'check');
  });

  test('what was surely not checked can be tried again', () => {
    const told = coded().check().refuses('provider_unavailable');
    assert.equal(told.state.name, 'code');
    assert.equal(told.says, 'checkFailed');
    assert.equal(told.check().asked, 'check');
  });

  test('an answer that comes too late is ignored', () => {
    const told = coded().check();
    const late: Event = {
      type: 'answered',
      attempt: 1,
      answer: { kind: 'verification', verification: verification(verified) },
    };
    assert.equal(told.when(late).state.name, 'checking');
  });

  test('in another tab it was verified: the proof is fetched', () => {
    const told = coded().check().refuses('verification_ended', { verification: 'verified' });
    assert.equal(told.asked, 'read');
    assert.equal(told.answers(verified).state.name, 'verified');
  });

  test('the page can give it up, at the relay as well', () => {
    const told = coded().when({ type: 'canceled' });
    assert.equal(told.state.name, 'ended');
    assert.deepEqual(told.does, ['tell', 'cancel']);
    assert.equal(told.when({ type: 'restarted' }).asked, 'start');
  });
});

describe('time', () => {
  test('a code can be sent for 15 seconds after its time, then it has expired', () => {
    const told = coded({ pollIn: null });
    assert.equal(nextMoment(told.state), 315_000);
    assert.equal(told.at(314).state.name, 'code');
    assert.equal(told.check().asked, 'check');
    const late = coded({ pollIn: null }).at(315);
    assert.equal(late.state.name, 'ended');
    assert.deepEqual(late.told, ['otp-ended']);
    assert.ok(!late.does.includes('focus'));
  });

  test('a check that is on its way is waited for', () => {
    assert.equal(coded().check().at(400).state.name, 'checking');
  });

  test('a page that slept past the deadline asks for nothing', () => {
    const told = coded().at(4000, { type: 'woke' });
    assert.equal(told.state.name, 'ended');
    assert.equal(told.asked, undefined);
  });

  test('a page that slept for a while reads once', () => {
    const told = coded().at(100, { type: 'woke' });
    assert.equal(told.asked, 'read');
    assert.equal(isBusy(told.state), false);
  });

  test('when the proof is over, the number comes back filled in', () => {
    const told = done();
    assert.equal(nextMoment(told.state), 900_000);
    told.at(900);
    assert.equal(told.state.name, 'recipient');
    assert.equal(told.state.text, '28782931');
    assert.equal(told.says, 'proofExpired');
    assert.deepEqual(told.effects, [{ do: 'tell', event: 'otp-ended', detail: { status: 'proof-expired' } }]);
  });
});

describe('another code', () => {
  test('is sent when its time has come, not before', () => {
    const told = coded();
    assert.equal(told.at(29, { type: 'resent', channel: 'sms' }).asked, undefined);
    assert.equal(told.at(30, { type: 'resent', channel: 'sms' }).asked, 'send');
    assert.equal(told.state.name, 'code');
    assert.ok(isBusy(told.state));
  });

  test('makes the earlier ones void, and takes their digits away', () => {
    const told = coded({ resendIn: 0 }).when({ type: 'digits', code: '12' });
    told.when({ type: 'resent', channel: 'sms' }).answers({ sendsRemaining: 3 });
    assert.equal(told.says, 'resentVoid');
    assert.equal(told.state.code, '');
    assert.deepEqual(told.told, ['otp-sent']);
  });

  test('leaves the earlier ones good, where the provider sends the same again', () => {
    const told = coded({ resendIn: 0 }).when({ type: 'digits', code: '12' });
    told.when({ type: 'resent', channel: 'sms' }).answers({ earlierCodes: 'valid' });
    assert.equal(told.says, 'resentValid');
    assert.equal(told.state.code, '12');
  });

  test('by another channel is asked for as such', () => {
    const told = coded({ resendIn: 0 }).when({ type: 'resent', channel: 'voice' });
    assert.deepEqual(told.state.intent, { do: 'send', channel: 'voice' });
  });

  test('the last one is said by the time that it works', () => {
    const told = coded({ resendIn: 0 }).when({ type: 'resent', channel: 'sms' }).answers({ sendsRemaining: 0 });
    assert.equal(told.says, undefined);
  });

  test('when none is left, the last one stays usable', () => {
    const told = coded({ resendIn: 0 }).when({ type: 'resent', channel: 'sms' }).refuses('no_sends_left');
    assert.equal(told.state.name, 'code');
    assert.equal(told.state.session?.facts.sendsRemaining, 0);
    assert.equal(told.check().asked, 'check');
  });

  test('too soon: the wait is as long as the relay says', () => {
    const told = coded({ resendIn: 0 })
      .when({ type: 'resent', channel: 'sms' })
      .refuses('resend_too_soon', { retryAfter: 7 });
    assert.equal(told.state.session?.resendAt, 7000);
    assert.equal(told.says, undefined);
  });

  test('too many: a wait for the next one does not keep from entering this one', () => {
    const told = coded({ resendIn: 0 })
      .when({ type: 'resent', channel: 'sms' })
      .refuses('rate_limited', { retryAfter: 600 });
    assert.equal(told.says, 'rateLimited');
    assert.equal(told.check().asked, 'check');
  });

  test('a resend whose outcome is unknown keeps the field, and the next check reads first', () => {
    const told = coded({ resendIn: 0 }).when({ type: 'resent', channel: 'sms' }).refuses('outcome_unknown');
    assert.equal(told.state.name, 'code');
    assert.equal(told.says, 'unsure');
    // Once the wait is over there is nothing to be told of it.
    assert.equal(told.at(29, { type: 'tick' }).says, 'unsure');
    assert.equal(told.at(30, { type: 'tick' }).says, undefined);
    assert.equal(told.check().asked, 'read');
    assert.equal(told.answers().asked, 'check');
  });

  describe('and a code that is complete while it is on its way', () => {
    const completed = (): Story =>
      coded({ resendIn: 0 }).when({ type: 'resent', channel: 'sms' }).when({ type: 'digits', code: '111111' }).check();

    test('is checked after it, where the earlier codes still work', () => {
      const told = completed();
      assert.equal(told.asked, undefined);
      told.answers({ earlierCodes: 'valid' });
      assert.deepEqual(told.told, ['otp-sent']);
      assert.deepEqual(told.state.intent, { do: 'check', code: '111111' });
      assert.equal(told.state.held, undefined);
    });

    test('is taken away with the others, where they are void', () => {
      const told = completed().answers();
      assert.equal(told.asked, undefined);
      assert.equal(told.state.code, '');
      assert.equal(told.state.held, undefined);
    });

    test('is checked as well where nothing was sent, and read first where nobody knows', () => {
      assert.equal(completed().refuses('rate_limited').asked, 'check');
      assert.equal(completed().refuses('outcome_unknown').asked, 'read');
    });

    test('is not checked when it has been changed since', () => {
      const told = completed().when({ type: 'digits', code: '1111' }).answers({ earlierCodes: 'valid' });
      assert.equal(told.asked, undefined);
    });
  });

  test('nothing was sent: the code that is here can be entered', () => {
    const told = coded({ resendIn: 0 }).when({ type: 'resent', channel: 'sms' }).refuses('provider_unavailable');
    assert.equal(told.state.name, 'code');
    assert.equal(told.says, 'unavailable');
  });

  test('a restart that the relay thinks too early becomes another code', () => {
    const told = coded({ pollIn: null }).at(315).when({ type: 'restarted' }).refuses('verification_open');
    assert.equal(told.asked, 'send');
  });

  test('a restart that has to wait stays where it was', () => {
    const told = coded({ pollIn: null })
      .at(315)
      .when({ type: 'restarted' })
      .refuses('rate_limited', { retryAfter: 60 });
    assert.equal(told.state.name, 'ended');
    assert.equal(told.when({ type: 'restarted' }).asked, undefined);
  });

  test('a handle that the relay has forgotten: the number is started anew', () => {
    const told = coded().check().refuses('invalid_handle');
    assert.equal(told.state.name, 'ended');
    assert.equal(told.when({ type: 'restarted' }).asked, 'start');
  });

  test('a handle that the relay has forgotten after a reload: the number has to be typed', () => {
    const told: Story = restored().refuses('invalid_handle');
    assert.equal(told.state.session, undefined);
    assert.equal(told.state.name, 'recipient');
    assert.equal(told.says, 'codeExpired');
  });
});

describe('the delivery', () => {
  test('is looked for when the relay may know more', () => {
    const told = coded();
    assert.equal(nextMoment(told.state), 3000);
    assert.equal(told.at(3).asked, 'read');
  });

  test('delivered: said, without moving the focus', () => {
    const told = coded()
      .at(3)
      .answers({ delivery: { channel: 'sms', status: 'delivered' } });
    assert.equal(told.says, 'delivered');
    assert.deepEqual(told.does, ['tell']);
    assert.deepEqual(told.told, ['otp-delivery']);
  });

  test('said once', () => {
    const delivery = { channel: 'sms', status: 'delivered' } as const;
    assert.deepEqual(coded().at(3).answers({ delivery }).at(6).answers({ delivery }).told, []);
  });

  test('failed: the way on is to check the number or to be called', () => {
    assert.equal(
      coded()
        .at(3)
        .answers({ delivery: { channel: 'sms', status: 'failed' } }).says,
      'notDelivered',
    );
  });

  test('a text that became a call keeps what was typed', () => {
    const told = coded().when({ type: 'digits', code: '12' }).at(3);
    told.answers({ channel: 'voice', delivery: { channel: 'voice', status: 'pending' } });
    assert.equal(told.says, 'failover');
    assert.equal(told.state.code, '12');
    assert.deepEqual(told.effects, [
      { do: 'tell', event: 'otp-delivery', detail: { channel: 'voice', status: 'pending', failover: true } },
    ]);
  });

  test('does not push aside what the person has to correct', () => {
    const told = coded().check().answers({ attemptsRemaining: 4 }).at(3);
    assert.equal(told.answers({ delivery: { channel: 'sms', status: 'delivered' } }).says, 'wrongCode');
  });

  test('a look that fails is nobody’s concern', () => {
    const told = coded().at(3).refuses('provider_unavailable');
    assert.deepEqual(told.effects, []);
    assert.equal(told.says, undefined);
    assert.equal(nextMoment(told.state), 13_000);
  });

  test('a person who presses need not wait for a look', () => {
    assert.equal(coded().at(3).check().asked, 'check');
  });
});

describe('changing the number', () => {
  test('does not cancel: the same number returns to the code that is still good', () => {
    const told = coded().when({ type: 'edited' });
    assert.equal(told.state.name, 'recipient');
    assert.deepEqual(told.does, ['focus']);
    told.press();
    assert.equal(told.state.name, 'code');
    assert.equal(told.asked, undefined);
  });

  test('the same number by another channel sends by that one', () => {
    const told = coded({ resendIn: 0 }).when({ type: 'edited' }).when({ type: 'picked', channel: 'voice' }).press();
    assert.deepEqual(told.state.intent, { do: 'send', channel: 'voice' });
  });

  test('a new number cancels the old one once it was sent', () => {
    const told = coded().when({ type: 'edited' }).press('+37120000000');
    assert.ok(!told.does.includes('cancel'));
    told.answers({ handle: 'new' });
    assert.deepEqual(
      told.effects.filter((effect) => effect.do === 'cancel'),
      [{ do: 'cancel', handle: 'handle' }],
    );
    assert.equal(told.state.session?.handle, 'new');
  });

  test('the code that was good expires behind it', () => {
    const told = coded().when({ type: 'edited' });
    assert.equal(nextMoment(told.state), 315_000);
    assert.equal(told.at(315).state.session, undefined);
    assert.equal(told.press().asked, 'start');
  });

  test('the number that was kept leads back to its code', () => {
    assert.equal(coded().when({ type: 'edited' }).when({ type: 'kept' }).state.name, 'code');
  });

  test('of a verified one offers to keep it, with the same proof', () => {
    const told = done().when({ type: 'edited' }).when({ type: 'kept' });
    assert.equal(told.state.name, 'verified');
    assert.equal(told.state.session?.proof?.value, 'proof');
  });

  test('a proof that runs out meanwhile cannot be kept', () => {
    const told = done().when({ type: 'edited' }).at(900);
    assert.equal(told.state.session, undefined);
    assert.deepEqual(told.told, []);
  });

  test('a resend that was on its way does not pull the person back', () => {
    const told = coded({ resendIn: 0 }).when({ type: 'resent', channel: 'sms' });
    const { attempt } = told.state;
    told.when({ type: 'edited' });
    told.when({ type: 'answered', attempt, answer: { kind: 'verification', verification: verification() } });
    assert.equal(told.state.name, 'recipient');
  });

  test('resetting forgets it and tells the relay', () => {
    const told = coded().when({ type: 'reset', text: '', country: '' });
    assert.equal(told.state.name, 'recipient');
    assert.equal(told.state.text, '');
    assert.deepEqual(told.does, ['cancel']);
  });
});

describe('the network', () => {
  test('a press while offline is carried out on return', () => {
    const told = story().when({ type: 'offline' }).press();
    assert.equal(told.asked, undefined);
    assert.equal(told.state.name, 'recipient');
    assert.equal(told.when({ type: 'online' }).asked, 'start');
  });

  test('what was typed since then is not sent unseen', () => {
    const told = story().when({ type: 'offline' }).press().when({ type: 'typed', text: '2', country: 'LV' });
    assert.equal(told.when({ type: 'online' }).asked, undefined);
  });

  test('digits that were changed since then are not sent unseen', () => {
    const told = coded().when({ type: 'offline' }).check().when({ type: 'digits', code: '11111' });
    assert.equal(told.when({ type: 'online' }).asked, 'read');
    assert.equal(told.answers().asked, undefined);
  });

  test('on return the state is read before a code is sent', () => {
    const told = coded().when({ type: 'offline' }).check();
    assert.equal(told.when({ type: 'online' }).asked, 'read');
    assert.equal(told.answers().asked, 'check');
  });

  test('a check without an answer: read first, and sent again if it cost nothing', () => {
    const told = coded().check().refuses('network');
    assert.equal(told.asked, 'read');
    assert.equal(told.state.name, 'checking');
    assert.equal(told.answers({ attemptsRemaining: 5 }).asked, 'check');
  });

  test('a check without an answer that was right after all verifies', () => {
    assert.equal(coded().check().refuses('outcome_unknown').answers(verified).state.name, 'verified');
  });

  test('a check without an answer that cost a try: the same digits may be sent again', () => {
    const told = coded().check().refuses('network').answers({ attemptsRemaining: 4 });
    assert.equal(told.asked, undefined);
    assert.equal(told.says, 'network');
    assert.equal(told.check().asked, 'check');
  });

  test('a check that gets lost twice waits for the person', () => {
    const told = coded().check().refuses('network').answers().refuses('network');
    assert.equal(told.asked, undefined);
    assert.equal(told.says, 'network');
    assert.equal(told.check().asked, 'read');
  });

  test('when the look is lost as well, the next press looks again', () => {
    const told = coded().check().refuses('network').refuses('network');
    assert.equal(told.state.name, 'code');
    assert.equal(told.says, 'network');
    assert.equal(told.check().asked, 'read');
  });

  test('a check that is lost because the network went is carried out on return', () => {
    const told = coded().check().when({ type: 'offline' }).refuses('network');
    assert.equal(told.state.name, 'code');
    assert.equal(told.when({ type: 'online' }).asked, 'read');
    assert.equal(told.answers().asked, 'check');
  });

  test('the configuration is asked for again on return', () => {
    assert.deepEqual(story().when({ type: 'online' }).does, ['configure']);
  });
});

const kept = (facts: Partial<Verification> = {}): Session => {
  const { handle, proof: _proof, ...rest } = verification(facts);
  return {
    handle,
    facts: rest,
    to: undefined,
    expiresAt: 300_000,
    resendAt: 30_000,
    pollAt: Infinity,
    tried: [],
    stale: false,
    proof: undefined,
  };
};
const restored = (facts: Partial<Verification> = {}): Story => story().when({ type: 'restored', session: kept(facts) });

describe('after a reload', () => {
  test('the code field is there at once, and the relay is asked', () => {
    const told = restored();
    assert.equal(told.state.name, 'code');
    assert.deepEqual(told.does, ['ask']);
    assert.equal(told.asked, 'read');
  });

  test('nothing takes the focus', () => {
    assert.deepEqual(restored().answers().does, []);
  });

  test('an address is changed in the field for addresses', () => {
    const told = restored({ channel: 'email' }).when({ type: 'edited' });
    assert.equal(told.state.channel, 'email');
  });

  test('a verified number gets its proof back', () => {
    const told = restored({ status: 'verified' });
    assert.equal(told.state.name, 'checking');
    told.answers(verified);
    assert.equal(told.state.name, 'verified');
    assert.ok(!told.does.includes('focus'));
  });

  test('a proof that has run out meanwhile says so', () => {
    const told = restored({ status: 'verified' }).answers({ status: 'verified' });
    assert.equal(told.state.name, 'recipient');
    assert.equal(told.says, 'proofExpired');
  });

  test('a verified number without a network can be fetched later', () => {
    const told = restored({ status: 'verified' }).refuses('network');
    assert.equal(told.state.name, 'unavailable');
    assert.equal(told.when({ type: 'restarted' }).asked, 'read');
  });

  test('offline from the start, it is fetched on return', () => {
    const told = story()
      .when({ type: 'offline' })
      .when({ type: 'restored', session: kept({ status: 'verified' }) });
    assert.equal(told.state.name, 'unavailable');
    assert.equal(told.when({ type: 'online' }).asked, 'read');
    assert.equal(told.answers(verified).state.name, 'verified');
  });
});

describe('the bot check', () => {
  const checked = (): Story => story().when({ type: 'configured', config: { ...config, challenge } });

  test('is asked for as soon as it is known that one is needed', () => {
    assert.deepEqual(checked().effects, [
      { do: 'tell', event: 'otp-challenge', detail: { kind: 'turnstile', siteKey: 'key', url: undefined } },
    ]);
  });

  test('a press without its answer goes on by itself when that is there', () => {
    const told = checked().press();
    assert.equal(told.asked, undefined);
    assert.equal(told.says, 'challenge');
    told.when({ type: 'token', token: 'answer' });
    assert.equal(told.asked, 'start');
    assert.equal(told.effects.find((effect) => effect.do === 'ask')?.challenge, 'answer');
  });

  test('an answer is used once', () => {
    const told = checked().when({ type: 'token', token: 'answer' }).press().answers({ resendIn: 0 });
    assert.ok(needsToken(told.state));
    told.when({ type: 'resent', channel: 'sms' });
    assert.deepEqual(told.told, ['otp-challenge']);
    assert.equal(told.asked, undefined);
  });

  test('one that the relay asks for only now is solved, and the request repeated', () => {
    const suspicious = { ...config, challenge: { ...challenge, when: 'suspicious' } } as const;
    const told = story().when({ type: 'configured', config: suspicious }).press().refuses('challenge_required');
    assert.deepEqual(told.told, ['otp-error', 'otp-challenge']);
    assert.equal(told.state.name, 'recipient');
    assert.equal(told.when({ type: 'token', token: 'answer' }).asked, 'start');
  });

  test('one that did not pass is asked for anew', () => {
    const told = checked().when({ type: 'token', token: 'bad' }).press().refuses('challenge_failed');
    assert.equal(told.says, 'challengeFailed');
    assert.equal(told.when({ type: 'token', token: 'good' }).asked, 'start');
  });

  test('one that was solved while the relay judged another goes on by itself', () => {
    const told = checked().when({ type: 'token', token: 'bad' }).press();
    told.when({ type: 'token', token: 'good' });
    assert.equal(told.refuses('challenge_failed').asked, 'start');
  });

  test('one that nothing is known of: the configuration is fetched first', () => {
    const told = story().press().refuses('challenge_required');
    assert.ok(told.does.includes('configure'));
    told.when({ type: 'configured', config: { ...config, challenge } });
    assert.deepEqual(told.told, ['otp-challenge']);
  });
});
