import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onlyDigits, readCode } from './code.ts';
import { toAsciiDigits } from './digits.ts';

test('a code that is typed or pasted is read however it is grouped', () => {
  for (const text of [
    '123456',
    ' 123456 ',
    '123 456',
    '123-456',
    '12 34 56',
    '123\u00a0456',
    '1 2 3 4 5 6',
    '#123456',
    '123–456',
  ]) {
    assert.equal(readCode(text, 6), '123456', text);
  }
});

test('leading zeros stay', () => {
  assert.equal(readCode('000123', 6), '000123');
});

test('the code is found in the whole text message', () => {
  assert.equal(readCode('Your code is 123456. Do not share it.', 6), '123456');
  assert.equal(readCode('123456 is your Shop code, valid for 5 minutes', 6), '123456');
  assert.equal(readCode('Your code: 123-456', 6), '123456');
  assert.equal(readCode('Ваш код 123 456', 6), '123456');
  assert.equal(readCode('G-123456 is your code', 6), '123456');
  assert.equal(readCode('In 5 minutes 1234 ends. Help: +37128782931', 4), '1234');
});

test('the line that is bound to the site wins', () => {
  assert.equal(readCode('Order 999999 code 123456\n\n@shop.example #123456', 6), '123456');
  assert.equal(readCode('Code below\n@shop.example #123456 %iframe.example', 6), '123456');
});

test('digits of every script become the ones that the relay takes', () => {
  assert.equal(readCode('١٢٣٤٥٦', 6), '123456');
  assert.equal(readCode('۱۲۳ ۴۵۶', 6), '123456');
  assert.equal(readCode('१२३४५६', 6), '123456');
  assert.equal(readCode('１２３４５６', 6), '123456');
  assert.equal(toAsciiDigits('a٠𝟗𝟘b9'), 'a090b9');
});

test('what has no code of that length gives none', () => {
  for (const text of ['', '12345', '1234567', 'Call +37128782931', 'no digits'])
    assert.equal(readCode(text, 6), undefined, text);
});

test('only the digits are kept of what is typed', () => {
  assert.equal(onlyDigits('1 2-3a٤'), '1234');
});
