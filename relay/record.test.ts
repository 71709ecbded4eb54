import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newRecord, packRecord, unpackRecord } from './record.ts';
import type { VerificationRecord } from './record.ts';
import { openRecord, sealRecord } from './records.ts';
import { deriveSecrets } from './secrets.ts';

const secrets = await deriveSecrets(['a-secret-of-at-least-thirty-two-bytes!']);
const place = 'record:9a35a1f6-6a3f-4d0c-8f7e-0d3c0b6c2f11';
const sentAt = Date.parse('2026-11-21T12:00:00.123Z');

const live: VerificationRecord = {
  ...newRecord({
    session: '5f1a8680201511eeafdfcfc3dedfac51',
    channel: 'voice',
    sentAt,
    skew: -12_345,
    landline: true,
  }),
  sends: 5,
  texts: 4,
  round: 5,
  attempts: 4,
  open: 1,
  checkedAt: sentAt + 123_456,
  polledAt: sentAt + 123_999,
  delivery: { channel: 'voice', status: 'delivered' },
};

describe('a record in the store', () => {
  it('comes back as it was', async () => {
    const verified = { ...live, ended: 'verified', proof: 'a.b.c', proofExpiresAt: 1_763_712_900 } as const;
    for (const record of [
      live,
      verified,
      newRecord({ session: 's', channel: 'sms', sentAt, skew: undefined, landline: false }),
    ]) {
      const sealed = await sealRecord(packRecord(record), place, secrets.records);
      assert.deepEqual(unpackRecord(await openRecord(sealed, place, secrets.records)), record);
    }
  });

  it('takes at most 210 bytes while it lives, and shows nothing', async () => {
    const sealed = await sealRecord(packRecord(live), place, secrets.records);
    assert.ok(sealed.length <= 210, `${sealed.length} bytes`);
    assert.ok(!sealed.includes('5f1a8680'));
    assert.notEqual(sealed, await sealRecord(packRecord(live), place, secrets.records));
  });

  it('does not open with another secret, in another’s place, or when it was touched', async () => {
    const sealed = await sealRecord(packRecord(live), place, secrets.records);
    const other = await deriveSecrets(['b-secret-of-at-least-thirty-two-bytes!']);
    assert.equal(await openRecord(sealed, place, other.records), undefined);
    assert.equal(await openRecord(sealed, 'record:another', secrets.records), undefined);
    assert.equal(await openRecord(`${sealed.slice(0, -3)}AAA`, place, secrets.records), undefined);
  });
});

describe('the keys of the store', () => {
  it('show nothing of what they are about, and outlive a rotation of the secret', async () => {
    const key = await secrets.keyFor('sends', '+37128782931/3600');
    assert.match(key, /^sends:[\w-]{22}$/);
    const rotated = await deriveSecrets([
      'new-secret-of-at-least-thirty-two-bytes',
      'a-secret-of-at-least-thirty-two-bytes!',
    ]);
    assert.equal(await rotated.keyFor('sends', '+37128782931/3600'), key);
  });
});
