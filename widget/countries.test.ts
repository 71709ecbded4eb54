import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import metadata from 'libphonenumber-js/metadata.min.json';
import { countryTable, writtenTable } from '../.ci/countries.ts';
import { countries, countryByIso, countryOfNumber } from './countries.ts';

test('the table is what the installed libphonenumber-js says, in at most 1.1 kB', () => {
  assert.equal(writtenTable(), countryTable(), 'npm run countries');
  assert.ok(brotliCompressSync(countryTable()).length <= 1100);
});

test('every country is read back with its calling code and possible lengths', () => {
  assert.equal(countries().length, Object.keys(metadata.countries).length);
  for (const [iso, [callingCode, , , lengths]] of Object.entries(metadata.countries)) {
    const country = countryByIso(iso);
    assert.equal(country?.callingCode, callingCode, iso);
    assert.deepEqual(country?.lengths, lengths, iso);
  }
});

test('a country knows what is dialled before a number at home', () => {
  const trunks = ['GB', 'US', 'RU', 'HU', 'LV', 'IT', 'GG'].map((iso) => countryByIso(iso)?.trunk);
  assert.deepEqual(trunks, ['0', '1', '8', '06', '', '', '0']);
});

test('an unknown code is no country', () => {
  assert.equal(countryByIso('ZZ'), undefined);
});

test('a number belongs to the country of its calling code', () => {
  assert.equal(countryOfNumber('37128782931'), 'LV');
  assert.equal(countryOfNumber('371'), 'LV');
  assert.equal(countryOfNumber('37'), undefined);
  assert.equal(countryOfNumber(''), undefined);
});

test('leading digits tell the countries of a shared calling code apart', () => {
  assert.equal(countryOfNumber('12642351234'), 'AI');
  assert.equal(countryOfNumber('77012345678'), 'KZ');
  assert.equal(countryOfNumber('79123456789'), 'RU');
  assert.equal(countryOfNumber('4779123456'), 'SJ');
  assert.equal(countryOfNumber('441481256789'), 'GG');
  assert.equal(countryOfNumber('442079460958'), 'GB');
});

test('a number that could be of several countries stays with the one that is chosen', () => {
  assert.equal(countryOfNumber('14165550100'), 'US');
  assert.equal(countryOfNumber('14165550100', 'CA'), 'CA');
  assert.equal(countryOfNumber('12642351234', 'CA'), 'AI');
  assert.equal(countryOfNumber('14165550100', 'AI'), 'US');
  assert.equal(countryOfNumber('14165550100', 'LV'), 'US');
});
