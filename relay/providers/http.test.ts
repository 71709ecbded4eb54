import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redact } from './http.ts';

describe('a vendor’s words for the log', () => {
  for (const [what, words, shown] of [
    ['a number', 'To 37128782931: barred', 'To …: barred'],
    ['a number as people write it', 'To +47 412 34 567 or (0)20-7946-0958', 'To … or (…'],
    ['an address', 'No mailbox ada.lovelace+otp@example.com.', 'No mailbox …'],
    ['a code', 'Code 4829 is wrong', 'Code … is wrong'],
    ['a session', 'In 7c9e6679-7425-40de-944b-e07fc1f90ae7 or 5f1a8680201511ee', 'In … or …'],
    ['a key', 'Key wayscloud_verify_abcdefghij_0123456789abcdef is revoked', 'Key … is revoked'],
  ] as const) {
    it(`do not hold ${what}`, () => assert.equal(redact(words), shown));
  }

  it('keep what tells of the fault, and are cut where they are long', () => {
    const words = 'INSUFFICIENT_PERMISSIONS: Field "to" is required (012), 4 to 8 digits';
    assert.equal(redact(words), words);
    assert.equal(redact('so '.repeat(100)).length, 200);
  });
});
