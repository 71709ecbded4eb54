import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import examples from 'libphonenumber-js/examples.mobile.json';
import { getExampleNumber, isSupportedCountry } from 'libphonenumber-js/max';
import { countries } from './countries.ts';
import {
  exampleNumber,
  formatAsTyped,
  formatInternational,
  loadExactPhone,
  readNumber,
  splitInternational,
  type ExactPhone,
} from './phone.ts';
import { caretAfterFormat } from './phone-exact.ts';

const exact = await loadExactPhone();

const mobiles = countries().flatMap(({ iso }) => {
  const number = isSupportedCountry(iso) ? getExampleNumber(iso, examples) : undefined;
  return number ? [{ iso, number }] : [];
});

function e164Of(text: string, iso: string, plans?: ExactPhone): string | undefined {
  const reading = readNumber(text, iso, plans);
  return reading.kind === 'number' ? reading.e164 : undefined;
}

/** Typed text, the chosen country, and the number that it is. */
const numbers = [
  ['28 782 931', 'LV', '+37128782931', 'LV'],
  ['28-782-931', 'LV', '+37128782931', 'LV'],
  ['+371 28782931', 'US', '+37128782931', 'LV'],
  ['＋３７１２８７８２９３１', 'US', '+37128782931', 'LV'],
  ['(+371) 28 78 29 31', 'US', '+37128782931', 'LV'],
  ['0037128782931', 'NO', '+37128782931', 'LV'],
  ['011 371 28782931', 'US', '+37128782931', 'LV'],
  ['37128782931', 'LV', '+37128782931', 'LV'],
  ['\u202a+371 28 782 931\u202c', 'LV', '+37128782931', 'LV'],
  ['tel:+37128782931', 'US', '+37128782931', 'LV'],
  ['020 7946 0958', 'GB', '+442079460958', 'GB'],
  ['20 7946 0958', 'GB', '+442079460958', 'GB'],
  ['+44 (0)20 7946 0958', 'LV', '+442079460958', 'GB'],
  ['(212) 555-0123', 'US', '+12125550123', 'US'],
  ['1 212 555 0123', 'US', '+12125550123', 'US'],
  ['8 (912) 345-67-89', 'RU', '+79123456789', 'RU'],
  ['912 345-67-89', 'RU', '+79123456789', 'RU'],
  ['06 20 123 4567', 'HU', '+36201234567', 'HU'],
  ['06 1234 5678', 'IT', '+390612345678', 'IT'],
  ['0151 23456789', 'DE', '+4915123456789', 'DE'],
  ['٠١٠ ٠١٢٣ ٤٥٦٧', 'EG', '+201001234567', 'EG'],
  ['۰۹۱۲ ۳۴۵ ۶۷۸۹', 'IR', '+989123456789', 'IR'],
  ['०८१२३४ ५६७८९', 'IN', '+918123456789', 'IN'],
] as const;

for (const [name, plans] of [
  ['by the table alone', undefined],
  ['by the numbering plans', exact],
] as const) {
  describe(`a number that is typed, ${name}`, () => {
    for (const [text, iso, e164, country] of numbers) {
      test(`${JSON.stringify(text)} in ${iso} is ${e164}`, () => {
        assert.deepEqual(readNumber(text, iso, plans), { kind: 'number', e164, country });
      });
    }

    test('nothing is missing, not wrong', () => {
      for (const text of ['', '  ', '+', '-()', 'abc']) {
        assert.deepEqual(readNumber(text, 'LV', plans), { kind: 'problem', reason: 'missing', country: 'LV' });
      }
    });

    test('one digit fewer is too short, one more too long, for the country that it is of', () => {
      assert.deepEqual(readNumber('2878293', 'LV', plans), { kind: 'problem', reason: 'short', country: 'LV' });
      assert.deepEqual(readNumber('287829311', 'LV', plans), { kind: 'problem', reason: 'long', country: 'LV' });
      assert.deepEqual(readNumber('+371 2878293', 'US', plans), { kind: 'problem', reason: 'short', country: 'LV' });
      assert.deepEqual(readNumber('555 0123', 'US', plans), { kind: 'problem', reason: 'short', country: 'US' });
      assert.equal(readNumber(`+${'1'.repeat(20)}`, 'US', plans).kind, 'problem');
    });

    test('a calling code that nobody has is unlikely', () => {
      assert.deepEqual(readNumber('+999 12345678', 'LV', plans), {
        kind: 'problem',
        reason: 'unlikely',
        country: 'LV',
      });
    });

    test('a country that is not known cannot have a national number', () => {
      assert.deepEqual(readNumber('28782931', '', plans), { kind: 'problem', reason: 'unlikely', country: '' });
      assert.equal(readNumber('+37128782931', '', plans).kind, 'number');
    });

    test('the mobile number of every country is read in its international form', () => {
      for (const { number } of mobiles) assert.equal(e164Of(number.formatInternational(), 'LV', plans), number.number);
    });

    test('the mobile number of every country is read as it is dialled at home', () => {
      const misread = mobiles.filter(
        ({ iso, number }) => e164Of(number.formatNational(), iso, plans) !== number.number,
      );
      // The table does not know the Argentine 15 within, and the Belarusian 80 before, a number.
      assert.deepEqual(
        misread.map(({ iso }) => iso),
        plans ? [] : ['AR', 'BY'],
      );
    });
  });
}

