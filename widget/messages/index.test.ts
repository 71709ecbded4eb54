import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from './en.ts';
import { format, loadMessages, type Message } from './index.ts';
import { formatDuration, formatTime, formatWait } from './times.ts';

const wrongCode: Message = en.wrongCode;

test('values take their places', () => {
  assert.equal(format(en.phoneHint, { example: '21 234 567' }), 'For example, 21 234 567');
  assert.equal(format('{a} and {b} and {a}', { a: 'x', b: 'y' }), 'x and y and x');
});

test('a value that is not given leaves its place to be seen', () => {
  assert.equal(format(en.phoneHint), 'For example, {example}');
});

test('a plural is chosen by its number', () => {
  assert.equal(format(wrongCode, { n: 1 }), 'That code isn’t right. 1 try left.');
  assert.equal(format(wrongCode, { n: 2 }), 'That code isn’t right. 2 tries left.');
});

test('a language brings the plurals that it has, and falls back to "other"', () => {
  const tries = { zero: '{n} mēģinājumu', one: '{n} mēģinājums', other: '{n} mēģinājumi' };
  assert.deepEqual(
    [0, 1, 2, 11, 21].map((n) => format(tries, { n }, 'lv')),
    ['0 mēģinājumu', '1 mēģinājums', '2 mēģinājumi', '11 mēģinājumu', '21 mēģinājums'],
  );
  assert.equal(format({ other: '{n} tries' }, { n: 1 }, 'en'), '1 tries');
});

test('numbers are written as the language writes them', () => {
  assert.equal(format('{n}', { n: 12345 }, 'de'), '12.345');
  assert.equal(format('{n}', { n: 6 }, 'ar-EG'), '٦');
});

test('a value in a right-to-left sentence keeps its own direction', () => {
  assert.equal(format('אל {recipient}', { recipient: '+371 28' }, 'he', 'rtl'), 'אל \u2068+371 28\u2069');
});

test('a time is minutes and seconds', () => {
  const times = [0, 9, 24, 60, 61, 599].map((seconds) => formatTime(seconds));
  assert.deepEqual(times, ['0:00', '0:09', '0:24', '1:00', '1:01', '9:59']);
});

test('a time has the digits of its language', () => {
  assert.equal(formatTime(84, 'fa'), '۱:۲۴');
  assert.equal(formatWait(84, 'ar-EG'), '١:٢٤');
  assert.equal(formatTime(84, 'ar-AE'), '1:24');
});

test('a duration is rounded up, so that nobody comes back too early', () => {
  assert.equal(formatDuration(1500, 'en'), '25 minutes');
  assert.equal(formatDuration(1441, 'en'), '25 minutes');
  assert.equal(formatDuration(60, 'en'), '1 minute');
  assert.equal(formatDuration(7201, 'en'), '3 hours');
  assert.equal(formatDuration(86_400, 'en'), '24 hours');
  assert.equal(formatDuration(1500, 'de'), '25 Minuten');
});

test('a wait is told to the second under ten minutes', () => {
  assert.equal(formatWait(599), '9:59');
  assert.equal(formatWait(600), '10 minutes');
});

test('English answers for a language that there is not, and formats as English', async () => {
  assert.deepEqual(await loadMessages('tlh'), { messages: en, tag: 'en' });
  for (const tag of ['not a tag', 'en_US', 'en-!', '']) {
    assert.deepEqual(await loadMessages(tag), { messages: en, tag: 'en' }, tag);
  }
});

test('a kind of English keeps its own ways with numbers', async () => {
  assert.deepEqual(await loadMessages('en-in'), { messages: en, tag: 'en-IN' });
});
