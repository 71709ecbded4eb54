/** For simulators' tests: what every table of magic numbers is held to, and how a fault shows itself to a caller. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { MagicEntry } from './magic-numbers.ts';

/** @param documentation the page whose table lists these numbers, and no others */
export const magicSuite = (numbers: readonly MagicEntry<string>[], documentation: URL): void => {
  test('magic numbers are mobile numbers, and each is there once', () => {
    for (const { number } of numbers) {
      const phone = parsePhoneNumberFromString(number);
      assert.deepEqual([phone?.isValid(), phone?.getType(), phone?.country], [true, 'MOBILE', 'SE'], number);
      assert.match(number, /^\+46701740(60[5-9]|6[1-9]\d)$/, 'set aside for books and films');
    }
    assert.equal(new Set(numbers.map(({ number }) => number)).size, numbers.length);
  });

  test('the documentation lists the magic numbers as they are', async () => {
    const text = await readFile(documentation, 'utf8');
    const written = text.split('\n').filter((line) => line.startsWith('| +46'));
    const rows = numbers.map(({ number, story }) => {
      const phone = parsePhoneNumberFromString(number);
      return `| ${phone?.formatInternational()} | ${story} |`;
    });
    assert.deepEqual(written, rows);
  });
};

/** By the last digit: what the wire shows, and whether the call was carried out. */
export const faultsShown: readonly { readonly shows: string; readonly isDone: boolean }[] = [
  { shows: '429, Retry-After 7, json', isDone: false },
  { shows: '500, Retry-After null, json', isDone: false },
  { shows: '503, Retry-After 30, json', isDone: false },
  { shows: '200, Retry-After null, html', isDone: false },
  { shows: '502, Retry-After null, html', isDone: true },
  { shows: '200, Retry-After null, empty', isDone: true },
  { shows: '200, Retry-After null, json', isDone: false },
  { shows: 'TypeError: fetch failed', isDone: true },
  { shows: 'TimeoutError: the caller had enough', isDone: true },
  { shows: '200, Retry-After null, json', isDone: true },
];

export const shown = async (answer: Promise<Response>): Promise<string> => {
  try {
    const response = await answer;
    const body = await response.text();
    const kind = body === '' ? 'empty' : body.startsWith('{') ? 'json' : 'html';
    return `${response.status}, Retry-After ${response.headers.get('retry-after')}, ${kind}`;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'no error';
  }
};

export type Impatient = {
  readonly signal: AbortSignal;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** A caller who waits, by a clock that a test need not wait for; who is never answered gives up. */
export const impatient = (): Impatient => {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    wait: async (ms) => {
      if (ms > 30_000) controller.abort(new DOMException('the caller had enough', 'TimeoutError'));
    },
  };
};
