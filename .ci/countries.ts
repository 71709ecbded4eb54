/** Writes the table in widget/countries.ts anew from libphonenumber-js (`npm run countries`). */
import { readFileSync, writeFileSync } from 'node:fs';
import metadata from 'libphonenumber-js/metadata.min.json';

const file = new URL('../widget/countries.ts', import.meta.url);
const line = /^const table =\n {2}'(.*)';$/m;

/**
 * A country's entry in libphonenumber-js' metadata, by place; `0` or a hole means "none".
 * https://gitlab.com/catamphetamine/libphonenumber-js/-/blob/master/METADATA.md
 */
type Entry = {
  /** Possible lengths of a national number in base 36, one character each. */
  readonly lengths: string;
  readonly trunk: string;
  readonly leading: string;
};

function readEntry(iso: string): Entry {
  const entry: readonly unknown[] | undefined = Object.entries(metadata.countries).find(([name]) => name === iso)?.[1];
  if (!entry) throw new Error(`libphonenumber-js lists ${iso} under a calling code, and does not describe it`);
  const text = (place: number): string => (typeof entry[place] === 'string' ? entry[place] : '');
  // Guernsey and Jersey have no leading digits of their own, but an area code that is put before a local number.
  const areaCode = /^(\d{3,})\$1$/.exec(text(8))?.[1] ?? '';
  const lengths = Array.isArray(entry[3]) ? entry[3].map((length: number) => length.toString(36)) : [];
  return { lengths: lengths.join(''), trunk: text(5), leading: text(10) || areaCode };
}

/** The table in the form that widget/countries.ts describes. */
export function countryTable(): string {
  const groups = Object.entries(metadata.country_calling_codes).map(([code, isos]) => ({ code: Number(code), isos }));
  groups.sort((a, b) => a.code - b.code);
  return groups
    .map(({ code, isos }, place) => {
      const step = code - (groups[place - 1]?.code ?? 0);
      const entries = isos.map((iso) => ({ iso, ...readEntry(iso) }));
      const members = entries.map(({ iso, lengths, trunk, leading }, index) => {
        if (index === 0) return iso + (trunk && `${trunk === '0' ? '' : trunk}~`) + lengths;
        return iso + (lengths === entries[index - 1]?.lengths ? '' : lengths) + (leading && `/${leading}`);
      });
      return (step === 1 ? '' : step) + members.join('');
    })
    .join(' ');
}

/** The table that widget/countries.ts has now. */
export function writtenTable(): string {
  const [, table] = line.exec(readFileSync(file, 'utf8')) ?? [];
  if (table === undefined) throw new Error('widget/countries.ts has lost its table');
  return table;
}

if (import.meta.main && writtenTable() !== countryTable()) {
  const source = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    source.replace(line, () => `const table =\n  '${countryTable()}';`),
  );
}
