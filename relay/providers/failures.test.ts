import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sift } from './failures.ts';
import type { NoReply, Reply } from './http.ts';

const wording = { messageOf: () => 'for 37128782931', unauthorized: 'check the key', forbidden: 'check the scope' };

const reply = (status: number, retryAfter?: number): Reply => ({ outcome: 'reply', status, json: {}, retryAfter });
const noReply = (unsent: boolean): NoReply => ({ outcome: 'no-reply', unsent, detail: 'ECONNRESET' });

describe('an answer, whatever the call', () => {
  for (const [status, kind, detail] of [
    [301, 'unknown', 'HTTP 301 for …'],
    [401, 'rejected', 'HTTP 401 for …: check the key'],
    [403, 'rejected', 'HTTP 403 for …: check the scope'],
    [408, 'unknown', 'HTTP 408 for …'],
    [500, 'unknown', 'HTTP 500 for …'],
    [503, 'unknown', 'HTTP 503 for …'],
  ] as const) {
    it(`is ${kind} where it is a ${status}`, () =>
      assert.deepEqual(sift(reply(status), wording), { outcome: 'failure', kind, detail }));
  }

  it('asks for a pause where it is a 429', () =>
    assert.deepEqual(sift(reply(429, 7), wording), {
      outcome: 'failure',
      kind: 'unavailable',
      detail: 'HTTP 429 for …',
      retryAfter: 7,
    }));

  it('that never came is unknown, unless the request surely never left', () => {
    assert.equal((sift(noReply(false), wording) as { kind?: string }).kind, 'unknown');
    assert.equal((sift(noReply(true), wording) as { kind?: string }).kind, 'unavailable');
  });

  for (const status of [200, 204, 400, 402, 404, 409, 422]) {
    it(`is about the request itself where it is a ${status}`, () =>
      assert.equal(sift(reply(status), wording).outcome, 'reply'));
  }
});