describe('once the numbering plans are here', () => {
  test('a number that its country has not given out is unlikely', () => {
    assert.equal(readNumber('12345678', 'LV').kind, 'number');
    assert.deepEqual(readNumber('12345678', 'LV', exact), { kind: 'problem', reason: 'unlikely', country: 'LV' });
  });

  test('the Argentine 15 and the Belarusian 80 are understood', () => {
    assert.equal(e164Of('011 15 2345 6789', 'AR', exact), '+5491123456789');
    assert.equal(e164Of('80 29 123 45 67', 'BY', exact), '+375291234567');
  });
});

describe('an international number that is typed or pasted', () => {
  const split = (text: string, iso: string): unknown => {
    const found = splitInternational(text, iso);
    return found && [found.country, found.national];
  };

  test('chooses its country as soon as the calling code is complete', () => {
    assert.equal(splitInternational('+', 'US'), undefined);
    assert.equal(splitInternational('+37', 'US'), undefined);
    assert.deepEqual(split('+371', 'US'), ['LV', '']);
    assert.deepEqual(split('+371 28 78', 'US'), ['LV', '2878']);
    assert.deepEqual(split('00371 28', 'NO'), ['LV', '28']);
  });

  test('keeps the chosen country where that shares the calling code', () => {
    assert.deepEqual(split('+1 416', 'CA'), ['CA', '416']);
    assert.deepEqual(split('+1 416', 'LV'), ['US', '416']);
    assert.deepEqual(split('+1 876', 'CA'), ['JM', '876']);
  });

  test('is told from a national one', () => {
    assert.equal(splitInternational('28 782 931', 'LV'), undefined);
    assert.equal(splitInternational('020 7946 0958', 'GB'), undefined);
  });

  test('reads the same in every country, however it was dialled', () => {
    assert.equal(splitInternational('011 371 28782931', 'US')?.plus, '+37128782931');
    assert.equal(splitInternational('001 212 555 0123', 'LV')?.plus, '+12125550123');
    assert.equal(splitInternational('＋３７１ 28', 'LV')?.plus, '+37128');
  });
});

describe('what is shown', () => {
  const shown = (text: string, iso: string, plans?: ExactPhone): string =>
    formatAsTyped({ text, caret: text.length }, iso, plans).text;

  test('stays as typed until the plans are here, then is grouped', () => {
    assert.equal(shown('2125550123', 'US'), '2125550123');
    assert.equal(shown('2125550123', 'US', exact), '(212) 555-0123');
    assert.equal(shown('2878', 'LV', exact), '28 78');
    assert.equal(shown('+37128782931', 'US', exact), '+371 28 782 931');
    assert.equal(shown('', 'US', exact), '');
  });

  test('has all digits that were typed, in whatever script', () => {
    assert.equal(shown('०८१२३४ ५६७८९', 'IN', exact), '081234 56789');
    assert.equal(shown('＋３７１28', 'US', exact), '+371 28');
    assert.equal(shown('+371 28 +371 28', 'LV', exact), '+371 28 +371 28');
  });

  test('is international', () => {
    assert.equal(formatInternational('+37128782931'), '+371 28782931');
    assert.equal(formatInternational('+37128782931', exact), '+371 28 782 931');
    assert.equal(formatInternational('+999'), '+999');
  });

  test('the example is a number of the country', () => {
    assert.equal(exampleNumber('LV'), undefined);
    assert.equal(exampleNumber('LV', exact), '21 234 567');
    assert.equal(exampleNumber('', exact), undefined);
  });
});

describe('a key that deletes', () => {
  const press = (key: 'Backspace' | 'Delete', from: string, text: string, caret: number): string => {
    const typed = formatAsTyped({ text, caret, deleted: { from, key } }, 'US', exact);
    return `${typed.text.slice(0, typed.caret)}|${typed.text.slice(typed.caret)}`;
  };

  test('deletes a digit, and what was put between the digits with it', () => {
    assert.equal(press('Backspace', '(212) 5', '(212) ', 6), '(212)|');
    assert.equal(press('Backspace', '(212)', '(212', 4), '21|');
    assert.equal(press('Backspace', '(212) 555', '(212)555', 5), '(21|5) 55');
    assert.equal(press('Delete', '(212) 555', '(212555', 4), '(212|) 55');
    assert.equal(press('Delete', '(212)', '212)', 0), '|1 2');
  });

  test('at either end takes nothing more', () => {
    assert.equal(press('Backspace', '(212)', '212)', 0), '(|212)');
    assert.equal(press('Delete', '(212)', '(212', 4), '(212)|');
  });
});

describe('the caret', () => {
  test('stays behind the same digit', () => {
    assert.equal(caretAfterFormat('2125', 2, '(212) 5'), 3);
    assert.equal(caretAfterFormat('2125', 3, '(212) 5'), 4);
    assert.equal(caretAfterFormat('(212) 5', 4, '2125'), 3);
  });

  test('stays at the end, and at the start', () => {
    assert.equal(caretAfterFormat('212', 3, '(212)'), 5);
    assert.equal(caretAfterFormat('2125', 0, '(212) 5'), 1);
    assert.equal(caretAfterFormat('', 0, ''), 0);
  });

  test('counts the plus of an international number', () => {
    assert.equal(caretAfterFormat('+3712878', 5, '+371 28 78'), 6);
    assert.equal(caretAfterFormat('+3712878', 1, '+371 28 78'), 1);
  });
});
