/** Tables of figures: each a ratio to something measured beside it, held to its budget. */
import type { Spread } from './measure.ts';

export type Unit = 'ns' | 'µs' | 'ms' | 'B' | 'KiB' | '/s' | '%' | '';

export type Budget = {
  /** Which of the row's two figures is held to it. */
  readonly of: 'ratio' | 'here';
  readonly rule: 'at most' | 'at least';
  readonly limit: number;
  /** What it is hoped to become. */
  readonly aim?: number;
};

export type Row = {
  readonly what: string;
  /** What the ratio is to. */
  readonly against?: string;
  readonly ratio?: Spread;
  /** On this machine, today: it does not travel. */
  readonly here?: Spread;
  readonly unit: Unit;
  readonly budget?: Budget;
};

export type Table = { readonly title: string; readonly rows: readonly Row[]; readonly notes?: readonly string[] };

export type Verdict = 'aim met' | 'within' | 'OVER';

export function verdictOf({ budget, ratio, here }: Row): Verdict | undefined {
  const judged = budget?.of === 'ratio' ? ratio : here;
  if (!budget || !judged) return undefined;
  const meets = (bound: number): boolean =>
    budget.rule === 'at most' ? judged.median <= bound : judged.median >= bound;
  if (!meets(budget.limit)) return 'OVER';
  return budget.aim !== undefined && meets(budget.aim) ? 'aim met' : 'within';
}

/** Three digits that count. */
function digits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString('en');
  return value.toFixed(size >= 10 ? 1 : 2);
}

function figure(spread: Spread | undefined, unit: Unit | '×'): string {
  if (!spread) return '';
  const { median, low, high } = spread;
  const between = low === high ? '' : ` (${digits(low)}–${digits(high)})`;
  return `${digits(median)}${unit === '×' ? '' : ' '}${unit}${between}`.trim();
}

function budgetText({ budget, unit }: Row): string {
  if (!budget) return '';
  const mark = budget.of === 'ratio' ? '×' : ` ${unit}`;
  const aim = budget.aim === undefined ? '' : ` (${digits(budget.aim)})`;
  return `${budget.rule === 'at most' ? '≤' : '≥'} ${digits(budget.limit)}${mark}${aim}`;
}

const HEAD = ['what', 'against', 'ratio', 'here', 'budget (aim)', 'verdict'];

/** A table in Markdown that reads as well in a terminal. */
export function printTable({ title, rows, notes = [] }: Table, write: (line: string) => void): void {
  const cells = rows.map((row) => [
    row.what,
    row.against ?? '',
    figure(row.ratio, '×'),
    figure(row.here, row.unit),
    budgetText(row),
    verdictOf(row) ?? '',
  ]);
  const widths = HEAD.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  write(`\n## ${title}\n`);
  write(line(HEAD));
  write(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  for (const row of cells) write(line(row));
  for (const note of notes) write(`\n${note}`);
}
